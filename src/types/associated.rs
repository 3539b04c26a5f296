//! The functions and consts of a type by name: `Type::name`.

use std::rc::Rc;
use std::sync::Arc;

use crate::ir;
use crate::resolve::DefKind;
use crate::types::Unknown;
use crate::types::infer::Infer;
use crate::types::method::Picked;
use crate::types::path::Named;
use crate::types::select::Holds;
use crate::types::ty::FnRef;
use crate::types::ty::Head;
use crate::types::ty::Kind;
use crate::types::ty::Text;
use crate::types::ty::TraitRef;
use crate::types::ty::Ty;

impl Infer<'_, '_> {
    /// `Type::name`.
    pub(super) fn associated(&mut self, ty: Ty, name: ir::Name) -> Named {
        let text = self.text(name);
        self.associated_text(ty, text)
    }

    pub(super) fn associated_text(&mut self, ty: Ty, name: Text) -> Named {
        let kind = self.kind(ty);
        if let Kind::Adt(Head::Def(def), args) = &kind
            && let Some(symbol) = self.facts.symbol(name)
            && let Some(variant) = self.facts.names.member(*def, symbol)
        {
            return self.made(variant, Some(&args.clone()));
        }
        match self.own_associated(ty, &kind, name) {
            Ok(Some(named)) => return named,
            Ok(None) => {}
            Err(why) => return Named::Unknown(why),
        }
        if let Kind::Adt(head @ Head::Def(def), _) = kind
            && !self.facts.names.is_whole(def)
        {
            return self.by_path(head, name);
        }
        if let Some(named) = self.associated_by_bounds(ty, name) {
            return named;
        }
        if let Some(named) = self.associated_by_traits(ty, name) {
            return named;
        }
        if let Some(value) = self.const_by_traits(ty, name) {
            return Named::Value(value);
        }
        match kind {
            Kind::Adt(head, _) => self.by_path(head, name),
            Kind::Param(..) | Kind::Projection(..) => Named::Unknown(Unknown::Parameter),
            kind => match self.key(&kind) {
                Some(key) => self.by_path(Head::Library(key), name),
                None => Named::Unknown(Unknown::Path),
            },
        }
    }

    /// A function or const of the type's own.
    fn own_associated(
        &mut self,
        ty: Ty,
        kind: &Kind,
        name: Text,
    ) -> Result<Option<Named>, Unknown> {
        let functions: Vec<FnRef> = match kind {
            Kind::Adt(Head::Def(def), _) => {
                let Some(symbol) = self.facts.symbol(name) else { return Ok(None) };
                let found = self.facts.members.inherent(self.facts.names, *def, symbol);
                found.into_iter().map(FnRef::Def).collect()
            }
            kind => match self.key(kind) {
                Some(key) => self.in_table(key, name),
                None => return Ok(None),
            },
        };
        let mut fitting = Vec::new();
        for function in functions {
            let Some(signature) = self.facts.function(function) else {
                let Some((generics, value)) = self.facts.stands_for(function) else {
                    return Ok(None);
                };
                let args = self.fresh_args(generics.params.len());
                let value = self.facts.store.substitute(value, &args);
                return Ok(Some(match function {
                    FnRef::Line(line) => {
                        Named::Constant(Arc::from(&*self.facts.line_path(line)), value)
                    }
                    FnRef::Def(_) | FnRef::Variant(..) => Named::Value(value),
                }));
            };
            let before = self.snapshot();
            let args = self.fresh_args(signature.generics.params.len());
            let own = signature.self_type.unwrap_or(Ty::UNKNOWN);
            let own = self.facts.store.substitute(own, &args);
            let fits = self.unify(own, ty);
            self.back_to(before);
            if fits {
                fitting.push(function);
            }
        }
        match fitting[..] {
            [] => Ok(None),
            [only] => {
                let Some(picked) = self.picked(only) else { return Ok(None) };
                let own = picked.signature.self_type.unwrap_or(Ty::UNKNOWN);
                let own = self.facts.store.substitute(own, &picked.args);
                self.unify(own, ty);
                Ok(Some(Named::Function(picked)))
            }
            _ => Err(Unknown::Ambiguous),
        }
    }

    fn associated_by_bounds(&mut self, ty: Ty, name: Text) -> Option<Named> {
        let mut open: Vec<TraitRef> = self.bounds_of(ty).into_iter().map(|it| it.of).collect();
        let mut seen = 0;
        while let Some(of) = open.pop() {
            if let Some(function) = self.facts.function_of_trait(of.head, name)
                && let Some(picked) = self.picked(function)
            {
                let given: Vec<Ty> = std::iter::once(ty).chain(of.args.iter().copied()).collect();
                self.unify_all(&picked.args.clone(), &given);
                return Some(Named::Function(Picked { this: Some(ty), ..picked }));
            }
            seen += 1;
            if seen < 64 {
                open.extend(self.facts.supertraits(&of, ty).into_iter().map(|bound| bound.of));
            }
        }
        None
    }

    /// The type of a const of the one trait that a type has by its bounds, or that is in scope.
    fn const_by_traits(&mut self, ty: Ty, name: Text) -> Option<Ty> {
        let mut open: Vec<TraitRef> = self.bounds_of(ty).into_iter().map(|it| it.of).collect();
        let mut seen = 0;
        while let Some(of) = open.pop() {
            if let Some(value) = self.const_of_trait(ty, &of, name) {
                return Some(value);
            }
            seen += 1;
            if seen < 64 {
                open.extend(self.facts.supertraits(&of, ty).into_iter().map(|bound| bound.of));
            }
        }
        let mut found = None;
        for &head in self.facts.traits_in_scope(self.scope).traits.iter() {
            let of = TraitRef { head, args: Rc::new([]) };
            if let Some(value) = self.const_of_trait(ty, &of, name)
                && self.holds(ty, &of, 0) != Holds::No
                && found.replace(value).is_some()
            {
                return None;
            }
        }
        found
    }

    /// The type of a const that a trait declares, for this type.
    pub(super) fn const_of_trait(&mut self, this: Ty, of: &TraitRef, name: Text) -> Option<Ty> {
        let Head::Def(def) = of.head else { return None };
        let found = self.facts.names.member(def, self.facts.symbol(name)?)?;
        if self.facts.names.def(found).kind != DefKind::Value {
            return None;
        }
        let (_, value) = self.facts.stands_for(FnRef::Def(found))?;
        let args: Vec<Ty> = std::iter::once(this).chain(of.args.iter().copied()).collect();
        let value = self.facts.store.substitute(value, &args);
        Some(self.normalize(value))
    }

    fn associated_by_traits(&mut self, ty: Ty, name: Text) -> Option<Named> {
        let traits = self.facts.traits_in_scope(self.scope).traits;
        let mut found: Option<(FnRef, Holds)> = None;
        for &head in traits.iter() {
            let Some(function) = self.facts.function_of_trait(head, name) else { continue };
            let count = self.facts.generics(head).map_or(1, |generics| generics.params.len());
            let args = self.fresh_args(count.saturating_sub(1));
            let holds = self.holds(ty, &TraitRef { head, args }, 0);
            if holds == Holds::No {
                continue;
            }
            match found {
                Some((_, known)) if known == holds => {
                    return Some(Named::Unknown(Unknown::Ambiguous));
                }
                Some((_, known)) if known < holds => {}
                _ => found = Some((function, holds)),
            }
        }
        let picked = self.picked(found?.0)?;
        if let Some(&own) = picked.args.first() {
            self.unify(own, ty);
        }
        Some(Named::Function(Picked { this: Some(ty), ..picked }))
    }
}

//! Applying types and traits to arguments; associated types of bounds.

use std::rc::Rc;

use crate::ir::ItemKind;
use crate::resolve::DefId;
use crate::types::facts::Facts;
use crate::types::line;
use crate::types::signature::Generics;
use crate::types::ty::FnRef;
use crate::types::ty::Head;
use crate::types::ty::Kind;
use crate::types::ty::Text;
use crate::types::ty::TraitRef;
use crate::types::ty::Ty;
use crate::types::ty::primitive;
use crate::types::written;
use crate::types::written_type::Site;

/// What is put where the text leaves a generic argument out.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Omitted {
    /// In a signature: the default, or Unknown.
    Unknown,
    /// In a type written in a body: the default, or what is found out.
    Inferred,
    /// In a path to a value, as `HashMap::new`: what is found out, whatever the default.
    AllInferred,
}

impl Omitted {
    /// The type of a place that has no default.
    pub(super) fn ty(self) -> Ty {
        match self {
            Omitted::Unknown => Ty::UNKNOWN,
            Omitted::Inferred | Omitted::AllInferred => Ty::OMITTED,
        }
    }

    fn or_default(self, default: Option<Ty>) -> Option<Ty> {
        default.filter(|_| self != Omitted::AllInferred)
    }
}

/// How far supertraits are followed.
const SUPERTRAITS: usize = 8;

impl Facts<'_> {
    /// The generic parameters of a struct, enum, trait or alias.
    pub(super) fn generics(&mut self, head: Head) -> Option<Rc<Generics>> {
        let find = |facts: &mut Self| match head {
            Head::Def(def) => {
                let mut site = Site::new(facts, def);
                Some(Rc::new(site.generics(facts)))
            }
            Head::Library(path) => match facts.trait_info(head) {
                Some(info) => Some(Rc::clone(&info.generics)),
                None => {
                    let item = facts.table(path).item;
                    item.and_then(|item| line::parameters(facts, item)).map(|(_, it)| Rc::new(it))
                }
            },
        };
        self.remember(|facts| &mut facts.generics, head, find)
    }

    /// How many arguments a struct, enum or trait takes, as far as that is quickly told.
    pub(super) fn parameter_count(&self, head: Head) -> Option<usize> {
        let Head::Def(def) = head else { return None };
        match &self.names.item(def)?.kind {
            ItemKind::Struct(item) => Some(item.generics.params.len()),
            ItemKind::Enum(item) => Some(item.generics.params.len()),
            ItemKind::Trait(item) => Some(item.generics.params.len()),
            _ => None,
        }
    }

    /// A trait of which some arguments are left out, as this type has it: `Add` is `Add<Self>`.
    pub(super) fn trait_for(&mut self, this: Ty, of: TraitRef) -> TraitRef {
        if self.parameter_count(of.head) == Some(of.args.len()) {
            return of;
        }
        let Some(generics) = self.generics(of.head) else { return of };
        // The first parameter is `Self`, which nobody writes.
        let mut args: Vec<Ty> = std::iter::once(this).chain(of.args.iter().copied()).collect();
        for param in generics.params.iter().skip(args.len()) {
            let default = param.default.unwrap_or(Ty::UNKNOWN);
            args.push(self.store.substitute(default, &args));
        }
        TraitRef { head: of.head, args: args[1..].into() }
    }

    /// The arguments that are given, and behind them the defaults; what has none is `omitted`.
    pub(super) fn with_defaults(
        &mut self,
        head: Head,
        mut args: Vec<Ty>,
        omitted: Omitted,
    ) -> Vec<Ty> {
        if self.parameter_count(head).is_some_and(|count| args.len() >= count) {
            return args;
        }
        let Some(generics) = self.generics(head) else { return args };
        for param in generics.params.iter().skip(args.len()) {
            let next = match omitted.or_default(param.default) {
                Some(default) => self.store.substitute(default, &args),
                None => omitted.ty(),
            };
            args.push(next);
        }
        args
    }

    /// A type outside the workspace by its canonical path; an alias is replaced.
    pub(super) fn library_type(&mut self, path: &str, args: &[Ty], omitted: Omitted) -> Ty {
        if let Some(name) = primitive(path) {
            return self.store.primitive(name);
        }
        let element = args.first().copied().unwrap_or(omitted.ty());
        match path {
            "slice" => return self.store.ty(Kind::Slice(element)),
            "array" => return self.store.ty(Kind::Array(element)),
            "pointer" => return self.store.ty(Kind::Pointer(element)),
            _ => {}
        }
        let text = self.store.text(path);
        let head = Head::Library(text);
        let Some(item) = self.table(text).item else {
            return self.store.ty(Kind::Adt(head, args.into()));
        };
        if self.line(item).starts_with("type ") {
            return match self.alias_of(head, FnRef::Line(item)) {
                Some(alias) => self.alias_applied(&alias, args, omitted),
                None => Ty::UNKNOWN,
            };
        }
        if self.is_trait(head) {
            let of = self.trait_for(Ty::UNKNOWN, TraitRef { head, args: args.into() });
            let bound = crate::types::ty::Bound { of, bindings: Rc::new([]) };
            return self.store.ty(Kind::Dyn([bound].into()));
        }
        let args = self.with_defaults(head, args.to_vec(), omitted);
        self.store.ty(Kind::Adt(head, args.into()))
    }

    /// What an alias of the workspace stands for.
    pub(super) fn alias(&mut self, def: DefId, args: &[Ty], omitted: Omitted) -> Ty {
        match self.alias_of(Head::Def(def), FnRef::Def(def)) {
            Some(alias) => self.alias_applied(&alias, args, omitted),
            None => Ty::UNKNOWN,
        }
    }

    fn alias_of(&mut self, head: Head, of: FnRef) -> Option<Rc<(Generics, Ty)>> {
        self.remember(|facts| &mut facts.aliases, head, |facts| facts.stands_for(of).map(Rc::new))
    }

    /// What an alias stands for, or the type of a const or static.
    pub(super) fn stands_for(&mut self, of: FnRef) -> Option<(Generics, Ty)> {
        match of {
            FnRef::Def(def) => written::stands_for(self, def),
            FnRef::Line(line) => line::stands_for(self, line),
            FnRef::Variant(..) => None,
        }
    }

    fn alias_applied(&mut self, alias: &(Generics, Ty), args: &[Ty], omitted: Omitted) -> Ty {
        let (generics, ty) = alias;
        let mut args = args.to_vec();
        for param in &generics.params[args.len().min(generics.params.len())..] {
            let next = match omitted.or_default(param.default) {
                Some(default) => self.store.substitute(default, &args),
                None => omitted.ty(),
            };
            args.push(next);
        }
        self.store.substitute(*ty, &args)
    }

    /// The trait, a bound's or a supertrait of it, that declares an associated type.
    pub(super) fn declaring(&mut self, of: &TraitRef, this: Ty, name: Text) -> Option<TraitRef> {
        self.declaring_at(of, this, name, 0)
    }

    fn declaring_at(
        &mut self,
        of: &TraitRef,
        this: Ty,
        name: Text,
        depth: usize,
    ) -> Option<TraitRef> {
        if self.declares_type(of.head, name) {
            return Some(of.clone());
        }
        if depth >= SUPERTRAITS {
            return None;
        }
        self.supertraits(of, this)
            .iter()
            .find_map(|above| self.declaring_at(&above.of, this, name, depth + 1))
    }

    /// The supertraits of a trait, for one type.
    pub(super) fn supertraits(&mut self, of: &TraitRef, this: Ty) -> Vec<crate::types::ty::Bound> {
        let Some(info) = self.trait_info(of.head) else { return Vec::new() };
        let args: Vec<Ty> = std::iter::once(this).chain(of.args.iter().copied()).collect();
        info.supertraits.iter().map(|above| self.store.substitute_bound(above, &args)).collect()
    }

    /// An associated type of a type that is known by its bounds alone.
    pub(super) fn associated_of(&mut self, of: Ty, name: Text) -> Option<Ty> {
        let bounds = self.declared_bounds(of);
        for bound in bounds {
            if let Some(&(_, ty)) = bound.bindings.iter().find(|(known, _)| *known == name) {
                return Some(ty);
            }
            if let Some(found) = self.declaring(&bound.of, of, name) {
                return Some(self.store.ty(Kind::Projection(of, found, name)));
            }
        }
        None
    }

    /// The bounds that a type has by what it is: of `impl A`, `dyn A` and of an associated type, the
    /// ones declared with it.
    pub(super) fn declared_bounds(&mut self, of: Ty) -> Vec<crate::types::ty::Bound> {
        match self.store.kind(of).clone() {
            Kind::Opaque(bounds) | Kind::Dyn(bounds) => bounds.to_vec(),
            Kind::Projection(this, trait_, name) => {
                let Some(info) = self.trait_info(trait_.head) else { return Vec::new() };
                let declared = info.types.iter().find(|(known, _)| *known == name);
                let Some((_, bounds)) = declared else { return Vec::new() };
                let args: Vec<Ty> =
                    std::iter::once(this).chain(trait_.args.iter().copied()).collect();
                bounds.iter().map(|bound| self.store.substitute_bound(bound, &args)).collect()
            }
            _ => Vec::new(),
        }
    }
}

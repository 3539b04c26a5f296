//! The impls that may be meant: a quick look at types and heads, before anything is proved.

use std::rc::Rc;

use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::Res;
use crate::types::facts::ImplRef;
use crate::types::infer::Infer;
use crate::types::select::Holds;
use crate::types::signature::ImplInfo;
use crate::types::ty::Head;
use crate::types::ty::Kind;
use crate::types::ty::NUMBERS;
use crate::types::ty::Text;
use crate::types::ty::TraitRef;
use crate::types::ty::Ty;
use crate::types::ty::is_number;

/// The outermost constructor of a type.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub(super) enum Shape {
    Adt(Head),
    Primitive(&'static str),
    Ref(bool),
    Other(std::mem::Discriminant<Kind>),
}

impl Shape {
    fn of(kind: &Kind) -> Self {
        match kind {
            Kind::Adt(head, _) => Shape::Adt(*head),
            Kind::Primitive(name) => Shape::Primitive(name),
            Kind::Ref(mutable, _) => Shape::Ref(*mutable),
            kind => Shape::Other(std::mem::discriminant(kind)),
        }
    }
}

/// What the line of an impl is for: a look at its type, before anything of it is read.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum StandsFor {
    /// `&T`.
    References,
    /// `[T]`, `(A, B)`, `*const T`.
    Built,
    /// Any type.
    Any,
}

impl StandsFor {
    pub(super) fn of(line: &str) -> Self {
        let at = memchr::memmem::find(line.as_bytes(), b" for ");
        let ty = at.map_or("", |at| &line[at + " for ".len()..]);
        match ty.as_bytes().first() {
            Some(b'&') => StandsFor::References,
            Some(b'[' | b'(' | b'*') => StandsFor::Built,
            _ => StandsFor::Any,
        }
    }

    fn may_be(self, kind: &Kind) -> bool {
        match self {
            StandsFor::References => matches!(kind, Kind::Ref(..) | Kind::Var(_)),
            StandsFor::Built => !matches!(kind, Kind::Adt(..) | Kind::Primitive(_) | Kind::Ref(..)),
            StandsFor::Any => true,
        }
    }
}

impl Infer<'_, '_> {
    /// The impls of a trait that may be for a type, by its head alone.
    pub(super) fn candidates(&mut self, this: Ty, of: Head) -> Rc<[(ImplRef, Rc<ImplInfo>)]> {
        let kind = self.kind(this);
        let asked = (of, Shape::of(&kind));
        if let Some(known) = self.facts.candidates.get(&asked) {
            return Rc::clone(known);
        }
        let mut found = Vec::new();
        let key = self.key(&kind);
        if let Kind::Var(_) = kind {
            // The type of a literal may still be any number.
            for name in NUMBERS {
                let key = self.facts.store.text(name);
                self.candidates_in(key, of, &kind, &mut found);
            }
        } else if let Some(key) = key {
            self.candidates_in(key, of, &kind, &mut found);
        }
        if let Head::Library(path) = of
            && key != Some(path)
        {
            self.candidates_in(path, of, &kind, &mut found);
        }
        let facts = &*self.facts;
        let written = match of {
            Head::Def(def) => facts.members.impls_of_trait(def),
            Head::Library(path) => facts.members.impls_of_library_trait(&facts.store.letters(path)),
        };
        let heads = written.iter().filter(|block| self.may_be_for(**block, &kind));
        found.extend(heads.map(|&block| ImplRef::Def(block)));
        let infos =
            found.into_iter().filter_map(|block| Some((block, self.facts.impl_info(block)?)));
        let infos: Vec<(ImplRef, Rc<ImplInfo>)> = infos.collect();
        let fitting = infos.into_iter().filter(|(_, info)| self.is_of_shape(info.self_type, &kind));
        let found: Rc<[(ImplRef, Rc<ImplInfo>)]> = fitting.collect();
        self.facts.candidates.insert(asked, Rc::clone(&found));
        found
    }

    /// The outermost constructor of an impl's type is that of the type, or a parameter.
    fn is_of_shape(&self, pattern: Ty, kind: &Kind) -> bool {
        match self.facts.store.kind(pattern) {
            Kind::Param(..) | Kind::Projection(..) => true,
            // An impl for a type that is not known is for none that is.
            Kind::Unknown => false,
            pattern => Shape::of(pattern) == Shape::of(kind) || matches!(kind, Kind::Var(_)),
        }
    }

    fn candidates_in(&mut self, owner: Text, of: Head, kind: &Kind, found: &mut Vec<ImplRef>) {
        let table = self.facts.table(owner);
        for &(line, _) in table.impls.iter().filter(|(_, is_for)| is_for.may_be(kind)) {
            let traits = self.facts.impl_traits(line);
            let which = traits.iter().enumerate().filter(|(_, head)| **head == of);
            found.extend(which.map(|(at, _)| ImplRef::Line(line, at as u32)));
        }
    }

    /// The owner under which signature tables list the impls for a type.
    pub(super) fn key(&mut self, kind: &Kind) -> Option<Text> {
        let name = match kind {
            Kind::Adt(Head::Library(path), _) => return Some(*path),
            Kind::Primitive(name) => name,
            Kind::Slice(_) => "slice",
            Kind::Array(_) => "array",
            Kind::Pointer(_) => "pointer",
            Kind::Var(_) => "i32",
            _ => return None,
        };
        Some(self.facts.store.text(name))
    }

    fn may_be_for(&self, block: DefId, kind: &Kind) -> bool {
        let facts = &*self.facts;
        let Some(head) = facts.names.impl_head(block) else { return true };
        match (&head.self_type, kind) {
            (Res::Def(def), Kind::Adt(Head::Def(other), _)) => def == other,
            (Res::Def(def), _) => facts.names.def(*def).kind == DefKind::Trait,
            (Res::Library(item), Kind::Adt(Head::Def(other), _)) => item.def == Some(*other),
            (Res::Library(item), Kind::Adt(Head::Library(path), _)) => {
                item.def.is_none() && *facts.store.letters(*path) == *item.path
            }
            (Res::Library(_), kind) => matches!(kind, Kind::Dyn(_)),
            (Res::Primitive(name), Kind::Primitive(other)) => {
                facts.names.symbols.text(*name) == *other
            }
            (Res::Primitive(_), kind) => matches!(kind, Kind::Var(_)),
            // A parameter, a reference, a tuple.
            (Res::Unknown, _) => true,
        }
    }

    /// A derived impl asks of the type's arguments what it gives to the type.
    pub(super) fn derives(&mut self, this: Ty, head: Head, depth: usize) -> bool {
        let Kind::Adt(_, args) = self.kind(this) else { return false };
        self.asks_to_derive(this, head)
            && args.iter().all(|&arg| {
                let of = TraitRef { head, args: Rc::new([]) };
                let of = self.facts.trait_for(arg, of);
                self.holds(arg, &of, depth + 1) != Holds::No
            })
    }

    /// The trait stands in the type's `#[derive(…)]`.
    pub(super) fn asks_to_derive(&mut self, this: Ty, head: Head) -> bool {
        match self.kind(this) {
            Kind::Adt(Head::Def(def), _) => self.facts.derived(def).contains(&head),
            _ => false,
        }
    }

    /// An impl is not for quite another type or trait: a look at both, before anything is made.
    pub(super) fn may_fit(&self, info: &ImplInfo, this: Ty, of: &TraitRef) -> bool {
        let mut args = of.args.iter().zip(info.of_trait.args.iter());
        self.may_match(info.self_type, this)
            && args.all(|(&wanted, &given)| self.may_match(given, wanted))
    }

    /// Whether a type in the parameters of an impl may become this one.
    fn may_match(&self, pattern: Ty, ty: Ty) -> bool {
        let ty = self.shallow(ty);
        let store = &self.facts.store;
        match (store.kind(pattern), store.kind(ty)) {
            (Kind::Param(..) | Kind::Projection(..) | Kind::Unknown, _)
            | (_, Kind::Unknown | Kind::Projection(..)) => true,
            (pattern, Kind::Var(_)) => {
                self.is_open(ty) || matches!(pattern, Kind::Primitive(name) if is_number(name))
            }
            (Kind::Adt(head, args), Kind::Adt(other, others)) => {
                head == other && self.may_match_all(args, others)
            }
            (Kind::Ref(mutable, inner), Kind::Ref(is_mutable, other)) => {
                mutable == is_mutable && self.may_match(*inner, *other)
            }
            (Kind::Slice(inner), Kind::Slice(other))
            | (Kind::Array(inner), Kind::Array(other))
            | (Kind::Pointer(inner), Kind::Pointer(other)) => self.may_match(*inner, *other),
            (Kind::Tuple(parts), Kind::Tuple(others)) => {
                parts.len() == others.len() && self.may_match_all(parts, others)
            }
            (Kind::FnPointer(params, _), Kind::FnPointer(others, _)) => {
                params.len() == others.len()
            }
            (Kind::Opaque(bounds), Kind::Opaque(others))
            | (Kind::Dyn(bounds), Kind::Dyn(others)) => {
                bounds.first().map(|it| it.of.head) == others.first().map(|it| it.of.head)
            }
            _ => pattern == ty,
        }
    }

    fn may_match_all(&self, patterns: &[Ty], types: &[Ty]) -> bool {
        patterns.iter().zip(types).all(|(&pattern, &ty)| self.may_match(pattern, ty))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_tells_for_what_kind_of_type_it_is() {
        let number = Kind::Primitive("u8");
        let reference = Kind::Ref(false, Ty::UNIT);
        let tuple = Kind::Tuple([Ty::UNIT].into());
        let of = |line: &str| {
            let is_for = StandsFor::of(line);
            [&number, &reference, &tuple].map(|kind| is_for.may_be(kind))
        };
        assert_eq!(of("impl<T> a::B for &T"), [false, true, false]);
        assert_eq!(of("impl<T> a::B for (T, T)"), [false, false, true]);
        assert_eq!(of("impl<T> a::B for T"), [true; 3]);
        assert_eq!(of("impl a::B for u8"), [true; 3], "a name may be an alias");
        assert!(StandsFor::of("impl<T> a::B for &T").may_be(&Kind::Var(0)), "any number");
    }
}

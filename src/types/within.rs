//! What the values that a body names may hold, behind whatever pointers and collections.

use rustc_hash::FxHashSet;

use crate::library::Library;
use crate::resolve::DefId;
use crate::resolve::Names;
use crate::types::BodyTypes;
use crate::types::Members;
use crate::types::Type;
use crate::types::TypeHead;
use crate::types::facts::Facts;
use crate::types::ty::FnRef;
use crate::types::ty::Head;
use crate::types::ty::Kind;
use crate::types::ty::Ty;

/// So deep are types looked into.
const DEEPEST: usize = 12;

/// A library's type with its first argument, as far as that is a struct or enum.
pub struct Inner<'a> {
    /// The path of the type.
    pub path: &'a str,
    /// What it is of; none of primitives, tuples, references and the like.
    pub of: Option<TypeHead>,
}

/// Whether a type that the body mentions is one that is looked for, or holds one: in fields of types of
/// the workspace, and as an argument of other types.
pub fn may_hold(
    (names, library, members): (&Names, &Library, &Members),
    body: &BodyTypes,
    wanted: &dyn Fn(Inner<'_>) -> bool,
) -> bool {
    let facts = Facts::new(names, library, members);
    let mut search = Search { facts, wanted, seen: FxHashSet::default() };
    body.all().iter().any(|ty| match ty {
        Type::Adt(TypeHead::Library(path), args) => {
            let of = args.first().and_then(|&arg| head_of(body.ty(arg)));
            wanted(Inner { path, of })
        }
        Type::Adt(TypeHead::Def(def), _) => search.is_in_fields(*def, 0),
        _ => false,
    })
}

/// The struct or enum that a type is.
pub fn head_of(ty: &Type) -> Option<TypeHead> {
    match ty {
        Type::Adt(head, _) => Some(head.clone()),
        _ => None,
    }
}

struct Search<'a> {
    facts: Facts<'a>,
    wanted: &'a dyn Fn(Inner<'_>) -> bool,
    seen: FxHashSet<DefId>,
}

impl Search<'_> {
    fn is_in_fields(&mut self, def: DefId, depth: usize) -> bool {
        if !self.seen.insert(def) {
            return false;
        }
        let names = self.facts.names;
        let variants = names.members(def).iter().copied();
        let is_variant = |&def: &DefId| names.variant_number(def).is_some();
        let parts: Vec<DefId> = std::iter::once(def).chain(variants.filter(is_variant)).collect();
        parts.into_iter().any(|part| {
            let shape = self.facts.shape(FnRef::Def(part));
            let fields = shape.map(|shape| shape.fields.clone()).unwrap_or_default();
            fields.iter().any(|&(_, ty)| self.is_in(ty, depth + 1))
        })
    }

    fn is_in(&mut self, ty: Ty, depth: usize) -> bool {
        if depth > DEEPEST {
            return false;
        }
        match self.facts.store.kind(ty).clone() {
            Kind::Tuple(inner) => inner.iter().any(|&ty| self.is_in(ty, depth + 1)),
            Kind::Array(inner) | Kind::Ref(_, inner) => self.is_in(inner, depth + 1),
            Kind::Adt(head, args) => {
                let found = match head {
                    Head::Def(def) => self.is_in_fields(def, depth),
                    Head::Library(path) => {
                        let path = self.facts.store.letters(path);
                        let of = args.first().and_then(|&arg| self.head(arg));
                        (self.wanted)(Inner { path: &path, of })
                    }
                };
                found || args.iter().any(|&ty| self.is_in(ty, depth + 1))
            }
            _ => false,
        }
    }

    fn head(&self, ty: Ty) -> Option<TypeHead> {
        match self.facts.store.kind(ty) {
            Kind::Adt(Head::Def(def), _) => Some(TypeHead::Def(*def)),
            Kind::Adt(Head::Library(path), _) => {
                Some(TypeHead::Library((&*self.facts.store.letters(*path)).into()))
            }
            _ => None,
        }
    }
}

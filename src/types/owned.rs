//! What values own by their type: guards, permits, connections, in fields however deep.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::library::Library;
use crate::library::TypeRole;
use crate::resolve::DefId;
use crate::resolve::Names;
use crate::types::BodyTypes;
use crate::types::Members;
use crate::types::Type;
use crate::types::TypeHead;
use crate::types::TypeId;
use crate::types::facts::Facts;
use crate::types::ty::FnRef;
use crate::types::ty::Head;
use crate::types::ty::Kind;
use crate::types::ty::Ty;

/// So deep are types looked into.
const DEEPEST: usize = 6;

/// What the values of the workspace's own types own.
#[derive(Debug, Default)]
pub struct Owned {
    parts: FxHashMap<DefId, Box<[Part]>>,
}

/// Something that a value owns.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Part {
    /// A value with a role, of the type with this path; of an enum the variant that has it.
    Value(Option<u32>, TypeRole, Arc<str>),
    /// Whatever the generic argument with this number owns; of an enum the variant that has it.
    Argument(Option<u32>, usize),
}

impl Part {
    fn variant(&self) -> Option<u32> {
        match self {
            Part::Value(variant, ..) | Part::Argument(variant, _) => *variant,
        }
    }

    /// The same in this variant.
    fn of_variant(self, variant: Option<u32>) -> Part {
        match self {
            Part::Value(_, role, path) => Part::Value(variant, role, path),
            Part::Argument(_, number) => Part::Argument(variant, number),
        }
    }
}

/// A value that another one owns, or that it is itself.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnedValue {
    /// What it is for.
    pub role: TypeRole,
    /// The path of its type.
    pub path: Arc<str>,
    /// Where it lies in its owner; empty where it is the owner.
    pub at: Vec<Step>,
}

/// A step from an owner to what it owns.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Step {
    /// The part of a tuple, or of a tuple struct, with this number.
    Index(u32),
    /// In a type that holds values of its arguments: what is of the argument with this number.
    Argument(u32),
    /// The field of a struct literal.
    Field(crate::ir::Name),
    /// The fields of the variant of an enum of the workspace with this number.
    Variant(u32),
    /// Somewhere.
    Any,
}

impl Owned {
    /// Looks into the workspace's own types that occur in these bodies.
    pub(super) fn new(
        names: &Names,
        library: &Library,
        members: &Members,
        bodies: &[BodyTypes],
    ) -> Self {
        let mut seen = FxHashSet::default();
        let mut wanted = Vec::new();
        for ty in bodies.iter().flat_map(|body| body.all()) {
            if let Type::Adt(TypeHead::Def(def), _) = ty
                && seen.insert(*def)
            {
                wanted.push(*def);
            }
        }
        let mut search =
            Search { facts: Facts::new(names, library, members), known: Self::default() };
        wanted.into_iter().for_each(|def| search.look_into(def));
        search.known.parts.retain(|_, parts| !parts.is_empty());
        search.known
    }

    /// A value in the body may own something that has a role.
    pub fn any(&self, library: &Library, body: &BodyTypes) -> bool {
        body.all().iter().any(|ty| match ty {
            Type::Adt(TypeHead::Def(def), _) => {
                let parts = self.parts.get(def).map_or(&[][..], |parts| parts);
                parts.iter().any(|part| matches!(part, Part::Value(..)))
            }
            Type::Adt(TypeHead::Library(path), _) => {
                let row = library.ty(path);
                row.and_then(|row| row.role).is_some_and(TypeRole::is_followed)
            }
            _ => false,
        })
    }

    /// What a value of a type owns that has a role, itself included; nothing of what is unknown.
    pub fn by(&self, library: &Library, body: &BodyTypes, ty: TypeId) -> Vec<OwnedValue> {
        let mut found = Vec::new();
        let mut at = Vec::new();
        self.collect(library, body, ty, &mut at, &mut found);
        found
    }

    fn collect(
        &self,
        library: &Library,
        body: &BodyTypes,
        ty: TypeId,
        at: &mut Vec<Step>,
        found: &mut Vec<OwnedValue>,
    ) {
        if at.len() > DEEPEST {
            return;
        }
        let inner: Vec<(Step, TypeId)> = match body.ty(ty) {
            Type::Tuple(parts) => {
                (0..).zip(parts).map(|(number, &part)| (Step::Index(number), part)).collect()
            }
            Type::Array(element) => vec![(Step::Argument(0), *element)],
            Type::Adt(TypeHead::Library(path), args) => {
                let Some(row) = library.ty(path) else { return };
                if let Some(role) = row.role.filter(|role| role.is_followed()) {
                    found.push(OwnedValue { role, path: Arc::clone(path), at: at.clone() });
                    return;
                }
                if !row.holds {
                    return;
                }
                (0..).zip(args).map(|(number, &arg)| (Step::Argument(number), arg)).collect()
            }
            Type::Adt(TypeHead::Def(def), args) => {
                let before = at.len();
                for part in self.parts.get(def).map_or(&[][..], |parts| parts) {
                    at.extend(part.variant().map(Step::Variant));
                    at.push(Step::Any);
                    match part {
                        Part::Value(_, role, path) => {
                            let (path, at) = (Arc::clone(path), at.clone());
                            found.push(OwnedValue { role: *role, path, at });
                        }
                        Part::Argument(_, number) => {
                            if let Some(&arg) = args.get(*number) {
                                self.collect(library, body, arg, at, found);
                            }
                        }
                    }
                    at.truncate(before);
                }
                return;
            }
            _ => return,
        };
        for (step, ty) in inner {
            at.push(step);
            self.collect(library, body, ty, at, found);
            at.pop();
        }
    }
}

struct Search<'a> {
    facts: Facts<'a>,
    known: Owned,
}

impl Search<'_> {
    fn look_into(&mut self, def: DefId) {
        if self.known.parts.contains_key(&def) {
            return;
        }
        // A type inside itself owns nothing more for that.
        self.known.parts.insert(def, Box::default());
        let names = self.facts.names;
        let mut parts = Vec::new();
        if let Some(role) = self.role(&names.path(def)) {
            parts.push(Part::Value(None, role, names.path(def).into()));
        } else {
            let variants = names.members(def).iter().copied();
            let is_variant = |&def: &DefId| names.variant_number(def).is_some();
            for def in std::iter::once(def).chain(variants.filter(is_variant)) {
                let shape = self.facts.shape(FnRef::Def(def));
                let fields = shape.map(|shape| shape.fields.clone()).unwrap_or_default();
                let mut inside = Vec::new();
                fields.iter().for_each(|&(_, ty)| self.collect(ty, 0, &mut inside));
                let variant = names.variant_number(def);
                parts.extend(inside.into_iter().map(|part| part.of_variant(variant)));
            }
            parts.sort();
            parts.dedup();
        }
        self.known.parts.insert(def, parts.into());
    }

    fn role(&self, path: &str) -> Option<TypeRole> {
        self.facts.library.ty(path)?.role.filter(|role| role.is_followed())
    }

    fn collect(&mut self, ty: Ty, depth: usize, parts: &mut Vec<Part>) {
        if depth > DEEPEST {
            return;
        }
        match self.facts.store.kind(ty).clone() {
            Kind::Tuple(inner) => inner.iter().for_each(|&ty| self.collect(ty, depth + 1, parts)),
            Kind::Array(inner) => self.collect(inner, depth + 1, parts),
            Kind::Param(number, _) => parts.push(Part::Argument(None, number as usize)),
            Kind::Adt(Head::Library(path), args) => {
                let path = self.facts.store.letters(path);
                let row = self.facts.library.ty(&path);
                let holds = row.is_some_and(|row| row.holds);
                match self.role(&path) {
                    Some(role) => parts.push(Part::Value(None, role, (&*path).into())),
                    None if holds => {
                        args.iter().for_each(|&ty| self.collect(ty, depth + 1, parts));
                    }
                    None => {}
                }
            }
            Kind::Adt(Head::Def(def), args) => {
                self.look_into(def);
                let inner = self.known.parts.get(&def).cloned().unwrap_or_default();
                for part in inner {
                    match part {
                        Part::Value(..) => parts.push(part),
                        Part::Argument(_, number) => {
                            let arg = args.get(number).copied();
                            arg.into_iter().for_each(|ty| self.collect(ty, depth + 1, parts));
                        }
                    }
                }
            }
            _ => {}
        }
    }
}

//! Which type has which impl blocks, among the source that was read.

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::library::Library;
use crate::resolve::DefId;
use crate::resolve::Names;
use crate::resolve::Res;
use crate::resolve::Symbol;
use crate::types::facts::Facts;
use crate::types::lang::DROP;
use crate::types::lang::SEND;
use crate::types::ty::Head;

/// Which type has which impl blocks.
#[derive(Debug, Default)]
pub struct Members {
    inherent: FxHashMap<DefId, Vec<DefId>>,
    /// The impls of a trait whose source was read.
    of_trait: FxHashMap<DefId, Vec<DefId>>,
    /// The impls of any other trait, by its path.
    of_library_trait: FxHashMap<String, Vec<DefId>>,
    /// For each such trait, the types that have an impl here.
    have_library_trait: FxHashMap<String, FxHashSet<Owner>>,
    /// For each type with an impl of `Drop` its function; none where there are several.
    drops: FxHashMap<DefId, Option<DefId>>,
}

/// The head of a type that has an impl.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Owner {
    Def(DefId),
    Library(String),
    /// A parameter, a reference, a primitive, or what could not be told: any type may be meant.
    Any,
}

impl Members {
    pub(super) fn new(names: &Names, library: &Library) -> Self {
        let mut members = Self::default();
        for &id in &names.impls {
            let Some(head) = names.impl_head(id) else { continue };
            match &head.of_trait {
                Some(Res::Def(trait_)) => members.of_trait.entry(*trait_).or_default().push(id),
                Some(Res::Library(item)) => match item.def {
                    Some(trait_) => members.of_trait.entry(trait_).or_default().push(id),
                    None => {
                        let path = item.path.to_string();
                        let of = names.follow_aliases(library, head.self_type.clone());
                        let have = members.have_library_trait.entry(path.clone()).or_default();
                        have.insert(Owner::of(&of));
                        if let (true, Some(ty)) = (path == DROP.0, definition(&of)) {
                            members.add_drop(names, ty, id);
                        }
                        members.of_library_trait.entry(path).or_default().push(id);
                    }
                },
                Some(_) => {}
                None => {
                    if let Some(ty) =
                        definition(&names.follow_aliases(library, head.self_type.clone()))
                    {
                        members.inherent.entry(ty).or_default().push(id);
                    }
                }
            }
        }
        members
    }

    fn add_drop(&mut self, names: &Names, ty: DefId, block: DefId) {
        let name = names.symbols.get(DROP.1);
        let function = name.and_then(|name| names.member(block, name));
        self.drops.entry(ty).and_modify(|known| *known = None).or_insert(function);
    }

    /// What runs where a value of this type goes away, besides what its fields do: its `Drop::drop`.
    pub fn drop_of(&self, ty: DefId) -> Option<DefId> {
        self.drops.get(&ty).copied().flatten()
    }

    /// Some type has an impl of `Drop`.
    pub(super) fn any_drop(&self) -> bool {
        !self.drops.is_empty()
    }

    /// The impl blocks of a trait whose source was read, in the order of crates and files.
    pub fn impls_of_trait(&self, trait_: DefId) -> &[DefId] {
        self.of_trait.get(&trait_).map_or(&[], Vec::as_slice)
    }

    /// The impl blocks of any other trait, by its canonical path.
    pub(super) fn impls_of_library_trait(&self, path: &str) -> &[DefId] {
        self.of_library_trait.get(path).map_or(&[], Vec::as_slice)
    }

    /// The impls by which types say that they may go to another thread.
    pub fn impls_of_send(&self) -> &[DefId] {
        self.impls_of_library_trait(SEND)
    }

    /// A type has an impl here of a trait outside the workspace.
    pub(super) fn implements(&self, ty: DefId, trait_: &str) -> bool {
        let have = self.have_library_trait.get(trait_);
        have.is_some_and(|have| have.contains(&Owner::Def(ty)))
    }

    /// Whether some impl of a trait outside the workspace may be for a type: a quick no.
    pub(super) fn may_have(&self, facts: &Facts<'_>, head: Head, trait_: &str) -> bool {
        let Some(have) = self.have_library_trait.get(trait_) else { return false };
        let owner = match head {
            Head::Def(def) => Owner::Def(def),
            Head::Library(path) => Owner::Library(facts.store.letters(path).to_string()),
        };
        have.contains(&owner) || have.contains(&Owner::Any)
    }

    /// The members of this name in the inherent impls of a type: more than one where the impls are
    /// for different arguments.
    pub(super) fn inherent(&self, names: &Names, ty: DefId, name: Symbol) -> Vec<DefId> {
        let blocks = self.inherent.get(&ty).map_or(&[][..], Vec::as_slice);
        blocks.iter().filter_map(|&block| names.member(block, name)).collect()
    }
}

impl Owner {
    fn of(res: &Res) -> Self {
        match res {
            Res::Def(def) => Owner::Def(*def),
            Res::Library(item) => match item.def {
                Some(def) => Owner::Def(def),
                None => Owner::Library(item.path.to_string()),
            },
            Res::Primitive(_) | Res::Unknown => Owner::Any,
        }
    }
}

fn definition(res: &Res) -> Option<DefId> {
    match res {
        Res::Def(def) => Some(*def),
        Res::Library(item) => item.def,
        Res::Primitive(_) | Res::Unknown => None,
    }
}

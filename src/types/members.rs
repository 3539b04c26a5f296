//! Which type has which impl blocks, among the source that was read.

use rustc_hash::FxHashMap;

use crate::library::Library;
use crate::resolve::DefId;
use crate::resolve::Names;
use crate::resolve::Res;
use crate::resolve::Symbol;

/// Which type has which impl blocks.
#[derive(Debug, Default)]
pub struct Members {
    inherent: FxHashMap<DefId, Vec<DefId>>,
    /// The impls of a trait whose source was read.
    of_trait: FxHashMap<DefId, Vec<DefId>>,
    /// The impls of any other trait, by its path.
    of_library_trait: FxHashMap<String, Vec<DefId>>,
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

    /// The impl blocks of a trait whose source was read, in the order of crates and files.
    pub fn impls_of_trait(&self, trait_: DefId) -> &[DefId] {
        self.of_trait.get(&trait_).map_or(&[], Vec::as_slice)
    }

    /// The impl blocks of any other trait, by its canonical path.
    pub(super) fn impls_of_library_trait(&self, path: &str) -> &[DefId] {
        self.of_library_trait.get(path).map_or(&[], Vec::as_slice)
    }

    /// The members of this name in the inherent impls of a type: more than one where the impls are
    /// for different arguments.
    pub(super) fn inherent(&self, names: &Names, ty: DefId, name: Symbol) -> Vec<DefId> {
        let blocks = self.inherent.get(&ty).map_or(&[][..], Vec::as_slice);
        blocks.iter().filter_map(|&block| names.member(block, name)).collect()
    }
}

fn definition(res: &Res) -> Option<DefId> {
    match res {
        Res::Def(def) => Some(*def),
        Res::Library(item) => item.def,
        Res::Primitive(_) | Res::Unknown => None,
    }
}

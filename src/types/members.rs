//! Which type has which functions: inherent ones, those of its trait impls, and defaults.

use rustc_hash::FxHashMap;

use crate::ir;
use crate::ir::ItemKind;
use crate::library::Library;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::Names;
use crate::resolve::Namespace;
use crate::resolve::Res;
use crate::resolve::Symbol;
use crate::types::Callee;
use crate::types::Unknown;

/// How far supertraits are followed.
const SUPERTRAITS: usize = 8;

/// Which type has which functions.
#[derive(Debug, Default)]
pub struct Members {
    inherent: FxHashMap<DefId, Vec<DefId>>,
    /// The trait impls of a type of the workspace.
    of_type: FxHashMap<DefId, Vec<DefId>>,
    /// The impls of a trait of the workspace.
    of_trait: FxHashMap<DefId, Vec<DefId>>,
    /// The impls of traits of the workspace for types outside it, by the type's path.
    of_foreign: FxHashMap<String, Vec<DefId>>,
}

impl Members {
    pub(super) fn new(names: &Names, library: &Library) -> Self {
        let mut members = Self::default();
        for &id in &names.impls {
            let Some(head) = names.impl_head(id) else { continue };
            let of_trait = head.of_trait.as_ref();
            if let Some(Res::Def(trait_)) = of_trait {
                members.of_trait.entry(*trait_).or_default().push(id);
            }
            match names.follow_aliases(library, head.self_type.clone()) {
                Res::Def(ty) => {
                    let inherent = of_trait.is_none();
                    let table = if inherent { &mut members.inherent } else { &mut members.of_type };
                    table.entry(ty).or_default().push(id);
                }
                foreign => {
                    if let Some(path) = names.res_path(&foreign) {
                        members.of_foreign.entry(path).or_default().push(id);
                    }
                }
            }
        }
        members
    }

    /// The impl blocks of a trait of the workspace, in the order of crates and files.
    pub fn impls_of_trait(&self, trait_: DefId) -> &[DefId] {
        self.of_trait.get(&trait_).map_or(&[], Vec::as_slice)
    }

    /// The function that a type has under a name, as `Type::name` finds it: inherent ones first.
    pub(super) fn of_type(
        &self,
        names: &Names,
        library: &Library,
        ty: DefId,
        name: Symbol,
    ) -> Callee {
        if names.member(ty, name).is_some() {
            return Callee::Constructor;
        }
        let found = self.inherent(names, ty, name);
        match found[..] {
            [only] => return function(names, only),
            [_, _, ..] => return Callee::Unknown(Unknown::Ambiguous),
            [] => {}
        }
        let blocks = self.of_type.get(&ty).map_or(&[][..], Vec::as_slice);
        match self.by_traits(names, library, blocks, name)[..] {
            [only] => function(names, only),
            // None: a derive or a trait outside. Several: of `From<A>` and `From<B>` the arguments
            // choose. The path by the type is right in either case.
            _ => {
                let path = format!("{}::{}", names.path(ty), names.symbols.text(name));
                Callee::Member(path.into())
            }
        }
    }

    /// The functions of this name in the inherent impls of a type: more than one where the impls are
    /// for different arguments.
    pub(super) fn inherent(&self, names: &Names, ty: DefId, name: Symbol) -> Vec<DefId> {
        let blocks = self.inherent.get(&ty).map_or(&[][..], Vec::as_slice);
        blocks.iter().filter_map(|&block| names.member(block, name)).collect()
    }

    /// The function that a trait of the workspace gives to a type outside it.
    pub(super) fn of_foreign(
        &self,
        names: &Names,
        library: &Library,
        ty: &str,
        name: Symbol,
    ) -> Option<DefId> {
        match self.by_traits(names, library, self.of_foreign.get(ty)?, name)[..] {
            [only] => Some(only),
            _ => None,
        }
    }

    fn by_traits(
        &self,
        names: &Names,
        library: &Library,
        blocks: &[DefId],
        name: Symbol,
    ) -> Vec<DefId> {
        let mut found: Vec<DefId> = Vec::new();
        for &block in blocks {
            let of_trait = names.impl_head(block).and_then(|head| head.of_trait.as_ref());
            let default = match of_trait {
                Some(Res::Def(trait_)) => self.of_trait_def(names, library, *trait_, name, 0),
                _ => None,
            };
            found.extend(names.member(block, name).or(default));
        }
        found.sort();
        found.dedup();
        found
    }

    /// The function of a trait or of its supertraits.
    pub(super) fn of_trait_def(
        &self,
        names: &Names,
        library: &Library,
        trait_: DefId,
        name: Symbol,
        depth: usize,
    ) -> Option<DefId> {
        if let Some(found) = names.member(trait_, name) {
            return Some(found);
        }
        if depth >= SUPERTRAITS {
            return None;
        }
        let ItemKind::Trait(shape) = &names.item(trait_)?.kind else { return None };
        let def = names.def(trait_);
        shape.supertraits.iter().find_map(|bound| {
            let path = &bound.path;
            let found = names.resolve(library, def.scope, def.file, path, Namespace::Types);
            match found.res {
                Res::Def(id) if names.def(id).kind == DefKind::Trait => {
                    self.of_trait_def(names, library, id, name, depth + 1)
                }
                _ => None,
            }
        })
    }
}

/// A member as a callee: only functions can be called by name.
pub(super) fn function(names: &Names, def: DefId) -> Callee {
    match names.def(def).kind {
        DefKind::Fn => Callee::Function(def),
        DefKind::Struct | DefKind::Variant(_) | DefKind::TypeAlias => Callee::Constructor,
        _ => Callee::Unknown(Unknown::Value),
    }
}

/// The bounds of a type parameter in one list of generics.
pub(super) fn bounds_of(
    generics: &ir::Generics,
    param: ir::Name,
) -> impl Iterator<Item = &ir::Bound> {
    let is_param = move |ty: &ir::TypeRef| {
        let ir::TypeRef::Path(path) = ty else { return false };
        matches!(&*path.segments, [only] if only.name == param)
            && matches!(path.anchor, ir::Anchor::Plain)
    };
    generics.bounds.iter().filter(move |(ty, _)| is_param(ty)).flat_map(|(_, bounds)| bounds)
}

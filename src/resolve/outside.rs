//! The public paths of what was read of dependencies: the names by which rows and people know it.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::Names;
use crate::resolve::Namespace;
use crate::resolve::Res;
use crate::resolve::ScopeId;
use crate::resolve::Symbol;

impl Names {
    /// The path by which code outside knows a definition of a dependency: the shortest public one,
    /// or where it stands. Of a definition of the workspace: none.
    pub fn outside_path(&self, id: DefId) -> Option<String> {
        let def = self.def(id);
        if !self.is_dependency(def.krate) {
            return None;
        }
        if let Some(known) = self.public_paths.get(&id) {
            return Some(known.clone());
        }
        let parent = def.parent?;
        let owner = match self.def(parent).kind {
            DefKind::Impl => match &self.impl_head(parent)?.self_type {
                Res::Def(ty) => self.outside_path(*ty)?,
                other => self.res_path(other).unwrap_or_else(|| self.path(parent)),
            },
            DefKind::Trait | DefKind::Enum => self.outside_path(parent)?,
            _ => return Some(self.path(id)),
        };
        let name = def.name.map_or("_", |name| self.symbols.text(name));
        Some(format!("{owner}::{name}"))
    }

    pub(super) fn find_public_paths(&mut self) {
        let mut found = FxHashMap::default();
        for krate in self.crates.iter().filter(|krate| krate.dependency) {
            self.walk_public(krate.root, &krate.name, &mut found);
        }
        self.public_paths = found;
    }

    /// Breadth first: of two paths the shorter one counts, of two of one length the first.
    fn walk_public(&self, root: ScopeId, name: &str, found: &mut FxHashMap<DefId, String>) {
        let mut queue = VecDeque::from([(root, name.to_owned())]);
        let mut seen = vec![root];
        while let Some((scope, path)) = queue.pop_front() {
            for (name, def) in self.public_entries(scope) {
                let path = format!("{path}::{}", self.symbols.text(name));
                if self.def(def).kind == DefKind::Module {
                    let inner = self.def(def).scope;
                    if !seen.contains(&inner) {
                        seen.push(inner);
                        queue.push_back((inner, path));
                    }
                } else {
                    found.entry(def).or_insert(path);
                }
            }
        }
    }

    fn public_entries(&self, scope: ScopeId) -> Vec<(Symbol, DefId)> {
        let mut entries = Vec::new();
        for namespace in Namespace::BOTH {
            let table = self.scope(scope).table(namespace);
            let public = table.iter().filter(|(_, entry)| entry.visible_in.is_none());
            entries.extend(public.filter_map(|(&name, entry)| match &entry.res {
                Res::Def(def) => Some((name, *def)),
                Res::Library(item) => item.def.map(|def| (name, def)),
                Res::Primitive(_) | Res::Unknown => None,
            }));
        }
        entries.sort_unstable();
        entries.dedup();
        entries
    }

    /// What the names of a scope and of those around it mean as types and traits, imports `as _`
    /// included; each once.
    pub fn types_named_in(&self, scope: ScopeId) -> Vec<Res> {
        let mut found = Vec::new();
        let mut at = Some(scope);
        while let Some(id) = at {
            let scope = self.scope(id);
            let mut named: Vec<(Symbol, &Res)> =
                scope.types.iter().map(|(&name, entry)| (name, &entry.res)).collect();
            named.sort_unstable_by_key(|(name, _)| *name);
            found.extend(named.into_iter().map(|(_, res)| res.clone()));
            found.extend(scope.unnamed.iter().cloned());
            at = scope.outer;
        }
        found
    }
}

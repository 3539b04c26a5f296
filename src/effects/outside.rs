//! Which functions code may call that we do not see.

use rustc_hash::FxHashSet;

use crate::effects::Effects;
use crate::effects::calls::Target;
use crate::effects::twins::Twins;
use crate::ir::Visibility;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::Names;
use crate::resolve::Res;
use crate::source::TargetKind;
use crate::source::Workspace;
use crate::types::Types;

/// Which functions code may call that we do not see.
pub(super) struct Outside<'a> {
    workspace: &'a Workspace,
    names: &'a Names,
    /// Functions that are handed on as values: whoever gets them may call them.
    used_as_values: FxHashSet<DefId>,
    /// Functions that code of the workspace calls, and their copies in other crates.
    called: FxHashSet<DefId>,
    /// The packages that have a program.
    programs: FxHashSet<usize>,
}

impl<'a> Outside<'a> {
    pub(super) fn new(
        workspace: &'a Workspace,
        names: &'a Names,
        types: &Types,
        effects: &'a Effects,
        twins: &Twins,
    ) -> Self {
        let bins = workspace.crates.iter().filter(|krate| krate.kind == TargetKind::Bin);
        let mut outside = Self {
            workspace,
            programs: bins.filter_map(|krate| krate.package).collect(),
            names,
            used_as_values: FxHashSet::default(),
            called: FxHashSet::default(),
        };
        for calls in &effects.graph.bodies {
            outside.used_as_values.extend(&calls.named);
            for edge in &calls.edges {
                if let Target::Plain(def) | Target::Async(def, _) | Target::Handed(def, _) =
                    edge.target
                {
                    outside.called.extend(effects.graph.run_by(def));
                }
            }
        }
        let copies: Vec<DefId> = twins.of(types, |def| outside.called.contains(&def)).collect();
        outside.called.extend(copies);
        outside
    }

    /// Whether code that we do not see may call the function.
    pub(super) fn may_call(&self, def: DefId) -> bool {
        let Some(item) = self.names.item(def) else { return true };
        let is_public = item.visibility == Visibility::Public || self.of_own_trait(def);
        self.of_library_trait(def)
            || self.used_as_values.contains(&def)
            || is_public && self.is_exported(def)
    }

    /// A library for others has callers elsewhere. One that only this workspace uses, or that is the
    /// inside of a program, has those that we see, if we see any.
    fn is_exported(&self, def: DefId) -> bool {
        let krate = &self.workspace.crates[self.names.def(def).krate.index()];
        krate.kind == TargetKind::Lib && (self.is_for_others(def) || !self.called.contains(&def))
    }

    /// It stands in a package that others may build on, not in that of a program.
    pub(super) fn is_for_others(&self, def: DefId) -> bool {
        let krate = &self.workspace.crates[self.names.def(def).krate.index()];
        krate.package.is_none_or(|package| {
            self.workspace.packages[package].published && !self.programs.contains(&package)
        })
    }

    /// It belongs to a trait of the workspace, or to an impl of one.
    fn of_own_trait(&self, def: DefId) -> bool {
        let Some(parent) = self.names.def(def).parent else { return false };
        self.names.def(parent).kind == DefKind::Trait
            || self
                .names
                .impl_head(parent)
                .is_some_and(|head| matches!(head.of_trait, Some(Res::Def(_))))
    }

    /// It belongs to an impl of a trait that code elsewhere calls.
    pub(super) fn of_library_trait(&self, def: DefId) -> bool {
        let Some(parent) = self.names.def(def).parent else { return false };
        let is_impl = self.names.def(parent).kind == DefKind::Impl;
        is_impl
            && self.names.impl_head(parent).is_none_or(
                |head| matches!(&head.of_trait, Some(of_trait) if !matches!(of_trait, Res::Def(_))),
            )
    }
}

//! Which bodies of dependencies calls lead to: of the others no types are asked for.

use rustc_hash::FxHashSet;

use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::Names;
use crate::types::BodyTypes;
use crate::types::Callee;
use crate::types::Members;

/// The bodies that nothing was seen to lead to yet.
pub(super) struct Reach<'a> {
    names: &'a Names,
    members: &'a Members,
    left: FxHashSet<DefId>,
}

impl<'a> Reach<'a> {
    pub(super) fn new(names: &'a Names, members: &'a Members, bodies: &[DefId]) -> Self {
        Self { names, members, left: bodies.iter().copied().collect() }
    }

    /// Those that these bodies lead to, each once, sorted.
    pub(super) fn from(&mut self, bodies: &[BodyTypes]) -> Vec<DefId> {
        if self.left.is_empty() {
            return Vec::new();
        }
        let calls = bodies.iter().flat_map(|body| body.calls.iter().map(|call| &call.callee));
        let references = bodies.iter().flat_map(|body| body.references.iter().map(|(_, it)| it));
        let mut found = Vec::new();
        for callee in calls.chain(references) {
            let Callee::Function(def) = *callee else { continue };
            let run = std::iter::once(def).chain(self.implementations(def));
            found.extend(run.filter(|def| self.left.contains(def)));
        }
        found.sort_unstable();
        found.dedup();
        found.iter().for_each(|def| {
            self.left.remove(def);
        });
        found
    }

    /// What a call of a trait's function may run.
    fn implementations(&self, def: DefId) -> impl Iterator<Item = DefId> {
        let at = self.names.def(def);
        let of_trait = at.parent.filter(|&it| self.names.def(it).kind == DefKind::Trait);
        let blocks = of_trait.map_or(&[][..], |of_trait| self.members.impls_of_trait(of_trait));
        blocks.iter().filter_map(move |&block| self.names.member(block, at.name?))
    }
}

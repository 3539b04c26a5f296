//! One text in several crates of a package: the modules that `lib.rs` and `main.rs` both declare, and
//! what is built for use and for tests. Code of one crate calls one copy, and that tells of the others.

use rustc_hash::FxHashMap;

use crate::resolve::DefId;
use crate::resolve::Names;
use crate::source::FileId;
use crate::source::Span;
use crate::source::Workspace;
use crate::types::Types;

/// The copies of functions.
#[derive(Debug, Default)]
pub(super) struct Twins {
    groups: Vec<Vec<usize>>,
}

impl Twins {
    pub(super) fn new(workspace: &Workspace, names: &Names, types: &Types) -> Self {
        let mut found: FxHashMap<(usize, FileId, Span), Vec<usize>> = FxHashMap::default();
        for (at, body) in types.bodies.iter().enumerate() {
            let def = names.def(body.def);
            let package = workspace.crates[def.krate.index()].package;
            if let (Some(package), Some(item)) = (package, names.item(body.def)) {
                found.entry((package, def.file, item.name_span)).or_default().push(at);
            }
        }
        let mut groups: Vec<Vec<usize>> =
            found.into_values().filter(|copies| copies.len() > 1).collect();
        groups.sort_unstable();
        Self { groups }
    }

    /// The copies of which nothing was found, each with one of the same function of which something was.
    /// Of several the least counts.
    pub(super) fn pairs<T: Copy + Ord>(
        &self,
        found: impl Fn(usize) -> Option<T>,
    ) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for copies in &self.groups {
            let known = copies.iter().filter_map(|&at| Some((found(at)?, at)));
            let Some((_, best)) = known.min() else { continue };
            let unknown = copies.iter().filter(|&&at| found(at).is_none());
            pairs.extend(unknown.map(|&at| (at, best)));
        }
        pairs
    }

    /// Each function of which a copy is among these.
    pub(super) fn of(
        &self,
        types: &Types,
        is_among: impl Fn(DefId) -> bool,
    ) -> impl Iterator<Item = DefId> {
        let def = |&at: &usize| types.bodies[at].def;
        let groups =
            self.groups.iter().filter(move |copies| copies.iter().any(|at| is_among(def(at))));
        groups.flat_map(move |copies| copies.iter().map(def))
    }
}

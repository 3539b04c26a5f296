//! One text in several crates of a package: the modules that `lib.rs` and `main.rs` both declare, and
//! what is built for use and for tests. Code of one crate calls one copy, and that tells of the others.

use rustc_hash::FxHashMap;

use crate::flow::RegionId;
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

    /// What was found of the regions of one copy holds for the copies of which nothing was found; of
    /// several the least counts. Gives the copies that it was handed to, each with the one it is of.
    pub(super) fn share<T: Copy + Ord>(&self, found: &mut [Vec<Option<T>>]) -> Vec<(usize, usize)> {
        let mut shared = Vec::new();
        for copies in &self.groups {
            let of_root = |at: usize| found[at][RegionId::ROOT.index()];
            let known = copies.iter().filter_map(|&at| Some((of_root(at)?, at)));
            let Some((_, best)) = known.min() else { continue };
            let same = |at: &usize| found[*at].len() == found[best].len();
            // What a build leaves out, of one copy and not of the other, has no regions.
            let unknown = copies.iter().copied().filter(|at| of_root(*at).is_none() && same(at));
            shared.extend(unknown.map(|at| (at, best)));
        }
        for &(copy, known) in &shared {
            found[copy] = found[known].clone();
        }
        shared
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

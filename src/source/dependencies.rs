//! Where cargo has unpacked the dependencies, found without cargo, and only those modules of them
//! that paths in the workspace lead to.

use std::collections::BTreeSet;

use crate::source::CrateId;
use crate::source::Workspace;

/// The paths that leave the workspace: for each crate that writes them, as plain names, the first
/// being the name of a dependency: `["tokio", "task", "spawn"]`; a glob ends in `*`.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Sorted.
    pub paths: BTreeSet<(CrateId, Vec<String>)>,
}

/// Reads, of the dependencies that the wanted paths name, the files on the way: at most 4 rounds
/// (re-exports lead on), at most 30 MB. Adds crates, files and notes to the workspace. What is not
/// unpacked is left out.
pub fn dependencies(workspace: &mut Workspace, wanted: &Wanted) {
    todo!("{wanted:?} {workspace:?}")
}

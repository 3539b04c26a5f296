//! What every format is made of, and how each names files.

use std::path::Path;

use crate::report::Seen;
use crate::source::Note;
use crate::source::Workspace;
use crate::triage::Verdict;

/// What a run has come to.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    /// The findings that reach the user.
    pub verdict: &'a Verdict,
    /// What was not understood.
    pub notes: &'a [Note],
    /// The texts.
    pub workspace: &'a Workspace,
    /// How much was seen.
    pub seen: Seen,
    /// The folder that services name files from: that of the repository.
    pub base: &'a Path,
}

//! What every format is made of, and how each names files.

use std::path::Path;

use crate::report::Seen;
use crate::source::FileId;
use crate::source::LineColumn;
use crate::source::Note;
use crate::source::NoteKind;
use crate::source::Place;
use crate::source::Workspace;
use crate::triage::Reported;
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
    /// Whether the checks of cargo that ran beside ours have succeeded.
    pub cargo_succeeded: bool,
    /// Whether formats that know of suppressed findings tell of them.
    pub with_suppressed: bool,
}

impl<'a> Told<'a> {
    /// The path of a file as services want it: relative to [`Told::base`] when under it, else
    /// absolute; `/` on every system.
    pub(super) fn path(&self, file: FileId) -> String {
        let path = &self.workspace.files.get(file).path;
        let path = path.strip_prefix(self.base).unwrap_or(path);
        path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
    }

    /// Where a place begins and ends.
    pub(super) fn range(&self, place: Place) -> (LineColumn, LineColumn) {
        let file = self.workspace.files.get(place.file);
        let at = |offset| file.lines.line_column(&file.text, offset);
        (at(place.span.start), at(place.span.end))
    }

    /// The findings, file by file.
    pub(super) fn by_file(&self) -> impl Iterator<Item = &'a [Reported]> {
        let findings = &self.verdict.findings;
        findings.chunk_by(|one, other| one.finding.place.file == other.finding.place.file)
    }

    /// The run has seen all that it should have seen.
    pub(super) fn is_whole(&self) -> bool {
        let broken = self.notes.iter().any(|note| note.kind == NoteKind::Manifest);
        !self.verdict.internal && !broken
    }
}

/// What is wrong, why, and what to do, in lines.
pub(super) fn text(reported: &Reported) -> String {
    let finding = &reported.finding;
    let mut lines = vec![finding.message.clone()];
    lines.extend(Some(finding.label.clone()).filter(|label| !label.is_empty()));
    let steps = finding.trace.iter().enumerate();
    lines.extend(steps.map(|(at, step)| format!("{}: {}", at + 1, step.message)));
    lines.extend(finding.help.iter().map(|help| format!("help: {help}")));
    lines.join("\n")
}

//! Notes that are findings too: code that was not judged.

use std::collections::BTreeSet;

use crate::finding::Finding;
use crate::rules::Rule;
use crate::rules::meta::internal_error;
use crate::rules::meta::unparsed_file;
use crate::source::FileId;
use crate::source::Note;
use crate::source::NoteKind;
use crate::source::Place;
use crate::source::Workspace;

/// The findings that notes with a place make. What is wrong in a dependency is not the user's.
pub(super) fn findings<'a>(
    notes: &'a [Note],
    workspace: &'a Workspace,
) -> impl Iterator<Item = (&'static Rule, Finding)> + 'a {
    notes.iter().filter_map(|note| {
        let rule = told_by(note.kind)?;
        let file = note.file.filter(|&file| !workspace.files.get(file).dependency)?;
        let place = Place { file, span: note.span };
        let mut finding = about(place, note.message.clone());
        finding.label = "not judged".to_owned();
        finding.help = note.help.clone();
        Some((rule, finding))
    })
}

/// A finding about the text itself: where the code runs does not matter.
pub(super) fn about(place: Place, message: String) -> Finding {
    Finding::new(place, "", message)
}

/// The files of which a part could not be judged.
pub(super) fn blind(notes: &[Note]) -> BTreeSet<FileId> {
    let untold = notes.iter().filter(|note| told_by(note.kind).is_some());
    untold.filter_map(|note| note.file).collect()
}

/// Whether a part of asyncheck failed.
pub(super) fn internal(notes: &[Note]) -> bool {
    notes.iter().any(|note| note.kind == NoteKind::Internal)
}

/// The rule that tells a note of this kind; the other kinds are only printed.
pub fn told_by(kind: NoteKind) -> Option<&'static Rule> {
    match kind {
        NoteKind::Syntax | NoteKind::TooDeep => Some(&unparsed_file::RULE),
        NoteKind::Internal => Some(&internal_error::RULE),
        NoteKind::Manifest
        | NoteKind::MissingModule
        | NoteKind::Unreadable
        | NoteKind::Generated
        | NoteKind::Macro
        | NoteKind::Dependency => None,
    }
}

//! Notes that are findings too: code that was not judged.

use crate::effects::Certainty;
use crate::effects::Heat;
use crate::finding::Finding;
use crate::finding::Grade;
use crate::library::Weight;
use crate::rules::Rule;
use crate::rules::meta::internal_error;
use crate::rules::meta::unparsed_file;
use crate::source::Note;
use crate::source::NoteKind;
use crate::source::Place;
use crate::source::Workspace;

/// The grade of a finding that is about the text itself, not about where it runs.
pub(super) const PLAIN: Grade =
    Grade { certainty: Certainty::Certain, heat: Heat::Hot, weight: Weight::Long, test: false };

/// The findings that notes with a place make. What is wrong in a dependency is not the user's.
pub(super) fn findings<'a>(
    notes: &'a [Note],
    workspace: &'a Workspace,
) -> impl Iterator<Item = (&'static Rule, Finding)> + 'a {
    notes.iter().filter_map(|note| {
        let rule = told_by(note.kind)?;
        let file = note.file.filter(|&file| !workspace.files.get(file).dependency)?;
        let finding = Finding {
            place: Place { file, span: note.span },
            label: "not judged".to_owned(),
            message: note.message.clone(),
            labels: Vec::new(),
            trace: Vec::new(),
            help: note.help.clone(),
            grade: PLAIN,
            function: String::new(),
            root: String::new(),
        };
        Some((rule, finding))
    })
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

//! What was not understood, in one line each.

use crate::report::human::position;
use crate::source::Note;
use crate::source::NoteKind;
use crate::source::Place;
use crate::source::Workspace;
use crate::triage;

/// A line for each note that is not told as a finding. Without `all` only those that mean that code
/// of the workspace was not seen.
pub fn notes(notes: &[Note], workspace: &Workspace, all: bool) -> Vec<String> {
    notes
        .iter()
        .filter(|note| all || matters(note.kind))
        // With a place in the workspace it is a finding already.
        .filter(|note| triage::told_by(note.kind).is_none() || note.file.is_none())
        .map(|note| line(note, workspace))
        .collect()
}

/// Whether code that should have been judged was not.
fn matters(kind: NoteKind) -> bool {
    match kind {
        NoteKind::Manifest
        | NoteKind::MissingModule
        | NoteKind::Unreadable
        | NoteKind::Syntax
        | NoteKind::TooDeep
        | NoteKind::Internal => true,
        NoteKind::Generated | NoteKind::Macro | NoteKind::Dependency => false,
    }
}

fn line(note: &Note, workspace: &Workspace) -> String {
    let word = match note.kind {
        NoteKind::Manifest | NoteKind::Internal => "error",
        _ => "note",
    };
    let place = match (note.file, &note.path) {
        (Some(file), _) => position(Place { file, span: note.span }, &workspace.files) + ": ",
        (None, Some(path)) => {
            let path = path.strip_prefix(&workspace.root).unwrap_or(path);
            format!("{}: ", path.display())
        }
        (None, None) => String::new(),
    };
    let help = note.help.as_ref().map(|help| format!(" ({help})")).unwrap_or_default();
    format!("{word}: {place}{}{help}", note.message)
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;
    use crate::report::sample;

    fn note(kind: NoteKind) -> Note {
        Note {
            kind,
            file: None,
            span: Default::default(),
            path: Some(PathBuf::from("/ws/a/Cargo.toml")),
            message: "cannot be read".to_owned(),
            help: None,
        }
    }

    #[test]
    fn only_what_matters_is_printed() {
        let workspace = sample::workspace();
        let all = [note(NoteKind::Manifest), note(NoteKind::Dependency)];
        let lines = notes(&all, &workspace, false);
        assert_eq!(lines, ["error: a/Cargo.toml: cannot be read"]);
        assert_eq!(notes(&all, &workspace, true).len(), 2);
    }

    #[test]
    fn what_is_a_finding_is_not_told_twice() {
        let workspace = sample::workspace();
        let syntax =
            Note { file: Some(sample::place(0, "load", 0).file), ..note(NoteKind::Syntax) };
        assert!(notes(&[syntax], &workspace, true).is_empty());
    }
}

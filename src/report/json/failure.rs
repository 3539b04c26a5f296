//! Why a run failed, as a message in the stream: an editor that gets none goes blank.

use std::path::Path;

use miette::SourceSpan;

use crate::report::Look;
use crate::report::human;
use crate::report::json::finished;
use crate::report::json::line;
use crate::report::json::message::Code;
use crate::report::json::message::Diagnostic;
use crate::report::json::message::Span;
use crate::report::json::span;
use crate::report::json::target::nowhere;
use crate::report::json::wrapped;
use crate::source;
use crate::source::Files;
use crate::source::LineTable;
use crate::source::Note;
use crate::source::NoteKind;
use crate::source::Place;
use crate::triage;

/// An error of the run, at its place in the configuration; where it has none, at the manifest. Then
/// the end of the stream.
pub fn failure(error: &dyn miette::Diagnostic, manifest: &Path, look: &Look) -> Vec<String> {
    let label = error.labels().and_then(|mut labels| labels.next());
    let place = label.and_then(|label| {
        let text = label.label().unwrap_or("").to_owned();
        pointed(error, label.inner()).map(|span| Span { label: Some(text), ..span })
    });
    let primary = place.unwrap_or_else(|| top_of(&manifest.display().to_string()));
    let help = error.help().map(|help| Diagnostic::child("help", help.to_string(), Vec::new()));
    let rendered = human::error(error, look);
    let message = Diagnostic {
        spans: vec![Span { is_primary: true, ..primary }],
        children: help.into_iter().collect(),
        rendered: Some(rendered),
        ..plain(error.to_string())
    };
    vec![line(&wrapped(&nowhere(manifest), message)), finished(false)]
}

/// A part of the workspace that could not be read, where no finding tells it.
pub(super) fn note(note: &Note, files: &Files) -> Option<Diagnostic> {
    let level = match note.kind {
        NoteKind::Manifest | NoteKind::Internal => "error",
        NoteKind::MissingModule | NoteKind::Unreadable => "warning",
        _ => return None,
    };
    let place = match (note.file, &note.path) {
        (Some(_), _) if triage::told_by(note.kind).is_some() => return None,
        (Some(file), _) => span::of_place(Place { file, span: note.span }, files),
        (None, path) => top_of(&path.as_ref()?.display().to_string()),
    };
    let help = note.help.iter().cloned();
    Some(Diagnostic {
        level,
        spans: vec![Span { is_primary: true, ..place }],
        children: help.map(|help| Diagnostic::child("help", help, Vec::new())).collect(),
        ..plain(note.message.clone())
    })
}

fn plain(message: String) -> Diagnostic {
    Diagnostic {
        message_type: Some("diagnostic"),
        message,
        code: Some(Code { code: "asyncheck::config".to_owned(), explanation: None }),
        level: "error",
        spans: Vec::new(),
        children: Vec::new(),
        rendered: None,
    }
}

/// The place that an error points at, if that is in a file.
fn pointed(error: &dyn miette::Diagnostic, place: &SourceSpan) -> Option<Span> {
    // With a line of context around it, the text holds whole lines.
    let around = error.source_code()?.read_span(place, 1, 1).ok()?;
    let name = around.name().filter(|name| *name != "command line")?;
    let text = std::str::from_utf8(around.data()).ok()?;
    let from = around.span().offset() as u32;
    let start = (place.offset() as u32).saturating_sub(from);
    let inside = source::Span::new(start, start + place.len() as u32);
    let mut span = span::of_text(name, text, &LineTable::new(text), inside);
    span.byte_start += from;
    span.byte_end += from;
    span.line_start += around.line() as u32;
    span.line_end += around.line() as u32;
    Some(span)
}

fn top_of(name: &str) -> Span {
    span::of_text(name, "", &LineTable::new(""), source::Span::new(0, 0))
}

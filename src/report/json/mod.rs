//! Findings as `cargo check --message-format json` prints its own: one object a line, for editors.

mod failure;
mod message;
mod span;
mod target;
#[cfg(test)]
mod tests;

pub use failure::failure;

use rayon::prelude::IntoParallelRefIterator;
use rayon::prelude::ParallelIterator;
use serde::Serialize;

use crate::config::Level;
use crate::finding::Finding;
use crate::finding::Safety;
use crate::finding::Step;
use crate::report::Look;
use crate::report::human;
use crate::report::json::message::BuildFinished;
use crate::report::json::message::Code;
use crate::report::json::message::CompilerMessage;
use crate::report::json::message::Diagnostic;
use crate::report::json::message::Span;
use crate::report::json::target::Home;
use crate::report::json::target::Homes;
use crate::report::json::target::nowhere;
use crate::report::link;
use crate::report::severity;
use crate::report::short;
use crate::report::told::Told;
use crate::rules;
use crate::source::Files;
use crate::source::NoteKind;
use crate::source::Place;
use crate::triage::CommentPlaces;
use crate::triage::Reported;

/// More steps than this make the editor's list unreadable.
const MOST_STEPS: usize = 6;

/// How the text in `rendered` looks.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Rendered {
    /// As on a terminal.
    Full(Look),
    /// One line.
    Short,
}

/// The findings, what stands in the way of others, and the end of the stream.
pub fn json(told: &Told<'_>, rendered: Rendered) -> Vec<String> {
    let Told { verdict, notes, workspace, cargo_succeeded, .. } = *told;
    let homes = Homes::new(workspace);
    let rest = nowhere(&workspace.root.join("Cargo.toml"));
    let files = &workspace.files;
    let of_files: Vec<&[Reported]> = verdict
        .findings
        .chunk_by(|one, other| one.finding.place.file == other.finding.place.file)
        .collect();
    let messages = of_files.par_iter().flat_map_iter(|reported| {
        // Of each file the ends of its statements are looked up once.
        let file = reported[0].finding.place.file;
        let text = files.get(file);
        let places = CommentPlaces::new(&text.text, &text.lines);
        let home = homes.of(file).unwrap_or(&rest);
        reported.iter().map(move |reported| {
            let mut message = diagnostic(reported, files, rendered);
            message.children.extend(mended(&reported.finding, files));
            message.children.extend(allow_here(reported, files, &places));
            line(&wrapped(home, message))
        })
    });
    let mut lines: Vec<String> = messages.collect();
    let untold = notes.iter().filter_map(|note| failure::note(note, files));
    lines.extend(untold.map(|text| line(&wrapped(&rest, text))));
    let failed = verdict.internal || notes.iter().any(|note| note.kind == NoteKind::Manifest);
    lines.push(finished(cargo_succeeded && !failed && verdict.count(Level::Deny) == 0));
    lines
}

fn finished(success: bool) -> String {
    line(&BuildFinished { reason: "build-finished", success })
}

fn line(message: &impl Serialize) -> String {
    serde_json::to_string(message).expect("plain structs are always JSON") + "\n"
}

fn wrapped(home: &Home, message: Diagnostic) -> CompilerMessage<'_> {
    CompilerMessage {
        reason: "compiler-message",
        package_id: &home.package,
        manifest_path: &home.manifest,
        target: &home.target,
        message,
    }
}

fn diagnostic(reported: &Reported, files: &Files, rendered: Rendered) -> Diagnostic {
    let Reported { rule, level, finding, .. } = reported;
    Diagnostic {
        message_type: Some("diagnostic"),
        message: finding.message.clone(),
        // Two colons, once: editors take the first part for the source, the second for the code.
        code: Some(Code { code: format!("asyncheck::{}", rule.id), explanation: None }),
        level: severity(*level),
        spans: spans(finding, files),
        children: children(rule.id, finding),
        rendered: Some(match rendered {
            Rendered::Full(look) => human::one(reported, files, &look),
            Rendered::Short => short::line(reported, files),
        }),
    }
}

/// The place, further places, and the chain of calls in order.
fn spans(finding: &Finding, files: &Files) -> Vec<Span> {
    let labelled = |place: Place, label: String| {
        let label = Some(label).filter(|label| !label.is_empty());
        Span { label, ..span::of_place(place, files) }
    };
    let primary = Span { is_primary: true, ..labelled(finding.place, finding.label.clone()) };
    let labels = finding.labels.iter().map(|label| labelled(label.place, label.text.clone()));
    let steps = shown_steps(&finding.trace)
        .map(|(number, step)| labelled(step.place, format!("{number}: {}", step.message)));
    std::iter::once(primary).chain(labels).chain(steps).collect()
}

/// The first steps and the last one, which is the proof.
fn shown_steps(trace: &[Step]) -> impl Iterator<Item = (usize, &Step)> {
    let left_out = MOST_STEPS - 1..trace.len().saturating_sub(1);
    trace
        .iter()
        .enumerate()
        .filter(move |(at, _)| !left_out.contains(at))
        .map(|(at, step)| (at + 1, step))
}

/// Why, what to do, where to read on.
fn children(id: &str, finding: &Finding) -> Vec<Diagnostic> {
    let text = |level, message: String| Diagnostic::child(level, message, Vec::new());
    let mut children = Vec::new();
    if !finding.label.is_empty() {
        children.push(text("note", finding.label.clone()));
    }
    let left_out = finding.trace.len().saturating_sub(MOST_STEPS);
    if left_out > 0 {
        children.push(text("note", format!("{left_out} calls of the chain are not shown here")));
    }
    children.extend(finding.help.iter().map(|help| text("help", help.clone())));
    let more = match link::page(id) {
        Some(page) => format!("for further information visit {page}"),
        None => format!("for further information run `cargo asyncheck explain {id}`"),
    };
    children.push(text("help", more));
    children
}

/// The edits that mend the finding.
fn mended(finding: &Finding, files: &Files) -> Option<Diagnostic> {
    let fix = finding.fix.as_ref()?;
    let applicability = match fix.safety {
        Safety::Safe => "MachineApplicable",
        Safety::Unsafe => "MaybeIncorrect",
    };
    // As below: it is offered where the finding is, not where the edits are.
    let anchor = Span { is_primary: true, ..span::of_place(finding.place, files) };
    let edits = fix.edits.iter().map(|edit| Span {
        is_primary: true,
        suggested_replacement: Some(edit.text.clone()),
        suggestion_applicability: Some(applicability),
        ..span::of_place(edit.place, files)
    });
    let spans = std::iter::once(anchor).chain(edits).collect();
    Some(Diagnostic::child("help", fix.title.clone(), spans))
}

/// The edit that puts a comment above the statement.
fn allow_here(
    reported: &Reported,
    files: &Files,
    places: &CommentPlaces<'_>,
) -> Option<Diagnostic> {
    let Reported { rule, finding, .. } = reported;
    if rules::is_own(rule) {
        return None;
    }
    let at = places.of(finding.place.span.start);
    let place = Place { span: crate::source::Span::new(at, at), ..finding.place };
    // A fix is offered where the cursor touches a primary span of its message: without the place of
    // the finding it would only be offered on the line above.
    let anchor = Span { is_primary: true, ..span::of_place(finding.place, files) };
    let edit = Span {
        is_primary: true,
        suggested_replacement: Some(places.comment(at, &format!("asyncheck: allow({})", rule.id))),
        suggestion_applicability: Some("MaybeIncorrect"),
        ..span::of_place(place, files)
    };
    Some(Diagnostic::child("help", "suppress here".to_owned(), vec![anchor, edit]))
}

//! SARIF 2.1.0, as code scanning on GitHub wants it.

mod document;
mod line_hash;
mod rule;
mod uri;

use std::collections::BTreeMap;
use std::path::Path;

use crate::config::Level;
use crate::finding::Edit;
use crate::finding::Finding;
use crate::finding::Fix;
use crate::report::link::REPOSITORY;
use crate::report::sarif::document::Artifact;
use crate::report::sarif::document::ArtifactChange;
use crate::report::sarif::document::AutomationDetails;
use crate::report::sarif::document::BaseIds;
use crate::report::sarif::document::CodeFlow;
use crate::report::sarif::document::Driver;
use crate::report::sarif::document::Invocation;
use crate::report::sarif::document::Location;
use crate::report::sarif::document::Log;
use crate::report::sarif::document::LogicalLocation;
use crate::report::sarif::document::Message;
use crate::report::sarif::document::Notification;
use crate::report::sarif::document::PartialFingerprints;
use crate::report::sarif::document::PhysicalLocation;
use crate::report::sarif::document::Region;
use crate::report::sarif::document::Replacement;
use crate::report::sarif::document::Run;
use crate::report::sarif::document::SarifFix;
use crate::report::sarif::document::SarifResult;
use crate::report::sarif::document::Suppression;
use crate::report::sarif::document::ThreadFlow;
use crate::report::sarif::document::ThreadFlowLocation;
use crate::report::sarif::document::Tool;
use crate::report::sarif::document::UriBase;
use crate::report::sarif::line_hash::LineHashes;
use crate::report::told::Told;
use crate::rules;
use crate::source::FileId;
use crate::source::Note;
use crate::source::NoteKind;
use crate::source::Place;
use crate::triage::Reported;

const SCHEMA: &str = "https://raw.githubusercontent.com/oasis-tcs/sarif-spec/master/Schemata/sarif-schema-2.1.0.json";

/// What paths are relative to.
const ROOT: &str = "SRCROOT";

/// One log with one run.
pub fn sarif(told: &Told<'_>) -> Vec<String> {
    let log = Log { schema: SCHEMA, version: "2.1.0", runs: vec![run(told)] };
    vec![serde_json::to_string(&log).expect("plain structs are always JSON") + "\n"]
}

fn run(told: &Told<'_>) -> Run {
    let mut hashes: BTreeMap<FileId, LineHashes> = BTreeMap::new();
    let findings = told.verdict.findings.iter().map(|reported| (reported, Vec::new()));
    let suppressed = suppressed(told).into_iter();
    let results = findings.chain(suppressed).map(|(reported, suppressions)| {
        let file = reported.finding.place.file;
        let text = &told.workspace.files.get(file).text;
        let hashes = hashes.entry(file).or_insert_with(|| LineHashes::new(text));
        SarifResult { suppressions, ..result(reported, told, hashes) }
    });
    Run {
        results: results.collect(),
        tool: Tool {
            driver: Driver {
                name: "asyncheck",
                semantic_version: env!("CARGO_PKG_VERSION"),
                information_uri: REPOSITORY,
                // All of them, in a fixed order: what a rule is does not depend on what was found.
                rules: rules::catalogue().map(rule::descriptor).collect(),
            },
        },
        invocations: vec![Invocation {
            execution_successful: told.is_whole(),
            tool_execution_notifications: told.notes.iter().filter_map(notification).collect(),
        }],
        original_uri_base_ids: BaseIds { root: UriBase { uri: uri::of_folder(told.base) } },
        column_kind: "unicodeCodePoints",
        automation_details: AutomationDetails { id: "asyncheck/" },
    }
}

/// What comments silence and what the baseline lists, each with why it is not told; nothing unless it was
/// asked for, since code scanning on GitHub opens an alert for it all the same.
fn suppressed<'a>(told: &Told<'a>) -> Vec<(&'a Reported, Vec<Suppression>)> {
    if !told.with_suppressed {
        return Vec::new();
    }
    let silenced = told.verdict.silenced.iter().map(|reported| {
        let by = reported.silenced;
        let suppression = Suppression {
            kind: "inSource",
            justification: by.and_then(|by| by.reason(told.workspace)),
            location: by.map(|by| location(by.comment, told)),
        };
        (reported, vec![suppression])
    });
    let listed = told.verdict.listed.iter().map(|reported| {
        let suppression = Suppression { kind: "external", justification: None, location: None };
        (reported, vec![suppression])
    });
    silenced.chain(listed).collect()
}

fn result(reported: &Reported, told: &Told<'_>, hashes: &LineHashes) -> SarifResult {
    let Reported { rule, level, finding, fingerprint, .. } = reported;
    let (start, _) = told.range(finding.place);
    let related = related(finding, told);
    let logical = Some(&finding.function).filter(|function| !function.is_empty());
    SarifResult {
        rule_id: rule.id,
        rule_index: rules::catalogue().position(|known| known.id == rule.id),
        level: word(*level),
        message: message(finding),
        locations: vec![Location {
            logical_locations: logical
                .map(|function| logical_location(function))
                .into_iter()
                .collect(),
            ..location(finding.place, told)
        }],
        code_flows: code_flow(finding, told).into_iter().collect(),
        related_locations: related,
        fixes: finding.fix.iter().map(|fix| sarif_fix(fix, told)).collect(),
        suppressions: Vec::new(),
        partial_fingerprints: PartialFingerprints {
            line: hashes.of(start.line),
            own: fingerprint.to_string(),
        },
    }
}

/// The first sentence is what lists show.
fn message(finding: &Finding) -> Message {
    let mut sentences = vec![finding.message.clone()];
    sentences.extend(Some(&finding.label).filter(|label| !label.is_empty()).cloned());
    sentences.extend(finding.help.clone());
    let text = sentences.join(".\n") + ".";
    // `[text](1)` would be a link to a related place.
    let text =
        if text.contains("](") { text.replace('[', "\\[").replace(']', "\\]") } else { text };
    Message { text }
}

fn word(level: Level) -> &'static str {
    match level {
        Level::Deny => "error",
        Level::Warn => "warning",
        Level::Allow => "note",
    }
}

fn logical_location(function: &str) -> LogicalLocation {
    LogicalLocation { fully_qualified_name: function.to_owned(), kind: "function" }
}

fn location(place: Place, told: &Told<'_>) -> Location {
    Location {
        id: None,
        message: None,
        physical_location: PhysicalLocation {
            artifact_location: artifact(place.file, told),
            region: region(place, told),
        },
        logical_locations: Vec::new(),
    }
}

fn region(place: Place, told: &Told<'_>) -> Region {
    let (start, end) = told.range(place);
    Region {
        start_line: start.line,
        start_column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}

fn artifact(file: FileId, told: &Told<'_>) -> Artifact {
    let path = told.path(file);
    match Path::new(&path).is_absolute() {
        true => Artifact { uri: uri::of_file(Path::new(&path)), uri_base_id: None },
        false => Artifact { uri: uri::relative(&path), uri_base_id: Some(ROOT) },
    }
}

/// Further places and the steps of the chain, each with a number of its own.
fn related(finding: &Finding, told: &Told<'_>) -> Vec<Location> {
    let labels = finding.labels.iter().map(|label| (label.place, label.text.clone()));
    let steps = finding.trace.iter().map(|step| (step.place, step.message.clone()));
    let places = labels.chain(steps).enumerate();
    places
        .map(|(at, (place, text))| Location {
            id: Some(at + 1),
            message: Some(Message { text }),
            ..location(place, told)
        })
        .collect()
}

/// The chain of calls from the place that is blamed to the root.
fn code_flow(finding: &Finding, told: &Told<'_>) -> Option<CodeFlow> {
    if finding.trace.is_empty() {
        return None;
    }
    let first = (finding.place, finding.message.clone());
    let steps = finding.trace.iter().map(|step| (step.place, step.message.clone()));
    let locations = std::iter::once(first).chain(steps).map(|(place, text)| {
        let message = Some(Message { text });
        ThreadFlowLocation { location: Location { message, ..location(place, told) } }
    });
    Some(CodeFlow { thread_flows: vec![ThreadFlow { locations: locations.collect() }] })
}

/// The edits that mend a finding, file by file.
fn sarif_fix(fix: &Fix, told: &Told<'_>) -> SarifFix {
    let of_files = fix.edits.chunk_by(|one, other| one.place.file == other.place.file);
    let change = |edits: &[Edit]| ArtifactChange {
        artifact_location: artifact(edits[0].place.file, told),
        replacements: edits
            .iter()
            .map(|edit| Replacement {
                deleted_region: region(edit.place, told),
                inserted_content: Message { text: edit.text.clone() },
            })
            .collect(),
    };
    SarifFix {
        description: Message { text: fix.title.clone() },
        artifact_changes: of_files.map(change).collect(),
    }
}

/// What went wrong in the run itself.
fn notification(note: &Note) -> Option<Notification> {
    let level = match note.kind {
        NoteKind::Manifest | NoteKind::Internal => "error",
        NoteKind::MissingModule | NoteKind::Unreadable => "warning",
        NoteKind::Syntax
        | NoteKind::TooDeep
        | NoteKind::Generated
        | NoteKind::Macro
        | NoteKind::Dependency => return None,
    };
    Some(Notification { level, message: Message { text: note.message.clone() } })
}

#[cfg(test)]
mod tests;

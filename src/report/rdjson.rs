//! The diagnostic format of reviewdog.

use serde::Serialize;

use crate::config::Level;
use crate::finding::Finding;
use crate::report::link;
use crate::report::link::REPOSITORY;
use crate::report::told::Told;
use crate::report::told::text;
use crate::source::Place;
use crate::triage::Reported;

#[derive(Serialize)]
struct Document {
    source: Source,
    diagnostics: Vec<Diagnostic>,
}

#[derive(Serialize)]
struct Source {
    name: &'static str,
    #[serde(skip_serializing_if = "str::is_empty")]
    url: &'static str,
}

#[derive(Serialize)]
struct Diagnostic {
    message: String,
    location: Location,
    severity: &'static str,
    code: Code,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    suggestions: Vec<Suggestion>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    related_locations: Vec<Related>,
}

#[derive(Serialize)]
struct Code {
    value: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    url: Option<String>,
}

/// A text that can take the place of another.
#[derive(Serialize)]
struct Suggestion {
    range: Range,
    text: String,
}

#[derive(Serialize)]
struct Related {
    message: String,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    range: Range,
}

#[derive(Serialize)]
struct Range {
    start: Position,
    end: Position,
}

/// Counted from 1; columns in bytes.
#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

/// One document.
pub fn rdjson(told: &Told<'_>) -> Vec<String> {
    let findings = told.verdict.findings.iter();
    let document = Document {
        source: Source { name: "asyncheck", url: REPOSITORY },
        diagnostics: findings.map(|reported| diagnostic(reported, told)).collect(),
    };
    vec![serde_json::to_string(&document).expect("plain structs are always JSON") + "\n"]
}

fn diagnostic(reported: &Reported, told: &Told<'_>) -> Diagnostic {
    let Reported { rule, level, finding, .. } = reported;
    let labels = finding.labels.iter().map(|label| (label.text.clone(), label.place));
    let steps = finding.trace.iter().enumerate();
    let steps = steps.map(|(at, step)| (format!("{}: {}", at + 1, step.message), step.place));
    Diagnostic {
        message: text(reported),
        location: location(finding.place, told),
        severity: match level {
            Level::Deny => "ERROR",
            Level::Warn | Level::Allow => "WARNING",
        },
        code: Code { value: rule.id, url: link::page(rule.id) },
        suggestions: suggestion(finding, told).into_iter().collect(),
        related_locations: labels
            .chain(steps)
            .map(|(message, place)| Related { message, location: location(place, told) })
            .collect(),
    }
}

/// The reader applies each by itself and in the file of the finding: edits that need one another, or
/// stand elsewhere, are not offered.
fn suggestion(finding: &Finding, told: &Told<'_>) -> Option<Suggestion> {
    let [edit] = &*finding.fix.as_ref()?.edits else { return None };
    let is_here = edit.place.file == finding.place.file;
    let range = location(edit.place, told).range;
    is_here.then(|| Suggestion { range, text: edit.text.clone() })
}

fn location(place: Place, told: &Told<'_>) -> Location {
    let lines = &told.workspace.files.get(place.file).lines;
    let position = |offset: u32| {
        let line = lines.line(offset).max(1);
        Position { line, column: offset - lines.start_of(line).unwrap_or(0) + 1 }
    };
    let (start, end) = (position(place.span.start), position(place.span.end));
    Location { path: told.path(place.file), range: Range { start, end } }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::report::sample;

    #[test]
    fn columns_count_bytes() {
        let shown = sample::shown(vec![sample::finding(0)], Vec::new());
        let document: Value =
            serde_json::from_str(&rdjson(&shown.told()).concat()).expect("it is JSON");
        assert_eq!(document["source"]["name"], "asyncheck");
        let diagnostic = &document["diagnostics"][0];
        // In characters it is column 17: two letters before it have two bytes.
        let wanted = serde_json::json!({
            "path": "src/api.rs",
            "range": {"start": {"line": 5, "column": 19}, "end": {"line": 5, "column": 30}}
        });
        assert_eq!(diagnostic["location"], wanted);
        assert_eq!(diagnostic["severity"], "ERROR");
        assert_eq!(diagnostic["code"]["value"], "blocking-fs");
        let related = diagnostic["related_locations"].as_array().expect("a list");
        assert_eq!(related.len(), 3);
        assert_eq!(related[2]["location"]["path"], "src/store.rs");
        assert_eq!(diagnostic["suggestions"], Value::Null);
    }

    #[test]
    fn a_fix_of_one_edit_is_suggested() {
        let mut parts = sample::mendable();
        let fix = parts.finding.fix.as_mut().expect("it has one");
        fix.edits.push(fix.edits[0].clone());
        let shown = sample::shown(vec![sample::mendable(), parts], Vec::new());
        let document: Value =
            serde_json::from_str(&rdjson(&shown.told()).concat()).expect("it is JSON");
        let wanted = serde_json::json!([{
            "range": {"start": {"line": 5, "column": 19}, "end": {"line": 5, "column": 30}},
            "text": "store::load_later"
        }]);
        assert_eq!(document["diagnostics"][0]["suggestions"], wanted);
        assert_eq!(document["diagnostics"][1]["suggestions"], Value::Null);
    }
}

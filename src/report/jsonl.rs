//! One JSON object a line, in a form of our own that later versions only add to: `docs/FORMATS.md`.

use serde::Serialize;

use crate::config::Level;
use crate::finding::Enclosure;
use crate::model::Certainty;
use crate::model::Heat;
use crate::report::spot::Spot;
use crate::report::told::Told;
use crate::source::Files;
use crate::source::Note;
use crate::source::NoteKind;
use crate::source::Place;
use crate::triage::Reported;

/// One line.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "lowercase")]
enum Line<'a> {
    Finding(Box<Row<'a>>),
    Note(NoteRow<'a>),
    Summary(Summary),
}

#[derive(Serialize)]
struct Row<'a> {
    rule: &'static str,
    group: &'static str,
    level: &'static str,
    message: &'a str,
    label: &'a str,
    help: Option<&'a str>,
    place: Spot,
    package: &'a str,
    function: &'a str,
    inside: Vec<&'static str>,
    root: &'a str,
    certainty: &'static str,
    heat: &'static str,
    test: bool,
    labels: Vec<LabelRow<'a>>,
    trace: Vec<StepRow<'a>>,
    fingerprint: String,
}

#[derive(Serialize)]
struct LabelRow<'a> {
    place: Spot,
    text: &'a str,
}

#[derive(Serialize)]
struct StepRow<'a> {
    place: Spot,
    message: &'a str,
    label: &'a str,
}

#[derive(Serialize)]
struct NoteRow<'a> {
    kind: &'static str,
    message: &'a str,
    help: Option<&'a str>,
    place: Option<Spot>,
    path: Option<String>,
}

#[derive(Serialize)]
struct Summary {
    findings: usize,
    denied: usize,
    warned: usize,
    suppressed: usize,
    known: usize,
    files: usize,
    crates: usize,
    calls: usize,
    resolved: usize,
    unparsed: usize,
    version: &'static str,
}

/// The findings, the notes, and a summary as the last line.
pub fn jsonl(told: &Told<'_>) -> Vec<String> {
    let files = &told.workspace.files;
    let finding = |reported| Line::Finding(Box::new(row(reported, told)));
    let findings = told.verdict.findings.iter().map(finding);
    let notes = told.notes.iter().map(|note| Line::Note(note_row(note, files)));
    let lines = findings.chain(notes).chain([Line::Summary(summary(told))]);
    lines
        .map(|line| serde_json::to_string(&line).expect("plain structs are always JSON") + "\n")
        .collect()
}

fn row<'a>(reported: &'a Reported, told: &Told<'a>) -> Row<'a> {
    let Reported { rule, level, finding, fingerprint, .. } = reported;
    let files = &told.workspace.files;
    let labels = finding.labels.iter();
    let trace = finding.trace.iter();
    Row {
        rule: rule.id,
        group: rule.group,
        level: level.name(),
        message: &finding.message,
        label: &finding.label,
        help: finding.help.as_deref(),
        place: Spot::new(finding.place, files),
        package: told.workspace.package_of(finding.place.file),
        function: &finding.function,
        inside: finding.inside.iter().map(|enclosure| enclosing(*enclosure)).collect(),
        root: &finding.root,
        certainty: match finding.grade.certainty {
            Certainty::Certain => "certain",
            Certainty::Possible => "possible",
        },
        heat: match finding.grade.heat {
            Heat::Hot => "hot",
            Heat::Open => "open",
            Heat::Seldom => "seldom",
            Heat::Cold => "cold",
        },
        test: finding.grade.test,
        labels: labels
            .map(|label| LabelRow { place: Spot::new(label.place, files), text: &label.text })
            .collect(),
        trace: trace
            .map(|step| StepRow {
                place: Spot::new(step.place, files),
                message: &step.message,
                label: &step.label,
            })
            .collect(),
        fingerprint: fingerprint.to_string(),
    }
}

fn enclosing(enclosure: Enclosure) -> &'static str {
    match enclosure {
        Enclosure::Closure => "closure",
        Enclosure::Future => "future",
    }
}

fn note_row<'a>(note: &'a Note, files: &Files) -> NoteRow<'a> {
    let place = note.file.map(|file| Spot::new(Place { file, span: note.span }, files));
    NoteRow {
        kind: kind(note.kind),
        message: &note.message,
        help: note.help.as_deref(),
        place,
        path: note.path.as_ref().map(|path| path.display().to_string()),
    }
}

fn kind(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Manifest => "manifest",
        NoteKind::MissingModule => "missing-module",
        NoteKind::Unreadable => "unreadable",
        NoteKind::Syntax => "syntax",
        NoteKind::TooDeep => "too-deep",
        NoteKind::Generated => "generated",
        NoteKind::Macro => "macro",
        NoteKind::Dependency => "dependency",
        NoteKind::Internal => "internal",
    }
}

fn summary(told: &Told<'_>) -> Summary {
    let Told { verdict, seen, .. } = told;
    Summary {
        findings: verdict.findings.len(),
        denied: verdict.count(Level::Deny),
        warned: verdict.count(Level::Warn),
        suppressed: verdict.suppressed,
        known: verdict.known,
        files: seen.files,
        crates: seen.crates,
        calls: seen.calls,
        resolved: seen.resolved,
        unparsed: seen.unparsed,
        version: env!("CARGO_PKG_VERSION"),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::report::sample;

    #[test]
    fn a_line_says_everything_that_is_known_of_a_finding() {
        let shown = sample::shown(vec![sample::finding(0)], Vec::new());
        let lines = jsonl(&shown.told());
        let line: Value = serde_json::from_str(&lines[0]).expect("it is JSON");
        let wanted = serde_json::json!({
            "type": "finding", "rule": "blocking-fs", "group": "blocking", "level": "deny",
            "message": "blocking call reached from async fn `handler`",
            "label": "may block here, 2 calls down", "help": "move it to `offload`",
            "place": {
                "file": "src/api.rs",
                "start": {"line": 5, "column": 17, "offset": 115},
                "end": {"line": 5, "column": 28, "offset": 126}
            },
            "package": "demo", "function": "crate::api::handler", "inside": [],
            "root": "disk::read", "certainty": "certain", "heat": "hot", "test": false,
            "labels": line["labels"], "trace": line["trace"],
            "fingerprint": "5a000000000000000000000000000001"
        });
        assert_eq!(line, wanted);
        assert_eq!(line["labels"][0]["text"], "async context starts here");
        assert_eq!(line["trace"][1]["place"]["file"], "src/store.rs");
        assert_eq!(line["trace"][1]["message"], "`read_all` reads a file");
    }

    #[test]
    fn the_last_line_counts() {
        let note = sample::note(NoteKind::Manifest);
        let shown = sample::shown(vec![sample::finding(0), sample::finding(1)], vec![note]);
        let lines = jsonl(&shown.told());
        let values: Vec<Value> =
            lines.iter().map(|line| serde_json::from_str(line).expect("it is JSON")).collect();
        assert_eq!(values.len(), 4);
        assert_eq!(values[2]["kind"], "manifest");
        assert_eq!((&values[3]["type"], &values[3]["denied"]), (&"summary".into(), &2.into()));
    }
}

use std::path::Path;
use std::sync::Arc;

use serde_json::Value;

use crate::error::Error;
use crate::error::Text;
use crate::report::Look;
use crate::report::json::Rendered;
use crate::report::json::failure;
use crate::report::json::json;
use crate::report::sample;
use crate::source::Note;
use crate::source::NoteKind;
use crate::triage::Reported;

const LOOK: Look = Look { color: false, unicode: true, width: 100, links: false };

fn told(findings: Vec<Reported>, notes: &[Note], rendered: Rendered) -> Vec<Value> {
    json(&sample::shown(findings, notes.to_vec()).told(), rendered)
        .iter()
        .map(|line| {
            assert_eq!(line.matches('\n').count(), 1, "one line an object");
            serde_json::from_str(line).expect("it is JSON")
        })
        .collect()
}

fn first() -> Value {
    told(vec![sample::finding(0)], &[], Rendered::Full(LOOK)).swap_remove(0)
}

#[test]
fn a_finding_is_wrapped_as_cargo_does() {
    let line = first();
    assert_eq!(line["reason"], "compiler-message");
    assert_eq!(line["package_id"], "path+file:///ws#demo@0.1.0");
    assert_eq!(line["manifest_path"], "/ws/Cargo.toml");
    let target = serde_json::json!({
        "kind": ["lib"], "crate_types": ["lib"], "name": "demo", "src_path": "/ws/src/api.rs",
        "edition": "2024", "doc": true, "doctest": true, "test": true
    });
    assert_eq!(line["target"], target);
    let message = &line["message"];
    assert_eq!(message["$message_type"], "diagnostic");
    assert_eq!(message["level"], "error");
    let code = serde_json::json!({"code": "asyncheck::blocking-fs", "explanation": null});
    assert_eq!(message["code"], code);
    assert!(message["rendered"].as_str().is_some_and(|text| text.contains("[src/api.rs:5:17]")));
}

#[test]
fn the_stream_ends_as_cargos_does() {
    let lines = told(vec![sample::finding(0)], &[], Rendered::Short);
    assert_eq!(lines[1], serde_json::json!({"reason": "build-finished", "success": false}));
    let lines = told(Vec::new(), &[], Rendered::Short);
    assert_eq!(lines, [serde_json::json!({"reason": "build-finished", "success": true})]);
}

#[test]
fn places_have_text_and_a_label() {
    let spans = &first()["message"]["spans"];
    let primary = serde_json::json!({
        "file_name": "src/api.rs", "byte_start": 115, "byte_end": 126, "line_start": 5,
        "line_end": 5, "column_start": 17, "column_end": 28, "is_primary": true,
        "text": [{
            "text": "    let gr\u{f6}\u{df}e = store::load(id);",
            "highlight_start": 17, "highlight_end": 28
        }],
        "label": "may block here, 2 calls down", "suggested_replacement": null,
        "suggestion_applicability": null, "expansion": null
    });
    assert_eq!(spans[0], primary);
    let labels: Vec<&Value> =
        spans.as_array().expect("a list").iter().map(|span| &span["label"]).collect();
    assert_eq!(
        labels[1..],
        ["async context starts here", "1: `load` calls `read_all`", "2: `read_all` reads a file"]
    );
    assert_eq!(spans[3]["file_name"], "src/store.rs");
}

#[test]
fn children_say_why_and_what_to_do() {
    let children = first()["message"]["children"].clone();
    let told: Vec<(&Value, &Value)> = children
        .as_array()
        .expect("a list")
        .iter()
        .map(|child| (&child["level"], &child["message"]))
        .collect();
    let line = |level: &str, message: &str| (Value::from(level), Value::from(message));
    let wanted = [
        line("note", "may block here, 2 calls down"),
        line("help", "move it to `offload`"),
        line("help", "for further information run `cargo asyncheck explain blocking-fs`"),
        line("help", "suppress here"),
    ];
    assert!(told.into_iter().eq(wanted.iter().map(|(level, message)| (level, message))));
}

#[test]
fn the_comment_can_be_inserted_from_the_finding() {
    let children = first()["message"]["children"].clone();
    let spans = &children[3]["spans"];
    // The anchor comes first: the finding's own place, with nothing to replace.
    assert_eq!(spans[0]["byte_start"], 115);
    assert_eq!(spans[0]["suggested_replacement"], Value::Null);
    let edit = &spans[1];
    assert_eq!((&edit["line_start"], &edit["column_start"]), (&5.into(), &5.into()));
    assert_eq!(edit["byte_start"], edit["byte_end"]);
    assert_eq!(edit["suggested_replacement"], "// asyncheck: allow(blocking-fs)\n    ");
    assert_eq!(edit["suggestion_applicability"], "MaybeIncorrect");
    assert!(spans.as_array().expect("a list").iter().all(|span| span["is_primary"] == true));
}

#[test]
fn a_long_chain_is_cut_and_says_so() {
    let mut long = sample::finding(0);
    let step = long.finding.trace[0].clone();
    long.finding.trace = vec![step; 9];
    let line = told(vec![long], &[], Rendered::Short).swap_remove(0);
    let spans = line["message"]["spans"].as_array().expect("a list");
    let labels: Vec<&str> = spans[2..]
        .iter()
        .filter_map(|span| span["label"].as_str())
        .map(|label| &label[..2])
        .collect();
    assert_eq!(labels, ["1:", "2:", "3:", "4:", "5:", "9:"]);
    let children = line["message"]["children"].to_string();
    assert!(children.contains("3 calls of the chain are not shown here"));
    assert!(line["message"]["rendered"].as_str().is_some_and(|text| text.lines().count() == 1));
}

#[test]
fn what_could_not_be_read_is_told_too() {
    let note = sample::note(NoteKind::Manifest);
    let lines = told(Vec::new(), &[note], Rendered::Short);
    let message = &lines[0]["message"];
    assert_eq!(message["code"]["code"], "asyncheck::config");
    assert_eq!(message["spans"][0]["file_name"], "/ws/a/Cargo.toml");
    assert_eq!((lines.len(), &lines[1]["success"]), (2, &Value::from(false)));
}

#[test]
fn a_missing_module_is_told_where_it_is_declared() {
    let place = sample::place(1, "fn load", 0);
    let note = Note {
        kind: NoteKind::MissingModule,
        file: Some(place.file),
        span: place.span,
        path: None,
        message: "no file `gone.rs`".to_owned(),
        help: None,
    };
    let lines = told(Vec::new(), &[note], Rendered::Short);
    let message = &lines[0]["message"];
    assert_eq!(
        (&message["level"], &message["spans"][0]["column_start"]),
        (&"warning".into(), &5.into())
    );
    assert_eq!(message["spans"][0]["file_name"], "src/store.rs");
    assert_eq!(lines[1]["success"], true);
}

#[test]
fn an_error_points_into_the_configuration() {
    let text = "[rules]\n\"\u{e4}\" = 1\nblocking = \"wran\"\n";
    let at = text.find("\"wran\"").expect("it is there");
    let error = Error::BadConfig {
        message: "unknown level".to_owned(),
        help: Some("did you mean \"warn\"?".to_owned()),
        text: Arc::new(Text { name: "asyncheck.toml".to_owned(), text: text.to_owned() }),
        span: (at, 6).into(),
    };
    let lines = failure(&error, Path::new("/ws/Cargo.toml"), &LOOK);
    let line: Value = serde_json::from_str(&lines[0]).expect("it is JSON");
    let message = &line["message"];
    let span = &message["spans"][0];
    assert_eq!((&message["level"], &span["is_primary"]), (&"error".into(), &true.into()));
    assert_eq!(message["code"]["code"], "asyncheck::config");
    assert_eq!(message["children"][0]["message"], "did you mean \"warn\"?");
    assert_eq!(span["file_name"], "asyncheck.toml");
    assert_eq!((&span["line_start"], &span["column_start"]), (&3.into(), &12.into()));
    assert_eq!(span["byte_start"], at);
    assert_eq!(span["text"][0]["text"], "blocking = \"wran\"");
}

#[test]
fn an_error_without_a_place_stands_at_the_manifest() {
    let error = Error::Usage { message: "no".to_owned(), help: None };
    let lines = failure(&error, Path::new("/ws/Cargo.toml"), &LOOK);
    let line: Value = serde_json::from_str(&lines[0]).expect("it is JSON");
    let span = &line["message"]["spans"][0];
    assert_eq!(span["file_name"], "/ws/Cargo.toml");
    assert_eq!((&span["line_start"], &span["column_start"]), (&1.into(), &1.into()));
    assert_eq!(lines[1], "{\"reason\":\"build-finished\",\"success\":false}\n");
}

use std::path::Path;

use boon::Compiler;
use boon::Schemas;
use serde_json::Value;

use crate::config::Level;
use crate::report::Told;
use crate::report::sample;
use crate::report::sarif::sarif;
use crate::rules;
use crate::source::FileId;
use crate::source::NoteKind;
use crate::source::Place;
use crate::source::SourceFile;
use crate::source::Span;
use crate::triage::By;
use crate::triage::Reported;

fn log(told: &Told<'_>) -> Value {
    serde_json::from_str(&sarif(told).concat()).expect("it is JSON")
}

fn first() -> Value {
    log(&sample::shown(vec![sample::finding(0)], Vec::new()).told())["runs"][0].clone()
}

/// What the official schema has to say.
fn invalid(log: &Value) -> Option<String> {
    let text = include_str!("../../../tests/schemas/sarif-2.1.0.json");
    let schema: Value = serde_json::from_str(text).expect("the schema is JSON");
    let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
    compiler.enable_format_assertions();
    compiler.add_resource("sarif.json", schema).expect("the schema can be added");
    let index = compiler.compile("sarif.json", &mut schemas).expect("the schema is one");
    schemas.validate(log, index).err().map(|error| format!("{error:#}"))
}

#[test]
fn the_official_schema_accepts_it() {
    let mut warning = sample::finding(1);
    warning.level = Level::Warn;
    warning.finding.trace.clear();
    warning.finding.labels.clear();
    let notes = vec![sample::note(NoteKind::Manifest), sample::note(NoteKind::Dependency)];
    for shown in [
        sample::shown(vec![sample::finding(0), warning, sample::mendable()], notes),
        sample::shown(Vec::new(), Vec::new()),
    ] {
        assert_eq!(invalid(&log(&shown.told())), None);
    }
    let mut wrong = log(&sample::shown(Vec::new(), Vec::new()).told());
    wrong["runs"][0]["columnKind"] = "bytes".into();
    assert!(invalid(&wrong).is_some(), "the schema looks at what it is given");
}

#[test]
fn every_rule_is_described_whether_it_was_met_or_not() {
    let clean = log(&sample::shown(Vec::new(), Vec::new()).told());
    let described = &clean["runs"][0]["tool"]["driver"]["rules"];
    assert_eq!(described, &first()["tool"]["driver"]["rules"]);
    let described = described.as_array().expect("a list");
    assert_eq!(described.len(), rules::catalogue().count());
    for rule in described {
        let length = |key: &str| {
            let text = rule[key]["text"].as_str().unwrap_or_else(|| panic!("{rule} has {key}"));
            text.chars().count()
        };
        assert!((1..=1024).contains(&length("shortDescription")), "{rule}");
        assert!((1..=1024).contains(&length("fullDescription")), "{rule}");
        assert!(length("help") > 0, "{rule}");
    }
}

#[test]
fn a_result_says_where_and_why() {
    let result = first()["results"][0].clone();
    let rule = result["ruleIndex"].as_u64().expect("the catalogue has the rule") as usize;
    assert_eq!(first()["tool"]["driver"]["rules"][rule]["id"], "blocking-fs");
    assert_eq!((&result["ruleId"], &result["level"]), (&"blocking-fs".into(), &"error".into()));
    assert_eq!(
        result["message"]["text"],
        "blocking call reached from async fn `handler`.\nmay block here, 2 calls down.\nmove it to \
         `offload`."
    );
    let place = &result["locations"][0];
    let physical = serde_json::json!({
        "artifactLocation": {"uri": "src/api.rs", "uriBaseId": "SRCROOT"},
        "region": {"startLine": 5, "startColumn": 17, "endLine": 5, "endColumn": 28}
    });
    assert_eq!(place["physicalLocation"], physical);
    assert_eq!(place["logicalLocations"][0]["fullyQualifiedName"], "crate::api::handler");
    let prints = serde_json::json!({
        "primaryLocationLineHash": result["partialFingerprints"]["primaryLocationLineHash"],
        "asyncheck/v1": "5a000000000000000000000000000001"
    });
    assert_eq!(result["partialFingerprints"], prints);
    let line = prints["primaryLocationLineHash"].as_str().expect("it is there");
    assert!(line.ends_with(":1") && line.len() > 3, "{line}");
}

#[test]
fn the_chain_of_calls_is_a_flow() {
    let result = first()["results"][0].clone();
    let steps = result["codeFlows"][0]["threadFlows"][0]["locations"].clone();
    let told: Vec<(Value, Value)> = steps
        .as_array()
        .expect("a list")
        .iter()
        .map(|step| {
            let place = &step["location"]["physicalLocation"];
            (place["artifactLocation"]["uri"].clone(), step["location"]["message"]["text"].clone())
        })
        .collect();
    let wanted = [
        ("src/api.rs", "blocking call reached from async fn `handler`"),
        ("src/store.rs", "`load` calls `read_all`"),
        ("src/store.rs", "`read_all` reads a file"),
    ];
    assert_eq!(told, wanted.map(|(uri, text)| (Value::from(uri), Value::from(text))));
    let ids: Vec<Option<u64>> = result["relatedLocations"]
        .as_array()
        .expect("a list")
        .iter()
        .map(|place| place["id"].as_u64())
        .collect();
    assert_eq!(ids, [Some(1), Some(2), Some(3)]);
}

#[test]
fn paths_are_those_of_the_repository() {
    let shown = sample::shown(vec![sample::finding(0)], Vec::new());
    let uri = |base: &'static str| {
        let log = log(&Told { base: Path::new(base), ..shown.told() });
        let run = &log["runs"][0];
        let place = &run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"];
        (place.clone(), run["originalUriBaseIds"]["SRCROOT"]["uri"].clone())
    };
    let (place, base) = uri("/");
    assert_eq!((&place["uri"], base), (&"ws/src/api.rs".into(), "file:///".into()));
    let (place, _) = uri("/other");
    assert_eq!(place, serde_json::json!({"uri": "file:///ws/src/api.rs"}));
}

#[test]
fn brackets_are_no_links() {
    let mut finding = sample::finding(0);
    finding.finding.message = "`f[0](1)` blocks".to_owned();
    let log = log(&sample::shown(vec![finding], Vec::new()).told());
    let text = log["runs"][0]["results"][0]["message"]["text"].clone();
    assert!(text.as_str().is_some_and(|text| text.starts_with("`f\\[0\\](1)` blocks.")), "{text}");
}

#[test]
fn a_run_that_has_not_seen_everything_says_so() {
    let log = log(&sample::shown(Vec::new(), vec![sample::note(NoteKind::Manifest)]).told());
    let invocation = &log["runs"][0]["invocations"][0];
    assert_eq!(invocation["executionSuccessful"], false);
    assert_eq!(invocation["toolExecutionNotifications"][0]["message"]["text"], "no package name");
}

#[test]
fn a_fix_is_told_with_its_edits() {
    let log = log(&sample::shown(vec![sample::mendable()], Vec::new()).told());
    let fix = serde_json::json!({
        "description": {"text": "await the twin"},
        "artifactChanges": [{
            "artifactLocation": {"uri": "src/api.rs", "uriBaseId": "SRCROOT"},
            "replacements": [{
                "deletedRegion": {"startLine": 5, "startColumn": 17, "endLine": 5, "endColumn": 28},
                "insertedContent": {"text": "store::load_later"}
            }]
        }]
    });
    assert_eq!(log["runs"][0]["results"][0]["fixes"], serde_json::json!([fix]));
}

#[test]
fn what_is_suppressed_is_told_where_it_is_asked_for() {
    let mut shown = sample::shown(vec![sample::finding(0)], Vec::new());
    let text = "// asyncheck: allow(blocking-fs, reason = \"small\")\nfn f() {}\n";
    let file = FileId(shown.workspace.files.all.len() as u32);
    let told = SourceFile::new("/ws/src/told.rs".into(), "src/told.rs".into(), text.into());
    shown.workspace.files.all.push(told);
    let comment = Place { file, span: Span::new(20, 31) };
    let by = Some(By { comment, step: None });
    shown.verdict.silenced.push(Reported { silenced: by, ..sample::finding(1) });
    shown.verdict.listed.push(sample::finding(0));
    let results = |log: &Value| log["runs"][0]["results"].as_array().expect("a list").clone();
    assert_eq!(results(&log(&shown.told())).len(), 1, "GitHub would open alerts for the others");
    let log = log(&Told { with_suppressed: true, ..shown.told() });
    assert_eq!(invalid(&log), None);
    let results = results(&log);
    assert_eq!(results.len(), 3);
    assert!(results[0].get("suppressions").is_none());
    let silenced = &results[1]["suppressions"][0];
    assert_eq!(
        (&silenced["kind"], &silenced["justification"]),
        (&"inSource".into(), &"small".into())
    );
    assert_eq!(silenced["location"]["physicalLocation"]["region"]["startColumn"], 21);
    assert_eq!(results[2]["suppressions"], serde_json::json!([{"kind": "external"}]));
}

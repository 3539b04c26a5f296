//! The pages of rules, in every form.

use serde_json::Value;
use tempfile::TempDir;

use crate::cli::code;
use crate::cli::run;
use crate::cli::stderr;
use crate::cli::stdout;

fn explained(arguments: &[&str]) -> String {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let output = run(folder.path(), &[&["explain"], arguments].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    stdout(&output)
}

fn refused(arguments: &[&str]) -> String {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let output = run(folder.path(), &[&["explain"], arguments].concat());
    assert_eq!((code(&output), stdout(&output)), (2, String::new()));
    stderr(&output)
}

#[test]
fn a_page_has_three_forms() {
    let text = explained(&["blocking-fs"]);
    assert!(text.starts_with("blocking-fs\n") && text.contains("\nWhy\n"), "{text}");
    let markdown = explained(&["blocking-fs", "--format", "md"]);
    assert!(
        markdown.starts_with("# blocking-fs\n") && markdown.contains("\n## Why\n"),
        "{markdown}"
    );
    let json: Value =
        serde_json::from_str(&explained(&["blocking-fs", "--format=json"])).expect("it is JSON");
    assert_eq!(
        (&json["id"], &json["sections"][0]["title"]),
        (&"blocking-fs".into(), &"Why".into())
    );
}

#[test]
fn all_pages_can_be_had_at_once() {
    let rules = run(TempDir::new().expect("a folder").path(), &["rules", "--json"]);
    let rules: Vec<Value> = serde_json::from_str(&stdout(&rules)).expect("it is JSON");
    let pages: Vec<Value> =
        serde_json::from_str(&explained(&["--all", "--format", "json"])).expect("it is JSON");
    assert_eq!(pages.len(), rules.len());
    let markdown = explained(&["--all", "--format", "md"]);
    let text = explained(&["--all"]);
    for rule in &rules {
        let id = rule["id"].as_str().expect("it has an id");
        assert!(format!("\n{markdown}").contains(&format!("\n# {id}\n")), "{id}");
        assert!(format!("\n{text}").contains(&format!("\n{id}\n")), "{id}");
    }
}

#[test]
fn what_was_meant_is_told() {
    assert!(refused(&["blocking-fz"]).contains("did you mean `blocking-fs`?"));
    assert!(refused(&["guards"]).contains("`guards` is a group"));
    assert!(refused(&[]).contains("<RULE>"));
    assert!(refused(&["blocking-fs", "--all"]).contains("cannot be used with"));
    // As attributes and editors write it.
    assert_eq!(explained(&["blocking_fs"]), explained(&["asyncheck::blocking-fs"]));
}

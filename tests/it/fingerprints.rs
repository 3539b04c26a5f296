//! What makes a finding the same finding: golden values, and edits that change nothing.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::cli::package;
use crate::cli::run;
use crate::cli::stdout;

/// Two callers of one helper, and a closure and an async block that sleep themselves.
const LIBRARY: &str = "mod api;
mod store;
";

const STORE: &str = "pub fn load(id: u64) -> u64 {
    std::thread::sleep(std::time::Duration::from_millis(id));
    id
}
pub fn quick(id: u64) -> u64 {
    id
}
";

const API: &str = "use crate::store;
pub async fn first(id: u64) -> u64 {
    let row = id + 1;
    store::load(row)
}
pub async fn second(id: u64) -> u64 {
    store::quick(id)
}
pub async fn third() {
    let work = async {
        std::thread::sleep(std::time::Duration::from_secs(1));
    };
    work.await;
}
";

/// A package of these two modules.
fn demo(api: &str, store: &str) -> TempDir {
    package(LIBRARY, &[("src/api.rs", api), ("src/store.rs", store)])
}

/// The fingerprints, each with the function it is about.
fn prints(folder: &Path) -> BTreeMap<String, String> {
    let output = run(folder, &["--message-format=jsonl"]);
    let mut found = BTreeMap::new();
    for line in stdout(&output).lines() {
        let line: Value = serde_json::from_str(line).expect("it is JSON");
        if line["type"] == "finding" {
            let text = |key: &str| line[key].as_str().expect("it is a string").to_owned();
            found.insert(text("fingerprint"), text("function"));
        }
    }
    found
}

/// The functions of findings that only the second has.
fn new(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<String> {
    let only = after.iter().filter(|(print, _)| !before.contains_key(*print));
    only.map(|(_, function)| function.clone()).collect()
}

fn before() -> BTreeMap<String, String> {
    prints(demo(API, STORE).path())
}

#[test]
fn the_values_are_these() {
    let found: Vec<(String, String)> = before().into_iter().collect();
    let wanted = [
        ("062f801d4102166bd3fb63586d38c8fb", "demo::api::third"),
        ("ec7544f22fcc1f915ce8801ba92cc229", "demo::api::first"),
    ];
    let wanted = wanted.map(|(print, function)| (print.to_owned(), function.to_owned()));
    assert_eq!(found, wanted);
}

#[test]
fn fifty_lines_above_change_nothing() {
    let lines: String = (0..50).map(|n| format!("pub fn f{n}() {{ let _ = || {n}; }}\n")).collect();
    let api = API.replace("pub async fn first", &(lines + "pub async fn first"));
    let inside = "    let other = async { 1 };\n    other.await;\n    let work = async {\n";
    let api = api.replace("    let work = async {\n", inside);
    assert_eq!(prints(demo(&api, STORE).path()), before());
}

#[test]
fn another_file_for_the_same_module_changes_nothing() {
    let folder = demo(API, STORE);
    let source = folder.path().join("src");
    fs::create_dir(source.join("api")).expect("it can be made");
    fs::rename(source.join("api.rs"), source.join("api/mod.rs")).expect("it can be moved");
    assert_eq!(prints(folder.path()), before());
}

#[test]
fn another_name_for_a_local_changes_nothing() {
    let api = API.replace("row", "number").replace("work", "job");
    assert_eq!(prints(demo(&api, STORE).path()), before());
}

#[test]
fn another_layout_changes_nothing() {
    let api = API.replace("store::load(row)", "store::load(\n        row, // the next\n    )");
    assert_eq!(prints(demo(&api, STORE).path()), before());
}

#[test]
fn another_reason_below_changes_nothing() {
    let body = "nap(id);\n    id\n}\nfn nap(id: u64) {\n    \
        std::thread::sleep(std::time::Duration::from_millis(id));\n}\n";
    let (head, tail) = STORE.split_once("std::thread::sleep").expect("it sleeps");
    let (_, tail) = tail.split_once("id\n}\n").expect("the function ends");
    let store = format!("{head}{body}{tail}");
    assert_eq!(prints(demo(API, &store).path()), before());
}

#[test]
fn a_second_call_like_the_first_is_one_new_finding() {
    for api in [
        API.replace("    store::load(row)", "    store::load(row);\n    store::load(row)"),
        API.replace("    let row", "    store::load(id);\n    let row"),
    ] {
        let after = prints(demo(&api, STORE).path());
        assert_eq!(new(&before(), &after), ["demo::api::first"]);
        assert_eq!(new(&after, &before()), [""; 0]);
    }
}

#[test]
fn a_helper_that_begins_to_block_shows_at_its_unchanged_caller() {
    let nap = "{\n    std::thread::sleep(std::time::Duration::from_millis(id));\n";
    let store = STORE.replace("quick(id: u64) -> u64 {\n", &format!("quick(id: u64) -> u64 {nap}"));
    let after = prints(demo(API, &store).path());
    assert_eq!(new(&before(), &after), ["demo::api::second"]);
}

#[test]
fn what_is_silenced_elsewhere_changes_nothing() {
    let twice = API.replace("    store::load(row)", "    store::load(row);\n    store::load(row)");
    let silent = twice.replacen(
        "    store::load(row)",
        "    // asyncheck: allow(blocking-sleep)\n    store::load(row)",
        1,
    );
    let (all, fewer) = (prints(demo(&twice, STORE).path()), prints(demo(&silent, STORE).path()));
    assert_eq!((all.len(), fewer.len()), (3, 2));
    assert_eq!(new(&all, &fewer), [""; 0]);
}

#[test]
fn a_finding_in_a_comment_has_a_fingerprint_of_its_words() {
    let text =
        "// asyncheck: alow(all)\npub fn f() {}\n// asyncheck: alow(guards)\npub fn g() {}\n";
    let both = prints(package(text, &[]).path());
    let (_, second) = text.split_at(text.find("// asyncheck: alow(guards)").expect("it is there"));
    let one = prints(package(second, &[]).path());
    assert_eq!((both.len(), one.len()), (2, 1));
    assert_eq!(new(&both, &one), [""; 0]);
}

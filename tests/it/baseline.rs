//! A team with old findings turns it on today.

use std::fs;
use std::path::Path;

use serde_json::Value;
use tempfile::TempDir;

use crate::cli::code;
use crate::cli::package;
use crate::cli::run;
use crate::cli::stderr;
use crate::cli::stdout;

const SLEEP: &str = "std::thread::sleep(std::time::Duration::from_secs(1));";

/// A function that sleeps.
fn sleeper(name: &str) -> String {
    format!("pub async fn {name}() {{\n    {SLEEP}\n}}\n")
}

fn demo() -> TempDir {
    let library = format!("mod b;\n{}{}", sleeper("one"), sleeper("two"));
    package(&library, &[("src/b.rs", &sleeper("three"))])
}

fn edit(folder: &Path, file: &str, change: impl FnOnce(String) -> String) {
    let path = folder.join(file);
    let text = fs::read_to_string(&path).expect("it can be read");
    fs::write(path, change(text)).expect("it can be written");
}

fn list(folder: &Path) -> String {
    fs::read_to_string(folder.join("asyncheck-baseline.json")).expect("it was written")
}

const WITH: [&str; 3] = ["--message-format=short", "--baseline", "asyncheck-baseline.json"];

#[test]
fn what_was_there_is_not_told_and_what_is_new_is() {
    let folder = demo();
    let written = run(folder.path(), &["--write-baseline"]);
    assert_eq!((code(&written), stdout(&written)), (0, String::new()));
    assert!(stderr(&written).contains("note: 3 findings in "), "{}", stderr(&written));
    let second = run(folder.path(), &WITH);
    assert_eq!((code(&second), stdout(&second)), (0, String::new()));
    assert!(stderr(&second).starts_with("0 findings (3 known before);"), "{}", stderr(&second));
    edit(folder.path(), "src/b.rs", |text| format!("// One line.\n{text}{}", sleeper("four")));
    let third = run(folder.path(), &WITH);
    assert_eq!(code(&third), 1);
    assert_eq!(stdout(&third).lines().count(), 1);
    assert!(stdout(&third).starts_with("src/b.rs:6:"), "{}", stdout(&third));
}

#[test]
fn the_file_is_made_to_be_merged() {
    let folder = demo();
    run(folder.path(), &["--write-baseline", "--baseline", "known.json"]);
    let text = fs::read_to_string(folder.path().join("known.json")).expect("it was written");
    let value: Value = serde_json::from_str(&text).expect("it is JSON");
    assert_eq!(value["version"], 1);
    let rules = value["findings"]["src/lib.rs"]["blocking-sleep"].as_object().expect("a map");
    assert_eq!(rules.len(), 2);
    assert!(rules.keys().all(|print| print.len() == 32), "{text}");
    assert!(!text.contains(&*folder.path().to_string_lossy()), "{text}");
    assert_eq!(
        text.lines().filter(|line| line.ends_with(": 1") || line.ends_with(": 1,")).count(),
        4
    );
    run(folder.path(), &["--write-baseline", "--baseline", "again.json"]);
    assert_eq!(fs::read_to_string(folder.path().join("again.json")).expect("it is there"), text);
}

#[test]
fn a_file_that_moves_stays_known() {
    let folder = demo();
    run(folder.path(), &["--write-baseline"]);
    fs::create_dir(folder.path().join("src/b")).expect("it can be made");
    fs::rename(folder.path().join("src/b.rs"), folder.path().join("src/b/mod.rs"))
        .expect("it can be moved");
    let moved = run(folder.path(), &[&WITH[..], &["--deny-stale-baseline"]].concat());
    assert_eq!((code(&moved), stdout(&moved)), (0, String::new()));
    assert_eq!(code(&run(folder.path(), &["--prune-baseline"])), 0);
    assert!(list(folder.path()).contains("src/b/mod.rs"), "{}", list(folder.path()));
}

#[test]
fn what_is_fixed_is_told_and_can_be_removed() {
    let folder = demo();
    run(folder.path(), &["--write-baseline"]);
    edit(folder.path(), "src/lib.rs", |text| text.replacen(SLEEP, "", 1));
    let stale = run(folder.path(), &WITH);
    assert_eq!(code(&stale), 0);
    assert!(stderr(&stale).contains("note: 1 finding of the baseline"), "{}", stderr(&stale));
    let denied = run(folder.path(), &[&WITH[..], &["--deny-stale-baseline"]].concat());
    assert_eq!(code(&denied), 1);
    let pruned = run(folder.path(), &[&WITH[..], &["--prune-baseline"]].concat());
    assert!(stderr(&pruned).contains("note: 1 finding removed"), "{}", stderr(&pruned));
    assert_eq!(list(folder.path()).matches(": 1").count(), 3);
    let denied = run(folder.path(), &[&WITH[..], &["--deny-stale-baseline"]].concat());
    assert_eq!((code(&denied), stdout(&denied)), (0, String::new()));
    // What comes back is new.
    edit(folder.path(), "src/lib.rs", |text| {
        text.replacen("{\n    \n", &format!("{{\n    {SLEEP}\n"), 1)
    });
    assert_eq!(code(&run(folder.path(), &WITH)), 1);
}

#[test]
fn entries_about_code_that_is_not_judged_stay() {
    let test = format!("#[tokio::test]\n{}", sleeper("waits"));
    let folder = package(&sleeper("one"), &[("tests/t.rs", &test)]);
    let all = ["-W", "all", "--all-targets"];
    run(folder.path(), &[&all[..], &["--write-baseline"]].concat());
    let before = list(folder.path());
    assert!(before.contains("tests/t.rs") && before.contains("src/lib.rs"), "{before}");
    let narrow =
        [&WITH[..], &["-W", "all", "--lib", "--deny-stale-baseline", "--prune-baseline"]].concat();
    assert_eq!(code(&run(folder.path(), &narrow)), 0);
    assert_eq!(list(folder.path()), before);
    run(folder.path(), &["-W", "all", "--lib", "--write-baseline"]);
    assert_eq!(list(folder.path()), before);
    fs::remove_file(folder.path().join("tests/t.rs")).expect("it can be removed");
    assert_eq!(code(&run(folder.path(), &narrow)), 0);
    assert!(!list(folder.path()).contains("tests/t.rs"), "{}", list(folder.path()));
}

#[test]
fn a_baseline_of_half_the_code_is_not_written() {
    let folder = demo();
    edit(folder.path(), "src/b.rs", |text| text + "pub fn broken( {\n");
    let output = run(folder.path(), &["--write-baseline"]);
    assert_eq!(code(&output), 2);
    assert!(
        stderr(&output).contains("the baseline is not written: src/b.rs:4:"),
        "{}",
        stderr(&output)
    );
    assert!(!folder.path().join("asyncheck-baseline.json").exists());
}

#[test]
fn a_wrong_baseline_is_told_with_its_place() {
    let folder = demo();
    let missing = run(folder.path(), &WITH);
    assert_eq!(code(&missing), 2);
    assert!(stderr(&missing).contains("`--write-baseline` makes one"), "{}", stderr(&missing));
    run(folder.path(), &["--write-baseline"]);
    edit(folder.path(), "asyncheck-baseline.json", |text| {
        text.replacen("    \"", "<<<<<<< ours\n    \"", 1)
    });
    let broken = run(folder.path(), &WITH);
    assert_eq!(code(&broken), 2);
    assert!(stderr(&broken).contains("asyncheck-baseline.json:4:1"), "{}", stderr(&broken));
    assert_eq!(code(&run(folder.path(), &["--deny-stale-baseline"])), 2);
    assert_eq!(code(&run(folder.path(), &["--write-baseline", "src/lib.rs"])), 2);
}

#[test]
fn what_is_known_is_in_no_report() {
    let folder = demo();
    run(folder.path(), &["--write-baseline"]);
    let output = run(folder.path(), &[&WITH[..], &["--report", "gitlab=out.json"]].concat());
    assert_eq!(code(&output), 0);
    assert_eq!(fs::read_to_string(folder.path().join("out.json")).expect("it is there"), "[]\n");
}

#[test]
fn the_configuration_can_name_it() {
    let folder = demo();
    let config = "baseline = \"ci/known.json\"\n";
    fs::create_dir(folder.path().join("ci")).expect("it can be made");
    fs::write(folder.path().join("asyncheck.toml"), config).expect("it can be written");
    let missing = run(folder.path(), &["check"]);
    assert_eq!(code(&missing), 2, "a list that is not there is no empty list");
    assert!(stderr(&missing).contains("known.json"), "{}", stderr(&missing));
    assert_eq!(code(&run(folder.path(), &["--write-baseline"])), 0);
    assert!(folder.path().join("ci/known.json").exists());
    // The path counts from the file that says it.
    let inside = folder.path().join("src");
    let known = run(&inside, &["check", "--deny-stale-baseline"]);
    assert_eq!((code(&known), stdout(&known)), (0, String::new()), "{}", stderr(&known));
    for other in [&["--no-baseline"][..], &["--isolated"], &["--baseline", "other.json"]] {
        fs::write(folder.path().join("other.json"), "{\"version\": 1, \"findings\": {}}")
            .expect("it can be written");
        assert_eq!(code(&run(folder.path(), other)), 1, "{other:?}");
    }
    let shown = run(folder.path(), &["config", "show"]);
    assert!(stdout(&shown).contains("ci/known.json"), "{}", stdout(&shown));
}

#[test]
fn a_part_of_the_workspace_names_none() {
    let folder = demo();
    fs::write(folder.path().join("src/asyncheck.toml"), "baseline = \"known.json\"\n")
        .expect("it can be written");
    let refused = run(folder.path(), &["check"]);
    assert_eq!(code(&refused), 2);
    let said = stderr(&refused);
    assert!(
        said.contains("a run has one baseline") && said.contains("src/asyncheck.toml"),
        "{said}"
    );
    let nothing = package("", &[]);
    let refused = run(nothing.path(), &["check", "--deny-stale-baseline"]);
    assert_eq!(code(&refused), 2);
    assert!(stderr(&refused).contains("no baseline is named"), "{}", stderr(&refused));
}

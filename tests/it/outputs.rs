//! What is told, where, and how much of it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::cli::code;
use crate::cli::command;
use crate::cli::package;
use crate::cli::run;
use crate::cli::stderr;
use crate::cli::stdout;

/// Two findings at warn and one at deny.
const LIBRARY: &str = "// asyncheck: alow(all)
pub async fn f() {
    std::thread::sleep(std::time::Duration::from_secs(1));
}

pub struct Disk;

impl std::future::Future for Disk {
    type Output = ();

    fn poll(
        self: std::pin::Pin<&mut Self>,
        _: &mut std::task::Context<'_>,
    ) -> std::task::Poll<()> {
        let _ = std::fs::read(\"a\");
        std::task::Poll::Ready(())
    }
}
";

/// All of them.
pub const FORMATS: [&str; 13] = [
    "human",
    "short",
    "narrated",
    "json",
    "json-diagnostic-rendered-ansi",
    "json-diagnostic-short",
    "jsonl",
    "sarif",
    "github",
    "gitlab",
    "junit",
    "rdjson",
    "checkstyle",
];

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("it can be read").flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn every_format_tells_every_finding() {
    let folder = package(LIBRARY, &[]);
    for format in FORMATS {
        let output = run(folder.path(), &["--message-format", format]);
        assert_eq!(code(&output), 1, "{format}: {}", stderr(&output));
        let text = stdout(&output);
        for part in ["blocking-sleep", "blocking-fs", "malformed-suppression", "src/lib.rs"] {
            assert!(text.contains(part), "{format}: {part} is not in {text}");
        }
        let again = run(folder.path(), &["--message-format", format]);
        assert_eq!(text, stdout(&again), "{format}");
    }
}

#[test]
fn a_report_is_what_the_format_prints() {
    let folder = package(LIBRARY, &[]);
    for format in FORMATS {
        let report = format!("{format}=out.txt");
        let output = run(folder.path(), &["-v", "--message-format=short", "--report", &report]);
        assert_eq!(code(&output), 1, "{format}");
        assert_eq!(stdout(&output).lines().count(), 3, "{format}");
        let written = fs::read_to_string(folder.path().join("out.txt")).expect("it is there");
        let printed = run(folder.path(), &["-v", "--message-format", format]);
        assert_eq!(written, stdout(&printed), "{format}");
    }
    assert_eq!(names(folder.path()), ["Cargo.toml", "out.txt", "src"]);
}

#[test]
fn several_reports_are_written_in_one_run() {
    let folder = package(LIBRARY, &[]);
    let reports = ["--report", "sarif=a.sarif", "--report=junit=b.xml"];
    assert_eq!(code(&run(folder.path(), &reports)), 1);
    assert_eq!(names(folder.path()), ["Cargo.toml", "a.sarif", "b.xml", "src"]);
    let bad = run(folder.path(), &["--report", "sarrif=a"]);
    assert_eq!(code(&bad), 2);
    assert!(stderr(&bad).contains("no format `sarrif`"), "{}", stderr(&bad));
}

#[test]
fn the_environment_of_github_gets_annotations_and_a_page() {
    let folder = package(LIBRARY, &[]);
    let page = folder.path().join("page.md");
    fs::write(&page, "before\n").expect("it can be written");
    let run_there = |arguments: &[&str]| {
        let mut command = command(folder.path(), arguments);
        command.env("GITHUB_ACTIONS", "true").env("GITHUB_STEP_SUMMARY", &page);
        stdout(&command.output().expect("it starts"))
    };
    let text = run_there(&[]);
    let commands: Vec<&str> = text.lines().filter(|line| line.starts_with("::")).collect();
    assert_eq!(commands.len(), 3, "{text}");
    assert!(commands[0].starts_with("::error title=asyncheck (blocking-sleep),file=src/lib.rs,"));
    let told = fs::read_to_string(&page).expect("it is there");
    assert!(told.starts_with("before\n### asyncheck\n\n3 findings (1 denied, 2 warned)"), "{told}");
    // Who asks for another format, or for a file, gets that and nothing else.
    assert!(!run_there(&["--message-format=short"]).contains("::error"));
    assert!(!run_there(&["--report", "github=notes.txt"]).contains("::error"));
}

#[test]
fn paths_are_those_of_the_checkout() {
    let folder = package(LIBRARY, &[]);
    let parent = folder.path().parent().expect("it has one");
    let name = folder.path().file_name().expect("it has one").to_string_lossy().into_owned();
    let mut command = command(folder.path(), &["--message-format=gitlab"]);
    let output = command.env("CI_PROJECT_DIR", parent).output().expect("it starts");
    let issues: Value = serde_json::from_str(&stdout(&output)).expect("it is JSON");
    assert_eq!(issues[0]["location"]["path"], format!("{name}/src/lib.rs"));
    fs::create_dir(folder.path().join("src/.git")).expect("it can be made");
    let own = run(folder.path(), &["--message-format=gitlab"]);
    let issues: Value = serde_json::from_str(&stdout(&own)).expect("it is JSON");
    assert_eq!(issues[0]["location"]["path"], "src/lib.rs");
}

#[test]
fn fingerprints_are_the_same_in_every_format_and_no_two_are_equal() {
    let folder = package(&LIBRARY.repeat(2).replacen("fn f", "fn g", 1), &[]);
    let read = |format: &str| -> Value {
        let text = stdout(&run(folder.path(), &["--message-format", format]));
        let text =
            if format == "jsonl" { format!("[{}]", text.trim().replace('\n', ",")) } else { text };
        serde_json::from_str(&text).expect("it is JSON")
    };
    let collect = |values: &Value, at: &dyn Fn(&Value) -> Option<String>| -> Vec<String> {
        values.as_array().expect("a list").iter().filter_map(at).collect()
    };
    let text = |value: &Value| value.as_str().map(str::to_owned);
    let lines = collect(&read("jsonl"), &|line| text(&line["fingerprint"]));
    let issues = collect(&read("gitlab"), &|issue| text(&issue["fingerprint"]));
    let results = collect(&read("sarif")["runs"][0]["results"], &|result| {
        text(&result["partialFingerprints"]["asyncheck/v1"])
    });
    assert_eq!((lines.len(), &lines, &lines), (6, &issues, &results));
    assert_eq!(lines.into_iter().collect::<BTreeSet<_>>().len(), 6);
}

#[test]
fn statistics_count_instead_of_telling() {
    let folder = package(LIBRARY, &[]);
    let output = run(folder.path(), &["--statistics"]);
    assert_eq!(code(&output), 1);
    assert_eq!(
        stdout(&output),
        "     1  blocking-fs (0 denied, 1 warned)\n     1  blocking-sleep (1 denied, 0 warned)\n     \
         1  malformed-suppression (0 denied, 1 warned)\n"
    );
    let json = run(folder.path(), &["--statistics", "--message-format=jsonl"]);
    assert_eq!(stdout(&json).lines().count(), 3);
    assert_eq!(code(&run(folder.path(), &["--statistics", "--message-format=sarif"])), 2);
}

#[test]
fn the_first_findings_can_be_asked_for() {
    let folder = package(LIBRARY, &[]);
    let output = run(folder.path(), &["--max-diagnostics", "1", "--message-format=short"]);
    assert_eq!((code(&output), stdout(&output).lines().count()), (1, 1));
    assert!(stderr(&output).contains("note: 1 of 3 findings are shown"), "{}", stderr(&output));
    assert!(stderr(&output).contains("3 findings (1 denied, 2 warned)"), "{}", stderr(&output));
    let all = run(folder.path(), &["--max-diagnostics", "3", "--message-format=short"]);
    assert_eq!(stdout(&all).lines().count(), 3);
}

#[test]
fn the_exit_code_can_be_chosen() {
    let folder = package(LIBRARY, &[]);
    for (arguments, wanted) in [
        (&["--exit-zero"][..], 0),
        (&["--exit-zero", "--deny-warnings"], 0),
        (&["--exit-zero", "--bogus"], 2),
        (&["-W", "blocking"], 0),
        (&["-W", "blocking", "--max-warnings", "3"], 0),
        (&["-W", "blocking", "--max-warnings", "2"], 1),
        (&["-W", "blocking", "--max-warnings", "2", "--exit-zero"], 0),
    ] {
        assert_eq!(code(&run(folder.path(), arguments)), wanted, "{arguments:?}");
    }
}

#[test]
fn the_files_that_are_judged_can_be_listed() {
    let folder = package("mod a;\n", &[("src/a.rs", ""), ("tests/t.rs", ""), ("src/b.rs", "")]);
    let listed = |arguments: &[&str]| stdout(&run(folder.path(), arguments));
    assert_eq!(listed(&["--show-files"]), "src/a.rs\nsrc/lib.rs\n");
    assert_eq!(listed(&["--show-files", "--tests"]), "src/a.rs\nsrc/lib.rs\ntests/t.rs\n");
}

#[test]
fn the_levels_that_hold_can_be_shown() {
    let folder = package(LIBRARY, &[]);
    let shown = run(folder.path(), &["--show-settings", "-A", "blocking-fs"]);
    assert_eq!(code(&shown), 0);
    let text = stdout(&shown);
    let line = text.lines().find(|line| line.starts_with("blocking-fs "));
    assert!(line.is_some_and(|line| line.contains("allow")), "{text}");
}

#[test]
fn the_time_that_each_part_took_can_be_asked_for() {
    let folder = package(LIBRARY, &[]);
    let output = run(folder.path(), &["--timings", "--message-format=short"]);
    assert_eq!((code(&output), stdout(&output).lines().count()), (1, 3));
    let told = stderr(&output);
    for part in [" ms  manifests and texts\n", " ms  rules\n", " ms  output\n", "the slowest rules"]
    {
        assert!(told.contains(part), "{part} is not in {told}");
    }
    assert!(!stderr(&run(folder.path(), &[])).contains(" ms "));
}

#[test]
fn shells_get_scripts_and_people_a_manual() {
    let folder = package("", &[]);
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let output = run(folder.path(), &["completions", shell]);
        assert_eq!(code(&output), 0, "{shell}");
        assert!(stdout(&output).contains("message-format"), "{shell}");
    }
    assert_eq!(code(&run(folder.path(), &["completions", "csh"])), 2);
    let manual = stdout(&run(folder.path(), &["man"]));
    assert!(manual.contains(".TH cargo") && manual.contains("inspect"), "{manual}");
    let check = stdout(&run(folder.path(), &["man", "check"]));
    assert!(check.contains("max\\-warnings"), "{check}");
}

#[test]
fn programs_can_ask_for_the_version() {
    let folder = package("", &[]);
    let output = run(folder.path(), &["version", "--format", "json"]);
    let version: Value = serde_json::from_str(&stdout(&output)).expect("it is JSON");
    assert_eq!(version["name"], "cargo-asyncheck");
    assert_eq!(version["version"], env!("CARGO_PKG_VERSION"));
}

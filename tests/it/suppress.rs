//! `--suppress`: the comments that are written, and what they silence.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

use crate::cli::code;
use crate::cli::copy;
use crate::cli::package;
use crate::cli::run;
use crate::cli::stderr;
use crate::cli::stdout;

/// Findings in every place where a comment is not easily put.
const PLACES: &str = r#"macro_rules! twice {
    ($e:expr) => {
        async { ($e, std::fs::read("in a template")) }
    };
}
pub async fn places(first: bool) -> Vec<u8> {
    let _ = std::fs::read("a statement");
    let _count = names().iter()
        .map(|name| name.len())
        .map(|_| std::fs::read("a link").is_ok())
        .count();
    println!(
        "{:?} {:?}",
        std::fs::read("an argument of a macro"),
        std::fs::read("another"),
    );
    tokio::select! {
        _ = async { std::fs::read("in an arm") } => {}
    }
    let _ = twice!(1).await;
    match first {
        true => drop(std::fs::read("an arm")),
        false => { let _ = std::fs::read("a"); let _ = std::fs::read("two on a line"); }
    }
    let _text = "// asyncheck: this is text
    "; let _ = std::fs::read("behind a string of two lines");
    std::fs::read("the tail").unwrap()
}
fn names() -> Vec<String> { Vec::new() } pub async fn line() { let _ = std::fs::read("a function behind another"); }
"#;

const WARNED: [&str; 4] = ["-W", "blocking-fs", "--message-format=short", "--only"];

/// The rules of findings and of comments, one line each.
fn told(folder: &Path, more: &[&str]) -> Vec<String> {
    let rules = "blocking-fs,unused-suppression,malformed-suppression";
    let output = run(folder, &[&WARNED[..], &[rules], more].concat());
    assert!(code(&output) < 2, "{}", stderr(&output));
    stdout(&output).lines().map(str::to_owned).collect()
}

fn silence(folder: &Path, more: &[&str]) -> String {
    let output = run(folder, &[&WARNED[..], &["blocking-fs", "--suppress"], more].concat());
    assert_eq!((code(&output), stdout(&output)), (0, String::new()), "{}", stderr(&output));
    stderr(&output)
}

fn text(folder: &TempDir) -> String {
    fs::read_to_string(folder.path().join("src/lib.rs")).expect("it is there")
}

/// A text without the comments that were written into it.
fn without_comments(text: &str) -> String {
    let is_own = |line: &&str| !line.trim_start().starts_with("// asyncheck: allow(");
    let mut code: String = text.split_inclusive('\n').filter(is_own).collect();
    while let Some(start) = code.find("/* asyncheck: allow(") {
        let length = code[start..].find(" */ ").expect("it is closed") + " */ ".len();
        code.replace_range(start..start + length, "");
    }
    code
}

#[test]
fn every_place_gets_a_comment_that_holds() {
    for code in [PLACES.to_owned(), PLACES.replace('\n', "\r\n"), format!("\u{feff}{PLACES}")] {
        let folder = package(&code, &[]);
        let before = told(folder.path(), &[]);
        assert!(before.len() > 10, "{before:#?}");
        let notes = silence(folder.path(), &["--reason", "said \"so\" \\ */\n here"]);
        let count = format!("{} findings silenced by ", before.len());
        assert!(notes.contains(&count), "{notes}");
        let written = text(&folder);
        assert!(written.contains("allow(blocking-fs, reason = \"said \\\"so\\\" \\\\ */ here\")"));
        assert_eq!(told(folder.path(), &[]), [""; 0], "{written}");
        // All that was there is still found, and nothing else has changed.
        assert_eq!(told(folder.path(), &["--ignore-suppressions"]).len(), before.len());
        assert_eq!(without_comments(&written), code);
        // Not the whole function for one statement of it.
        assert!(!written.contains(")\npub async fn places"), "{written}");
        let ends = written.matches("\r\n").count();
        assert_eq!(ends, if code.contains('\r') { written.lines().count() } else { 0 });
    }
}

#[test]
fn a_second_run_of_the_sample_is_clean() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/workspaces/orders"), folder.path());
    let run = |more: &[&str]| {
        let all = ["--workspace", "--all-targets", "-W", "all", "--message-format=short"];
        run(folder.path(), &[&all, more].concat())
    };
    let before = stdout(&run(&["--ignore-suppressions"])).lines().count();
    let output = run(&["--suppress", "--reason", "known"]);
    assert_eq!((code(&output), stdout(&output)), (0, String::new()), "{}", stderr(&output));
    let again = run(&[]);
    assert_eq!((code(&again), stdout(&again)), (0, String::new()));
    assert_eq!(stdout(&run(&["--ignore-suppressions"])).lines().count(), before);
}

#[test]
fn what_no_comment_can_silence_is_told() {
    let library =
        "// asyncheck: alow(all)\npub async fn f() {\n    let _ = std::fs::read(\"a\");\n}\n";
    let folder = package(library, &[]);
    let output = run(folder.path(), &["-W", "blocking-fs", "--suppress", "--message-format=short"]);
    assert!(stdout(&output).contains("malformed-suppression"), "{}", stdout(&output));
    let notes = stderr(&output);
    let sentence = "1 finding silenced by 1 comment in 1 file; no comment can silence 1 finding\n";
    assert!(notes.contains(sentence), "{notes}");
    assert!(text(&folder).contains("    // asyncheck: allow(blocking-fs)\n    let _"));
}

#[test]
fn a_reason_that_is_required_is_asked_for_before_anything_is_written() {
    let library = "pub async fn f() {\n    let _ = std::fs::read(\"a\");\n}\n";
    let folder = package(library, &[("asyncheck.toml", "require-reason = true\n")]);
    let output = run(folder.path(), &["-W", "blocking-fs", "--suppress"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("add `--reason"), "{}", stderr(&output));
    assert_eq!(text(&folder), library);
    let output = run(folder.path(), &["-W", "blocking-fs", "--suppress", "--reason", "small"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(code(&run(folder.path(), &["-W", "blocking-fs", "--deny-warnings"])), 0);
}

#[test]
fn only_what_is_asked_for_is_written() {
    let library = "pub mod a;\npub async fn f() {\n    let _ = std::fs::read(\"a\");\n}\n";
    let other = "pub async fn g() {\n    let _ = std::fs::read(\"a\");\n}\n";
    let folder = package(library, &[("src/a.rs", other)]);
    silence(folder.path(), &["src/a.rs"]);
    assert_eq!(text(&folder), library);
    let left = told(folder.path(), &[]);
    assert!(left.len() == 1 && left[0].starts_with("src/lib.rs:3:"), "{left:?}");
}

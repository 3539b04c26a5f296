//! Comments and attributes that silence findings, as the command sees them.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::cli::code;
use crate::cli::package;
use crate::cli::run;
use crate::cli::stderr;
use crate::cli::stdout;

/// Each carrier once, written as nobody would leave it: rustfmt moves all of them.
const CARRIERS: &str = r#"
pub async fn a() {
// asyncheck: allow(blocking-fs, reason = "above a statement")
  let _ = std::fs::read( "a" );
  let _ = std::fs::read("a"); // asyncheck: allow(blocking-fs, reason = "behind a statement")
  let _some_long_name_of_a_variable = std::fs::copy("the first of two paths that are long", "the second one"); // asyncheck: allow(blocking-fs, reason = "behind what is wrapped")
  let _ = names().iter().map(|name| name.len()).chain(Some(1)).map(|length| length + 1)
    // asyncheck: allow(blocking-fs, reason = "above a link")
    .map(|_| std::fs::read("a")).map(|read| read.is_ok()).filter(|good| *good).map(|good| !good).count();
  match names().len() {
    // asyncheck: allow(blocking-fs, reason = "above an arm")
    0 => drop(std::fs::read("a")), _ => {}
  }
  #[cfg_attr(false, asyncheck::allow(blocking_fs, reason = "a statement with a long text that makes the line too long"))] let _ = std::fs::read("a");
  #[cfg_attr(any(), asyncheck::allow(blocking_fs, reason = "an expression"))] std::fs::read("a").unwrap();
  if names().is_empty() { // asyncheck: allow(blocking-fs, reason = "behind the head of a block")
  }
  tokio::select! {
    // asyncheck: allow(blocking-fs, reason = "inside a macro")
    _ = async { std::fs::read("a") } => {}
  }
}
fn names() -> Vec<String> { Vec::new() }
#[cfg_attr(false, asyncheck::allow(blocking_fs, reason = "a function"))] pub async fn b() { let _ = std::fs::read("a"); }
pub async fn c() { #![cfg_attr(false, asyncheck::allow(blocking_fs, reason = "from inside"))] let _ = std::fs::read("a"); }
#[cfg_attr(false, asyncheck::expect(blocking_fs, reason = "the tail"))]
pub async fn d() -> Vec<u8> { std::fs::read("a").unwrap() }
"#;

/// Lines of all findings, those that are silenced too, and how many are not.
fn judged(folder: &Path) -> (usize, Vec<String>) {
    let lines = |arguments: &[&str]| {
        let output =
            run(folder, &[&["--message-format=short", "-W", "blocking-fs"], arguments].concat());
        stdout(&output).lines().map(str::to_owned).collect::<Vec<_>>()
    };
    let all = lines(&["--only", "blocking-fs", "--ignore-suppressions"]);
    let judged = "blocking-fs,unused-suppression,unfulfilled-expectation,malformed-suppression";
    (all.len(), lines(&["--only", judged]))
}

#[test]
fn rustfmt_moves_no_carrier_away() {
    let folder = package(CARRIERS, &[]);
    let idle = "behind the head of a block";
    let (all, left) = judged(folder.path());
    assert!(all > 8, "{all}");
    assert_eq!(left.len(), 1, "only `{idle}` has nothing to silence: {left:#?}");
    let file = folder.path().join("src/lib.rs");
    let formatted = Command::new("rustfmt").args(["--edition", "2024"]).arg(&file).status();
    assert!(formatted.expect("rustfmt starts").success(), "rustfmt takes every carrier");
    let text = fs::read_to_string(&file).expect("it is there");
    assert_ne!(text, CARRIERS);
    let (all_after, left_after) = judged(folder.path());
    assert_eq!((all_after, left_after.len()), (all, 1), "{left_after:#?}\n{text}");
}

#[test]
fn a_comment_at_a_step_silences_every_caller() {
    let library = "pub async fn first() {\n    load();\n}\npub async fn second() {\n    load();\n}\n\
        fn load() {\n    // asyncheck: allow(blocking-sleep, reason = \"short\")\n    \
        std::thread::sleep(std::time::Duration::from_millis(1));\n}\n";
    let folder = package(library, &[]);
    let output = run(folder.path(), &["-v"]);
    assert_eq!((code(&output), stdout(&output)), (0, String::new()));
    let notes = stderr(&output);
    for line in [2, 5] {
        let told = format!(
            "note: src/lib.rs:{line}:5: `blocking-sleep` is silenced by src/lib.rs:8:25, at step 1 of \
             its chain\n"
        );
        assert!(notes.contains(&told), "{notes}");
    }
    let quiet = stderr(&run(folder.path(), &[]));
    assert!(quiet.contains("2 suppressed") && !quiet.contains("is silenced by"), "{quiet}");
}

#[test]
fn a_reason_can_be_required() {
    let library = "pub async fn f() {\n    // asyncheck: allow(blocking-sleep)\n    \
        std::thread::sleep(std::time::Duration::from_secs(1));\n}\n";
    let folder = package(library, &[("asyncheck.toml", "require-reason = true\n")]);
    let output = run(folder.path(), &["--message-format=short"]);
    assert_eq!(code(&output), 1);
    assert!(stdout(&output).contains("error[suppression-without-reason]"), "{}", stdout(&output));
    assert_eq!(code(&run(folder.path(), &["--isolated"])), 0);
}

//! `--stdin-filename`: code that is not saved yet.

use std::io::Write;
use std::path::Path;
use std::process::Output;
use std::process::Stdio;

use crate::cli::code;
use crate::cli::command;
use crate::cli::package;
use crate::cli::stderr;
use crate::cli::stdout;
use crate::outputs::FORMATS;

const SLEEPS: &str =
    "pub async fn nap() { std::thread::sleep(std::time::Duration::from_secs(1)) }\n";
const CALM: &str = "pub mod other;\npub async fn f() { other::nap().await }\n";

/// The command with this text on its standard input.
fn fed(folder: &Path, text: &[u8], arguments: &[&str]) -> Output {
    let mut command = command(folder, arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    // Where the arguments are refused nobody reads it.
    let _ = stdin.write_all(text);
    drop(stdin);
    child.wait_with_output().expect("it ends")
}

#[test]
fn what_is_not_saved_is_judged_in_its_place() {
    let folder = package(CALM, &[("src/other.rs", SLEEPS)]);
    let text = format!("{CALM}{SLEEPS}");
    let short = ["--message-format", "short", "--stdin-filename", "src/lib.rs"];
    let output = fed(folder.path(), text.as_bytes(), &[&["check", "-"], &short[..]].concat());
    assert_eq!(code(&output), 1);
    let found = stdout(&output);
    assert!(found.starts_with("src/lib.rs:3:22: error[blocking-sleep]"), "{found}");
    assert_eq!(found.lines().count(), 1, "the other file is read and not told of: {found}");
    let output = fed(folder.path(), CALM.as_bytes(), &[&["check"], &short[..]].concat());
    assert_eq!((code(&output), stdout(&output)), (0, String::new()), "{}", stderr(&output));
}

#[test]
fn what_others_do_is_known_in_it() {
    let folder = package("pub mod other;\n", &[("src/other.rs", "pub fn nap() {}\n")]);
    let blocking = SLEEPS.replace("async ", "");
    std::fs::write(folder.path().join("src/other.rs"), blocking).expect("it can be written");
    let text = "pub mod other;\npub async fn f() { other::nap() }\n";
    let output = fed(
        folder.path(),
        text.as_bytes(),
        &["check", "--message-format=short", "--stdin-filename=./src/../src/lib.rs"],
    );
    assert!(stdout(&output).contains("src/lib.rs:2:20: "), "{}", stderr(&output));
}

#[test]
fn a_file_need_not_be_there_yet() {
    let folder = package("pub mod new;\n", &[]);
    let arguments = ["check", "--message-format=short", "--stdin-filename=src/new.rs"];
    let output = fed(folder.path(), SLEEPS.as_bytes(), &arguments);
    assert!(stdout(&output).starts_with("src/new.rs:1:22: "), "{}", stderr(&output));
    let lone = tempfile::TempDir::new().expect("a folder can be made");
    let output = fed(lone.path(), SLEEPS.as_bytes(), &arguments);
    assert!(stdout(&output).contains("new.rs:1:22: "), "{}", stderr(&output));
}

#[test]
fn every_format_tells_of_it() {
    let folder = package("", &[]);
    for format in FORMATS {
        let arguments = ["check", "--message-format", format, "--stdin-filename", "src/lib.rs"];
        let output = fed(folder.path(), SLEEPS.as_bytes(), &arguments);
        let printed = stdout(&output);
        assert_eq!(code(&output), 1, "{format}: {}", stderr(&output));
        assert!(printed.contains("blocking-sleep") && printed.contains("src/lib.rs"), "{printed}");
    }
}

#[test]
fn a_file_of_no_target_is_told() {
    let folder = package("", &[]);
    for name in ["src/nowhere.rs", "../elsewhere.rs"] {
        let output = fed(folder.path(), SLEEPS.as_bytes(), &["check", "--stdin-filename", name]);
        assert_eq!((code(&output), stdout(&output)), (0, String::new()));
        let note = format!("note: `{name}` belongs to no package that is judged: skipped");
        assert!(stderr(&output).contains(&note), "{}", stderr(&output));
    }
}

#[test]
fn what_needs_files_is_refused() {
    let folder = package("", &[]);
    let refused = |arguments: &[&str], part: &str| {
        let output = fed(folder.path(), b"", &[&["check"], arguments].concat());
        assert_eq!((code(&output), stdout(&output)), (2, String::new()), "{arguments:?}");
        assert!(stderr(&output).contains(part), "{arguments:?}: {}", stderr(&output));
    };
    for flag in [
        "--fix",
        "--unsafe-fixes",
        "--diff",
        "--suppress",
        "--staged",
        "--since=HEAD",
        "--write-baseline",
        "--prune-baseline",
        "--with=check",
    ] {
        refused(&["--stdin-filename=src/lib.rs", flag], "cannot be used with");
    }
    refused(&["-"], "--stdin-filename PATH");
    refused(&["src", "--stdin-filename=src/lib.rs"], "no other paths can be named");
}

#[test]
fn a_text_that_is_none_fails_the_run() {
    let folder = package("", &[]);
    let output = fed(folder.path(), b"\xff", &["check", "--stdin-filename=src/lib.rs"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("standard input cannot be read"), "{}", stderr(&output));
}

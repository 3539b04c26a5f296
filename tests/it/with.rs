//! `--with`: cargo's own checks beside ours.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Output;

use serde_json::Value;

use crate::cli::code;
use crate::cli::command;
use crate::cli::package;
use crate::cli::stderr;
use crate::cli::stdout;

/// One finding at deny.
const SLEEPS: &str = "pub async fn f() {
    std::thread::sleep(std::time::Duration::from_secs(1));
}
";

/// Prints more than a pipe holds, then the end of its stream, and ends as it is told.
#[cfg(unix)]
const FAKE_CARGO: &str = r#"#!/bin/sh
echo "$*" >> "$FAKE_FOLDER/called"
i=0
while [ $i -lt 2000 ]; do
  echo '{"reason":"compiler-artifact","fresh":false,"filler":"0123456789012345678901234567890123456789"}'
  i=$((i+1))
done
echo '{"reason":"build-finished","success":true}'
exit "$FAKE_CODE"
"#;

fn output(mut command: Command) -> Output {
    command.output().expect("the command starts")
}

fn messages(output: &Output) -> Vec<Value> {
    let text = stdout(output);
    text.lines().map(|line| serde_json::from_str(line).expect("it is JSON")).collect()
}

/// What a run beside a fake cargo prints: how many lines of cargo's, then ours.
#[cfg(unix)]
fn beside_fake(folder: &Path, ends_with: &str, arguments: &[&str]) -> (Output, usize, Vec<Value>) {
    use std::os::unix::fs::PermissionsExt;

    let fake = folder.join("fake-cargo");
    fs::write(&fake, FAKE_CARGO).expect("it can be written");
    fs::set_permissions(&fake, fs::Permissions::from_mode(0o755)).expect("it is ours");
    let mut command = command(folder, arguments);
    command.env("CARGO", &fake).env("FAKE_FOLDER", folder).env("FAKE_CODE", ends_with);
    let output = output(command);
    let mut all = messages(&output);
    let first = all.iter().take_while(|message| message["reason"] == "compiler-artifact").count();
    let own = all.split_off(first);
    (output, first, own)
}

#[cfg(unix)]
#[test]
fn cargo_comes_first_and_the_end_once() {
    let clean = package("pub fn f() {}\n", &[]);
    let guilty = package(SLEEPS, &[]);
    let with = ["--message-format=json", "--with", "check"];
    let twice = [&with[..], &["--with", "clippy"]].concat();
    let unknown = [&with[..], &["-p", "nobody"]].concat();
    let zero = [&with[..], &["--exit-zero"]].concat();
    for (folder, fake, arguments, wanted, lines, codes) in [
        (&clean, "0", &with[..], 0, 2000, &[][..]),
        (&clean, "101", &with[..], 1, 2000, &[]),
        (&clean, "101", &zero[..], 1, 2000, &[]),
        (&guilty, "0", &with[..], 1, 2000, &["asyncheck::blocking-sleep"]),
        (&guilty, "101", &twice[..], 1, 4000, &["asyncheck::blocking-sleep"]),
        (&clean, "0", &unknown[..], 2, 2000, &["asyncheck::config"]),
    ] {
        let (output, first, mut own) = beside_fake(folder.path(), fake, arguments);
        let said = stderr(&output);
        assert_eq!((code(&output), first), (wanted, lines), "{arguments:?} {fake}: {said}");
        let end = own.pop().expect("the stream has an end");
        assert_eq!(end["reason"], "build-finished", "{arguments:?}");
        assert_eq!(end["success"], wanted == 0, "{arguments:?} {fake}");
        let own: Vec<&str> =
            own.iter().filter_map(|one| one["message"]["code"]["code"].as_str()).collect();
        assert_eq!(own, codes, "{arguments:?} {fake}");
    }
}

#[cfg(unix)]
#[test]
fn cargo_checks_what_we_judge_and_gets_its_own_arguments() {
    let folder = package("pub fn f() {}\n", &[]);
    let arguments = [
        "--with=clippy",
        "--output-format=json-diagnostic-rendered-ansi",
        "-qp",
        "demo",
        "--all-targets",
        "src",
        "--",
        "--profile",
        "dev",
        "--",
        "-Dwarnings",
    ];
    let (output, ..) = beside_fake(folder.path(), "0", &arguments);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(
        fs::read_to_string(folder.path().join("called")).expect("it was called"),
        "clippy --message-format=json-diagnostic-rendered-ansi --all-targets --package demo \
         --quiet --profile dev -- -Dwarnings\n"
    );
}

#[test]
fn a_cargo_that_cannot_be_started_is_a_failure() {
    let folder = package(SLEEPS, &[]);
    let mut command = command(folder.path(), &["--with", "check", "--message-format=json"]);
    command.env("CARGO", folder.path().join("no-cargo"));
    let output = output(command);
    assert_eq!(code(&output), 2);
    for part in ["cannot start `", "no-cargo", "environment variable `CARGO`"] {
        assert!(stderr(&output).contains(part), "{part} is not in {}", stderr(&output));
    }
    let printed = messages(&output);
    assert_eq!(printed.len(), 2, "{printed:?}");
    assert_eq!(printed[0]["message"]["code"]["code"], "asyncheck::config");
    assert_eq!(printed[1], serde_json::json!({"reason": "build-finished", "success": false}));
}

#[test]
fn without_messages_of_cargo_there_is_nothing_to_pass_on() {
    let folder = package("", &[]);
    for (arguments, part) in [
        (&["--with", "check"][..], "add `--message-format=json`"),
        (&["--with", "check", "--message-format=jsonl"], "add `--message-format=json`"),
        (&["--with", "build", "--message-format=human"], "[possible values: check, clippy]"),
        (&["--", "--locked"], "--with"),
    ] {
        let output = output(command(folder.path(), arguments));
        assert_eq!((code(&output), stdout(&output)), (2, String::new()), "{arguments:?}");
        assert!(stderr(&output).contains(part), "{arguments:?}: {}", stderr(&output));
    }
}

#[test]
fn errors_of_the_compiler_stand_beside_ours() {
    let folder = package(&format!("{SLEEPS}pub fn g() -> u8 {{ \"\" }}\n"), &[]);
    let arguments = ["asyncheck", "--with", "check", "--workspace", "--message-format=json"];
    let mut command = command(folder.path(), &arguments);
    command.env("CARGO", env!("CARGO")).env("CARGO_TARGET_DIR", folder.path().join("target"));
    let output = output(command);
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    let printed = messages(&output);
    let of_code = |code: &str| {
        let at = printed.iter().position(|message| message["message"]["code"]["code"] == code);
        at.unwrap_or_else(|| panic!("no {code} in {printed:?}"))
    };
    let (theirs, ours) = (of_code("E0308"), of_code("asyncheck::blocking-sleep"));
    assert!(theirs < ours);
    for key in ["package_id", "manifest_path", "target"] {
        assert_eq!(printed[theirs][key], printed[ours][key], "{key}: one would wipe the other");
    }
    let ends = printed.iter().filter(|message| message["reason"] == "build-finished").count();
    assert_eq!((ends, &printed[printed.len() - 1]["success"]), (1, &Value::Bool(false)));
}

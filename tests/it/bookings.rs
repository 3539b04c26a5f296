//! The service in `fixtures/workspaces/bookings`: each failure of state and of loops that asyncheck
//! tells of, guilty and mended side by side. One test judges it, the other runs it.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use walkdir::WalkDir;

const SERVICE: &str = "fixtures/workspaces/bookings";
const GROUPS: [&str; 4] = ["state", "cancellation", "liveness", "resources"];

/// A line and the rule that speaks there: `crates/service/src/seats.rs:11 stale-value-across-await`.
type Told = String;

#[test]
fn what_is_guilty_is_reported_and_what_is_mended_is_not() {
    let marks = marks();
    assert!(marks.len() >= 12, "{} guilty places", marks.len());
    let found = found();
    let missed: Vec<&Told> = marks.difference(&found).collect();
    assert!(missed.is_empty(), "guilty, and not reported: {missed:#?}");
    let accused: Vec<&Told> = found.difference(&marks).collect();
    assert!(accused.is_empty(), "reported, and not guilty: {accused:#?}");
}

/// What is claimed to happen happens: see `crates/service/tests/happens.rs` there.
#[test]
fn what_is_guilty_fails_each_time_and_what_is_mended_never() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(env!("CARGO"))
        .args(["test", "--locked", "--test", "happens", "--manifest-path"])
        .arg(root.join(SERVICE).join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", root.join("target/bookings"))
        .output()
        .expect("cargo can be run");
    let printed = String::from_utf8_lossy(&output.stdout);
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{printed}\n{errors}");
    assert!(printed.contains("test result: ok. 5 passed; 0 failed"), "{printed}");
}

/// The lines below `// guilty: RULE`.
fn marks() -> BTreeSet<Told> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(SERVICE);
    let mut marks = BTreeSet::new();
    for entry in WalkDir::new(root.join("crates")) {
        let entry = entry.expect("the folder can be walked");
        if entry.path().extension().is_none_or(|extension| extension != "rs") {
            continue;
        }
        let name = entry.path().strip_prefix(&root).expect("it stands there").display().to_string();
        let text = fs::read_to_string(entry.path()).expect("it can be read");
        for (at, line) in text.lines().enumerate() {
            if let Some(rule) = line.trim().strip_prefix("// guilty: ") {
                marks.insert(format!("{name}:{} {rule}", at + 2));
            }
        }
    }
    marks
}

fn found() -> BTreeSet<Told> {
    let no_dependencies = tempfile::tempdir().expect("a folder can be made");
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-asyncheck"));
    command.args([
        "check",
        "--quiet",
        "--color",
        "never",
        "--message-format",
        "short",
        "-A",
        "all",
    ]);
    command.args(GROUPS.iter().flat_map(|group| ["-W", group]));
    command.arg("--manifest-path").arg(format!("{SERVICE}/Cargo.toml"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).env("CARGO_HOME", no_dependencies.path());
    let output = command.output().expect("our own program can be run");
    let printed = String::from_utf8(output.stdout).expect("it prints text");
    printed.lines().map(told).collect()
}

/// `crates/a.rs:1:2: warning[rule]: …`.
fn told(line: &str) -> Told {
    let mut parts = line.splitn(3, ':');
    let (file, number) = (parts.next().unwrap_or(""), parts.next().unwrap_or(""));
    let rule = line.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
    format!("{file}:{number} {}", rule.map_or("", |(rule, _)| rule))
}

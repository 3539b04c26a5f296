//! The shipped sample: a small web service whose guilty and innocent places are marked in its code.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use walkdir::WalkDir;

use crate::support::snapshot;

const SAMPLE: &str = "fixtures/workspaces/orders";

/// A line of the sample: `crates/api/src/main.rs:14`.
type Line = String;

/// What the comments of the sample say of the lines below them.
#[derive(Default)]
struct Marks {
    guilty: BTreeSet<Line>,
    innocent: BTreeSet<Line>,
}

#[test]
fn every_guilty_place_is_reported_and_no_other() {
    let marks = marks();
    assert!(marks.guilty.len() >= 10, "{} guilty places", marks.guilty.len());
    assert!(marks.innocent.len() >= 20, "{} innocent places", marks.innocent.len());
    let found: BTreeSet<Line> = check(&["--quiet", "--message-format", "short"])
        .lines()
        .map(|line| line.split(':').take(2).collect::<Vec<_>>().join(":"))
        .collect();
    let missed: Vec<&Line> = marks.guilty.difference(&found).collect();
    assert!(missed.is_empty(), "guilty, and not reported: {missed:#?}");
    let accused: Vec<&Line> = found.intersection(&marks.innocent).collect();
    assert!(accused.is_empty(), "innocent, and reported: {accused:#?}");
    let unmarked: Vec<&Line> = found.difference(&marks.guilty).collect();
    assert!(unmarked.is_empty(), "reported, and not marked: {unmarked:#?}");
}

#[test]
fn the_sample_is_told_as_it_was() {
    if let Some(difference) = snapshot::differs("workspaces/orders", &check(&[])) {
        panic!("{difference}");
    }
}

#[test]
fn the_readme_shows_what_is_printed() {
    let printed = check(&[]);
    let printed: BTreeSet<&str> = printed.lines().map(str::trim_end).collect();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = fs::read_to_string(root.join("README.md")).expect("it is shipped");
    let shown: Vec<&str> = readme
        .lines()
        .skip_while(|line| *line != "```text")
        .skip(1)
        .take_while(|line| *line != "```")
        // Where something is left out.
        .filter(|line| line.trim() != "⋮")
        .collect();
    assert!(shown.len() > 10, "the README shows a finding");
    let stale: Vec<&&str> = shown.iter().filter(|line| !printed.contains(**line)).collect();
    assert!(stale.is_empty(), "the README shows what is not printed any more: {stale:#?}");
}

/// What `check` prints of the sample: the findings, then what it says about the run.
fn check(arguments: &[&str]) -> String {
    let no_dependencies = tempfile::tempdir().expect("a folder can be made");
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-asyncheck"))
        .args(["check", "--color", "never", "--manifest-path"])
        .arg(format!("{SAMPLE}/Cargo.toml"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .env_remove("ASYNCHECK_MESSAGE_FORMAT")
        .env("CARGO_HOME", no_dependencies.path())
        .env("LC_ALL", "C.UTF-8")
        .env("TERM", "xterm")
        .output()
        .expect("our own program can be run");
    let complaint = String::from_utf8(output.stderr).expect("it prints UTF-8");
    assert_eq!(
        output.status.code(),
        Some(1),
        "the sample has findings at deny level:\n{complaint}"
    );
    String::from_utf8(output.stdout).expect("it prints UTF-8") + &complaint
}

fn marks() -> Marks {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(SAMPLE);
    let mut marks = Marks::default();
    for entry in WalkDir::new(&root).sort_by_file_name() {
        let entry = entry.expect("our own folders can be read");
        if entry.path().extension().is_some_and(|extension| extension == "rs") {
            let path = entry.path().strip_prefix(&root).expect("it lies in the sample");
            let path = path.to_str().expect("our paths are UTF-8").replace('\\', "/");
            let text = fs::read_to_string(entry.path()).expect("our own files are UTF-8");
            marks.read(&path, &text);
        }
    }
    marks
}

impl Marks {
    /// A mark speaks of the next line that is no comment.
    fn read(&mut self, path: &str, text: &str) {
        let mut marks = None;
        for (number, line) in (1..).zip(text.lines()) {
            match line.trim_start() {
                line if line.starts_with("// guilty: ") => marks = Some(&mut self.guilty),
                line if line.starts_with("// innocent: ") => marks = Some(&mut self.innocent),
                line if line.starts_with("//") => {}
                _ => {
                    if let Some(marks) = marks.take() {
                        marks.insert(format!("{path}:{number}"));
                    }
                }
            }
        }
    }
}

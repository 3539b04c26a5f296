//! Only what is new since another revision.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

use crate::cli::code;
use crate::cli::package;
use crate::cli::run;
use crate::cli::stderr;
use crate::cli::stdout;

const SLEEP: &str = "std::thread::sleep(std::time::Duration::from_secs(1));";

/// Git as it is nowhere configured.
fn git(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new("git");
    command.args(["-c", "user.name=t", "-c", "user.email=t@t", "-c", "init.defaultBranch=main"]);
    command.args(["-c", "protocol.file.allow=always"]).args(arguments).current_dir(folder);
    let none = if cfg!(windows) { "NUL" } else { "/dev/null" };
    command.env("GIT_CONFIG_GLOBAL", none).env("GIT_CONFIG_NOSYSTEM", "1");
    let output = command.output().expect("git is there");
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn commit(folder: &Path) {
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "-m", "x"]);
}

fn write(folder: &Path, file: &str, text: &str) {
    let path = folder.join(file);
    fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
    fs::write(path, text).expect("it can be written");
}

fn sleeper(name: &str) -> String {
    format!("pub async fn {name}() {{\n    {SLEEP}\n}}\n")
}

/// A repository with one commit: one function sleeps, another calls a helper that does not.
fn repository() -> TempDir {
    let library =
        format!("mod store;\npub async fn caller() {{\n    store::load();\n}}\n{}", sleeper("old"));
    let folder = package(
        &library,
        &[("src/store.rs", "pub fn load() {}\n"), (".gitignore", "target/\nCargo.lock\n")],
    );
    git(folder.path(), &["init", "-q"]);
    commit(folder.path());
    folder
}

/// The functions that findings are about.
fn functions(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let output = run(folder, &[&["--message-format=jsonl"], arguments].concat());
    assert_ne!(code(&output), 2, "{}", stderr(&output));
    let lines = stdout(&output);
    let values = lines.lines().map(|line| serde_json::from_str::<Value>(line).expect("it is JSON"));
    let findings = values.filter(|line| line["type"] == "finding");
    findings.map(|line| line["function"].as_str().expect("a string").to_owned()).collect()
}

#[test]
fn an_unchanged_caller_of_what_blocks_now_is_new() {
    let folder = repository();
    assert_eq!(functions(folder.path(), &[]), ["demo::old"]);
    assert_eq!(functions(folder.path(), &["--since", "HEAD"]), [""; 0]);
    write(folder.path(), "src/store.rs", &format!("pub fn load() {{\n    {SLEEP}\n}}\n"));
    assert_eq!(functions(folder.path(), &["--since", "HEAD"]), ["demo::caller"]);
    commit(folder.path());
    assert_eq!(functions(folder.path(), &["--since", "HEAD"]), [""; 0]);
    let since = run(folder.path(), &["--since", "HEAD~1"]);
    assert_eq!(code(&since), 1);
    assert!(stderr(&since).contains("1 finding (1 denied, 1 known before);"), "{}", stderr(&since));
}

#[test]
fn what_others_did_since_the_branch_began_does_not_count() {
    let folder = repository();
    git(folder.path(), &["checkout", "-q", "-b", "work"]);
    let more = format!("pub fn load() {{}}\n{}", sleeper("more"));
    write(folder.path(), "src/store.rs", &more);
    commit(folder.path());
    git(folder.path(), &["checkout", "-q", "main"]);
    write(folder.path(), "src/lib.rs", "mod store;\n");
    commit(folder.path());
    git(folder.path(), &["checkout", "-q", "work"]);
    assert_eq!(functions(folder.path(), &["--since", "main"]), ["demo::store::more"]);
}

#[test]
fn it_is_the_difference_of_two_full_runs() {
    let folder = repository();
    let path = folder.path();
    write(path, "src/more/mod.rs", &(sleeper("one") + &sleeper("two")));
    write(
        path,
        "src/lib.rs",
        &format!("mod store;\nmod more;\n// A line.\n{}{}", sleeper("old"), sleeper("new")),
    );
    commit(path);
    git(path, &["mv", "src/more/mod.rs", "src/more.rs"]);
    write(path, "src/more.rs", &(sleeper("two") + &sleeper("three") + &sleeper("one")));
    commit(path);
    let prints = |folder: &Path, arguments: &[&str]| -> BTreeSet<String> {
        let output = run(folder, &[&["--message-format=jsonl"], arguments].concat());
        let text = stdout(&output);
        let values =
            text.lines().map(|line| serde_json::from_str::<Value>(line).expect("it is JSON"));
        values.filter_map(|line| line["fingerprint"].as_str().map(str::to_owned)).collect()
    };
    let now = prints(path, &[]);
    for (revision, count) in [("HEAD~2", 4), ("HEAD~1", 1), ("HEAD", 0)] {
        let other = TempDir::new().expect("a folder can be made");
        let tree = other.path().join("tree").display().to_string();
        git(path, &["worktree", "add", "-q", "--detach", &tree, revision]);
        let before = prints(Path::new(&tree), &[]);
        let difference: BTreeSet<String> = now.difference(&before).cloned().collect();
        assert_eq!(difference.len(), count, "{revision}");
        assert_eq!(prints(path, &["--since", revision]), difference, "{revision}");
    }
}

#[test]
fn what_is_staged_is_judged_and_nothing_else() {
    let folder = repository();
    let path = folder.path();
    write(path, "src/store.rs", &format!("pub fn load() {{}}\n{}", sleeper("staged")));
    git(path, &["add", "-A"]);
    write(path, "src/store.rs", &format!("pub fn load() {{}}\n{}", sleeper("unstaged")));
    assert_eq!(functions(path, &["--staged"]), ["demo::store::staged"]);
    git(path, &["add", "-A"]);
    assert_eq!(functions(path, &["--staged"]), ["demo::store::unstaged"]);
    // A file that is there and not staged is no module; one that is gone still is.
    fs::remove_file(path.join("src/store.rs")).expect("it can be removed");
    assert_eq!(functions(path, &["--staged"]), ["demo::store::unstaged"]);
}

#[test]
fn before_the_first_commit_everything_is_new() {
    let folder = package(&sleeper("first"), &[]);
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    assert_eq!(functions(folder.path(), &["--staged"]), ["demo::first"]);
}

#[test]
fn a_workspace_may_lie_below_the_top() {
    let top = TempDir::new().expect("a folder can be made");
    let inner = "[package]\nname = \"inner\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    write(top.path(), "a b/Cargo.toml", inner);
    write(top.path(), "a b/src/lib.rs", &sleeper("old"));
    git(top.path(), &["init", "-q"]);
    commit(top.path());
    write(top.path(), "a b/src/lib.rs", &(sleeper("old") + &sleeper("new")));
    assert_eq!(functions(&top.path().join("a b"), &["--since", "HEAD"]), ["inner::new"]);
    let named = ["--manifest-path", "a b/Cargo.toml", "--since", "HEAD"];
    assert_eq!(functions(top.path(), &named), ["inner::new"]);
}

#[test]
fn a_package_that_was_not_there_is_new_as_a_whole() {
    let folder = TempDir::new().expect("a folder can be made");
    let path = folder.path();
    let manifest = |name: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n")
    };
    write(path, "Cargo.toml", "[workspace]\nmembers = [\"crates/*\"]\nresolver = \"3\"\n");
    write(path, "crates/a/Cargo.toml", &manifest("a"));
    write(path, "crates/a/src/lib.rs", &sleeper("old"));
    git(path, &["init", "-q"]);
    commit(path);
    write(path, "crates/b/Cargo.toml", &manifest("b"));
    write(path, "crates/b/src/lib.rs", &sleeper("new"));
    assert_eq!(functions(path, &["--since", "HEAD"]), ["b::new"]);
    assert_eq!(functions(path, &["-p", "a", "-p", "b", "--since", "HEAD"]), ["b::new"]);
}

#[test]
fn nothing_is_checked_out_or_written() {
    let folder = repository();
    write(folder.path(), "src/store.rs", &sleeper("load"));
    let state = || {
        let index = fs::read(folder.path().join(".git/index")).expect("it can be read");
        (index, git(folder.path(), &["status", "--porcelain"]))
    };
    let before = state();
    for arguments in [&["--since", "HEAD"][..], &["--staged"]] {
        functions(folder.path(), arguments);
        assert_eq!(state(), before);
    }
}

#[test]
fn what_cannot_be_compared_says_what_to_do() {
    let told = |folder: &Path, arguments: &[&str]| {
        let output = run(folder, arguments);
        assert_eq!((code(&output), stdout(&output)), (2, String::new()), "{arguments:?}");
        stderr(&output).split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let alone = package(&sleeper("f"), &[]);
    let ceiling = told(alone.path(), &["--since", "HEAD"]);
    assert!(ceiling.contains("no git repository around"), "{ceiling}");
    let folder = repository();
    let unknown = told(folder.path(), &["--since", "origin/none"]);
    assert!(unknown.contains("git knows no revision `origin/none`"), "{unknown}");
    assert!(unknown.contains("`fetch-depth: 0`"), "{unknown}");
    assert!(told(folder.path(), &["--since=--all"]).contains("no revision `--all`"));
    write(folder.path(), "src/store.rs", &sleeper("load"));
    commit(folder.path());
    let other = TempDir::new().expect("a folder can be made");
    let origin = format!("file://{}", folder.path().display());
    git(other.path(), &["clone", "-q", "--depth", "1", &origin, "clone"]);
    let shallow = told(&other.path().join("clone"), &["--since", "HEAD~1"]);
    assert!(shallow.contains("the clone is shallow"), "{shallow}");
    assert!(shallow.contains("`fetch-depth: 0`"), "{shallow}");
    git(folder.path(), &["checkout", "-q", "--orphan", "other"]);
    commit(folder.path());
    let apart = told(folder.path(), &["--since", "main"]);
    assert!(apart.contains("`main` and `HEAD` share no commit"), "{apart}");
}

#[test]
fn editors_are_told_too() {
    let folder = repository();
    let output = run(folder.path(), &["--since", "none", "--message-format=json"]);
    let first = stdout(&output).lines().next().expect("it says something").to_owned();
    let line: Value = serde_json::from_str(&first).expect("it is JSON");
    assert_eq!(line["message"]["code"]["code"], "asyncheck::config");
}

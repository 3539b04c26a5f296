//! `--fix`: what is mended compiles and is found no more, and nothing is lost on the way.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::cli::code;
use crate::cli::command;
use crate::cli::package;
use crate::cli::stderr;
use crate::cli::stdout;

const MENDABLE: &str = "fixtures/workspaces/mendable";
const FILES: [&str; 5] = ["Cargo.toml", "Cargo.lock", "src/lib.rs", "src/left.rs", "src/lines.rs"];
const ALL: [&str; 8] = [
    "check",
    "--all-targets",
    "-Wall",
    "--only=blocking,runtime,futures,guards,liveness",
    "--unsafe-fixes",
    "--allow-no-vcs",
    "--message-format",
    "short",
];
const TOKIO: &str = "[package]\nname = \"demo\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\
    [dependencies]\ntokio = { version = \"1\", features = [\"full\"] }\n";
const SLEEPS: &str =
    "pub async fn f() { std::thread::sleep(std::time::Duration::from_secs(1)); }\n";

/// A copy of the workspace.
fn copy() -> TempDir {
    let folder = TempDir::new().expect("a folder can be made");
    fs::create_dir(folder.path().join("src")).expect("a folder can be made");
    for name in FILES {
        let from = Path::new(env!("CARGO_MANIFEST_DIR")).join(MENDABLE).join(name);
        fs::copy(from, folder.path().join(name)).expect("it can be copied");
    }
    folder
}

fn run(folder: &Path, arguments: &[&str]) -> std::process::Output {
    let no_dependencies = TempDir::new().expect("a folder can be made");
    let mut command = command(folder, arguments);
    command.env("CARGO_HOME", no_dependencies.path()).output().expect("the command starts")
}

fn text(folder: &Path, name: &str) -> String {
    fs::read_to_string(folder.join(name)).expect("it is there")
}

#[test]
fn what_is_fixed_compiles_and_is_found_no_more() {
    let folder = copy();
    let output = run(folder.path(), &ALL);
    let fixed = text(folder.path(), "src/lib.rs");
    for line in [
        "    tokio::time::sleep(Duration::from_millis(5)).await;",
        "    let text = tokio::fs::read_to_string(path).await?;",
        "    tokio::fs::remove_dir_all(\"cache\").await?;",
        "    async move { tokio::fs::read(&path).await.map(|bytes| bytes.len()).unwrap_or(0) }",
        "    let output = tokio::process::Command::new(\"git\").args([\"rev-parse\", \"HEAD\"]).output().await.ok()?;",
        "    let number = receiver.recv().await.unwrap_or(0);",
        "    *total.lock().await += number;",
        "    let one = one().await;",
        "    let two = async { 2 }.await;",
    ] {
        assert!(fixed.lines().any(|found| found == line), "no `{line}` in\n{fixed}");
    }
    let lines = text(folder.path(), "src/lines.rs");
    for part in [
        "\n    file.write_all(b\"\\n\").await?; // here\n    file.flush().await?;\n",
        "\n    file.write_all(text).await?;\n    file.flush().await\n}",
        " file.write_all(b\"a\").await?; file.flush().await?; Ok(()) }",
        "\n        }\n        file.flush().await?;\n    }\n",
        "\n    println!(\"{}\", *count);\n    drop(count);\n",
        "\n    names.insert(key, format!(\"{old}!\"));\n    drop(names);\n",
        "\n    let _ = name(key).await;\n    name(key + 1).await;\n",
        "(address)?;\n    listener.set_nonblocking(true)?;\n",
        ".unwrap();\n    listener.set_nonblocking(true).unwrap();\n",
        "\n    loop {\n        let mut price = match prices.recv().await {\n            Ok(message) => message,\n",
        "RecvError::Lagged(..)) => continue,\n            Err(_) => break,\n        };\n",
        "\n        match news.recv().await {\n            Ok(_) => {}\n",
        "\n    clock.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);\n",
        "#[tokio::test(flavor = \"multi_thread\")]",
    ] {
        assert!(lines.contains(part), "no `{part}` in\n{lines}");
    }
    assert!(stderr(&output).contains("26 findings fixed"), "{}", stderr(&output));
    let left = text(folder.path(), "src/left.rs");
    assert_eq!(left, text(Path::new(MENDABLE), "src/left.rs"), "no edit there compiles");

    let again = run(folder.path(), &ALL);
    let found = stdout(&again);
    assert!(stderr(&again).contains("0 findings fixed"), "{}", stderr(&again));
    let mended = found.lines().filter(|line| !line.starts_with("src/left.rs"));
    let mended = mended.filter(|line| !line.contains("async-without-await"));
    assert_eq!(mended.count(), 0, "{found}");

    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let output = Command::new(env!("CARGO"))
        .args(["check", "--locked", "--all-targets", "--manifest-path"])
        .arg(folder.path().join("Cargo.toml"))
        .env("CARGO_TARGET_DIR", root.join("target/mendable"))
        .output()
        .expect("cargo can be run");
    assert!(output.status.success(), "{}", stderr(&output));
}

#[test]
fn only_unsafe_fixes_wait_for_the_flag() {
    let folder = copy();
    run(folder.path(), &["check", "--fix", "--allow-no-vcs"]);
    let fixed = text(folder.path(), "src/lib.rs");
    assert!(fixed.contains("tokio::time::sleep"), "{fixed}");
    assert!(fixed.contains("handle.block_on(one())"), "{fixed}");
}

#[test]
fn a_diff_changes_nothing() {
    let folder = package(SLEEPS, &[("Cargo.toml", TOKIO)]);
    let output = run(folder.path(), &["check", "--diff"]);
    assert_eq!(code(&output), 1);
    let printed = stdout(&output);
    assert!(printed.contains("--- a/src/lib.rs\n+++ b/src/lib.rs"), "{printed}");
    assert!(printed.contains("\n+pub async fn f() { tokio::time::sleep("), "{printed}");
    assert_eq!(text(folder.path(), "src/lib.rs"), SLEEPS);
    fs::write(folder.path().join("src/lib.rs"), "pub async fn f() {}\n")
        .expect("it can be written");
    assert_eq!(code(&run(folder.path(), &["check", "--diff"])), 0);
}

#[test]
fn what_git_does_not_keep_is_left_alone() {
    let folder = package(SLEEPS, &[("Cargo.toml", TOKIO)]);
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=a", "-c", "user.email=a@example.com"]);
        let output = git.args(arguments).current_dir(folder.path()).output().expect("git runs");
        assert!(output.status.success(), "{}", stderr(&output));
    };
    let refused = |flags: &[&str], part: &str| {
        let output = run(folder.path(), &[&["check", "--fix"], flags].concat());
        assert_eq!(code(&output), 2, "{}", stderr(&output));
        assert!(stderr(&output).contains(part), "{}", stderr(&output));
        assert_eq!(text(folder.path(), "src/lib.rs"), SLEEPS);
    };
    refused(&[], "--allow-no-vcs");
    git(&["init", "-q"]);
    refused(&[], "--allow-dirty");
    git(&["add", "."]);
    refused(&[], "--allow-staged");
    git(&["commit", "-qm", "first"]);
    run(folder.path(), &["check", "--fix"]);
    assert!(text(folder.path(), "src/lib.rs").contains("tokio::time::sleep"));
}

#[test]
fn a_feature_that_is_not_asked_for_is_not_used() {
    let manifest = TOKIO.replace("\"full\"", "\"rt\"");
    let folder = package(SLEEPS, &[("Cargo.toml", &manifest)]);
    run(folder.path(), &["check", "--fix", "--allow-no-vcs"]);
    assert_eq!(text(folder.path(), "src/lib.rs"), SLEEPS);
}

#[test]
fn a_comment_that_silences_nothing_goes() {
    let text = "// asyncheck: allow(blocking-fs, reason = \"small\")\npub async fn f() {}\n";
    let folder = package(text, &[]);
    run(folder.path(), &["check", "--fix", "--allow-no-vcs"]);
    assert_eq!(self::text(folder.path(), "src/lib.rs"), "pub async fn f() {}\n");
}

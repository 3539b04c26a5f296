//! Configuration as the command sees it: files, manifests, flags.

use std::path::Path;

use tempfile::TempDir;

use crate::cli::code;
use crate::cli::package;
use crate::cli::run;
use crate::cli::stderr;
use crate::cli::stdout;

const SLEEP: &str =
    "pub async fn nap() {\n    std::thread::sleep(std::time::Duration::from_secs(1));\n}\n";
const MANIFEST: &str = "[package]\nname = \"demo\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";

/// Findings as `file level[rule]`.
fn told(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let output = run(folder, &[&["--message-format=short"], arguments].concat());
    assert!(code(&output) < 2, "{}", stderr(&output));
    let text = stdout(&output);
    let parts = text.lines().map(|line| line.split(':').collect::<Vec<_>>());
    parts.map(|parts| format!("{}{}", parts[0], parts[3])).collect()
}

/// A package with the same guilty code in its library, a test, an example and a benchmark.
fn everywhere(files: &[(&str, &str)]) -> TempDir {
    let main = SLEEP.to_owned() + "fn main() {}\n";
    let own = [("tests/t.rs", SLEEP), ("examples/e.rs", &*main), ("benches/b.rs", &*main)];
    package(SLEEP, &[&own, files].concat())
}

#[test]
fn members_have_configurations_of_their_own() {
    let root = "[workspace]\nmembers = [\"a\", \"b\", \"c\"]\n\
        [workspace.metadata.asyncheck.rules]\nblocking-sleep = \"warn\"\n";
    let own = MANIFEST.replace("demo", "b")
        + "[package.metadata.asyncheck.rules]\nblocking-sleep = \"allow\"\n";
    let (a, c) = (MANIFEST.replace("demo", "a"), MANIFEST.replace("demo", "c"));
    let folder = package(
        "",
        &[
            ("Cargo.toml", root),
            ("a/Cargo.toml", &a),
            ("a/src/lib.rs", SLEEP),
            ("b/Cargo.toml", &own),
            ("b/src/lib.rs", SLEEP),
            ("c/Cargo.toml", &c),
            ("c/src/lib.rs", SLEEP),
            ("c/.asyncheck.toml", "extend = \"../strict.toml\"\n"),
            ("strict.toml", "[rules]\nblocking-sleep = \"deny\"\n"),
        ],
    );
    let found = told(folder.path(), &["--workspace"]);
    let expected = ["a/src/lib.rs warning[blocking-sleep]", "c/src/lib.rs error[blocking-sleep]"];
    assert_eq!(found, expected);
    let alone = told(folder.path(), &["--workspace", "--isolated"]);
    let error = |name: &str| format!("{name}/src/lib.rs error[blocking-sleep]");
    assert_eq!(alone, [error("a"), error("b"), error("c")]);
}

#[test]
fn targets_can_be_told_apart() {
    let rules = |targets: &str| {
        format!("[[overrides]]\ntargets = [{targets}]\nrules = {{ blocking = \"warn\" }}\n")
    };
    let told = |targets: &str| {
        let text = rules(targets);
        let folder = everywhere(&[("asyncheck.toml", text.as_str())]);
        told(folder.path(), &["--all-targets"])
    };
    let library = "src/lib.rs error[blocking-sleep]".to_owned();
    let example = "examples/e.rs error[blocking-sleep]".to_owned();
    let warned = |path: &str| format!("{path} warning[blocking-sleep]");
    assert_eq!(told("\"tests\""), [example.clone(), library.clone(), warned("tests/t.rs")]);
    assert_eq!(told("\"benches\""), [warned("benches/b.rs"), example, library.clone()]);
    assert_eq!(told("\"examples\""), [warned("examples/e.rs"), library]);
}

#[test]
fn files_can_be_told_apart() {
    let text = "[[overrides]]\nfiles = [\"src/generated/**\"]\nrules = { all = \"allow\" }\n";
    let library = SLEEP.to_owned() + "pub mod generated;\n";
    let folder = package(&library, &[("asyncheck.toml", text), ("src/generated/mod.rs", SLEEP)]);
    assert_eq!(told(folder.path(), &[]), ["src/lib.rs error[blocking-sleep]"]);
}

#[test]
fn settings_can_stand_on_the_command_line() {
    let folder = package(SLEEP, &[("asyncheck.toml", "[rules]\nblocking = \"allow\"\n")]);
    assert_eq!(told(folder.path(), &[]), [""; 0]);
    let set = "rules.blocking-sleep=warn";
    let warned = ["src/lib.rs warning[blocking-sleep]"];
    assert_eq!(told(folder.path(), &["--config", set]), warned);
    assert_eq!(told(folder.path(), &["--config", set, "-A", "all"]), [""; 0]);
    let own = "call=[{path=\"demo::quiet\", blocks=\"sleep\", weight=\"long\"}]";
    assert_eq!(told(folder.path(), &["--config", own, "--config", set]), warned);
    let output = run(folder.path(), &["--config", "rules.blocking-slep=warn"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("did you mean `blocking-sleep`?"), "{}", stderr(&output));
}

#[test]
fn one_rule_can_be_asked_for_alone() {
    let library = SLEEP.to_owned() + "pub async fn idle() {}\n// asyncheck: alow(all)\n";
    let folder = package(&library, &[]);
    let only = |rule: &str| told(folder.path(), &["--only", rule]);
    assert_eq!(only("blocking"), ["src/lib.rs error[blocking-sleep]"]);
    let idle = only("async-without-await");
    assert!(
        !idle.is_empty() && idle.iter().all(|line| line.ends_with("warning[async-without-await]"))
    );
    let output = run(folder.path(), &["--only", "blockin"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("did you mean `blocking`?"), "{}", stderr(&output));
}

#[test]
fn rows_in_a_manifest_are_rows() {
    let manifest = MANIFEST.to_owned()
        + "[dependencies]\nour_disk = \"1\"\n[[package.metadata.asyncheck.call]]\n\
           path = \"our_disk::write\"\nblocks = \"files\"\nweight = \"content\"\n";
    let library = "pub async fn save() {\n    our_disk::write();\n}\n";
    let folder = package(library, &[("Cargo.toml", &manifest)]);
    assert_eq!(told(folder.path(), &[]), ["src/lib.rs warning[blocking-fs]"]);
    let wrong = manifest.replace("\"files\"", "\"fils\"");
    let folder = package(library, &[("Cargo.toml", &wrong)]);
    let output = run(folder.path(), &[]);
    assert_eq!(code(&output), 2);
    let text = stderr(&output);
    assert!(text.contains("Cargo.toml:9:") && text.contains("did you mean `files`?"), "{text}");
}

#[test]
fn lints_of_cargo_are_redirected() {
    let manifest = MANIFEST.to_owned() + "[lints.asyncheck]\nblocking-sleep = \"deny\"\n";
    let folder = package(SLEEP, &[("Cargo.toml", &manifest)]);
    let output = run(folder.path(), &[]);
    assert_eq!(code(&output), 2);
    let text = stderr(&output);
    assert!(text.contains("`[lints.asyncheck]` would break the build"), "{text}");
    assert!(text.contains("Cargo.toml:5:8"), "{text}");
}

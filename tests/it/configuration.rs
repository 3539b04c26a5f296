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
    assert_eq!(told(folder.path(), &["-W", "blocking-fs"]), ["src/lib.rs warning[blocking-fs]"]);
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

/// What `config show` prints for rules that somebody has spoken of, blanks made one.
fn shown(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let output = run(folder, &[&["config", "show"], arguments].concat());
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let text = stdout(&output);
    let said = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    said.map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn what_holds_is_shown_with_its_source() {
    let text = "extend = \"base.toml\"\n\n[rules]\nblocking-fs = \"deny\"\n\
        busy-wait = { level = \"warn\", cold = \"allow\" }\n\n[[overrides]]\nfiles = [\"tests/**\"]\n\
        targets = [\"benches\"]\nrules = { blocking-fs = \"allow\", all = \"warn\" }\n";
    let base = "[rules]\nblocking-fs = \"allow\"\nfuture-never-awaited = \"warn\"\n";
    let folder = everywhere(&[("asyncheck.toml", text), ("base.toml", base)]);
    let expected = [
        "[rules]",
        "blocking-fs = \"deny\" # asyncheck.toml:4",
        "future-never-awaited = \"warn\" # base.toml:3",
        "busy-wait = { level = \"warn\", cold = \"allow\" } # asyncheck.toml:5",
        "[[overrides]] # asyncheck.toml:7",
        "files = [\"tests/**\"]",
        "targets = [\"benches\"]",
        "rules = { all = \"warn\", blocking-fs = \"allow\" }",
    ];
    assert_eq!(shown(folder.path(), &[]), expected);
    let of = |path: &str, rule: &str| {
        let lines = shown(folder.path(), &[path, "-A", "busy-wait"]).into_iter();
        lines.filter(|line| line.starts_with(rule)).collect::<Vec<_>>()
    };
    assert_eq!(of("src/lib.rs", "blocking-fs"), ["blocking-fs = \"deny\" # asyncheck.toml:4"]);
    // `all` speaks of what is only possible, the rule's own plain level does not.
    let overridden = "blocking-fs = { level = \"allow\", possible = \"warn\" } # asyncheck.toml:10";
    assert_eq!(of("tests", "blocking-fs"), [overridden]);
    assert_eq!(of("benches/b.rs", "blocking-fs"), [overridden]);
    assert_eq!(of("src", "busy-wait"), ["busy-wait = \"allow\" # --allow"]);
}

#[test]
fn what_is_shown_can_stand_in_a_file() {
    let text = "[rules]\nall = \"warn\"\nblocking = \"deny\"\n\
        blocking-fs = { level = \"warn\", cold = \"allow\", possible = \"deny\" }\n";
    let folder = package(SLEEP, &[("asyncheck.toml", text)]);
    let bare = |folder: &Path| {
        let lines = shown(folder, &[]).into_iter();
        lines.map(|line| line.split(" #").next().unwrap_or("").to_owned()).collect::<Vec<_>>()
    };
    let before = bare(folder.path());
    assert!(before.len() > 20, "{before:?}");
    let again = package(SLEEP, &[("asyncheck.toml", &before.join("\n"))]);
    assert_eq!(bare(again.path()), before);
}

#[test]
fn a_file_to_begin_with_is_written_once() {
    let folder = package(SLEEP, &[]);
    let before = told(folder.path(), &[]);
    let output = run(folder.path(), &["config", "init"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let path = folder.path().join("asyncheck.toml");
    let written = std::fs::read_to_string(&path).expect("it was written");
    assert_eq!(told(folder.path(), &[]), before, "it changes nothing");
    std::fs::write(&path, "[rules]\n").expect("it can be written");
    let output = run(folder.path(), &["config", "init"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("there is a configuration already"), "{}", stderr(&output));
    let kept = std::fs::read_to_string(&path).expect("it is there");
    assert_eq!(kept, "[rules]\n");
    // What stands behind `# ` in it is right as well.
    let keys = |line: &&str| line.contains(" = ") || line.starts_with("# [[");
    let live: Vec<&str> =
        written.lines().filter(keys).map(|line| line.trim_start_matches("# ")).collect();
    let (top, rest) =
        live.split_at(live.iter().position(|line| line.starts_with("blocking")).expect("a rule"));
    let top = top.iter().filter(|line| line.starts_with("require")).copied();
    let text: Vec<&str> = top.chain(["[rules]"]).chain(rest.iter().copied()).collect();
    std::fs::write(&path, text.join("\n")).expect("it can be written");
    let shown = shown(folder.path(), &[]);
    assert!(
        shown.iter().any(|line| line.starts_with("async-without-await = \"warn\"")),
        "{shown:?}"
    );
    assert!(shown.iter().any(|line| line.starts_with("targets = [\"tests\"")), "{shown:?}");
}

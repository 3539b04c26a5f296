//! The command as a whole: arguments, streams, exit codes.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use serde_json::Value;
use tempfile::TempDir;

/// A comment with a mistake: a finding at warn that needs no rule about code.
const MISTAKE: &str = "// asyncheck: alow(all)\npub fn f() {}\n";

/// What an environment can ask for.
const WISHES: [&str; 9] = [
    "NO_COLOR",
    "FORCE_COLOR",
    "CLICOLOR",
    "CLICOLOR_FORCE",
    "ASYNCHECK_MESSAGE_FORMAT",
    "GITHUB_ACTIONS",
    "GITHUB_STEP_SUMMARY",
    "GITHUB_WORKSPACE",
    "CI_PROJECT_DIR",
];

/// The command in a folder, without the wishes of the environment the tests run in.
pub(crate) fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cargo-asyncheck"));
    command.args(arguments).current_dir(folder).env("COLUMNS", "80");
    for name in WISHES {
        command.env_remove(name);
    }
    command
}

pub(crate) fn run(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).output().expect("the command starts")
}

pub(crate) fn code(output: &Output) -> i32 {
    output.status.code().expect("it ends by itself")
}

pub(crate) fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).expect("it is UTF-8")
}

pub(crate) fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).expect("it is UTF-8")
}

/// A package with a library of this text, and further files.
pub(crate) fn package(library: &str, files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder can be made");
    let manifest = "[package]\nname = \"demo\"\nversion = \"0.1.0\"\nedition = \"2024\"\n";
    let all = [("Cargo.toml", manifest), ("src/lib.rs", library)];
    for (name, text) in all.iter().chain(files) {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
    folder
}

fn empty() -> TempDir {
    TempDir::new().expect("a temporary folder can be made")
}

#[test]
fn both_forms_of_the_command_are_one() {
    let folder = empty();
    let plain = run(folder.path(), &["rules"]);
    let cargo = run(folder.path(), &["asyncheck", "rules"]);
    assert_eq!((code(&plain), stdout(&plain)), (0, stdout(&cargo)));
    assert!(stdout(&plain).contains("unused-suppression"));
}

#[test]
fn the_version_is_told() {
    let folder = empty();
    for arguments in [&["version"][..], &["--version"], &["-V"], &["asyncheck", "--version"]] {
        let output = run(folder.path(), arguments);
        assert_eq!(code(&output), 0);
        let version = format!("cargo-asyncheck {}\n", env!("CARGO_PKG_VERSION"));
        assert_eq!(stdout(&output), version, "{arguments:?}");
    }
}

#[test]
fn help_fits_eighty_columns() {
    let folder = empty();
    for topic in [
        "",
        "check",
        "explain",
        "rules",
        "config",
        "config show",
        "config init",
        "config schema",
        "inspect",
        "completions",
        "man",
        "version",
    ] {
        let arguments: Vec<&str> = topic.split_whitespace().chain(["--help"]).collect();
        let output = run(folder.path(), &arguments);
        assert_eq!(code(&output), 0, "{topic}");
        let text = stdout(&output);
        let wide = text.lines().find(|line| line.chars().count() > 80);
        assert!(wide.is_none(), "{topic}: {wide:?}");
        assert!(text.contains("cargo asyncheck"), "{topic}: {text}");
    }
}

#[test]
fn a_page_is_explained() {
    let folder = empty();
    let page = run(folder.path(), &["explain", "unused-suppression"]);
    assert_eq!(code(&page), 0);
    assert!(stdout(&page).contains("\nWhy\n") && !stdout(&page).contains('\u{1b}'));
    let colored =
        run(folder.path(), &["explain", "asyncheck::unused-suppression", "--color=always"]);
    assert!(stdout(&colored).contains('\u{1b}'));
    let unknown = run(folder.path(), &["explain", "unused-supression"]);
    assert_eq!(code(&unknown), 2);
    assert!(
        stderr(&unknown).contains("did you mean `unused-suppression`?"),
        "{}",
        stderr(&unknown)
    );
}

#[test]
fn the_environment_decides_about_color() {
    let folder = empty();
    let colored = |variables: &[(&str, &str)], arguments: &[&str]| {
        let mut command = command(folder.path(), arguments);
        command.envs(variables.iter().copied());
        let output = command.output().expect("the command starts");
        stdout(&output).contains('\u{1b}')
    };
    assert!(!colored(&[], &["rules"]));
    assert!(colored(&[("CLICOLOR_FORCE", "1")], &["rules"]));
    assert!(!colored(&[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")], &["rules"]));
    assert!(colored(&[("NO_COLOR", "1")], &["rules", "--color", "always"]));
}

#[test]
fn a_closed_pipe_is_no_failure() {
    let folder = empty();
    for arguments in [&["rules"][..], &["rules", "--json"], &["explain", "unused-suppression"]] {
        let mut command = command(folder.path(), arguments);
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().expect("the command starts");
        drop(child.stdout.take());
        let output = child.wait_with_output().expect("it ends");
        assert_eq!((code(&output), stderr(&output)), (0, String::new()), "{arguments:?}");
    }
}

#[test]
fn the_list_of_rules_can_be_read_by_programs() {
    let output = run(empty().path(), &["rules", "--json"]);
    let rules: Vec<Value> = serde_json::from_str(&stdout(&output)).expect("it is JSON");
    let rule = rules.iter().find(|rule| rule["id"] == "suppression-without-reason");
    assert_eq!(rule.expect("it is listed")["level"], "allow");
}

#[test]
fn wrong_arguments_end_with_two() {
    let folder = package("", &[]);
    let unknown = run(folder.path(), &["-D", "unused-supression"]);
    assert_eq!(code(&unknown), 2);
    let text = stderr(&unknown);
    assert!(text.contains("unknown rule `unused-supression`"), "{text}");
    assert!(text.contains("did you mean `unused-suppression`?"), "{text}");
    assert_eq!(code(&run(folder.path(), &["--bogus"])), 2);
    let command = run(folder.path(), &["chekc"]);
    assert_eq!(code(&command), 2);
    assert!(stderr(&command).contains("did you mean the command `check`?"), "{}", stderr(&command));
}

#[test]
fn a_failed_run_is_told_to_editors_too() {
    let folder = package("", &[("asyncheck.toml", "[rulez]\n")]);
    for (arguments, message, file) in [
        (&["--message-format=json", "--bogus"][..], "--bogus", "Cargo.toml"),
        (&["--message-format=json"], "unknown key `rulez`", "asyncheck.toml"),
    ] {
        let output = run(folder.path(), arguments);
        assert_eq!(code(&output), 2);
        let lines: Vec<Value> = stdout(&output)
            .lines()
            .map(|line| serde_json::from_str(line).expect("it is JSON"))
            .collect();
        assert_eq!(lines[0]["message"]["code"]["code"], "asyncheck::config");
        let told = lines[0]["message"]["message"].as_str().expect("it has a text");
        assert!(told.contains(message), "{told}");
        let span = &lines[0]["message"]["spans"][0];
        assert!(span["file_name"].as_str().is_some_and(|name| name.ends_with(file)), "{span}");
        assert_eq!(lines[1]["success"], false);
    }
}

#[test]
fn a_wrong_key_is_shown_in_its_place() {
    let folder = package("", &[("asyncheck.toml", "[rules]\nall = \"allow\"\n\n[cal]\n")]);
    let output = run(folder.path(), &[]);
    let text = stderr(&output);
    assert_eq!(code(&output), 2);
    for part in ["unknown key `cal`", "asyncheck.toml:4:2", "did you mean `call`?"] {
        assert!(text.contains(part), "{part} is not in {text}");
    }
}

#[test]
fn without_a_readable_manifest_nothing_is_judged() {
    let nothing = empty();
    assert_eq!(code(&run(nothing.path(), &[])), 2);
    let folder = package("", &[("Cargo.toml", "[package\n")]);
    let output = run(folder.path(), &[]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("Cargo.toml"), "{}", stderr(&output));
}

#[test]
fn exit_codes_follow_the_levels() {
    let folder = package(MISTAKE, &[]);
    for (arguments, wanted) in [
        (&[][..], 0),
        (&["check"], 0),
        (&["--deny-warnings"], 1),
        (&["-D", "warnings"], 1),
        (&["-D", "suppression"], 1),
        (&["-D", "suppression", "-A", "malformed-suppression"], 0),
        (&["-A", "malformed-suppression", "-D", "suppression"], 1),
        (&["-A", "malformed-suppression", "--deny-warnings"], 0),
        (&["-D", "all", "-A", "suppression"], 0),
    ] {
        let output = run(folder.path(), arguments);
        assert_eq!(code(&output), wanted, "{arguments:?}: {}", stderr(&output));
    }
    fs::write(folder.path().join("asyncheck.toml"), "[rules]\nsuppression = \"deny\"\n")
        .expect("it can be written");
    assert_eq!(code(&run(folder.path(), &[])), 1);
    assert_eq!(code(&run(folder.path(), &["-W", "suppression"])), 0);
}

#[test]
fn findings_go_out_and_the_summary_aside() {
    let folder = package(MISTAKE, &[]);
    let output = run(folder.path(), &["--message-format", "short"]);
    assert_eq!(
        stdout(&output),
        "src/lib.rs:1:15: warning[malformed-suppression]: this comment to asyncheck cannot be understood\n"
    );
    assert!(
        stderr(&output).starts_with("1 finding (1 warned); 1 file in 1 crate"),
        "{}",
        stderr(&output)
    );
    let quiet = run(folder.path(), &["-q", "--output-format", "short"]);
    assert_eq!((stdout(&quiet), stderr(&quiet)), (stdout(&output), String::new()));
    let mut by_variable = command(folder.path(), &[]);
    by_variable.env("ASYNCHECK_MESSAGE_FORMAT", "short");
    assert_eq!(stdout(&by_variable.output().expect("it starts")), stdout(&output));
}

#[test]
fn two_runs_print_the_same_bytes() {
    let folder = package(MISTAKE, &[]);
    for format in ["human", "json"] {
        let arguments = ["--message-format", format];
        let (first, second) = (run(folder.path(), &arguments), run(folder.path(), &arguments));
        assert!(!first.stdout.is_empty());
        assert_eq!((first.stdout, first.stderr), (second.stdout, second.stderr));
    }
}

#[test]
fn editors_get_cargos_messages() {
    let folder = package(MISTAKE, &[]);
    let output = run(folder.path(), &["--message-format=json"]);
    let text = stdout(&output);
    let lines: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("it is JSON")).collect();
    assert_eq!(lines.len(), 2);
    assert_eq!(lines[0]["target"]["name"], "demo");
    assert_eq!(lines[0]["message"]["code"]["code"], "asyncheck::malformed-suppression");
    assert_eq!(lines[0]["message"]["spans"][0]["file_name"], "src/lib.rs");
    assert_eq!(lines[1]["success"], true);
}

#[test]
fn operands_filter_what_is_told() {
    let library = "// asyncheck: alow(all)\nmod a;\nmod b;\n";
    let folder = package(library, &[("src/a.rs", MISTAKE), ("src/b.rs", MISTAKE)]);
    let told = |operands: &[&str]| {
        let output = run(folder.path(), &[&["--message-format=short"], operands].concat());
        let text = stdout(&output);
        let names = text.lines().filter_map(|line| line.split(':').next().map(str::to_owned));
        (names.collect::<Vec<_>>(), stderr(&output))
    };
    assert_eq!(told(&[]).0, ["src/a.rs", "src/b.rs", "src/lib.rs"]);
    assert_eq!(told(&["src/b.rs", "./src/lib.rs"]).0, ["src/b.rs", "src/lib.rs"]);
    fs::write(folder.path().join("stray.rs"), MISTAKE).expect("it can be written");
    let (names, notes) = told(&["stray.rs"]);
    assert_eq!(names, [""; 0]);
    assert!(notes.contains("`stray.rs` belongs to no package"), "{notes}");
}

#[test]
fn comments_allow_and_can_be_ignored() {
    let library =
        "//! asyncheck: allow(malformed-suppression)\n// asyncheck: alow(all)\npub fn f() {}\n";
    let folder = package(library, &[]);
    let count = |arguments: &[&str]| stdout(&run(folder.path(), arguments)).lines().count();
    assert_eq!(count(&["--message-format=short"]), 0);
    assert_eq!(count(&["--message-format=short", "--ignore-suppressions"]), 1);
}

#[test]
fn code_that_is_switched_off_has_no_idle_comments() {
    let library = "#[cfg(test)]\nmod tests {\n    // asyncheck: allow(blocking)\n    fn f() {}\n}\n\
        // asyncheck: allow(blocking)\nfn g() {}\n";
    let folder = package(library, &[]);
    let lines = |arguments: &[&str]| {
        let output = run(folder.path(), &[&["--message-format=short"], arguments].concat());
        let text = stdout(&output);
        text.lines().filter_map(|line| Some(line.split(':').nth(1)?.to_owned())).collect::<Vec<_>>()
    };
    assert_eq!(lines(&[]), ["6"]);
    assert_eq!(lines(&["--all-targets"]), ["3", "6"]);
}

/// Copies a folder with all that is in it.
pub(crate) fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).expect("it can be made");
    for entry in fs::read_dir(from).expect("it can be read") {
        let entry = entry.expect("it can be read");
        let target = to.join(entry.file_name());
        match entry.file_type().expect("it is known").is_dir() {
            true => copy(&entry.path(), &target),
            false => drop(fs::copy(entry.path(), target).expect("it can be copied")),
        }
    }
}

/// The edits that editors offer as `suppress here`: file, offset, text; the last of a file first.
fn suppressions(folder: &Path) -> Vec<(String, usize, String)> {
    let output = run(folder, &["--workspace", "--all-targets", "--message-format=json"]);
    let mut edits = Vec::new();
    for line in stdout(&output).lines() {
        let line: Value = serde_json::from_str(line).expect("it is JSON");
        let children = line["message"]["children"].as_array().into_iter().flatten();
        for child in children.filter(|child| child["message"] == "suppress here") {
            let edit = &child["spans"][1];
            let text = |key: &str| edit[key].as_str().expect("it is a string").to_owned();
            let start = edit["byte_start"].as_u64().expect("it is a number") as usize;
            edits.push((text("file_name"), start, text("suggested_replacement")));
        }
    }
    edits.sort();
    edits.dedup();
    edits.reverse();
    edits
}

#[test]
fn the_comments_that_editors_insert_silence_every_finding() {
    let folder = empty();
    let orders = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/workspaces/orders");
    copy(&orders, folder.path());
    let edits = suppressions(folder.path());
    assert!(edits.len() > 5, "{edits:?}");
    for (file, start, text) in edits {
        let path = folder.path().join(file);
        let mut code = fs::read_to_string(&path).expect("it can be read");
        code.insert_str(start, &text);
        fs::write(path, code).expect("it can be written");
    }
    let arguments = ["--workspace", "--all-targets", "--message-format=short"];
    assert_eq!(stdout(&run(folder.path(), &arguments)), "");
}

//! What happens where output cannot go: closed pipes, full disks, kills.
#![cfg(unix)]

use std::fs;
use std::io::BufRead;
use std::io::BufReader;
use std::io::Read;
use std::path::Path;
use std::process::Command;
use std::process::Output;
use std::process::Stdio;

use tempfile::TempDir;

use crate::cli::code;
use crate::cli::command;
use crate::cli::package;
use crate::cli::run;
use crate::cli::stderr;
use crate::cli::stdout;

/// More findings than a pipe holds.
fn crowd() -> TempDir {
    let sleep = "std::thread::sleep(std::time::Duration::from_secs(1));";
    let text: String =
        (0..400).map(|n| format!("pub async fn f{n}() {{\n    {sleep}\n}}\n")).collect();
    package(&text, &[])
}

/// The program behind a few commands of the shell.
fn in_shell(folder: &Path, before: &str, arguments: &str) -> Output {
    let program = env!("CARGO_BIN_EXE_cargo-asyncheck");
    let mut command = Command::new("sh");
    command.args(["-c", &format!("{before}; exec '{program}' check {arguments}")]);
    for name in ["GITHUB_ACTIONS", "GITHUB_STEP_SUMMARY", "ASYNCHECK_MESSAGE_FORMAT"] {
        command.env_remove(name);
    }
    command.current_dir(folder).output().expect("a shell is there")
}

/// What was left beside the sources, half-written files included.
fn left(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).expect("it can be read").flatten();
    let names = entries.map(|entry| entry.file_name().to_string_lossy().into_owned());
    let mut names: Vec<String> =
        names.filter(|name| name != "src" && name != "Cargo.toml").collect();
    names.sort();
    names
}

#[test]
fn who_reads_one_line_gets_it_and_no_complaint() {
    let folder = crowd();
    for format in ["human", "short", "json", "jsonl", "sarif", "github", "junit", "checkstyle"] {
        let mut command = command(folder.path(), &["-q", "--message-format", format]);
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the command starts");
        let mut line = String::new();
        let mut reader = BufReader::new(child.stdout.take().expect("it was asked for"));
        if format == "sarif" {
            let mut first = [0; 9];
            reader.read_exact(&mut first).expect("something is written");
            line = String::from_utf8_lossy(&first).into_owned();
        } else {
            reader.read_line(&mut line).expect("a line is written");
        }
        drop(reader);
        let output = child.wait_with_output().expect("it ends");
        assert!(!line.is_empty(), "{format}");
        assert_eq!((code(&output), stderr(&output)), (1, String::new()), "{format}");
    }
}

#[test]
fn without_a_terminal_there_is_no_color() {
    let folder = crowd();
    let plain = run(folder.path(), &[]);
    assert!(!stdout(&plain).contains('\u{1b}') && !stderr(&plain).contains('\u{1b}'));
    let mut wished = command(folder.path(), &[]);
    let wished = wished.env("CLICOLOR_FORCE", "1").output().expect("it starts");
    assert!(stdout(&wished).contains('\u{1b}'));
    let mut refused = command(folder.path(), &[]);
    let refused = refused.env("CLICOLOR_FORCE", "1").env("NO_COLOR", "1").output();
    assert!(!stdout(&refused.expect("it starts")).contains('\u{1b}'));
}

#[test]
fn a_report_has_no_color_whatever_the_terminal_has() {
    let folder = crowd();
    run(folder.path(), &["--color=always", "--report", "human=out.txt"]);
    let text = fs::read_to_string(folder.path().join("out.txt")).expect("it was written");
    assert!(text.contains("asyncheck::blocking-sleep") && !text.contains('\u{1b}'));
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_behind_standard_output_is_a_failure() {
    let folder = crowd();
    for format in ["human", "json", "sarif"] {
        let full = fs::OpenOptions::new().write(true).open("/dev/full").expect("linux has it");
        let mut command = command(folder.path(), &["--message-format", format]);
        let output = command.stdout(full).output().expect("it starts");
        assert_eq!(code(&output), 2, "{format}");
        assert!(stderr(&output).contains("cannot write the output"), "{}", stderr(&output));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_written_is_a_failure() {
    let folder = crowd();
    for path in ["/dev/full", "/proc/out.sarif", "none/out.sarif", "src"] {
        let report = format!("sarif={path}");
        let output = run(folder.path(), &["--exit-zero", "--report", &report]);
        assert_eq!(code(&output), 2, "{path}");
        let told = stderr(&output);
        assert!(told.contains("cannot write") && told.contains(path), "{path}: {told}");
    }
    assert_eq!(left(folder.path()), [""; 0]);
}

#[test]
fn a_disk_that_fills_up_leaves_the_old_file_as_it_was() {
    let folder = crowd();
    let report = folder.path().join("out.sarif");
    fs::write(&report, "old").expect("it can be written");
    // The largest file is 8 blocks; the shell lets the write fail instead of the program die.
    let output = in_shell(folder.path(), "trap '' XFSZ; ulimit -f 8", "--report sarif=out.sarif");
    assert_eq!(code(&output), 2, "{}", stderr(&output));
    assert!(stderr(&output).contains("cannot write"), "{}", stderr(&output));
    assert_eq!(fs::read_to_string(&report).expect("it is there"), "old");
    assert_eq!(left(folder.path()), ["out.sarif"]);
}

#[test]
fn a_kill_in_the_middle_leaves_the_old_file_as_it_was() {
    let folder = crowd();
    for file in ["out.sarif", "asyncheck-baseline.json"] {
        fs::write(folder.path().join(file), "{\"version\": 1, \"findings\": {}}").expect("written");
    }
    for arguments in ["--report sarif=out.sarif", "--write-baseline"] {
        // The signal comes when the file that is written has reached 8 blocks.
        let output = in_shell(folder.path(), "ulimit -f 8", arguments);
        assert_eq!(output.status.code(), None, "{arguments}: {}", stderr(&output));
    }
    for file in ["out.sarif", "asyncheck-baseline.json"] {
        let text = fs::read_to_string(folder.path().join(file)).expect("it is there");
        assert_eq!(text, "{\"version\": 1, \"findings\": {}}", "{file}");
    }
    // The next run is not disturbed by what was left.
    assert_eq!(code(&run(folder.path(), &["--write-baseline"])), 0);
    let kept = ["--baseline", "asyncheck-baseline.json"];
    assert_eq!(code(&run(folder.path(), &kept)), 0);
}

#[test]
fn a_folder_that_cannot_be_written_to_is_judged() {
    use std::os::unix::fs::PermissionsExt;
    let folder = crowd();
    let before = left(folder.path());
    let mode = |mode| fs::set_permissions(folder.path(), fs::Permissions::from_mode(mode));
    mode(0o555).expect("the mode can be set");
    let output = run(folder.path(), &["--statistics"]);
    mode(0o755).expect("the mode can be set");
    assert_eq!(code(&output), 1, "{}", stderr(&output));
    assert!(stdout(&output).contains("   400  blocking-sleep"), "{}", stdout(&output));
    assert_eq!(left(folder.path()), before);
}

/// As many functions, each of which `--fix` can mend, in a text of more than 8 blocks.
fn mendable() -> (TempDir, String) {
    let folder = crowd();
    let manifest = "[package]\nname = \"demo\"\nversion = \"0.1.0\"\nedition = \"2024\"\n\
        [dependencies]\ntokio = { version = \"1\", features = [\"full\"] }\n";
    fs::write(folder.path().join("Cargo.toml"), manifest).expect("it can be written");
    let text = fs::read_to_string(folder.path().join("src/lib.rs")).expect("it is there");
    (folder, text)
}

/// The code, and no half-written file beside it.
fn is_as_it_was(folder: &Path, text: &str) {
    assert_eq!(fs::read_to_string(folder.join("src/lib.rs")).expect("it is there"), text);
    assert_eq!(left(folder), [""; 0]);
}

#[test]
fn code_that_cannot_be_fixed_whole_stays_as_it_was() {
    for (before, flags) in [
        ("trap '' XFSZ; ulimit -f 8", "--fix --allow-no-vcs"),
        ("trap '' XFSZ; ulimit -f 8", "--suppress"),
    ] {
        let (folder, text) = mendable();
        let output = in_shell(folder.path(), before, flags);
        assert_eq!(code(&output), 2, "{flags}: {}", stderr(&output));
        assert!(stderr(&output).contains("cannot write"), "{flags}: {}", stderr(&output));
        is_as_it_was(folder.path(), &text);
        let names = fs::read_dir(folder.path().join("src")).expect("it can be read");
        assert_eq!(names.count(), 1, "{flags}: nothing half-written is left");
        let output = in_shell(folder.path(), "ulimit -f 8", flags);
        assert_eq!(output.status.code(), None, "{flags}: {}", stderr(&output));
        is_as_it_was(folder.path(), &text);
        // What a kill has left behind disturbs nobody.
        in_shell(folder.path(), ":", flags);
        let now = fs::read_to_string(folder.path().join("src/lib.rs")).expect("it is there");
        assert_ne!(now, text, "{flags}");
    }
}

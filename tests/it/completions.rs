//! `completions`: what shells know of the command.

use std::io::Write;
use std::process::Command;
use std::process::Stdio;

use tempfile::TempDir;

use crate::cli::code;
use crate::cli::run;
use crate::cli::stderr;
use crate::cli::stdout;

fn script(shell: &str) -> String {
    let folder = TempDir::new().expect("a folder can be made");
    let output = run(folder.path(), &["completions", shell]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    stdout(&output)
}

#[test]
fn names_of_rules_are_completed() {
    for shell in ["bash", "zsh", "fish", "elvish", "powershell"] {
        let script = script(shell);
        assert!(script.contains("deny-stale-baseline"), "{shell}");
        // Elvish and PowerShell complete no values.
        if ["bash", "zsh", "fish"].contains(&shell) {
            for name in ["sync-guard-across-await", "liveness", "warnings"] {
                assert!(script.contains(name), "{shell}: {name}");
            }
        }
    }
}

/// What bash offers for the last word.
fn offered(words: &[&str]) -> Vec<String> {
    let last = words.len() - 1;
    let list: Vec<String> = words.iter().map(|word| format!("'{word}'")).collect();
    let ask = format!(
        "COMP_WORDS=({}); COMP_CWORD={last}\n\
         _cargo__asyncheck cargo-asyncheck '{}' '{}' 2>/dev/null\n\
         printf '%s\\n' \"${{COMPREPLY[@]}}\"\n",
        list.join(" "),
        words[last],
        words[last - 1]
    );
    let mut bash = Command::new("bash")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("bash can be run");
    let text = script("bash") + &ask;
    let mut stdin = bash.stdin.take().expect("it is piped");
    stdin.write_all(text.as_bytes()).expect("it reads");
    drop(stdin);
    let output = bash.wait_with_output().expect("it ends");
    stdout(&output).lines().map(str::to_owned).collect()
}

#[test]
fn bash_offers_what_fits() {
    let words = ["cargo-asyncheck", "check", "--deny", "sync-gu"];
    assert_eq!(offered(&words), ["sync-guard-across-await"]);
    assert_eq!(offered(&["cargo-asyncheck", "explain", "eof"]), ["eof-spin"]);
    assert_eq!(offered(&["cargo-asyncheck", "check", "--only", "liven"]), ["liveness"]);
}

#[test]
fn advice_is_not_a_list_of_all_names() {
    let folder = TempDir::new().expect("a folder can be made");
    let output = run(folder.path(), &["check", "--deny", "eof-spinn"]);
    assert_eq!(code(&output), 2);
    assert!(stderr(&output).contains("did you mean `eof-spin`?"), "{}", stderr(&output));
    let help = run(folder.path(), &["check", "--help"]);
    assert!(!stdout(&help).contains("eof-spin"));
}

//! `--with`: cargo's own checks beside ours, for editors that run one command and show what it prints.

use std::ffi::OsString;
use std::io::BufRead;
use std::io::BufReader;
use std::process::Command;
use std::process::Stdio;
use std::thread;
use std::thread::JoinHandle;

use clap::Args;
use clap::ValueEnum;
use serde::Deserialize;

use crate::cli::output::Output;
use crate::error::Error;

/// What cargo is to do meanwhile.
#[derive(Debug, Args)]
pub(super) struct WithArgs {
    /// Run cargo's own check as well, and pass its messages on: for editors (repeatable)
    #[arg(
        long,
        value_name = "COMMAND",
        help_heading = "Output",
        conflicts_with_all = [
            "fix", "unsafe_fixes", "diff", "suppress", "staged", "write_baseline", "statistics",
            "show_files", "show_settings",
        ]
    )]
    pub with: Vec<Check>,
    /// What `--with` tells cargo, beside the packages, targets and features
    #[arg(last = true, value_name = "ARGUMENT", requires = "with")]
    pub cargo_arguments: Vec<OsString>,
}

/// A check of cargo's.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum Check {
    /// `cargo check`
    Check,
    /// `cargo clippy`
    Clippy,
}

/// The checks that run beside ours, one after the other: they would wait for each other anyway.
#[derive(Debug)]
pub(super) struct Beside {
    running: Option<JoinHandle<Result<bool, Error>>>,
    succeeded: bool,
}

impl Beside {
    /// Starts what is wanted on the same selection, and passes the messages on as they come.
    ///
    /// # Errors
    /// The format of the output is not that of cargo's messages.
    pub fn start(
        wanted: &WithArgs,
        selection: &[OsString],
        output: &Output,
    ) -> Result<Self, Error> {
        if wanted.with.is_empty() {
            return Ok(Self { running: None, succeeded: true });
        }
        let format = output.format().to_possible_value().filter(|_| output.is_json());
        let Some(format) = format else {
            return Err(Error::Usage {
                message:
                    "`--with` passes on the messages of cargo, which other formats do not have"
                        .to_owned(),
                help: Some("add `--message-format=json`".to_owned()),
            });
        };
        let command = |check: &Check| {
            let mut command = Command::new(cargo());
            command.arg(match check {
                Check::Check => "check",
                Check::Clippy => "clippy",
            });
            command.arg(format!("--message-format={}", format.get_name())).args(selection);
            command.args(output.wanted.quiet.then_some("--quiet")).args(&wanted.cargo_arguments);
            command.stdin(Stdio::null()).stdout(Stdio::piped());
            command
        };
        let commands: Vec<Command> = wanted.with.iter().map(command).collect();
        let output = *output;
        let running = thread::spawn(move || pass_on(commands, &output));
        Ok(Self { running: Some(running), succeeded: true })
    }

    /// Whether cargo still writes, to both streams.
    pub fn is_running(&self) -> bool {
        self.running.is_some()
    }

    /// Waits until all has been passed on. Says whether every check has succeeded.
    ///
    /// # Errors
    /// Cargo could not be started, or its messages could not be written.
    pub fn wait(&mut self) -> Result<bool, Error> {
        if let Some(running) = self.running.take() {
            self.succeeded = false;
            let passed = running.join();
            self.succeeded = passed.unwrap_or_else(|panic| std::panic::resume_unwind(panic))?;
        }
        Ok(self.succeeded)
    }
}

/// The cargo that runs us, which belongs to the toolchain in use.
fn cargo() -> OsString {
    std::env::var_os("CARGO").filter(|path| !path.is_empty()).unwrap_or_else(|| "cargo".into())
}

/// Runs the commands and prints what they say.
fn pass_on(commands: Vec<Command>, output: &Output) -> Result<bool, Error> {
    let mut succeeded = true;
    for mut command in commands {
        let program = command.get_program().to_string_lossy().into_owned();
        let failed = |reason| Error::Start { program: program.clone(), reason };
        let mut child = command.spawn().map_err(failed)?;
        let messages = child.stdout.take().expect("it was asked for");
        // When the reader is gone, cargo ends by itself.
        let passed = pass_lines(BufReader::new(messages), output);
        succeeded &= child.wait().map_err(failed)?.success();
        passed?;
    }
    Ok(succeeded)
}

fn pass_lines(messages: impl BufRead, output: &Output) -> Result<(), Error> {
    for line in messages.split(b'\n') {
        let line = line.map_err(|reason| Error::Write { reason })?;
        let line = String::from_utf8_lossy(&line);
        if !is_end(&line) {
            output.print_all(&[&*line, "\n"])?;
        }
    }
    Ok(())
}

/// Whether cargo says that it has finished: we have not.
fn is_end(line: &str) -> bool {
    #[derive(Deserialize)]
    struct Message {
        reason: String,
    }
    let name = "build-finished";
    // Few lines hold the name, and they may be long.
    line.contains(name)
        && serde_json::from_str::<Message>(line).is_ok_and(|message| message.reason == name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_end_of_the_stream_is_held_back() {
        assert!(is_end(r#"{"reason":"build-finished","success":true}"#));
        assert!(is_end(r#"{"success":false, "reason": "build-finished"}"#));
        assert!(!is_end(r#"{"reason":"compiler-message","message":"build-finished"}"#));
        assert!(!is_end("build-finished"));
        assert!(!is_end(""));
    }
}

//! The front door: arguments in, text and an exit code out.

mod args;
mod catalogue;
mod check;
mod inspect;
mod output;
mod paths;
mod select;
mod spinner;
mod terminal;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use crate::cli::args::Cli;
use crate::cli::args::Command;
use crate::cli::output::Output;
use crate::error::Error;

/// How a run ends, as an exit code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Outcome {
    /// Nothing at deny level: 0.
    Clean,
    /// Something at deny level: 1.
    Denied,
    /// The run failed, wholly or in part: 2.
    Failed,
}

impl From<Outcome> for ExitCode {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Clean => ExitCode::SUCCESS,
            Outcome::Denied => ExitCode::from(1),
            Outcome::Failed => ExitCode::from(2),
        }
    }
}

/// Runs the command that the arguments (the program's name first) ask for.
pub fn run(arguments: impl Iterator<Item = OsString>) -> ExitCode {
    let cli = match Cli::try_parse_from(args::normalized(arguments)) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let output = Output::new(cli.output());
    let outcome = match &cli.command {
        Command::Check(arguments) => check::run(arguments, &output),
        Command::Explain(arguments) => catalogue::explain(arguments, &output),
        Command::Rules(arguments) => catalogue::rules(arguments, &output),
        Command::Inspect(arguments) => inspect::run(arguments, &output),
        Command::Version => {
            output.print(&format!("{}\n", args::version())).map(|()| Outcome::Clean)
        }
    };
    outcome.unwrap_or_else(|error| failed(&error, &output)).into()
}

/// Help and version are no failure; clap knows where each is printed.
fn usage(error: &clap::Error) -> ExitCode {
    // Nobody is left to tell when the terminal is gone.
    let _ = error.print();
    if error.use_stderr() { Outcome::Failed.into() } else { ExitCode::SUCCESS }
}

fn failed(error: &Error, output: &Output) -> Outcome {
    output.fail(error);
    Outcome::Failed
}

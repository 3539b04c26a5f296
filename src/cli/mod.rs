//! The front door: arguments in, text and an exit code out.

mod about;
mod args;
mod baseline;
mod catalogue;
mod check;
mod config;
mod file;
mod fix;
mod findings;
mod folders;
mod format;
mod history;
mod inspect;
mod judge;
mod output;
mod paths;
mod select;
mod spinner;
mod standard_input;
mod suppress;
mod tell;
mod terminal;
mod watch;
mod with;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use crate::cli::args::Cli;
use crate::cli::args::Command;
use crate::cli::args::OutputArgs;
use crate::cli::format::Format;
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
    let arguments = args::normalized(arguments);
    let cli = match Cli::try_parse_from(&arguments) {
        Ok(cli) => cli,
        Err(error) => return usage(&error, &arguments),
    };
    let output = Output::new(cli.output());
    let outcome = match &cli.command {
        Command::Check(arguments) => check::run(arguments, &output),
        Command::Explain(arguments) => catalogue::explain(arguments, &output),
        Command::Rules(arguments) => catalogue::rules(arguments, &output),
        Command::Config(command) => config::run(&command.task, &output),
        Command::Inspect(arguments) => inspect::run(arguments, &output),
        Command::Completions(arguments) => about::completions(arguments, &output),
        Command::Man(arguments) => about::man(arguments, &output),
        Command::Version(arguments) => about::version(arguments, &output),
    };
    let outcome = outcome.unwrap_or_else(|error| {
        output.fail(&error, &paths::manifest(cli.manifest()));
        Outcome::Failed
    });
    outcome.into()
}

/// Help and version are no failure; clap knows where each is printed.
fn usage(error: &clap::Error, arguments: &[OsString]) -> ExitCode {
    if error.use_stderr() && args::ask_for_json(arguments) {
        let text = error.render().to_string();
        let message = text.lines().next().unwrap_or("").trim_start_matches("error: ").to_owned();
        let output = OutputArgs { message_format: Format::Json, ..OutputArgs::default() };
        let error = Error::Usage { message, help: None };
        Output::new(output).fail(&error, &paths::manifest(None));
        return Outcome::Failed.into();
    }
    // Nobody is left to tell when the terminal is gone.
    let _ = error.print();
    if error.use_stderr() { Outcome::Failed.into() } else { ExitCode::SUCCESS }
}

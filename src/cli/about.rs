//! What the command says of itself: its version, its manual, and scripts for shells.

use clap::CommandFactory;
use serde::Serialize;

use crate::cli::Outcome;
use crate::cli::args::Cli;
use crate::cli::args::CompletionsArgs;
use crate::cli::args::ManArgs;
use crate::cli::args::VersionArgs;
use crate::cli::args::VersionFormat;
use crate::cli::output::Output;
use crate::error::Error;
use crate::rules;

/// The name of the program itself.
const PROGRAM: &str = env!("CARGO_PKG_NAME");

#[derive(Serialize)]
struct Version {
    name: &'static str,
    version: &'static str,
    rules: usize,
}

/// Prints the version.
pub(super) fn version(arguments: &VersionArgs, output: &Output) -> Result<Outcome, Error> {
    let (name, version) = (PROGRAM, env!("CARGO_PKG_VERSION"));
    let text = match arguments.format {
        VersionFormat::Text => format!("{name} {version}"),
        VersionFormat::Json => {
            let version = Version { name, version, rules: rules::catalogue().count() };
            serde_json::to_string(&version).expect("plain structs are always JSON")
        }
    };
    output.print(&format!("{text}\n"))?;
    Ok(Outcome::Clean)
}

/// Prints a script for a shell. Zsh asks for it behind `cargo asyncheck` too, if it lies where its
/// functions do, as `_cargo-asyncheck`.
pub(super) fn completions(arguments: &CompletionsArgs, output: &Output) -> Result<Outcome, Error> {
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut Cli::command(), PROGRAM, &mut script);
    output.print(&String::from_utf8_lossy(&script))?;
    Ok(Outcome::Clean)
}

/// Prints the page of the command, or of one of its subcommands.
pub(super) fn man(arguments: &ManArgs, output: &Output) -> Result<Outcome, Error> {
    let mut command = Cli::command();
    command.build();
    let named = arguments.command.as_deref().and_then(|name| command.find_subcommand(name));
    let mut page = Vec::new();
    let rendered = clap_mangen::Man::new(named.unwrap_or(&command).clone()).render(&mut page);
    rendered.expect("a vector takes all that is written");
    output.print(&String::from_utf8_lossy(&page))?;
    Ok(Outcome::Clean)
}

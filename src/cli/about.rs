//! What the command says of itself: its version, its manual, and scripts for shells.

use std::collections::BTreeSet;

use clap::Command;
use clap::CommandFactory;
use clap::builder::PossibleValuesParser;
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
    let mut command = with_names(Cli::command());
    clap_complete::generate(arguments.shell, &mut command, PROGRAM, &mut script);
    // For bash clap writes the hyphen of the program's name in two ways, and finds no subcommand then.
    let (wrong, right) = (PROGRAM.replace('-', "__subcmd__"), PROGRAM.replace('-', "__"));
    output.print(&String::from_utf8_lossy(&script).replace(&wrong, &right))?;
    Ok(Outcome::Clean)
}

/// The command with the names that its arguments can be. Only scripts are told: whoever mistypes one gets
/// better advice from us than from a list of all.
fn with_names(command: Command) -> Command {
    let rules: Vec<&str> = rules::catalogue().map(|rule| rule.id).collect();
    let groups: BTreeSet<&str> = rules::catalogue().map(|rule| rule.group).collect();
    let all: Vec<&str> =
        ["all", "warnings"].into_iter().chain(groups).chain(rules.clone()).collect();
    let levels = |command: Command| {
        let flags = ["allow", "warn", "deny"].into_iter();
        flags.fold(command, |command, flag| named(command, flag, &all))
    };
    command
        .mut_subcommand("check", |check| named(levels(check), "only", &all[2..]))
        .mut_subcommand("config", |config| config.mut_subcommand("show", levels))
        .mut_subcommand("explain", |explain| named(explain, "rule", &rules))
}

fn named(command: Command, argument: &str, names: &[&'static str]) -> Command {
    let names = PossibleValuesParser::new(names.iter().copied());
    command.mut_arg(argument, |argument| argument.value_parser(names))
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

//! The command line.

use std::ffi::OsStr;
use std::ffi::OsString;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;
use clap::Parser;
use clap::Subcommand;
use clap::ValueEnum;

use crate::cli::findings::FindingsArgs;
use crate::cli::findings::ReportArgs;
use crate::cli::format::Format;
use crate::cli::select::ConfigArgs;
use crate::cli::select::LevelFlags;
use crate::cli::select::SelectionArgs;
use crate::cli::standard_input::StandardInputArgs;
use crate::cli::with::WithArgs;

const AFTER_HELP: &str = "\
Without a command, `check` runs: `cargo asyncheck -p server` is `cargo asyncheck check -p server`.

Exit codes: 0 nothing at deny level, 1 something at deny level, 2 the run failed.";

/// Finds async Rust code that stalls, deadlocks or loses work
#[derive(Debug, Parser)]
#[command(
    name = "cargo asyncheck",
    display_name = "cargo-asyncheck",
    bin_name = "cargo asyncheck",
    version,
    max_term_width = 100,
    after_help = AFTER_HELP,
    disable_help_subcommand = true
)]
pub(super) struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Judge the code of a workspace (the default)
    Check(Box<CheckArgs>),
    /// Print the page of a rule: what it finds, why, and what to do instead
    Explain(ExplainArgs),
    /// List all rules with their groups and levels
    Rules(RulesArgs),
    /// Show or begin the configuration, or print its schema
    Config(ConfigCommand),
    /// Show what is known of each call: callee, receiver, where it runs, what it does
    Inspect(Box<InspectArgs>),
    /// Print a script for a shell that completes commands, flags and names of rules
    Completions(CompletionsArgs),
    /// Print the manual as a man page
    Man(ManArgs),
    /// Print the version
    Version(VersionArgs),
}

impl Cli {
    /// `--manifest-path`.
    pub fn manifest(&self) -> Option<&Path> {
        match &self.command {
            Command::Check(arguments) => arguments.selection.manifest(),
            Command::Inspect(arguments) => arguments.selection.manifest(),
            Command::Config(ConfigCommand { task: ConfigTask::Show(arguments) }) => {
                arguments.manifest_path.as_deref()
            }
            Command::Config(ConfigCommand { task: ConfigTask::Init(arguments) }) => {
                arguments.manifest_path.as_deref()
            }
            Command::Config(ConfigCommand { task: ConfigTask::Schema }) => None,
            Command::Explain(_)
            | Command::Rules(_)
            | Command::Completions(_)
            | Command::Man(_)
            | Command::Version(_) => None,
        }
    }

    /// How the command is to print.
    pub fn output(&self) -> OutputArgs {
        match &self.command {
            Command::Check(arguments) => arguments.output,
            Command::Inspect(arguments) => arguments.output,
            Command::Explain(ExplainArgs { color, .. })
            | Command::Rules(RulesArgs { color, .. }) => {
                OutputArgs { color: *color, ..OutputArgs::default() }
            }
            Command::Config(_)
            | Command::Completions(_)
            | Command::Man(_)
            | Command::Version(_) => OutputArgs::default(),
        }
    }
}

/// `check`.
#[derive(Debug, Args)]
pub(super) struct CheckArgs {
    /// Report only findings in these files and folders; all else is still read
    #[arg(value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    #[command(flatten)]
    pub standard_input: StandardInputArgs,
    #[command(flatten)]
    pub with: WithArgs,
    #[command(flatten)]
    pub selection: SelectionArgs,
    /// `--workspace`, as cargo once called it
    #[arg(long, hide = true)]
    pub all: bool,
    #[command(flatten)]
    pub levels: LevelFlags,
    /// Deny every finding that would be a warning
    #[arg(long, help_heading = "Rules")]
    pub deny_warnings: bool,
    /// Report also what comments in the code allow
    #[arg(long, help_heading = "Rules")]
    pub ignore_suppressions: bool,
    /// Report this rule or group only
    #[arg(long, value_name = "RULE", value_delimiter = ',', help_heading = "Rules")]
    pub only: Vec<String>,
    #[command(flatten)]
    pub config: ConfigArgs,
    #[command(flatten)]
    pub findings: FindingsArgs,
    #[command(flatten)]
    pub output: OutputArgs,
    #[command(flatten)]
    pub report: ReportArgs,
}

/// `explain`.
#[derive(Debug, Args)]
pub(super) struct ExplainArgs {
    /// The rule's name, as in `blocking-fs`
    #[arg(required_unless_present = "all", conflicts_with = "all")]
    pub rule: Option<String>,
    /// Print the pages of all rules
    #[arg(long)]
    pub all: bool,
    /// How to print
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: PageFormat,
    /// When to use colors
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
}

/// `rules`.
#[derive(Debug, Args)]
pub(super) struct RulesArgs {
    /// Print an array of objects
    #[arg(long)]
    pub json: bool,
    /// When to use colors
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
}

/// `config`.
#[derive(Debug, Args)]
pub(super) struct ConfigCommand {
    /// What to do.
    #[command(subcommand)]
    pub task: ConfigTask,
}

/// `config show`, `config init`, `config schema`.
#[derive(Debug, Subcommand)]
pub(super) enum ConfigTask {
    /// Print what holds after all files and flags, as TOML, each line with where it is said
    Show(Box<ShowArgs>),
    /// Write an `asyncheck.toml` with comments, to begin with; never over one that is there
    Init(InitArgs),
    /// Print the JSON schema of `asyncheck.toml`, for editors
    Schema,
}

/// `config show`.
#[derive(Debug, Args)]
pub(super) struct ShowArgs {
    /// The file or folder; without one, the root of the workspace
    pub path: Option<PathBuf>,
    /// The manifest of the package or workspace
    #[arg(long, value_name = "FILE")]
    pub manifest_path: Option<PathBuf>,
    #[command(flatten)]
    pub levels: LevelFlags,
    #[command(flatten)]
    pub config: ConfigArgs,
}

/// `config init`.
#[derive(Debug, Args)]
pub(super) struct InitArgs {
    /// The manifest of the package or workspace: the file is written beside the root's
    #[arg(long, value_name = "FILE")]
    pub manifest_path: Option<PathBuf>,
}

/// `inspect`.
#[derive(Debug, Args)]
pub(super) struct InspectArgs {
    /// The file, and the line if only one is of interest: `src/main.rs:12`
    #[arg(value_name = "FILE[:LINE]", required_unless_present = "all", conflicts_with = "all")]
    pub place: Option<OsString>,
    /// Every call of the workspace
    #[arg(long)]
    pub all: bool,
    /// List the guards and the like that are held where the task may yield, instead of the calls
    #[arg(long, conflicts_with = "files")]
    pub guards: bool,
    /// List the files that were read instead of the calls
    #[arg(long, requires = "all")]
    pub files: bool,
    #[command(flatten)]
    pub selection: SelectionArgs,
    #[command(flatten)]
    pub config: ConfigArgs,
    #[command(flatten)]
    pub output: OutputArgs,
}

/// `completions`.
#[derive(Debug, Args)]
pub(super) struct CompletionsArgs {
    /// The shell that is to complete
    pub shell: clap_complete::Shell,
}

/// `man`.
#[derive(Debug, Args)]
pub(super) struct ManArgs {
    /// The command whose page is wanted, if not that of all
    #[arg(value_parser = COMMANDS)]
    pub command: Option<String>,
}

/// `version`.
#[derive(Debug, Args)]
pub(super) struct VersionArgs {
    /// How to print it
    #[arg(long, value_name = "FORMAT", default_value = "text")]
    pub format: VersionFormat,
}

/// How to print a version.
#[derive(Clone, Copy, PartialEq, Eq, Debug, ValueEnum)]
pub(super) enum VersionFormat {
    /// One line
    Text,
    /// One JSON object
    Json,
}

/// How to print.
#[derive(Clone, Copy, Debug, Default, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct OutputArgs {
    /// How to print findings
    #[arg(
        long,
        alias = "output-format",
        value_name = "FORMAT",
        default_value = "human",
        env = "ASYNCHECK_MESSAGE_FORMAT",
        hide_env_values = true
    )]
    pub message_format: Format,
    /// When to use colors
    #[arg(long, value_name = "WHEN", default_value = "auto")]
    pub color: ColorChoice,
    /// Print findings only: no summary, no notes
    #[arg(long, short, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Print every note, and lists in full
    #[arg(long, short)]
    pub verbose: bool,
}

/// How to print the page of a rule.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub(super) enum PageFormat {
    /// For people, in color on a terminal
    #[default]
    Text,
    /// As Markdown
    Md,
    /// As an object, with the sections as Markdown; with `--all` as an array of them
    Json,
}

/// When to use colours.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub(super) enum ColorChoice {
    /// On a terminal, unless the environment says otherwise
    #[default]
    Auto,
    /// Also into pipes and files
    Always,
    /// Nowhere
    Never,
}

/// The names of the subcommands.
pub(super) const COMMANDS: [&str; 8] =
    ["check", "explain", "rules", "config", "inspect", "completions", "man", "version"];

/// The arguments as the parser wants them. Cargo runs `cargo-asyncheck asyncheck …`: its own word is
/// dropped. Where no command is named, it is `check`.
pub(super) fn normalized(arguments: impl Iterator<Item = OsString>) -> Vec<OsString> {
    let mut arguments: Vec<OsString> = arguments.collect();
    if arguments.get(1).is_some_and(|word| word == "asyncheck") {
        arguments.remove(1);
    }
    let whole = ["-h", "--help", "-V", "--version"];
    let named = arguments
        .get(1)
        .is_some_and(|first| COMMANDS.iter().chain(&whole).any(|word| first == OsStr::new(word)));
    if !named {
        let at = arguments.len().min(1);
        arguments.insert(at, "check".into());
    }
    arguments
}

/// Whether arguments that could not be parsed ask for a format that programs read.
pub(super) fn ask_for_json(arguments: &[OsString]) -> bool {
    let flags = ["--message-format", "--output-format"];
    let words: Vec<&str> = arguments.iter().filter_map(|word| word.to_str()).collect();
    let joined = words.iter().filter_map(|word| word.split_once('='));
    let separate = words.windows(2).map(|pair| (pair[0], pair[1]));
    let written = joined.chain(separate).find(|(flag, _)| flags.contains(flag));
    let variable = std::env::var("ASYNCHECK_MESSAGE_FORMAT").unwrap_or_default();
    written.map_or(&*variable, |(_, format)| format).starts_with("json")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(line: &str) -> Vec<String> {
        let arguments = line.split(' ').map(OsString::from);
        let normalized = normalized(arguments);
        normalized.into_iter().map(|word| word.into_string().expect("it was a string")).collect()
    }

    #[test]
    fn both_forms_of_the_command_are_one() {
        assert_eq!(words("cargo-asyncheck asyncheck check -q"), words("cargo-asyncheck check -q"));
        assert_eq!(words("cargo-asyncheck asyncheck"), ["cargo-asyncheck", "check"]);
    }

    #[test]
    fn check_is_the_default() {
        assert_eq!(words("x -p a"), ["x", "check", "-p", "a"]);
        assert_eq!(words("x src"), ["x", "check", "src"]);
        assert_eq!(words("x rules"), ["x", "rules"]);
        assert_eq!(words("x --help"), ["x", "--help"]);
        assert_eq!(normalized(std::iter::empty()), ["check"]);
    }

    #[test]
    fn a_wish_for_json_is_seen_in_what_cannot_be_parsed() {
        let ask =
            |line: &str| ask_for_json(&line.split(' ').map(OsString::from).collect::<Vec<_>>());
        assert!(ask("x check --bogus --message-format=json"));
        assert!(ask("x check --output-format json-diagnostic-short --bogus"));
        assert!(!ask("x check --message-format=short --bogus json"));
    }

    #[test]
    fn the_command_line_is_consistent() {
        use clap::CommandFactory;
        Cli::command().debug_assert();
        let names = Cli::command();
        let names: Vec<&str> = names.get_subcommands().map(|command| command.get_name()).collect();
        assert_eq!(names, COMMANDS);
    }
}

//! The flags that say what is read and which rules count.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::Path;
use std::path::PathBuf;

use clap::Arg;
use clap::ArgAction;
use clap::ArgMatches;
use clap::Args;
use clap::FromArgMatches;

use crate::config::Flags;
use crate::config::Given;
use crate::config::Level;
use crate::config::Names;
use crate::config::Subject;
use crate::error::Error;
use crate::source::Selection;
use crate::source::Targets;

/// What is read: cargo's own flags, with cargo's meaning.
#[derive(Debug, Args)]
pub(super) struct SelectionArgs {
    /// The manifest of the package or workspace
    #[arg(long, value_name = "FILE", help_heading = "Packages")]
    manifest_path: Option<PathBuf>,
    /// Judge these packages (globs allowed)
    #[arg(long = "package", short, value_name = "SPEC", help_heading = "Packages")]
    packages: Vec<String>,
    /// Judge all packages of the workspace
    #[arg(long, help_heading = "Packages")]
    workspace: bool,
    /// Leave these packages out (globs allowed)
    #[arg(long, value_name = "SPEC", help_heading = "Packages")]
    exclude: Vec<String>,

    /// Judge the library
    #[arg(long, help_heading = "Targets")]
    lib: bool,
    /// Judge all binaries
    #[arg(long, help_heading = "Targets")]
    bins: bool,
    /// Judge these binaries (globs allowed)
    #[arg(long, value_name = "NAME", help_heading = "Targets")]
    bin: Vec<String>,
    /// Judge all tests, those inside the other targets included
    #[arg(long, help_heading = "Targets")]
    tests: bool,
    /// Judge these integration tests (globs allowed)
    #[arg(long, value_name = "NAME", help_heading = "Targets")]
    test: Vec<String>,
    /// Judge all examples
    #[arg(long, help_heading = "Targets")]
    examples: bool,
    /// Judge all benchmarks
    #[arg(long, help_heading = "Targets")]
    benches: bool,
    /// Judge everything save build scripts
    #[arg(long, help_heading = "Targets")]
    all_targets: bool,

    /// Switch these features on
    #[arg(long, short = 'F', value_name = "FEATURES", help_heading = "Features")]
    features: Vec<String>,
    /// Switch all features on
    #[arg(long, help_heading = "Features")]
    all_features: bool,
    /// Leave the default features off
    #[arg(long, help_heading = "Features")]
    no_default_features: bool,
    /// Judge the code as it is built for this platform
    #[arg(long, value_name = "TRIPLE", help_heading = "Features")]
    target: Option<String>,

    /// Accepted, as cargo does: nothing is ever fetched
    #[arg(long, help_heading = "Packages", hide = true)]
    locked: bool,
    /// Accepted, as cargo does: nothing is ever fetched
    #[arg(long, help_heading = "Packages", hide = true)]
    offline: bool,
    /// Accepted, as cargo does: nothing is ever fetched
    #[arg(long, help_heading = "Packages", hide = true)]
    frozen: bool,
}

impl SelectionArgs {
    /// `--manifest-path`.
    pub fn manifest(&self) -> Option<&Path> {
        self.manifest_path.as_deref()
    }

    /// As cargo wants it.
    pub fn for_cargo(&self) -> Vec<OsString> {
        let switches = [
            (self.workspace, "--workspace"),
            (self.lib, "--lib"),
            (self.bins, "--bins"),
            (self.tests, "--tests"),
            (self.examples, "--examples"),
            (self.benches, "--benches"),
            (self.all_targets, "--all-targets"),
            (self.all_features, "--all-features"),
            (self.no_default_features, "--no-default-features"),
            (self.locked, "--locked"),
            (self.offline, "--offline"),
            (self.frozen, "--frozen"),
        ];
        let target: Vec<String> = self.target.iter().cloned().collect();
        let lists = [
            ("--package", &self.packages),
            ("--exclude", &self.exclude),
            ("--bin", &self.bin),
            ("--test", &self.test),
            ("--features", &self.features),
            ("--target", &target),
        ];
        let manifest = self.manifest_path.iter();
        let mut flags: Vec<OsString> =
            manifest.flat_map(|path| ["--manifest-path".into(), path.into()]).collect();
        flags.extend(switches.iter().filter(|(is_on, _)| *is_on).map(|(_, flag)| flag.into()));
        for (flag, values) in lists {
            flags.extend(values.iter().flat_map(|value| [flag.into(), value.into()]));
        }
        flags
    }

    /// As `source` wants it.
    pub fn selection(&self, directory: PathBuf, paths: &[PathBuf]) -> Selection {
        Selection {
            manifest: self.manifest_path.clone(),
            directory,
            paths: paths.to_vec(),
            packages: self.packages.clone(),
            workspace: self.workspace,
            exclude: self.exclude.clone(),
            targets: Targets {
                lib: self.lib,
                bins: self.bins,
                bin: self.bin.clone(),
                tests: self.tests,
                test: self.test.clone(),
                examples: self.examples,
                benches: self.benches,
                all: self.all_targets,
            },
            // Cargo separates features by commas and blanks.
            features: self
                .features
                .iter()
                .flat_map(|list| list.split([',', ' ']))
                .filter(|feature| !feature.is_empty())
                .map(str::to_owned)
                .collect(),
            all_features: self.all_features,
            no_default_features: self.no_default_features,
            target: self.target.clone(),
            snapshot: None,
            buffers: BTreeMap::new(),
        }
    }
}

/// Where configuration comes from.
#[derive(Debug, Args)]
#[command(next_help_heading = "Configuration")]
pub(super) struct ConfigArgs {
    /// Read this file instead of the nearest `asyncheck.toml`, or lay a setting over those that are
    /// read: `rules.blocking-fs=deny`
    #[arg(long = "config", value_name = "FILE|KEY=VALUE")]
    given: Vec<OsString>,
    /// Read no configuration file
    #[arg(long)]
    isolated: bool,
}

impl ConfigArgs {
    /// As `config` wants it.
    pub fn flags(&self, directory: &Path) -> Flags {
        let given = self.given.iter().map(|written| Given::read(written, directory));
        Flags { given: given.collect(), isolated: self.isolated, ..Flags::default() }
    }
}

/// `-A`, `-W` and `-D`, in the order in which they were written: the derive would lose it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct LevelFlags {
    /// Each with its name.
    pub all: Vec<(Level, String)>,
}

impl LevelFlags {
    /// Each with what its name stands for. A mistyped one is told before anything is read.
    pub fn named(&self, names: &Names) -> Result<Vec<(Level, Subject)>, Error> {
        let all = self.all.iter();
        all.map(|(level, name)| Ok((*level, names.flag(level.name(), name)?))).collect()
    }
}

const FLAGS: [(&str, char, Level, &str); 3] = [
    ("allow", 'A', Level::Allow, "Do not report this rule or group (`all`, `warnings` too)"),
    ("warn", 'W', Level::Warn, "Report this rule or group"),
    ("deny", 'D', Level::Deny, "Report this rule or group, and fail"),
];

impl Args for LevelFlags {
    fn augment_args(command: clap::Command) -> clap::Command {
        FLAGS.into_iter().fold(command, |command, (long, short, _, help)| {
            command.arg(
                Arg::new(long)
                    .long(long)
                    .short(short)
                    .value_name("RULE")
                    .value_delimiter(',')
                    .action(ArgAction::Append)
                    .help_heading("Rules")
                    .help(help),
            )
        })
    }

    fn augment_args_for_update(command: clap::Command) -> clap::Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for LevelFlags {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        let mut found: Vec<(usize, Level, String)> = Vec::new();
        for (long, _, level, _) in FLAGS {
            let indices = matches.indices_of(long).into_iter().flatten();
            let names = matches.get_many::<String>(long).into_iter().flatten();
            found.extend(indices.zip(names).map(|(index, name)| (index, level, name.clone())));
        }
        found.sort_by_key(|(index, ..)| *index);
        Ok(Self { all: found.into_iter().map(|(_, level, name)| (level, name)).collect() })
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Only {
        #[command(flatten)]
        levels: LevelFlags,
        #[command(flatten)]
        selection: SelectionArgs,
    }

    fn parsed(line: &str) -> Only {
        Only::try_parse_from(line.split(' ')).expect("the line is well formed")
    }

    #[test]
    fn levels_keep_their_order() {
        let levels = parsed("x -D all -A blocking,guards -W all --deny blocking-fs").levels.all;
        let text: Vec<String> =
            levels.iter().map(|(level, name)| format!("{} {name}", level.name())).collect();
        assert_eq!(
            text,
            ["deny all", "allow blocking", "allow guards", "warn all", "deny blocking-fs"]
        );
    }

    #[test]
    fn features_are_split_as_cargo_does() {
        let selection = parsed("x -F a,b --features c").selection.selection("/".into(), &[]);
        assert_eq!(selection.features, ["a", "b", "c"]);
    }

    #[test]
    fn cargo_flags_are_accepted() {
        let selection = parsed("x --locked --offline --frozen --workspace").selection;
        assert!(selection.selection("/".into(), &[]).workspace);
    }
}

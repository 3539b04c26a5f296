//! What the user asked for.
//!
//! Comes in: the command line's wishes, and where the code lies. Goes out: a [`Config`]. Of each file
//! the nearest configuration holds, with what that extends. The names of the rules are handed in: this
//! room does not know the catalogue.

mod baseline;
mod chain;
mod document;
mod find;
mod form;
mod given;
mod ground;
mod layer;
mod levels;
mod names;
mod rows;
mod settle;

pub use baseline::Baseline;
pub use chain::normal;
pub use form::FileForm;
pub use given::Given;
pub use ground::CodeFile;
pub use ground::Ground;
pub use ground::TargetGroup;
pub use layer::Override;
pub use levels::LevelSettings;
pub use levels::Origin;
pub use levels::Placed;
pub use levels::Setting;
pub use levels::Subject;
pub use names::Names;
pub use names::RuleName;
pub use rows::OwnRows;
pub use rows::Table;

use std::path::PathBuf;

use schemars::JsonSchema;
use serde::Deserialize;

use crate::error::Error;

/// What happens to a finding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Level {
    /// It is not shown.
    Allow,
    /// It is shown.
    Warn,
    /// It is shown, and the run fails.
    Deny,
}

impl Level {
    /// The level that is written so.
    pub fn parse(text: &str) -> Option<Level> {
        match text {
            "allow" => Some(Level::Allow),
            "warn" => Some(Level::Warn),
            "deny" => Some(Level::Deny),
            _ => None,
        }
    }

    /// As it is written: `warn`.
    pub fn name(self) -> &'static str {
        match self {
            Level::Allow => "allow",
            Level::Warn => "warn",
            Level::Deny => "deny",
        }
    }
}

/// What the command line says about findings.
#[derive(Clone, Debug, Default)]
pub struct Flags {
    /// `--config`, in the order written.
    pub given: Vec<Given>,
    /// `--isolated`: no file is read.
    pub isolated: bool,
    /// `--only`: no other rule speaks.
    pub only: Vec<Subject>,
    /// `-A`, `-W` and `-D`, in the order written.
    pub levels: Vec<(Level, Subject)>,
    /// `--deny-warnings`: the last word, whatever else is said.
    pub deny_warnings: bool,
    /// `--ignore-suppressions`.
    pub ignore_suppressions: bool,
}

/// What the user asked for: files and command line as one.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The files that were read, sorted; manifests too.
    pub files: Vec<PathBuf>,
    /// The texts that have rows about libraries (`[[call]]`, `[[type]]`, …): what `library::load`
    /// takes. Those of every file hold for the whole workspace.
    pub rows: Vec<OwnRows>,
    /// Comments suppress nothing.
    pub ignore_suppressions: bool,
    /// The file that lists what is known, where one is named.
    pub baseline: Option<PathBuf>,
    /// The first holds in the root.
    sets: Vec<LevelSettings>,
    /// What the root's configuration says of some files only.
    overrides: Vec<Override>,
    /// Which of them holds for each file of the [`Ground`].
    of_file: Vec<usize>,
}

/// Reads the configuration of a workspace and lays the command line over it.
pub fn load(ground: &Ground, flags: &Flags, names: &Names) -> Result<Config, Error> {
    settle::settle(ground, flags, names)
}

impl Config {
    /// The levels that differ from the built-in ones, in a file of the [`Ground`] by its index.
    /// Texts that came later (those of dependencies) are judged as the root is.
    pub fn levels(&self, file: usize) -> &LevelSettings {
        const NONE: &LevelSettings = &LevelSettings::NONE;
        let set = self.of_file.get(file).copied().unwrap_or(0);
        self.sets.get(set).unwrap_or(NONE)
    }

    /// Those in the root of the workspace.
    pub fn root_levels(&self) -> &LevelSettings {
        self.levels(usize::MAX)
    }

    /// What the configuration of the root says of some files only, in the order of their turns.
    pub fn overrides(&self) -> impl Iterator<Item = &Override> {
        self.overrides.iter()
    }

    /// Adds a setting that wins over all others, everywhere.
    pub fn push(&mut self, placed: &Placed) {
        if self.sets.is_empty() {
            self.sets.push(LevelSettings::default());
        }
        self.sets.iter_mut().for_each(|set| set.push(placed.clone()));
    }
}

#[cfg(test)]
mod tests;

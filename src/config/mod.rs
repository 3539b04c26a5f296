//! What the user asked for.
//!
//! Comes in: the command line's wishes, and the folder in which `asyncheck.toml` may lie. Goes out: a
//! [`Config`]. The names of the rules are handed in: this room does not know the catalogue.

mod file;
mod levels;
mod names;

pub use levels::LevelSettings;
pub use levels::Setting;
pub use levels::Subject;
pub use names::Names;
pub use names::RuleName;

use std::path::Path;
use std::path::PathBuf;

use serde::Deserialize;

use crate::error::Error;

/// What happens to a finding.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize)]
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
    /// `--config`: read instead of the file in the workspace's root.
    pub file: Option<PathBuf>,
    /// `-A`, `-W` and `-D`, in the order written.
    pub levels: Vec<(Level, Subject)>,
    /// `--deny-warnings`: the last word, whatever else is said.
    pub deny_warnings: bool,
    /// `--ignore-suppressions`.
    pub ignore_suppressions: bool,
}

/// What the user asked for: file and command line as one.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// The file that was read.
    pub file: Option<PathBuf>,
    /// The levels that differ from the built-in ones.
    pub levels: LevelSettings,
    /// The file's name and text, when it has rows about libraries (`[[call]]`, `[[type]]`, …): what
    /// `library::load` takes. Keys that are not rows stand in it too.
    pub rows: Vec<(String, String)>,
    /// Comments suppress nothing.
    pub ignore_suppressions: bool,
}

/// Reads the configuration of a workspace and lays the command line over it.
pub fn load(root: &Path, flags: &Flags, names: &Names) -> Result<Config, Error> {
    let mut config = file::load(root, flags.file.as_deref(), names)?;
    for &(level, subject) in &flags.levels {
        config.levels.push(Setting::plain(subject, level));
    }
    if flags.deny_warnings {
        config.levels.push(Setting::plain(Subject::Warnings, Level::Deny));
    }
    config.ignore_suppressions = flags.ignore_suppressions;
    Ok(config)
}

#[cfg(test)]
mod tests;

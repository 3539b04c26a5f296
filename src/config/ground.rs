//! The code that is to be configured, as far as configuration looks at it.

use std::path::Path;
use std::path::PathBuf;

/// A workspace.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Ground {
    /// The folder of the root manifest, or of the first lone file.
    pub root: PathBuf,
    /// The folders of the packages: what their files say about libraries holds for all.
    pub packages: Vec<PathBuf>,
    /// The texts, in the order of their ids.
    pub files: Vec<CodeFile>,
}

/// One text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodeFile {
    /// Where it lies: absolute.
    pub path: PathBuf,
    /// The kinds of targets that it stands in; empty for what is no test, example or benchmark, in
    /// part or as a whole.
    pub targets: Vec<TargetGroup>,
}

/// What an override can name instead of files.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TargetGroup {
    /// `tests/*.rs`, and their modules.
    Tests,
    /// `examples/*.rs`, and their modules.
    Examples,
    /// `benches/*.rs`, and their modules.
    Benches,
}

impl TargetGroup {
    /// The names that can be written.
    pub const NAMES: [&'static str; 3] = ["tests", "examples", "benches"];

    /// The group that is written so.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "tests" => Some(TargetGroup::Tests),
            "examples" => Some(TargetGroup::Examples),
            "benches" => Some(TargetGroup::Benches),
            _ => None,
        }
    }

    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            TargetGroup::Tests => "tests",
            TargetGroup::Examples => "examples",
            TargetGroup::Benches => "benches",
        }
    }
}

impl Ground {
    /// A folder without packages and texts that are known.
    pub fn folder(root: &Path) -> Self {
        Self { root: root.to_owned(), ..Self::default() }
    }
}

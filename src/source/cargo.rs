//! Packages, targets, editions, features: manifests, read by ourselves.

use std::path::PathBuf;

use crate::error::Error;
use crate::source::Workspace;

/// What is asked for on the command line.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// `--manifest-path`; else the nearest manifest above [`Selection::directory`].
    pub manifest: Option<PathBuf>,
    /// The working directory.
    pub directory: PathBuf,
    /// Path operands: with a workspace at hand they filter what is reported (not here); with none,
    /// each `.rs` file is a crate of its own.
    pub paths: Vec<PathBuf>,
    /// `-p`, as package names or globs.
    pub packages: Vec<String>,
    /// `--workspace`.
    pub workspace: bool,
    /// `--exclude`, as package names or globs.
    pub exclude: Vec<String>,
    /// Which targets.
    pub targets: Targets,
    /// `-F`, `--features`.
    pub features: Vec<String>,
    /// `--all-features`.
    pub all_features: bool,
    /// `--no-default-features`.
    pub no_default_features: bool,
    /// `--target`: a triple; else the host's.
    pub target: Option<String>,
}

/// Which targets are judged. Nothing chosen: library and binaries.
#[derive(Clone, Debug, Default)]
pub struct Targets {
    /// `--lib`.
    pub lib: bool,
    /// `--bins`.
    pub bins: bool,
    /// `--bin NAME`, globs.
    pub bin: Vec<String>,
    /// `--tests`: integration tests, and `cfg(test)` everywhere.
    pub tests: bool,
    /// `--test NAME`, globs.
    pub test: Vec<String>,
    /// `--examples`.
    pub examples: bool,
    /// `--benches`.
    pub benches: bool,
    /// `--all-targets`.
    pub all: bool,
}

/// Reads the manifests, finds the targets that are asked for, and reads every file of them.
pub fn load(selection: &Selection) -> Result<Workspace, Error> {
    todo!("{selection:?}")
}

//! Packages, targets, editions, features: manifests, read by ourselves.

mod assemble;
mod features;
mod glob;
mod lone;
mod manifest;
mod members;
mod package;
mod plan;
mod select;
mod settings;
mod targets;
#[cfg(test)]
pub(super) mod tests;

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crate::error::Error;
use crate::source::Snapshot;
use crate::source::Workspace;
use crate::source::disk::Disk;
use crate::source::paths::absolute;
use crate::source::paths::join;

pub(super) use features::Activation;
pub(super) use features::Active;
pub(super) use manifest::Manifest;
pub(super) use manifest::Manifests;
pub(super) use members::root_of;
pub(super) use package::PackageManifest;
pub(super) use package::Purpose;
pub(super) use package::Requirement;
pub(super) use package::package;
pub(super) use package::package_id;
pub(super) use settings::Settings;
pub(super) use settings::cargo_home;
pub(super) use settings::is_platform;
pub(super) use targets::Target;
pub(super) use targets::build_script;
pub(super) use targets::library;

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
    /// The repository at another time; none for what is on disk.
    pub snapshot: Option<Arc<Snapshot>>,
    /// Texts that stand for what is on disk, by their absolute paths.
    pub buffers: BTreeMap<PathBuf, String>,
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
    let mut workspace = read(selection)?;
    workspace.snapshot = selection.snapshot.clone();
    if workspace.crates.iter().any(|found| found.judged) {
        return Ok(workspace);
    }
    let note = workspace.notes.first();
    Err(Error::NothingToJudge {
        reason: note.map_or("no target was found", |note| &note.message).to_owned(),
        help: note.and_then(|note| note.help.clone()),
    })
}

fn read(selection: &Selection) -> Result<Workspace, Error> {
    let overlay = selection.buffers.clone();
    let disk = Disk { snapshot: selection.snapshot.clone(), overlay };
    let directory = absolute(&selection.directory);
    match manifest_path(selection, &directory, &disk) {
        Some(path) if path.extension().is_some_and(|end| end == "rs") => {
            Ok(assemble::lone(vec![path], selection, disk))
        }
        Some(path) => workspace(&path, selection, &directory, disk),
        None if selection.paths.is_empty() => Err(Error::NoManifest { directory }),
        None => {
            let files = lone::files(selection, &directory)?;
            Ok(assemble::lone(files, selection, disk))
        }
    }
}

/// The manifest to begin with: the one that is named, or the nearest above the working directory,
/// or else above the first path operand.
fn manifest_path(selection: &Selection, directory: &Path, disk: &Disk) -> Option<PathBuf> {
    if let Some(named) = &selection.manifest {
        let path = join(directory, named);
        return Some(if disk.is_folder(&path) { path.join("Cargo.toml") } else { path });
    }
    let operand = selection.paths.first().map(|path| join(directory, path));
    let starts = std::iter::once(directory).chain(operand.as_deref());
    let mut folders = starts.flat_map(Path::ancestors).map(|folder| folder.join("Cargo.toml"));
    folders.find(|path| disk.is_file(path))
}

fn workspace(
    path: &Path,
    selection: &Selection,
    directory: &Path,
    disk: Disk,
) -> Result<Workspace, Error> {
    let mut manifests = Manifests::new(&disk);
    let current = manifests.get(path).map_err(|problem| problem.into_error(directory))?;
    let root = members::root_of(&current, &mut manifests);
    let root = root.map_err(|problem| problem.into_error(directory))?;
    let members = members::members(&current, root, &mut manifests);
    let nearby = directory.starts_with(&members.root.folder);
    let folder = if nearby { directory } else { &members.root.folder };
    let settings = Settings::read(folder, &disk);
    let plan = plan::plan(&members, selection, &settings, &disk)?;
    let root = members.root.folder.clone();
    Ok(assemble::workspace(root, plan, disk))
}

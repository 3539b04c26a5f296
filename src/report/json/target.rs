//! Which package and target a file belongs to, in cargo's words.

use std::collections::BTreeMap;
use std::path::Path;

use crate::report::json::message::Target;
use crate::source::Crate;
use crate::source::FileId;
use crate::source::TargetKind;
use crate::source::Workspace;

/// A target with its package.
#[derive(Clone, Debug)]
pub(super) struct Home {
    /// As `cargo metadata` prints it.
    pub package: String,
    /// Absolute.
    pub manifest: String,
    /// The target.
    pub target: Target,
}

/// The first target, in the order of the workspace, that has each file: judged ones come first.
#[derive(Debug)]
pub(super) struct Homes {
    homes: Vec<Home>,
    of_file: BTreeMap<FileId, usize>,
}

impl Homes {
    /// Looks at all crates.
    pub fn new(workspace: &Workspace) -> Self {
        let mut of_file = BTreeMap::new();
        for judged in [true, false] {
            let crates = workspace.crates.iter().enumerate();
            for (at, krate) in crates.filter(|(_, krate)| krate.judged == judged) {
                for mount in &krate.mounts {
                    of_file.entry(mount.file).or_insert(at);
                }
            }
        }
        Self {
            homes: workspace.crates.iter().map(|krate| home(krate, workspace)).collect(),
            of_file,
        }
    }

    /// The target of a file; none for a file that no crate has.
    pub fn of(&self, file: FileId) -> Option<&Home> {
        self.of_file.get(&file).map(|&at| &self.homes[at])
    }
}

/// Where a message goes that belongs to no target: its own package, so that it clears no other.
pub(super) fn nowhere(manifest: &Path) -> Home {
    let manifest = absolute(manifest);
    let target = Target {
        kind: vec!["lib".to_owned()],
        crate_types: vec!["lib".to_owned()],
        name: "asyncheck".to_owned(),
        src_path: manifest.clone(),
        edition: "2024".to_owned(),
        doc: false,
        doctest: false,
        test: false,
    };
    Home { package: format!("path+file://{manifest}#asyncheck@0.0.0"), manifest, target }
}

fn home(krate: &Crate, workspace: &Workspace) -> Home {
    let root = krate.mounts.first().map(|mount| absolute(&workspace.files.get(mount.file).path));
    let root = root.unwrap_or_default();
    let (package, manifest) = match krate.package {
        Some(at) => {
            let package = &workspace.packages[at];
            (package.id.clone(), absolute(&package.manifest))
        }
        None => (format!("path+file://{root}#{}@0.0.0", krate.target), root.clone()),
    };
    Home { package, manifest, target: target(krate, root) }
}

fn target(krate: &Crate, src_path: String) -> Target {
    let kind = match krate.kind {
        // Cargo's kind of a library is what it is built as.
        TargetKind::Lib => krate.crate_types.clone(),
        TargetKind::Bin | TargetKind::Lone => vec!["bin".to_owned()],
        TargetKind::Test => vec!["test".to_owned()],
        TargetKind::Example => vec!["example".to_owned()],
        TargetKind::Bench => vec!["bench".to_owned()],
    };
    Target {
        kind,
        crate_types: krate.crate_types.clone(),
        name: krate.target.clone(),
        src_path,
        edition: krate.edition.to_string(),
        doc: matches!(krate.kind, TargetKind::Lib | TargetKind::Bin),
        doctest: krate.kind == TargetKind::Lib,
        test: matches!(krate.kind, TargetKind::Lib | TargetKind::Bin | TargetKind::Test),
    }
}

/// As written, links not followed: editors compare the bytes.
fn absolute(path: &Path) -> String {
    std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf()).display().to_string()
}

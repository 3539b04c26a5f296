//! Small worlds in a temporary folder.

use std::path::Path;
use std::path::PathBuf;

use crate::source::Crate;
use crate::source::Selection;
use crate::source::Targets;
use crate::source::Workspace;
use crate::source::load;

/// A folder with files in it, gone at the end of the test.
pub struct World {
    folder: tempfile::TempDir,
}

impl World {
    /// Writes the files; a `Cargo.toml` of only a name is completed.
    pub fn new(files: &[(&str, &str)]) -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let world = Self { folder };
        for (name, text) in files {
            world.write(name, text.as_bytes());
        }
        world
    }

    /// Writes one more file.
    pub fn write(&self, name: &str, bytes: &[u8]) {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().expect("it has a folder")).expect("a folder");
        std::fs::write(path, bytes).expect("a file");
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// What is asked for in a folder of it, if nothing is said.
    pub fn selection(&self, folder: &str) -> Selection {
        Selection { directory: self.path().join(folder), ..Selection::default() }
    }

    /// Everything: all members, targets and features.
    pub fn everything(&self) -> Selection {
        let targets = Targets { all: true, ..Targets::default() };
        Selection { workspace: true, all_features: true, targets, ..self.selection("") }
    }

    /// Loads what is asked for.
    pub fn load(&self, selection: &Selection) -> Workspace {
        load(selection).unwrap_or_else(|error| panic!("{error:?}"))
    }

    /// Loads what cannot be loaded, and returns what the error says, with its help.
    pub fn fail(&self, selection: &Selection) -> String {
        let error = load(selection).expect_err("this cannot be loaded");
        let help = miette::Diagnostic::help(&error).map(|help| format!("; {help}"));
        self.clean(&format!("{error}{}", help.unwrap_or_default()))
    }

    /// A text in which the folder is `/w`.
    pub fn clean(&self, text: &str) -> String {
        text.replace(&*self.path().to_string_lossy(), "/w")
    }

    /// The messages of all notes, each behind the name of its file.
    pub fn notes(&self, workspace: &Workspace) -> Vec<String> {
        let notes = workspace.notes.iter().map(|note| {
            let file = note.file.map(|id| format!("{}: ", workspace.files.get(id).name));
            self.clean(&format!("{}{}", file.unwrap_or_default(), note.message))
        });
        notes.collect()
    }
}

/// A manifest with a package of this name, and `more` behind it.
pub fn package(name: &str, more: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"1.0.0\"\nedition = \"2021\"\n{more}\n")
}

/// The judged crates, as `package:kind:target`.
pub fn judged(workspace: &Workspace) -> Vec<String> {
    let crates = workspace.crates.iter().filter(|found| found.judged);
    crates.map(|found| shown(found, workspace)).collect()
}

/// A crate as `package:kind:target`.
pub fn shown(found: &Crate, workspace: &Workspace) -> String {
    let package = found.package.map_or("", |index| &workspace.packages[index].name);
    format!("{package}:{:?}:{}", found.kind, found.target).to_lowercase()
}

/// The path of the root file of a crate.
pub fn root_file(found: &Crate, workspace: &Workspace) -> PathBuf {
    workspace.files.get(found.mounts[0].file).path.clone()
}

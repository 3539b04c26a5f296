//! Path operands: they choose what is reported, never what is read.

use std::path::Path;
use std::path::PathBuf;

use crate::cli::args::COMMANDS;
use crate::config;
use crate::error::Error;
use crate::error::nearest;
use crate::source::FileId;
use crate::source::Workspace;

/// The files that the operands choose.
#[derive(Clone, Debug)]
pub(super) struct Shown {
    /// One flag a file.
    files: Vec<bool>,
    /// Operands that hold no file that was read.
    pub outside: Vec<PathBuf>,
}

impl Shown {
    /// Whether findings in this file are reported.
    pub fn contains(&self, file: FileId) -> bool {
        self.files[file.index()]
    }
}

/// An operand that is not there is a mistake, often a mistyped command.
pub(super) fn exist(operands: &[PathBuf], directory: &Path) -> Result<(), Error> {
    for path in operands {
        if !directory.join(path).exists() {
            let command = path.to_str().and_then(|word| nearest(word, COMMANDS));
            let help = command.map(|command| format!("did you mean the command `{command}`?"));
            return Err(Error::NoSuchPath { path: path.clone(), help });
        }
    }
    Ok(())
}

/// Where an error is shown that has no better place: the manifest that was given, or the nearest one
/// above the working directory.
pub(super) fn manifest(given: Option<&Path>) -> PathBuf {
    let here = std::env::current_dir().unwrap_or_default();
    let name = Path::new("Cargo.toml");
    let nearest = || here.ancestors().map(|folder| folder.join(name)).find(|path| path.is_file());
    let given = given.map(|path| config::normal(&here.join(path)));
    given.or_else(nearest).unwrap_or_else(|| here.join(name))
}

/// Which files of the workspace lie under the operands; without operands all do.
pub(super) fn shown(operands: &[PathBuf], directory: &Path, workspace: &Workspace) -> Shown {
    let count = workspace.files.all.len();
    let mut shown = Shown { files: vec![operands.is_empty(); count], outside: Vec::new() };
    for operand in operands {
        let written = config::normal(&directory.join(operand));
        // The same folder can be reached by a link.
        let real = written.canonicalize().ok();
        let mut found = false;
        for (file, flag) in workspace.files.all.iter().zip(&mut shown.files) {
            let path = config::normal(&directory.join(&file.path));
            let under = path.starts_with(&written)
                || real.as_ref().is_some_and(|real| path.starts_with(real));
            if under && !file.dependency {
                found = true;
                *flag = true;
            }
        }
        if !found {
            shown.outside.push(operand.clone());
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::LineTable;
    use crate::source::SourceFile;

    fn workspace(paths: &[&str]) -> Workspace {
        let mut workspace = Workspace::default();
        workspace.files.all.extend(paths.iter().map(|path| SourceFile {
            path: PathBuf::from(path),
            name: (*path).to_owned(),
            text: String::new(),
            lines: LineTable::new(""),
            scan: Default::default(),
            dependency: path.contains("registry"),
            unread_bodies: Box::default(),
        }));
        workspace
    }

    fn flags(operands: &[&str], directory: &str) -> (Vec<bool>, usize) {
        let workspace = workspace(&["/ws/a/src/lib.rs", "/ws/ab/src/lib.rs", "/registry/x.rs"]);
        let operands: Vec<PathBuf> = operands.iter().map(PathBuf::from).collect();
        let shown = shown(&operands, Path::new(directory), &workspace);
        (shown.files, shown.outside.len())
    }

    #[test]
    fn operands_choose_whole_folders() {
        assert_eq!(flags(&[], "/ws"), (vec![true, true, true], 0));
        assert_eq!(flags(&["a"], "/ws"), (vec![true, false, false], 0));
        assert_eq!(flags(&["../ab/./src"], "/ws/a"), (vec![false, true, false], 0));
        assert_eq!(flags(&["src/lib.rs"], "/ws/a"), (vec![true, false, false], 0));
    }

    #[test]
    fn what_was_not_read_is_outside() {
        assert_eq!(flags(&["b", "/registry"], "/ws"), (vec![false, false, false], 2));
    }
}

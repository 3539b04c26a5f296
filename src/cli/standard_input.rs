//! `--stdin-filename`: code on standard input, judged as if it stood in a file.

use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

use clap::Args;

use crate::config;
use crate::error::Error;
use crate::source::Selection;

/// What stands among the paths for standard input.
const DASH: &str = "-";

/// Code that is not, or not yet, in a file.
#[derive(Debug, Args)]
pub(super) struct StandardInputArgs {
    /// Judge the code on standard input as if it stood in this file, and report only what is found
    /// there; all else is read from disk
    #[arg(
        long,
        value_name = "PATH",
        conflicts_with_all = [
            "fix", "unsafe_fixes", "diff", "suppress", "since", "staged", "write_baseline",
            "prune_baseline", "with",
        ]
    )]
    pub stdin_filename: Option<PathBuf>,
}

impl StandardInputArgs {
    /// The paths that are asked for: the named file alone, where there is one.
    ///
    /// # Errors
    /// Other paths are named beside it, or `-` without it.
    pub fn operands(&self, paths: &[PathBuf]) -> Result<Vec<PathBuf>, Error> {
        let is_dash = |path: &PathBuf| path == Path::new(DASH);
        match &self.stdin_filename {
            None if paths.iter().any(is_dash) => Err(Error::Usage {
                message: "`-` is standard input, and has no place in the workspace".to_owned(),
                help: Some("name the file it stands for: `--stdin-filename PATH`".to_owned()),
            }),
            None => Ok(paths.to_vec()),
            Some(_) if !paths.iter().all(is_dash) => Err(Error::Usage {
                message: "`--stdin-filename` reports on one file: no other paths can be named"
                    .to_owned(),
                help: Some("leave the paths out".to_owned()),
            }),
            Some(path) => Ok(vec![path.clone()]),
        }
    }

    /// Reads what is to stand in place of the file.
    ///
    /// # Errors
    /// It cannot be read, or is not UTF-8.
    pub fn read(&self, selection: &mut Selection) -> Result<(), Error> {
        let Some(path) = &self.stdin_filename else { return Ok(()) };
        let mut text = String::new();
        std::io::stdin().lock().read_to_string(&mut text).map_err(|error| Error::Usage {
            message: format!("standard input cannot be read: {error}"),
            help: None,
        })?;
        let written = config::normal(&selection.directory.join(path));
        // The workspace may have been found by another way than the file is named by.
        if let Ok(real) = written.canonicalize() {
            selection.buffers.insert(real, text.clone());
        }
        selection.buffers.insert(written, text);
        Ok(())
    }
}

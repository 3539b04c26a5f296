//! Every way a run can fail. A finding is not an error.

use std::path::PathBuf;

use miette::Diagnostic;
use thiserror::Error;

/// Why a run could not be carried out. Exit code 2.
#[derive(Debug, Error, Diagnostic)]
pub enum Error {
    /// A file that must be read cannot be read.
    #[error("cannot read `{}`: {reason}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },
}

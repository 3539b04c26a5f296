//! The folders that a run is about.

use std::path::Path;
use std::path::PathBuf;

use crate::error::Error;

/// What services call the folder of a checkout, in their environment.
const CHECKOUTS: [&str; 2] = ["GITHUB_WORKSPACE", "CI_PROJECT_DIR"];

/// The working directory.
pub(super) fn directory() -> Result<PathBuf, Error> {
    std::env::current_dir().map_err(|reason| Error::Read { path: PathBuf::from("."), reason })
}

/// The folder that services name files from: their checkout, else the repository around the
/// workspace, else the workspace itself.
pub(super) fn base(root: &Path) -> PathBuf {
    let checkouts = CHECKOUTS.iter().filter_map(|name| std::env::var_os(name).map(PathBuf::from));
    let around = |folder: &PathBuf| !folder.as_os_str().is_empty() && root.starts_with(folder);
    let repository = || root.ancestors().find(|folder| folder.join(".git").exists());
    let checkout = checkouts.into_iter().find(around);
    checkout.unwrap_or_else(|| repository().unwrap_or(root).to_owned())
}

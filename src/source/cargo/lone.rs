//! Files outside any package.

use std::path::Path;
use std::path::PathBuf;

use walkdir::WalkDir;

use crate::error::Error;
use crate::source::Selection;
use crate::source::paths::join;

/// Folders that hold no sources of their own.
const SKIPPED: [&str; 2] = ["target", "node_modules"];

/// The `.rs` files among the path operands and in the folders among them, in their order.
pub(in crate::source) fn files(
    selection: &Selection,
    directory: &Path,
) -> Result<Vec<PathBuf>, Error> {
    let mut files = Vec::new();
    for operand in &selection.paths {
        let path = join(directory, operand);
        match std::fs::metadata(&path) {
            Err(_) if selection.buffers.contains_key(&path) => files.push(path),
            Err(_) => return Err(Error::NoSuchPath { path: operand.clone(), help: None }),
            Ok(kind) if kind.is_dir() => files.extend(files_in(&path)),
            Ok(_) => files.push(path),
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    files.retain(|path| seen.insert(path.clone()));
    Ok(files)
}

fn files_in(folder: &Path) -> Vec<PathBuf> {
    let walk = WalkDir::new(folder).sort_by_file_name().into_iter().filter_entry(|entry| {
        let name = entry.file_name().to_string_lossy();
        entry.depth() == 0 || !(name.starts_with('.') || SKIPPED.contains(&&*name))
    });
    let files = walk.flatten().filter(|entry| entry.file_type().is_file());
    let sources = files.filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"));
    sources.map(|entry| entry.into_path()).collect()
}

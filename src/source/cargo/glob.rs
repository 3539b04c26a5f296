//! Patterns, as cargo knows them: of folders in `workspace.members`, of names in `-p`.

use std::path::Path;
use std::path::PathBuf;

use globset::GlobBuilder;
use globset::GlobMatcher;

use crate::config::normal;
use crate::source::disk::Disk;

/// `**` goes no deeper: folders below are no members.
const DEEPEST: usize = 32;

/// The folders below `base` that fit a pattern, sorted; without wildcards the folder itself.
pub(super) fn folders(base: &Path, pattern: &str, disk: &Disk) -> Result<Vec<PathBuf>, String> {
    let mut found = vec![base.to_owned()];
    for part in pattern.split(['/', std::path::MAIN_SEPARATOR]) {
        found = match part {
            "**" => found.iter().flat_map(|folder| below(folder, disk, DEEPEST)).collect(),
            _ if is_pattern(part) => {
                let matcher = matcher(part)?;
                let inside = |folder: &PathBuf| {
                    let names = disk.names_in(folder).into_iter();
                    let fitting = names.filter(|name| matcher.is_match(name));
                    fitting.map(|name| folder.join(name)).collect::<Vec<_>>()
                };
                found.iter().flat_map(inside).collect()
            }
            _ => found.iter().map(|folder| folder.join(part)).collect(),
        };
    }
    let folders = found.iter().map(|folder| normal(folder));
    let mut folders: Vec<PathBuf> = if is_pattern(pattern) {
        folders.filter(|folder| disk.is_folder(folder)).collect()
    } else {
        folders.collect()
    };
    folders.sort();
    folders.dedup();
    Ok(folders)
}

/// Whether a text holds wildcards.
pub(super) fn is_pattern(text: &str) -> bool {
    text.contains(['*', '?', '['])
}

/// Reads a pattern of names.
pub(super) fn matcher(pattern: &str) -> Result<GlobMatcher, String> {
    let glob = GlobBuilder::new(pattern).literal_separator(true).build();
    glob.map(|glob| glob.compile_matcher()).map_err(|error| error.kind().to_string())
}

/// The folder and all folders below it; links are not followed, so that this ends.
fn below(folder: &Path, disk: &Disk, deepest: usize) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    if deepest > 0 {
        for name in disk.names_in(folder) {
            let path = folder.join(name);
            if disk.is_folder(&path) && !path.is_symlink() {
                found.extend(below(&path, disk, deepest - 1));
            }
        }
    }
    found
}

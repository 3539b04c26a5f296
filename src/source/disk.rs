//! Reading texts. Whatever lies at a path, this returns: it never waits and never fills the memory.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::ErrorKind;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;

/// Larger texts are no source code, but data that a program wrote.
pub(super) const LARGEST: u64 = 10_000_000;

/// The disk, and the texts that lie on top of it.
#[derive(Debug, Default)]
pub(super) struct Disk {
    /// Texts that stand for what is on disk: unsaved buffers, fixtures.
    pub overlay: BTreeMap<PathBuf, String>,
}

/// What was found at a path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Reading {
    /// A text.
    Text(String),
    /// Nothing.
    Missing,
    /// Something that is not read, and why.
    Refused(String),
}

impl Disk {
    /// Reads a text.
    pub fn read(&self, path: &Path) -> Reading {
        if let Some(text) = self.overlay.get(path) {
            return Reading::Text(text.clone());
        }
        match read_bytes(path) {
            Ok(Ok(bytes)) => text(bytes),
            Ok(Err(reason)) => Reading::Refused(reason),
            Err(error) if is_missing(error.kind()) => Reading::Missing,
            Err(error) => Reading::Refused(error.to_string()),
        }
    }

    /// Whether a file lies at a path.
    pub fn is_file(&self, path: &Path) -> bool {
        self.overlay.contains_key(path) || path.is_file()
    }

    /// The names in a folder, sorted; none where there is no folder.
    pub fn names_in(&self, folder: &Path) -> Vec<String> {
        let mut names: Vec<String> = std::fs::read_dir(folder)
            .map(|entries| entries.flatten().filter_map(|e| e.file_name().into_string().ok()))
            .into_iter()
            .flatten()
            .collect();
        let over =
            self.overlay.keys().filter_map(|path| path.strip_prefix(folder).ok()?.iter().next());
        names.extend(over.map(|name| name.to_string_lossy().into_owned()));
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// The bytes, or why they are not read.
fn read_bytes(path: &Path) -> std::io::Result<Result<Vec<u8>, String>> {
    // A pipe or a device would be waited for, so the kind of file is asked before it is opened.
    let kind = std::fs::metadata(path)?;
    if kind.is_dir() {
        return Ok(Err("it is a folder".to_owned()));
    }
    if !kind.is_file() {
        return Ok(Err("it is not a regular file".to_owned()));
    }
    if kind.len() > LARGEST {
        return Ok(Err(format!(
            "it has {} MB, more than {}",
            kind.len() / 1_000_000,
            LARGEST / 1_000_000
        )));
    }
    let mut bytes = Vec::with_capacity(kind.len() as usize + 1);
    // The file may have grown since.
    File::open(path)?.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(Ok(bytes))
}

fn text(bytes: Vec<u8>) -> Reading {
    match String::from_utf8(bytes) {
        Ok(text) => Reading::Text(text),
        Err(error) => {
            let valid = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = valid.iter().filter(|&&byte| byte == b'\n').count() + 1;
            Reading::Refused(format!("it is not UTF-8 (line {line})"))
        }
    }
}

fn is_missing(kind: ErrorKind) -> bool {
    matches!(kind, ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// Whether two paths lead to one file, links followed.
pub(super) fn same_file(one: &Path, other: &Path) -> bool {
    match (std::fs::canonicalize(one), std::fs::canonicalize(other)) {
        (Ok(one), Ok(other)) => one == other,
        _ => one == other,
    }
}

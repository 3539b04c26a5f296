//! Reading texts. Whatever lies at a path, this returns: it never waits and never fills the memory.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::ErrorKind;
use std::io::Read;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crate::source::snapshot::Answer;
use crate::source::snapshot::Snapshot;

/// Larger texts are no source code, but data that a program wrote.
pub(super) const LARGEST: u64 = 10_000_000;

/// The disk, and the texts that lie on top of it.
#[derive(Debug, Default)]
pub(super) struct Disk {
    /// Texts that stand for what is on disk: unsaved buffers, fixtures.
    pub overlay: BTreeMap<PathBuf, String>,
    /// A repository at another time, in place of its work tree.
    pub snapshot: Option<Arc<Snapshot>>,
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
        let path = match self.answer(path) {
            Answer::Outside(path) => path,
            Answer::File(bytes) if bytes.len() as u64 > LARGEST => {
                return Reading::Refused(too_large(bytes.len() as u64));
            }
            Answer::File(bytes) => return text(bytes.to_vec()),
            Answer::Missing => return Reading::Missing,
            Answer::Folder => return Reading::Refused("it is a folder".to_owned()),
            Answer::Unread => {
                return Reading::Refused("it is not read of another revision".to_owned());
            }
        };
        match read_bytes(&path) {
            Ok(Ok(bytes)) => text(bytes),
            Ok(Err(reason)) => Reading::Refused(reason),
            Err(error) if is_missing(error.kind()) => Reading::Missing,
            Err(error) => Reading::Refused(error.to_string()),
        }
    }

    /// Whether a file lies at a path.
    pub fn is_file(&self, path: &Path) -> bool {
        let is_text = || match self.answer(path) {
            Answer::Outside(path) => path.is_file(),
            Answer::File(_) | Answer::Unread => true,
            Answer::Missing | Answer::Folder => false,
        };
        self.overlay.contains_key(path) || is_text()
    }

    /// Whether a folder lies at a path.
    pub fn is_folder(&self, path: &Path) -> bool {
        match self.answer(path) {
            Answer::Outside(path) => path.is_dir(),
            Answer::Folder => true,
            Answer::Missing | Answer::File(_) | Answer::Unread => false,
        }
    }

    /// The names in a folder, sorted; none where there is no folder.
    pub fn names_in(&self, folder: &Path) -> Vec<String> {
        let mut names = match (&self.snapshot, self.answer(folder)) {
            (Some(snapshot), Answer::Folder) => snapshot.names_in(folder),
            (_, Answer::Outside(folder)) => names_on_disk(&folder),
            _ => Vec::new(),
        };
        let over =
            self.overlay.keys().filter_map(|path| path.strip_prefix(folder).ok()?.iter().next());
        names.extend(over.map(|name| name.to_string_lossy().into_owned()));
        names.sort_unstable();
        names.dedup();
        names
    }
}

impl Disk {
    fn answer(&self, path: &Path) -> Answer<'_> {
        match &self.snapshot {
            Some(snapshot) => snapshot.at(path),
            None => Answer::Outside(path.to_owned()),
        }
    }
}

fn names_on_disk(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
}

fn too_large(bytes: u64) -> String {
    format!("it has {} MB, more than {}", bytes / 1_000_000, LARGEST / 1_000_000)
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
        return Ok(Err(too_large(kind.len())));
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

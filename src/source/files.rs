//! Files by id. Unsaved editor buffers will lie on top of the disk here.

use std::path::PathBuf;

use crate::source::FileId;
use crate::source::LineTable;
use crate::source::Scan;
use crate::source::Span;
use crate::source::scan::scan;

/// All texts of a run, each read once.
#[derive(Debug, Default)]
pub struct Files {
    /// [`FileId`] is the index. Those of the workspace come first, sorted by [`SourceFile::name`].
    pub all: Vec<SourceFile>,
}

impl Files {
    /// One file.
    pub fn get(&self, id: FileId) -> &SourceFile {
        &self.all[id.index()]
    }
}

/// One text.
#[derive(Debug)]
pub struct SourceFile {
    /// Where it lies: absolute, links not followed.
    pub path: PathBuf,
    /// The path as it is printed: relative to the workspace's root when under it, `/` on every
    /// system, else absolute.
    pub name: String,
    /// The text as on disk, byte order mark and `\r` included, so that offsets are those of the disk.
    pub text: String,
    /// Where its lines begin.
    pub lines: LineTable,
    /// What the one pass over the text found.
    pub scan: Scan,
    /// It belongs to a dependency.
    pub dependency: bool,
    /// Of a dependency, what lies in the braces of bodies that need not be read, in order: of most
    /// functions the signature is all that is wanted, and costs a third.
    pub unread_bodies: Box<[Span]>,
}

impl SourceFile {
    /// Passes over a text. Nothing is read from the disk.
    pub fn new(path: PathBuf, name: String, text: String) -> Self {
        let lines = LineTable::new(&text);
        let scan = scan(&text);
        Self { path, name, text, lines, scan, dependency: false, unread_bodies: Box::default() }
    }
}

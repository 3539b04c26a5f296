//! What could not be understood or was left out. A note is neither a finding nor an error: it keeps
//! silence from being mistaken for a clean bill.

use std::path::PathBuf;

use crate::source::FileId;
use crate::source::Span;

/// One thing that was not understood.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// What kind of thing.
    pub kind: NoteKind,
    /// The file, where it was read.
    pub file: Option<FileId>,
    /// The place in it.
    pub span: Span,
    /// The path, where there is no [`Note::file`].
    pub path: Option<PathBuf>,
    /// What happened, in one line.
    pub message: String,
    /// What the reader can do.
    pub help: Option<String>,
}

/// The kinds of notes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum NoteKind {
    /// A member's manifest could not be read: an error of its own, the other members are judged.
    Manifest,
    /// A module's file is not there.
    MissingModule,
    /// A file could not be read: not UTF-8, too large, vanished, a cycle of links.
    Unreadable,
    /// A syntax error: a body, an item or the whole file is not judged. A finding `unparsed-file`.
    Syntax,
    /// Nested too deeply to be parsed. A finding `unparsed-file`.
    TooDeep,
    /// `include!` of generated code, and other code that only a build makes.
    Generated,
    /// A macro went beyond what is expanded, and was read as written.
    Macro,
    /// Dependencies that were absent, or left out for their size.
    Dependency,
    /// A part of asyncheck failed: a finding `internal-error`, exit code 2.
    Internal,
}

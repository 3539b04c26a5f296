//! `// asyncheck: …` comments, found by the one pass over a text: syn drops comments.

use crate::source::Span;

/// A comment that speaks to asyncheck.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Comment {
    /// Where it stands in the text.
    pub kind: CommentKind,
    /// From `//` to the end of the comment.
    pub span: Span,
    /// What follows `asyncheck:`, trimmed: `allow(blocking-fs, reason = "…")`.
    pub text: Box<str>,
    /// The byte offset of `text`.
    pub text_start: u32,
    /// Code stands before it on its line.
    pub trailing: bool,
    /// No token stands before it in the file (a `#!` line and inner attributes apart).
    pub leading: bool,
}

/// How the comment is written.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CommentKind {
    /// `// asyncheck: …` or `/* asyncheck: … */`.
    Plain,
    /// `//! asyncheck: …`.
    InnerDoc,
    /// `/// asyncheck: …`: not a form that is read, so it is malformed.
    OuterDoc,
}

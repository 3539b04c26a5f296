//! What speaks to asyncheck in a text: `// asyncheck: …` comments, found by the one pass over a text: syn drops comments.

use ra_ap_rustc_lexer::DocStyle;
use ra_ap_rustc_lexer::TokenKind;

use crate::source::Span;

/// A comment that speaks to asyncheck, or an attribute that stands for one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Comment {
    /// Where it stands in the text.
    pub kind: CommentKind,
    /// From `//` to the end of the comment; from `#` to `]`.
    pub span: Span,
    /// What follows `asyncheck:`, trimmed: `allow(blocking-fs, reason = "…")`.
    pub text: Box<str>,
    /// The byte offset of `text`.
    pub text_start: u32,
    /// Code stands before it on its line.
    pub trailing: bool,
    /// No token stands before it in the file (a `#!` line and inner attributes apart).
    pub leading: bool,
    /// Lints of others may stand among its names: `allow(dead_code, asyncheck::blocking_fs)`.
    pub shared: bool,
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
    /// `#[cfg_attr(false, asyncheck::allow(…))]` and its other spellings.
    OuterAttribute,
    /// The same as `#![…]`.
    InnerAttribute,
}

impl CommentKind {
    /// Whether it is an attribute.
    pub fn is_attribute(self) -> bool {
        matches!(self, CommentKind::OuterAttribute | CommentKind::InnerAttribute)
    }
}

/// Reads the comment at `span`; none if it does not speak to asyncheck. Whether code stands before it
/// is for the caller to say.
pub(super) fn read(text: &str, token: TokenKind, span: Span) -> Option<Comment> {
    let written = text[span.start as usize..span.end as usize].trim_end();
    let (style, block) = match token {
        TokenKind::LineComment { doc_style } => (doc_style, false),
        TokenKind::BlockComment { doc_style, .. } => (doc_style, true),
        _ => return None,
    };
    let (kind, opener) = match style {
        None => (CommentKind::Plain, 2),
        Some(DocStyle::Inner) => (CommentKind::InnerDoc, 3),
        Some(DocStyle::Outer) => (CommentKind::OuterDoc, 3),
    };
    let directive = written.get(opener..)?.trim_start().strip_prefix("asyncheck:")?.trim_start();
    let text_start = span.start + (written.len() - directive.len()) as u32;
    let directive =
        if block { directive.strip_suffix("*/").unwrap_or(directive) } else { directive };
    Some(Comment {
        kind,
        span: Span::new(span.start, span.start + written.len() as u32),
        text: directive.trim_end().into(),
        text_start,
        trailing: false,
        leading: false,
        shared: false,
    })
}

//! A text becomes a syntax tree, as much of it as can be.

use std::borrow::Cow;
use std::str::FromStr;

use proc_macro2::TokenStream;

use crate::lower::prepare::Prepared;
use crate::lower::prepare::prepared;
use crate::lower::recover;
use crate::source::CfgSet;
use crate::source::LineTable;
use crate::source::SourceFile;
use crate::source::Span;

/// How often a file is parsed again without the place that could not be parsed.
const MOST_CUTS: usize = 8;

/// What parsing a text gave.
pub(super) struct Parsed<'a> {
    /// The text that offsets are into: that on disk, but for what was cut out of broken code.
    pub(super) text: Cow<'a, str>,
    /// Where the lines of what was parsed lie in it.
    pub(super) lines: Cow<'a, LineTable>,
    /// The tree; absent if there was no way to parse anything.
    pub(super) tree: Option<syn::File>,
    /// What had to be left out.
    pub(super) errors: Vec<SyntaxError>,
}

/// A place that could not be parsed.
pub(super) struct SyntaxError {
    /// Where.
    pub(super) span: Span,
    /// What the parser says.
    pub(super) message: String,
}

/// Parses a file without what is not wanted of it. `crates` are the answers of those that mount it.
pub(super) fn file<'a>(source: &'a SourceFile, crates: &[&CfgSet]) -> Parsed<'a> {
    let Prepared { text, lines } = prepared(source, crates);
    match parse(&text) {
        Ok(tree) => Parsed {
            text: Cow::Borrowed(&source.text),
            lines: Cow::Owned(lines),
            tree: Some(tree),
            errors: Vec::new(),
        },
        Err(_) => recovered(source),
    }
}

/// Parses a file without the places that cannot be parsed: all of it, for what was blanked of broken
/// code may have been the wrong part.
fn recovered(source: &SourceFile) -> Parsed<'_> {
    let mut text = source.text.clone();
    let mut errors = Vec::new();
    let (tree, text) = loop {
        let failure = match parse(&text) {
            Ok(tree) => break (Some(tree), text),
            Err(failure) => failure,
        };
        let place = place(source, &text, &failure.error);
        errors.push(SyntaxError { span: place, message: failure.error.to_string() });
        let at = place.start as usize;
        let cut = errors.len() <= MOST_CUTS
            && match failure.unbalanced {
                true => recover::cut_unbalanced(&mut text, at),
                false => recover::cut_around(&mut text, at),
            };
        if !cut {
            break (None, text);
        }
    };
    Parsed { text: Cow::Owned(text), lines: Cow::Borrowed(&source.lines), tree, errors }
}

/// Why a text could not be parsed.
struct Failure {
    error: syn::Error,
    /// It is not even a tree of tokens.
    unbalanced: bool,
}

/// Parses a text. A byte order mark stays in it, so that columns are true, and is skipped by the
/// lexer; of a `#!` line the line end stays, so that lines are true.
fn parse(text: &str) -> Result<syn::File, Failure> {
    let tokens = TokenStream::from_str(&text[script_line(text)..]);
    let tokens = tokens.map_err(|error| Failure { error: error.into(), unbalanced: true })?;
    syn::parse2(tokens).map_err(|error| Failure { error, unbalanced: false })
}

/// The token at which an error is. One without a token is at the end of the text.
fn place(source: &SourceFile, text: &str, error: &syn::Error) -> Span {
    let token = error.span();
    if token.byte_range().is_empty() {
        let end = text.trim_end().len() as u32;
        return Span::new(end.saturating_sub(1), end);
    }
    let offset =
        |at: proc_macro2::LineColumn| source.lines.offset(text, at.line as u32, at.column as u32);
    Span::new(offset(token.start()), offset(token.end()))
}

/// The length of a `#!` line, which is not `#![…]`.
fn script_line(text: &str) -> usize {
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    match bare.strip_prefix("#!") {
        Some(rest) if !rest.trim_start().starts_with('[') => text.find('\n').unwrap_or(text.len()),
        _ => 0,
    }
}

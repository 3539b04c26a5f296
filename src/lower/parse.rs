//! A text becomes a syntax tree.

use std::str::FromStr;

use proc_macro2::TokenStream;

use crate::source::SourceFile;
use crate::source::Span;

/// What parsing a text gave.
pub(super) struct Parsed {
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

/// Parses a file.
pub(super) fn file(source: &SourceFile) -> Parsed {
    match tokens(&source.text).and_then(syn::parse2::<syn::File>) {
        Ok(tree) => Parsed { tree: Some(tree), errors: Vec::new() },
        Err(error) => {
            let at = error.span().start();
            let start = source.lines.offset(&source.text, at.line as u32, at.column as u32);
            let span = Span::new(start, start + 1);
            Parsed { tree: None, errors: vec![SyntaxError { span, message: error.to_string() }] }
        }
    }
}

/// The tokens of a text. A byte order mark stays in the text, so that columns are true, and is
/// skipped by the lexer; of a `#!` line the line end stays, so that lines are true.
fn tokens(text: &str) -> syn::Result<TokenStream> {
    Ok(TokenStream::from_str(&text[script_line(text)..])?)
}

/// The length of a `#!` line, which is not `#![…]`.
fn script_line(text: &str) -> usize {
    let bare = text.strip_prefix('\u{feff}').unwrap_or(text);
    match bare.strip_prefix("#!") {
        Some(rest) if !rest.trim_start().starts_with('[') => text.find('\n').unwrap_or(text.len()),
        _ => 0,
    }
}

//! A few tokens ahead, without comments and white space.

use ra_ap_rustc_lexer::Cursor;
use ra_ap_rustc_lexer::FrontmatterAllowed;
use ra_ap_rustc_lexer::TokenKind;

/// The tokens that carry meaning, from some offset of a text on.
pub(in crate::source) struct Lookahead<'t> {
    text: &'t str,
    cursor: Cursor<'t>,
    at: usize,
}

/// One token.
#[derive(Clone, Copy, Debug)]
pub(in crate::source) struct Word<'t> {
    /// What it is.
    pub kind: TokenKind,
    /// As written.
    pub text: &'t str,
    /// Its byte offset.
    pub start: usize,
}

impl<'t> Lookahead<'t> {
    /// Begins at a byte offset, which must be the start of a token.
    pub fn new(text: &'t str, at: usize) -> Self {
        let cursor = Cursor::new(text.get(at..).unwrap_or(""), FrontmatterAllowed::No);
        Self { text, cursor, at }
    }
}

impl<'t> Word<'t> {
    /// The name, without `r#`, if the token is one.
    pub fn name(self) -> Option<&'t str> {
        match self.kind {
            TokenKind::Ident => Some(self.text),
            TokenKind::RawIdent => self.text.strip_prefix("r#"),
            _ => None,
        }
    }
}

impl<'t> Iterator for Lookahead<'t> {
    type Item = Word<'t>;

    fn next(&mut self) -> Option<Word<'t>> {
        loop {
            let token = self.cursor.advance_token();
            let start = self.at;
            self.at += token.len as usize;
            match token.kind {
                TokenKind::Eof => return None,
                TokenKind::Whitespace
                | TokenKind::LineComment { .. }
                | TokenKind::BlockComment { .. } => {}
                kind => return Some(Word { kind, text: &self.text[start..self.at], start }),
            }
        }
    }
}

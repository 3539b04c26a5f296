//! A few tokens ahead, without comments and white space.

use ra_ap_rustc_lexer::TokenKind;

use crate::source::lexis::Lexemes;

/// The tokens that carry meaning, from some offset of a text on.
pub(in crate::source) struct Lookahead<'t> {
    text: &'t str,
    lexemes: Lexemes<'t>,
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
        Self { text, lexemes: Lexemes::new(text, at) }
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
        let is_comment =
            |kind| matches!(kind, TokenKind::LineComment { .. } | TokenKind::BlockComment { .. });
        let lexeme = self.lexemes.find(|lexeme| !is_comment(lexeme.kind))?;
        let text = &self.text[lexeme.start..lexeme.end];
        Some(Word { kind: lexeme.kind, text, start: lexeme.start })
    }
}

//! Where tokens lie. A position of a token costs as much as lowering an expression, so the text is
//! asked first: behind what ends here, the next token is often at the next byte.

use proc_macro2::Ident;
use proc_macro2::Span as Token;
use proc_macro2::TokenStream;
use proc_macro2::extra::DelimSpan;

use crate::ir::Name;
use crate::lower::lexis::Pieces;
use crate::lower::lowerer::Lowerer;
use crate::source::Span;

impl<'a> Lowerer<'a> {
    /// Where a token of known length lies. A token's start is all that is cheap to ask for.
    pub(super) fn token(&self, token: Token, length: u32) -> Span {
        let start = self.start(token);
        self.made_at(start).unwrap_or(Span::new(start, start + length))
    }

    /// Where a token of known length lies that follows `before`.
    pub(super) fn token_behind(&self, before: Span, text: &str, token: Token) -> Span {
        match self.follows(before, text) {
            true => Span::new(before.end, before.end + text.len() as u32),
            false => self.token(token, text.len() as u32),
        }
    }

    /// Where a token of any length lies, one that goes over several lines too.
    pub(super) fn long_token(&self, token: Token) -> Span {
        let start = self.start(token);
        let end = token.end();
        let end = || self.lines.offset(self.text, end.line as u32, end.column as u32);
        self.made_at(start).unwrap_or_else(|| Span::new(start, end()))
    }

    /// Where a string, character or whole number lies.
    pub(super) fn literal_token(&self, token: Token) -> Span {
        if self.expansion.is_some() {
            return self.long_token(token);
        }
        let start = self.start(token);
        let end = Pieces::new(self.text, start as usize).next().map_or(start as usize, |it| it.end);
        Span::new(start, end as u32)
    }

    /// Where a pair of brackets and all between them lies.
    pub(super) fn brackets(&self, brackets: DelimSpan) -> Span {
        self.token(brackets.open(), 1).to(self.closing(brackets))
    }

    /// The closing one of a pair of brackets.
    pub(super) fn closing(&self, brackets: DelimSpan) -> Span {
        self.token(brackets.close(), 1)
    }

    /// The closing one of a pair of brackets whose content ends with `last`.
    pub(super) fn closing_behind(&self, last: Span, bracket: &str, brackets: DelimSpan) -> Span {
        self.token_behind(last, bracket, brackets.close())
    }

    /// Where tokens lie that nobody reads.
    pub(super) fn tokens(&self, tokens: &TokenStream) -> Span {
        let mut tokens = tokens.clone().into_iter();
        let Some(first) = tokens.next() else { return Span::default() };
        let last = tokens.last().unwrap_or_else(|| first.clone());
        self.long_token(first.span()).to(self.long_token(last.span()))
    }

    /// The name of an identifier, and where it lies.
    pub(super) fn ident(&mut self, ident: &Ident) -> (Name, Span) {
        let start = self.start(ident.span());
        match self.expansion {
            // What stands in the text is the identifier: that spares us a copy of it.
            None => self.word(start),
            Some(_) => {
                let name = self.file.names.intern(&ident.to_string());
                (name, self.made_at(start).unwrap_or_else(|| self.long_token(ident.span())))
            }
        }
    }

    /// The same of an identifier that follows `before` and one more token, `between`.
    pub(super) fn ident_behind(
        &mut self,
        before: Span,
        between: &str,
        ident: &Ident,
    ) -> (Name, Span) {
        let start = before.end + between.len() as u32;
        let at_once = |byte: &u8| is_word(*byte);
        let next = self.text.as_bytes().get(start as usize);
        match self.follows(before, between) && next.is_some_and(at_once) {
            true => self.word(start),
            false => self.ident(ident),
        }
    }

    /// The name of an identifier.
    pub(super) fn name(&mut self, ident: &Ident) -> Name {
        self.ident(ident).0
    }

    /// The text of a span.
    pub(super) fn text_of(&self, span: Span) -> &'a str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }

    /// Does the text go on like this, at once? In what a macro made the text tells nothing.
    fn follows(&self, before: Span, text: &str) -> bool {
        let rest = self.text.as_bytes().get(before.end as usize..).unwrap_or(&[]);
        self.expansion.is_none() && rest.starts_with(text.as_bytes())
    }

    fn word(&mut self, start: u32) -> (Name, Span) {
        let word = word_at(self.text, start);
        (self.file.names.intern(word), Span::new(start, start + word.len() as u32))
    }

    fn start(&self, token: Token) -> u32 {
        let start = token.start();
        self.lines.offset(self.text, start.line as u32, start.column as u32)
    }

    /// The call of the macro that made a token, if one did.
    fn made_at(&self, start: u32) -> Option<Span> {
        self.expansion.filter(|made| made.place.contains(start)).map(|made| made.call)
    }
}

/// The identifier that begins at an offset.
fn word_at(text: &str, start: u32) -> &str {
    let bytes = text.as_bytes().get(start as usize..).unwrap_or(&[]);
    let raw = if bytes.starts_with(b"r#") { 2 } else { 0 };
    let length = bytes[raw..].iter().position(|&byte| !is_word(byte));
    let end = length.map_or(text.len(), |length| start as usize + raw + length);
    text.get(start as usize..end).unwrap_or("")
}

fn is_word(byte: u8) -> bool {
    IS_WORD[byte as usize]
}

/// The bytes of identifiers: a table, for it is asked for each byte of each name. What is not ASCII
/// belongs to an identifier: no other token that may follow one at once has such bytes.
static IS_WORD: [bool; 256] = {
    let mut table = [true; 256];
    let mut byte = 0;
    while byte < 0x80 {
        table[byte] = (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'_';
        byte += 1;
    }
    table
};

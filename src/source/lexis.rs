//! A text cut into tokens just as rustc's lexer cuts it, in a third of the time: the common tokens
//! are found byte by byte, and only for the others is that lexer asked.

use ra_ap_rustc_lexer::Cursor;
use ra_ap_rustc_lexer::DocStyle;
use ra_ap_rustc_lexer::FrontmatterAllowed;
use ra_ap_rustc_lexer::LiteralKind;
use ra_ap_rustc_lexer::TokenKind;
use ra_ap_rustc_lexer::strip_shebang;

/// One token.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Lexeme {
    /// What it is.
    pub kind: TokenKind,
    /// The byte offset of its first character.
    pub start: usize,
    /// The byte offset behind its last character.
    pub end: usize,
}

/// The tokens of a text, comments included, white space left out.
#[derive(Clone, Debug)]
pub(super) struct Lexemes<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexemes<'t> {
    /// Begins at a byte offset, which must be the start of a token.
    pub fn new(text: &'t str, at: usize) -> Self {
        Self { text, at: if text.is_char_boundary(at) { at } else { text.len() } }
    }

    /// Begins behind the byte order mark, the `#!` line and the frontmatter of a file.
    pub fn of_file(text: &'t str) -> Self {
        let mark = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
        let mut at = mark + strip_shebang(&text[mark..]).unwrap_or(0);
        let mut cursor = Cursor::new(&text[at..], FrontmatterAllowed::Yes);
        loop {
            let token = cursor.advance_token();
            match token.kind {
                TokenKind::Whitespace | TokenKind::Frontmatter { .. } => at += token.len as usize,
                _ => return Self { text, at },
            }
        }
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.as_bytes().get(at).copied().unwrap_or(0)
    }

    /// What the token that begins with `first` at `start` is, and where it ends; none for a token
    /// that is left to the lexer.
    fn common(&self, start: usize, first: u8) -> Option<(TokenKind, usize)> {
        match first {
            b'a'..=b'z' | b'A'..=b'Z' | b'_' => self.word(start),
            b'/' => self.slash(start),
            b'"' => self.string(start),
            b'#' if matches!(self.byte(start + 1), b'"' | b'#') => None,
            _ => Some((sign(first)?, start + 1)),
        }
    }

    /// A word of ASCII letters that is no prefix of a literal.
    fn word(&self, start: usize) -> Option<(TokenKind, usize)> {
        let rest = &self.text.as_bytes()[start..];
        let length = rest.iter().position(|&byte| !IS_WORD[byte as usize]).unwrap_or(rest.len());
        let alone = match rest.get(length) {
            Some(b'"' | b'\'' | b'#') => false,
            Some(next) => next.is_ascii(),
            None => true,
        };
        alone.then_some((TokenKind::Ident, start + length))
    }

    /// `/`, or a comment to the end of the line.
    fn slash(&self, start: usize) -> Option<(TokenKind, usize)> {
        match self.byte(start + 1) {
            b'/' => {}
            b'*' => return None,
            _ => return Some((TokenKind::Slash, start + 1)),
        }
        let doc_style = match (self.byte(start + 2), self.byte(start + 3)) {
            (b'!', _) => Some(DocStyle::Inner),
            (b'/', b'/') => None,
            (b'/', _) => Some(DocStyle::Outer),
            _ => None,
        };
        let line = &self.text.as_bytes()[start..];
        let length = memchr::memchr(b'\n', line).unwrap_or(line.len());
        Some((TokenKind::LineComment { doc_style }, start + length))
    }

    /// A string that ends, without suffix.
    fn string(&self, start: usize) -> Option<(TokenKind, usize)> {
        let text = self.text.as_bytes();
        let mut at = start + 1;
        loop {
            at += memchr::memchr2(b'"', b'\\', text.get(at..)?)?;
            if text[at] == b'"' {
                break;
            }
            at += if matches!(self.byte(at + 1), b'"' | b'\\') { 2 } else { 1 };
        }
        let end = at + 1;
        let next = self.byte(end);
        let kind = LiteralKind::Str { terminated: true };
        let suffix_start = (end - start) as u32;
        let alone = next.is_ascii() && !IS_WORD[next as usize];
        alone.then_some((TokenKind::Literal { kind, suffix_start }, end))
    }

    /// What the lexer says of the token at `start`.
    fn lexed(&self, start: usize) -> (TokenKind, usize) {
        let token = Cursor::new(&self.text[start..], FrontmatterAllowed::No).advance_token();
        (token.kind, start + token.len as usize)
    }
}

impl Iterator for Lexemes<'_> {
    type Item = Lexeme;

    #[inline]
    fn next(&mut self) -> Option<Lexeme> {
        let text = self.text.as_bytes();
        loop {
            let blank = |byte: &u8| matches!(byte, b'\t'..=b'\r' | b' ');
            let start = self.at + text[self.at..].iter().position(|byte| !blank(byte))?;
            let (kind, end) = self.common(start, text[start]).unwrap_or_else(|| self.lexed(start));
            self.at = end;
            if !matches!(kind, TokenKind::Whitespace) {
                return Some(Lexeme { kind, start, end });
            }
        }
    }
}

/// A sign that is one byte whatever follows.
fn sign(byte: u8) -> Option<TokenKind> {
    Some(match byte {
        b';' => TokenKind::Semi,
        b',' => TokenKind::Comma,
        b'.' => TokenKind::Dot,
        b'(' => TokenKind::OpenParen,
        b')' => TokenKind::CloseParen,
        b'{' => TokenKind::OpenBrace,
        b'}' => TokenKind::CloseBrace,
        b'[' => TokenKind::OpenBracket,
        b']' => TokenKind::CloseBracket,
        b'@' => TokenKind::At,
        b'#' => TokenKind::Pound,
        b'~' => TokenKind::Tilde,
        b'?' => TokenKind::Question,
        b':' => TokenKind::Colon,
        b'$' => TokenKind::Dollar,
        b'=' => TokenKind::Eq,
        b'!' => TokenKind::Bang,
        b'<' => TokenKind::Lt,
        b'>' => TokenKind::Gt,
        b'-' => TokenKind::Minus,
        b'&' => TokenKind::And,
        b'|' => TokenKind::Or,
        b'+' => TokenKind::Plus,
        b'*' => TokenKind::Star,
        b'^' => TokenKind::Caret,
        b'%' => TokenKind::Percent,
        _ => return None,
    })
}

/// The bytes that go on an ASCII word: a table, for it is asked for most bytes of every text.
static IS_WORD: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = (byte as u8).is_ascii_alphanumeric() || byte as u8 == b'_';
        byte += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use std::path::Path;

    use ra_ap_rustc_lexer::FrontmatterAllowed;
    use ra_ap_rustc_lexer::TokenKind;
    use ra_ap_rustc_lexer::tokenize;

    use super::Lexeme;
    use super::Lexemes;

    /// The same by rustc's lexer alone.
    fn reference(text: &str) -> Vec<Lexeme> {
        let mut end = 0;
        let lexed = tokenize(text, FrontmatterAllowed::No).map(|token| {
            let start = end;
            end += token.len as usize;
            Lexeme { kind: token.kind, start, end }
        });
        lexed.filter(|token| token.kind != TokenKind::Whitespace).collect()
    }

    #[track_caller]
    fn check(text: &str) {
        assert_eq!(Lexemes::new(text, 0).collect::<Vec<_>>(), reference(text), "{text}");
    }

    #[test]
    fn every_pair_of_beginnings_is_cut_as_rustc_cuts_it() {
        let parts = [
            "a", "r", "b", "c", "k", "br", "_", "r#a", "k#a", "z#", "ü", "1", "1.5e3", "0x_f",
            "\"", "\"s\"", "\\", "\\\"", "b\"s\"", "c\"s\"", "r\"s\"", "r#\"s\"#", "b'c'", "'",
            "'a", "'a'", "'\\''", "#", "##", "#\"", "//", "///", "////", "//!", "/*", "*/", "/**",
            "/", "\n", "\r", " ", "\u{b}", "\u{85}", "\u{200e}", "😀", "\0", "`", "-", "---", "=",
            ">", ".", "{", "}",
        ];
        for first in parts {
            for second in parts {
                check(&format!("{first}{second}"));
                check(&format!("x {first}{second} \"y\" // z"));
            }
        }
    }

    #[test]
    fn our_own_sources_are_cut_as_rustc_cuts_them() {
        let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
        let mut seen = 0;
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).expect("the sources are there").flatten() {
                match entry.path() {
                    path if path.is_dir() => folders.push(path),
                    path => {
                        check(&std::fs::read_to_string(path).expect("sources are text"));
                        seen += 1;
                    }
                }
            }
        }
        assert!(seen > 100, "{seen}");
    }

    #[test]
    fn a_file_begins_behind_its_head() {
        for (text, first) in [
            ("a", 0),
            ("\u{feff}#!/bin/rust\n a", 16),
            ("---\nx\n---\na", 10),
            ("\n---x\n---\na", 10),
            ("#![a]", 0),
            ("", 0),
        ] {
            let start = Lexemes::of_file(text).next().map_or(0, |lexeme| lexeme.start);
            assert_eq!(start, first, "{text}");
        }
    }
}

//! A walk over a text that never stops inside of a comment, string or character: all that blanking
//! and recovery need to know of a language that cannot be parsed.

/// A piece of code: where it begins and ends, and what it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Piece {
    /// Its first byte.
    pub(super) start: usize,
    /// Behind its last byte.
    pub(super) end: usize,
    /// What it is.
    pub(super) kind: PieceKind,
}

/// What a piece is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum PieceKind {
    /// An identifier, keyword or number.
    Word,
    /// A string or character, of any kind.
    Literal,
    /// One byte of punctuation.
    Punct(u8),
    /// A string or comment that does not end.
    Open,
}

/// The pieces of a text from an offset on.
pub(super) struct Pieces<'a> {
    text: &'a [u8],
    at: usize,
}

impl<'a> Pieces<'a> {
    /// All pieces from `start` on, which is not inside of one.
    pub(super) fn new(text: &'a str, start: usize) -> Self {
        Self { text: text.as_bytes(), at: start }
    }

    fn byte(&self, at: usize) -> u8 {
        self.text.get(at).copied().unwrap_or(0)
    }

    /// Steps over a comment; false if it does not end.
    fn comment(&mut self) -> bool {
        if self.byte(self.at + 1) == b'/' {
            let rest = &self.text[self.at..];
            self.at += rest.iter().position(|&byte| byte == b'\n').unwrap_or(rest.len());
            return true;
        }
        let mut depth = 0;
        while self.at < self.text.len() {
            match (self.byte(self.at), self.byte(self.at + 1)) {
                (b'/', b'*') => depth += 1,
                (b'*', b'/') => depth -= 1,
                _ => {
                    self.at += 1;
                    continue;
                }
            }
            self.at += 2;
            if depth == 0 {
                return true;
            }
        }
        false
    }

    /// Steps over the rest of a string; false if it does not end.
    fn string(&mut self, quote: u8) -> bool {
        while self.at < self.text.len() {
            let byte = self.text[self.at];
            self.at += if byte == b'\\' { 2 } else { 1 };
            if byte == quote {
                return true;
            }
        }
        self.at = self.text.len();
        false
    }

    /// Steps over the rest of a raw string with so many `#`; false if it does not end.
    fn raw_string(&mut self, hashes: usize) -> bool {
        while self.at < self.text.len() {
            let byte = self.text[self.at];
            self.at += 1;
            let closing = self.text[self.at..].iter().take_while(|&&byte| byte == b'#').count();
            if byte == b'"' && closing >= hashes {
                self.at += hashes;
                return true;
            }
        }
        false
    }

    /// Steps over a word, and over the string that it may be the prefix of.
    fn word(&mut self) -> PieceKind {
        let start = self.at;
        self.at += self.text[start..].iter().take_while(|&&byte| is_word(byte)).count();
        match (&self.text[start..self.at], self.byte(self.at)) {
            (b"b" | b"c", b'"') => {
                self.at += 1;
                literal(self.string(b'"'))
            }
            (b"b", b'\'') => {
                self.at += 1;
                literal(self.string(b'\''))
            }
            (b"r" | b"br" | b"cr", b'"' | b'#') => self.raw(),
            _ => PieceKind::Word,
        }
    }

    /// Behind the `r` of a raw string or raw identifier.
    fn raw(&mut self) -> PieceKind {
        let hashes = self.text[self.at..].iter().take_while(|&&byte| byte == b'#').count();
        if self.byte(self.at + hashes) == b'"' {
            self.at += hashes + 1;
            return literal(self.raw_string(hashes));
        }
        if hashes == 1 {
            self.at += 1;
            self.at += self.text[self.at..].iter().take_while(|&&byte| is_word(byte)).count();
        }
        PieceKind::Word
    }

    /// Steps over a character, or over the `'` of a lifetime.
    fn quote(&mut self) -> PieceKind {
        let next = self.byte(self.at + 1);
        let length = match next {
            0xf0.. => 4,
            0xe0.. => 3,
            0xc0.. => 2,
            _ => 1,
        };
        self.at += 1;
        if next == b'\\' || self.byte(self.at + length) == b'\'' && next != b'\'' {
            return literal(self.string(b'\''));
        }
        PieceKind::Punct(b'\'')
    }
}

impl Iterator for Pieces<'_> {
    type Item = Piece;

    fn next(&mut self) -> Option<Piece> {
        loop {
            let start = self.at;
            let byte = *self.text.get(start)?;
            let kind = match byte {
                b' ' | b'\t' | b'\r' | b'\n' => {
                    self.at += 1;
                    continue;
                }
                b'/' if matches!(self.byte(start + 1), b'/' | b'*') => match self.comment() {
                    true => continue,
                    false => PieceKind::Open,
                },
                b'"' => {
                    self.at += 1;
                    literal(self.string(b'"'))
                }
                b'\'' => self.quote(),
                byte if is_word(byte) => self.word(),
                byte => {
                    self.at += 1;
                    PieceKind::Punct(byte)
                }
            };
            return Some(Piece { start, end: self.at, kind });
        }
    }
}

fn literal(ends: bool) -> PieceKind {
    match ends {
        true => PieceKind::Literal,
        false => PieceKind::Open,
    }
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_' || !byte.is_ascii()
}

#[cfg(test)]
mod tests {
    use super::Piece;
    use super::PieceKind;
    use super::Pieces;

    fn shape(text: &str) -> String {
        let show = |piece: Piece| match piece.kind {
            PieceKind::Word => text[piece.start..piece.end].to_owned(),
            PieceKind::Literal => "L".to_owned(),
            PieceKind::Open => "!".to_owned(),
            PieceKind::Punct(byte) => char::from(byte).to_string(),
        };
        Pieces::new(text, 0).map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn strings_characters_and_comments_hide_what_is_in_them() {
        for (text, expected) in [
            (r#"a "}\"{" b"#, "a L b"),
            (r##"r#"}"{"# b"\"" br"\" c"x""##, "L L L L"),
            ("'a' '\\'' '{' b'}' 'ü' '\\u{1}'", "L L L L L L"),
            ("&'a T 'b: { '_ }", "& ' a T ' b : { ' _ }"),
            ("/* { /* } */ } */ x // }\ny /// {", "x y"),
            ("r#type 1.5e3 0x1f", "r#type 1 . 5e3 0x1f"),
            ("a \"b", "a !"),
            ("a /* b /* */", "a !"),
            ("r##\"a\"#", "!"),
            ("f('", "f ( '"),
        ] {
            assert_eq!(shape(text), expected, "{text}");
        }
    }

    #[test]
    fn it_ends_on_every_cut() {
        let text = "fn f<'a>() { r#\"ü\"#; b'\\''; /* x */ '\\u{e4}' \"\\\" }";
        for cut in (0..=text.len()).filter(|&cut| text.is_char_boundary(cut)) {
            for piece in Pieces::new(&text[..cut], 0) {
                assert!(piece.start < piece.end && piece.end <= cut);
            }
        }
    }
}

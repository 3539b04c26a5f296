//! Parts of a text are overwritten with spaces: lines and offsets stay as they are.

use std::borrow::Cow;
use std::ops::Range;

use crate::lower::lexis::Piece;
use crate::lower::lexis::PieceKind;
use crate::lower::lexis::Pieces;

/// Overwrites a part of a text. False if there was nothing but white space.
pub(super) fn blank(text: &mut String, range: Range<usize>) -> bool {
    let Some(part) = text.get(range.clone()) else { return false };
    if part.trim().is_empty() {
        return false;
    }
    let spaces: String = part.bytes().map(|byte| if byte == b'\n' { '\n' } else { ' ' }).collect();
    text.replace_range(range, &spaces);
    true
}

/// A text while parts of it are overwritten.
pub(super) struct Blanking<'a> {
    text: &'a str,
    /// The same, once something was overwritten.
    bytes: Vec<u8>,
}

impl<'a> Blanking<'a> {
    /// Begins with all of the text.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, bytes: Vec::new() }
    }

    /// Overwrites a part. Its ends are not inside of a character.
    pub(super) fn cover(&mut self, range: Range<usize>) {
        if self.bytes.is_empty() {
            self.bytes = self.text.as_bytes().to_vec();
        }
        self.bytes[range].iter_mut().filter(|byte| **byte != b'\n').for_each(|byte| *byte = b' ');
    }

    /// What is left.
    pub(super) fn finish(self) -> Cow<'a, str> {
        match self.bytes.is_empty() {
            true => Cow::Borrowed(self.text),
            false => Cow::Owned(
                String::from_utf8(self.bytes).expect("whole characters were overwritten"),
            ),
        }
    }
}

/// Overwrites the bodies of all functions: signatures are all that is wanted of dependencies, and
/// cost a third. Bodies in macro calls are blanked too.
pub(super) fn bodies(text: &str, blanking: &mut Blanking<'_>) {
    let mut pieces = Pieces::new(text, 0).peekable();
    while let Some(piece) = pieces.next() {
        let named = |next: &Piece| next.kind == PieceKind::Word;
        if &text[piece.start..piece.end] != "fn" || !pieces.peek().is_some_and(named) {
            continue;
        }
        let Some(open) = end_of_signature(&mut pieces) else { continue };
        let Some(close) = closing_brace(&mut pieces) else { break };
        blanking.cover(open..close);
    }
}

/// Steps over a signature; behind the `{` of the body, if there is one.
fn end_of_signature(pieces: &mut impl Iterator<Item = Piece>) -> Option<usize> {
    let mut depth = 0;
    for piece in pieces {
        match piece.kind {
            PieceKind::Punct(b'(' | b'[') => depth += 1,
            PieceKind::Punct(b')' | b']') => depth -= 1,
            PieceKind::Punct(b'{') if depth == 0 => return Some(piece.end),
            PieceKind::Punct(b';') if depth == 0 => return None,
            _ => {}
        }
        if depth < 0 {
            return None;
        }
    }
    None
}

/// Steps over what is in braces; the offset of the `}`, if there is one.
pub(super) fn closing_brace(pieces: &mut impl Iterator<Item = Piece>) -> Option<usize> {
    let mut depth = 1;
    for piece in pieces {
        match piece.kind {
            PieceKind::Punct(b'{') => depth += 1,
            PieceKind::Punct(b'}') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(piece.start);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::Blanking;
    use super::bodies;

    #[test]
    fn only_bodies_are_blanked_and_nothing_moves() {
        for (text, expected) in [
            ("fn f() { g() }\nfn h();", "fn f() {     }\nfn h();"),
            ("fn f(a: [u8; { 1 }]) {\n 'a'; }", "fn f(a: [u8; { 1 }]) {\n      }"),
            ("type A = fn(B) -> C; struct D { e: F }", "type A = fn(B) -> C; struct D { e: F }"),
            (
                "impl A { fn b(&self) { \"}\" } const C: u8 = { 1 }; }",
                "impl A { fn b(&self) {     } const C: u8 = { 1 }; }",
            ),
            ("fn f() { fn g() {} /* } */ }", "fn f() {                   }"),
            ("fn f() { \"ü\" } // ü", "fn f() {      } // ü"),
            ("fn f() { (", "fn f() { ("),
        ] {
            let mut blanking = Blanking::new(text);
            bodies(text, &mut blanking);
            let blanked = blanking.finish();
            assert_eq!(blanked, expected);
            assert_eq!(blanked.len(), text.len());
        }
    }
}

//! What need not be parsed: half the cost of a file is its syntax tree.

use std::iter::Peekable;
use std::ops::Range;

use memchr::memmem;

use crate::lower::lexis::Piece;
use crate::lower::lexis::PieceKind;
use crate::lower::lexis::Pieces;
use crate::source::CfgExpr;
use crate::source::CfgSet;
use crate::source::SourceFile;

/// How an attribute begins that an item may hang on.
const CFG: &str = "#[cfg(";

/// What lies in the braces of items that no crate of the file builds, in order: those are above all its
/// tests. `crates` are the answers of those that mount the file; where there is none, nothing is known.
pub(super) fn absent_items(source: &SourceFile, crates: &[&CfgSet]) -> Vec<Range<usize>> {
    let mut absent: Vec<Range<usize>> = Vec::new();
    if crates.is_empty() {
        return absent;
    }
    let text = &source.text;
    for at in memmem::find_iter(text.as_bytes(), CFG) {
        let line = memchr::memrchr(b'\n', &text.as_bytes()[..at]).map_or(0, |end| end + 1);
        let indent = &text[line..at];
        let is_inside = absent.last().is_some_and(|last| at < last.end);
        if is_inside || !indent.trim_start_matches([' ', '\t']).is_empty() {
            continue;
        }
        let mut pieces = Pieces::new(text, at + CFG.len()).peekable();
        let Some(end) = closing(&mut pieces, b'(', b')') else { break };
        let predicate = CfgExpr::parse(&text[at + CFG.len()..end]);
        if crates.iter().any(|cfg| cfg.answers(&predicate) != Some(false)) {
            continue;
        }
        let Some(open) = item_brace(text, &mut pieces) else { continue };
        let Some(inside) = braces(source, open) else { continue };
        // Where the `}` is not indented as the attribute is, this may be no code but a macro's.
        if text[inside.clone()].rsplit('\n').next() == Some(indent) {
            absent.push(inside);
        }
    }
    absent
}

/// What lies in the braces that open before an offset; none where they do not close.
fn braces(source: &SourceFile, open: usize) -> Option<Range<usize>> {
    let all = &source.scan.braces;
    // They stand in the order of their ends: those behind begin with the innermost.
    let behind = &all[all.partition_point(|braces| (braces.end as usize) < open)..];
    let found = behind.iter().find(|braces| braces.start as usize == open)?;
    Some(open..found.end as usize)
}

/// Steps over the rest of an attribute, others, and the beginning of an item; behind the `{` of it.
/// Of an item without braces, or of what is no item, nothing.
fn item_brace(text: &str, pieces: &mut Peekable<Pieces<'_>>) -> Option<usize> {
    let mut depth = 1;
    let mut is_item = false;
    for piece in pieces {
        match piece.kind {
            PieceKind::Punct(b'(' | b'[') => depth += 1,
            PieceKind::Punct(b')' | b']') => depth -= 1,
            PieceKind::Punct(b'{') if depth == 0 => return is_item.then_some(piece.end),
            PieceKind::Punct(b'#') => {}
            PieceKind::Word if depth == 0 && !is_item => match &text[piece.start..piece.end] {
                "mod" | "fn" | "impl" | "trait" => is_item = true,
                "pub" | "async" | "unsafe" | "const" | "default" | "extern" => {}
                _ => return None,
            },
            PieceKind::Punct(b';') if depth == 0 => return None,
            PieceKind::Open => return None,
            _ => {}
        }
        if depth < 0 {
            return None;
        }
    }
    None
}

/// Steps over a signature; behind the `{` of the body, if there is one.
pub(super) fn end_of_signature(pieces: &mut impl Iterator<Item = Piece>) -> Option<usize> {
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

/// Steps over what is between two delimiters, of which the first was passed, and over the second; the
/// offset of that, if there is one.
pub(super) fn closing(
    pieces: &mut impl Iterator<Item = Piece>,
    open: u8,
    close: u8,
) -> Option<usize> {
    let mut depth = 1;
    for piece in pieces {
        match piece.kind {
            PieceKind::Punct(byte) if byte == open => depth += 1,
            PieceKind::Punct(byte) if byte == close => depth -= 1,
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
    use std::ops::Range;
    use std::path::PathBuf;

    use super::absent_items;
    use crate::source::CfgSet;
    use crate::source::SourceFile;

    fn without(text: &str, parts: Vec<Range<usize>>) -> String {
        let mut rest = text.to_owned();
        parts.into_iter().rev().for_each(|part| rest.replace_range(part, "…"));
        rest
    }

    fn without_absent_items(text: &str) -> String {
        let source = SourceFile::new(PathBuf::new(), String::new(), text.to_owned());
        let mut unix = CfgSet::default();
        unix.names.insert("unix".to_owned());
        without(text, absent_items(&source, &[&CfgSet::default(), &unix]))
    }

    #[test]
    fn what_no_crate_builds_is_left_out() {
        let kept = "#[cfg(unix)]\nmod a {\n    b\n}\n";
        assert_eq!(without_absent_items(kept), kept);
        for (text, expected) in [
            (
                "#[cfg(test)]\nmod a {\n    b \"}\" ü {}\n}\nc { d }",
                "#[cfg(test)]\nmod a {…}\nc { d }",
            ),
            (
                "#[cfg(all(test, unix))]\n#[d(e)]\npub(in f) async fn g() -> [h; 1] {\n i\n}\n",
                "#[cfg(all(test, unix))]\n#[d(e)]\npub(in f) async fn g() -> [h; 1] {…}\n",
            ),
            ("  #[cfg(test)]\n  impl J {\n     k\n  }", "  #[cfg(test)]\n  impl J {…}"),
        ] {
            assert_eq!(without_absent_items(text), expected);
        }
    }

    #[test]
    fn what_is_no_item_in_braces_stays() {
        for text in [
            "#[cfg(test)]\nmod a;\nmod b {\n    c\n}\n",
            "#[cfg(test)]\na: b,\nc {\n}\n",
            "x {\n    #[cfg(test)]\n    a => {\n        b\n    }\n}",
            "x(#[cfg(test)] mod a {\n    b\n})",
            "x(\"\n#[cfg(test)]\nmod a {\n}\")",
            "#[cfg(test)]\nfn a() {\n    b }\n",
            "#[cfg(any(test, unix))]\nmod a {\n    b\n}\n",
            "#[cfg(test",
            "#[cfg(test)]\nmod a {\n",
        ] {
            assert_eq!(without_absent_items(text), text);
        }
    }
}

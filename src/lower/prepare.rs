//! What need not be parsed is blanked before: half the cost of a file is its syntax tree.

use std::borrow::Cow;
use std::iter::Peekable;

use memchr::memmem;

use crate::lower::blank::Blanking;
use crate::lower::blank::bodies;
use crate::lower::blank::closing_brace;
use crate::lower::lexis::Piece;
use crate::lower::lexis::PieceKind;
use crate::lower::lexis::Pieces;
use crate::source::CfgExpr;
use crate::source::CfgSet;
use crate::source::SourceFile;

/// How an attribute begins that an item may hang on.
const CFG: &str = "#[cfg(";

/// The text of a file as it is parsed: without documentation, which the parser would make tokens of;
/// of a dependency without bodies, else without what is in the braces of items that no crate of the
/// file builds, which are above all its tests. `crates` are the answers of those that mount the file.
pub(super) fn prepared<'a>(source: &'a SourceFile, crates: &[&CfgSet]) -> Cow<'a, str> {
    let mut blanking = Blanking::new(&source.text);
    match source.dependency {
        true => bodies(&source.text, &mut blanking),
        false if crates.is_empty() => {}
        false => absent_items(&source.text, crates, &mut blanking),
    }
    documentation(&source.text, &mut blanking);
    blanking.finish()
}

/// Makes plain comments of `///` and `//!` at the beginning of lines. In the middle of a string that
/// looks so a character of it becomes a space.
fn documentation(text: &str, blanking: &mut Blanking<'_>) {
    let text = text.as_bytes();
    for at in memmem::find_iter(text, b"//") {
        let is_documentation = matches!(text.get(at + 2), Some(b'/' | b'!'));
        let before = text[..at].iter().rev().find(|&&byte| byte != b' ' && byte != b'\t');
        if is_documentation && before.is_none_or(|&byte| byte == b'\n') {
            blanking.cover(at + 2..at + 3);
        }
    }
}

fn absent_items(text: &str, crates: &[&CfgSet], blanking: &mut Blanking<'_>) {
    let mut done = 0;
    for (at, _) in text.match_indices(CFG) {
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let indent = &text[line..at];
        if at < done || !indent.trim_start_matches([' ', '\t']).is_empty() {
            continue;
        }
        let mut pieces = Pieces::new(text, at + CFG.len()).peekable();
        let Some(end) = closing_paren(&mut pieces) else { return };
        let predicate = CfgExpr::parse(&text[at + CFG.len()..end]);
        if crates.iter().any(|cfg| cfg.answers(&predicate) != Some(false)) {
            continue;
        }
        let Some(open) = item_brace(text, &mut pieces) else { continue };
        let Some(close) = closing_brace(&mut pieces) else { continue };
        // Where the `}` is not indented as the attribute is, this may be no code but a string.
        if text[open..close].rsplit('\n').next() == Some(indent) {
            blanking.cover(open..close);
            done = close;
        }
    }
}

/// Steps over what is in parentheses and over the `)`; the offset of it.
fn closing_paren(pieces: &mut impl Iterator<Item = Piece>) -> Option<usize> {
    let mut depth = 1;
    for piece in pieces {
        match piece.kind {
            PieceKind::Punct(b'(') => depth += 1,
            PieceKind::Punct(b')') => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(piece.start);
        }
    }
    None
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

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::prepared;
    use crate::source::CfgSet;
    use crate::source::LineTable;
    use crate::source::Scan;
    use crate::source::SourceFile;

    fn check(text: &str, expected: &str) {
        let source = SourceFile {
            path: PathBuf::new(),
            name: String::new(),
            text: text.to_owned(),
            lines: LineTable::new(text),
            scan: Scan::default(),
            dependency: false,
        };
        let mut unix = CfgSet::default();
        unix.names.insert("unix".to_owned());
        let both = [&CfgSet::default(), &unix];
        assert_eq!(prepared(&source, &both), expected);
        assert_eq!(prepared(&source, &both).len(), text.len());
    }

    #[test]
    fn documentation_becomes_comments() {
        check("/// ü\n  //! a\nfn f() {} /// b\n//// c", "//  ü\n  //  a\nfn f() {} /// b\n// / c");
    }

    #[test]
    fn what_no_crate_builds_is_blanked() {
        let kept = "#[cfg(unix)]\nmod a {\n    b\n}\n";
        check(kept, kept);
        for (text, expected) in [
            (
                "#[cfg(test)]\nmod a {\n    b \"}\" ü\n}\nc",
                "#[cfg(test)]\nmod a {\n            \n}\nc",
            ),
            (
                "#[cfg(all(test, unix))]\n#[d(e)]\npub(in f) async fn g() -> [h; 1] {\n i\n}\n",
                "#[cfg(all(test, unix))]\n#[d(e)]\npub(in f) async fn g() -> [h; 1] {\n  \n}\n",
            ),
            ("  #[cfg(test)]\n  impl J {\n    k\n  }", "  #[cfg(test)]\n  impl J {\n     \n  }"),
        ] {
            check(text, expected);
        }
    }

    #[test]
    fn what_is_no_item_in_braces_stays() {
        for text in [
            "#[cfg(test)]\nmod a;\nmod b {\n    c\n}\n",
            "#[cfg(test)]\na: b,\nc {\n}\n",
            "x {\n    #[cfg(test)]\n    a => {\n        b\n    }\n}",
            "x(#[cfg(test)] mod a {\n    b\n})",
            "#[cfg(test)]\nfn a() {\n    b }\n",
            "#[cfg(any(test, unix))]\nmod a {\n    b\n}\n",
            "#[cfg(test",
            "#[cfg(test)]\nmod a {\n",
        ] {
            check(text, text);
        }
    }
}

//! What stands between the parentheses of `include!(…)`.

use ra_ap_rustc_lexer::TokenKind;

use crate::source::literal::string_value;
use crate::source::scan::IncludePath;
use crate::source::scan::lookahead::Lookahead;

impl IncludePath {
    /// Reads on behind the opening bracket.
    pub(super) fn read(words: &mut Lookahead<'_>) -> IncludePath {
        let Some(first) = words.next() else { return IncludePath::Unknown };
        match first.name() {
            None => string_value(first.text).map_or(IncludePath::Unknown, IncludePath::Literal),
            Some("concat") => concatenation(words),
            // What a build passes by the environment, a build made.
            Some("env") => IncludePath::Generated,
            Some(_) => IncludePath::Unknown,
        }
    }
}

/// Behind `concat`: `!(env!("A"), "b", "c")`.
fn concatenation(words: &mut Lookahead<'_>) -> IncludePath {
    let mut path = String::new();
    let mut manifest = false;
    let mut depth = 0u32;
    while let Some(word) = words.next() {
        match word.kind {
            TokenKind::OpenParen | TokenKind::OpenBracket | TokenKind::OpenBrace => depth += 1,
            TokenKind::CloseParen | TokenKind::CloseBracket | TokenKind::CloseBrace => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    break;
                }
            }
            TokenKind::Bang | TokenKind::Comma => {}
            _ if word.name() == Some("env") => match environment(words) {
                Some(name) if name == "CARGO_MANIFEST_DIR" && path.is_empty() => manifest = true,
                _ => return IncludePath::Generated,
            },
            _ => match string_value(word.text) {
                Some(part) => path.push_str(&part),
                None => return IncludePath::Unknown,
            },
        }
    }
    if manifest { IncludePath::Manifest(path) } else { IncludePath::Literal(path) }
}

/// Behind `env`: the name in `!("NAME")`.
fn environment(words: &mut Lookahead<'_>) -> Option<String> {
    let name = words.nth(2).and_then(|word| string_value(word.text));
    words.find(|word| word.kind == TokenKind::CloseParen)?;
    name
}

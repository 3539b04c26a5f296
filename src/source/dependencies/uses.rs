//! What a `use` brings, read from its text.

use std::iter::Peekable;

use ra_ap_rustc_lexer::TokenKind;

use crate::source::scan::Lookahead;

/// A tree of `use` nests no deeper in any code; reading one is recursive.
const DEEPEST: usize = 32;

/// One name that a `use` brings.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Use {
    /// The path as written: `crate`, `a`, `B`; that of a glob ends before the `*`. A leading `::` is
    /// an empty first name.
    pub path: Vec<String>,
    /// The name in this module; none for a glob.
    pub name: Option<String>,
}

type Words<'t> = Peekable<Lookahead<'t>>;

/// What the `use` at a byte offset brings.
pub(super) fn uses(text: &str, offset: u32) -> Vec<Use> {
    let mut words = Lookahead::new(text, offset as usize).peekable();
    words.next();
    let mut found = Vec::new();
    tree(&mut words, &mut Vec::new(), &mut found, DEEPEST);
    found
}

/// Whether the item whose keyword stands at a byte offset has a `pub` before it.
pub(super) fn is_public(text: &str, offset: u32) -> bool {
    let before = text[..offset as usize].trim_end();
    before.ends_with("pub") || before.ends_with(')')
}

/// Reads a tree whose path begins with `path`, and leaves that as it was.
fn tree(words: &mut Words<'_>, path: &mut Vec<String>, found: &mut Vec<Use>, deepest: usize) {
    let depth = path.len();
    if depth == 0 && eat_path_separator(words) {
        path.push(String::new());
    }
    while let Some(word) = words.peek().copied() {
        if let Some(name) = word.name() {
            words.next();
            path.push(name.to_owned());
            if !eat_path_separator(words) {
                leaf(words, path, found);
                break;
            }
        } else if word.kind == TokenKind::Star {
            words.next();
            found.push(Use { path: path.clone(), name: None });
            break;
        } else {
            if word.kind == TokenKind::OpenBrace && deepest > 0 {
                words.next();
                group(words, path, found, deepest - 1);
            }
            break;
        }
    }
    path.truncate(depth);
}

/// Behind `{`, up to and with `}`.
fn group(words: &mut Words<'_>, path: &mut Vec<String>, found: &mut Vec<Use>, deepest: usize) {
    loop {
        tree(words, path, found, deepest);
        match words.next().map(|word| word.kind) {
            Some(TokenKind::Comma) => {}
            _ => return,
        }
    }
}

/// The end of a path, perhaps with `as`.
fn leaf(words: &mut Words<'_>, path: &[String], found: &mut Vec<Use>) {
    let mut path = path.to_vec();
    // `a::{self}` brings `a`.
    if path.len() > 1 && path.last().is_some_and(|last| last == "self") {
        path.pop();
    }
    let mut name = path.last().cloned();
    if words.next_if(|word| word.name() == Some("as")).is_some() {
        name = words.next().and_then(|word| Some(word.name()?.to_owned()));
    }
    found.push(Use { path, name: name.or_else(|| Some("_".to_owned())) });
}

fn eat_path_separator(words: &mut Words<'_>) -> bool {
    let first = words.next_if(|word| word.kind == TokenKind::Colon).is_some();
    first && words.next_if(|word| word.kind == TokenKind::Colon).is_some()
}

#[cfg(test)]
mod tests {
    use super::is_public;
    use super::uses;

    #[test]
    fn trees() {
        for (text, brings) in [
            ("use a;", "a=a"),
            ("use a::b as c;", "a::b=c"),
            ("use a::b as _;", "a::b=_"),
            ("use ::a::B;", "::a::B=B"),
            (
                "use crate::a::{self, b::{C, D as E}, f::*,};",
                "crate::a=a crate::a::b::C=C crate::a::b::D=E crate::a::f=*",
            ),
            ("use {a, b::c};", "a=a b::c=c"),
            ("use r#type::r#as;", "type::as=as"),
            ("use super::*;", "super=*"),
            ("use *;", "=*"),
            ("use ;", ""),
            ("use a::{b, c", "a::b=b a::c=c"),
            ("use a::", ""),
        ] {
            let found = uses(text, 0).into_iter().map(|found| {
                format!("{}={}", found.path.join("::"), found.name.unwrap_or("*".to_owned()))
            });
            assert_eq!(found.collect::<Vec<_>>().join(" "), brings, "{text}");
        }
        let deep = format!("use {}a{};", "a::{".repeat(10_000), "}".repeat(10_000));
        assert!(uses(&deep, 0).len() <= 1);
    }

    #[test]
    fn visibility() {
        for (text, public) in [
            ("pub use a;", true),
            ("pub(crate) use a;", true),
            ("fn f() {} use a;", false),
            ("use a;", false),
        ] {
            let offset = text.find("use").expect("it is there") as u32;
            assert_eq!(is_public(text, offset), public, "{text}");
        }
    }
}

//! Which names stand in a text outside of function bodies, and which types and traits it defines:
//! only those can be of the types that others see.

use std::collections::BTreeSet;

use ra_ap_rustc_lexer::TokenKind;
use rustc_hash::FxHashSet;

use crate::source::scan::Lookahead;

/// Where a pass over a text stands.
#[derive(Clone, Copy)]
enum State {
    Items,
    /// Behind `fn`.
    Function,
    /// Behind `use`.
    Use,
    /// Between the name of a function and its body; so many brackets are open.
    Signature(usize),
    /// The same of a function that nobody calls.
    Idle(usize),
    /// In a body; so many braces are open.
    Body(usize),
}

/// What a text shows outside of bodies.
#[derive(Debug, Default)]
pub(super) struct Outline<'t> {
    /// The names outside of bodies and of `use` declarations, save those of functions and what
    /// stands in the signatures of functions that nobody calls.
    pub names: BTreeSet<&'t str>,
    /// The types and traits that are defined.
    pub defined: BTreeSet<&'t str>,
}

/// What a text shows outside of bodies to those who use these words.
pub(super) fn outline<'t>(text: &'t str, words: &FxHashSet<String>) -> Outline<'t> {
    let mut outline = Outline::default();
    let mut state = State::Items;
    let mut last = "";
    for word in Lookahead::new(text, 0) {
        let name = word.name();
        if let (Some(name), State::Items | State::Signature(_)) = (name, state) {
            outline.names.insert(name);
            if matches!(last, "struct" | "enum" | "union" | "trait" | "type") {
                outline.defined.insert(name);
            }
        }
        last = name.unwrap_or("");
        state = match (state, word.kind) {
            (State::Items, _) if name == Some("fn") => State::Function,
            (State::Items, _) if name == Some("use") => State::Use,
            (State::Function, _) if name.is_some_and(|name| words.contains(name)) => {
                State::Signature(0)
            }
            (State::Function, _) if name.is_some() => State::Idle(0),
            (State::Function, _) | (State::Use, TokenKind::Semi) => State::Items,
            (State::Signature(0) | State::Idle(0), TokenKind::OpenBrace) => State::Body(1),
            (
                State::Signature(0) | State::Idle(0),
                TokenKind::Semi | TokenKind::CloseParen | TokenKind::CloseBracket,
            ) => State::Items,
            (State::Signature(open), kind) => State::Signature(nested(open, kind)),
            (State::Idle(open), kind) => State::Idle(nested(open, kind)),
            (State::Body(1), TokenKind::CloseBrace) => State::Items,
            (State::Body(open), TokenKind::OpenBrace) => State::Body(open + 1),
            (State::Body(open), TokenKind::CloseBrace) => State::Body(open - 1),
            (state, _) => state,
        };
    }
    outline
}

/// How many brackets are open behind a token.
fn nested(open: usize, kind: TokenKind) -> usize {
    match kind {
        TokenKind::OpenParen | TokenKind::OpenBracket => open + 1,
        TokenKind::CloseParen | TokenKind::CloseBracket => open - 1,
        _ => open,
    }
}

#[cfg(test)]
mod tests {
    use super::outline;

    #[test]
    fn bodies_and_imports_are_left_out() {
        let words = ["b", "c", "f"].map(str::to_owned).into_iter().collect();
        for (text, names) in [
            ("use a::B; struct C { d: fn(E) -> F, g: H }", "C E F H d fn g struct use"),
            ("fn f<A: B>(c: [D; 1]) -> E where F: G { h { i } } J!", "A B D E F G J c fn where"),
            ("trait A { fn b(&self); fn c() { d } type E; }", "A E fn self trait type"),
            ("fn f() { use a::B; } C", "C fn"),
            ("fn idle(a: [B; 1]) -> C { d } fn f() -> E;", "E fn"),
            ("fn", "fn"),
            ("fn f(", "fn"),
        ] {
            let found: Vec<&str> = outline(text, &words).names.into_iter().collect();
            assert_eq!(found.join(" "), names, "{text}");
        }
        let found = outline("pub struct A(B); trait C { type D: E; } fn f() { enum G {} }", &words);
        assert_eq!(found.defined.into_iter().collect::<Vec<_>>(), ["A", "C", "D"]);
    }
}

//! `#[cfg_attr(false, asyncheck::allow(…))]`: the attributes that speak to asyncheck. No compiler ever
//! sees what stands in them; the tokens of the text do.

use crate::source::Comment;
use crate::source::CommentKind;
use crate::source::Span;
use crate::source::Token;
use crate::source::TokenKind::Close;
use crate::source::TokenKind::Open;
use crate::source::TokenKind::Punct;
use crate::source::tokens;

/// Our name, as paths begin with it.
const TOOL: &str = "asyncheck";
/// What rustc says of lints.
const LEVELS: [&str; 5] = ["allow", "expect", "warn", "deny", "forbid"];

/// Lints of clippy that see a part of what rules of ours do: who allows one has decided about that.
pub const LINTS_OF_CLIPPY: [&str; 4] = [
    "clippy::await_holding_lock",
    "clippy::await_holding_refcell_ref",
    "clippy::await_holding_invalid_type",
    "clippy::let_underscore_future",
];
/// One of these stands in every text that names one of those.
const SIGNS: [&str; 3] = ["asyncheck::", "clippy::await_holding", "clippy::let_underscore_future"];

/// The attributes of a text that speak to asyncheck, in their order. Most texts have none, and are not
/// read again.
pub(super) fn read(text: &str) -> Vec<Comment> {
    if !SIGNS.iter().any(|sign| text.contains(sign)) {
        return Vec::new();
    }
    let tokens = tokens(text);
    let mut reader = Reader { text, tokens: &tokens, found: Vec::new() };
    for at in 0..tokens.len() {
        reader.attribute(at);
    }
    reader.found
}

struct Reader<'t> {
    text: &'t str,
    tokens: &'t [Token],
    found: Vec<Comment>,
}

/// Where an attribute stands.
#[derive(Clone, Copy)]
struct Place {
    kind: CommentKind,
    span: Span,
    /// It is one of the file.
    leading: bool,
}

impl Reader<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens
            .get(at)
            .map_or("", |token| &self.text[token.span.start as usize..token.span.end as usize])
    }

    /// `#[…]` or `#![…]` from its `#` on.
    fn attribute(&mut self, at: usize) {
        if self.word(at) != "#" {
            return;
        }
        let inner = self.word(at + 1) == "!";
        let open = at + 1 + usize::from(inner);
        let Some(close) = self.closer(open, '[') else { return };
        let kind = match inner {
            true => CommentKind::InnerAttribute,
            false => CommentKind::OuterAttribute,
        };
        let span = self.tokens[at].span.to(self.tokens[close].span);
        let outermost = self.tokens[..at]
            .iter()
            .all(|token| !matches!(token.kind, Open(_)) || token.partner < at);
        self.content(open + 1, close, Place { kind, span, leading: inner && outermost }, 0);
    }

    /// The index of the bracket that closes the one at an index, if one is opened there.
    fn closer(&self, at: usize, bracket: char) -> Option<usize> {
        let token = self.tokens.get(at).filter(|token| token.kind == Open(bracket))?;
        (token.partner < self.tokens.len()).then_some(token.partner)
    }

    /// One attribute, without `#[` and `]`.
    fn content(&mut self, start: usize, end: usize, place: Place, depth: u32) {
        if self.word(start) == TOOL && self.word(start + 1) == ":" {
            self.found.push(self.comment(start + 3, end, place, false));
            return;
        }
        let Some(close) = self.closer(start + 1, '(').filter(|&close| close < end) else { return };
        match self.word(start) {
            // A tower of nested `cfg_attr` is no real code.
            "cfg_attr" if depth < 2 => {
                for (from, to) in self.parts(start + 2, close).into_iter().skip(1) {
                    self.content(from, to, place, depth + 1);
                }
            }
            word if LEVELS.contains(&word) && self.names_us(start + 2, close)
                || matches!(word, "allow" | "expect") && self.names_clippy(start + 2, close) =>
            {
                self.found.push(self.comment(start, end, place, true));
            }
            _ => {}
        }
    }

    /// Whether a name of a list begins with ours.
    fn names_us(&self, start: usize, end: usize) -> bool {
        let mut parts = self.parts(start, end).into_iter();
        parts.any(|(from, _)| self.word(from) == TOOL && self.word(from + 1) == ":")
    }

    /// Whether one of a list is a lint of clippy that means the same as a rule.
    fn names_clippy(&self, start: usize, end: usize) -> bool {
        let written = |(from, to): (usize, usize)| (from..to).map(|at| self.word(at)).collect();
        let mut parts = self.parts(start, end).into_iter().map(written);
        parts.any(|path: String| LINTS_OF_CLIPPY.contains(&path.as_str()))
    }

    fn comment(&self, start: usize, end: usize, place: Place, shared: bool) -> Comment {
        let from = self.tokens[start.min(end)].span.start;
        let to = self.tokens[end.max(start + 1) - 1].span.end.max(from);
        let Place { kind, span, leading } = place;
        let text = self.text[from as usize..to as usize].into();
        Comment { kind, span, text, text_start: from, trailing: false, leading, shared }
    }

    /// What stands between the commas of a list, those in brackets apart.
    fn parts(&self, start: usize, end: usize) -> Vec<(usize, usize)> {
        let mut parts = Vec::new();
        let (mut from, mut at) = (start, start);
        while at < end {
            match self.tokens[at].kind {
                Open(_) => at = self.tokens[at].partner.min(end),
                Punct(',') => {
                    parts.push((from, at));
                    from = at + 1;
                }
                Close(_) => break,
                _ => {}
            }
            at += 1;
        }
        if from < end {
            parts.push((from, end));
        }
        parts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What the attributes of a text say.
    fn said(text: &str) -> Vec<String> {
        let found = read(text);
        for comment in &found {
            assert!(text[comment.text_start as usize..].starts_with(&*comment.text), "{comment:?}");
            assert!(text[comment.span.start as usize..].starts_with('#'), "{comment:?}");
        }
        found.iter().map(|comment| comment.text.to_string()).collect()
    }

    #[test]
    fn every_spelling_is_read() {
        for (text, expected) in [
            (
                "#[cfg_attr(false, asyncheck::allow(a_b, reason = \"(x)\"))]",
                "allow(a_b, reason = \"(x)\")",
            ),
            ("#[cfg_attr(any(), asyncheck::expect(a))]", "expect(a)"),
            (
                "#[cfg_attr(asyncheck, allow(asyncheck::a, reason = \"x\"))]",
                "allow(asyncheck::a, reason = \"x\")",
            ),
            ("#[cfg_attr(asyncheck, asyncheck::allow(a,),)]", "allow(a,)"),
            ("#[asyncheck::allow(a)]", "allow(a)"),
            ("#[allow(dead_code, asyncheck::a)]", "allow(dead_code, asyncheck::a)"),
            ("#[asyncheck::allow]", "allow"),
            (
                "#[allow(dead_code, clippy::await_holding_lock)]",
                "allow(dead_code, clippy::await_holding_lock)",
            ),
            (
                "#[cfg_attr(x, expect(clippy::let_underscore_future))]",
                "expect(clippy::let_underscore_future)",
            ),
        ] {
            assert_eq!(said(&format!("{text} fn f() {{}}")), [expected]);
        }
        let two = "#[cfg_attr(false, asyncheck::allow(a), inline, asyncheck::expect(b))] fn f() {}";
        assert_eq!(said(two), ["allow(a)", "expect(b)"]);
    }

    #[test]
    fn others_are_not() {
        for text in [
            "#[allow(dead_code)] fn f() { asyncheck::run() }",
            "#[cfg_attr(test, allow(clippy::x))] use asyncheck::a;",
            "let s = \"#[asyncheck::allow(a)]\";",
            "// #[asyncheck::allow(a)]",
            "#[derive(asyncheck::Allow)] struct A;",
            "#![deny(clippy::await_holding_lock)]",
            "#[allow(clippy::await_holding_nothing)] fn f() {}",
        ] {
            assert_eq!(said(text), [""; 0], "{text}");
        }
    }

    #[test]
    fn it_is_known_for_whom_they_speak() {
        let kinds = |text: &str| {
            let found = read(text);
            found.iter().map(|found| (found.kind, found.leading)).collect::<Vec<_>>()
        };
        let (inner, outer) = (CommentKind::InnerAttribute, CommentKind::OuterAttribute);
        assert_eq!(kinds("#![asyncheck::allow(a)]\nfn f() {}"), [(inner, true)]);
        assert_eq!(kinds("fn f() { #![asyncheck::allow(a)] }"), [(inner, false)]);
        assert_eq!(kinds("#[asyncheck::allow(a)] fn f() {}"), [(outer, false)]);
        assert_eq!(kinds("m! { #[asyncheck::allow(a)] f(); }"), [(outer, false)]);
    }

    #[test]
    fn broken_text_is_read_as_far_as_it_goes() {
        for text in [
            "#[asyncheck::",
            "#[asyncheck::allow(",
            "#[cfg_attr(false, asyncheck::allow(a)]",
            "#[cfg_attr(asyncheck::)]",
            "#[cfg_attr(x, asyncheck::)]",
            "# asyncheck::",
            "#![asyncheck::]",
        ] {
            assert!(read(text).len() <= 1, "{text}");
        }
    }
}

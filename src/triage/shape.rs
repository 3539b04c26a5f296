//! Code as a sequence of tokens in which the names of locals do not count.

use std::collections::BTreeSet;

use crate::source::Span;
use crate::source::TokenKind;
use crate::triage::nodes::Nodes;
use crate::triage::nodes::Range;

const KEYWORDS: [&str; 38] = [
    "as", "async", "await", "break", "const", "continue", "crate", "dyn", "else", "enum", "extern",
    "false", "fn", "for", "gen", "if", "impl", "in", "let", "loop", "match", "mod", "move", "mut",
    "pub", "ref", "return", "self", "static", "super", "trait", "true", "type", "unsafe", "use",
    "where", "while", "yield",
];

/// The shape of a text that stands for itself.
pub(super) fn of_text(text: &str) -> String {
    let nodes = Nodes::new(text);
    Shape { nodes: &nodes, bound: None, names: Vec::new() }.of(0..nodes.tokens.len())
}

/// The shape of a stretch of a file.
pub(super) fn of_span(nodes: &Nodes<'_>, span: Span) -> String {
    let range = nodes.at(span.start)..nodes.at(span.end);
    Shape { nodes, bound: None, names: Vec::new() }.of(range)
}

/// Writes tokens down, one after the other, with a blank between them.
struct Shape<'n, 't> {
    nodes: &'n Nodes<'t>,
    /// The names that `let` and parameters bind in the function around; asked for where a name is
    /// called.
    bound: Option<BTreeSet<&'t str>>,
    /// The locals in the order in which they come up.
    names: Vec<&'t str>,
}

impl<'n, 't> Shape<'n, 't> {
    fn of(mut self, range: Range) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut at = range.start;
        while at < range.end {
            match self.nodes.tokens[at].kind {
                // A formatter adds and removes the comma before a closing bracket.
                TokenKind::Punct(',') if self.closes(at + 1) => {}
                // What a closure or a task does is another matter than that it is made here.
                TokenKind::Open('{') => {
                    parts.push("{}".to_owned());
                    at = self.nodes.tokens[at].partner;
                }
                TokenKind::Word if self.is_local(at, &range) => {
                    let name = self.nodes.word(at);
                    parts.push(self.placeholder(name));
                }
                TokenKind::Literal => parts.push(self.literal(at)),
                _ => parts.push(self.nodes.word(at).to_owned()),
            }
            at += 1;
        }
        parts.join(" ")
    }

    fn placeholder(&mut self, name: &'t str) -> String {
        let known = self.names.iter().position(|known| *known == name);
        let number = known.unwrap_or(self.names.len());
        if known.is_none() {
            self.names.push(name);
        }
        format!("${number}")
    }

    fn closes(&self, at: usize) -> bool {
        self.nodes.tokens.get(at).is_some_and(|token| matches!(token.kind, TokenKind::Close(_)))
    }

    /// A name in lower case that is neither part of a path nor behind a dot, and that no macro or
    /// function has.
    fn is_local(&mut self, at: usize, range: &Range) -> bool {
        let nodes = self.nodes;
        let (name, next) = (nodes.word(at), nodes.word(at + 1));
        let before = |back: usize| at.checked_sub(back).map_or("", |at| nodes.word(at));
        let is_member = before(1) == "." && before(2) != ".";
        let is_segment =
            before(1) == ":" && before(2) == ":" || next == ":" && nodes.word(at + 2) == ":";
        let is_macro = next == "!" && nodes.word(at + 2) != "=";
        if !name.starts_with(|letter: char| letter.is_lowercase() || letter == '_')
            || KEYWORDS.contains(&name)
            || is_member
            || is_segment
            || is_macro
        {
            return false;
        }
        match next {
            "(" => self.is_bound(name, range),
            _ => true,
        }
    }

    /// A closure that is called, and not a function.
    fn is_bound(&mut self, name: &str, range: &Range) -> bool {
        let nodes = self.nodes;
        self.bound.get_or_insert_with(|| bound(nodes, range)).contains(name)
    }

    /// Formats name locals too: `"{name}"`.
    fn literal(&mut self, at: usize) -> String {
        let text = self.nodes.word(at);
        if !text.contains('{') || !text.contains('"') {
            return text.to_owned();
        }
        let mut shape = String::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let (before, behind) = rest.split_at(open + 1);
            shape.push_str(before);
            let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
            let end = behind.find(|letter| !is_name(letter)).unwrap_or(behind.len());
            let (name, after) = behind.split_at(end);
            let starts = name.starts_with(|letter: char| letter.is_lowercase() || letter == '_');
            match starts && after.starts_with(['}', ':']) {
                true => shape.push_str(&self.placeholder(name)),
                false => shape.push_str(name),
            }
            rest = after;
        }
        shape + rest
    }
}

/// The names behind `let` and of parameters in the function around some tokens.
fn bound<'t>(nodes: &Nodes<'t>, range: &Range) -> BTreeSet<&'t str> {
    let Some(first) = nodes.tokens.get(range.start) else { return BTreeSet::new() };
    let around = nodes.around(first.span.start);
    let function = around.iter().rev().find(|node| is_function(nodes, node));
    let Some(function) = function else { return BTreeSet::new() };
    let is_word = |at: &usize| nodes.tokens[*at].kind == TokenKind::Word;
    let binds = |at: &usize| {
        let before = nodes.word(at - 1);
        let is_parameter = nodes.word(at + 1) == ":" && nodes.word(at + 2) != ":";
        matches!(before, "let" | "mut" | "|") || is_parameter && matches!(before, "(" | ",")
    };
    let inside = function.start + 1..function.end;
    inside.filter(is_word).filter(binds).map(|at| nodes.word(at)).collect()
}

/// `fn` stands before the first bracket that is not an attribute's or a visibility's.
fn is_function(nodes: &Nodes<'_>, node: &Range) -> bool {
    let mut head = nodes.behind_attributes(node.start)..node.end;
    head.any(|at| nodes.word(at) == "fn" && nodes.group(at) == nodes.group(node.start))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The shape of what stands behind `HERE` up to the end of the statement.
    fn shape(text: &str) -> String {
        let start = text.find("HERE").expect("the place is marked") + "HERE".len();
        let end = start + text[start..].find(';').expect("the statement ends");
        of_span(&Nodes::new(text), Span::new(start as u32, end as u32))
    }

    fn same(one: &str, other: &str) {
        assert_eq!(shape(&format!("{one};")), shape(&format!("{other};")));
    }

    fn differ(one: &str, other: &str) {
        assert_ne!(shape(&format!("{one};")), shape(&format!("{other};")));
    }

    #[test]
    fn names_of_locals_do_not_count() {
        same("HERE load(path, &mut id)", "HERE load(file, &mut number)");
        same("HERE item.save(..last)", "HERE entry.save(..end)");
        same("HERE format!(\"{p}/{id:>4}\", p)", "HERE format!(\"{q}/{n:>4}\", q)");
        same("HERE items.map(|x: u8| x + 1)", "HERE items.map(|y: u8| y + 1)");
    }

    #[test]
    fn everything_else_counts() {
        differ("HERE load(a, b)", "HERE load(a, a)");
        differ("HERE load(a)", "HERE save(a)");
        differ("HERE a.load()", "HERE a.save()");
        differ("HERE a.one", "HERE a.two");
        differ("HERE disk::read(a)", "HERE net::read(a)");
        differ("HERE f(1)", "HERE f(2)");
        differ("HERE f(LIMIT)", "HERE f(OTHER)");
        differ("HERE self.f()", "HERE this.f()");
        differ("HERE format!(\"{}\")", "HERE format!(\"{0}\")");
    }

    #[test]
    fn how_it_is_laid_out_does_not_count() {
        same("HERE load(a, b)", "HERE load(\n    a, // first\n    b,\n)");
    }

    #[test]
    fn what_is_done_inside_does_not_count() {
        same("HERE spawn(async move { a.f().await })", "HERE spawn(async move { b.g() })");
        same("HERE each(|x| { f(x) }, 1)", "HERE each(|x| { g(x) }, 1)");
        differ("HERE spawn(async move { a })", "HERE spawn(async { a })");
        differ("HERE each(|x| { f(x) }, 1)", "HERE each(|x| { f(x) }, 2)");
    }

    #[test]
    fn a_closure_that_is_called_is_a_local() {
        let with =
            |name: &str| format!("fn f() {{ if true {{ let {name} = |x| x; HERE {name}(1); }} }}");
        assert_eq!(shape(&with("one")), shape(&with("two")));
        differ("fn f() { fn one() {} HERE one()", "fn f() { fn two() {} HERE two()");
    }

    #[test]
    fn a_path_stands_for_itself_and_a_variable_does_not() {
        assert_eq!(of_text("std::fs::read"), "std : : fs : : read");
        assert_eq!(of_text("cache.entries"), "$0 . entries");
        assert_eq!(of_text(""), "");
    }
}

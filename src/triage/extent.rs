//! What a comment covers.

use crate::source::Comment;
use crate::source::CommentKind;
use crate::source::LineTable;
use crate::source::Span;
use crate::source::TokenKind;
use crate::triage::nodes::Nodes;
use crate::triage::nodes::Range;

/// A stretch of code that a comment covers.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Extent {
    /// From the first token to the last.
    pub span: Span,
    /// It begins with the `.` of a method chain: the expressions that end in it begin before it.
    link: bool,
}

impl Extent {
    /// The whole file.
    pub fn all() -> Self {
        Self { span: Span::new(0, u32::MAX), link: false }
    }

    /// Whether a place belongs to what is covered.
    pub fn covers(&self, place: Span) -> bool {
        let begins = self.span.contains(place.start);
        let ends = self.span.start < place.end && place.end <= self.span.end;
        begins || self.link && ends
    }
}

/// What a comment covers; nothing where no code follows it.
pub(super) fn extent(comment: &Comment, nodes: &Nodes<'_>, lines: &LineTable) -> Option<Extent> {
    match comment.kind {
        CommentKind::OuterAttribute => return Some(under_attribute(nodes, comment)),
        CommentKind::InnerAttribute => return Some(around_attribute(nodes, comment)),
        CommentKind::Plain | CommentKind::InnerDoc | CommentKind::OuterDoc => {}
    }
    let next = nodes.at(comment.span.end);
    let code_follows = nodes.tokens.get(next).is_some_and(|token| {
        lines.line(token.span.start) == lines.line(comment.span.end.saturating_sub(1))
    });
    let range = match comment.trailing && !code_follows {
        true => before(nodes, lines, next),
        false => after(nodes, next)?,
    };
    let first = nodes.behind_attributes(range.start);
    let link = nodes.word(first) == ".";
    Some(Extent { span: nodes.span(&range), link })
}

/// Where comments can be put into a text so that they cover what they are meant for.
#[derive(Debug)]
pub struct CommentPlaces<'t> {
    text: &'t str,
    lines: &'t LineTable,
    nodes: Nodes<'t>,
}

impl<'t> CommentPlaces<'t> {
    /// Reads a text once.
    pub fn new(text: &'t str, lines: &'t LineTable) -> Self {
        Self { text, lines, nodes: Nodes::new(text) }
    }

    /// Before the innermost node around an offset that begins its line. Where its statement begins
    /// amid a line, and nothing on that line begins it, before the statement: what lies around it is
    /// too much.
    pub fn of(&self, offset: u32) -> u32 {
        let mut statement = None;
        for node in self.nodes.around(offset).into_iter().rev() {
            let start = self.nodes.span(&node).start;
            let line = self.lines.line(start);
            match statement {
                Some(inner) if self.lines.line(inner) != line => return inner,
                _ if self.begins_line(start) => return start,
                None if self.nodes.is_in_braces(&node) => statement = Some(start),
                _ => {}
            }
        }
        statement.unwrap_or(offset)
    }

    /// A comment as it is inserted at such a place: a line of its own above what begins its line, else
    /// right before it. `request` is what follows the slashes.
    pub fn comment(&self, at: u32, request: &str) -> String {
        let end = if self.text.contains("\r\n") { "\r\n" } else { "\n" };
        match self.begins_line(at) {
            true => format!("// {request}{end}{}", self.before(at)),
            false => format!("/* {} */ ", request.replace("*/", "* /")),
        }
    }

    fn begins_line(&self, start: u32) -> bool {
        self.before(start).trim().is_empty()
    }

    /// What stands before a place on its line, a byte order mark apart.
    fn before(&self, at: u32) -> &'t str {
        let line = self.lines.start_of(self.lines.line(at)).unwrap_or(at);
        self.text[line as usize..at as usize].trim_start_matches('\u{feff}')
    }
}

/// The node that an attribute stands at, with the attributes before it.
fn under_attribute(nodes: &Nodes<'_>, comment: &Comment) -> Extent {
    let at = nodes.at(comment.span.start);
    let group = nodes.group(at);
    let start = nodes.before_attributes(at).max(group.start);
    Extent { span: nodes.span(&nodes.node(start, group.end)), link: false }
}

/// The item or block in which an inner attribute stands; at the top of a file all of it.
fn around_attribute(nodes: &Nodes<'_>, comment: &Comment) -> Extent {
    let around = nodes.around(comment.span.start);
    // The innermost node is the attribute itself.
    let outer = around.iter().rev().nth(1);
    outer.map_or_else(Extent::all, |node| Extent { span: nodes.span(node), link: false })
}

/// The node that follows a comment on a line of its own.
fn after(nodes: &Nodes<'_>, next: usize) -> Option<Range> {
    let group = nodes.group(next);
    (next < group.end).then(|| nodes.node(next, group.end))
}

/// What ends on the line of a comment behind code: the smallest statement or item, with every line of
/// it. Where none ends, what stands on the line: a chain link, or the head of a block.
fn before(nodes: &Nodes<'_>, lines: &LineTable, next: usize) -> Range {
    let group = nodes.group(next);
    let line_start = first_of_line(nodes, lines, next - 1);
    let Some(node) = nodes.holding(group.clone(), next - 1) else {
        return line_start..next;
    };
    let lowest = if node.end == next { group.start } else { node.start };
    let mut start = line_start.max(lowest);
    if node.end == next {
        start = start.min(node.start);
    }
    // `}).f()` belongs to the line on which its bracket was opened.
    while let Some(opened) = opened_before(nodes, start, next) {
        start = first_of_line(nodes, lines, opened).max(lowest);
    }
    start..next
}

/// The outermost bracket that was opened before some tokens and is closed in them.
fn opened_before(nodes: &Nodes<'_>, start: usize, end: usize) -> Option<usize> {
    let closers = nodes.tokens[start..end].iter();
    let closers = closers.filter(|token| matches!(token.kind, TokenKind::Close(_)));
    closers.map(|token| token.partner).filter(|&partner| partner < start).min()
}

fn first_of_line(nodes: &Nodes<'_>, lines: &LineTable, at: usize) -> usize {
    let line = lines.line(nodes.tokens[at].span.start);
    nodes.at(lines.start_of(line).unwrap_or(0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::SourceFile;

    /// What the comment `// C` (or `/* C */`) of a text covers, blanks made one.
    fn covered(text: &str) -> Option<String> {
        let at = text.find("// C").or_else(|| text.find("/* C */")).expect("there is a comment");
        let length = if text[at..].starts_with("//") { 4 } else { 7 };
        let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
        let comment = Comment {
            kind: CommentKind::Plain,
            span: Span::new(at as u32, at as u32 + length),
            text: "".into(),
            text_start: at as u32,
            trailing: !text[line..at].trim().is_empty(),
            leading: false,
            shared: false,
        };
        let nodes = Nodes::new(text);
        let extent = extent(&comment, &nodes, &LineTable::new(text))?;
        let code = &text[extent.span.start as usize..extent.span.end as usize];
        let code = code.replace("// C", "");
        Some(code.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn assert_covers(text: &str, code: &str) {
        assert_eq!(covered(text).as_deref(), Some(code), "in {text}");
    }

    #[test]
    fn a_comment_above_covers_the_node_below() {
        assert_covers("fn f() {\n  // C\n  a(\n  b\n);\n c();\n}", "a( b );");
        assert_covers(
            "// C\n/// Doc.\n#[d]\nasync fn f() {\n a();\n}\nfn g() {}",
            "#[d] async fn f() { a(); }",
        );
        assert_covers("fn f() { match x {\n // C\n A => b(),\n D => e(),\n} }", "A => b(),");
        assert_covers("fn f() { A {\n // C\n b: c(),\n d: e(),\n} }", "b: c(),");
        assert_covers("fn f() { a\n  // C\n  .b(|| c())?\n  .d();\n}", ".b(|| c())?");
        assert_covers("fn f() { a(\n  // C\n  b(),\n  c(),\n); }", "b(),");
        assert_covers("fn f() { let a =\n  // C\n  b();\n c(); }", "b();");
        assert_covers(
            "select! {\n  // C\n  a = b() => c(),\n  d = e() => f(),\n}",
            "a = b() => c(),",
        );
        assert_covers("fn f() { /* C */ a(); b(); }", "a();");
    }

    #[test]
    fn a_comment_behind_covers_what_ends_there() {
        assert_covers("fn f() {\n a();\n b(); // C\n c();\n}", "b();");
        assert_covers("fn f() {\n a();\n let b = c(\n d,\n ); // C\n}", "let b = c( d, );");
        assert_covers("fn f() {\n a(); b(); // C\n c();\n}", "a(); b();");
        assert_covers("fn f() { match x {\n A => b(), // C\n D => e(),\n} }", "A => b(),");
        assert_covers("fn f() { a(\n b(), // C\n c(),\n); }", "b(),");
        assert_covers("fn f() {\n a();\n} // C\nfn g() {}", "fn f() { a(); }");
        assert_covers("fn f() {\n a() // C\n}", "a()");
    }

    #[test]
    fn a_comment_amid_a_statement_covers_its_line() {
        assert_covers("fn f() {\n a\n .b() // C\n .c();\n}", ".b()");
        assert_covers("fn f() {\n a\n .b(|| {\n d();\n }) // C\n .c();\n}", ".b(|| { d(); })");
        assert_covers("fn f() {\n if a() { // C\n b();\n }\n}", "if a() {");
        assert_covers("async fn f() { // C\n b();\n}", "async fn f() {");
        assert_covers("fn f() {\n if a {\n b();\n } else { // C\n c();\n }\n}", "} else {");
    }

    /// What the attribute `#[asyncheck::…]` of a text covers, blanks made one.
    fn covered_by_attribute(text: &str) -> String {
        let file = SourceFile::new("a.rs".into(), "a.rs".to_owned(), text.to_owned());
        let comment = file.scan.comments.first().expect("there is one");
        let extent = extent(comment, &Nodes::new(text), &file.lines).expect("it covers something");
        let end = (extent.span.end as usize).min(text.len());
        let code = text[extent.span.start as usize..end].replace("#[asyncheck::allow(a)]", "@");
        code.split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn an_attribute_covers_what_it_stands_at() {
        for (text, covered) in [
            (
                "/// Doc.\n#[x]\n@\n#[y]\nfn f() {\n a();\n}\nfn g() {}",
                "#[x] @ #[y] fn f() { a(); }",
            ),
            ("fn f() {\n @\n let a = b();\n c();\n}", "@ let a = b();"),
            ("fn f() {\n @\n a(b).c();\n d();\n}", "@ a(b).c();"),
            ("fn f() {\n a();\n @\n b()\n}", "@ b()"),
            ("fn f() { match x {\n @\n A => b(),\n D => e(),\n} }", "@ A => b(),"),
            ("fn f(@ a: b, c: d) {}", "@ a: b,"),
            ("fn f() { a(@ b(), c()); }", "@ b(),"),
            ("m! { @ a(); b(); }", "@ a();"),
        ] {
            let text = text.replace('@', "#[asyncheck::allow(a)]");
            assert_eq!(covered_by_attribute(&text), covered, "{text}");
        }
    }

    #[test]
    fn an_inner_attribute_covers_what_it_stands_in() {
        let inner = "#![asyncheck::allow(a)]";
        let text = format!("mod m {{\n fn f() {{ {inner} a(); }}\n fn g() {{}}\n}}");
        assert_eq!(covered_by_attribute(&text), format!("fn f() {{ {inner} a(); }}"));
        let text = format!("#![x]\n{inner}\nfn f() {{}}");
        assert_eq!(covered_by_attribute(&text), format!("#![x] {inner} fn f() {{}}"));
    }

    #[test]
    fn nothing_follows() {
        assert_eq!(covered("fn f() {\n a();\n // C\n}\nfn g() {}"), None);
        assert_eq!(covered("fn f() {}\n// C\n"), None);
    }

    #[test]
    fn chain_links_cover_the_expressions_that_end_in_them() {
        let extent = Extent { span: Span::new(10, 20), link: true };
        assert!(extent.covers(Span::new(2, 18)));
        assert!(extent.covers(Span::new(12, 30)));
        assert!(!extent.covers(Span::new(2, 21)));
        assert!(!extent.covers(Span::new(2, 10)));
        assert!(!Extent { link: false, ..extent }.covers(Span::new(2, 18)));
    }

    #[test]
    fn a_comment_finds_its_place_above_the_statement() {
        let text = "fn f() {\n    let a = b(\n        c(), d(),\n    );\n}\n";
        let lines = LineTable::new(text);
        let places = CommentPlaces::new(text, &lines);
        let place = |code: &str| places.of(text.find(code).expect("it is there") as u32) as usize;
        assert_eq!(place("b("), text.find("let").expect("it is there"));
        assert_eq!(place("c()"), text.find("c()").expect("it is there"));
        // `d()` does not begin its line: the statement around it does.
        assert_eq!(place("d()"), text.find("let").expect("it is there"));

        let text =
            "mod a; fn f() {\n    let a = \"\n\"; b(); { c() }\n    match d { _ => e() }\n}\n";
        let lines = LineTable::new(text);
        let places = CommentPlaces::new(text, &lines);
        let place = |code: &str| places.of(text.find(code).expect("it is there") as u32) as usize;
        // The function around it would be too much.
        assert_eq!(place("b()"), text.find("b()").expect("it is there"));
        assert_eq!(place("c()"), text.find("c()").expect("it is there"));
        // The arm's own line is enough.
        assert_eq!(place("e()"), text.find("match").expect("it is there"));
    }
}

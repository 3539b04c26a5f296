//! The functions of a text that is not parsed yet, by their words.

use std::cell::RefCell;
use std::ops::Range;

use crate::lower::left_out::closing;
use crate::lower::left_out::end_of_signature;
use crate::lower::lexis::Piece;
use crate::lower::lexis::PieceKind;
use crate::lower::lexis::Pieces;

/// A function.
pub(super) struct FunctionText<'t> {
    /// Its name.
    pub(super) name: &'t str,
    /// What stands between `impl` or `trait` and the `{` around it; empty where there is none.
    pub(super) head: &'t str,
    /// What lies in the braces of its body.
    pub(super) inside: Range<usize>,
    /// What its body may call, sorted.
    pub(super) calls: Vec<CallText<'t>>,
}

/// A call.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct CallText<'t> {
    /// The last name of the callee.
    pub(super) name: &'t str,
    /// The one in front of it in a path: `File` of `File::open`.
    pub(super) owner: Option<&'t str>,
}

/// The functions of a text, in order; `see` comes to each word of it.
pub(super) fn functions<'t>(text: &'t str, mut see: impl FnMut(&'t str)) -> Vec<FunctionText<'t>> {
    let heads = RefCell::new(Heads { text, ..Heads::default() });
    let pieces = Pieces::new(text, 0).inspect(|piece| {
        if piece.kind == PieceKind::Word {
            see(&text[piece.start..piece.end]);
        }
        heads.borrow_mut().pass(piece);
    });
    let mut pieces = pieces.peekable();
    let mut found = Vec::new();
    while let Some(piece) = pieces.next() {
        if &text[piece.start..piece.end] != "fn" {
            continue;
        }
        let Some(name) = pieces.next_if(|next| next.kind == PieceKind::Word) else { continue };
        let Some(open) = end_of_signature(&mut pieces) else { continue };
        let head = heads.borrow().around.map_or("", |(head, _)| head);
        let mut calls = Calls { text, found: Vec::new(), last: [""; 4] };
        let mut inside = pieces.by_ref().inspect(|piece| calls.pass(piece));
        let Some(close) = closing(&mut inside, b'{', b'}') else { break };
        let mut calls = calls.found;
        calls.sort_unstable();
        calls.dedup();
        let name = &text[name.start..name.end];
        found.push(FunctionText { name, head, inside: open..close, calls });
    }
    found
}

/// Which `impl` or `trait` a place is in.
#[derive(Default)]
struct Heads<'t> {
    text: &'t str,
    depth: usize,
    /// Where the head begins that has not come to its `{` yet.
    begun: Option<usize>,
    /// In the signature of a function `impl` begins a type.
    in_signature: bool,
    /// The head, and how many braces are open around it.
    around: Option<(&'t str, usize)>,
}

impl Heads<'_> {
    fn pass(&mut self, piece: &Piece) {
        match piece.kind {
            PieceKind::Word => match &self.text[piece.start..piece.end] {
                "fn" => self.in_signature = true,
                "impl" | "trait"
                    if self.around.is_none() && self.begun.is_none() && !self.in_signature =>
                {
                    self.begun = Some(piece.end);
                }
                _ => {}
            },
            PieceKind::Punct(b'{') => {
                if let Some(begun) = self.begun.take() {
                    self.around = Some((&self.text[begun..piece.start], self.depth));
                }
                self.depth += 1;
                self.in_signature = false;
            }
            PieceKind::Punct(b'}') => {
                self.depth = self.depth.saturating_sub(1);
                self.around = self.around.filter(|&(_, depth)| depth < self.depth);
            }
            PieceKind::Punct(b';') => (self.begun, self.in_signature) = (None, false),
            _ => {}
        }
    }
}

/// The calls of a body, piece by piece.
struct Calls<'t> {
    text: &'t str,
    found: Vec<CallText<'t>>,
    /// The last pieces: `File`, `:`, `:`, `open`.
    last: [&'t str; 4],
}

impl Calls<'_> {
    fn pass(&mut self, piece: &Piece) {
        let is_name = |text: &str| text.starts_with(|it: char| it == '_' || it.is_alphabetic());
        let [owner, colon, other, name] = self.last;
        if piece.kind == PieceKind::Punct(b'(') && is_name(name) {
            let owner = Some(owner).filter(|it| is_name(it) && (colon, other) == (":", ":"));
            self.found.push(CallText { name, owner });
        }
        let text = match piece.kind {
            PieceKind::Word | PieceKind::Punct(_) => &self.text[piece.start..piece.end],
            PieceKind::Literal | PieceKind::Open => "",
        };
        self.last = [colon, other, name, text];
    }
}

#[cfg(test)]
mod tests {
    use super::functions;

    #[test]
    fn functions_are_told_with_their_heads_and_calls() {
        let text = "use a::b; fn free(x: impl Into<u8>) { x.into(); File::open(\"a(\") }
            impl<T> Read for Pipe<T> where T: Copy { fn read(&mut self) { self.inner.read(b, c()) } }
            mod m { trait T { fn none(&self); fn some(&self) { m!(1); fs::read::<u8>(2) } } }
            fn last() {}";
        let found: Vec<String> = functions(text, |_| {})
            .into_iter()
            .map(|it| {
                let calls = it.calls.iter().map(|call| match call.owner {
                    Some(owner) => format!("{owner}::{}", call.name),
                    None => call.name.to_owned(),
                });
                format!("{}|{}|{}", it.name, it.head.trim(), calls.collect::<Vec<_>>().join(" "))
            })
            .collect();
        assert_eq!(
            found,
            [
                "free||into File::open",
                "read|<T> Read for Pipe<T> where T: Copy|c read",
                "some|T|",
                "last||",
            ]
        );
    }

    #[test]
    fn a_body_is_what_lies_in_its_braces() {
        for (text, bodies) in [
            ("fn f() { g() }\nfn h();", "f: g() "),
            ("fn f(a: [u8; { 1 }]) {\n 'a'; }", "f:\n 'a'; "),
            ("type A = fn(B) -> C; struct D { e: F }", ""),
            ("impl A { fn b(&self) { \"}\" } const C: u8 = { 1 }; }", "b: \"}\" "),
            ("fn f() { fn g() {} /* } */ }", "f: fn g() {} /* } */ "),
            ("fn f() { \"ü\" } // ü", "f: \"ü\" "),
            ("fn f() { (", ""),
        ] {
            let found = functions(text, |_| {}).into_iter();
            let found =
                found.map(|it| format!("{}:{}", it.name, &text[it.inside])).collect::<String>();
            assert_eq!(found, bodies, "{text}");
        }
    }

    #[test]
    fn every_word_is_seen() {
        let mut seen = Vec::new();
        functions("use a::b; fn c(d: E) { f.g(\"h\") }", |word| seen.push(word));
        assert_eq!(seen, ["use", "a", "b", "fn", "c", "d", "E", "f", "g"]);
    }
}

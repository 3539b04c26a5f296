//! What the lowering of one file carries along: the text, the names, and the tables it fills.

use std::mem;

use proc_macro2::Ident;
use proc_macro2::Span as Token;
use proc_macro2::TokenStream;
use proc_macro2::extra::DelimSpan;
use rustc_hash::FxHashMap;

use crate::ir::Arena;
use crate::ir::Body;
use crate::ir::BodyId;
use crate::ir::Expr;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::File;
use crate::ir::Name;
use crate::ir::Origin;
use crate::ir::Pat;
use crate::ir::PatId;
use crate::ir::PatKind;
use crate::lower::macros::Scope;
use crate::source::LineTable;
use crate::source::SourceFile;
use crate::source::Span;

/// The lowering of one file.
pub(super) struct Lowerer<'a> {
    /// The text that was parsed: that on disk, but for what was blanked.
    pub(super) text: &'a str,
    lines: &'a LineTable,
    /// The file so far.
    pub(super) file: File,
    /// The body at hand.
    parts: Parts,
    /// How the expressions at hand came to be in the text.
    pub(super) origin: Origin,
    /// Bodies are wanted: not so in dependencies.
    pub(super) bodies: bool,
    /// The macros of the file.
    pub(super) scope: Scope<'a>,
    /// The macro call whose meaning is at hand.
    pub(super) expansion: Option<Expansion>,
}

/// A macro call in whose place other code stands.
#[derive(Clone, Copy)]
pub(super) struct Expansion {
    /// The last name of its path: tokens that the macro made say that they lie there.
    pub(super) place: Span,
    /// The whole call, which is where they really lie.
    pub(super) call: Span,
    /// How many `macro_rules!` were expanded to get here.
    pub(super) depth: u32,
}

/// The tables of a body while it grows.
#[derive(Default)]
struct Parts {
    exprs: Arena<Expr>,
    pats: Arena<Pat>,
    /// Where an expression together with its parentheses lies, if that is not its own span.
    enclosed: FxHashMap<ExprId, Span>,
}

impl<'a> Lowerer<'a> {
    /// Begins a file.
    pub(super) fn new(source: &'a SourceFile, text: &'a str, scope: Scope<'a>) -> Self {
        Self {
            text,
            lines: &source.lines,
            file: File::default(),
            parts: Parts::default(),
            origin: Origin::Source,
            bodies: !source.dependency,
            scope,
            expansion: None,
        }
    }

    /// Lowers a whole file.
    pub(super) fn tree(&mut self, tree: &syn::File) {
        self.scope.add_imports(&tree.items);
        let attributes = self.attributes(&tree.attrs);
        self.file.cfg = attributes.cfg;
        self.file.top = self.items(&tree.items);
    }

    /// Ends the file.
    pub(super) fn finish(mut self) -> File {
        self.file.names.finish();
        self.file.items.shrink();
        self.file.bodies.shrink();
        self.file
    }

    /// Adds an expression to the body at hand.
    pub(super) fn alloc_expr(&mut self, kind: ExprKind, span: Span) -> ExprId {
        let made = self.expansion.is_some_and(|expansion| span.covers(expansion.call));
        let origin = match self.origin {
            Origin::Source if made => Origin::Expanded,
            origin => origin,
        };
        self.parts.exprs.push(Expr { kind, span, origin })
    }

    /// Adds a pattern to the body at hand.
    pub(super) fn alloc_pat(&mut self, kind: PatKind, span: Span) -> PatId {
        self.parts.pats.push(Pat { kind, span })
    }

    /// Lowers a body in tables of its own, for bodies lie inside one another.
    pub(super) fn body(&mut self, lower: impl FnOnce(&mut Self) -> (Vec<PatId>, ExprId)) -> BodyId {
        let outer = mem::take(&mut self.parts);
        let (params, root) = lower(self);
        let mut parts = mem::replace(&mut self.parts, outer);
        parts.exprs.shrink();
        parts.pats.shrink();
        let params = params.into_boxed_slice();
        self.file.bodies.push(Body { exprs: parts.exprs, pats: parts.pats, params, root })
    }

    /// Where an expression of the body at hand lies, with the parentheses around it.
    pub(super) fn extent(&self, expr: ExprId) -> Span {
        let own = self.parts.exprs[expr].span;
        match self.parts.enclosed.is_empty() {
            true => own,
            false => self.parts.enclosed.get(&expr).copied().unwrap_or(own),
        }
    }

    /// Puts parentheses around an expression. An `.await` keeps its own span, which ends in the
    /// keyword.
    pub(super) fn enclose(&mut self, expr: ExprId, span: Span) {
        match self.parts.exprs[expr].kind {
            ExprKind::Await(_) => self.extend(expr, span),
            _ => self.parts.exprs[expr].span = span,
        }
    }

    /// Tells where an expression lies with all that belongs to it, without changing its own span.
    pub(super) fn extend(&mut self, expr: ExprId, span: Span) {
        if self.parts.exprs[expr].span != span {
            self.parts.enclosed.insert(expr, span);
        }
    }

    /// Where the outermost expression of a finished body lies.
    pub(super) fn root_span(&self, body: BodyId) -> Span {
        let body = &self.file.bodies[body];
        body.exprs[body.root].span
    }

    /// Where a pattern of the body at hand lies.
    pub(super) fn pat_span(&self, pat: PatId) -> Span {
        self.parts.pats[pat].span
    }

    /// Where a token of known length lies. A token's start is all that is cheap to ask for.
    pub(super) fn token(&self, token: Token, length: u32) -> Span {
        let start = self.start(token);
        self.made_at(start).unwrap_or(Span::new(start, start + length))
    }

    /// Where a token of any length lies, one that goes over several lines too.
    pub(super) fn long_token(&self, token: Token) -> Span {
        let start = self.start(token);
        let end = token.end();
        let end = || self.lines.offset(self.text, end.line as u32, end.column as u32);
        self.made_at(start).unwrap_or_else(|| Span::new(start, end()))
    }

    /// The call of the macro that made a token, if one did.
    fn made_at(&self, start: u32) -> Option<Span> {
        self.expansion.filter(|made| made.place.contains(start)).map(|made| made.call)
    }

    /// Where a pair of brackets and all between them lies.
    pub(super) fn brackets(&self, brackets: DelimSpan) -> Span {
        self.token(brackets.open(), 1).to(self.closing(brackets))
    }

    /// The closing one of a pair of brackets.
    pub(super) fn closing(&self, brackets: DelimSpan) -> Span {
        self.token(brackets.close(), 1)
    }

    /// Where tokens lie that nobody reads.
    pub(super) fn tokens(&self, tokens: &TokenStream) -> Span {
        let mut tokens = tokens.clone().into_iter();
        let Some(first) = tokens.next() else { return Span::default() };
        let last = tokens.last().unwrap_or_else(|| first.clone());
        self.long_token(first.span()).to(self.long_token(last.span()))
    }

    fn start(&self, token: Token) -> u32 {
        let start = token.start();
        self.lines.offset(self.text, start.line as u32, start.column as u32)
    }

    /// The name of an identifier, and where it lies.
    pub(super) fn ident(&mut self, ident: &Ident) -> (Name, Span) {
        let start = self.start(ident.span());
        let word = word_at(self.text, start);
        // The text spares us a copy of the identifier, unless a macro has made it.
        let (name, span) = match ident == word {
            true => {
                let span = Span::new(start, start + word.len() as u32);
                (self.file.names.intern(word), self.made_at(start).unwrap_or(span))
            }
            false => (self.file.names.intern(&ident.to_string()), self.long_token(ident.span())),
        };
        (name, span)
    }

    /// The name of an identifier.
    pub(super) fn name(&mut self, ident: &Ident) -> Name {
        self.ident(ident).0
    }

    /// The text of a span.
    pub(super) fn text_of(&self, span: Span) -> &'a str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or("")
    }
}

/// The identifier that begins at an offset. What is not ASCII belongs to it: no other token that may
/// follow an identifier at once has such bytes.
fn word_at(text: &str, start: u32) -> &str {
    let rest = text.get(start as usize..).unwrap_or("");
    let raw = if rest.starts_with("r#") { 2 } else { 0 };
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || !byte.is_ascii();
    let length = rest.bytes().skip(raw).take_while(is_word).count();
    rest.get(..raw + length).unwrap_or("")
}

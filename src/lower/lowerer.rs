//! What the lowering of one file carries along: the text, the names, and the tables it fills.

use std::mem;

use rustc_hash::FxHashMap;

use crate::ir::Arena;
use crate::ir::Body;
use crate::ir::BodyId;
use crate::ir::Expr;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::File;
use crate::ir::Origin;
use crate::ir::Pat;
use crate::ir::PatId;
use crate::ir::PatKind;
use crate::lower::macros::Scope;
use crate::lower::parse::Parsed;
use crate::source::LineTable;
use crate::source::SourceFile;
use crate::source::Span;

/// The lowering of one file.
pub(super) struct Lowerer<'a> {
    /// The text that all spans are of: that on disk, but for what was cut out of broken code.
    pub(super) text: &'a str,
    /// Where the lines of what was parsed lie in it.
    pub(super) lines: &'a LineTable,
    /// The file so far.
    pub(super) file: File,
    /// The body at hand.
    parts: Parts,
    /// Empty tables with room for the next bodies.
    spare: Vec<Parts>,
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
    pub(super) fn new(source: &SourceFile, parsed: &'a Parsed<'_>, scope: Scope<'a>) -> Self {
        Self {
            text: &parsed.text,
            lines: &parsed.lines,
            file: File::default(),
            parts: Parts::default(),
            spare: Vec::new(),
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
    pub(super) fn body(
        &mut self,
        lower: impl FnOnce(&mut Self) -> (Box<[PatId]>, ExprId),
    ) -> BodyId {
        let fresh = self.spare.pop().unwrap_or_default();
        let outer = mem::replace(&mut self.parts, fresh);
        let (params, root) = lower(self);
        let mut parts = mem::replace(&mut self.parts, outer);
        let (exprs, pats) = (parts.exprs.drain(), parts.pats.drain());
        parts.enclosed.clear();
        self.spare.push(parts);
        self.file.bodies.push(Body { exprs, pats, params, root })
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
}

/// Exactly so many rows: `collect` would make room for four and give it back.
pub(super) fn boxed<T>(rows: impl ExactSizeIterator<Item = T>) -> Box<[T]> {
    let mut all = Vec::with_capacity(rows.len());
    all.extend(rows);
    all.into()
}

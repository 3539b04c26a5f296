//! Variables that a statement binds, and the lines that can be put behind it.

use crate::finding::Edit;
use crate::flow::RegionId;
use crate::ir::Block;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Origin;
use crate::ir::PatId;
use crate::ir::PatKind;
use crate::ir::Stmt;
use crate::ir::StmtKind;
use crate::model::Function;
use crate::source::Place;
use crate::source::Span;

/// A variable that a statement of a block binds alone: `let name = …;`.
#[derive(Clone, Debug)]
pub(super) struct Bound<'m> {
    pub function: Function<'m>,
    pub pat: PatId,
    block: &'m Block,
    /// The number of the statement that binds it.
    pub at: usize,
    /// Where it is named.
    pub mentions: Vec<ExprId>,
}

/// A part of a block.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Part {
    /// The statement with this number.
    Statement(usize),
    /// The expression at its end.
    Tail(ExprId),
}

impl<'m> Function<'m> {
    /// The variable with this name, if a statement binds it alone, whether or not it can be changed, and
    /// each of its uses is seen.
    pub(super) fn bound(self, pat: PatId) -> Option<Bound<'m>> {
        let body = self.body();
        if !matches!(body.pats[pat].kind, PatKind::Bind { by_ref: false, sub: None, .. })
            || self.flow().local_of(pat)?.is_used_unseen
        {
            return None;
        }
        let binds = |stmt: &Stmt| match stmt.kind {
            StmtKind::Let { pat: bound, otherwise: None, .. } => bound == pat,
            _ => false,
        };
        let (block, at) = body.exprs.iter().find_map(|(_, expr)| match &expr.kind {
            ExprKind::Block(block) if expr.origin == Origin::Source => {
                Some((block, block.stmts.iter().position(binds)?))
            }
            _ => None,
        })?;
        let mut mentions = self.with_accesses(|accesses| {
            let mentions = accesses.variables.mentions();
            mentions.filter(|(_, named)| *named == pat).map(|(expr, _)| expr).collect::<Vec<_>>()
        });
        mentions.sort();
        let bound = Bound { function: self, pat, block, at, mentions };
        let is_plain = bound.stmts()[at..].iter().all(|stmt| stmt.cfg.is_none());
        is_plain.then_some(bound)
    }
}

impl<'m> Bound<'m> {
    /// Its name, as written.
    pub fn name(&self) -> &'m str {
        self.text_of(self.function.body().pats[self.pat].span)
    }

    /// It is used in this region only.
    pub fn stays_in(&self, region: RegionId) -> bool {
        let local = self.function.flow().local_of(self.pat);
        local.is_some_and(|local| local.uses.iter().all(|(at, _)| *at == region))
    }

    /// The last part of the block that names it; none where only its own statement does.
    pub fn last_use(&self) -> Option<Part> {
        let body = self.function.body();
        let names = |expr: ExprId| self.mentions.iter().any(|&at| body.holds(expr, at));
        match self.block.tail.filter(|&tail| names(tail)) {
            Some(tail) => Some(Part::Tail(tail)),
            None => {
                let behind = self.at + 1..self.stmts().len();
                let mut named = behind.rev().filter(|&at| parts(&self.stmts()[at]).any(&names));
                named.next().map(Part::Statement)
            }
        }
    }

    /// The statements behind its own, up to and with a part.
    pub fn until(&self, last: Part) -> impl Iterator<Item = ExprId> {
        let (count, tail) = match last {
            Part::Statement(at) => (at + 1, None),
            Part::Tail(tail) => (self.stmts().len(), Some(tail)),
        };
        self.stmts()[self.at + 1..count].iter().flat_map(parts).chain(tail)
    }

    /// Another variable of that name is bound by a statement between its own and the end of a part.
    pub fn is_shadowed(&self, last: Part) -> bool {
        let end = match last {
            Part::Statement(at) => at + 1,
            Part::Tail(_) => self.stmts().len(),
        };
        let body = self.function.body();
        let mut is_shadowed = false;
        for stmt in &self.stmts()[self.at + 1..end] {
            let StmtKind::Let { pat, .. } = stmt.kind else { continue };
            body.each_binding(pat, &mut |other| {
                is_shadowed |= self.text_of(body.pats[other].span) == self.name();
            });
        }
        is_shadowed
    }

    /// The whole expression that it is bound to.
    pub fn initial(&self) -> Option<Span> {
        let initial = parts(&self.stmts()[self.at]).next().filter(|&it| self.is_source(it))?;
        Some(self.function.body().exprs[initial].span)
    }

    /// The variables that a statement binds, by its first expression.
    pub fn bound_by(&self, part: ExprId) -> Vec<PatId> {
        let mut found = Vec::new();
        for stmt in self.stmts() {
            if let StmtKind::Let { pat, .. } = stmt.kind
                && parts(stmt).next() == Some(part)
            {
                self.function.body().each_binding(pat, &mut |pat| found.push(pat));
            }
        }
        found
    }

    /// A line of its own behind a statement.
    pub fn line_behind(&self, statement: usize, line: &str) -> Option<Edit> {
        let stmt = &self.stmts()[statement];
        let last = parts(stmt).last().filter(|&last| self.is_source(last))?;
        let end = self.function.body().exprs[last].span.end as usize;
        let end = match stmt.kind {
            StmtKind::Expr { semicolon: false, .. } => end,
            _ => {
                let rest = self.text()[end..].trim_start().strip_prefix(';')?;
                self.text().len() - rest.len()
            }
        };
        Some(self.line_at(end, line))
    }

    /// A line of its own behind a place where a statement ends; on the same line where the block is
    /// written on one.
    pub fn line_at(&self, end: usize, line: &str) -> Edit {
        let rest = self.text()[end..].split('\n').next().unwrap_or_default();
        let is_last = rest.trim().is_empty() || rest.trim_start().starts_with("//");
        let (at, text) = match self.indent().filter(|_| is_last) {
            Some(indent) => {
                let (rest, newline) = match rest.strip_suffix('\r') {
                    Some(rest) => (rest, "\r\n"),
                    None => (rest, "\n"),
                };
                (end + rest.len(), format!("{newline}{indent}{line}"))
            }
            None => (end, format!(" {line}")),
        };
        self.edit(Span::new(at as u32, at as u32), text)
    }

    /// What stands before its statement, where that begins a line.
    pub fn indent(&self) -> Option<&'m str> {
        let name = self.function.body().pats[self.pat].span.start as usize;
        let line = self.text()[..name].rsplit('\n').next()?;
        let words = line.trim_start();
        words.starts_with("let ").then(|| &line[..line.len() - words.len()])
    }

    /// An edit in its file.
    pub fn edit(&self, span: Span, text: String) -> Edit {
        Edit { place: Place { file: self.function.file(), span }, text }
    }

    /// An expression stands in the text as it is.
    pub fn is_source(&self, expr: ExprId) -> bool {
        self.function.body().exprs[expr].origin == Origin::Source
    }

    /// The text at a place.
    pub fn text_of(&self, span: Span) -> &'m str {
        &self.text()[span.start as usize..span.end as usize]
    }

    /// The statements of its block.
    pub fn stmts(&self) -> &'m [Stmt] {
        &self.block.stmts
    }

    fn text(&self) -> &'m str {
        self.function.file_text()
    }
}

/// The expressions of a statement, in the order of the text.
fn parts(stmt: &Stmt) -> impl Iterator<Item = ExprId> {
    let (first, second) = match stmt.kind {
        StmtKind::Let { init, otherwise, .. } => (init, otherwise),
        StmtKind::Expr { expr, .. } => (Some(expr), None),
    };
    first.into_iter().chain(second)
}

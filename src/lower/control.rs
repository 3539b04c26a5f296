//! Expressions that decide what runs: branches, loops, jumps, closures, blocks.

use crate::ir::Arm;
use crate::ir::BlockKind;
use crate::ir::Closure;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Name;
use crate::lower::lowerer::Lowerer;
use crate::source::Span;

impl Lowerer<'_> {
    /// The expressions that `expr` leaves.
    pub(super) fn control_expr(&mut self, expr: &syn::Expr) -> ExprId {
        match expr {
            syn::Expr::Block(expr) => self.plain_block(expr),
            syn::Expr::If(expr) => self.if_expr(expr),
            syn::Expr::Let(expr) => self.let_expr(expr),
            syn::Expr::Match(expr) => self.match_expr(expr),
            syn::Expr::Closure(expr) => self.closure(expr),
            syn::Expr::Async(expr) => {
                let start = self.token(expr.async_token.span, 5);
                let kind = BlockKind::Async { is_move: expr.capture.is_some() };
                self.block(kind, None, start, &expr.block)
            }
            syn::Expr::Unsafe(expr) => {
                let start = self.token(expr.unsafe_token.span, 6);
                self.block(BlockKind::Unsafe, None, start, &expr.block)
            }
            syn::Expr::TryBlock(expr) => {
                let start = self.token(expr.try_token.span, 3);
                self.block(BlockKind::Try, None, start, &expr.block)
            }
            syn::Expr::Const(expr) => self.const_block(expr),
            syn::Expr::Return(expr) => {
                let keyword = self.token(expr.return_token.span, 6);
                let (value, span) = self.jump_value(expr.expr.as_deref(), keyword);
                self.alloc_expr(ExprKind::Return(value), span)
            }
            syn::Expr::Yield(expr) => {
                let keyword = self.token(expr.yield_token.span, 5);
                let (value, span) = self.jump_value(expr.expr.as_deref(), keyword);
                self.alloc_expr(ExprKind::Yield(value), span)
            }
            syn::Expr::Break(expr) => {
                let keyword = self.token(expr.break_token.span, 5);
                let (label, span) = self.jump_label(expr.label.as_ref(), keyword);
                let (value, span) = self.jump_value(expr.expr.as_deref(), span);
                self.alloc_expr(ExprKind::Break { label, value }, span)
            }
            syn::Expr::Continue(expr) => {
                let keyword = self.token(expr.continue_token.span, 8);
                let (label, span) = self.jump_label(expr.label.as_ref(), keyword);
                self.alloc_expr(ExprKind::Continue { label }, span)
            }
            expr => self.loop_expr(expr),
        }
    }

    fn loop_expr(&mut self, expr: &syn::Expr) -> ExprId {
        match expr {
            syn::Expr::Loop(expr) => {
                let (label, start) =
                    self.label(expr.label.as_ref(), self.token(expr.loop_token.span, 4));
                let body = self.inner_block(&expr.body);
                let span = start.to(self.extent(body));
                self.alloc_expr(ExprKind::Loop { label, body }, span)
            }
            syn::Expr::While(expr) => {
                let (label, start) =
                    self.label(expr.label.as_ref(), self.token(expr.while_token.span, 5));
                let condition = self.expr(&expr.cond);
                let body = self.inner_block(&expr.body);
                let span = start.to(self.extent(body));
                self.alloc_expr(ExprKind::While { label, condition, body }, span)
            }
            syn::Expr::ForLoop(expr) => self.for_loop(expr),
            _ => self.alloc_expr(ExprKind::Missing, Span::default()),
        }
    }

    fn for_loop(&mut self, expr: &syn::ExprForLoop) -> ExprId {
        let (label, start) = self.label(expr.label.as_ref(), self.token(expr.for_token.span, 3));
        let pat = self.pat(&expr.pat);
        let iterable = self.expr(&expr.expr);
        let body = self.inner_block(&expr.body);
        let span = start.to(self.extent(body));
        // `for await` is not in the grammar yet; crates write it as an attribute.
        let is_await = expr
            .attrs
            .iter()
            .any(|attr| attr.path().segments.last().is_some_and(|last| last.ident == "for_await"));
        self.alloc_expr(ExprKind::For { label, pat, iterable, body, is_await }, span)
    }

    fn if_expr(&mut self, expr: &syn::ExprIf) -> ExprId {
        let condition = self.expr(&expr.cond);
        let then = self.inner_block(&expr.then_branch);
        let otherwise = expr.else_branch.as_ref().map(|(_, otherwise)| self.expr(otherwise));
        let span = self.token(expr.if_token.span, 2).to(self.extent(otherwise.unwrap_or(then)));
        self.alloc_expr(ExprKind::If { condition, then, otherwise }, span)
    }

    fn let_expr(&mut self, expr: &syn::ExprLet) -> ExprId {
        let pat = self.pat(&expr.pat);
        let scrutinee = self.expr(&expr.expr);
        let span = self.token(expr.let_token.span, 3).to(self.extent(scrutinee));
        self.alloc_expr(ExprKind::Let { pat, scrutinee }, span)
    }

    fn match_expr(&mut self, expr: &syn::ExprMatch) -> ExprId {
        let scrutinee = self.expr(&expr.expr);
        let arms = expr.arms.iter().map(|arm| self.arm(arm)).collect();
        let start = self.token(expr.match_token.span, 5);
        let span = start.to(self.closing(expr.brace_token.span));
        self.alloc_expr(ExprKind::Match { scrutinee, arms }, span)
    }

    fn arm(&mut self, arm: &syn::Arm) -> Arm {
        let (pat, guard) = match &arm.pat {
            syn::Pat::Guard(guarded) => {
                let pat = self.pat(&guarded.pat);
                (pat, Some(self.expr(&guarded.guard)))
            }
            pat => (self.pat(pat), None),
        };
        let body = self.expr(&arm.body);
        Arm { pat, guard, body, cfg: self.cfg(&arm.attrs) }
    }

    fn closure(&mut self, expr: &syn::ExprClosure) -> ExprId {
        let params = expr.inputs.iter().map(|input| self.typed_pat(input)).collect();
        let ret = self.ret(&expr.output);
        let body = self.expr(&expr.body);
        let span = self.closure_start(expr).to(self.extent(body));
        let closure = Closure {
            params,
            ret,
            body,
            is_async: expr.asyncness.is_some(),
            is_move: expr.capture.is_some(),
        };
        self.alloc_expr(ExprKind::Closure(Box::new(closure)), span)
    }

    fn closure_start(&self, expr: &syn::ExprClosure) -> Span {
        let bar = self.token(expr.inputs_begin.spans[0], 1);
        let keywords = [
            expr.lifetimes.as_ref().map(|lifetimes| self.token(lifetimes.for_token.span, 3)),
            expr.constness.map(|keyword| self.token(keyword.span, 5)),
            expr.asyncness.map(|keyword| self.token(keyword.span, 5)),
            expr.capture.map(|keyword| self.token(keyword.span, 4)),
        ];
        keywords.into_iter().flatten().next().unwrap_or(bar).to(bar)
    }

    /// `const { … }`.
    pub(super) fn const_block(&mut self, expr: &syn::ExprConst) -> ExprId {
        let start = self.token(expr.const_token.span, 5);
        self.block(BlockKind::Plain, None, start, &expr.block)
    }

    fn plain_block(&mut self, expr: &syn::ExprBlock) -> ExprId {
        match &expr.label {
            None => self.inner_block(&expr.block),
            Some(label) => {
                let start = self.token(label.name.apostrophe, 1);
                let label = self.name(&label.name.ident);
                self.block(BlockKind::Plain, Some(label), start, &expr.block)
            }
        }
    }

    /// The label of a loop, and the loop's first token.
    fn label(&mut self, label: Option<&syn::Label>, keyword: Span) -> (Option<Name>, Span) {
        match label {
            None => (None, keyword),
            Some(label) => {
                let start = self.token(label.name.apostrophe, 1);
                (Some(self.name(&label.name.ident)), start.to(keyword))
            }
        }
    }

    fn jump_label(&mut self, label: Option<&syn::Lifetime>, span: Span) -> (Option<Name>, Span) {
        match label {
            None => (None, span),
            Some(label) => {
                let (name, own) = self.ident(&label.ident);
                (Some(name), span.to(own))
            }
        }
    }

    fn jump_value(&mut self, value: Option<&syn::Expr>, span: Span) -> (Option<ExprId>, Span) {
        match value {
            None => (None, span),
            Some(value) => {
                let value = self.expr(value);
                (Some(value), span.to(self.extent(value)))
            }
        }
    }
}

//! Statements, branches and loops.

use crate::ir;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::StmtKind;
use crate::types::infer::Infer;
use crate::types::lang;
use crate::types::ty::Ty;

impl Infer<'_, '_> {
    pub(super) fn control(&mut self, id: ExprId, expected: Ty) -> Ty {
        let body = self.body;
        match &body.exprs[id].kind {
            ExprKind::If { condition, then, otherwise } => {
                self.if_else(*condition, *then, *otherwise, expected)
            }
            ExprKind::Let { pat, scrutinee } => {
                let ty = self.expr(*scrutinee, Ty::UNKNOWN);
                let ty = self.settled(ty);
                self.bind(*pat, ty);
                Ty::BOOL
            }
            ExprKind::Match { scrutinee, arms } => self.match_arms(*scrutinee, arms, expected),
            ExprKind::Loop { label, body } => {
                let result = self.fresh();
                self.breaks.push((*label, result));
                self.expr(*body, Ty::UNIT);
                self.breaks.pop();
                // Without a `break` it never ends.
                if self.is_open(result) && !self.has_break(*body) { Ty::NEVER } else { result }
            }
            ExprKind::While { label, condition, body } => {
                let mark = self.locals.len();
                self.expr(*condition, Ty::BOOL);
                self.breaks.push((*label, Ty::UNIT));
                self.expr(*body, Ty::UNIT);
                self.breaks.pop();
                self.locals.truncate(mark);
                Ty::UNIT
            }
            ExprKind::For { label, pat, iterable, body, is_await } => {
                let mark = self.locals.len();
                let over = self.expr(*iterable, Ty::UNKNOWN);
                let over = self.settled(over);
                let item = if *is_await {
                    Ty::UNKNOWN
                } else {
                    self.language_type(over, lang::INTO_ITERATOR, &[], lang::ITEM)
                };
                self.bind(*pat, item);
                self.breaks.push((*label, Ty::UNIT));
                self.expr(*body, Ty::UNIT);
                self.breaks.pop();
                self.locals.truncate(mark);
                Ty::UNIT
            }
            ExprKind::Break { label, value } => {
                let target = match label {
                    Some(_) => self.breaks.iter().rev().find(|(known, _)| known == label),
                    None => self.breaks.last(),
                };
                let target = target.map_or(Ty::UNKNOWN, |&(_, ty)| ty);
                let found = value.map_or(Ty::UNIT, |value| self.expr(value, target));
                self.coerce(found, target);
                Ty::NEVER
            }
            ExprKind::Return(value) => {
                let returns = self.returns;
                let found = value.map_or(Ty::UNIT, |value| self.expr(value, returns));
                self.coerce(found, returns);
                Ty::NEVER
            }
            ExprKind::Yield(value) => {
                let yields = self.yields;
                let found = value.map_or(Ty::UNIT, |value| self.expr(value, yields));
                self.coerce(found, yields);
                Ty::UNIT
            }
            _ => Ty::NEVER,
        }
    }

    /// Some `break` in a loop's body may be its own.
    fn has_break(&self, expr: ExprId) -> bool {
        let mut found = matches!(self.body.exprs[expr].kind, ExprKind::Break { .. });
        self.body.each_child(expr, &mut |child| found = found || self.has_break(child));
        found
    }

    fn if_else(
        &mut self,
        condition: ExprId,
        then: ExprId,
        otherwise: Option<ExprId>,
        expected: Ty,
    ) -> Ty {
        let mark = self.locals.len();
        let always = self.constant(condition);
        self.expr(condition, Ty::BOOL);
        // The branch that never runs is not looked at: what it calls is never called.
        let mut result = Ty::NEVER;
        if always != Some(false) {
            result = self.expr(then, expected);
        }
        self.locals.truncate(mark);
        let Some(otherwise) = otherwise.filter(|_| always != Some(true)) else {
            return if always == Some(true) { result } else { Ty::UNIT };
        };
        let other = self.expr(otherwise, expected);
        self.joined(result, other)
    }

    /// What a condition always is, where it is written as a literal.
    fn constant(&self, condition: ExprId) -> Option<bool> {
        match self.body.exprs[condition].kind {
            ExprKind::Literal(ir::Literal::Bool(value)) => Some(value),
            _ => None,
        }
    }

    /// The type of two branches.
    pub(super) fn joined(&mut self, one: Ty, other: Ty) -> Ty {
        let (one, other) = (self.shallow(one), self.shallow(other));
        if one == Ty::NEVER || one == Ty::UNKNOWN {
            return other;
        }
        if other != Ty::NEVER {
            self.coerce(other, one);
        }
        one
    }

    fn match_arms(&mut self, scrutinee: ExprId, arms: &[ir::Arm], expected: Ty) -> Ty {
        let of = self.expr(scrutinee, Ty::UNKNOWN);
        let of = self.settled(of);
        let mut result = Ty::NEVER;
        for arm in arms {
            if !self.is_built(arm.cfg.as_deref()) {
                continue;
            }
            let mark = self.locals.len();
            self.bind(arm.pat, of);
            if let Some(guard) = arm.guard {
                self.expr(guard, Ty::BOOL);
            }
            let found = self.expr(arm.body, expected);
            self.locals.truncate(mark);
            result = self.joined(result, found);
        }
        result
    }

    /// The statements of a block, and its value.
    pub(super) fn statements(&mut self, id: ExprId, block: &ir::Block, expected: Ty) -> Ty {
        let mark = self.locals.len();
        let outer = self.scope;
        self.scope = self.facts.names.block_scope(self.owner, id).unwrap_or(outer);
        let mut ends = false;
        let mut is_left = false;
        let mut last = Ty::UNIT;
        for stmt in &block.stmts {
            if !self.is_built(stmt.cfg.as_deref()) {
                continue;
            }
            match &stmt.kind {
                StmtKind::Let { pat, ty, init, otherwise } => {
                    self.let_statement(*pat, ty.as_deref(), *init, *otherwise);
                }
                StmtKind::Expr { expr, semicolon } => {
                    let wanted = if *semicolon { Ty::UNKNOWN } else { expected };
                    let found = self.expr(*expr, wanted);
                    ends |= self.shallow(found) == Ty::NEVER;
                    last = if *semicolon { Ty::UNIT } else { found };
                    // What stands behind never runs: what it calls is never called.
                    if self.leaves(*expr) {
                        is_left = true;
                        break;
                    }
                }
            }
        }
        let value = match block.tail {
            _ if is_left => Ty::NEVER,
            Some(tail) => self.expr(tail, expected),
            None if ends => Ty::NEVER,
            // A last statement under `#[cfg]` may be the block's value.
            None => last,
        };
        self.scope = outer;
        self.locals.truncate(mark);
        value
    }

    /// A statement behind which nothing runs, whatever its types: `return`, and the assertion that
    /// a place is never reached.
    fn leaves(&self, statement: ExprId) -> bool {
        match &self.body.exprs[statement].kind {
            ExprKind::Return(_) => self.body.exprs[statement].origin == ir::Origin::Source,
            ExprKind::Macro(call) if call.form == ir::MacroForm::Assert => {
                call.args.first().is_some_and(|&first| self.constant(first) == Some(false))
            }
            _ => false,
        }
    }

    fn let_statement(
        &mut self,
        pat: ir::PatId,
        ty: Option<&ir::TypeRef>,
        init: Option<ExprId>,
        otherwise: Option<ExprId>,
    ) {
        let declared = ty.map(|ty| self.written(ty));
        let found = init.map(|init| self.expr(init, declared.unwrap_or(Ty::UNKNOWN)));
        if let Some(otherwise) = otherwise {
            self.expr(otherwise, Ty::NEVER);
        }
        let ty = match (declared, found) {
            (Some(declared), Some(found)) => {
                self.coerce(found, declared);
                declared
            }
            (Some(declared), None) => declared,
            (None, Some(found)) => self.settled(found),
            (None, None) => self.fresh(),
        };
        self.bind(pat, ty);
    }
}

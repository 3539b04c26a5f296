//! Whether code runs each time that the function runs which it stands in.

use crate::ir::BinaryOp;
use crate::ir::Block;
use crate::ir::Body;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::StmtKind;
use crate::resolve::Names;
use crate::types::BodyTypes;
use crate::types::Type;

/// A condition decides whether an expression is reached: it stands in a branch beside which another
/// goes on, or a statement in front of it may leave with a success. What fails instead is no such
/// branch: `?`, `else { return Err(…) }`, an arm that panics. A loop is expected to turn.
pub fn is_conditional(names: &Names, types: &BodyTypes, at: ExprId) -> bool {
    let Some(body) = names.body(types.def) else { return false };
    let conditions = Conditions { names, body, types };
    body.way_to(at).any(|(around, part)| conditions.decide(around, part))
}

#[derive(Clone, Copy)]
struct Conditions<'a> {
    names: &'a Names,
    body: &'a Body,
    types: &'a BodyTypes,
}

impl Conditions<'_> {
    /// Whether a part of an expression runs is decided in that expression.
    fn decide(self, around: ExprId, part: ExprId) -> bool {
        match &self.body.exprs[around].kind {
            ExprKind::If { condition, then, otherwise } => {
                let other = if part == *then { *otherwise } else { Some(*then) };
                part != *condition && other.is_none_or(|other| !self.fails(other))
            }
            ExprKind::Match { scrutinee, arms } => {
                let mut others = arms.iter().filter(|arm| arm.body != part);
                part != *scrutinee && others.any(|arm| !self.fails(arm.body))
            }
            ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, rhs, .. } => part == *rhs,
            ExprKind::Block(block) => self.is_left_before(block, part),
            _ => false,
        }
    }

    /// A statement of a block in front of one of its parts may leave with a success, or the part is
    /// what runs where a `let` does not match.
    fn is_left_before(self, block: &Block, part: ExprId) -> bool {
        for stmt in &block.stmts {
            let (value, otherwise) = match stmt.kind {
                StmtKind::Let { init, otherwise, .. } => (init, otherwise),
                StmtKind::Expr { expr, .. } => (Some(expr), None),
            };
            if value == Some(part) {
                return false;
            }
            if otherwise == Some(part) {
                return true;
            }
            if value.into_iter().chain(otherwise).any(|it| self.may_succeed(it)) {
                return true;
            }
        }
        false
    }

    /// Something in an expression leaves the code around it, and does not say that it failed.
    fn may_succeed(self, expr: ExprId) -> bool {
        match &self.body.exprs[expr].kind {
            ExprKind::Return(value) => value.is_none_or(|value| !self.is_error(value)),
            ExprKind::Closure(_) | ExprKind::Loop { .. } | ExprKind::While { .. } => false,
            ExprKind::Continue { .. } => true,
            _ => {
                let mut found = false;
                self.body.each_child(expr, &mut |child| found = found || self.may_succeed(child));
                found
            }
        }
    }

    /// A branch does not go on: it leaves, panics, or gives an error.
    fn fails(self, branch: ExprId) -> bool {
        *self.types.ty(self.types.type_of(branch)) == Type::Never && !self.may_succeed(branch)
            || self.is_error(branch)
    }

    /// `Err(…)`, or a block that gives it.
    fn is_error(self, value: ExprId) -> bool {
        match &self.body.exprs[value].kind {
            ExprKind::Block(block) => block.tail.is_some_and(|tail| self.is_error(tail)),
            _ => is_err(self.names, self.types, value),
        }
    }
}

/// `Err(…)`.
pub fn is_err(names: &Names, types: &BodyTypes, value: ExprId) -> bool {
    let Some(body) = names.body(types.def) else { return false };
    let ExprKind::Call { callee, .. } = body.exprs[value].kind else { return false };
    let ExprKind::Path(path) = &body.exprs[callee].kind else { return false };
    let texts = &names.file(names.def(types.def).file).names;
    path.segments.last().is_some_and(|last| texts.text(last.name) == "Err")
}

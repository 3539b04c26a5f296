//! What decides whether code runs.

use crate::flow::order::Asked;
use crate::flow::order::spot::Reader;
use crate::flow::order::touch::Touch;
use crate::ir::Block;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::StmtKind;
use crate::library::Does;
use crate::types::Type;

impl Reader<'_> {
    /// A condition around an expression, or one that leads past it, comes from a read.
    pub(super) fn is_controlled(self, at: ExprId, read: ExprId) -> bool {
        let body = self.accesses.body;
        let mut inner = body.root;
        while inner != at {
            let decides = match &body.exprs[inner].kind {
                ExprKind::If { condition: head, .. } | ExprKind::Match { scrutinee: head, .. } => {
                    !body.holds(*head, at) && self.mentions(*head, read)
                }
                ExprKind::Block(block) => self.is_left_before(block, at, read),
                _ => false,
            };
            if decides {
                return true;
            }
            let Some(next) = body.part_with(inner, at) else { break };
            inner = next;
        }
        false
    }

    /// What decides whether a mark is set: the call that sets it tells, or a condition around it asks.
    pub(super) fn asked(self, mark: &Touch) -> Asked {
        let types = self.accesses.types;
        let does = self.row(mark.at).map(|row| row.does);
        if (self.is_bool(mark.at) || does == Some(Does::Claims)) && self.decides(mark.at) {
            return Asked::Presence;
        }
        let reads = types.calls[..types.written].iter().map(|call| call.expr).filter(|&call| {
            self.row(call).is_some_and(|row| row.does == Does::Reads)
                && self.value(call, 0).is_some_and(|found| found.spot == mark.spot)
                && self.is_controlled(mark.at, call)
        });
        let asked = |call| if self.is_bool(call) { Asked::Presence } else { Asked::Value };
        reads.map(asked).max().unwrap_or(Asked::Nothing)
    }

    fn is_bool(self, expr: ExprId) -> bool {
        let types = self.accesses.types;
        *types.ty(types.type_of(expr)) == Type::Primitive("bool")
    }

    /// A condition comes from what a call gives.
    fn decides(self, call: ExprId) -> bool {
        let mut exprs = self.accesses.body.exprs.iter();
        exprs.any(|(_, expr)| match &expr.kind {
            ExprKind::If { condition: head, .. } | ExprKind::Match { scrutinee: head, .. } => {
                self.mentions(*head, call)
            }
            _ => false,
        })
    }

    /// A statement in front of the one with the expression may leave, by what was read.
    fn is_left_before(self, block: &Block, at: ExprId, read: ExprId) -> bool {
        let body = self.accesses.body;
        let statements = block.stmts.iter().filter_map(|stmt| match stmt.kind {
            StmtKind::Let { init, .. } => init,
            StmtKind::Expr { expr, .. } => Some(expr),
        });
        let mut before = statements.take_while(|&it| !body.holds(it, at));
        before.any(|it| match &body.exprs[it].kind {
            ExprKind::If { condition: head, .. } | ExprKind::Match { scrutinee: head, .. } => {
                self.mentions(*head, read) && self.leaves(it)
            }
            _ => false,
        })
    }

    /// Something in an expression leads out of what is around it.
    fn leaves(self, expr: ExprId) -> bool {
        let body = self.accesses.body;
        match &body.exprs[expr].kind {
            ExprKind::Return(_) | ExprKind::Break { .. } | ExprKind::Continue { .. } => true,
            ExprKind::Closure(_) => false,
            _ => {
                let mut found = false;
                body.each_child(expr, &mut |child| found = found || self.leaves(child));
                found
            }
        }
    }
}

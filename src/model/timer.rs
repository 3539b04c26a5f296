//! Timers in a `select!` of a loop that each turn makes anew.

use crate::flow::Accesses;
use crate::flow::RegionId;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Select;
use crate::ir::SelectArm;
use crate::ir::StmtKind;
use crate::model::Call;
use crate::model::Function;
use crate::source;
use crate::types::Callee;
use crate::types::Type;

/// A timer that begins anew whenever something else comes first.
#[derive(Clone, Copy, Debug)]
pub struct Restarted<'m> {
    /// What makes it, in each turn of the loop.
    pub timer: Call<'m>,
    /// What may come first, in the same `select!`.
    other: ExprId,
}

impl Restarted<'_> {
    /// What may come first.
    pub fn other(self) -> source::Place {
        let function = self.timer.function;
        source::Place { file: function.file(), span: function.body().exprs[self.other].span }
    }
}

impl<'m> Function<'m> {
    /// The timers of its loops for work that waits until nothing else has come for so long.
    pub fn restarted_timers(self) -> Vec<Restarted<'m>> {
        let concurrent = self.flow().concurrent.iter();
        let selects: Vec<(&Select, ExprId)> = concurrent
            .filter_map(|&(at, region)| match &self.body().exprs[at].kind {
                ExprKind::Select(select) => Some((&**select, self.loop_around(at, region)?)),
                _ => None,
            })
            .collect();
        if selects.is_empty() {
            return Vec::new();
        }
        self.with_accesses(|accesses| {
            let found = selects.into_iter().filter_map(|(select, turning)| {
                select.arms.iter().find_map(|arm| self.restarted(accesses, select, arm, turning))
            });
            found.collect()
        })
    }

    /// The innermost loop around an expression of a region, in the same region.
    pub(super) fn loop_around(self, at: ExprId, region: RegionId) -> Option<ExprId> {
        let body = self.body();
        let outermost = self.flow().region(region).expr;
        let is_turning = |id: ExprId, kind: &ExprKind| match kind {
            ExprKind::Loop { body: turn, .. } | ExprKind::For { body: turn, .. } => {
                body.holds(*turn, at)
            }
            ExprKind::While { .. } => body.holds(id, at),
            _ => false,
        };
        // A child stands before its parent.
        let mut exprs = body.exprs.iter().filter(|(id, expr)| is_turning(*id, &expr.kind));
        exprs.next().map(|(id, _)| id).filter(|&found| body.holds(outermost, found))
    }

    fn restarted(
        self,
        accesses: Accesses<'_>,
        select: &'m Select,
        arm: &'m SelectArm,
        turning: ExprId,
    ) -> Option<Restarted<'m>> {
        let timer = self.made_in_loop(accesses, arm.future, turning)?;
        // A `select!` that gives a value waits for one thing, and the timer is the limit of that.
        if !matches!(self.types().ty(self.types().type_of(arm.body)), Type::Tuple(parts) if parts.is_empty())
        {
            return None;
        }
        // What waits for a pause on purpose asks first whether there is anything to do.
        if arm.condition.is_some() || !self.works(arm.body) || self.may_leave(arm.body) {
            return None;
        }
        let is_after = |number: usize| {
            let ExprKind::Call { args, .. } = &self.body().exprs[timer.expr()].kind else {
                return false;
            };
            args.get(number).is_some_and(|&time| self.is_fixed(accesses, time, turning))
        };
        let row = self.model.library.answer(self.types().library_callee(timer.expr())?)?;
        if !row.after.is_some_and(is_after) {
            return None;
        }
        let mut others = select.arms.iter().filter(|other| other.future != arm.future);
        let other = others.find(|other| !self.leaves(other.body))?.future;
        Some(Restarted { timer, other })
    }

    /// The call that makes a future: on the spot, or earlier in the same turn.
    fn made_in_loop(
        self,
        accesses: Accesses<'_>,
        future: ExprId,
        turning: ExprId,
    ) -> Option<Call<'m>> {
        let body = self.body();
        match body.exprs[future].kind {
            ExprKind::Call { .. } => self.call_at(future),
            ExprKind::Path(_) => {
                let made = accesses.variables.value_of(accesses.variables.named_by(future)?)?;
                self.call_at(made).filter(|_| body.holds(turning, made))
            }
            _ => None,
        }
    }

    /// A time is the same in each turn.
    fn is_fixed(self, accesses: Accesses<'_>, time: ExprId, turning: ExprId) -> bool {
        let body = self.body();
        let is_fixed = |part: ExprId| self.is_fixed(accesses, part, turning);
        match &body.exprs[time].kind {
            ExprKind::Literal(_) => true,
            ExprKind::Path(_) => match accesses.variables.named_by(time) {
                None => true,
                Some(variable) if body.params.contains(&variable) => true,
                Some(variable) => {
                    let value = accesses.variables.value_of(variable);
                    value.is_some_and(|value| !body.holds(turning, value) || is_fixed(value))
                }
            },
            ExprKind::Field { base: only, .. }
            | ExprKind::Ref { operand: only, .. }
            | ExprKind::Unary { operand: only, .. }
            | ExprKind::Cast { operand: only, .. } => is_fixed(*only),
            ExprKind::Binary { lhs, rhs, .. } => is_fixed(*lhs) && is_fixed(*rhs),
            // Without arguments it may be the time of the day.
            ExprKind::Call { args, .. } => {
                let is_plain = self.types().library_callee(time).is_some() && !args.is_empty();
                is_plain && args.iter().all(|&arg| is_fixed(arg))
            }
            _ => false,
        }
    }

    /// An arm does something of its own.
    fn works(self, handler: ExprId) -> bool {
        let body = self.body();
        if matches!(body.exprs[handler].kind, ExprKind::Await(_)) {
            return true;
        }
        if self.types().call(handler).is_some_and(|call| call.callee != Callee::Constructor) {
            return true;
        }
        let mut found = false;
        body.each_child(handler, &mut |child| found = found || self.works(child));
        found
    }

    /// Code may lead out of the loop around it because it says so, and not because something failed.
    fn may_leave(self, at: ExprId) -> bool {
        match self.body().exprs[at].kind {
            ExprKind::Break { .. } | ExprKind::Return(_) => return true,
            ExprKind::Closure(_) => return false,
            _ => {}
        }
        let mut found = false;
        self.body().each_child(at, &mut |child| found = found || self.may_leave(child));
        found
    }

    /// Every way through code leads out of the loop around it.
    pub(super) fn leaves(self, at: ExprId) -> bool {
        match &self.body().exprs[at].kind {
            ExprKind::Break { .. } | ExprKind::Return(_) => true,
            ExprKind::Call { .. } | ExprKind::MethodCall(_) | ExprKind::Macro(_) => {
                *self.types().ty(self.types().type_of(at)) == Type::Never
            }
            ExprKind::Block(block) => {
                let mut parts = block.stmts.iter().map(|stmt| match &stmt.kind {
                    StmtKind::Expr { expr, .. } => self.leaves(*expr),
                    StmtKind::Let { .. } => false,
                });
                parts.any(|leaves| leaves) || block.tail.is_some_and(|tail| self.leaves(tail))
            }
            ExprKind::If { then, otherwise, .. } => {
                self.leaves(*then) && otherwise.is_some_and(|it| self.leaves(it))
            }
            ExprKind::Match { arms, .. } => {
                !arms.is_empty() && arms.iter().all(|arm| self.leaves(arm.body))
            }
            _ => false,
        }
    }
}

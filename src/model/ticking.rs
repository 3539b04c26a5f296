//! Clocks that catch up on what nobody has waited for.

use crate::effects;
use crate::flow::Fate;
use crate::flow::LocalId;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::StmtKind;
use crate::model::Call;
use crate::model::Function;
use crate::model::SlowAwait;

/// Nanoseconds: work that takes longer than this is no part of a loop with a clock.
const LONGEST: u128 = 30_000_000_000;

/// A clock that ticks several times at once after work that took too long.
#[derive(Clone, Copy, Debug)]
pub struct Burst<'m> {
    /// What makes it.
    pub clock: Call<'m>,
    /// Where its next tick is waited for.
    pub tick: Call<'m>,
    /// What may take longer than from one tick to the next.
    pub slow: SlowAwait<'m>,
}

impl<'m> Function<'m> {
    /// The clocks that nobody has told what to do with missed ticks, in loops that wait for something
    /// outside of the program.
    pub fn bursts(self) -> impl Iterator<Item = Burst<'m>> {
        self.calls().filter(|call| call.is_written()).filter_map(move |clock| {
            let Fate::Bound(local) = self.flow().fate_of_call(clock.expr()) else { return None };
            if !self.is_quick(clock)? {
                return None;
            }
            let ticks = self.ticks_of(local)?;
            let mut awaited = ticks.into_iter().filter(|tick| {
                let fate = self.flow().fate_of_call(tick.expr());
                matches!(fate, Fate::Awaited | Fate::SelectArm)
            });
            awaited.find_map(|tick| {
                let slow = self.slow_beside(tick)?;
                Some(Burst { clock, tick, slow })
            })
        })
    }

    /// A call makes a clock that ticks more often than work may take; none where it makes none.
    fn is_quick(self, clock: Call<'m>) -> Option<bool> {
        let row = self.model.library.answer(self.types().library_callee(clock.expr())?)?;
        let ExprKind::Call { args, .. } = &self.body().exprs[clock.expr()].kind else {
            return None;
        };
        let every = *args.get(row.every?)?;
        let time = effects::nanoseconds(self.model.library, self.types(), self.body(), every);
        Some(time.is_none_or(|time| time < LONGEST))
    }

    /// The calls that wait for a clock; none where something else is done with it.
    fn ticks_of(self, local: LocalId) -> Option<Vec<Call<'m>>> {
        let known = self.flow().local(local);
        if known.is_used_unseen {
            return None;
        }
        let tick = |&(_, fate): &(_, Fate)| match fate {
            Fate::Receiver(call) if self.pauses(call) => self.call_at(call),
            _ => None,
        };
        known.uses.iter().map(tick).collect()
    }

    /// What waits for something outside of the program in the loop around a tick.
    fn slow_beside(self, tick: Call<'m>) -> Option<SlowAwait<'m>> {
        let turning = self.loop_around(tick.expr(), tick.region())?;
        let mut awaits = Vec::new();
        self.each_await(turning, &mut |at| awaits.push(at));
        let is_work = |slow: &SlowAwait<'m>| !self.pauses(slow.call().expr());
        awaits.into_iter().find_map(|at| SlowAwait::at(self, at).filter(is_work))
    }

    /// It is a block that ends by leaving the function or a loop.
    fn is_left(self, at: ExprId) -> bool {
        let ExprKind::Block(block) = &self.body().exprs[at].kind else { return false };
        let last = block.tail.or_else(|| match block.stmts.last()?.kind {
            StmtKind::Expr { expr, .. } => Some(expr),
            _ => None,
        });
        let leaves = |kind: &ExprKind| matches!(kind, ExprKind::Break { .. } | ExprKind::Return(_));
        last.is_some_and(|last| leaves(&self.body().exprs[last].kind))
    }

    /// A call waits for nothing but a time to pass.
    fn pauses(self, call: ExprId) -> bool {
        let path = self.types().library_callee(call);
        let row = path.and_then(|path| self.model.library.answer(path));
        row.is_some_and(|row| row.pause.is_some())
    }

    /// Visits the awaits behind which the loop may turn again.
    fn each_await(self, at: ExprId, visit: &mut dyn FnMut(ExprId)) {
        let body = self.body();
        let is_apart = self.flow().regions.iter().any(|region| region.expr == at);
        if is_apart || self.is_left(at) {
            return;
        }
        body.each_child(at, &mut |child| self.each_await(child, visit));
        if matches!(body.exprs[at].kind, ExprKind::Await(_)) {
            visit(at);
        }
    }
}

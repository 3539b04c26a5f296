//! Open transactions, and what runs beside them.

use crate::flow::Access;
use crate::flow::Fate;
use crate::flow::Root;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::PatId;
use crate::library::Locks;
use crate::library::TransactionStep;
use crate::library::TypeRole;
use crate::model::Call;
use crate::model::Function;
use crate::model::Guard;
use crate::model::Statement;

/// A transaction that a function opens.
#[derive(Clone, Copy, Debug)]
pub struct Transaction<'m> {
    guard: Guard<'m>,
    begin: Call<'m>,
}

impl<'m> Function<'m> {
    /// The transactions that it opens.
    pub fn transactions(self) -> impl Iterator<Item = Transaction<'m>> {
        let guards = self.guards().filter(|guard| guard.role() == TypeRole::Transaction);
        guards.filter_map(|guard| Some(Transaction { guard, begin: guard.made_by()? }))
    }
}

impl<'m> Transaction<'m> {
    /// The call that opens it.
    pub fn begin(self) -> Call<'m> {
        self.begin
    }

    /// The variable that holds it, as written.
    pub fn name(self) -> Option<&'m str> {
        let body = self.begin.function.body();
        self.holder().map(|pat| self.begin.function.text(body.pats[pat].span))
    }

    /// The statements that go to another connection of the pool that it was taken from, while it is
    /// open for sure, in the order of the text.
    pub fn bypassed_by(self) -> Vec<Statement<'m>> {
        let Some(pool) = self.pool() else { return Vec::new() };
        let calls = self.guard.calls().into_iter().filter(|(_, is_sure)| *is_sure);
        let calls: Vec<Call<'m>> = calls.map(|(call, _)| call).collect();
        let statements = self.begin.function.statements();
        let beside = statements.filter(|statement| {
            let is_during = calls.iter().any(|call| call.is(statement.call()));
            is_during && statement.is_through_pool(&pool)
        });
        let mut beside: Vec<Statement<'m>> = beside.collect();
        // To change something counts more, where one call does both.
        beside.sort_by_key(|statement| (statement.call().place(), !statement.writes()));
        beside.dedup_by(|one, other| one.call().is(other.call()));
        beside
    }

    /// All that is done with it is to commit it.
    pub fn is_unused(self) -> bool {
        let function = self.begin.function;
        let flow = &function.model.flow.bodies[function.body];
        let Some(holder) = self.holder() else { return false };
        let Some(local) = flow.local_of(holder) else { return false };
        let steps = local.uses.iter().map(|(_, fate)| match fate {
            Fate::Receiver(call) => function.step(*call),
            _ => None,
        });
        let steps: Vec<Option<TransactionStep>> = steps.collect();
        let commits = steps.contains(&Some(TransactionStep::Commits));
        commits && !local.is_used_unseen && steps.iter().all(Option::is_some)
    }

    /// The pool that it was taken from, or that its connection was.
    fn pool(self) -> Option<Access> {
        if let Some(lock) = self.guard.locking() {
            return (lock.how() == Locks::Slot).then(|| lock.access().clone());
        }
        let function = self.begin.function;
        let accesses = function.accesses()?;
        let ExprKind::MethodCall(begin) = &function.body().exprs[self.begin.expr()].kind else {
            return None;
        };
        let connection = accesses.of(begin.receiver)?;
        let Root::Local(variable) = connection.root else { return None };
        let guards = function.guards().filter(|guard| guard.role() == TypeRole::Connection);
        let held = guards.filter(|guard| guard.holder() == Some(variable));
        let mut locks = held.map(Guard::locking);
        let only = locks.next().filter(|_| locks.next().is_none())??;
        (only.how() == Locks::Slot).then(|| only.access().clone())
    }

    fn holder(self) -> Option<PatId> {
        self.guard.holder()
    }
}

impl Function<'_> {
    /// What a call does to a transaction.
    fn step(self, call: ExprId) -> Option<TransactionStep> {
        let path = self.types().library_callee(call)?;
        self.model.library.effect(path)?.transaction
    }
}

//! Open transactions, and what runs beside them.

use crate::flow::Access;
use crate::flow::Fate;
use crate::flow::Root;
use crate::flow::Through;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::PatId;
use crate::library::Locks;
use crate::library::TransactionStep;
use crate::library::TypeRole;
use crate::model::Call;
use crate::model::Function;
use crate::model::Guard;
use crate::model::Outgoing;
use crate::model::Statement;

/// A transaction that a function opens.
#[derive(Clone, Copy, Debug)]
pub struct Transaction<'m> {
    guard: Guard<'m>,
    begin: Call<'m>,
}

/// Something that others are told before the transaction is committed that it speaks of.
#[derive(Clone, Copy, Debug)]
pub struct Early<'m> {
    /// What tells them.
    pub notice: Outgoing<'m>,
    /// What was written before.
    pub write: Statement<'m>,
    /// What commits it later.
    pub commit: Call<'m>,
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
        Statement::each_call_once(beside.collect())
    }

    /// All that is done with it is to commit it.
    pub fn is_unused(self) -> bool {
        let function = self.begin.function;
        let flow = &function.model.flow.bodies[function.body];
        let Some(holder) = self.holder() else { return false };
        let Some(local) = flow.local_of(holder) else { return false };
        if self.is_savepoint() || self.spans_its_connection() {
            return false;
        }
        let steps = local.uses.iter().map(|(_, fate)| match fate {
            Fate::Receiver(call) => function.step(*call),
            _ => None,
        });
        let steps: Vec<Option<TransactionStep>> = steps.collect();
        let commits = steps.contains(&Some(TransactionStep::Commits));
        commits && !local.is_used_unseen && steps.iter().all(Option::is_some)
    }

    /// It is part of another one: what is sent through that meanwhile runs in both.
    fn is_savepoint(self) -> bool {
        let function = self.begin.function;
        let ExprKind::MethodCall(begin) = &function.body().exprs[self.begin.expr()].kind else {
            return false;
        };
        let (library, types) = (&function.model.library, function.types());
        Through::of(library, types, types.type_of(begin.receiver)) == Through::Transaction
    }

    /// What is sent through the connection that it was begun on is part of it.
    fn spans_its_connection(self) -> bool {
        self.begin.function.step_of(self.begin.expr()) == Some(TransactionStep::Spans)
    }

    /// What is written through it while it is open, if nobody ever commits it, undoes it on purpose or
    /// hands it on, and its function need not fail.
    pub fn lost_writes(self) -> Vec<Statement<'m>> {
        let ends = |call: Call<'m>| {
            self.begin.function.step(call.expr()).is_some() && self.is_called_on(call)
        };
        let is_lost = self.guard.is_left() && !self.begin.function.calls().any(ends);
        if is_lost { self.writes() } else { Vec::new() }
    }

    /// What tells others of something while it is open, after something was written through it and
    /// before it is committed, in the order of the text.
    pub fn early_notices(self) -> Vec<Early<'m>> {
        let Some(sequence) = self.guard.sequence() else { return Vec::new() };
        let writes = self.writes();
        let calls = self.guard.calls();
        let step = |call: Call<'m>| self.begin.function.step(call.expr());
        // A commit takes the transaction: it is not alive any more when that is called.
        let commits: Vec<Call<'m>> = self
            .begin
            .function
            .calls()
            .filter(|&call| step(call) == Some(TransactionStep::Commits) && self.is_called_on(call))
            .collect();
        let notices = calls.iter().filter(|(_, is_sure)| *is_sure);
        let early = notices.filter_map(|(call, _)| {
            let notice = call.notice()?;
            let at = call.expr();
            let is_before = |it: &&Statement<'m>| sequence.is_surely_before(it.call().expr(), at);
            let write = *writes.iter().find(is_before)?;
            let commit = commits.iter().find(|it| sequence.may_be_before(at, it.expr()))?;
            Some(Early { notice, write, commit: *commit })
        });
        early.collect()
    }

    /// The statements that write through it, in the order of the text.
    fn writes(self) -> Vec<Statement<'m>> {
        let Some(holder) = self.holder() else { return Vec::new() };
        let calls = self.guard.calls();
        let statements = self.begin.function.statements().filter(|statement| {
            let is_during = calls.iter().any(|(call, _)| call.is(statement.call()));
            is_during && statement.writes() && statement.is_through(holder)
        });
        let mut writes: Vec<Statement<'m>> = statements.collect();
        writes.sort_by_key(|statement| statement.call().place());
        writes
    }

    /// It is what a method is called on.
    fn is_called_on(self, call: Call<'m>) -> bool {
        let body = self.begin.function.body();
        let ExprKind::MethodCall(method) = &body.exprs[call.expr()].kind else { return false };
        let accesses = self.begin.function.accesses();
        let access = accesses.and_then(|accesses| accesses.of(method.receiver));
        access.zip(self.holder()).is_some_and(|(it, holder)| it.root == Root::Local(holder))
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
    /// How a call ends a transaction.
    fn step(self, call: ExprId) -> Option<TransactionStep> {
        let ends = [TransactionStep::Commits, TransactionStep::RollsBack];
        self.step_of(call).filter(|step| ends.contains(step))
    }

    fn step_of(self, call: ExprId) -> Option<TransactionStep> {
        let path = self.types().library_callee(call)?;
        self.model.library.effect(path)?.transaction
    }
}

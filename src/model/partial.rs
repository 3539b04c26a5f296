//! Writes of code that may be dropped between them.

use crate::flow::Fate;
use crate::flow::RegionId;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::PatId;
use crate::library::Locks;
use crate::library::TypeRole;
use crate::model::Dropping;
use crate::model::Function;
use crate::model::Guard;
use crate::model::Statement;

/// Two writes to a database that are in no transaction, in code that may be dropped in between.
#[derive(Clone, Copy, Debug)]
pub struct Partial<'m> {
    /// What is written by then.
    pub first: Statement<'m>,
    /// What may never be.
    pub second: Statement<'m>,
    /// What drops the code.
    pub dropping: Dropping,
}

impl<'m> Function<'m> {
    /// The writes that it does one after the other where it may be dropped; of each region the first two.
    pub fn partial_writes(self) -> Vec<Partial<'m>> {
        let mut writes: Vec<Statement<'m>> = self
            .statements()
            .filter(|statement| statement.writes_anew() && self.is_alone(*statement))
            .filter(|statement| {
                let fate = self.flow().fate_of_call(statement.call().expr());
                statement.call().is_written() && fate == Fate::Awaited
            })
            .collect();
        writes.sort_by_key(|statement| statement.call().place());
        writes.dedup_by(|one, other| one.call().is(other.call()));
        let mut told: Vec<RegionId> = Vec::new();
        let mut found = Vec::new();
        for (at, &first) in writes.iter().enumerate() {
            let region = first.call().region();
            let Some(dropping) = self.model.drops(self.body, region) else { continue };
            let is_next = |second: &&Statement<'m>| {
                let (one, other) = (first.call().expr(), second.call().expr());
                second.call().region() == region && self.runs_both(one, other)
            };
            let next = writes[at + 1..].iter().find(is_next);
            if let Some(&second) = next.filter(|_| !told.contains(&region)) {
                told.push(region);
                found.push(Partial { first, second, dropping });
            }
        }
        found
    }

    /// It is in no transaction: it is sent through a pool, or through a connection that the function got
    /// from one and that has no settings or transaction of its own.
    fn is_alone(self, statement: Statement<'m>) -> bool {
        let is_lent = |guard: &Guard<'m>| {
            guard.role() == TypeRole::Connection
                && guard.locking().is_some_and(|lock| lock.how() == Locks::Slot)
        };
        let is_plain = |connection: PatId| {
            let mut sent = self.statements();
            !sent.any(|it| it.session().is_some() && it.is_through(connection))
        };
        statement.stands_alone()
            || self
                .guards()
                .filter(is_lent)
                .filter_map(Guard::holder)
                .any(|connection| statement.is_through(connection) && is_plain(connection))
    }

    /// A way leads through both expressions: they do not stand in two branches of one decision, and the
    /// branch of the first does not end there.
    fn runs_both(self, first: ExprId, second: ExprId) -> bool {
        let body = self.body();
        // A child stands before its parent.
        let mut around = body.exprs.iter().filter(|(id, _)| body.holds(*id, first));
        around.all(|(id, expr)| {
            let part = |part: ExprId| body.holds(part, first);
            let branch = match &expr.kind {
                ExprKind::If { then, otherwise, .. } => {
                    [Some(*then), *otherwise].into_iter().flatten().find(|&it| part(it))
                }
                ExprKind::Match { arms, .. } => {
                    arms.iter().map(|arm| arm.body).find(|&it| part(it))
                }
                ExprKind::Select(select) => {
                    select.arms.iter().map(|arm| arm.body).find(|&it| part(it))
                }
                _ => None,
            };
            let goes_on = |branch: ExprId| {
                body.holds(branch, second) || !body.holds(id, second) && !self.leaves(branch)
            };
            branch.is_none_or(goes_on)
        })
    }
}

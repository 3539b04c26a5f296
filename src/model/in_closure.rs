//! Transactions that a closure runs in: the call begins one, and commits it where the closure succeeds.

use crate::flow::Access;
use crate::flow::Fate;
use crate::flow::RegionId;
use crate::flow::Through;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::library::CallRole;
use crate::library::TransactionStep;
use crate::model::Call;
use crate::model::Function;
use crate::model::Statement;

/// A call that runs the closure that it is given in a transaction.
#[derive(Clone, Copy, Debug)]
pub struct InClosure<'m> {
    begin: Call<'m>,
    closure: ExprId,
}

impl<'m> Function<'m> {
    /// The closures that it runs in transactions.
    pub fn transactions_in_closures(self) -> impl Iterator<Item = InClosure<'m>> {
        self.calls().filter_map(move |call| self.transaction_in_closure(call))
    }

    /// The closure that a call runs in a transaction.
    pub(super) fn transaction_in_closure(self, begin: Call<'m>) -> Option<InClosure<'m>> {
        let path = self.types().library_callee(begin.expr())?;
        let step = self.model.library.effect(path)?.transaction;
        let ExprKind::MethodCall(call) = &self.body().exprs[begin.expr()].kind else { return None };
        let is_closure =
            |arg: &&ExprId| matches!(self.body().exprs[**arg].kind, ExprKind::Closure(_));
        let closure = *call.args.iter().find(is_closure)?;
        (step == Some(TransactionStep::Runs)).then_some(InClosure { begin, closure })
    }
}

impl<'m> InClosure<'m> {
    /// The call that opens it.
    pub fn begin(self) -> Call<'m> {
        self.begin
    }

    /// What the closure calls it, as written.
    pub fn name(self) -> Option<&'m str> {
        let body = self.begin.function.body();
        let ExprKind::Closure(closure) = &body.exprs[self.closure].kind else { return None };
        let (pat, _) = *closure.params.first()?;
        Some(self.begin.function.text(body.pats[pat].span))
    }

    /// The statements in the closure that go to another connection of the pool that it was taken from,
    /// in the order of the text.
    pub fn bypassed_by(self) -> Vec<Statement<'m>> {
        let Some(pool) = self.pool() else { return Vec::new() };
        let statements = self.begin.function.statements();
        let beside = statements.filter(|statement| {
            statement.is_through_pool(&pool) && self.runs(statement.call().expr())
        });
        Statement::each_call_once(beside.collect())
    }

    fn pool(self) -> Option<Access> {
        let function = self.begin.function;
        let ExprKind::MethodCall(begin) = &function.body().exprs[self.begin.expr()].kind else {
            return None;
        };
        let (library, types) = (&function.model.library, function.types());
        let through = Through::of(library, types, types.type_of(begin.receiver));
        let is_pool = through == Through::Pool;
        function.accesses().filter(|_| is_pool)?.of(begin.receiver)
    }

    /// The call is made before the closure has come to its end, and not by a task of its own.
    pub(super) fn runs(self, call: ExprId) -> bool {
        let function = self.begin.function;
        if !function.body().holds(self.closure, call) {
            return false;
        }
        let flow = function.flow();
        let mut at = flow.region_of_call(call);
        while at != RegionId::ROOT && flow.regions[at.index()].expr != self.closure {
            if let Fate::Argument(to, _) = flow.regions[at.index()].fate
                && matches!(function.role_of(to), Some(CallRole::Spawn | CallRole::Offload))
            {
                return false;
            }
            at = flow.regions[at.index()].parent.unwrap_or(RegionId::ROOT);
        }
        true
    }
}

//! Awaits that wait for something outside of the program.

use crate::finding::Step;
use crate::flow::Alive;
use crate::flow::Root;
use crate::flow::Source;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::PatId;
use crate::model::Call;
use crate::model::Function;
use crate::model::Guard;

/// An awaited call that waits for something outside of the program.
#[derive(Clone, Copy, Debug)]
pub struct SlowAwait<'m> {
    function: Function<'m>,
    call: usize,
    /// The function of the workspace behind it, by its body.
    behind: Option<usize>,
}

impl<'m> SlowAwait<'m> {
    /// The await of a suspension, if it is slow and not of what the guard protects.
    pub(super) fn of(guard: Guard<'m>, alive: &Alive) -> Option<Self> {
        let function = guard.function;
        let ExprKind::Await(awaited) = function.body().exprs[alive.at].kind else { return None };
        let slow = Self::at(function, alive.at)?;
        let is_of_guard = match alive.holder {
            Some(holder) => function.mentions(awaited, holder),
            None => {
                matches!(guard.source(), Source::Made(made) if function.body().holds(awaited, made))
            }
        };
        (!is_of_guard).then_some(slow)
    }

    /// The `.await` that an expression is, if it is slow.
    pub(super) fn at(function: Function<'m>, expr: ExprId) -> Option<Self> {
        let ExprKind::Await(awaited) = function.body().exprs[expr].kind else { return None };
        let call = function.types().position_of(awaited)?;
        let callee = &function.types().calls[call].callee;
        let behind = function.model.effects.slow_behind(function.model.library, callee)?;
        Some(Self { function, call, behind })
    }

    /// The call that is awaited.
    pub fn call(self) -> Call<'m> {
        Call { function: self.function, call: self.call }
    }

    /// The library's call that waits.
    pub fn root(self) -> String {
        match self.next() {
            Some(next) => next.root(),
            None => self.call().name(),
        }
    }

    /// The chain of calls to it, hop by hop; empty where the call is itself the one that waits.
    pub fn trace(self) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut at = self;
        while let Some(next) = at.next() {
            at = next;
            let call = at.call();
            let message = format!("`{}` awaits `{}`", at.function.name(), call.name());
            let label = if at.behind.is_some() { "awaited here" } else { "waits here" };
            steps.push(Step { place: call.place(), message, label: label.to_owned() });
        }
        steps
    }

    fn next(self) -> Option<Self> {
        let body = self.behind?;
        let (call, behind) = self.function.model.effects.slow.first(body)?;
        Some(Self { function: Function { body, ..self.function }, call, behind })
    }
}

impl Function<'_> {
    /// An expression names a variable, by itself or by one that was made of it.
    fn mentions(self, expr: ExprId, variable: PatId) -> bool {
        let Some(accesses) = self.accesses() else { return false };
        let body = self.body();
        let of_it = |expr| match accesses.of(expr).map(|access| access.root) {
            Some(Root::Local(pat)) => pat == variable,
            Some(Root::Parameter(number)) => body.params[number] == variable,
            _ => false,
        };
        let mut found = of_it(expr);
        body.each_child(expr, &mut |child| found = found || self.mentions(child, variable));
        found
    }
}

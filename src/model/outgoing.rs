//! Calls that reach out of the program: they write to a database, or tell somebody something.

use crate::effects::Outward;
use crate::finding::Step;
use crate::flow::Fate;
use crate::library::Notifies;
use crate::model::Call;
use crate::model::Function;
use crate::types::Callee;

/// A call that reaches out of the program, perhaps in a function behind it.
#[derive(Clone, Copy, Debug)]
pub struct Outgoing<'m> {
    call: Call<'m>,
    /// The body that does it; none where the call does itself.
    behind: Option<usize>,
    of: &'m Outward,
}

impl<'m> Outgoing<'m> {
    /// The call.
    pub fn call(self) -> Call<'m> {
        self.call
    }

    /// Whom it tells something.
    pub fn whom(self) -> Option<Notifies> {
        match self.next() {
            Some(next) => next.whom(),
            None => {
                let function = self.call.function;
                let notices = &function.model.flow.bodies[function.body].notices;
                let notice = notices.iter().find(|notice| notice.call == self.call.call);
                notice.map(|notice| notice.whom)
            }
        }
    }

    /// The chain of calls to the one that does it, hop by hop; empty where the call does itself.
    pub fn trace(self) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut at = self;
        while let Some(next) = at.next() {
            at = next;
            steps.push(at.call.step(if at.behind.is_none() { "done here" } else { "called here" }));
        }
        steps
    }

    fn next(self) -> Option<Self> {
        let body = self.behind?;
        let (call, behind) = self.of.first(body)?;
        let function = Function { body, ..self.call.function };
        Some(Self { call: Call { function, call }, behind, of: self.of })
    }
}

impl<'m> Call<'m> {
    /// What it tells somebody, itself or in the function of the workspace that it leads to. The future
    /// of an async function has to be polled here or by a `join!`.
    pub fn notice(self) -> Option<Outgoing<'m>> {
        let flow = &self.function.model.flow.bodies[self.function.body];
        let is_direct = flow.notices.iter().any(|notice| notice.call == self.call);
        self.outgoing(&self.function.model.effects.notices, is_direct)
    }

    /// What it writes to a database, in the same way.
    pub fn write(self) -> Option<Outgoing<'m>> {
        let flow = &self.function.model.flow.bodies[self.function.body];
        let mut own = flow.statements.iter().filter(|statement| statement.call == self.call);
        let is_direct = own.any(|statement| statement.sent.act.changes());
        self.outgoing(&self.function.model.effects.writes, is_direct)
    }

    fn outgoing(self, of: &'m Outward, is_direct: bool) -> Option<Outgoing<'m>> {
        if is_direct {
            return Some(Outgoing { call: self, behind: None, of });
        }
        let Callee::Function(def) = self.typed().callee else { return None };
        let model = self.function.model;
        let body = model.effects.body_of(def)?;
        of.first(body)?;
        let is_async = model.effects.roles.is_async(&model.names, def);
        let fate = model.flow.bodies[self.function.body].fate_of_call(self.expr());
        let runs = !is_async || matches!(fate, Fate::Awaited | Fate::JoinArm);
        runs.then_some(Outgoing { call: self, behind: Some(body), of })
    }
}

//! Calls that tell somebody something.

use crate::finding::Step;
use crate::flow::Fate;
use crate::library::Notifies;
use crate::model::Call;
use crate::model::Function;
use crate::types::Callee;

/// A call that tells somebody something, perhaps in a function behind it.
#[derive(Clone, Copy, Debug)]
pub struct Notice<'m> {
    function: Function<'m>,
    call: usize,
    /// The body that tells; none where the call does itself.
    behind: Option<usize>,
}

impl<'m> Notice<'m> {
    /// The call.
    pub fn call(self) -> Call<'m> {
        Call { function: self.function, call: self.call }
    }

    /// Whom.
    pub fn whom(self) -> Option<Notifies> {
        match self.next() {
            Some(next) => next.whom(),
            None => {
                let notices = &self.function.model.flow.bodies[self.function.body].notices;
                notices.iter().find(|notice| notice.call == self.call).map(|notice| notice.whom)
            }
        }
    }

    /// The chain of calls to the one that tells, hop by hop; empty where the call does itself.
    pub fn trace(self) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut at = self;
        while let Some(next) = at.next() {
            at = next;
            let call = at.call();
            steps.push(Step {
                place: call.place(),
                message: format!("`{}` calls `{}`", at.function.name(), call.name()),
                label: if at.behind.is_none() { "tells it" } else { "called here" }.to_owned(),
            });
        }
        steps
    }

    fn next(self) -> Option<Self> {
        let body = self.behind?;
        let (call, behind) = self.function.model.effects.notices.first(body)?;
        Some(Self { function: Function { body, ..self.function }, call, behind })
    }
}

impl<'m> Call<'m> {
    /// What it tells somebody, itself or in the function of the workspace that it runs.
    pub(super) fn notice(self) -> Option<Notice<'m>> {
        let function = self.function;
        let flow = &function.model.flow.bodies[function.body];
        if flow.notices.iter().any(|notice| notice.call == self.call) {
            return Some(Notice { function, call: self.call, behind: None });
        }
        let Callee::Function(def) = self.typed().callee else { return None };
        let body = function.model.effects.body_of(def)?;
        function.model.effects.notices.first(body)?;
        let is_async = function.model.names.function(def).is_some_and(|it| it.is_async);
        let runs = !is_async || flow.fate_of_call(self.expr()) == Fate::Awaited;
        runs.then_some(Notice { function, call: self.call, behind: Some(body) })
    }
}

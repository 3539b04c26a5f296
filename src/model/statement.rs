//! Statements that are sent to databases.

use crate::finding::Grade;
use crate::finding::Step;
use crate::flow::Access;
use crate::flow::Root;
use crate::flow::Sent;
use crate::flow::Through;
use crate::ir::ExprKind;
use crate::ir::Literal;
use crate::ir::PatId;
use crate::library::Weight;
use crate::model::Call;
use crate::model::Function;
use crate::model::Model;
use crate::sql::Act;
use crate::sql::Session;
use crate::types::Callee;

/// A call that sends a statement to a database, perhaps in a function behind it.
#[derive(Clone, Copy, Debug)]
pub struct Statement<'m> {
    function: Function<'m>,
    call: usize,
    access: Option<&'m Access>,
    sent: &'m Sent,
    /// The body that sends it, with the number of the row there; none where the call does itself.
    behind: Option<(usize, usize)>,
}

impl<'m> Statement<'m> {
    /// The call.
    pub fn call(self) -> Call<'m> {
        Call { function: self.function, call: self.call }
    }

    /// It changes something.
    pub fn writes(self) -> bool {
        self.sent.act.changes()
    }

    /// It changes something, and would do so if it were sent again.
    pub(super) fn writes_anew(self) -> bool {
        self.sent.act == Act::Writes
    }

    /// What ties it to its connection.
    pub fn session(self) -> Option<&'m Session> {
        self.sent.session.as_deref()
    }

    /// What it is sent through is known to be a pool here, and not before.
    pub fn is_given_a_pool(self) -> bool {
        let before = self.behind.map(|(body, row)| self.row(body, row).sent.through);
        self.sent.through == Through::Pool && before.is_none_or(|it| it == Through::Generic)
    }

    /// The chain of calls to it, hop by hop; empty where the call sends it itself.
    pub fn trace(self) -> Vec<Step> {
        let mut steps = Vec::new();
        let mut at = self;
        while let Some((body, row)) = at.behind {
            at = self.row(body, row);
            let (call, is_last) = (at.call(), at.behind.is_none());
            steps.push(call.step(if is_last { "sends it" } else { "called here" }));
        }
        steps
    }

    /// Certain, and as hot as the code around; to look is lighter than to change.
    pub fn grade(self) -> Grade {
        let weight = if self.writes() { Weight::Long } else { Weight::Short };
        Grade { weight, heat: self.call().heat(), test: self.function.is_test(), ..Grade::CERTAIN }
    }

    /// In the order of the text, each call once: to change something counts more, where one does both.
    pub(super) fn each_call_once(mut all: Vec<Self>) -> Vec<Self> {
        all.sort_by_key(|statement| (statement.call().place(), !statement.writes()));
        all.dedup_by(|one, other| one.call().is(other.call()));
        all
    }

    /// It is sent through some connection of a pool, and so stands for itself.
    pub(super) fn stands_alone(self) -> bool {
        self.sent.through == Through::Pool
    }

    /// It is sent through any connection of a pool.
    pub(super) fn is_through_pool(self, pool: &Access) -> bool {
        self.sent.through == Through::Pool && self.access == Some(pool)
    }

    /// It is sent through just this variable.
    pub(super) fn is_through(self, variable: PatId) -> bool {
        let is_it =
            |access: &Access| access.root == Root::Local(variable) && access.fields.is_empty();
        self.access.is_some_and(is_it)
    }

    fn row(self, body: usize, row: usize) -> Self {
        let done = &self.function.model.effects.statements.of(body)[row];
        let function = Function { body, ..self.function };
        let (call, access) = (done.call, Some(&done.access));
        Self { function, call, access, sent: &done.what, behind: done.behind }
    }
}

impl<'m> Function<'m> {
    /// The statements that its calls send, in no order that means anything.
    pub fn statements(self) -> impl Iterator<Item = Statement<'m>> {
        let own = self.model.flow.bodies[self.body].statements.iter().map(move |own| {
            let (call, access, sent) = (own.call, own.access.as_ref(), &own.sent);
            Statement { function: self, call, access, sent, behind: None }
        });
        let done = self.model.effects.statements.of(self.body).iter();
        let further = done.filter(|done| done.behind.is_some()).map(move |done| {
            let (call, access, sent) = (done.call, Some(&done.access), &done.what);
            Statement { function: self, call, access, sent, behind: done.behind }
        });
        own.chain(further)
    }
}

impl Model<'_> {
    /// Some pool of the program has one connection only: which one a statement gets is sure then.
    pub fn has_pool_of_one(&self) -> bool {
        self.functions().filter(|function| !function.is_test()).any(|function| {
            let mut calls = function.calls();
            calls.any(Call::is_for_one_connection)
        })
    }
}

impl Call<'_> {
    fn is_for_one_connection(self) -> bool {
        let Callee::Library(path) = &self.typed().callee else { return false };
        let row = self.function.model.library.effect(path);
        let Some(number) = row.and_then(|row| row.connections) else { return false };
        let ExprKind::MethodCall(call) = &self.body().exprs[self.expr()].kind else { return false };
        call.args.get(number).is_some_and(|&arg| {
            matches!(self.body().exprs[arg].kind, ExprKind::Literal(Literal::Int(1, _)))
        })
    }
}

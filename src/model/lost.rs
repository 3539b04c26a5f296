//! Values that async code makes and nobody looks at.

use crate::effects::Certainty;
use crate::finding::Grade;
use crate::flow::BodyFlow;
use crate::flow::Discard;
use crate::flow::Fate;
use crate::flow::LocalId;
use crate::flow::RegionId;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Origin as Text;
use crate::library::CallRole;
use crate::model::Call;
use crate::model::Function;
use crate::source;
use crate::types::Callee;
use crate::types::Type;
use crate::types::TypeId;
use crate::types::Waiting;

/// A value that is lost: a future or stream, or what holds one, or the handle of a task.
#[derive(Clone, Copy, Debug)]
pub struct Lost<'m> {
    function: Function<'m>,
    expr: ExprId,
    loss: Loss,
    waiting: Option<Waiting>,
}

/// How a value is lost.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Loss {
    /// It is a statement: `x;`.
    Statement,
    /// `let _ = x;` or `_ = x;`.
    Underscore,
    /// It is given to a function that does no more than drop it.
    Dropped,
    /// The name that it is bound to stands here and is not used.
    Unused(source::Place),
}

/// What made a lost value.
#[derive(Clone, Copy, Debug)]
pub enum Origin<'m> {
    /// A call.
    Call(Call<'m>),
    /// An async block.
    Block,
    /// Awaiting a future gave it.
    Output,
    /// Awaiting the handle of a task gave it: it is what the task has returned.
    TaskOutput,
}

impl<'m> Function<'m> {
    /// The futures, streams and handles of tasks that it makes and loses, and the values that hold a
    /// future, in the order of their expressions.
    pub fn lost(self) -> impl Iterator<Item = Lost<'m>> {
        self.flow().values().filter_map(move |(expr, _, fate)| self.lost_value(expr, fate))
    }

    fn lost_value(self, expr: ExprId, fate: Fate) -> Option<Lost<'m>> {
        let loss = self.loss(fate)?;
        let types = self.types();
        let ty = types.type_of(expr);
        let waiting = self.waiting(ty);
        let is_lost = waiting.is_some() || self.future_inside(ty).is_some();
        let lost = Lost { function: self, expr, loss, waiting };
        let offloads = || lost.offloads_a_future();
        // The tokens of a macro that is not known may mean something else.
        let is_plain = self.body().exprs[expr].origin != Text::AsWritten;
        ((is_lost || offloads()) && is_plain && !lost.is_run_by_an_attribute()).then_some(lost)
    }

    fn loss(self, fate: Fate) -> Option<Loss> {
        match fate {
            Fate::Discarded(Discard::Statement) => Some(Loss::Statement),
            Fate::Discarded(Discard::Underscore) => Some(Loss::Underscore),
            Fate::Argument(call, 0) => {
                let role = self.role_of(call)?;
                (role == CallRole::Drop).then_some(Loss::Dropped)
            }
            Fate::Bound(local) => self.loss_of_local(local),
            _ => None,
        }
    }

    /// A name that is used nowhere, or only to say so: `let _ = x;`. To drop it by name is not to
    /// have forgotten it.
    fn loss_of_local(self, local: LocalId) -> Option<Loss> {
        let found = self.flow().local(local);
        let is_named_only =
            |&(_, fate): &(RegionId, Fate)| fate == Fate::Discarded(Discard::Underscore);
        let unused = !found.is_used_unseen && found.uses.iter().all(is_named_only);
        let ty = self.types().type_of_pat(found.pat);
        let is_held = self.waiting(ty).is_some() || self.future_inside(ty).is_some();
        let span = self.body().pats[found.pat].span;
        (unused && is_held).then_some(Loss::Unused(source::Place { file: self.file(), span }))
    }

    pub(super) fn role_of(self, call: ExprId) -> Option<CallRole> {
        match &self.types().call(call)?.callee {
            Callee::Library(path) => self.model.library.call(path)?.role,
            _ => None,
        }
    }

    pub(super) fn waiting(self, ty: TypeId) -> Option<Waiting> {
        self.types().waiting(&self.model.types.members, self.model.library, ty)
    }

    pub(super) fn future_inside(self, ty: TypeId) -> Option<TypeId> {
        self.types().future_inside(&self.model.types.members, self.model.library, ty)
    }

    pub(super) fn flow(self) -> &'m BodyFlow {
        &self.model.flow.bodies[self.body]
    }

    pub(super) fn call_at(self, expr: ExprId) -> Option<Call<'m>> {
        Some(Call { function: self, call: self.types().position_of(expr)? })
    }
}

impl<'m> Lost<'m> {
    /// The function that loses it.
    pub fn function(self) -> Function<'m> {
        self.function
    }

    /// How it is lost.
    pub fn loss(self) -> Loss {
        self.loss
    }

    /// What it is to async code itself; none where it only holds a future.
    pub fn waiting(self) -> Option<Waiting> {
        self.waiting
    }

    /// The expression that gives it.
    pub fn place(self) -> source::Place {
        let span = self.function.body().exprs[self.expr].span;
        source::Place { file: self.function.file(), span }
    }

    /// A value of this type is, or holds, a future.
    pub fn holds_a_future(self) -> bool {
        self.function.future_inside(self.ty()).is_some()
    }

    /// It is a future that others complete.
    pub fn is_answer(self) -> bool {
        self.waiting == Some(Waiting::Answer)
    }

    /// What made it; none where that is neither a call nor a block.
    pub fn origin(self) -> Option<Origin<'m>> {
        let at = self.unopened();
        match &self.function.body().exprs[at].kind {
            ExprKind::Await(operand) => {
                let operand = self.function.waiting(self.function.types().type_of(*operand));
                let is_task = operand.is_some_and(Waiting::is_task);
                Some(if is_task { Origin::TaskOutput } else { Origin::Output })
            }
            ExprKind::Call { .. } | ExprKind::MethodCall(_) => {
                self.function.call_at(at).map(Origin::Call)
            }
            ExprKind::Block(_) => Some(Origin::Block),
            _ => None,
        }
    }

    /// The call that made it, or whose value was awaited to get it.
    pub fn call(self) -> Option<Call<'m>> {
        let at = self.unopened();
        match self.function.body().exprs[at].kind {
            ExprKind::Await(operand) => self.function.call_at(operand),
            _ => self.function.call_at(at),
        }
    }

    /// The expression whose value holds it, behind `?` and methods that open a `Result`.
    fn unopened(self) -> ExprId {
        let body = self.function.body();
        let mut at = self.expr;
        loop {
            let inside = match body.exprs[at].kind {
                ExprKind::Try(operand) => Some(operand),
                _ => self.opened_by(at),
            };
            match inside {
                Some(inside) => at = inside,
                None => return at,
            }
        }
    }

    /// The future that it holds was made by a closure or task that was given to its maker, or to a
    /// call before in the same chain.
    pub fn is_made_by_a_closure(self) -> bool {
        let mut at = self.expr;
        loop {
            if self.is_given_a_maker(at) {
                return true;
            }
            match &self.function.body().exprs[at].kind {
                ExprKind::MethodCall(call) => at = call.receiver,
                _ => return self.waiting.is_some_and(Waiting::is_task),
            }
        }
    }

    /// It is given a closure to run elsewhere that returns a future.
    pub fn offloads_a_future(self) -> bool {
        self.function.role_of(self.expr) == Some(CallRole::Offload)
            && self.is_given_a_maker(self.expr)
    }

    /// How sure it is that nothing happens without it.
    pub fn grade(self) -> Grade {
        let certainty = match self.is_certainly_idle() {
            true => Certainty::Certain,
            false => Certainty::Possible,
        };
        let test = self.function.is_test();
        Grade { certainty, test, ..Grade::CERTAIN }
    }

    fn is_certainly_idle(self) -> bool {
        match self.origin() {
            _ if self.waiting == Some(Waiting::Answer) => false,
            Some(Origin::Call(call)) => call.is_idle(),
            Some(Origin::Block | Origin::Output | Origin::TaskOutput) => true,
            None => false,
        }
    }

    /// An attribute has made a plain function of the one that is called: it waits itself.
    fn is_run_by_an_attribute(self) -> bool {
        let call = self.function.call_at(self.expr);
        call.is_some_and(|call| match call.typed().callee {
            Callee::Function(def) => self.function.model.effects.roles.blocks_on_its_body(def),
            _ => false,
        })
    }

    /// A method of an `Option` or `Result` that hands on what is inside: `unwrap`, `context`. One that
    /// is given a closure which makes a future has made what is inside itself.
    fn opened_by(self, call: ExprId) -> Option<ExprId> {
        let ExprKind::MethodCall(method) = &self.function.body().exprs[call].kind else {
            return None;
        };
        let types = self.function.types();
        let opens = types.is_opened(types.type_of(method.receiver));
        (opens && !self.is_given_a_maker(call)).then_some(method.receiver)
    }

    /// An argument of a call is a closure or function that returns a future.
    fn is_given_a_maker(self, call: ExprId) -> bool {
        let args = match &self.function.body().exprs[call].kind {
            ExprKind::Call { args, .. } => args,
            ExprKind::MethodCall(call) => &call.args,
            _ => return false,
        };
        let types = self.function.types();
        args.iter().any(|&arg| match types.ty(types.type_of(arg)) {
            Type::Function(_, given) => self.function.waiting(*given) == Some(Waiting::Future),
            _ => false,
        })
    }

    pub(super) fn expr(self) -> ExprId {
        self.expr
    }

    pub(super) fn ty(self) -> TypeId {
        self.function.types().type_of(self.expr)
    }
}

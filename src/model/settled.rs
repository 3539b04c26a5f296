//! Where the values of calls end up, whatever they are taken out of on the way.

use crate::flow::Fate;
use crate::flow::Local;
use crate::flow::LocalId;
use crate::flow::RegionId;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::library::CallRole;
use crate::library::TypeRole;
use crate::model::Call;
use crate::model::Function;
use crate::source;
use crate::types::Callee;
use crate::types::Receiver;
use crate::types::Type;
use crate::types::TypeHead;

/// A runtime that a function makes, only uses by reference, and drops at its end.
#[derive(Clone, Copy, Debug)]
pub struct LocalRuntime<'m> {
    /// What makes it.
    pub maker: Call<'m>,
    /// Its name.
    pub name: source::Place,
    local: LocalId,
}

impl<'m> Function<'m> {
    /// The runtimes that it makes and drops at its end.
    pub fn local_runtimes(self) -> impl Iterator<Item = LocalRuntime<'m>> {
        self.calls().filter(|call| call.is_written()).filter_map(LocalRuntime::made_by)
    }

    /// What becomes of the value that a call makes, once it is taken out of the `Result` around it.
    pub(super) fn settled(self, expr: ExprId) -> Fate {
        let mut fate = self.flow().fate_of_call(expr);
        loop {
            // Each turn goes to an expression further out.
            let outer = match fate {
                Fate::Tried(outer) => outer,
                Fate::Receiver(call) if self.hands_on(call) => call,
                _ => return fate,
            };
            fate = self.flow().value(outer).map_or(Fate::Other, |found| found.1);
        }
    }

    /// `result.unwrap()`, `result.map_err(…)`: what was fine stays the same.
    fn hands_on(self, call: ExprId) -> bool {
        if self.role_of(call) == Some(CallRole::Unwraps) {
            return true;
        }
        let ExprKind::MethodCall(method) = &self.body().exprs[call].kind else { return false };
        let fine = |expr: ExprId| match self.types().ty(self.types().type_of(expr)) {
            Type::Adt(TypeHead::Library(path), args) => {
                let row = self.model.library.ty(path);
                args.first().filter(|_| row.is_some_and(|row| row.holds)).map(|arg| (path, *arg))
            }
            _ => None,
        };
        fine(call).is_some() && fine(call) == fine(method.receiver)
    }

    /// Every use of a local is one of these.
    fn is_used_only(self, local: &Local, allowed: impl Fn(Fate) -> bool) -> bool {
        !local.is_used_unseen && local.uses.iter().all(|&(_, fate)| allowed(fate))
    }
}

impl<'m> Call<'m> {
    /// Of a call that takes over a socket which must not block: the one that makes the socket, where
    /// nothing tells it not to.
    pub fn adopts_blocking_socket(self) -> Option<Call<'m>> {
        let function = self.function;
        if function.role_of(self.expr()) != Some(CallRole::Adopts) {
            return None;
        }
        function.calls().find(|maker| {
            let is_maker = function.role_of(maker.expr()) == Some(CallRole::Socket);
            is_maker && self.is_given(function.settled(maker.expr()))
        })
    }

    fn is_given(self, fate: Fate) -> bool {
        let function = self.function;
        let given = Fate::Argument(self.expr(), 0);
        let is_harmless = |fate: Fate| match fate {
            Fate::Receiver(call) => {
                let callee = function.types().call(call).map(|call| &call.callee);
                let is_of_library = matches!(callee, Some(Callee::Library(_)));
                is_of_library && function.role_of(call) != Some(CallRole::Unblocks)
            }
            fate => fate == given,
        };
        match fate {
            Fate::Bound(local) => {
                let local = function.flow().local(local);
                let is_given = local.uses.iter().any(|&(_, fate)| fate == given);
                is_given && function.is_used_only(local, is_harmless)
            }
            fate => fate == given,
        }
    }
}

impl<'m> LocalRuntime<'m> {
    fn made_by(maker: Call<'m>) -> Option<Self> {
        let function = maker.function;
        if function.hands_on(maker.expr()) {
            return None;
        }
        let Fate::Bound(id) = function.settled(maker.expr()) else { return None };
        let local = function.flow().local(id);
        let Type::Adt(TypeHead::Library(path), _) =
            function.types().ty(function.types().type_of_pat(local.pat))
        else {
            return None;
        };
        let role = function.model.library.ty(path)?.role;
        let is_of_library = matches!(&maker.typed().callee, Callee::Library(_));
        let borrows = |fate: Fate| match fate {
            Fate::Receiver(call) => {
                let call = function.types().call(call);
                call.is_some_and(|call| call.receiver == Receiver::Borrowed)
            }
            _ => false,
        };
        let home = maker.region();
        let stays = local.uses.iter().all(|&(region, _): &(RegionId, Fate)| region == home);
        let is_local = role == Some(TypeRole::Runtime)
            && is_of_library
            && stays
            && function.is_used_only(local, borrows);
        let span = function.body().pats[local.pat].span;
        let name = source::Place { file: function.file(), span };
        is_local.then_some(Self { maker, name, local: id })
    }

    /// Code waits with it for a future.
    pub fn is_waited_on(self) -> bool {
        self.waits().next().is_some()
    }

    /// The calls that wait with it for a future.
    pub(super) fn waits(self) -> impl Iterator<Item = ExprId> {
        let function = self.maker.function;
        let uses = function.flow().uses(self.local).iter();
        uses.filter_map(move |&(_, fate)| match fate {
            Fate::Receiver(call) if function.role_of(call) == Some(CallRole::BlockOn) => Some(call),
            _ => None,
        })
    }
}

//! What collections and the like keep, and when they are empty.

use crate::flow::build::Builder;
use crate::flow::build::Piece;
use crate::flow::build::place::Place;
use crate::flow::graph::Event;
use crate::ir::ExprId;
use crate::library::CallRole;
use crate::types::Type;
use crate::types::TypeHead;
use crate::types::TypeId;

impl Builder<'_> {
    /// A collection keeps what its methods are given: `push`, `insert`.
    pub(super) fn keep(&mut self, keeper: &Place, receiver: ExprId, value: &[Piece]) {
        let ty = self.type_of(receiver);
        if value.is_empty() || !self.is_collection(ty) {
            return;
        }
        let Some((variable, at)) = &keeper.variable else { return };
        for owned in self.owned(ty) {
            let to = self.slot_of(*variable, at.iter().copied().chain(owned.at).collect());
            for piece in value {
                self.event(Event::Share { from: piece.slot, to });
            }
        }
    }

    /// A function of a collection that is given nothing to keep: `Vec::new`.
    pub(super) fn makes_an_empty_one(&self, call: ExprId) -> bool {
        let ty = self.type_of(call);
        match (self.given.types.library_callee(call), self.given.types.ty(ty)) {
            (Some(function), Type::Adt(TypeHead::Library(path), _)) => {
                let is_its_own = function.rsplit_once("::").is_some_and(|(of, _)| *of == **path);
                is_its_own && self.is_collection(ty)
            }
            _ => false,
        }
    }

    /// The call leaves nothing in its receiver, which is no pointer to what is emptied.
    pub(super) fn empties(&self, call: ExprId, receiver: ExprId) -> bool {
        self.has_role(call, CallRole::Empties) && self.is_collection(self.type_of(receiver))
    }

    /// A call leads to a function of a library with a role.
    pub(super) fn has_role(&self, call: ExprId, role: CallRole) -> bool {
        let path = self.given.types.library_callee(call);
        let row = path.and_then(|path| self.given.library.call(path));
        row.is_some_and(|row| row.role == Some(role))
    }

    /// It is a library's type whose values own values of its arguments.
    fn is_collection(&self, ty: TypeId) -> bool {
        match self.given.types.ty(ty) {
            Type::Adt(TypeHead::Library(path), _) => {
                self.given.library.ty(path).is_some_and(|row| row.holds)
            }
            _ => false,
        }
    }
}

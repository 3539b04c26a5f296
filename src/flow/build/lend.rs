//! What calls are lent: their receiver and arguments by reference, which they may write to or flush.

use crate::flow::build::Builder;
use crate::flow::build::Home;
use crate::flow::build::Piece;
use crate::flow::build::place::Place;
use crate::flow::graph::Event;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::library::CallRole;
use crate::types::Callee;

impl Builder<'_> {
    /// Walks arguments. What they give away is taken; gives what is lent by `&`, one for each argument.
    pub(super) fn arguments(&mut self, args: &[ExprId], taken: &mut Vec<Piece>) -> Vec<Place> {
        let body = self.given.body;
        let mut lent = Vec::with_capacity(args.len());
        for &arg in args {
            match body.exprs[arg].kind {
                ExprKind::Ref { operand, .. } if self.is_place(operand) => {
                    let home = Home::new(self.temporaries());
                    lent.push(self.place(operand, home));
                }
                _ => {
                    taken.extend(self.value(arg));
                    lent.push(Place::default());
                }
            }
        }
        lent
    }

    /// The call has what it was lent: it writes to its receiver where a row says so, and may flush the
    /// rest.
    pub(super) fn lend(&mut self, id: ExprId, receiver: Option<Place>, args: &[Place]) {
        let writes = self.writes(id);
        for piece in receiver.iter().flat_map(|place| &place.pieces) {
            self.event(if writes { Event::Write(piece.slot) } else { Event::Settle(piece.slot) });
        }
        for piece in args.iter().flat_map(|place| &place.pieces) {
            self.event(Event::Settle(piece.slot));
        }
    }

    fn writes(&self, id: ExprId) -> bool {
        let Some(Callee::Library(path)) = self.given.types.call(id).map(|call| &call.callee) else {
            return false;
        };
        self.given.library.call(path).is_some_and(|row| row.role == Some(CallRole::Writes))
    }
}

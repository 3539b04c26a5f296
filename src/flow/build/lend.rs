//! What calls are lent: their receiver and arguments by reference, which they may write to or flush.

use crate::flow::build::Builder;
use crate::flow::build::Home;
use crate::flow::build::Piece;
use crate::flow::build::place::Place;
use crate::flow::graph::Event;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::library::CallRole;

impl Builder<'_> {
    /// Walks arguments. What they give away is taken; gives what is lent by `&`.
    pub(super) fn arguments(&mut self, args: &[ExprId], taken: &mut Vec<Piece>) -> Vec<Piece> {
        let body = self.given.body;
        let mut lent = Vec::new();
        for &arg in args {
            match body.exprs[arg].kind {
                ExprKind::Ref { operand, .. } if self.is_place(operand) => {
                    let home = Home::new(self.temporaries());
                    lent.extend(self.place(operand, home).pieces);
                }
                _ => taken.extend(self.value(arg)),
            }
        }
        lent
    }

    /// The call has what it was lent: it writes to its receiver where a row says so, and may flush the
    /// rest.
    pub(super) fn lend(&mut self, id: ExprId, receiver: Option<Place>, args: &[Piece]) {
        let writes = self.writes(id);
        for piece in receiver.iter().flat_map(|place| &place.pieces) {
            self.event(if writes { Event::Write(piece.slot) } else { Event::Settle(piece.slot) });
        }
        args.iter().for_each(|piece| self.event(Event::Settle(piece.slot)));
    }

    fn writes(&self, id: ExprId) -> bool {
        let path = self.given.types.library_callee(id);
        let row = path.and_then(|path| self.given.library.call(path));
        row.is_some_and(|row| row.role == Some(CallRole::Writes))
    }
}

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

    /// The call has what it was lent: it writes to it where a row says so, and may flush the rest.
    pub(super) fn lend(&mut self, id: ExprId, receiver: Option<Place>, args: &[Place]) {
        let written = self.written_to(id);
        for (number, place) in receiver
            .iter()
            .map(|it| (None, it))
            .chain(args.iter().enumerate().map(|(number, place)| (Some(number), place)))
        {
            for piece in &place.pieces {
                let event = match written == Some(number) {
                    true => Event::Write(piece.slot),
                    false => Event::Settle(piece.slot),
                };
                self.event(event);
            }
        }
    }

    /// What a call writes to: its receiver, or the argument with a number.
    fn written_to(&self, id: ExprId) -> Option<Option<usize>> {
        let Some(Callee::Library(path)) = self.given.types.call(id).map(|call| &call.callee) else {
            return None;
        };
        let row = self.given.library.call(path)?;
        (row.role == Some(CallRole::Writes)).then_some(row.arg)
    }
}

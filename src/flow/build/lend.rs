//! What calls are lent: their receiver and arguments by reference, which they may write to or flush.

use crate::flow::build::Builder;
use crate::flow::build::Home;
use crate::flow::build::Piece;
use crate::flow::build::place::Place;
use crate::flow::graph::Event;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::PatId;
use crate::ir::PatKind;
use crate::library::CallRole;
use crate::types::Step;

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

    /// A pattern that an error matches is held against what a write gave: what was written before is
    /// given up, and nobody has to flush it.
    pub(super) fn given_up(&mut self, pat: PatId, written: ExprId) {
        let exprs = &self.given.body.exprs;
        let ExprKind::Await(call) = exprs[written].kind else { return };
        let ExprKind::MethodCall(method) = &exprs[call].kind else { return };
        let writer = method.receiver;
        let is_named = matches!(exprs[writer].kind, ExprKind::Path(_));
        if is_named && self.writes(call) && self.is_of_an_error(pat) {
            let home = Home::new(self.innermost());
            let place = self.place(writer, home);
            place.pieces.iter().for_each(|piece| self.event(Event::Settle(piece.slot)));
        }
    }

    /// `Err(…)` as written.
    fn is_of_an_error(&self, pat: PatId) -> bool {
        let PatKind::TupleStruct { path, .. } = &self.given.body.pats[pat].kind else {
            return false;
        };
        let variant = path.segments.last().map(|last| last.name);
        self.step_of_variant(pat, variant) == Some(Step::Argument(1))
    }

    fn writes(&self, id: ExprId) -> bool {
        let path = self.given.types.library_callee(id);
        let row = path.and_then(|path| self.given.library.call(path));
        row.is_some_and(|row| row.role == Some(CallRole::Writes))
    }
}

//! Leaving what one is in: `break`, `continue`, `return`, `?`.

use crate::flow::build::Builder;
use crate::flow::build::Piece;
use crate::flow::build::Value;
use crate::flow::graph::BlockId;
use crate::flow::graph::Event;
use crate::flow::graph::ScopeId;
use crate::flow::graph::SlotId;
use crate::ir::Name;
use crate::types::Step;

/// Where `break` and `continue` lead.
pub(super) struct Jump {
    pub label: Option<Name>,
    pub is_loop: bool,
    pub end: BlockId,
    pub again: BlockId,
    /// How many scopes are open outside.
    pub depth: usize,
    pub result: Join,
}

/// Where the values of several paths come together: a slot for each place in the value.
#[derive(Clone, Debug)]
pub(super) struct Join {
    scope: ScopeId,
    slots: Vec<Piece>,
}

impl Join {
    /// The value belongs to this scope.
    pub(super) fn new(scope: ScopeId) -> Self {
        Self { scope, slots: Vec::new() }
    }

    /// What has come together.
    pub(super) fn value(self) -> Value {
        self.slots
    }
}

impl Builder<'_> {
    /// One path gives this.
    pub(super) fn join(&mut self, join: &mut Join, value: Value) {
        for piece in value {
            let to = self.joined_slot(join, &piece.at);
            self.move_to(piece.slot, to);
        }
    }

    fn joined_slot(&mut self, join: &mut Join, at: &[Step]) -> SlotId {
        if let Some(known) = join.slots.iter().find(|known| known.at == at) {
            return known.slot;
        }
        let slot = self.slot(join.scope, None);
        join.slots.push(Piece { at: at.to_vec(), slot });
        slot
    }

    /// `break 'a x`.
    pub(super) fn break_out(&mut self, label: Option<Name>, value: Option<Value>) {
        if let Some(at) = self.jump(label, true) {
            let mut result = self.frame().jumps[at].result.clone();
            self.join(&mut result, value.unwrap_or_default());
            let jump = &mut self.frame().jumps[at];
            jump.result = result;
            let (depth, end) = (jump.depth, jump.end);
            self.leave(depth);
            self.go_to(end);
        }
        self.dead();
    }

    /// `continue 'a`.
    pub(super) fn start_again(&mut self, label: Option<Name>) {
        if let Some(at) = self.jump(label, false) {
            let jump = &self.frame().jumps[at];
            let (depth, again) = (jump.depth, jump.again);
            self.leave(depth);
            self.go_to(again);
        }
        self.dead();
    }

    /// `return`: nothing can yield between here and the end.
    pub(super) fn leave_region(&mut self) {
        self.leave(0);
        self.dead();
    }

    /// Drops what lives in the scopes behind the first ones, and stays in them.
    pub(super) fn leave(&mut self, depth: usize) {
        let scopes: Vec<ScopeId> = self.frame().open[depth..].to_vec();
        scopes.into_iter().rev().for_each(|scope| self.event(Event::Exit(scope)));
    }

    fn jump(&mut self, label: Option<Name>, breaks: bool) -> Option<usize> {
        self.frame().jumps.iter().rposition(|jump| match label {
            Some(label) => jump.label == Some(label) && (breaks || jump.is_loop),
            None => jump.is_loop,
        })
    }

    /// Walks something that `break` leads out of; gives what the breaks give.
    pub(super) fn with_jump(&mut self, jump: Jump, walk: impl FnOnce(&mut Self)) -> Join {
        self.frame().jumps.push(jump);
        walk(self);
        let jump = self.frame().jumps.pop().expect("the jump that was pushed above");
        jump.result
    }
}

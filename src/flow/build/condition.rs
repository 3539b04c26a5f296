//! Conditions, with the `let`s in them.

use crate::flow::build::Builder;
use crate::flow::build::Home;
use crate::flow::graph::BlockId;
use crate::flow::graph::ScopeId;
use crate::ir::BinaryOp;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::library::Answer;

impl Builder<'_> {
    /// Walks the condition of an `if` or of a match guard, in a scope that is open for what it binds.
    /// Goes on where it holds; gives the block where it does not, outside of all scopes but the first
    /// ones.
    pub(super) fn condition(&mut self, id: ExprId, depth: usize) -> BlockId {
        // From edition 2024 on what a `let` of the condition makes dies with what the condition
        // guards, and before the `else`.
        let temporaries = match self.short_tails {
            true => self.innermost(),
            false => self.temporaries(),
        };
        self.condition_with(id, depth, temporaries)
    }

    /// The same of a `while`: what it makes lives as long as one turn.
    pub(super) fn while_condition(&mut self, id: ExprId, depth: usize) -> BlockId {
        let temporaries = self.innermost();
        self.condition_with(id, depth, temporaries)
    }

    fn condition_with(&mut self, id: ExprId, depth: usize, temporaries: ScopeId) -> BlockId {
        let failed = self.new_block();
        self.holds(id, depth, temporaries, failed);
        failed
    }

    fn holds(&mut self, id: ExprId, depth: usize, temporaries: ScopeId, failed: BlockId) {
        let body = self.given.body;
        match &body.exprs[id].kind {
            ExprKind::Binary { op: BinaryOp::And, lhs, rhs } => {
                self.holds(*lhs, depth, temporaries, failed);
                self.holds(*rhs, depth, temporaries, failed);
            }
            ExprKind::Let { pat, scrutinee } => {
                let outer = self.belongs_to(temporaries);
                let place = self.place(*scrutinee, Home::new(temporaries));
                self.frame().temporaries = outer;
                let matched = self.branch();
                if !self.is_irrefutable(*pat) {
                    let missed = self.branch();
                    self.continue_in(missed);
                    self.exclude(*pat, &place);
                    self.leave(depth);
                    self.go_to(failed);
                }
                self.continue_in(matched);
                self.narrow(*pat, &place);
                self.given_up(*pat, *scrutinee);
                self.bind(*pat, &place);
            }
            _ => {
                self.terminating(|builder| builder.value(id));
                let constant = self.constant(id);
                let on = self.new_block();
                if constant != Some(false) {
                    self.go_to(on);
                }
                let asked = self.asks_for_nothing(id);
                if constant != Some(true) {
                    let missed = self.branch();
                    self.continue_in(missed);
                    self.nothing_in(asked, false);
                    self.leave(depth);
                    self.go_to(failed);
                }
                self.continue_in(on);
                self.nothing_in(asked, true);
            }
        }
    }

    /// The variable that `x.is_none()` or `x.is_some()` asks, and the answer that says that there is
    /// nothing in it.
    fn asks_for_nothing(&self, id: ExprId) -> Option<(ExprId, bool)> {
        let ExprKind::MethodCall(call) = &self.given.body.exprs[id].kind else { return None };
        let path = self.given.types.library_callee(id)?;
        let maps = &self.given.library.answer(path)?.maps;
        let is_path = matches!(self.given.body.exprs[call.receiver].kind, ExprKind::Path(_));
        match (maps.get("None")?, maps.get("Some")?) {
            (Answer::Bool(none), Answer::Bool(some)) if none != some && is_path => {
                Some((call.receiver, *none))
            }
            _ => None,
        }
    }

    /// Where the answer was that nothing is in a variable, no value in it lives on.
    fn nothing_in(&mut self, asked: Option<(ExprId, bool)>, answer: bool) {
        if let Some((variable, none)) = asked
            && none == answer
        {
            let temporaries = self.innermost();
            let place = self.place(variable, Home::new(temporaries));
            self.drop_all(&place.pieces);
        }
    }

    /// Temporaries belong to this scope from here on; gives to which they belonged.
    fn belongs_to(&mut self, scope: ScopeId) -> usize {
        let frame = self.frame();
        let at = frame.open.iter().position(|&open| open == scope);
        let at = at.expect("temporaries belong to a scope that is open");
        std::mem::replace(&mut frame.temporaries, at)
    }
}

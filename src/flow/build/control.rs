//! Branches and loops.

use crate::flow::build::Builder;
use crate::flow::build::Home;
use crate::flow::build::Piece;
use crate::flow::build::Value;
use crate::flow::build::jump::Join;
use crate::flow::build::jump::Jump;
use crate::flow::build::place::Place;
use crate::flow::graph::Event;
use crate::flow::graph::Source;
use crate::ir;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Literal;
use crate::ir::Name;
use crate::ir::PatId;
use crate::types::Step;

impl Builder<'_> {
    /// An expression that branches, loops, leaves, or does nothing of its own.
    pub(super) fn controlled(&mut self, id: ExprId, home: Home) -> Value {
        let body = self.given.body;
        match &body.exprs[id].kind {
            ExprKind::If { condition, then, otherwise } => {
                self.if_else(*condition, *then, *otherwise, home)
            }
            ExprKind::Match { scrutinee, arms } => self.match_arms(*scrutinee, arms, home),
            ExprKind::Loop { label, body } => self.loop_forever(*label, *body, home),
            ExprKind::While { label, condition, body } => {
                self.while_true(*label, *condition, *body);
                Vec::new()
            }
            ExprKind::For { label, pat, iterable, body, is_await } => {
                let each = Each { id, label: *label, pat: *pat, body: *body, is_await: *is_await };
                self.for_each(&each, *iterable);
                Vec::new()
            }
            ExprKind::Select(select) => self.select(id, select, home),
            ExprKind::Break { label, value } => {
                let value = value.map(|value| self.value(value));
                self.break_out(*label, value);
                Vec::new()
            }
            ExprKind::Continue { label } => {
                self.start_again(*label);
                Vec::new()
            }
            ExprKind::Return(value) => {
                if value.is_some_and(|value| self.is_error(value)) {
                    self.event(Event::Fail(id));
                }
                let value = value.map(|value| self.value(value)).unwrap_or_default();
                self.give(&value);
                self.leave_region();
                Vec::new()
            }
            // A `let` stands in a condition; elsewhere it is not understood.
            _ => {
                body.each_child(id, &mut |child| {
                    let value = self.value(child);
                    self.drop_all(&value);
                });
                Vec::new()
            }
        }
    }

    fn if_else(
        &mut self,
        condition: ExprId,
        then: ExprId,
        otherwise: Option<ExprId>,
        home: Home,
    ) -> Value {
        let mut result = Join::new(home.scope);
        let end = self.new_block();
        let depth = self.frame().open.len();
        let mark = self.locals.len();
        self.open_scope();
        let failed = self.condition(condition, depth);
        let value = self.terminating_value(then, home);
        self.join(&mut result, value);
        self.locals.truncate(mark);
        self.close_scope();
        self.go_to(end);
        self.continue_in(failed);
        if let Some(otherwise) = otherwise {
            let value = self.terminating_value(otherwise, home);
            self.join(&mut result, value);
        }
        self.go_to(end);
        self.continue_in(end);
        result.value()
    }

    /// An expression whose temporaries die at its end, and what it gives does not.
    pub(super) fn terminating_value(&mut self, id: ExprId, home: Home) -> Value {
        self.terminating(|builder| builder.value_in(id, home))
    }

    fn match_arms(&mut self, scrutinee: ExprId, arms: &[ir::Arm], home: Home) -> Value {
        let scrutinee_home = Home::new(self.temporaries());
        let place = self.place(scrutinee, scrutinee_home);
        let mut result = Join::new(home.scope);
        let end = self.new_block();
        let built: Vec<&ir::Arm> =
            arms.iter().filter(|arm| self.is_built(arm.cfg.as_deref())).collect();
        for (at, arm) in built.iter().enumerate() {
            let is_sure = arm.guard.is_none() && self.is_irrefutable(arm.pat);
            let is_last = is_sure || at + 1 == built.len();
            let before = self.current();
            let matched = self.branch();
            let next = self.new_block();
            if !is_last {
                self.edge(before, next);
            }
            self.continue_in(matched);
            let mark = self.locals.len();
            self.open_scope();
            self.narrow(arm.pat, &place);
            self.given_up(arm.pat, scrutinee);
            let transfers = self.declare(arm.pat, &place);
            if let Some(guard) = arm.guard {
                let depth = self.frame().open.len() - 1;
                let failed = self.condition(guard, depth);
                self.edge(failed, next);
            }
            self.transfer(&transfers);
            let value = self.terminating_value(arm.body, home);
            self.join(&mut result, value);
            self.locals.truncate(mark);
            self.close_scope();
            self.go_to(end);
            self.continue_in(next);
            if is_last {
                break;
            }
            if arm.guard.is_none() {
                self.exclude(arm.pat, &place);
            }
        }
        self.continue_in(end);
        result.value()
    }

    fn loop_forever(&mut self, label: Option<Name>, body: ExprId, home: Home) -> Value {
        let again = self.branch();
        let end = self.new_block();
        let depth = self.frame().open.len();
        let result = Join::new(home.scope);
        self.continue_in(again);
        let jump = Jump { label, is_loop: true, end, again, depth, result };
        let result = self.with_jump(jump, |builder| {
            builder.discarded(body);
            builder.go_to(again);
        });
        self.continue_in(end);
        result.value()
    }

    fn while_true(&mut self, label: Option<Name>, condition: ExprId, body: ExprId) {
        let again = self.branch();
        let end = self.new_block();
        let depth = self.frame().open.len();
        self.continue_in(again);
        let result = Join::new(self.innermost());
        let jump = Jump { label, is_loop: true, end, again, depth, result };
        self.with_jump(jump, |builder| {
            let mark = builder.locals.len();
            // What the condition makes lives until the body has ended, in every edition.
            let failed = builder.terminating(|builder| {
                let failed = builder.while_condition(condition, depth);
                builder.discarded(body);
                builder.locals.truncate(mark);
                failed
            });
            builder.go_to(again);
            builder.continue_in(failed);
            builder.go_to(end);
        });
        self.continue_in(end);
    }

    fn for_each(&mut self, each: &Each, iterable: ExprId) {
        let items = self.value(iterable);
        let again = self.branch();
        let end = self.new_block();
        let depth = self.frame().open.len();
        self.continue_in(again);
        if each.is_await {
            self.event(Event::Suspend(each.id));
        }
        self.edge(again, end);
        let turn = self.branch();
        self.continue_in(turn);
        let result = Join::new(self.innermost());
        let jump = Jump { label: each.label, is_loop: true, end, again, depth, result };
        self.with_jump(jump, |builder| {
            let mark = builder.locals.len();
            builder.open_scope();
            let item = builder.item_of(&items);
            builder.bind(each.pat, &Place::temporary(item));
            builder.discarded(each.body);
            builder.locals.truncate(mark);
            builder.close_scope();
            builder.go_to(again);
        });
        self.continue_in(end);
        self.drop_all(&items);
    }

    /// One of the items: it may own what any of them does.
    fn item_of(&mut self, items: &[Piece]) -> Value {
        let scope = self.innermost();
        let mut item = Vec::new();
        for piece in items {
            let slot = self.slot(scope, None);
            self.event(Event::Share { from: piece.slot, to: slot });
            item.push(Piece { at: vec![Step::Any], slot });
        }
        item
    }

    fn select(&mut self, id: ExprId, select: &ir::Select, home: Home) -> Value {
        self.terminating(|builder| {
            for arm in &select.arms {
                arm.condition.into_iter().for_each(|condition| drop(builder.value(condition)));
                let future = builder.value(arm.future);
                builder.drop_all(&future);
            }
            builder.event(Event::Suspend(id));
        });
        let mut result = Join::new(home.scope);
        let start = self.current();
        let end = self.new_block();
        for arm in &select.arms {
            self.continue_in(start);
            let chosen = self.branch();
            self.continue_in(chosen);
            let mark = self.locals.len();
            self.open_scope();
            let given = self.given_to(arm.pat, Source::Made(arm.future));
            self.bind(arm.pat, &Place::temporary(given));
            let value = self.terminating_value(arm.body, home);
            self.join(&mut result, value);
            self.locals.truncate(mark);
            self.close_scope();
            self.go_to(end);
        }
        if let Some(otherwise) = select.otherwise {
            self.continue_in(start);
            let chosen = self.branch();
            self.continue_in(chosen);
            let value = self.terminating_value(otherwise, home);
            self.join(&mut result, value);
            self.go_to(end);
        }
        self.continue_in(end);
        result.value()
    }

    /// What a pattern is given whose names tell what it owns.
    fn given_to(&mut self, pat: PatId, from: Source) -> Value {
        let mut bound = Vec::new();
        self.given.body.each_binding(pat, &mut |pat| bound.push(pat));
        let scope = self.innermost();
        let mut value = Vec::new();
        for pat in bound {
            for mut owned in self.owned(self.given.types.type_of_pat(pat)) {
                owned.at = vec![Step::Any];
                value.extend(self.born(from, owned, scope));
            }
        }
        value
    }

    /// Walks something whose value nobody takes.
    pub(super) fn discarded(&mut self, id: ExprId) {
        self.terminating(|builder| builder.value(id));
    }

    /// `Err(…)` as written.
    fn is_error(&self, id: ExprId) -> bool {
        let body = self.given.body;
        let ExprKind::Call { callee, .. } = body.exprs[id].kind else { return false };
        let ExprKind::Path(path) = &body.exprs[callee].kind else { return false };
        let last = path.segments.last().map(|last| last.name);
        last.and_then(|name| self.variant_step(self.type_of(id), name)) == Some(Step::Argument(1))
    }

    /// `true` and `false` as written.
    pub(super) fn constant(&self, id: ExprId) -> Option<bool> {
        match self.given.body.exprs[id].kind {
            ExprKind::Literal(Literal::Bool(value)) => Some(value),
            _ => None,
        }
    }
}

/// The parts of a `for`.
struct Each {
    id: ExprId,
    label: Option<Name>,
    pat: PatId,
    body: ExprId,
    is_await: bool,
}

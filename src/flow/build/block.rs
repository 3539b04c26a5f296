//! Blocks and their statements.

use crate::flow::build::Builder;
use crate::flow::build::Home;
use crate::flow::build::Value;
use crate::flow::build::jump::Join;
use crate::flow::build::jump::Jump;
use crate::flow::build::place::Place;
use crate::ir;
use crate::ir::BlockKind;
use crate::ir::ExprId;
use crate::ir::PatId;
use crate::ir::PatKind;
use crate::ir::StmtKind;

impl Builder<'_> {
    /// The block of an async block: a region of its own.
    pub(super) fn body(&mut self, block: &ir::Block) -> Value {
        let home = Home::new(self.innermost());
        self.block(block, home)
    }

    /// A block; what it gives belongs to a scope outside of it.
    pub(super) fn block(&mut self, block: &ir::Block, home: Home) -> Value {
        let Some(label) = block.label else { return self.unlabelled(block, home) };
        let end = self.new_block();
        let depth = self.frame().open.len();
        let result = Join::new(home.scope);
        let jump = Jump { label: Some(label), is_loop: false, end, again: end, depth, result };
        let result = self.with_jump(jump, |builder| {
            let value = builder.unlabelled(block, home);
            builder.break_out(Some(label), Some(value));
        });
        self.continue_in(end);
        result.value()
    }

    fn unlabelled(&mut self, block: &ir::Block, home: Home) -> Value {
        let mark = self.locals.len();
        self.open_scope();
        for stmt in &block.stmts {
            if !self.is_built(stmt.cfg.as_deref()) {
                continue;
            }
            match &stmt.kind {
                StmtKind::Let { pat, init, otherwise, .. } => {
                    self.let_statement(*pat, *init, *otherwise);
                }
                StmtKind::Expr { expr, .. } => self.discarded(*expr),
            }
        }
        let value = match block.tail {
            // The tail of an async block is the end of a function.
            Some(tail) if self.short_tails || !is_plain(block) => {
                self.terminating_value(tail, home)
            }
            Some(tail) => self.value_in(tail, home),
            None => Vec::new(),
        };
        // A variable that is the tail has been moved: what is left dies here.
        self.locals.truncate(mark);
        self.close_scope();
        value
    }

    fn let_statement(&mut self, pat: PatId, init: Option<ExprId>, otherwise: Option<ExprId>) {
        let block = self.innermost();
        let Some(init) = init else {
            self.declare(pat, &Place::default());
            return;
        };
        if let PatKind::Bind { mutable: false, by_ref: false, sub: None, .. } =
            self.given.body.pats[pat].kind
        {
            self.variables.values.insert(pat, init);
        }
        let failed = self.new_block();
        let depth = self.frame().open.len();
        let declared = self.terminating(|builder| {
            // What the value refers to by `&` lives on, and by `ref` the value itself.
            let scope = if builder.extends(pat) { block } else { builder.temporaries() };
            let place = builder.place(init, Home { scope, referents: Some(block) });
            if otherwise.is_some() {
                let matched = builder.branch();
                let missed = builder.branch();
                builder.continue_in(missed);
                builder.exclude(pat, &place);
                builder.leave(depth);
                builder.go_to(failed);
                builder.continue_in(matched);
                builder.narrow(pat, &place);
            }
            builder.bind_in_block(pat, &place)
        });
        if let Some(otherwise) = otherwise {
            let on = self.current();
            self.continue_in(failed);
            let hidden = self.locals.split_off(declared);
            self.discarded(otherwise);
            self.locals.extend(hidden);
            self.continue_in(on);
        }
    }

    /// Binds in the scope of the block, not in that of the statement; gives the number of variables
    /// there were before.
    fn bind_in_block(&mut self, pat: PatId, place: &Place) -> usize {
        let before = self.locals.len();
        let statement = self.frame().open.pop().expect("the statement has a scope");
        let transfers = self.declare(pat, place);
        self.frame().open.push(statement);
        self.transfer(&transfers);
        before
    }

    /// The pattern takes references to parts of the value, which has to live on for them.
    fn extends(&self, pat: PatId) -> bool {
        let body = self.given.body;
        match &body.pats[pat].kind {
            PatKind::Bind { by_ref, .. } => *by_ref,
            _ => {
                let mut found = false;
                body.each_sub_pattern(pat, &mut |sub| found |= self.extends(sub));
                found
            }
        }
    }
}

fn is_plain(block: &ir::Block) -> bool {
    matches!(block.kind, BlockKind::Plain | BlockKind::Unsafe | BlockKind::Try)
}

//! The local variables in scope: they hide functions of the same name.

use crate::ir::Body;
use crate::ir::PatId;
use crate::ir::PatKind;
use crate::resolve::Names;
use crate::resolve::Symbol;
use crate::source::FileId;

/// The local variables in scope, the innermost last.
#[derive(Default)]
pub(super) struct Locals {
    names: Vec<Symbol>,
}

/// How many locals there were: leaving a block goes back to it.
#[derive(Clone, Copy)]
pub(super) struct Mark(usize);

impl Locals {
    pub(super) fn mark(&self) -> Mark {
        Mark(self.names.len())
    }

    pub(super) fn back_to(&mut self, mark: Mark) {
        self.names.truncate(mark.0);
    }

    pub(super) fn has(&self, name: Symbol) -> bool {
        self.names.contains(&name)
    }

    /// Adds what a pattern binds. A bare name that is really a const or a unit struct is added too:
    /// neither can be called.
    pub(super) fn bind(&mut self, names: &Names, file: FileId, body: &Body, pat: PatId) {
        if let PatKind::Bind { name, .. } = &body.pats[pat].kind {
            self.names.push(names.symbol(file, *name));
        }
        body.each_sub_pattern(pat, &mut |sub| self.bind(names, file, body, sub));
    }
}

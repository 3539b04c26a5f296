//! How a value comes from what was read.

use rustc_hash::FxHashSet;

use crate::flow::order::spot::DEEPEST;
use crate::flow::order::spot::Part;
use crate::flow::order::spot::Reader;
use crate::flow::order::spot::Spot;
use crate::ir::BlockKind;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::MacroForm;
use crate::ir::PatId;
use crate::ir::PatKind;
use crate::types::Callee;
use crate::types::is_arithmetic;

/// A question about one read: the section or call that read, and what of its state matters.
#[derive(Clone, Debug)]
pub(super) struct Sought {
    pub read: ExprId,
    pub spot: Spot,
}

impl Reader<'_> {
    /// A value that is written to a place is what was read there, changed: added to, or a copy to which
    /// something was done. What functions of the workspace make of it, or what is awaited, is not.
    pub(super) fn is_changed(self, value: ExprId, sought: &Sought) -> bool {
        match self.is_copy(value, sought) {
            true => self.variable(value).is_some_and(|pat| self.is_mutable(pat)),
            false => self.is_computed(value, sought, 0),
        }
    }

    /// A value is what was read there.
    pub(super) fn is_copy(self, value: ExprId, sought: &Sought) -> bool {
        let found = self.value(value, 0);
        found.is_some_and(|it| it.section == Some(sought.read) && it.spot == sought.spot)
    }

    fn is_mutable(self, pat: PatId) -> bool {
        matches!(self.accesses.body.pats[pat].kind, PatKind::Bind { mutable: true, .. })
    }

    /// Or has a copy of it inside.
    fn holds(self, value: ExprId, sought: &Sought, depth: usize) -> bool {
        self.is_copy(value, sought) || self.is_computed(value, sought, depth + 1)
    }

    fn is_computed(self, value: ExprId, sought: &Sought, depth: usize) -> bool {
        if depth > DEEPEST {
            return false;
        }
        let holds = |inner: ExprId| self.holds(inner, sought, depth);
        match &self.accesses.body.exprs[value].kind {
            ExprKind::Binary { op, lhs, rhs } => is_arithmetic(*op) && (holds(*lhs) || holds(*rhs)),
            ExprKind::Unary { operand: inner, .. } => holds(*inner),
            ExprKind::Ref { operand: inner, .. }
            | ExprKind::Cast { operand: inner, .. }
            | ExprKind::Try(inner) => self.is_computed(*inner, sought, depth + 1),
            ExprKind::MethodCall(call) if self.gives(value) => {
                self.is_computed(call.receiver, sought, depth + 1)
            }
            ExprKind::MethodCall(call) if self.is_of_library(value) => {
                holds(call.receiver) || call.args.iter().any(|&arg| holds(arg))
            }
            ExprKind::Call { args, .. } if self.is_of_library(value) => {
                args.iter().any(|&arg| holds(arg))
            }
            ExprKind::Struct(literal) => {
                let base = literal.base.is_some_and(|base| self.is_copy(base, sought));
                base || literal.fields.iter().any(|&(name, field)| {
                    let mut inner = sought.clone();
                    inner.spot.inside.push(Part::Field(self.accesses.symbol(name)));
                    self.holds(field, &inner, depth)
                })
            }
            ExprKind::Block(block) if matches!(block.kind, BlockKind::Plain) => {
                block.tail.is_some_and(|tail| self.is_computed(tail, sought, depth + 1))
            }
            ExprKind::If { then, otherwise, .. } => {
                let mut parts = std::iter::once(*then).chain(*otherwise);
                parts.any(|part| self.is_computed(part, sought, depth + 1))
            }
            ExprKind::Match { arms, .. } => {
                arms.iter().any(|arm| self.is_computed(arm.body, sought, depth + 1))
            }
            ExprKind::Macro(call) if matches!(call.form, MacroForm::Format | MacroForm::Vec) => {
                call.args.iter().any(|&arg| holds(arg))
            }
            ExprKind::Path(_) => self.is_computed_variable(value, sought, depth),
            _ => false,
        }
    }

    fn is_computed_variable(self, path: ExprId, sought: &Sought, depth: usize) -> bool {
        let Some(pat) = self.variable(path) else { return false };
        let mut from = self.origins.of(pat).iter();
        from.any(|&(value, _)| self.is_changed_in(value, pat, sought, depth))
            || self.origins.added_to(pat).iter().any(|&it| self.holds(it, sought, depth))
    }

    /// The value of a variable: a copy counts as changed where the variable can be.
    fn is_changed_in(self, value: ExprId, pat: PatId, sought: &Sought, depth: usize) -> bool {
        self.is_mutable(pat) && self.is_copy(value, sought)
            || self.is_computed(value, sought, depth + 1)
    }

    /// A function of a library, or a constructor: all that it gives comes from its arguments.
    fn is_of_library(self, call: ExprId) -> bool {
        let callee = self.accesses.types.call(call).map(|call| &call.callee);
        matches!(callee, Some(Callee::Library(_) | Callee::Constructor))
    }

    /// An expression has another one in it, or a variable that comes from it.
    pub(super) fn mentions(self, expr: ExprId, sought: ExprId) -> bool {
        self.mentions_in(expr, sought, &mut FxHashSet::default())
    }

    fn mentions_in(self, expr: ExprId, sought: ExprId, seen: &mut FxHashSet<PatId>) -> bool {
        if expr == sought {
            return true;
        }
        if let Some(pat) = self.variable(expr) {
            if !seen.insert(pat) {
                return false;
            }
            let from = self.origins.of(pat).iter().map(|&(value, _)| value);
            let mut from = from.chain(self.origins.added_to(pat).iter().copied());
            return from.any(|value| self.mentions_in(value, sought, seen));
        }
        let mut found = false;
        self.accesses.body.each_child(expr, &mut |child| {
            found = found || self.mentions_in(child, sought, seen);
        });
        found
    }
}

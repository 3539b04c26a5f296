//! The parts of an expression, in the order in which they are evaluated as far as the text tells.

use crate::ir::block::StmtKind;
use crate::ir::body::Body;
use crate::ir::body::ExprId;
use crate::ir::body::ExprKind;
use crate::ir::body::PatId;
use crate::ir::pat::PatKind;

impl Body {
    /// Calls `visit` with each direct part of an expression, closures and blocks included.
    pub fn each_child(&self, expr: ExprId, visit: &mut dyn FnMut(ExprId)) {
        match &self.exprs[expr].kind {
            ExprKind::Missing
            | ExprKind::Path(_)
            | ExprKind::Literal(_)
            | ExprKind::Continue { .. } => {}
            ExprKind::Call { callee, args } => {
                visit(*callee);
                args.iter().copied().for_each(visit);
            }
            ExprKind::MethodCall(call) => {
                visit(call.receiver);
                call.args.iter().copied().for_each(visit);
            }
            ExprKind::Field { base: only, .. }
            | ExprKind::Unary { operand: only, .. }
            | ExprKind::Ref { operand: only, .. }
            | ExprKind::Cast { operand: only, .. }
            | ExprKind::Let { scrutinee: only, .. }
            | ExprKind::Loop { body: only, .. }
            | ExprKind::Try(only)
            | ExprKind::Await(only) => visit(*only),
            ExprKind::Index { base: first, index: second }
            | ExprKind::Binary { lhs: first, rhs: second, .. }
            | ExprKind::Repeat { value: first, len: second }
            | ExprKind::While { condition: first, body: second, .. }
            | ExprKind::For { iterable: first, body: second, .. } => {
                visit(*first);
                visit(*second);
            }
            // The right side of an assignment is evaluated first.
            ExprKind::Assign { lhs, rhs, .. } => {
                visit(*rhs);
                visit(*lhs);
            }
            ExprKind::Range { from, to, .. } => {
                from.iter().chain(to).copied().for_each(visit);
            }
            ExprKind::Tuple(parts) | ExprKind::Array(parts) => {
                parts.iter().copied().for_each(visit);
            }
            ExprKind::Struct(literal) => {
                literal.fields.iter().map(|&(_, value)| value).for_each(&mut *visit);
                literal.base.into_iter().for_each(visit);
            }
            ExprKind::If { condition, then, otherwise } => {
                visit(*condition);
                visit(*then);
                otherwise.iter().copied().for_each(visit);
            }
            ExprKind::Break { value, .. } => value.iter().copied().for_each(visit),
            ExprKind::Return(value) | ExprKind::Yield(value) => {
                value.iter().copied().for_each(visit);
            }
            ExprKind::Closure(closure) => visit(closure.body),
            ExprKind::Join { futures, .. } => futures.iter().copied().for_each(visit),
            ExprKind::Macro(call) => call.args.iter().copied().for_each(visit),
            ExprKind::Block(_) | ExprKind::Match { .. } | ExprKind::Select(_) => {
                self.each_part_of_branching(expr, visit);
            }
        }
    }

    /// Whether an expression is another one, or stands around it.
    pub fn holds(&self, expr: ExprId, inner: ExprId) -> bool {
        // A child stands before its parent.
        let mut found = expr == inner;
        if expr > inner {
            self.each_child(expr, &mut |child| found = found || self.holds(child, inner));
        }
        found
    }

    /// The direct part of an expression that is or holds another one.
    pub fn part_with(&self, expr: ExprId, inner: ExprId) -> Option<ExprId> {
        let mut found = None;
        self.each_child(expr, &mut |child| {
            found = found.or_else(|| self.holds(child, inner).then_some(child));
        });
        found
    }

    /// The way down to an expression: each one around it, with its direct part that is or holds it.
    pub fn way_to(&self, inner: ExprId) -> impl Iterator<Item = (ExprId, ExprId)> {
        let step = move |around: ExprId| {
            (around != inner)
                .then(|| self.part_with(around, inner))
                .flatten()
                .map(|it| (around, it))
        };
        std::iter::successors(step(self.root), move |&(_, part)| step(part))
    }

    fn each_part_of_branching(&self, expr: ExprId, visit: &mut dyn FnMut(ExprId)) {
        match &self.exprs[expr].kind {
            ExprKind::Block(block) => {
                for stmt in &block.stmts {
                    match &stmt.kind {
                        StmtKind::Let { init, otherwise, .. } => {
                            init.iter().chain(otherwise).copied().for_each(&mut *visit);
                        }
                        StmtKind::Expr { expr, .. } => visit(*expr),
                    }
                }
                block.tail.into_iter().for_each(visit);
            }
            ExprKind::Match { scrutinee, arms } => {
                visit(*scrutinee);
                for arm in arms {
                    arm.guard.into_iter().for_each(&mut *visit);
                    visit(arm.body);
                }
            }
            ExprKind::Select(select) => {
                for arm in &select.arms {
                    arm.condition.into_iter().for_each(&mut *visit);
                    visit(arm.future);
                    visit(arm.body);
                }
                select.otherwise.into_iter().for_each(visit);
            }
            _ => {}
        }
    }

    /// Calls `visit` with each name that a pattern binds.
    pub fn each_binding(&self, pat: PatId, visit: &mut dyn FnMut(PatId)) {
        if matches!(self.pats[pat].kind, PatKind::Bind { .. }) {
            visit(pat);
        }
        self.each_sub_pattern(pat, &mut |sub| self.each_binding(sub, visit));
    }

    /// Calls `visit` with each direct part of a pattern.
    pub fn each_sub_pattern(&self, pat: PatId, visit: &mut dyn FnMut(PatId)) {
        match &self.pats[pat].kind {
            PatKind::Wild
            | PatKind::Rest
            | PatKind::Missing
            | PatKind::Path(_)
            | PatKind::Value(_) => {}
            PatKind::Bind { sub, .. } => sub.iter().copied().for_each(visit),
            PatKind::TupleStruct { pats, .. }
            | PatKind::Tuple(pats)
            | PatKind::Slice(pats)
            | PatKind::Or(pats) => pats.iter().copied().for_each(visit),
            PatKind::Struct { fields, .. } => {
                fields.iter().map(|&(_, pat)| pat).for_each(visit);
            }
            PatKind::Ref(inner) => visit(*inner),
        }
    }
}

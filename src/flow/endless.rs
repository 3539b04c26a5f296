//! Loops that nothing leads out of, and those that may turn for as long as the program runs.

use crate::ir::BlockKind;
use crate::ir::Body;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Literal;
use crate::ir::MacroForm;
use crate::ir::Name;
use crate::source::Span;

/// A loop in the code at and below an expression, not in a closure or async block inside it, that
/// neither a condition nor a `break`, `return` or `?` ends. What may panic may end it too: where a
/// call's failure does, as `unwrap` of what a channel gives, that is meant.
pub fn endless_loop(body: &Body, at: ExprId, ends: &dyn Fn(ExprId) -> bool) -> Option<ExprId> {
    match &body.exprs[at].kind {
        ExprKind::Loop { label, body: turn } if !leaves(body, *turn, *label, ends) => Some(at),
        ExprKind::While { label, condition, body: turn }
            if is_true(body, *condition) && !leaves(body, *turn, *label, ends) =>
        {
            Some(at)
        }
        _ if is_apart(body, at) => None,
        _ => {
            let mut found = None;
            body.each_child(at, &mut |child| {
                found = found.or_else(|| endless_loop(body, child, ends));
            });
            found
        }
    }
}

/// The loops of a body that may turn for as long as the program runs: each `loop`, and a `while` or
/// `for await` whose turns wait for something. A `for` ends with what it walks.
pub fn long_loops(body: &Body) -> Vec<Span> {
    let long = body.exprs.iter().filter(|(_, expr)| match &expr.kind {
        ExprKind::Loop { .. } => true,
        ExprKind::While { condition, body: turn, .. } => {
            suspends(body, *condition) || suspends(body, *turn)
        }
        ExprKind::For { is_await, .. } => *is_await,
        _ => false,
    });
    long.map(|(_, expr)| expr.span).collect()
}

/// A suspension stands at or below an expression, in code that runs with it.
fn suspends(body: &Body, at: ExprId) -> bool {
    match &body.exprs[at].kind {
        ExprKind::Await(_) | ExprKind::Select(_) | ExprKind::Join { .. } => true,
        ExprKind::For { is_await: true, .. } => true,
        _ if is_apart(body, at) => false,
        _ => {
            let mut found = false;
            body.each_child(at, &mut |child| found = found || suspends(body, child));
            found
        }
    }
}

/// Something in a turn may lead out of its loop.
fn leaves(body: &Body, turn: ExprId, label: Option<Name>, ends: &dyn Fn(ExprId) -> bool) -> bool {
    Exits { body, label, ends }.are_in(turn, 0)
}

struct Exits<'a> {
    body: &'a Body,
    /// That of the loop.
    label: Option<Name>,
    /// A call does not come back, or fails where the other side is gone.
    ends: &'a dyn Fn(ExprId) -> bool,
}

impl Exits<'_> {
    /// Whether code in so many loops inside may lead out.
    fn are_in(&self, at: ExprId, depth: usize) -> bool {
        let inner = match &self.body.exprs[at].kind {
            // The label may be that of a loop further out.
            ExprKind::Break { label: Some(_), .. } => return true,
            ExprKind::Break { label: None, .. } => return depth == 0,
            ExprKind::Continue { label } => return label.is_some() && *label != self.label,
            ExprKind::Return(_) | ExprKind::Try(_) | ExprKind::Yield(_) => return true,
            // What is written there may be anything.
            ExprKind::Missing => return true,
            ExprKind::Macro(call) => match call.form {
                MacroForm::AsWritten | MacroForm::Opaque => return true,
                MacroForm::Panic | MacroForm::Assert | MacroForm::Compare => return true,
                _ => depth,
            },
            ExprKind::Call { .. } | ExprKind::MethodCall(_) if (self.ends)(at) => return true,
            ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. } => depth + 1,
            _ if is_apart(self.body, at) => return false,
            _ => depth,
        };
        let mut found = false;
        self.body.each_child(at, &mut |child| found = found || self.are_in(child, inner));
        found
    }
}

/// It is code that runs elsewhere: a closure, an async block.
fn is_apart(body: &Body, at: ExprId) -> bool {
    match &body.exprs[at].kind {
        ExprKind::Closure(_) => true,
        ExprKind::Block(block) => {
            matches!(block.kind, BlockKind::Async { .. } | BlockKind::Stream { .. })
        }
        _ => false,
    }
}

fn is_true(body: &Body, condition: ExprId) -> bool {
    matches!(body.exprs[condition].kind, ExprKind::Literal(Literal::Bool(true)))
}

//! Calls that would wait, of a value that was seen to be ready.

use crate::effects::root::operands;
use crate::ir;
use crate::ir::Body;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::UnaryOp;
use crate::library::CallRole;
use crate::library::CallRow;
use crate::library::Library;
use crate::types::BodyTypes;
use crate::types::Call;
use crate::types::Callee;

/// The call waits for nothing: what it is of has ended before, or is watched by the runtime.
pub(super) fn is_ready(
    library: &Library,
    types: &BodyTypes,
    body: &Body,
    (call, row): (&Call, &CallRow),
) -> bool {
    let may_wait = row.blocks.is_some() || row.role == Some(CallRole::Io);
    row.unless.as_ref().is_some_and(|path| is_called_before(types, body, call, path))
        || may_wait && is_watched(library, types, body, call)
}

/// It is of what a row says is watched, or stands in a closure that is given that.
fn is_watched(library: &Library, types: &BodyTypes, body: &Body, call: &Call) -> bool {
    let watching = |expr: ExprId| {
        let row = types.library_callee(expr).and_then(|path| library.call(path));
        row.filter(|row| row.watched)
    };
    let at = body.exprs[call.expr].span;
    let is_around = |outer: &Call| {
        let around = body.exprs[outer.expr].span;
        outer.expr != call.expr && around.start <= at.start && at.end <= around.end
    };
    operands(body, call.expr).any(|expr| watching(bare(body, expr)).is_some())
        || types.calls.iter().any(|outer| {
            is_around(outer)
                && watching(outer.expr).is_some_and(|row| row.role == Some(CallRole::Inline))
        })
}

/// An expression without the references and dereferences around it.
fn bare(body: &Body, mut expr: ExprId) -> ExprId {
    // An expression is finite: each turn goes one step into it.
    while let ExprKind::Ref { operand, .. } | ExprKind::Unary { operand, op: UnaryOp::Deref } =
        &body.exprs[expr].kind
    {
        expr = *operand;
    }
    expr
}

/// A function was called before on the same value: `thread.is_finished()` before `thread.join()`.
fn is_called_before(types: &BodyTypes, body: &Body, call: &Call, path: &str) -> bool {
    let value = |call: &Call| match &body.exprs[call.expr].kind {
        ExprKind::MethodCall(call) => Some(call.receiver),
        _ => None,
    };
    let Some(this) = value(call) else { return false };
    types.calls.iter().any(|other| {
        matches!(&other.callee, Callee::Library(callee) if **callee == *path)
            && other.at.start < call.at.start
            && value(other).is_some_and(|other| is_same_place(body, this, other))
    })
}

/// `a` and `a`, `self.a` and `self.a`.
fn is_same_place(body: &Body, one: ExprId, other: ExprId) -> bool {
    match (&body.exprs[one].kind, &body.exprs[other].kind) {
        (ExprKind::Path(one), ExprKind::Path(other)) => {
            let names =
                |path: &ir::Path| path.segments.iter().map(|it| it.name).collect::<Vec<_>>();
            names(one) == names(other)
        }
        (ExprKind::Field { base, name }, ExprKind::Field { base: other, name: second }) => {
            name == second && is_same_place(body, *base, *other)
        }
        _ => false,
    }
}

//! Calls that wait, but for so short a time that nobody notices.

use crate::ir::Body;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Literal;
use crate::library::Library;
use crate::types::BodyTypes;

/// Nanoseconds that are spent rather than waited: putting a thread to sleep and waking it costs about
/// as much.
const SHORTEST: u128 = 100_000;

/// The first argument of a call is a duration, written as a constant, below [`SHORTEST`].
pub(super) fn is_instant(library: &Library, types: &BodyTypes, body: &Body, call: ExprId) -> bool {
    let ExprKind::Call { args, .. } = &body.exprs[call].kind else { return false };
    let Some(&duration) = args.first() else { return false };
    nanoseconds(library, types, body, duration).is_some_and(|time| time < SHORTEST)
}

/// How long a duration is that is written as a constant: `Duration::from_micros(50)`.
pub fn nanoseconds(
    library: &Library,
    types: &BodyTypes,
    body: &Body,
    duration: ExprId,
) -> Option<u128> {
    let ExprKind::Call { args, .. } = &body.exprs[duration].kind else { return None };
    let unit = library.call(types.library_callee(duration)?)?.unit?;
    match &body.exprs[*args.first()?].kind {
        ExprKind::Literal(Literal::Int(count, _)) => Some(u128::from(*count) * unit.nanoseconds()),
        _ => None,
    }
}

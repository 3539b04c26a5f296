//! Calls that wait, but for so short a time that nobody notices.

use crate::ir::Body;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Literal;
use crate::library::Library;
use crate::library::Unit;
use crate::types::BodyTypes;
use crate::types::Callee;

/// Nanoseconds that are spent rather than waited: putting a thread to sleep and waking it costs about
/// as much.
const SHORTEST: u128 = 100_000;

/// An argument of a call is a duration, written as a constant, below [`SHORTEST`]: how long to sleep,
/// or how long to wait at most.
pub(super) fn is_instant(library: &Library, types: &BodyTypes, body: &Body, call: ExprId) -> bool {
    let args = match &body.exprs[call].kind {
        ExprKind::Call { args, .. } => args,
        ExprKind::MethodCall(call) => &call.args,
        _ => return false,
    };
    args.iter().any(|&arg| is_short(library, types, body, arg))
}

/// The duration itself, or what is made of it alone: `Some(Duration::ZERO)`.
fn is_short(library: &Library, types: &BodyTypes, body: &Body, arg: ExprId) -> bool {
    if let Some(time) = nanoseconds(library, types, body, arg) {
        return time < SHORTEST;
    }
    let ExprKind::Call { args, .. } = &body.exprs[arg].kind else { return false };
    let is_made = types.call(arg).is_some_and(|call| call.callee == Callee::Constructor);
    match **args {
        [inner] if is_made => is_short(library, types, body, inner),
        _ => false,
    }
}

/// How long a duration is that is written as a constant: `Duration::from_micros(50)`.
pub fn nanoseconds(
    library: &Library,
    types: &BodyTypes,
    body: &Body,
    duration: ExprId,
) -> Option<u128> {
    let ExprKind::Call { args, .. } = &body.exprs[duration].kind else {
        let Callee::Library(path) = types.reference(duration)? else { return None };
        let unit = library.call(path)?.unit.filter(|&unit| unit == Unit::None)?;
        return Some(unit.nanoseconds());
    };
    let unit = library.call(types.library_callee(duration)?)?.unit?;
    match &body.exprs[*args.first()?].kind {
        ExprKind::Literal(Literal::Int(count, _)) => Some(u128::from(*count) * unit.nanoseconds()),
        _ => None,
    }
}

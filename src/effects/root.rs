//! What a call of a function outside the workspace does itself.

use crate::effects::instant::is_instant;
use crate::effects::kind::Kind;
use crate::effects::kind::Kinds;
use crate::effects::kind::blocking;
use crate::effects::ready::is_ready;
use crate::ir::Body;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::library::Blocks;
use crate::library::CallRole;
use crate::library::Enters;
use crate::library::Library;
use crate::library::Needs;
use crate::library::TypeRole;
use crate::library::Weight;
use crate::types::BodyTypes;
use crate::types::Call;
use crate::types::Callee;
use crate::types::Type;
use crate::types::TypeHead;
use crate::types::TypeId;

/// What a call does itself, and how much it waits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Root {
    pub kinds: Kinds,
    /// Absent where it does not wait.
    pub blocks: Option<(Blocks, Weight)>,
    /// The path that names it, where it is not called but handed to a call.
    pub named_by: Option<ExprId>,
    /// What it asks of the runtime, it asks when its future is polled.
    pub when_polled: bool,
}

/// What a call does itself; none where that is nothing we know of.
pub(super) fn of_call(
    library: &Library,
    types: &BodyTypes,
    body: &Body,
    call: &Call,
) -> Option<Root> {
    let Callee::Library(path) = &call.callee else { return None };
    let row = library.call(path)?;
    if is_ready(library, types, body, (call, row)) || is_instant(library, types, body, call.expr) {
        return None;
    }
    if row.role == Some(CallRole::LooksUp) && !is_given_a_text(library, types, body, call.expr) {
        return None;
    }
    let mut blocks = row.blocks.zip(row.weight);
    let mut kinds = Kinds::of_row(row);
    // Who starts a thread and waits for it waits for its work.
    if let Some((what, Weight::Ending)) = blocks
        && has_role(library, types, &[CallRole::Offload])
    {
        blocks = Some((what, Weight::Long));
        kinds = kinds.without(blocking(what, Weight::Ending)).and(blocking(what, Weight::Long));
    }
    // Where a runtime is, who asks for it first makes no other one there, and does not wait as if there
    // were none.
    if has_role(library, types, &[CallRole::Probe]) {
        kinds = kinds.without(Kind::Enters(Enters::BlockingOp));
        if library.is_of_runtime(path) {
            kinds = kinds.without(Kind::Enters(Enters::Panics));
        }
    }
    if row.role == Some(CallRole::Io) {
        let through = operands(body, call.expr);
        let waits = through.filter_map(|expr| waits_for(library, types, types.type_of(expr)));
        // Between a file and the network the network is what hurts.
        if let Some((what, weight)) = waits.min_by_key(|&(_, weight)| weight) {
            // A line of a file is less than its content; of a socket it takes as long to come.
            let own = row.weight.filter(|_| what == Blocks::Files);
            let weight = own.map_or(weight, |own| own.max(weight));
            blocks = blocks.or(Some((what, weight)));
            kinds = kinds.and(blocking(what, weight));
        }
    }
    let when_polled = row.needs == Some(Needs::WhenPolled);
    (!kinds.is_empty()).then_some(Root { kinds, blocks, named_by: None, when_polled })
}

/// What a call does of a function for which an attribute starts a runtime.
pub(super) fn of_a_runtime() -> Root {
    let kinds = Kinds::default().and(Kind::Enters(Enters::Panics));
    Root { kinds, blocks: None, named_by: None, when_polled: false }
}

/// What is looked up is a text, or a text and a port: it may be a name. Every other form is an address
/// already, or we do not know what it is.
fn is_given_a_text(library: &Library, types: &BodyTypes, body: &Body, call: ExprId) -> bool {
    let Some(address) = operands(body, call).next() else { return false };
    let mut ty = types.type_of(address);
    // A type is finite: each turn goes one step into it.
    loop {
        let inner = match types.ty(ty) {
            Type::Primitive(name) => return *name == "str",
            Type::Ref(_, inner) => Some(inner),
            Type::Tuple(parts) => parts.first(),
            Type::Adt(TypeHead::Library(head), args) => {
                if library.ty(head).is_some_and(|row| row.role == Some(TypeRole::Text)) {
                    return true;
                }
                args.first()
            }
            _ => None,
        };
        let Some(&inner) = inner else { return false };
        ty = inner;
    }
}

/// Some call of a body has one of these roles.
pub(super) fn has_role(library: &Library, types: &BodyTypes, roles: &[CallRole]) -> bool {
    types.calls.iter().any(|call| {
        let Callee::Library(path) = &call.callee else { return false };
        let role = library.call(path).and_then(|row| row.role);
        role.is_some_and(|role| roles.contains(&role))
    })
}

/// What a function does that is handed to a call: `durations.for_each(std::thread::sleep)`.
pub(super) fn of_reference(library: &Library, path: &str, named_by: ExprId) -> Option<Root> {
    let row = library.call(path)?;
    let (kinds, blocks) = (Kinds::of_row(row), row.blocks.zip(row.weight));
    let when_polled = row.needs == Some(Needs::WhenPolled);
    // What a function makes that is handed on is polled wherever that is.
    let kinds = if when_polled { kinds.without(Kind::Needs) } else { kinds };
    let root = Root { kinds, blocks, named_by: Some(named_by), when_polled };
    (!kinds.is_empty()).then_some(root)
}

/// The receiver and the arguments of a call; of a loop what it goes over, of `write!` what it writes
/// to.
pub(super) fn operands(body: &Body, call: ExprId) -> impl Iterator<Item = ExprId> {
    let (first, rest) = match &body.exprs[call].kind {
        ExprKind::MethodCall(call) => (Some(call.receiver), &*call.args),
        ExprKind::Call { args, .. } => (None, &**args),
        ExprKind::For { iterable, .. } => (Some(*iterable), &[][..]),
        ExprKind::Macro(call) => (call.args.first().copied(), &[][..]),
        _ => (None, &[][..]),
    };
    first.into_iter().chain(rest.iter().copied())
}

/// What reading from a value of a type or writing to it waits for.
fn waits_for(library: &Library, types: &BodyTypes, mut ty: TypeId) -> Option<(Blocks, Weight)> {
    // A type is finite: each turn goes one step into it.
    loop {
        let (head, args) = match types.ty(ty) {
            Type::Ref(_, inner) => {
                ty = *inner;
                continue;
            }
            Type::Adt(TypeHead::Library(head), args) => (head, args),
            _ => return None,
        };
        let row = library.ty(head)?;
        if let Some(found) = row.blocks.zip(row.weight) {
            return Some(found);
        }
        ty = *args.first().filter(|_| row.role == Some(TypeRole::Through))?;
    }
}

//! How a lost value is told.

use crate::finding::Finding;
use crate::model::Loss;
use crate::model::Lost;
use crate::model::Origin;

/// A finding at the expression whose value is lost.
pub(super) fn finding(lost: Lost<'_>, what: &str, message: String) -> Finding {
    let label = match lost.loss() {
        Loss::Statement => format!("{what} is dropped at the end of this statement"),
        Loss::Underscore => format!("{what} is dropped at once: `_` keeps nothing"),
        Loss::Dropped => format!("{what} is dropped here"),
        Loss::Unused(_) => format!("{what} is made here"),
    };
    let root = lost.call().and_then(|call| call.callee_path()).unwrap_or_default();
    let finding = Finding::new(lost.place(), label, message)
        .of(lost.function().path(), root)
        .grade(lost.grade());
    match lost.loss() {
        Loss::Unused(name) => finding.label(name, "and this name is never used"),
        Loss::Statement | Loss::Underscore | Loss::Dropped => finding,
    }
}

/// What made it, as the user knows it: `` `Store::save` ``, `this async block`.
pub(super) fn maker(lost: Lost<'_>) -> String {
    match (lost.origin(), lost.call()) {
        (Some(Origin::Block), _) => "this async block".to_owned(),
        (_, Some(call)) => format!("`{}`", call.name()),
        _ => "this expression".to_owned(),
    }
}

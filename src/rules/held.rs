//! How rules tell of a guard that is alive where the task yields.

use crate::finding::Finding;
use crate::model::Function;
use crate::model::HeldGuard;
use crate::model::TypeRole;
use crate::rules::Pass;

/// The words of one rule.
pub(super) struct Words {
    /// What stands under the guard: why it is bad.
    pub why: &'static str,
    /// What to do.
    pub help: &'static str,
}

/// Reports the guards of a role that are alive where the task yields.
pub(super) fn report(
    pass: &mut Pass,
    function: Function<'_>,
    role: TypeRole,
    words: &Words,
    is_exempt: impl Fn(&HeldGuard<'_>) -> bool,
) {
    for held in function.held_guards(role) {
        let Some(first) = held.held.first().filter(|_| !is_exempt(&held)) else { continue };
        let name = held.guard.type_path();
        let more = match held.held.len() {
            1 => String::new(),
            number => format!(", and at {} more", number - 1),
        };
        let message = format!("a `{name}` is alive across an `.await`");
        let finding = Finding::new(held.place, words.why, message)
            .label(first.at, format!("the task may yield here{more}"))
            .of(function.path(), name)
            .grade(held.guard.grade())
            .fix(held.released())
            .help(words.help);
        pass.report(finding);
    }
}

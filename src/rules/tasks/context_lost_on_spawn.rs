//! A task asks for what the task that started it has for itself.
//!
//! ## Why
//! A layer notes the user of a request in a task local, and everything below the handler reads it. One
//! function moves a part of its work into a task or to the pool for blocking work, and there is no user:
//! `LocalKey::with` panics, on that path only, and the panic is lost with the task. A span is not handed
//! on either: what the task logs is told under no request.
//!
//! ## Bad
//! ```rust
//! tokio::task_local! { static USER: u64; }
//!
//! fn audit() {
//!     USER.with(|user| println!("removed by {user}"));
//! }
//!
//! async fn remove() {
//!     tokio::spawn(async { audit() }); //~ context-lost-on-spawn
//! }
//! ```
//!
//! ## Good
//! ```rust
//! tokio::task_local! { static USER: u64; }
//!
//! fn audit() {
//!     USER.with(|user| println!("removed by {user}"));
//! }
//!
//! async fn remove() {
//!     let user = USER.get();
//!     tokio::spawn(USER.scope(user, async { audit() }));
//! }
//! ```
//!
//! ## Limits
//! What is started under the span of `#[tracing::instrument]` without one of its own is only possible
//! trouble, and `allow`. A closure or future that is handed to a function of the workspace is not
//! followed into the task that this starts.

use crate::finding::Finding;
use crate::finding::Grade;
use crate::model::Certainty;
use crate::model::Function;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "context-lost-on-spawn",
    group: "tasks",
    levels: Levels::new(Level::Warn),
    since: "0.1.0",
    source: include_str!("context_lost_on_spawn.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for lost in function.lost_task_locals() {
        let (reader, name) = (lost.read().name(), lost.name());
        let message = format!(
            "`{reader}` reads the task local `{name}`, and what runs here has no value for it"
        );
        let help = format!("read it before and move it in, or set it: `{name}.scope(value, …)`");
        let finding = Finding::new(lost.start.callee_place(), "starts without it", message)
            .label(lost.read().place(), "this panics")
            .of(function.path(), name)
            .grade(lost.grade())
            .trace(lost.trace())
            .help(help);
        pass.report(finding);
    }
    for task in function.tasks_out_of_span() {
        let message = format!("the task that `{}` starts leaves its span", function.name());
        let finding = Finding::new(task.start.callee_place(), "starts under no span", message)
            .label(task.attribute.place, "this span is not the task's")
            .of(function.path(), task.start.name())
            .grade(Grade {
                certainty: Certainty::Possible,
                test: function.is_test(),
                ..Grade::CERTAIN
            })
            .help("call `.in_current_span()` or `.instrument(…)` on the future");
        pass.report(finding);
    }
}

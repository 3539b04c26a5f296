//! The handle of a task is dropped, and the task runs on alone.
//!
//! ## Why
//! Nobody can wait for the task, stop it, or learn that it panicked. When the program ends, it is cut
//! off wherever it is. For teams that want each task to have an owner: off by default, since a task
//! that is left alone on purpose is common and fine.
//!
//! ## Bad
//! ```rust
//! async fn refresh() {
//!     println!("refreshed");
//! }
//!
//! fn start() {
//!     tokio::spawn(refresh()); //~ allow detached-task
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use tokio_util::task::TaskTracker;
//!
//! async fn refresh() {
//!     println!("refreshed");
//! }
//!
//! fn start(tasks: &TaskTracker) {
//!     tasks.spawn(refresh());
//! }
//! ```
//!
//! ## Limits
//! A task that gives a `Result` is the matter of `task-error-discarded`. Threads
//! are not meant.

use crate::model::Function;
use crate::model::Waiting;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;
use crate::rules::losses;

/// The rule.
pub const RULE: Rule = Rule {
    id: "detached-task",
    group: "tasks",
    levels: Levels::new(Level::Allow),
    since: "0.1.0",
    source: include_str!("detached_task.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for lost in function.lost() {
        let is_handle = lost.waiting() == Some(Waiting::DetachingTask);
        let is_other_rules = lost.unseen_error().is_some() || lost.holds_a_future();
        if !is_handle || is_other_rules || lost.is_tracked() {
            continue;
        }
        let message =
            format!("nobody keeps the handle of the task that {} starts", losses::maker(lost));
        let finding = losses::finding(lost, "the handle", message);
        pass.report(finding.help("keep the handle, or spawn it in a `JoinSet` or a `TaskTracker`"));
    }
}

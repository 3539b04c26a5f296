//! A struct keeps the handle of a task, and nothing ever uses it.
//!
//! ## Why
//! It looks as if the task belonged to the struct. But dropping a `JoinHandle` lets the task run on:
//! whenever the struct is dropped, a task is left behind, with all that it holds. Off by default: a task
//! that ends by itself when its channel is closed needs no more.
//!
//! ## Bad
//! ```rust
//! use tokio::task::JoinHandle;
//!
//! struct Watcher {
//!     _task: JoinHandle<()>, //~ allow task-outlives-owner
//! }
//!
//! fn watch() -> Watcher {
//!     Watcher { _task: tokio::spawn(async {}) }
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use tokio::task::JoinHandle;
//!
//! struct Watcher {
//!     task: JoinHandle<()>,
//! }
//!
//! impl Drop for Watcher {
//!     fn drop(&mut self) {
//!         self.task.abort();
//!     }
//! }
//!
//! fn watch() -> Watcher {
//!     Watcher { task: tokio::spawn(async {}) }
//! }
//! ```
//!
//! ## Limits
//! A field that is read anywhere is taken to be awaited or aborted there.

use crate::finding::Finding;
use crate::model::Model;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "task-outlives-owner",
    group: "tasks",
    levels: Levels::new(Level::Allow),
    since: "0.1.0",
    source: include_str!("task_outlives_owner.rs"),
    check: Check::Program(check),
};

fn check(pass: &mut Pass, model: &Model<'_>) {
    for handle in model.forgotten_handles() {
        let message = format!("nothing awaits or aborts the task of `{}`", handle.name);
        pass.report(
            Finding::new(handle.place, "dropping this leaves the task running", message)
                .of(handle.owner, "")
                .certain(handle.test)
                .help("abort it in `Drop`, or hold it in a type that does, such as a `JoinSet`"),
        );
    }
}

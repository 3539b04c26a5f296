//! A task is awaited, and how it ended is thrown away.
//!
//! ## Why
//! Awaiting a handle gives an error where the task has panicked or was stopped, and inside of it the
//! error that the task itself returned. `let _ = handle.await` loses both. Off by default: where tasks
//! are stopped on purpose, as at the end of a program, it is what one wants.
//!
//! ## Bad
//! ```rust
//! use tokio::task::JoinHandle;
//!
//! async fn finish(worker: JoinHandle<()>) {
//!     let _ = worker.await; //~ allow join-error-ignored
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use tokio::task::JoinHandle;
//!
//! async fn finish(worker: JoinHandle<()>) {
//!     if let Err(error) = worker.await {
//!         eprintln!("the worker died: {error}");
//!     }
//! }
//! ```
//!
//! ## Limits
//! It is not known whether the task was stopped before. A `join_all` over handles is not looked into.

use crate::finding::Finding;
use crate::model::Function;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "join-error-ignored",
    group: "tasks",
    levels: Levels::new(Level::Allow),
    since: "0.1.0",
    source: include_str!("join_error_ignored.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for unseen in function.unseen_outcomes() {
        let message = "how this task ended is thrown away: a panic goes unnoticed";
        pass.report(
            Finding::new(unseen.place(), "gives an error if the task has panicked", message)
                .of(function.path(), "")
                .certain(function.is_test())
                .help("look at the error: log it, or return it"),
        );
    }
}

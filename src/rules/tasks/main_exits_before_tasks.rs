//! A program ends with tasks that it has just spawned.
//!
//! ## Why
//! When `main` returns, its runtime is shut down, and every task that is not done is dropped at its next
//! `.await`. A task that was spawned last has often not even begun. Nothing fails: what it should have
//! written or sent is missing, now and then.
//!
//! ## Bad
//! ```rust
//! #[tokio::main]
//! async fn main() {
//!     for id in 0..5 {
//!         tokio::spawn(job(id)); //~ main-exits-before-tasks
//!     }
//! }
//!
//! async fn job(_id: u32) {}
//! ```
//!
//! ## Good
//! ```rust
//! #[tokio::main]
//! async fn main() {
//!     let mut jobs = tokio::task::JoinSet::new();
//!     for id in 0..5 {
//!         jobs.spawn(job(id));
//!     }
//!     jobs.join_all().await;
//! }
//!
//! async fn job(_id: u32) {}
//! ```
//!
//! ## Limits
//! Seen are spawns behind which `main` waits for nothing at all. Where it awaits something else, calls a
//! function of which it is not known that it returns at once, or loops, the task may have the time.

use crate::finding::Finding;
use crate::model::Function;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

const HELP: &str = "keep the handle and `.await` it, or collect the tasks in a `JoinSet` and wait for \
     them";

/// The rule.
pub const RULE: Rule = Rule {
    id: "main-exits-before-tasks",
    group: "tasks",
    levels: Levels::new(Level::Deny).not_in_tests(),
    since: "0.1.0",
    source: include_str!("main_exits_before_tasks.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for task in function.abandoned_tasks().filter(|_| function.is_main()) {
        let message =
            format!("`main` ends without waiting for what `{}` starts", task.spawn.name());
        let why = "dropped at its first `.await`, or before it begins";
        let finding = Finding::new(task.spawn.place(), why, message)
            .of(function.path(), task.spawn.name())
            .certain(function.is_test())
            .label(task.end, "this runtime is shut down when `main` is done")
            .help(HELP);
        pass.report(finding);
    }
}

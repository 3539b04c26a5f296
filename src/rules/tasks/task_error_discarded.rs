//! A task returns a `Result`, and nobody keeps its handle.
//!
//! ## Why
//! The error that ends the task goes nowhere: no log, no retry. A loop that was to run for ever is
//! gone, and the program goes on as if it were there.
//!
//! The rule is `allow` by default: of 17 findings that two readers judged, two were of tasks that in fact
//! never fail, and ten of errors that were told already or that say nothing, such as that a channel is
//! closed.
//!
//! ## Bad
//! ```rust
//! async fn sync_all() -> Result<(), std::io::Error> {
//!     tokio::fs::write("state", "x").await
//! }
//!
//! async fn start() {
//!     tokio::spawn(sync_all()); //~ task-error-discarded
//! }
//! ```
//!
//! ## Good
//! ```rust
//! async fn sync_all() -> Result<(), std::io::Error> {
//!     tokio::fs::write("state", "x").await
//! }
//!
//! async fn start() {
//!     tokio::spawn(async {
//!         if let Err(error) = sync_all().await {
//!             eprintln!("sync ended: {error}");
//!         }
//!     });
//! }
//! ```
//!
//! ## Limits
//! Reported too where the task logs each error before it returns it: then let it return nothing. Silent
//! where the task gives more than `()`, where `drop(…)` is written around it, where the time of a timeout
//! is up, and for a function under `#[instrument(err)]`, which is taken to have told.

use crate::model::Function;
use crate::model::Loss;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;
use crate::rules::losses;

/// The rule.
pub const RULE: Rule = Rule {
    id: "task-error-discarded",
    group: "tasks",
    levels: Levels::new(Level::Allow),
    since: "0.1.0",
    source: include_str!("task_error_discarded.rs"),
    check: Check::Function(check),
};

const HELP: &str = "handle the error in the task, or keep the handle and await it; if the task logs \
     its errors already, let it give nothing";

fn check(pass: &mut Pass, function: Function<'_>) {
    for lost in function.lost() {
        let is_meant = lost.loss() == Loss::Dropped || lost.tells_its_errors();
        let Some(result) = lost.unseen_error().filter(|_| !is_meant) else { continue };
        let message = format!("nobody sees the error of this task: it gives `{result}`");
        let finding = losses::finding(lost, "the handle", message);
        pass.report(finding.help(HELP));
    }
}

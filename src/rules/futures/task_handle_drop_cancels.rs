//! The handle of a task is dropped at once, and that stops the task.
//!
//! ## Why
//! Dropping a `JoinHandle` of tokio lets the task run on alone. With `smol`, `async-executor`, gpui, a
//! `RemoteHandle`, an `AbortOnDropHandle` or a `DropGuard` it is the other way round: the task is
//! cancelled, mostly before it has done anything.
//!
//! ## Bad
//! ```rust
//! async fn flush() {
//!     println!("flushed");
//! }
//!
//! fn close() {
//!     let _ = smol::spawn(flush()); //~ task-handle-drop-cancels
//! }
//! ```
//!
//! ## Good
//! ```rust
//! async fn flush() {
//!     println!("flushed");
//! }
//!
//! fn close() {
//!     smol::spawn(flush()).detach();
//! }
//! ```
//!
//! ## Limits
//! A handle with a name lives to the end of its block, and may be meant to: it is not reported.

use crate::model::Function;
use crate::model::Loss;
use crate::model::Waiting;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;
use crate::rules::losses;

/// The rule.
pub const RULE: Rule = Rule {
    id: "task-handle-drop-cancels",
    group: "futures",
    levels: Levels::new(Level::Deny).not_in_tests(),
    since: "0.1.0",
    source: include_str!("task_handle_drop_cancels.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for lost in function.lost() {
        let at_once = matches!(lost.loss(), Loss::Statement | Loss::Underscore);
        if lost.waiting() != Some(Waiting::CancellingTask) || !at_once {
            continue;
        }
        let message = format!("what {} started is stopped at once", losses::maker(lost));
        let finding = losses::finding(lost, "the handle", message);
        pass.report(
            finding.help("keep the handle for as long as the task is to run, or detach it"),
        );
    }
}

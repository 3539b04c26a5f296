//! A future is built and dropped without being awaited.
//!
//! ## Why
//! Calling an `async fn` runs none of it. What it would have done is not done, no error is told, and
//! the code reads as if all were well. The compiler warns of `save();` alone: not where the future is
//! bound to `_` or to a name, given to `drop`, or boxed.
//!
//! ## Bad
//! ```rust
//! async fn save(name: &str) -> Result<(), String> {
//!     Err(name.to_owned())
//! }
//!
//! async fn rename(name: &str) {
//!     let _ = save(name); //~ future-never-awaited
//! }
//! ```
//!
//! ## Good
//! ```rust
//! async fn save(name: &str) -> Result<(), String> {
//!     Err(name.to_owned())
//! }
//!
//! async fn rename(name: &str) -> Result<(), String> {
//!     save(name).await
//! }
//! ```
//!
//! ## Limits
//! What is stored, returned or handed to another function is not followed further. Only possible, and
//! so silent by default: futures of a function that does something before it returns them, or whose
//! body is not seen, since the work may go on without them.

use crate::model::Function;
use crate::model::Lost;
use crate::model::Origin;
use crate::model::Waiting;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;
use crate::rules::losses;

/// The rule.
pub const RULE: Rule = Rule {
    id: "future-never-awaited",
    group: "futures",
    levels: Levels::new(Level::Deny),
    since: "0.1.0",
    source: include_str!("future_never_awaited.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for lost in function.lost() {
        let Some(what) = what(lost) else { continue };
        let message = format!("the {what} of {} is never polled", losses::maker(lost));
        let help = match what {
            "future" => "`.await` it, or spawn it as a task",
            _ => "ask it for its items, or do not make it",
        };
        let finding = losses::finding(lost, &format!("the {what}"), message).help(help);
        pass.report(finding.fix(lost.awaited()));
    }
}

/// What it is, where it is made here. What an awaited future gives has a rule of its own, and so has
/// what lies inside of a value that is none.
fn what(lost: Lost<'_>) -> Option<&'static str> {
    let is_of_the_workspace = match lost.origin()? {
        Origin::Call(call) => call.is_of_the_workspace(),
        Origin::Block => false,
        Origin::Output | Origin::TaskOutput => return None,
    };
    match lost.waiting() {
        Some(Waiting::Future | Waiting::Answer) => Some("future"),
        Some(Waiting::Stream) => Some("stream"),
        Some(Waiting::CancellingTask | Waiting::DetachingTask | Waiting::Thread) => None,
        None => is_of_the_workspace.then_some("future"),
    }
}

//! A closure that makes a future is given to something that does not poll it.
//!
//! ## Why
//! `Option::map`, `thread::spawn` and `spawn_blocking` call a closure and hand on what it returns. If
//! that is a future, what it was to do is not done unless somebody polls it afterwards. It looks as if
//! it had run: the closure has.
//!
//! ## Bad
//! ```rust
//! async fn flush(name: String) {
//!     println!("{name}");
//! }
//!
//! async fn close(name: Option<String>) {
//!     let _ = name.map(|name| flush(name)); //~ future-in-sync-combinator
//! }
//! ```
//!
//! ## Good
//! ```rust
//! async fn flush(name: String) {
//!     println!("{name}");
//! }
//!
//! async fn close(name: Option<String>) {
//!     if let Some(name) = name {
//!         flush(name).await;
//!     }
//! }
//! ```
//!
//! ## Limits
//! Reported where the value that holds the futures is lost at once, or bound to a name that is not
//! used. What is collected and handed on is taken to be polled there.

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
    id: "future-in-sync-combinator",
    group: "futures",
    levels: Levels::new(Level::Deny),
    since: "0.1.0",
    source: include_str!("future_in_sync_combinator.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for lost in function.lost() {
        if !is_inside(lost) {
            continue;
        }
        let message = match lost.origin() {
            Some(Origin::TaskOutput) => {
                "the task returns a future, which is never polled".to_owned()
            }
            _ => format!("the future inside of what {} gives is never polled", losses::maker(lost)),
        };
        let finding = losses::finding(lost, "the future", message);
        pass.report(finding.help("`.await` it where it is made, in an async block or function"));
    }
}

/// It holds a future that a closure or task has made, and is none itself.
fn is_inside(lost: Lost<'_>) -> bool {
    match lost.origin() {
        Some(Origin::TaskOutput) => lost.holds_a_future(),
        Some(Origin::Call(call)) => {
            let is_future = lost.waiting() == Some(Waiting::Future) || lost.is_answer();
            let holds = lost.holds_a_future() && lost.is_made_by_a_closure();
            !is_future && !call.is_of_the_workspace() && (holds || lost.offloads_a_future())
        }
        Some(Origin::Block | Origin::Output) | None => false,
    }
}

//! A loop asks again and again instead of waiting.
//!
//! ## Why
//! A task that never waits never gives its thread back. Whatever else is queued for that thread stands
//! still, and often the one that would set the flag or send the message is among it: the loop waits for
//! a task that it keeps from running. It shows under load, as a program at 100 % CPU that does nothing.
//!
//! ## Bad
//! ```rust
//! use std::sync::atomic::AtomicBool;
//! use std::sync::atomic::Ordering;
//!
//! static READY: AtomicBool = AtomicBool::new(false);
//!
//! pub async fn handle() -> &'static str {
//!     while !READY.load(Ordering::Acquire) { //~ busy-wait
//!         std::hint::spin_loop();
//!     }
//!     "ready"
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use tokio::sync::watch;
//!
//! pub async fn handle(mut ready: watch::Receiver<bool>) -> &'static str {
//!     match ready.wait_for(|ready| *ready).await {
//!         Ok(_) => "ready",
//!         Err(_) => "shut down",
//!     }
//! }
//! ```
//!
//! ## Limits
//! A loop is told of when some way through it asks, gets the answer that nothing has changed, and comes
//! round to the question without anything else that could end it: a count, a deadline, other code. What
//! only drains a channel ends by itself and is silent, and so is a loop that tries to change an atomic.
//! A loop that only lets other tasks have a turn, with `yield_now`, burns a thread too, and is told of
//! more quietly.

use crate::finding::Finding;
use crate::finding::Grade;
use crate::model::Function;
use crate::model::Pause;
use crate::model::Weight;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

const HELP: &str = "wait for it: `.await` the lock, the channel or the handle itself, or let a `Notify` \
     or `watch` channel tell of the change";

/// The rule.
pub const RULE: Rule = Rule {
    id: "busy-wait",
    group: "liveness",
    levels: Levels::new(Level::Deny)
        .light_hot(Level::Warn)
        .light(Level::Warn)
        .cold(Level::Warn)
        .not_in_tests(),
    since: "0.1.0",
    source: include_str!("busy_wait.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for round in function.impatient_loops() {
        let (weight, why) = match round.pause.map(|(pause, _)| pause) {
            None | Some(Pause::Spins) => {
                (Weight::Long, "asked again at once: the thread is never given back")
            }
            Some(Pause::Yields) => {
                (Weight::Short, "asked again as soon as other tasks have had a turn")
            }
            Some(Pause::Sleeps) => continue,
        };
        let message = format!("this loop spins on `{}`", round.call.name());
        let grade =
            Grade { heat: round.call.heat(), weight, test: function.is_test(), ..Grade::CERTAIN };
        let finding = Finding::new(round.call.place(), why, message)
            .of(function.path(), round.call.name())
            .grade(grade)
            .label(round.place(), "nothing in this loop waits")
            .help(HELP);
        pass.report(finding);
    }
}

//! A thread sleep stops an executor thread.
//!
//! ## Why
//! An executor runs many tasks on a few threads. `std::thread::sleep` puts the thread to sleep, not
//! the task: every other task that is queued on it waits as well, and on a current-thread runtime the
//! whole program stands still. Nothing is logged, nothing fails; everything is just late.
//!
//! The sleep need not be in the async function. It is reported at the call in async code, with the
//! chain of calls that leads to it. Where no other task waits for the thread it is silent by default: in
//! a `main` before it spawns or serves anything. So is what runs a few times in the run of a program:
//! start-up, the end, a command that does one thing and exits.
//!
//! ## Bad
//! ```rust
//! async fn retry() {
//!     while !ready().await {
//!         std::thread::sleep(std::time::Duration::from_secs(1)); //~ blocking-sleep
//!     }
//! }
//!
//! async fn ready() -> bool {
//!     true
//! }
//! ```
//!
//! ## Good
//! ```rust
//! async fn retry() {
//!     while !ready().await {
//!         tokio::time::sleep(std::time::Duration::from_secs(1)).await;
//!     }
//! }
//!
//! async fn ready() -> bool {
//!     true
//! }
//! ```
//!
//! ## Limits
//! Sleeps behind a call whose callee is unknown are not seen; `inspect` shows which those are. Code in
//! a closure that is handed to unknown code is silent, since nobody knows where it runs. So is a sleep
//! of a constant time below 100 microseconds.

use crate::model::Blocks;
use crate::model::Function;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;
use crate::rules::told;
use crate::rules::told::Advice;
use crate::rules::told::Words;

/// The rule.
pub const RULE: Rule = Rule {
    id: "blocking-sleep",
    group: "blocking",
    levels: Levels::new(Level::Deny).seldom(Level::Allow).cold(Level::Allow).not_in_tests(),
    since: "0.1.0",
    source: include_str!("blocking_sleep.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    let words = Words {
        verb: "puts the executor thread to sleep",
        why: "every task on this thread waits",
        advice: Advice::Twin,
    };
    told::report(pass, function, &words, |call| call.blocks(Blocks::Sleep));
}

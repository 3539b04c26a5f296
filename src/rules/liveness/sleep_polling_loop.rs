//! A loop sleeps and looks again, where the change could wake it.
//!
//! ## Why
//! A flag that is looked at every 100 ms is noticed 50 ms late on average, and each waiting task wakes
//! the thread ten times a second for nothing. With a shorter sleep it is sooner and dearer. What another
//! task of the same program changes can wake the one that waits, at once and without a clock.
//!
//! ## Bad
//! ```rust
//! use std::sync::atomic::AtomicBool;
//! use std::sync::atomic::Ordering;
//! use std::time::Duration;
//!
//! pub async fn wait_for_start(started: &AtomicBool) {
//!     while !started.load(Ordering::SeqCst) {
//!         tokio::time::sleep(Duration::from_millis(100)).await; //~ sleep-polling-loop
//!     }
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use tokio::sync::watch;
//!
//! pub async fn wait_for_start(mut started: watch::Receiver<bool>) {
//!     if started.wait_for(|started| *started).await.is_err() {
//!         eprintln!("it will never start");
//!     }
//! }
//! ```
//!
//! ## Limits
//! Off by default: of ten such loops in real programs that two people each looked at, one was worth a
//! change to one of them. Most wait a second once, at the start or the end.
//!
//! Told of are loops that do nothing but sleep and look, and whose every way out depends on state of
//! the program itself: an atomic, a channel, a lock, a task's handle. What a file or another host has to
//! tell cannot wake anybody. A loop with a deadline, with other work in some of its turns, or that
//! nothing ends is silent.

use crate::finding::Finding;
use crate::model::Function;
use crate::model::Pause;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

const HELP: &str = "wait for the change itself: `Notify`, a `watch` channel, `recv`, `lock`, or the \
     handle's `.await`";

/// The rule.
pub const RULE: Rule = Rule {
    id: "sleep-polling-loop",
    group: "liveness",
    levels: Levels::new(Level::Allow),
    since: "0.1.0",
    source: include_str!("sleep_polling_loop.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for round in function.impatient_loops() {
        let Some((Pause::Sleeps, sleep)) = round.pause else { continue };
        let message = format!("this loop sleeps until `{}` tells of a change", round.call.name());
        let finding = Finding::new(sleep.place(), "wakes up for nothing each time", message)
            .of(function.path(), round.call.name())
            .certain(function.is_test())
            .label(round.call.place(), "looked at after each sleep")
            .help(HELP);
        pass.report(finding);
    }
}

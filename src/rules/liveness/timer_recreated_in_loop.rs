//! A timer in a loop begins anew whenever something else comes first.
//!
//! ## Why
//! "Write the buffer out every five seconds", says the loop. But the `sleep` is made anew in each turn,
//! and each message starts a turn. With a message a second the five seconds are never over: nothing is
//! written as long as there is traffic, and the buffer grows. On a quiet test machine it works.
//!
//! The rule is `allow` by default: work that is to be done when nothing has come for a while, such as a
//! ping on a quiet connection, looks the same.
//!
//! ## Bad
//! ```rust
//! use std::time::Duration;
//! use tokio::sync::mpsc::Receiver;
//!
//! pub async fn collect(mut lines: Receiver<String>) {
//!     let mut buffer = Vec::new();
//!     loop {
//!         tokio::select! {
//!             line = lines.recv() => match line {
//!                 Some(line) => buffer.push(line),
//!                 None => break,
//!             },
//!             _ = tokio::time::sleep(Duration::from_secs(5)) => flush(&mut buffer).await, //~ allow timer-recreated-in-loop
//!         }
//!     }
//! }
//!
//! async fn flush(buffer: &mut Vec<String>) {}
//! ```
//!
//! ## Good
//! ```rust
//! use std::time::Duration;
//! use tokio::sync::mpsc::Receiver;
//!
//! pub async fn collect(mut lines: Receiver<String>) {
//!     let mut buffer = Vec::new();
//!     let mut clock = tokio::time::interval(Duration::from_secs(5));
//!     loop {
//!         tokio::select! {
//!             line = lines.recv() => match line {
//!                 Some(line) => buffer.push(line),
//!                 None => break,
//!             },
//!             _ = clock.tick() => flush(&mut buffer).await,
//!         }
//!     }
//! }
//!
//! async fn flush(buffer: &mut Vec<String>) {}
//! ```
//!
//! ## Limits
//! Silent where the arm of the timer has a condition or leaves the loop, where all others leave it, where
//! the time is computed anew in each turn, and where the arm does nothing but start the next turn.

use crate::finding::Finding;
use crate::model::Function;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "timer-recreated-in-loop",
    group: "liveness",
    levels: Levels::new(Level::Allow),
    since: "0.1.0",
    source: include_str!("timer_recreated_in_loop.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for restarted in function.restarted_timers() {
        let timer = restarted.timer;
        let message = "this timer begins anew whenever the loop turns";
        let finding = Finding::new(timer.place(), "made anew in each turn", message)
            .label(restarted.other(), "as long as this comes first, the time is never over")
            .of(function.path(), timer.name())
            .certain(function.is_test())
            .help("make an `interval` before the loop, or pin the timer there and `reset` it");
        pass.report(finding);
    }
}

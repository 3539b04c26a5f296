//! A loop goes on receiving from a channel that is closed.
//!
//! ## Why
//! Once all senders are gone, a receive answers at once, and does so each time. A loop that takes the
//! answer for "nothing yet" spins from then on: one core at 100 %, long after the last message, mostly
//! seen at shutdown or after the other task has failed.
//!
//! ## Bad
//! ```rust
//! use tokio::sync::mpsc::Receiver;
//! use tokio::time::Interval;
//!
//! pub async fn run(mut jobs: Receiver<u32>, mut tick: Interval) {
//!     loop {
//!         tokio::select! {
//!             job = jobs.recv() => { //~ closed-channel-spin
//!                 if let Some(job) = job {
//!                     println!("{job}");
//!                 }
//!             }
//!             _ = tick.tick() => println!("alive"),
//!         }
//!     }
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use tokio::sync::mpsc::Receiver;
//! use tokio::time::Interval;
//!
//! pub async fn run(mut jobs: Receiver<u32>, mut tick: Interval) {
//!     loop {
//!         tokio::select! {
//!             job = jobs.recv() => match job {
//!                 Some(job) => println!("{job}"),
//!                 None => break,
//!             },
//!             _ = tick.tick() => println!("alive"),
//!         }
//!     }
//! }
//! ```
//!
//! ## Limits
//! A loop is told of only if every way from that answer leads back to the receive without a wait. One
//! that can be left, by a count or by code that is not followed, is silent; so is one in a function that
//! has a sender of such a channel itself, which may keep it open.
//!
//! Off by default: of six findings in public code four were wrong, since the program keeps a sender
//! elsewhere for as long as the loop runs.

use crate::finding::Finding;
use crate::model::Function;
use crate::model::Question;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

const HELP: &str = "leave the loop when the channel is closed, or match `Some(…)` in the arm of the \
     `select!`, which switches the arm off";

/// The rule.
pub const RULE: Rule = Rule {
    id: "closed-channel-spin",
    group: "liveness",
    levels: Levels::new(Level::Allow),
    since: "0.1.0",
    source: include_str!("closed_channel_spin.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for round in function.deaf_loops(Question::Closed) {
        let message = "this loop spins once the channel is closed";
        let why = "answers at once from then on, and nothing leaves the loop or waits";
        let finding = Finding::new(round.call.place(), why, message)
            .of(function.path(), round.call.name())
            .certain(function.is_test())
            .label(round.place(), "goes round at once")
            .help(HELP);
        pass.report(finding);
    }
}

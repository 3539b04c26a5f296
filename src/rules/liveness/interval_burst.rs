//! A clock catches up at once on all ticks that slow work has missed.
//!
//! ## Why
//! The loop asks a server once a second. Then the server takes a minute to answer: sixty ticks are
//! overdue, and tokio's `interval` gives them all at once. The server, just recovered, gets sixty
//! requests in a row from each of its clients.
//!
//! The rule is `allow` by default: where the work hardly ever takes longer than a tick, or a burst does
//! no harm, there is nothing to mend.
//!
//! ## Bad
//! ```rust
//! use std::time::Duration;
//!
//! pub async fn watch(client: reqwest::Client) {
//!     let mut clock = tokio::time::interval(Duration::from_secs(1)); //~ allow interval-burst
//!     loop {
//!         clock.tick().await;
//!         client.get("https://example.com/health").send().await.ok();
//!     }
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use std::time::Duration;
//! use tokio::time::MissedTickBehavior;
//!
//! pub async fn watch(client: reqwest::Client) {
//!     let mut clock = tokio::time::interval(Duration::from_secs(1));
//!     clock.set_missed_tick_behavior(MissedTickBehavior::Delay);
//!     loop {
//!         clock.tick().await;
//!         client.get("https://example.com/health").send().await.ok();
//!     }
//! }
//! ```
//!
//! ## Limits
//! The clock is a variable of the function, and nothing is done with it but to wait for its ticks. What
//! is slow is known to wait for something outside of the program: the network, a database, files. Clocks
//! of half a minute and more are silent.

use crate::finding::Finding;
use crate::model::Function;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "interval-burst",
    group: "liveness",
    levels: Levels::new(Level::Allow),
    since: "0.1.0",
    source: include_str!("interval_burst.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for burst in function.bursts() {
        let root = burst.slow.root();
        let message = format!("this clock ticks several times at once after a slow `{root}`");
        let finding = Finding::new(burst.clock.place(), "catches up on missed ticks", message)
            .label(burst.tick.place(), "waits for the next tick")
            .label(burst.slow.call().place(), "may take longer than from one tick to the next")
            .of(function.path(), root)
            .certain(function.is_test())
            .fix(burst.calmed())
            .trace(burst.slow.trace())
            .help("`set_missed_tick_behavior(MissedTickBehavior::Delay)`, or `Skip`");
        pass.report(finding);
    }
}

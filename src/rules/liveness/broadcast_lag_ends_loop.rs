//! A subscriber that falls behind stops listening.
//!
//! ## Why
//! A broadcast channel overwrites what a slow receiver has not read, and tells it so with
//! `RecvError::Lagged`; the next receive gives a message again. A loop that ends at any error ends at
//! the first burst of messages too: the task is gone, nothing is logged, and no event ever arrives
//! there again.
//!
//! ## Bad
//! ```rust
//! use tokio::sync::broadcast::Receiver;
//!
//! pub async fn follow(mut prices: Receiver<u32>) {
//!     while let Ok(price) = prices.recv().await { //~ broadcast-lag-ends-loop
//!         println!("{price}");
//!     }
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use tokio::sync::broadcast::Receiver;
//! use tokio::sync::broadcast::error::RecvError;
//!
//! pub async fn follow(mut prices: Receiver<u32>) {
//!     loop {
//!         match prices.recv().await {
//!             Ok(price) => println!("{price}"),
//!             Err(RecvError::Lagged(missed)) => eprintln!("{missed} prices missed"),
//!             Err(RecvError::Closed) => break,
//!         }
//!     }
//! }
//! ```
//!
//! ## Limits
//! Silent: where the code names `Lagged`, where it hands the error on, where another loop around this
//! one may subscribe again, and of channels of `()`, whose only message is that something happened.

use crate::finding::Finding;
use crate::model::Function;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

const HELP: &str = "go on after `RecvError::Lagged`, and end the loop at `RecvError::Closed` only";

/// The rule.
pub const RULE: Rule = Rule {
    id: "broadcast-lag-ends-loop",
    group: "liveness",
    levels: Levels::new(Level::Warn).not_in_tests(),
    since: "0.1.0",
    source: include_str!("broadcast_lag_ends_loop.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for round in function.lag_ends() {
        let message = "this loop ends for good when it falls behind";
        let why = "fails with `Lagged` when messages were missed, although more can be received";
        let finding = Finding::new(round.call.place(), why, message)
            .of(function.path(), round.call.name())
            .certain(function.is_test())
            .fix(round.goes_on_when_late())
            .label(round.place(), "left at any error")
            .help(HELP);
        pass.report(finding);
    }
}

//! A loop tries again at once what has just failed.
//!
//! ## Why
//! When a process has no file descriptors left, `accept` fails at once, and goes on failing until a
//! connection is closed. A loop that only logs the error fills the disk with the same line and takes a
//! core from the tasks that could close one. It is the same with `connect` when nobody listens.
//!
//! ## Bad
//! ```rust
//! use tokio::net::TcpListener;
//!
//! pub async fn serve(listener: TcpListener) {
//!     loop {
//!         match listener.accept().await { //~ spin-on-error
//!             Ok((client, _)) => drop(client),
//!             Err(error) => eprintln!("cannot accept: {error}"),
//!         }
//!     }
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use std::time::Duration;
//!
//! use tokio::net::TcpListener;
//!
//! pub async fn serve(listener: TcpListener) {
//!     loop {
//!         match listener.accept().await {
//!             Ok((client, _)) => drop(client),
//!             Err(error) => {
//!                 eprintln!("cannot accept: {error}");
//!                 tokio::time::sleep(Duration::from_millis(50)).await;
//!             }
//!         }
//!     }
//! }
//! ```
//!
//! ## Limits
//! Off unless asked for: most services never run out of descriptors, and many errors of `accept` do
//! pass at once. A loop is told of only if every way from the error leads back to the call without a
//! wait.

use crate::finding::Finding;
use crate::model::Function;
use crate::model::Question;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "spin-on-error",
    group: "liveness",
    levels: Levels::new(Level::Allow),
    since: "0.1.0",
    source: include_str!("spin_on_error.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for round in function.deaf_loops(Question::Failed) {
        let message = format!("this loop spins while `{}` fails", round.call.name());
        let why = "tried again at once when it fails";
        let finding = Finding::new(round.call.place(), why, message)
            .of(function.path(), round.call.name())
            .certain(function.is_test())
            .label(round.place(), "goes round at once")
            .help("wait a little before the next try: 50 ms, or longer each time");
        pass.report(finding);
    }
}

//! What an awaited call gives is itself a future, and is dropped.
//!
//! ## Why
//! `queue.submit(job).await;` looks complete. But the first `.await` waits only until the job is
//! accepted, and gives a second future, for its end or its result. Nobody waits for that one, and where
//! it is to do the work itself, the work is not done.
//!
//! ## Bad
//! ```rust
//! use std::future::Future;
//!
//! async fn prepare() -> impl Future<Output = u32> {
//!     async { 42 }
//! }
//!
//! async fn run() {
//!     let _ = prepare().await; //~ output-future-dropped
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use std::future::Future;
//!
//! async fn prepare() -> impl Future<Output = u32> {
//!     async { 42 }
//! }
//!
//! async fn run() -> u32 {
//!     prepare().await.await
//! }
//! ```
//!
//! ## Limits
//! The receiver of an answer, such as that of a oneshot channel, is only possible and so silent by
//! default: the one who asked may not want to know.

use crate::model::Function;
use crate::model::Origin;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;
use crate::rules::losses;

/// The rule.
pub const RULE: Rule = Rule {
    id: "output-future-dropped",
    group: "futures",
    levels: Levels::new(Level::Deny),
    since: "0.1.0",
    source: include_str!("output_future_dropped.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for lost in function.lost() {
        let is_output = matches!(lost.origin(), Some(Origin::Output));
        let is_future = lost.holds_a_future() || lost.is_answer();
        if !is_output || !is_future {
            continue;
        }
        let message =
            format!("awaiting {} gives a future that is never polled", losses::maker(lost));
        let finding = losses::finding(lost, "that future", message);
        pass.report(finding.help("`.await` what it gives as well"));
    }
}

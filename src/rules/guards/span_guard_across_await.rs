//! A tracing span is entered across an `.await`.
//!
//! ## Why
//! `Span::enter` makes the span the current one of the *thread*. At an `.await` the thread goes on with
//! other tasks, whose events are then told as part of this span; and when the task goes on elsewhere,
//! its own are not. Traces that are wrong this way look right until somebody relies on them.
//!
//! ## Bad
//! ```rust
//! async fn job() {
//!     let span = tracing::Span::current();
//!     let _entered = span.enter(); //~ span-guard-across-await
//!     work().await;
//! }
//!
//! async fn work() {}
//! ```
//!
//! ## Good
//! ```rust
//! use tracing::Instrument;
//!
//! async fn job() {
//!     let span = tracing::Span::current();
//!     work().instrument(span).await;
//! }
//!
//! async fn work() {}
//! ```
//!
//! ## Limits
//! Tests are silent, and so is by default what only `main` waits for, or what runs a few times in the
//! run of a program: no other task is told of under its span, or hardly one.

use crate::model::Function;
use crate::model::TypeRole;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;
use crate::rules::held;
use crate::rules::held::Words;

/// The rule.
pub const RULE: Rule = Rule {
    id: "span-guard-across-await",
    group: "guards",
    levels: Levels::new(Level::Deny).seldom(Level::Allow).cold(Level::Allow).not_in_tests(),
    since: "0.1.0",
    source: include_str!("span_guard_across_await.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    let words = Words {
        why: "the span stays entered on this thread while other tasks run on it",
        help: "use `.instrument(span)` on the future, or `#[instrument]` on the function",
    };
    held::report(pass, function, TypeRole::SpanGuard, &words, |_| false);
}

//! A value is read from shared state, and written back, changed, after an `.await`.
//!
//! ## Why
//! Two requests read that a page has had 41 visits. Both wait for the database. Both write 42. One visit
//! is lost, and no test that runs one request at a time will ever show it.
//!
//! While a task waits at an `.await`, any other task may change what it has read. What it writes back
//! then overwrites all of that.
//!
//! ## Bad
//! ```rust
//! use std::sync::Mutex;
//!
//! async fn visit(visits: &Mutex<u64>) {
//!     let before = *visits.lock().unwrap();
//!     render().await;
//!     *visits.lock().unwrap() = before + 1; //~ stale-value-across-await
//! }
//!
//! async fn render() {}
//! ```
//!
//! ## Good
//! Read and write under one lock, with no `.await` in between.
//!
//! ```rust
//! use std::sync::Mutex;
//!
//! async fn visit(visits: &Mutex<u64>) {
//!     render().await;
//!     *visits.lock().unwrap() += 1;
//! }
//!
//! async fn render() {}
//! ```
//!
//! ## Limits
//! Seen are values behind locks, atomics, cells, `watch` channels and the entries of maps, where both
//! accesses name the same place for certain. What is behind `&mut self`, or in a variable that only this
//! code has, is nobody else's: silent. So is code that looks at the state again before it writes, and
//! code that holds another lock all the while, by itself or in all of its callers.
//!
//! A value that a function of the program makes of the old one, or that is awaited, is only possible.
//!
//! It is off by default: of nine places in public code seven had one writer only, which no type shows (a
//! lock that all callers hold, a loop that alone writes). Turn it on where state is shared between
//! requests: `-W stale-value-across-await`.

use crate::finding::Finding;
use crate::model::Certainty;
use crate::model::CrossingKind;
use crate::model::Function;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "stale-value-across-await",
    group: "state",
    levels: Levels::new(Level::Allow),
    since: "0.1.0",
    source: include_str!("stale_value_across_await.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for crossing in function.crossings() {
        let certainty = match crossing.kind() {
            CrossingKind::Stale => Certainty::Certain,
            CrossingKind::Derived => Certainty::Possible,
            _ => continue,
        };
        if crossing.is_undisturbed() {
            continue;
        }
        let name = crossing.name();
        let message = format!("`{name}` is written from a value that was read before an `.await`");
        let finding = Finding::new(
            crossing.second(),
            "overwrites what others have written",
            message,
        )
        .label(crossing.first(), "read here")
        .label(crossing.across(), "other tasks may change it while this one waits")
        .of(function.path(), name)
        .grade(crossing.grade(certainty))
        .help(
            "read it after the `.await`, under the same lock as the write, or change it in one \
                 step, as by `fetch_add` or `entry`",
        );
        pass.report(finding);
    }
}

//! A task that holds one place of a pool asks the same pool for another.
//!
//! ## Why
//! A pool of connections and a semaphore give out a limited number of places. A task that holds one and
//! waits for a second is fine alone. When as many such tasks run as there are places, each holds one and
//! waits for another that nobody gives back: all of them stand still until a timeout, under load only.
//!
//! ## Bad
//! ```rust
//! use tokio::sync::Semaphore;
//!
//! async fn copy(jobs: &Semaphore) {
//!     let _read = jobs.acquire().await;
//!     let _write = jobs.acquire().await; //~ pool-self-deadlock
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use tokio::sync::Semaphore;
//!
//! async fn copy(jobs: &Semaphore) {
//!     let _both = jobs.acquire_many(2).await;
//! }
//! ```
//!
//! ## Limits
//! Code that no other task runs at the same time is silent. Both have to be asked of the same variable, parameter, `self` or static and the same fields.

use crate::finding::Finding;
use crate::model::Function;
use crate::model::TypeRole;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "pool-self-deadlock",
    group: "guards",
    levels: Levels::new(Level::Warn).cold(Level::Allow).not_in_tests(),
    since: "0.1.0",
    source: include_str!("pool_self_deadlock.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    let roles = &[TypeRole::Permit, TypeRole::Connection, TypeRole::Transaction];
    for taken in function.taken_under(roles).iter().filter(|taken| taken.is_same_pool()) {
        let (name, call) = (taken.first.name(), taken.second.call());
        let message = format!("`{name}` is asked for a second place while the first is held");
        let why = "when all places are held like this, everyone waits for ever";
        let finding = Finding::new(call.place(), why, message)
            .label(taken.guard.place(), "the first place is held from here on")
            .of(function.path(), name)
            .grade(taken.guard.grade())
            .trace(taken.second.trace())
            .help("use the first one for both, take both at once, or give the first back before");
        pass.report(finding);
    }
}

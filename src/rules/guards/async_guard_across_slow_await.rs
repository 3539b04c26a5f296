//! The guard of an async lock is held over an `.await` that waits for something outside.
//!
//! ## Why
//! An async lock may be held over an `.await`: that is what it is for. But everyone who wants it waits as
//! long. A lock that is held over a request, a query or a sleep makes a queue of what ran side by side,
//! and a peer that does not answer stops all of it.
//!
//! An `.await` of what the guard itself protects is silent: a connection in a mutex is used under it.
//!
//! The rule is `allow` by default: often the queue is meant.
//!
//! ## Bad
//! ```rust
//! use tokio::sync::Mutex;
//!
//! async fn ping(state: &Mutex<u64>) {
//!     let mut state = state.lock().await; //~ async-guard-across-slow-await
//!     tokio::time::sleep(std::time::Duration::from_secs(1)).await;
//!     *state += 1;
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use tokio::sync::Mutex;
//!
//! async fn ping(state: &Mutex<u64>) {
//!     tokio::time::sleep(std::time::Duration::from_secs(1)).await;
//!     *state.lock().await += 1;
//! }
//! ```
//!
//! ## Limits
//! What is slow is known of the common clients of files, time, network and databases, and of what awaits
//! them.

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
    id: "async-guard-across-slow-await",
    group: "guards",
    levels: Levels::new(Level::Allow),
    since: "0.1.0",
    source: include_str!("async_guard_across_slow_await.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for guard in function.guards().filter(|guard| guard.role() == TypeRole::AsyncGuard) {
        let slow = guard.slow_awaits();
        let Some(first) = slow.first() else { continue };
        let name = guard.type_path();
        let root = first.root();
        let message = format!("a `{name}` is held while `{root}` is awaited");
        let finding = Finding::new(guard.place(), "whoever wants this lock waits as long", message)
            .label(first.call().place(), "waits here")
            .of(function.path(), root)
            .grade(guard.grade())
            .trace(first.trace())
            .help("take the lock for the state alone, before or after what is slow");
        pass.report(finding);
    }
}

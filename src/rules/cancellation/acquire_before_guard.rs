//! A resource is taken by an awaited call, and only afterwards put into the value whose `Drop` gives it
//! back.
//!
//! ## Why
//! A handler asks the lock server for the lock of an order, and waits. The server grants it, but the client
//! has gone by then, and the handler is dropped at its `.await`. The value that would give the lock back
//! when it is dropped was never made: nobody can work on that order until somebody restarts the server.
//!
//! ## Bad
//! ```rust
//! struct Lease {
//!     locks: Locks,
//!     order: u32,
//! }
//!
//! impl Drop for Lease {
//!     fn drop(&mut self) {
//!         self.locks.release(self.order);
//!     }
//! }
//!
//! async fn lease(locks: Locks, order: u32) -> Lease {
//!     locks.acquire(order).await; //~ acquire-before-guard
//!     Lease { locks, order }
//! }
//!
//! struct Locks;
//!
//! impl Locks {
//!     async fn acquire(&self, order: u32) {}
//!     fn release(&self, order: u32) {}
//! }
//! ```
//!
//! ## Good
//! Make the value first. To give back what was not taken has to be harmless then.
//!
//! ```rust
//! struct Lease {
//!     locks: Locks,
//!     order: u32,
//! }
//!
//! impl Drop for Lease {
//!     fn drop(&mut self) {
//!         self.locks.release(self.order);
//!     }
//! }
//!
//! async fn lease(locks: Locks, order: u32) -> Lease {
//!     let lease = Lease { locks, order };
//!     lease.locks.acquire(lease.order).await;
//!     lease
//! }
//!
//! struct Locks;
//!
//! impl Locks {
//!     async fn acquire(&self, order: u32) {}
//!     fn release(&self, order: u32) {}
//! }
//! ```
//!
//! ## Limits
//! Seen are locks that SQL takes for a session, and functions of one type or trait of the workspace of
//! which one is awaited and another is called by the `Drop`, both with a key that the value keeps. Without
//! a key the finding is only possible, and `allow`.

use crate::finding::Finding;
use crate::model::Function;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "acquire-before-guard",
    group: "cancellation",
    levels: Levels::new(Level::Warn).not_in_tests(),
    since: "0.1.0",
    source: include_str!("acquire_before_guard.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for acquired in function.acquired() {
        let owner = acquired.owner();
        let message =
            format!("nobody gives this back if the future is dropped before `{owner}` is made");
        let made = format!("only from here on the `Drop` of `{owner}` gives it back");
        let mut finding = Finding::new(acquired.place(), "taken here", message)
            .label(acquired.guard(), made)
            .of(function.path(), owner)
            .grade(acquired.grade())
            .help("make the value before the `.await`, and let its `Drop` bear that nothing was taken");
        if let Some(release) = acquired.release() {
            finding = finding.label(release.place(), "given back here");
        }
        pass.report(finding);
    }
}

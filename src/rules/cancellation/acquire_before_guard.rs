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
//! use sqlx::PgConnection;
//!
//! struct Lease<'c> {
//!     connection: &'c mut PgConnection,
//!     order: i64,
//! }
//!
//! impl Drop for Lease<'_> {
//!     fn drop(&mut self) {
//!         unlock_later(self.connection, self.order);
//!     }
//! }
//!
//! async fn lease(connection: &mut PgConnection, order: i64) -> Result<Lease<'_>, sqlx::Error> {
//!     sqlx::query("SELECT pg_advisory_lock($1)").bind(order).execute(&mut *connection).await?; //~ acquire-before-guard
//!     Ok(Lease { connection, order })
//! }
//!
//! fn unlock_later(connection: &mut PgConnection, order: i64) {}
//! ```
//!
//! ## Good
//! Make the value first. To give back what was not taken has to be harmless then.
//!
//! ```rust
//! use sqlx::PgConnection;
//!
//! struct Lease<'c> {
//!     connection: &'c mut PgConnection,
//!     order: i64,
//! }
//!
//! impl Drop for Lease<'_> {
//!     fn drop(&mut self) {
//!         unlock_later(self.connection, self.order);
//!     }
//! }
//!
//! async fn lease(connection: &mut PgConnection, order: i64) -> Result<Lease<'_>, sqlx::Error> {
//!     let lease = Lease { connection, order };
//!     sqlx::query("SELECT pg_advisory_lock($1)").bind(order).execute(&mut *lease.connection).await?;
//!     Ok(lease)
//! }
//!
//! fn unlock_later(connection: &mut PgConnection, order: i64) {}
//! ```
//!
//! ## Limits
//! The default level asks for SQL that takes a lock for the session. Of other resources all that is seen is
//! that the awaited function and one that the `Drop` calls belong to one type, trait or module: the finding
//! is only possible, and `allow`. On code that was read half of those were true.

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

//! A request may be dropped after the first of two writes that belong together.
//!
//! ## Why
//! A customer closes the page while the order is sent. The server drops the handler at the `.await` it is
//! at: the seat is reserved, and the invoice is never written. Nothing failed, nothing is logged, and no
//! code ran that could have taken the first write back.
//!
//! The rule is `allow` by default: that two writes belong together is not seen.
//!
//! ## Bad
//! ```rust
//! use axum::extract::State;
//! use sqlx::PgPool;
//!
//! fn router(pool: PgPool) -> axum::Router {
//!     axum::Router::new().route("/order", axum::routing::post(order)).with_state(pool)
//! }
//!
//! async fn order(State(pool): State<PgPool>) {
//!     sqlx::query("UPDATE seats SET taken = true WHERE id = 1").execute(&pool).await.unwrap();
//!     sqlx::query("INSERT INTO invoices (seat) VALUES (1)").execute(&pool).await.unwrap(); //~ allow partial-write-on-cancel
//! }
//! ```
//!
//! ## Good
//! In a transaction both are written, or none.
//!
//! ```rust
//! use axum::extract::State;
//! use sqlx::PgPool;
//!
//! fn router(pool: PgPool) -> axum::Router {
//!     axum::Router::new().route("/order", axum::routing::post(order)).with_state(pool)
//! }
//!
//! async fn order(State(pool): State<PgPool>) {
//!     let mut tx = pool.begin().await.unwrap();
//!     sqlx::query("UPDATE seats SET taken = true WHERE id = 1").execute(&mut *tx).await.unwrap();
//!     sqlx::query("INSERT INTO invoices (seat) VALUES (1)").execute(&mut *tx).await.unwrap();
//!     tx.commit().await.unwrap();
//! }
//! ```
//!
//! Where there is no transaction, a task of its own goes on when the request is dropped:
//! `tokio::spawn(write_both(pool)).await`.
//!
//! ## Limits
//! Seen are statements to SQL databases that are sent through a pool, in one function or in those that it
//! awaits, or through a connection that the function takes from one. What may be done twice without
//! harm, such as `CREATE TABLE IF NOT EXISTS`, is no half of anything. That function answers requests,
//! has a timeout, is an arm of a `select!`, or is awaited by one of these. Tasks that somebody aborts
//! are not looked at.

use crate::finding::Finding;
use crate::model::Function;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "partial-write-on-cancel",
    group: "cancellation",
    levels: Levels::new(Level::Allow),
    since: "0.1.0",
    source: include_str!("partial_write_on_cancel.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for partial in function.partial_writes() {
        let (first, second) = (partial.first.call(), partial.second.call());
        let message = "this is never written if the future is dropped after the write before it";
        let finding = Finding::new(second.place(), "the second write", message)
            .label(first.place(), "the first write stays")
            .label(partial.dropping.place, partial.dropping.by.label())
            .of(function.path(), second.name())
            .certain(function.is_test())
            .trace(partial.second.trace())
            .help("write both in one transaction, or spawn a task that does and await its handle");
        pass.report(finding);
    }
}

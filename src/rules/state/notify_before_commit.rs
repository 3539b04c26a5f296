//! Others are told of something that is not committed yet.
//!
//! ## Why
//! What a transaction has written nobody else sees before it is committed. A worker that is told of a
//! new order at once looks it up, finds nothing, and gives up; the message comes too early by some
//! milliseconds, on some days. If the transaction is rolled back in the end, a mail was sent for an
//! order that never was.
//!
//! ## Bad
//! ```rust
//! use tokio::sync::broadcast::Sender;
//!
//! async fn order(pool: &sqlx::PgPool, news: &Sender<i64>, id: i64) -> Result<(), sqlx::Error> {
//!     let mut tx = pool.begin().await?;
//!     sqlx::query("INSERT INTO orders (id) VALUES ($1)").bind(id).execute(&mut *tx).await?;
//!     news.send(id).ok(); //~ notify-before-commit
//!     tx.commit().await
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use tokio::sync::broadcast::Sender;
//!
//! async fn order(pool: &sqlx::PgPool, news: &Sender<i64>, id: i64) -> Result<(), sqlx::Error> {
//!     let mut tx = pool.begin().await?;
//!     sqlx::query("INSERT INTO orders (id) VALUES ($1)").bind(id).execute(&mut *tx).await?;
//!     tx.commit().await?;
//!     news.send(id).ok();
//!     Ok(())
//! }
//! ```
//!
//! ## Limits
//! Told where a write through the transaction comes before the message on every way, and the commit
//! after it on some way: who is told of a failure before a rollback is told the truth. What counts as a
//! message stands in rows: channels, brokers, requests that write, mail. A message that asks for an answer,
//! by one end of a channel in it, is a request to somebody who works for the caller. `NOTIFY` of PostgreSQL waits for
//! the commit by itself, and what is written to an outbox is part of the transaction: both are silent.

use crate::finding::Finding;
use crate::model::Function;
use crate::model::Notifies;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "notify-before-commit",
    group: "state",
    levels: Levels::new(Level::Warn).not_in_tests(),
    since: "0.1.0",
    source: include_str!("notify_before_commit.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for transaction in function.transactions() {
        let name = transaction.name().unwrap_or("the transaction");
        for early in transaction.early_notices() {
            let call = early.notice.call();
            let message = format!("`{}` tells others before `{name}` is committed", call.name());
            let finding = Finding::new(call.place(), why(early.notice.whom()), message)
                .label(early.write.call().place(), "written here, and seen by nobody else yet")
                .label(early.commit.place(), "committed here")
                .of(function.path(), name)
                .certain(function.is_test())
                .trace(early.notice.trace())
                .help("commit first, and tell others then");
            pass.report(finding);
        }
    }
}

/// What goes wrong.
fn why(whom: Option<Notifies>) -> &'static str {
    match whom {
        Some(Notifies::Mail) => "the mail is out, whether the transaction is committed or not",
        Some(Notifies::Http) => "the other server is asked, whether the commit succeeds or not",
        Some(Notifies::Channel | Notifies::Broker) | None => {
            "who gets it may look before the commit, or learn of what is rolled back"
        }
    }
}

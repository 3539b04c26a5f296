//! A transaction is written through, and nobody commits it.
//!
//! ## Why
//! A transaction that is dropped is rolled back. The function returns `Ok`, the handler answers `200`,
//! the log says that the row was inserted, and it is gone. Nothing fails.
//!
//! ## Bad
//! ```rust
//! async fn rename(pool: &sqlx::PgPool, id: i64, name: &str) -> Result<(), sqlx::Error> {
//!     let mut tx = pool.begin().await?; //~ transaction-never-committed
//!     sqlx::query("UPDATE users SET name = $1 WHERE id = $2")
//!         .bind(name)
//!         .bind(id)
//!         .execute(&mut *tx)
//!         .await?;
//!     Ok(())
//! }
//! ```
//!
//! ## Good
//! ```rust
//! async fn rename(pool: &sqlx::PgPool, id: i64, name: &str) -> Result<(), sqlx::Error> {
//!     let mut tx = pool.begin().await?;
//!     sqlx::query("UPDATE users SET name = $1 WHERE id = $2")
//!         .bind(name)
//!         .bind(id)
//!         .execute(&mut *tx)
//!         .await?;
//!     tx.commit().await
//! }
//! ```
//!
//! ## Limits
//! Only told where no way through the function commits the transaction, rolls it back by name, or hands
//! it on: one that is committed in one branch and forgotten in another is silent, for that may be meant.
//! So is a function whose name says that it is a dry run, a transaction that only reads, and a test.

use crate::finding::Finding;
use crate::model::Function;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "transaction-never-committed",
    group: "state",
    levels: Levels::new(Level::Warn).not_in_tests(),
    since: "0.1.0",
    source: include_str!("transaction_never_committed.rs"),
    check: Check::Function(check),
};

/// Names of functions that mean to undo what they do.
const REHEARSALS: [&str; 3] = ["dry_run", "rollback", "rehears"];

fn check(pass: &mut Pass, function: Function<'_>) {
    for transaction in function.transactions() {
        let writes = transaction.lost_writes();
        let Some(first) = writes.first() else { continue };
        let rehearses = |word: &&str| function.name().contains(*word);
        if REHEARSALS.iter().any(rehearses) {
            return;
        }
        let name = transaction.name().unwrap_or("the transaction");
        let message = format!("nobody commits `{name}`: what is written through it is undone");
        let why = "it is rolled back when it is dropped";
        let finding = Finding::new(transaction.begin().place(), why, message)
            .label(first.call().place(), "this is written in vain")
            .of(function.path(), name)
            .certain(function.is_test())
            .trace(first.trace())
            .help(format!("commit `{name}` before the end, or call `rollback` if that is meant"));
        pass.report(finding);
    }
}

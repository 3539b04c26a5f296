//! A `try_join!` drops a write halfway when another one fails.
//!
//! ## Why
//! The first error ends a `try_join!` at once, and the futures that are not ready are dropped where they
//! are. Of two writes one is done and the other one is not, or is done and nobody knows: the error says
//! nothing of it. Two steps of a transfer that are awaited like this can leave money nowhere.
//!
//! The rule is `allow` by default: that the writes depend on each other is not seen. Where each may fail
//! alone, `try_join!` is right.
//!
//! ## Bad
//! ```rust
//! async fn transfer(pool: &sqlx::PgPool) -> Result<(), sqlx::Error> {
//!     tokio::try_join!(debit(pool), credit(pool))?; //~ allow try-join-abandons-writes
//!     Ok(())
//! }
//!
//! async fn debit(pool: &sqlx::PgPool) -> Result<(), sqlx::Error> {
//!     sqlx::query("UPDATE accounts SET balance = balance - 1 WHERE id = 1").execute(pool).await?;
//!     Ok(())
//! }
//!
//! async fn credit(pool: &sqlx::PgPool) -> Result<(), sqlx::Error> {
//!     sqlx::query("UPDATE accounts SET balance = balance + 1 WHERE id = 2").execute(pool).await?;
//!     Ok(())
//! }
//! ```
//!
//! ## Good
//! ```rust
//! async fn transfer(pool: &sqlx::PgPool) -> Result<(), sqlx::Error> {
//!     let mut tx = pool.begin().await?;
//!     sqlx::query("UPDATE accounts SET balance = balance - 1 WHERE id = 1").execute(&mut *tx).await?;
//!     sqlx::query("UPDATE accounts SET balance = balance + 1 WHERE id = 2").execute(&mut *tx).await?;
//!     tx.commit().await
//! }
//! ```
//!
//! ## Limits
//! Seen are `try_join!`s of calls that are written in it and lead to statements that write to a SQL
//! database. `try_join_all` and `select!` are not looked at.

use crate::finding::Finding;
use crate::model::Function;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "try-join-abandons-writes",
    group: "cancellation",
    levels: Levels::new(Level::Allow),
    since: "0.1.0",
    source: include_str!("try_join_abandons_writes.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for join in function.joins().filter(|join| join.is_try()) {
        let writes: Vec<_> = join.calls().filter_map(|call| call.write()).collect();
        let [first, second, ..] = writes[..] else { continue };
        let message = format!("`{}!` drops the other writes when one of them fails", join.name());
        let finding = Finding::new(join.place(), "the first error ends all of them", message)
            .label(first.call().place(), "this writes")
            .label(second.call().place(), "and so does this")
            .of(function.path(), join.name())
            .certain(function.is_test())
            .trace(second.trace())
            .help("write in one transaction, or use `join!` and look at all results");
        pass.report(finding);
    }
}

//! A statement runs beside the open transaction that it should be part of.
//!
//! ## Why
//! A transaction belongs to one connection. What is sent through the pool while it is open takes another
//! connection, and is committed at once: when the transaction is rolled back, this stays. It does not
//! see what the transaction has written, and may wait for its locks, for ever. With one user and no
//! errors, as in tests, nothing of that shows.
//!
//! Think of an order: the stock goes down in the transaction, the order is written through the pool. The
//! payment fails, everything is rolled back, and the order is still there.
//!
//! ## Bad
//! ```rust
//! async fn order(pool: &sqlx::PgPool, item: i64) -> Result<(), sqlx::Error> {
//!     let mut tx = pool.begin().await?;
//!     sqlx::query("UPDATE stock SET left = left - 1 WHERE item = $1")
//!         .bind(item)
//!         .execute(&mut *tx)
//!         .await?;
//!     sqlx::query("INSERT INTO orders (item) VALUES ($1)").bind(item).execute(pool).await?; //~ transaction-bypassed
//!     tx.commit().await
//! }
//! ```
//!
//! ## Good
//! ```rust
//! async fn order(pool: &sqlx::PgPool, item: i64) -> Result<(), sqlx::Error> {
//!     let mut tx = pool.begin().await?;
//!     sqlx::query("UPDATE stock SET left = left - 1 WHERE item = $1")
//!         .bind(item)
//!         .execute(&mut *tx)
//!         .await?;
//!     sqlx::query("INSERT INTO orders (item) VALUES ($1)").bind(item).execute(&mut *tx).await?;
//!     tx.commit().await
//! }
//! ```
//!
//! ## Limits
//! The pool has to be the very one that the transaction was taken from: the same variable, parameter,
//! `self` or static and the same fields, clones of it included. A statement that only reads is told as a
//! warning. Where something is to stay whatever becomes of the transaction, such as a record of the
//! attempt, say so in an `allow` comment. Also told: a transaction that is begun and committed, and
//! nothing else is done with it; and what is sent through the pool in a closure that runs in a
//! transaction.

use crate::finding::Finding;
use crate::model::Call;
use crate::model::Function;
use crate::model::Statement;
use crate::model::Transaction;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "transaction-bypassed",
    group: "state",
    levels: Levels::new(Level::Deny).light(Level::Warn).light_hot(Level::Warn).not_in_tests(),
    since: "0.1.0",
    source: include_str!("transaction_bypassed.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for transaction in function.transactions() {
        let beside = transaction.bypassed_by();
        if beside.is_empty() && transaction.is_unused() {
            pass.report(unused(function, transaction));
        }
        for statement in beside {
            let (begin, name) = (transaction.begin(), transaction.name());
            pass.report(bypassing(begin, name, statement));
        }
    }
    for transaction in function.transactions_in_closures() {
        for statement in transaction.bypassed_by() {
            pass.report(bypassing(transaction.begin(), transaction.name(), statement));
        }
    }
}

fn bypassing(begin: Call<'_>, name: Option<&str>, statement: Statement<'_>) -> Finding {
    let name = name.unwrap_or("the transaction");
    let (call, function) = (statement.call(), begin.function());
    let message = format!("`{}` runs outside of the transaction `{name}`", call.name());
    let why = match statement.writes() {
        true => "another connection of the pool runs it, and it is committed at once",
        false => "another connection of the pool runs it, which sees nothing of the transaction",
    };
    Finding::new(call.place(), why, message)
        .label(begin.place(), "the transaction begins here")
        .of(function.path(), name)
        .grade(statement.grade())
        .trace(statement.trace())
        .help(format!("send it through `{name}`, or do it before the transaction or after it"))
}

fn unused(function: Function<'_>, transaction: Transaction<'_>) -> Finding {
    let name = transaction.name().unwrap_or("the transaction");
    let message = format!("nothing runs in the transaction `{name}`");
    let why = "it is committed as it was begun: what is done meanwhile is no part of it";
    Finding::new(transaction.begin().place(), why, message)
        .of(function.path(), name)
        .certain(function.is_test())
        .help("send the statements through it that belong together, or leave it away")
}

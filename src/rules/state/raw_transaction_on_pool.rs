//! What belongs to one connection is sent through a pool.
//!
//! ## Why
//! A pool gives each statement any connection that is free. `BEGIN` opens a transaction on one of them,
//! the next statements run on others, and `COMMIT` reaches a third. `SET ROLE` and `SET search_path`
//! change a connection that goes back to the pool as it is: the next request that borrows it works with
//! the rights or the tables of someone else. A session lock taken like this is never given back by the
//! one who took it. While there is one request at a time it seems to work, for the pool gives the same
//! connection again.
//!
//! ## Bad
//! ```rust
//! async fn as_tenant(pool: &sqlx::PgPool) -> Result<(), sqlx::Error> {
//!     sqlx::query("SET search_path TO tenant_7").execute(pool).await?; //~ raw-transaction-on-pool
//!     sqlx::query("DELETE FROM notes").execute(pool).await?;
//!     Ok(())
//! }
//! ```
//!
//! ## Good
//! ```rust
//! async fn as_tenant(pool: &sqlx::PgPool) -> Result<(), sqlx::Error> {
//!     let mut tx = pool.begin().await?;
//!     sqlx::query("SET LOCAL search_path TO tenant_7").execute(&mut *tx).await?;
//!     sqlx::query("DELETE FROM notes").execute(&mut *tx).await?;
//!     tx.commit().await
//! }
//! ```
//!
//! ## Limits
//! The text of the statement has to stand in the code: a literal, a constant, or what `format!` fills in.
//! A script of several statements runs on one connection; of it only a transaction that it leaves open
//! is told. Programs that make a pool of one connection are silent.

use crate::finding::Finding;
use crate::model::Model;
use crate::model::Scope;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "raw-transaction-on-pool",
    group: "state",
    levels: Levels::new(Level::Deny).not_in_tests(),
    since: "0.1.0",
    source: include_str!("raw_transaction_on_pool.rs"),
    check: Check::Program(check),
};

fn check(pass: &mut Pass, model: &Model<'_>) {
    let statements = model.functions().flat_map(|function| function.statements());
    let of_session = statements.filter(|it| it.session().is_some() && it.is_given_a_pool());
    let found: Vec<_> = of_session.collect();
    if found.is_empty() || model.has_pool_of_one() {
        return;
    }
    for statement in found {
        let Some(session) = statement.session() else { continue };
        let (call, words) = (statement.call(), &session.words);
        let message = format!("`{words}` is sent through a pool, to any of its connections");
        let finding = Finding::new(call.place(), why(session.scope), message)
            .of(call.function().path(), words.clone())
            .certain(call.function().is_test())
            .trace(statement.trace())
            .help("take one connection or transaction for all statements that belong together");
        pass.report(finding);
    }
}

/// What goes wrong.
fn why(scope: Scope) -> &'static str {
    match scope {
        Scope::Begins => "the transaction is open on one connection, what follows runs on others",
        Scope::Ends => "the connection that it reaches need not be the one with the transaction",
        Scope::Setting => "it holds for whoever borrows that connection next, and for nobody else",
        Scope::Local => "it holds until the transaction ends, which is this statement alone",
        Scope::Lock => "the lock belongs to that connection, whoever borrows it next",
        Scope::Listens => "what is listened to comes to a connection that nobody reads",
        Scope::Temporary => "only that connection has it, whoever borrows it next",
        Scope::LeftBehind => "it tells what was done last on that connection, by whomever",
    }
}

//! A synchronous database client is used on an executor thread.
//!
//! ## Why
//! A synchronous client holds its thread for the whole way to the database and back; taking a connection
//! from a full pool can hold it for half a minute. With as many slow queries as the executor has threads,
//! nothing else runs: not the other requests, not the timers that should give up on them.
//!
//! The call is reported in async code, with the chain of calls that leads to it. Stores that live in the
//! process and mostly answer from memory (sled, redb, rocksdb) are silent by default, save where they
//! store what was written.
//! Where no other task waits for the thread it is silent by default: in a `main` before it spawns or
//! serves anything, and in what a runtime with several threads waits for itself. So is what runs a
//! few times in the run of a program: start-up, the end, a command that does one thing and exits.
//!
//! ## Bad
//! ```rust
//! async fn visits(client: &mut postgres::Client) -> u64 {
//!     client.execute("UPDATE page SET visits = visits + 1", &[]).unwrap_or(0) //~ blocking-database
//! }
//! ```
//!
//! ## Good
//! ```rust
//! async fn visits(mut client: postgres::Client) -> u64 {
//!     let update = move || client.execute("UPDATE page SET visits = visits + 1", &[]).unwrap_or(0);
//!     tokio::task::spawn_blocking(update).await.unwrap_or(0)
//! }
//! ```
//!
//! An async client is better still: `tokio_postgres`, `sqlx`, `diesel_async`. Work with several statements
//! belongs into one `spawn_blocking` together, so that they keep their connection.
//!
//! ## Limits
//! Methods are seen where the type of their receiver, or the trait that they come from, is known: the
//! methods that diesel's macros write are not. A database in memory is not told apart from others.

use crate::model::Blocks;
use crate::model::Function;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;
use crate::rules::told;
use crate::rules::told::Advice;
use crate::rules::told::Words;

/// The rule.
pub const RULE: Rule = Rule {
    id: "blocking-database",
    group: "blocking",
    levels: Levels::new(Level::Deny)
        .light_hot(Level::Allow)
        .light(Level::Allow)
        .seldom(Level::Allow)
        .cold(Level::Allow)
        .not_in_tests(),
    since: "0.1.0",
    source: include_str!("blocking_database.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    let words = Words {
        verb: "waits for a database on an executor thread",
        why: "every task on this thread waits until the database has answered",
        advice: Advice::Twin,
    };
    told::report(pass, function, &words, |call| call.blocks(Blocks::Database));
}

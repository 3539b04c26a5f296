//! What belongs to one connection is done in several offloaded closures.
//!
//! ## Why
//! Each closure that goes to the pool for blocking work runs by itself, on any thread, and takes the
//! connection anew. `BEGIN` in one and the statements in the next: in between another task has the
//! connection, and its statements become part of the transaction; or the next closure gets another
//! connection, and runs in no transaction at all.
//!
//! The rule is `allow` by default: it was met too seldom to say how often it is right.
//!
//! ## Bad
//! ```rust
//! use std::sync::Arc;
//! use std::sync::Mutex;
//!
//! async fn pay(db: Arc<Mutex<rusqlite::Connection>>) {
//!     let same = Arc::clone(&db);
//!     tokio::task::spawn_blocking(move || same.lock().unwrap().execute_batch("BEGIN")).await.ok();
//!     tokio::task::spawn_blocking(move || {
//!         db.lock().unwrap().execute_batch("UPDATE a SET b = 1; COMMIT") //~ allow offload-splits-state
//!     })
//!     .await
//!     .ok();
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use std::sync::Arc;
//! use std::sync::Mutex;
//!
//! async fn pay(db: Arc<Mutex<rusqlite::Connection>>) {
//!     tokio::task::spawn_blocking(move || {
//!         db.lock().unwrap().execute_batch("BEGIN; UPDATE a SET b = 1; COMMIT")
//!     })
//!     .await
//!     .ok();
//! }
//! ```
//!
//! ## Limits
//! Seen are statements whose text stands in the closure: one that opens a transaction, sets something or
//! makes a temporary table, and the next statement in another closure of the same function. A connection
//! that the function has borrowed for itself, and on which both run, is silent.

use crate::finding::Finding;
use crate::model::Function;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "offload-splits-state",
    group: "state",
    levels: Levels::new(Level::Allow),
    since: "0.1.0",
    source: include_str!("offload_splits_state.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for split in function.split_sessions() {
        let Some(session) = split.first.session() else { continue };
        let words = &session.words;
        let message = format!("this runs in another closure than the `{words}` before it");
        let why = "on another connection, or on one that others have used in between";
        let finding = Finding::new(split.second.call().place(), why, message)
            .label(split.first.call().place(), "this holds for the connection")
            .of(function.path(), words.clone())
            .certain(function.is_test())
            .help("do in one closure what belongs to one connection");
        pass.report(finding);
    }
}

//! A `thread_local!` is set on one thread, and read by code that runs on another.
//!
//! ## Why
//! A handler notes the tenant of the request in a `thread_local!`, and moves the query to the pool for
//! blocking work. There the tenant is whatever the last query of that thread has left, or none: the wrong
//! rows, or a panic. On a machine with one thread it works.
//!
//! ## Bad
//! ```rust
//! use std::cell::Cell;
//!
//! thread_local! { static TENANT: Cell<u32> = const { Cell::new(0) }; }
//!
//! async fn count(tenant: u32) {
//!     TENANT.set(tenant);
//!     let rows = tokio::task::spawn_blocking(|| rows_of(TENANT.get())); //~ thread-local-crosses-threads
//!     rows.await.unwrap();
//! }
//!
//! fn rows_of(tenant: u32) {}
//! ```
//!
//! ## Good
//! ```rust
//! async fn count(tenant: u32) {
//!     let rows = tokio::task::spawn_blocking(move || rows_of(tenant));
//!     rows.await.unwrap();
//! }
//!
//! fn rows_of(tenant: u32) {}
//! ```
//!
//! ## Limits
//! Both uses stand in one function, and the code that reads does not set the value itself. A task may run
//! on the same thread: there the finding is only possible, and `allow`.

use crate::finding::Finding;
use crate::model::Function;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "thread-local-crosses-threads",
    group: "state",
    levels: Levels::new(Level::Warn).not_in_tests(),
    since: "0.1.0",
    source: include_str!("thread_local_crosses_threads.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for split in function.split_locals() {
        let name = split.name();
        let message = format!("`{name}` is read on another thread than the one it was set on");
        let finding =
            Finding::new(split.read.place(), "this thread has a value of its own", message)
                .label(split.set.place(), "set here")
                .of(function.path(), name)
                .grade(split.grade())
                .help("read it before, and move the value into the closure");
        pass.report(finding);
    }
}

//! A lock is taken again while a guard of it is alive.
//!
//! ## Why
//! A mutex does not know that it is asked by the one who holds it: it waits, for ever, and nothing is
//! logged. It rarely stands there as two `lock` calls in a row. The guard is a temporary in the head of
//! a `match` or an `if let`, where it lives to the end, in the `else` too before edition 2024; or the
//! second `lock` is in a method that is called while the first guard lives. A `RefCell` panics instead; of
//! a `DashMap`, the two keys need only lie in one shard.
//!
//! ## Bad
//! ```rust
//! use std::collections::HashMap;
//! use std::sync::Mutex;
//!
//! struct Cache {
//!     names: Mutex<HashMap<u64, String>>,
//! }
//!
//! impl Cache {
//!     fn name(&self, id: u64) -> String {
//!         match self.names.lock().unwrap().get(&id) {
//!             Some(name) => name.clone(),
//!             None => self.load(id), //~ relock-self-deadlock
//!         }
//!     }
//!
//!     fn load(&self, id: u64) -> String {
//!         self.names.lock().unwrap().entry(id).or_default().clone()
//!     }
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use std::collections::HashMap;
//! use std::sync::Mutex;
//!
//! struct Cache {
//!     names: Mutex<HashMap<u64, String>>,
//! }
//!
//! impl Cache {
//!     fn name(&self, id: u64) -> String {
//!         let known = self.names.lock().unwrap().get(&id).cloned();
//!         known.unwrap_or_else(|| self.load(id))
//!     }
//!
//!     fn load(&self, id: u64) -> String {
//!         self.names.lock().unwrap().entry(id).or_default().clone()
//!     }
//! }
//! ```
//!
//! ## Limits
//! Both locks have to be named by the same variable, parameter, `self` or static and the same fields;
//! clones of an `Arc` count as what they were cloned from. Two read guards of one `RwLock` are only
//! possible, and silent by default: it takes a writer that waits in between.
//! Not seen are a lock that is taken in a closure that runs while the guard lives, a guard that
//! `try_lock` gave, and one that is kept from one turn of a loop for the next.

use crate::finding::Finding;
use crate::finding::Grade;
use crate::model::Function;
use crate::model::TypeRole;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "relock-self-deadlock",
    group: "guards",
    levels: Levels::new(Level::Deny),
    since: "0.1.0",
    source: include_str!("relock_self_deadlock.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    let under = function.taken_under(&[TypeRole::BlockingGuard, TypeRole::AsyncGuard]);
    for taken in &under {
        let Some(certainty) = taken.deadlock() else { continue };
        let (name, call) = (taken.first.name(), taken.second.call());
        let message = match taken.second.trace().len() {
            0 => format!("`{name}` is taken again while a guard of it is alive"),
            _ => format!("`{}` takes `{name}` while a guard of it is alive", call.name()),
        };
        let why = "waits for the guard that this very code holds";
        let finding = Finding::new(call.place(), why, message)
            .label(taken.guard.place(), "this guard is still alive")
            .of(function.path(), name)
            .grade(Grade { certainty, test: function.is_test(), ..Grade::CERTAIN })
            .trace(taken.second.trace())
            .help(
                "end the first guard before: bind what is needed of it in a statement of its own, \
                 or `drop` it",
            );
        pass.report(finding);
    }
}

//! Shared state is looked at, and written by what was seen after an `.await`.
//!
//! ## Why
//! Two people sign up with the name `ada` at once. For both the table of names says that it is free, both
//! wait for their account to be made, and both are put in the table: the second takes the name from the
//! first.
//!
//! The rule is `allow` by default: often the write may happen twice, as when a cache is filled.
//!
//! ## Bad
//! ```rust
//! use std::collections::HashMap;
//! use std::sync::Mutex;
//!
//! async fn sign_up(users: &Mutex<HashMap<String, u64>>, name: String) {
//!     if !users.lock().unwrap().contains_key(&name) {
//!         let id = new_account().await;
//!         users.lock().unwrap().insert(name, id); //~ check-then-act-across-await
//!     }
//! }
//!
//! async fn new_account() -> u64 { 1 }
//! ```
//!
//! ## Good
//! Look and write under one lock, with no `.await` in between.
//!
//! ```rust
//! use std::collections::HashMap;
//! use std::sync::Mutex;
//!
//! async fn sign_up(users: &Mutex<HashMap<String, u64>>, name: String) -> bool {
//!     let id = new_account().await;
//!     let mut users = users.lock().unwrap();
//!     if users.contains_key(&name) {
//!         return false;
//!     }
//!     users.insert(name, id);
//!     true
//! }
//!
//! async fn new_account() -> u64 { 1 }
//! ```
//!
//! ## Limits
//! The same as of `stale-value-across-await`. Rows of a database are not seen.

use crate::finding::Finding;
use crate::model::Certainty;
use crate::model::CrossingKind;
use crate::model::Function;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "check-then-act-across-await",
    group: "state",
    levels: Levels::new(Level::Allow),
    since: "0.1.0",
    source: include_str!("check_then_act_across_await.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for crossing in function.crossings() {
        if crossing.kind() != CrossingKind::Checked || crossing.is_undisturbed() {
            continue;
        }
        let name = crossing.name();
        let message = format!("`{name}` is written by what was seen before an `.await`");
        let finding = Finding::new(crossing.second(), "what was seen may no longer be so", message)
            .label(crossing.first(), "looked at here")
            .label(crossing.across(), "other tasks may do the same while this one waits")
            .of(function.path(), name)
            .grade(crossing.grade(Certainty::Certain))
            .help(
                "look again under the lock that is taken to write, or mark it before the `.await`",
            );
        pass.report(finding);
    }
}

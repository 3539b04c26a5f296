//! Two locks are taken in opposite orders.
//!
//! ## Why
//! One thread or task holds the first and waits for the second, another one holds the second and waits
//! for the first: neither goes on. Each place is right for itself, tests pass, and under load the two
//! meet. A `join!` of two locks takes them in any order.
//!
//! The rule is `allow` by default. That two places take two locks in opposite orders is seen for certain;
//! that they can run at the same time is not: often one belongs to a phase that has ended when the other
//! begins.
//!
//! ## Bad
//! ```rust
//! use std::sync::Mutex;
//!
//! struct Bank {
//!     accounts: Mutex<Vec<u64>>,
//!     journal: Mutex<Vec<String>>,
//! }
//!
//! impl Bank {
//!     fn pay(&self) {
//!         let mut accounts = self.accounts.lock().unwrap();
//!         self.journal.lock().unwrap().push("paid".to_owned());
//!         accounts[0] -= 1;
//!     }
//!
//!     fn audit(&self) -> usize {
//!         let journal = self.journal.lock().unwrap();
//!         journal.len() + self.accounts.lock().unwrap().len() //~ lock-order-inversion
//!     }
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use std::sync::Mutex;
//!
//! struct Bank {
//!     accounts: Mutex<Vec<u64>>,
//!     journal: Mutex<Vec<String>>,
//! }
//!
//! impl Bank {
//!     fn pay(&self) {
//!         let mut accounts = self.accounts.lock().unwrap();
//!         self.journal.lock().unwrap().push("paid".to_owned());
//!         accounts[0] -= 1;
//!     }
//!
//!     fn audit(&self) -> usize {
//!         let accounts = self.accounts.lock().unwrap();
//!         self.journal.lock().unwrap().len() + accounts.len()
//!     }
//! }
//! ```
//!
//! ## Limits
//! A lock is known by the type and the fields that lead to it, or as a static; that both places mean the
//! same value of that type is taken for granted where each takes both locks from one value. Where a
//! third lock is held at both places, they cannot meet: silent. So is code of tests.

use crate::finding::Finding;
use crate::model::Model;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "lock-order-inversion",
    group: "guards",
    levels: Levels::new(Level::Allow),
    since: "0.1.0",
    source: include_str!("lock_order_inversion.rs"),
    check: Check::Program(check),
};

fn check(pass: &mut Pass, model: &Model<'_>) {
    for inversion in model.inversions() {
        let (here, there) = (&inversion.here, &inversion.there);
        let (first, second) = (here.first.name(), here.second.name());
        let call = here.second.call();
        let other = there.second.call().function().name();
        let message = match here.second.call().is(there.first.call()) {
            true => format!("`{first}` and `{second}` are taken side by side, in any order"),
            false => format!(
                "`{second}` is taken while `{first}` is held; `{other}` takes them the other way \
                 round"
            ),
        };
        let finding = Finding::new(call.place(), "the second lock here", message)
            .label(here.first_place, "the first lock here")
            .label(there.first_place, "there this one is the first")
            .label(there.second.call().place(), "and this one the second")
            .of(call.function().path(), second)
            .trace(here.second.trace())
            .help("take the two in the same order everywhere, or end the first before the second");
        pass.report(finding);
    }
}

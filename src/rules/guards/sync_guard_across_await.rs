//! A lock that blocks threads is held across an `.await`.
//!
//! ## Why
//! While the task is suspended, the guard stays alive. Another task that wants the lock blocks its
//! thread until it gets it, and on that thread may lie the very task that would give it back: nothing
//! moves any more. A borrow of a `RefCell` that lives so long makes the next one panic.
//!
//! The compiler says so only where the future has to be `Send` and the guard is not: not of the guards
//! of `dashmap`, `parking_lot` with `send_guard`, `RefCell`, and not under `block_on` or on a
//! `LocalSet`.
//!
//! A guard is followed as the language drops it: moves, `drop`, shadowing, branches, temporaries to the
//! end of their statement, those in the head of a `match`, `if let`, `while let` and `for` to its end,
//! by the edition of the crate.
//!
//! ## Bad
//! ```rust
//! use dashmap::DashMap;
//!
//! async fn greet(users: &DashMap<u64, String>, id: u64) {
//!     if let Some(user) = users.get(&id) { //~ sync-guard-across-await
//!         send(user.clone()).await;
//!     }
//! }
//!
//! async fn send(_name: String) {}
//! ```
//!
//! ## Good
//! ```rust
//! use dashmap::DashMap;
//!
//! async fn greet(users: &DashMap<u64, String>, id: u64) {
//!     let user = users.get(&id).map(|user| user.clone());
//!     if let Some(user) = user {
//!         send(user).await;
//!     }
//! }
//!
//! async fn send(_name: String) {}
//! ```
//!
//! ## Limits
//! The type of the guard has to be known. A guard that is handed to a function is its affair: nothing
//! is claimed of a call that is given one. In tests the guard of a `static` is silent: it keeps tests
//! apart that share an environment. The guard of a lock that the function has for itself by `&mut` is
//! silent: nobody else can ask for it.

use crate::model::Function;
use crate::model::TypeRole;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;
use crate::rules::held;
use crate::rules::held::Words;

/// The rule.
pub const RULE: Rule = Rule {
    id: "sync-guard-across-await",
    group: "guards",
    levels: Levels::new(Level::Deny),
    since: "0.1.0",
    source: include_str!("sync_guard_across_await.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    let words = Words {
        why: "whoever wants this lock meanwhile blocks its thread, perhaps the one that would free it",
        help: "end its life before the `.await`: copy what is needed out of it in a statement or block \
               of its own, or `drop` it",
    };
    held::report(pass, function, TypeRole::BlockingGuard, &words, |held| {
        function.is_test() && held.guard.is_of_static() || held.guard.is_of_own_lock()
    });
}

//! A guard whose effect belongs to the thread is alive across an `.await`.
//!
//! ## Why
//! Some guards set something for the thread until they are dropped: the current runtime, the default
//! subscriber, the context of a trace. At an `.await` the thread goes on with other tasks, which then run
//! under that setting; and the task itself may go on on another thread, which does not have it, and
//! drops the guard there.
//!
//! ## Bad
//! ```rust
//! use tokio::runtime::Handle;
//!
//! async fn refresh(other: &Handle) {
//!     let _entered = other.enter(); //~ thread-bound-guard-across-await
//!     load().await;
//! }
//!
//! async fn load() {}
//! ```
//!
//! ## Good
//! ```rust
//! use tokio::runtime::Handle;
//!
//! async fn refresh(other: &Handle) {
//!     let _ = other.spawn(load()).await;
//! }
//!
//! async fn load() {}
//! ```
//!
//! ## Limits
//! Tests are silent: most run on a runtime with one thread and one task.

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
    id: "thread-bound-guard-across-await",
    group: "guards",
    levels: Levels::new(Level::Deny).not_in_tests(),
    since: "0.1.0",
    source: include_str!("thread_bound_guard_across_await.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    let words = Words {
        why: "its effect stays with this thread, and the task may go on on another one",
        help: "give the setting to the future instead (`with_context`, `with_subscriber`, `spawn` on \
               the other runtime), or drop the guard before the `.await`",
    };
    held::report(pass, function, TypeRole::ThreadGuard, &words, |_| false);
}

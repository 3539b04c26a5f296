//! The blocking form of an async operation is called on an executor thread.
//!
//! ## Why
//! Tokio's locks and channels have a second form for plain threads: `blocking_lock`, `blocking_recv`,
//! `blocking_send`. Their documentation says that they panic within an asynchronous execution context, and
//! they do, each time: the code was never run, or always through a caller that is not async.
//!
//! The call is reported in async code, with the chain of calls that leads to it.
//!
//! ## Bad
//! ```rust
//! use tokio::sync::Mutex;
//!
//! async fn count(hits: &Mutex<u64>) {
//!     *hits.blocking_lock() += 1; //~ tokio-blocking-op
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use tokio::sync::Mutex;
//!
//! async fn count(hits: &Mutex<u64>) {
//!     *hits.lock().await += 1;
//! }
//! ```
//!
//! ## Limits
//! Methods are seen where the type of their receiver is known.

use crate::model::Enters;
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
    id: "tokio-blocking-op",
    group: "runtime",
    levels: Levels::new(Level::Deny),
    since: "0.1.0",
    source: include_str!("tokio_blocking_op.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    if function.expects_a_panic() {
        return;
    }
    let words = Words {
        verb: "panics on an executor thread",
        why: "panics: the thread cannot be blocked from within a runtime",
        advice: Advice::Direct("use its async form, and `.await` it"),
    };
    told::report(pass, function, &words, |call| call.enters(Enters::BlockingOp));
}

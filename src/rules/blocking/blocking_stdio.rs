//! Code on an executor thread writes to a terminal or pipe.
//!
//! ## Why
//! `println!` and writing to standard output take a lock that the whole program shares, and wait while the
//! pipe behind it is full: a log collector that hangs stops the program. That is rare, and much code that
//! prints is right to do so: therefore this rule is off unless you ask for it.
//!
//! ## Bad
//! ```rust
//! async fn handle(request: &str) {
//!     println!("{request}"); //~ missed-alarm blocking-stdio
//! }
//! ```
//!
//! ## Good
//! ```rust
//! async fn handle(request: &str) {
//!     tracing::info!(request);
//! }
//! ```
//!
//! A logger with a thread of its own for the writing keeps the executor out of it.
//!
//! ## Limits
//! Reading from standard input is the business of `blocking-wait`. What a logging crate does when it writes
//! is not looked into.

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
    id: "blocking-stdio",
    group: "blocking",
    levels: Levels::new(Level::Allow),
    since: "0.1.0",
    source: include_str!("blocking_stdio.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    let words = Words {
        verb: "writes to a terminal or pipe on an executor thread",
        why: "if nobody reads the other end, every task on this thread waits",
        advice: Advice::Twin,
    };
    told::report(pass, function, &words, |call| call.blocks(Blocks::Stdio));
}

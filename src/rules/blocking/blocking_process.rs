//! An executor thread waits for a child process.
//!
//! ## Why
//! `Command::output` and its like return when the child process has ended. Even a short one takes some
//! milliseconds to start, and what it does meanwhile is its own affair: it may compile, download or ask
//! for a password. All tasks on the executor thread wait with it.
//!
//! The call is reported at the call in async code, with the chain of calls that leads to it.
//! By default it is told only where other tasks were shown to run beside the code: a spawned task, a
//! request handler, a `poll` or a `select!` leads to it (`blocking-process = { open = "warn" }` tells of
//! the rest too). Silent is what runs a few times in the run of a program: start-up, the end, a command
//! that does one thing and exits.
//!
//! ## Bad
//! ```rust
//! use std::process::Command;
//!
//! #[actix_web::get("/revision")]
//! pub async fn revision() -> Vec<u8> {
//!     let output = Command::new("git").args(["rev-parse", "HEAD"]).output(); //~ blocking-process
//!     output.map(|output| output.stdout).unwrap_or_default()
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use tokio::process::Command;
//!
//! #[actix_web::get("/revision")]
//! pub async fn revision() -> Vec<u8> {
//!     let output = Command::new("git").args(["rev-parse", "HEAD"]).output().await;
//!     output.map(|output| output.stdout).unwrap_or_default()
//! }
//! ```
//!
//! ## Limits
//! `Command::spawn` only starts the process and is silent. So is `try_wait`. Methods are seen where the
//! type of their receiver is known.

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
    id: "blocking-process",
    group: "blocking",
    levels: Levels::new(Level::Warn)
        .open(Level::Allow)
        .seldom(Level::Allow)
        .cold(Level::Allow)
        .not_in_tests(),
    since: "0.1.0",
    source: include_str!("blocking_process.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    let words = Words {
        verb: "waits for a process on an executor thread",
        why: "every task on this thread waits until the process has answered or ended",
        advice: Advice::Twin,
    };
    told::report(pass, function, &words, |call| call.blocks(Blocks::Process));
}

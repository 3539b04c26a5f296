//! An executor thread waits for another thread, or for input.
//!
//! ## Why
//! Receiving from a blocking channel, joining a thread, waiting on a condition variable or reading what
//! somebody types has no end that the program could know. All tasks on the thread wait as long. If the
//! answer has to come from one of them, it never comes: that is a deadlock, and whether it happens depends
//! on which thread the tasks were given to.
//!
//! The call is reported in async code, with the chain of calls that leads to it.
//! Where no other task waits for the thread it is silent by default: in a `main` before it spawns or
//! serves anything, and in what a runtime with several threads waits for itself. So is what runs a
//! few times in the run of a program: start-up, the end, a command that does one thing and exits. So is
//! code of which it is not shown that other tasks share its thread (what reads a line there is a
//! command, as a rule); and joining a thread that another function has started: as a rule it was told
//! to end before. `-W blocking-wait` tells of all that.
//!
//! ## Bad
//! ```rust
//! use std::sync::mpsc::Receiver;
//!
//! async fn next(jobs: &Receiver<String>) -> Option<String> {
//!     jobs.recv().ok() //~ blocking-wait
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use tokio::sync::mpsc::Receiver;
//!
//! async fn next(jobs: &mut Receiver<String>) -> Option<String> {
//!     jobs.recv().await
//! }
//! ```
//!
//! The sending half of an unbounded channel never waits, and neither do the `try_` forms.
//!
//! ## Limits
//! Methods are seen where the type of their receiver is known: many blocking and async channels share their
//! names. A `join` behind `is_finished` of the same thread is silent, whichever way the question went.
//! Locks are not meant here: taking one for a moment is fine.

use crate::model::Blocks;
use crate::model::Function;
use crate::model::Weight;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::LightFrom;
use crate::rules::Pass;
use crate::rules::Rule;
use crate::rules::told;
use crate::rules::told::Advice;
use crate::rules::told::Words;

/// The rule.
pub const RULE: Rule = Rule {
    id: "blocking-wait",
    group: "blocking",
    levels: Levels::new(Level::Deny)
        .light_from(LightFrom {
            direct: Weight::Ending,
            afar: Weight::Ending,
            conditional: Weight::Ending,
        })
        .light_hot(Level::Allow)
        .open(Level::Allow)
        .light(Level::Allow)
        .seldom(Level::Allow)
        .cold(Level::Allow)
        .not_in_tests(),
    since: "0.1.0",
    source: include_str!("blocking_wait.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    let words = Words {
        verb: "waits for another thread or for input on an executor thread",
        why: "every task on this thread waits; if one of them has to bring the answer, for ever",
        advice: Advice::Twin,
    };
    told::report(pass, function, &words, |call| call.blocks(Blocks::Wait));
}

//! An executor thread computes for long.
//!
//! ## Why
//! Tasks take turns at an `.await`. Between two of them nobody else has the thread: a password hash that
//! is made slow on purpose, a picture that is decoded, an archive that is packed hold it for some ten to
//! hundreds of milliseconds. With a few of them at once every other request is late, and health checks
//! fail on a server that is only busy.
//!
//! What is heavy by design, or for the sizes that are usual, is reported. What depends on the input (a
//! template, a document that is parsed) is known too, and silent unless you ask for this rule with
//! `-W cpu-heavy`. So is what runs a few times in the run of a program, as at start-up.
//!
//! ## Bad
//! ```rust
//! pub async fn is_right(password: String, hash: String) -> bool {
//!     bcrypt::verify(password, &hash).unwrap_or(false) //~ cpu-heavy
//! }
//! ```
//!
//! ## Good
//! ```rust
//! pub async fn is_right(password: String, hash: String) -> bool {
//!     let verify = move || bcrypt::verify(password, &hash).unwrap_or(false);
//!     tokio::task::spawn_blocking(verify).await.unwrap_or(false)
//! }
//! ```
//!
//! A pool with one thread a core (`rayon`) suits work that comes in crowds better.
//!
//! ## Limits
//! Only functions that are listed are known to compute: loops of your own are not measured. The size of the
//! input, and a cost that is given as an argument, are not looked at.

use crate::model::Cpu;
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
    id: "cpu-heavy",
    group: "blocking",
    levels: Levels::new(Level::Warn)
        .light_hot(Level::Allow)
        .light(Level::Allow)
        .seldom(Level::Allow)
        .cold(Level::Allow)
        .not_in_tests(),
    since: "0.1.0",
    source: include_str!("cpu_heavy.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    let words = Words {
        verb: "computes for long on an executor thread",
        why: "no other task on this thread runs until it is done",
        advice: Advice::Pool,
    };
    told::report(pass, function, &words, |call| {
        call.computes(Cpu::Heavy).or_else(|| call.computes(Cpu::Moderate))
    });
}

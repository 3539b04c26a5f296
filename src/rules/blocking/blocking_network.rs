//! Blocking network work runs on an executor thread.
//!
//! ## Why
//! A blocking client or socket holds its thread until the other side has answered, and that is for others
//! to decide: a slow peer holds it for seconds, one that is gone until a timeout, often without any. Some
//! clients do worse: `reqwest::blocking` runs a runtime of its own, and panics when that is dropped on a
//! thread of another one.
//!
//! The call is reported in async code, with the chain of calls that leads to it.
//! Where no other task waits for the thread it is silent by default: in a `main` before it spawns or
//! serves anything, and in what a runtime with several threads waits for itself. So is what runs a
//! few times in the run of a program: start-up, the end, a command that does one thing and exits.
//!
//! ## Bad
//! ```rust
//! use std::net::TcpStream;
//!
//! async fn is_up(address: &str) -> bool {
//!     TcpStream::connect(address).is_ok() //~ blocking-network
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use tokio::net::TcpStream;
//!
//! async fn is_up(address: &str) -> bool {
//!     TcpStream::connect(address).await.is_ok()
//! }
//! ```
//!
//! ## Limits
//! Methods are seen where the type of their receiver is known. A socket counts as nonblocking where it was
//! made so in the same function. `bind` is silent, though it waits for a name server where its address is
//! a name.

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
    id: "blocking-network",
    group: "blocking",
    levels: Levels::new(Level::Deny).seldom(Level::Allow).cold(Level::Allow).not_in_tests(),
    since: "0.1.0",
    source: include_str!("blocking_network.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    let words = Words {
        verb: "waits for the network on an executor thread",
        why: "every task on this thread waits until the other side has answered",
        advice: Advice::Twin,
    };
    told::report(pass, function, &words, |call| call.blocks(Blocks::Network));
}

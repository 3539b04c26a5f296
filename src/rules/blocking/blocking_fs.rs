//! Blocking file work runs on an executor thread.
//!
//! ## Why
//! A file operation of the standard library holds its thread until the disk has answered: some ten
//! microseconds when all goes well, seconds on a network share, a cold disk or a full write cache. All
//! tasks on that thread wait with it, which shows up as tail latency that no profile of the slow task
//! explains.
//!
//! The operation is reported at the call in async code, with the chain of calls that leads to it.
//! Three things are silent by default, because hardly one in ten of those that were read in public
//! code was worth mending; `-W blocking-fs` tells of all:
//!
//! - Code of which was not shown that other tasks run beside it: no spawned task, request handler,
//!   `poll` or `select!` leads to it (`blocking-fs = { open = "warn" }` tells of it). What runs a few
//!   times in the run of a program: start-up, the end, a command that does one thing and exits.
//! - Cheap questions to a folder, such as `metadata`, `rename` or `create_dir_all`, and what is small
//!   as a rule: `read_to_string`, a line, the entries of one folder.
//! - The content of a file that another function reads or writes; and, where that function does so only
//!   under a condition, the walk over a tree of files. What is told of other functions is the walk, a
//!   copy, and waiting for a lock or until the disk has stored everything.
//!
//! ## Bad
//! ```rust
//! #[actix_web::get("/avatar")]
//! pub async fn avatar() -> Vec<u8> {
//!     std::fs::read("avatar.png").unwrap_or_default() //~ blocking-fs
//! }
//! ```
//!
//! ## Good
//! ```rust
//! #[actix_web::get("/avatar")]
//! pub async fn avatar() -> Vec<u8> {
//!     tokio::fs::read("avatar.png").await.unwrap_or_default()
//! }
//! ```
//!
//! Several operations in a row are better moved together into one `spawn_blocking` than turned into
//! async ones one by one: each of those is a hop to the same pool.
//!
//! ## Limits
//! Methods are seen where the type of their receiver is known. Files under `/proc` and `/sys`, which
//! do not wait for a disk, are not told apart from others.

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
    id: "blocking-fs",
    group: "blocking",
    levels: Levels::new(Level::Warn)
        .open(Level::Allow)
        .light_from(LightFrom {
            direct: Weight::Small,
            afar: Weight::Content,
            conditional: Weight::Tree,
        })
        .light_hot(Level::Allow)
        .light(Level::Allow)
        .seldom(Level::Allow)
        .cold(Level::Allow)
        .not_in_tests(),
    since: "0.1.0",
    source: include_str!("blocking_fs.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    let words = Words {
        verb: "waits for the file system on an executor thread",
        why: "every task on this thread waits until the disk has answered",
        advice: Advice::TwinOrTogether("file operations"),
    };
    told::report(pass, function, &words, |call| call.blocks(Blocks::Files));
}

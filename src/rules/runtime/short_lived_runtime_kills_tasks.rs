//! A runtime that is made for one call takes the tasks with it that the call has spawned.
//!
//! ## Why
//! Dropping a runtime drops its tasks at their next `.await`. A function that builds one, waits with it
//! and returns ends what it has spawned, done or not: an audit entry, a mail, a cache that should be
//! filled "in the background" are missing now and then. Blocking work that is under way holds up the
//! return instead. Such a function also starts and stops all threads of a runtime on each call.
//!
//! ## Bad
//! ```rust
//! use tokio::runtime::Runtime;
//!
//! pub fn handle(id: u64) -> u64 {
//!     let runtime = Runtime::new().unwrap();
//!     runtime.block_on(async {
//!         tokio::spawn(audit(id)); //~ short-lived-runtime-kills-tasks
//!         id + 1
//!     })
//! }
//!
//! async fn audit(_id: u64) {}
//! ```
//!
//! ## Good
//! ```rust
//! use tokio::runtime::Runtime;
//!
//! pub fn handle(runtime: &Runtime, id: u64) -> u64 {
//!     runtime.block_on(async {
//!         tokio::spawn(audit(id));
//!         id + 1
//!     })
//! }
//!
//! async fn audit(_id: u64) {}
//! ```
//!
//! ## Limits
//! Seen are runtimes that one function makes and drops, and spawns in the block that it waits for, behind
//! which nothing is waited for. Tasks that are spawned further down are not seen.

use crate::finding::Finding;
use crate::model::Function;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

const HELP: &str = "keep one runtime for the whole program and use it here, or `.await` the task before \
     this ends";

/// The rule.
pub const RULE: Rule = Rule {
    id: "short-lived-runtime-kills-tasks",
    group: "runtime",
    levels: Levels::new(Level::Warn).not_in_tests(),
    since: "0.1.0",
    source: include_str!("short_lived_runtime_kills_tasks.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for task in function.abandoned_tasks().filter(|_| !function.is_main()) {
        let message = format!("what `{}` starts ends with this runtime", task.spawn.name());
        let why = "dropped at its next `.await`: nobody waits for it";
        let finding = Finding::new(task.spawn.place(), why, message)
            .of(function.path(), task.spawn.name())
            .certain(function.is_test())
            .label(task.end, "the runtime is dropped soon after this returns")
            .help(HELP);
        pass.report(finding);
    }
}

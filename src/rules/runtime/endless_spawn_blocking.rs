//! A closure on the pool for blocking work never ends.
//!
//! ## Why
//! The threads of that pool are for work that comes to an end. A loop that nothing leads out of keeps
//! one of them as long as the program runs: with enough such loops no other blocking work gets a turn,
//! and that of a runtime's own file operations neither. At shutdown the runtime waits for the closure,
//! which cannot be aborted: the program hangs.
//!
//! ## Bad
//! ```rust
//! use tokio::sync::mpsc::Sender;
//!
//! pub fn watch(out: Sender<u64>) {
//!     tokio::task::spawn_blocking(move || { //~ endless-spawn-blocking
//!         loop {
//!             out.blocking_send(read_sensor()).ok();
//!         }
//!     });
//! }
//!
//! fn read_sensor() -> u64 {
//!     1
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use tokio::sync::mpsc::Sender;
//!
//! pub fn watch(out: Sender<u64>) {
//!     std::thread::spawn(move || while out.blocking_send(read_sensor()).is_ok() {});
//! }
//!
//! fn read_sensor() -> u64 {
//!     1
//! }
//! ```
//!
//! A thread of its own takes nothing from others, and does not hold up the end. It ends with the other
//! side of its channel.
//!
//! ## Limits
//! A loop that can be left somewhere, by `break`, `return`, `?` or a panic of `unwrap`, is silent,
//! whatever that depends on. Loops are seen in the closure and in functions that it calls directly.

use crate::finding::Finding;
use crate::model::Function;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

const HELP: &str =
    "give it a plain thread of its own and a way to end, such as a channel that closes";

/// The rule.
pub const RULE: Rule = Rule {
    id: "endless-spawn-blocking",
    group: "runtime",
    levels: Levels::new(Level::Warn).not_in_tests(),
    since: "0.1.0",
    source: include_str!("endless_spawn_blocking.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for call in function.calls() {
        let Some(endless) = call.endless_on_pool() else { continue };
        let message = format!("what `{}` runs never ends", call.name());
        let why = "keeps a thread of the pool for blocking work as long as the program runs";
        let finding = Finding::new(call.callee_place(), why, message)
            .of(function.path(), call.name())
            .certain(function.is_test())
            .label(endless, "nothing leads out of this loop")
            .help(HELP);
        pass.report(finding);
    }
}

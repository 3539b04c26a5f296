//! A `drop` waits for a future, or needs a running runtime.
//!
//! ## Why
//! A `drop` runs wherever its value goes away, and nobody who writes that code sees it. On the thread
//! of a runtime, tokio's `block_on` panics; that of others stops the thread, for ever if the future
//! needs it. Where the value is dropped while a panic unwinds, a second panic ends the program.
//!
//! A `drop` that spawns a task panics where no runtime runs the thread, as at the end of `main`. Where
//! one does, nobody waits for the task: at shutdown it is not run to its end.
//!
//! ## Bad
//! ```rust
//! use tokio::runtime::Handle;
//!
//! struct Lease {
//!     id: u64,
//! }
//!
//! impl Drop for Lease {
//!     fn drop(&mut self) {
//!         Handle::current().block_on(release(self.id)); //~ async-work-in-drop
//!     }
//! }
//!
//! async fn release(_id: u64) {}
//! ```
//!
//! ## Good
//! ```rust
//! use tokio::sync::mpsc::UnboundedSender;
//!
//! struct Lease {
//!     id: u64,
//!     released: UnboundedSender<u64>,
//! }
//!
//! impl Drop for Lease {
//!     fn drop(&mut self) {
//!         let _ = self.released.send(self.id);
//!     }
//! }
//! ```
//!
//! A task that reads from the channel releases what it is told of. Or give the type an async method
//! that ends its use, and let `drop` only log that nobody called it.
//!
//! ## Limits
//! That a task is spawned is possible only, and silent by default: often the value lives and dies with
//! the runtime. Silent too is a value that waits with a runtime of its own: that runtime cannot be dropped
//! in async code either. What a `drop` does behind `Handle::try_current` or `Handle::enter`, in `block_in_place`
//! or on a thread of its own is not looked at.

use crate::finding::Finding;
use crate::model::Call;
use crate::model::Certainty;
use crate::model::Deed;
use crate::model::Enters;
use crate::model::Function;
use crate::model::Place;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

const HELP: &str = "let `drop` only tell a task over a channel, or log; \
     what has to be waited for belongs in an async method such as `close`";

/// The rule.
pub const RULE: Rule = Rule {
    id: "async-work-in-drop",
    group: "tasks",
    levels: Levels::new(Level::Warn).not_in_tests(),
    since: "0.1.0",
    source: include_str!("async_work_in_drop.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    if !function.is_drop() {
        return;
    }
    let here = || function.calls().filter(|call| call.runs() == Place::Caller);
    let waiting: Vec<_> = here().filter_map(|call| Some((call, waits(call)?))).collect();
    // One that waits takes its runtime from somewhere: `Handle::current` is a part of that.
    let spawning = here().filter(|_| waiting.is_empty());
    let spawning: Vec<_> = spawning.filter_map(|call| Some((call, spawns(call)?))).collect();
    for (call, (deed, verb, why)) in waiting.into_iter().chain(spawning) {
        let message = format!("`{}` {verb} when a value is dropped", call.name());
        let finding = Finding::new(call.place(), why, message)
            .of(function.path(), deed.root())
            .grade(deed.grade())
            .trace(deed.trace())
            .label(function.place(), "runs wherever such a value goes away, in async code too")
            .help(HELP);
        pass.report(finding);
    }
}

/// It waits for a future itself: what clients wait for that have a runtime inside is told of by the
/// rule about that.
fn waits<'m>(call: Call<'m>) -> Option<(Deed<'m>, &'static str, &'static str)> {
    let panics = call.enters(Enters::Panics).map(|deed| (deed, "panics on a thread of a runtime"));
    let parks = || call.enters(Enters::Parks).map(|deed| (deed, "stops its thread for a future"));
    let (deed, why) = panics.or_else(parks).filter(|(deed, _)| !deed.is_blocking())?;
    // Dropping a runtime panics there too: who owns one is not made for async code.
    let deed = if deed.is_of_runtime() { deed.at_most(Certainty::Possible) } else { deed };
    Some((deed, "waits for a future", why))
}

/// It needs a runtime, which need not be there.
fn spawns<'m>(call: Call<'m>) -> Option<(Deed<'m>, &'static str, &'static str)> {
    let deed = call.needs_tokio().filter(|_| !call.function().sees_to_runtime())?;
    let deed = deed.at_most(Certainty::Possible);
    Some((deed, "needs a running runtime", "panics where no runtime runs the thread"))
}

//! Code that needs a tokio runtime runs on a thread that has none.
//!
//! ## Why
//! Tokio's timers, sockets, files and tasks belong to a runtime, and so do the clients that are built on
//! them. Called on another thread (in a plain `main`, on a thread of its own, under the `block_on` of
//! another library) they panic: there is no reactor running. A `timeout` or `sleep` that is an argument
//! of `Runtime::block_on` is called before the runtime is entered, and panics as well.
//!
//! ## Bad
//! ```rust
//! pub fn start() {
//!     std::thread::spawn(|| {
//!         tokio::spawn(work()); //~ wrong-runtime
//!     });
//! }
//!
//! async fn work() {}
//! ```
//!
//! ## Good
//! ```rust
//! use tokio::runtime::Handle;
//!
//! pub fn start(handle: Handle) {
//!     std::thread::spawn(move || {
//!         handle.spawn(work());
//!     });
//! }
//!
//! async fn work() {}
//! ```
//!
//! In `main`, let the attribute of tokio start the runtime. On a thread of its own, enter a `Handle` to
//! one first.
//!
//! ## Limits
//! Seen are the threads of a plain `main`, and those that are started for a closure. What is called
//! under `block_on` elsewhere is silent: its callers may be on a runtime's thread. A function that enters
//! a runtime, asks for one with `Handle::try_current`, or calls one that does, is not looked at.

use crate::finding::Finding;
use crate::model::Call;
use crate::model::Function;
use crate::model::Thread;
use crate::model::Within;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

const HELP: &str = "start a tokio runtime for `main` with the attribute of tokio, or enter a `Handle` \
     to one on this thread";

/// The rule.
pub const RULE: Rule = Rule {
    id: "wrong-runtime",
    group: "runtime",
    levels: Levels::new(Level::Deny),
    since: "0.1.0",
    source: include_str!("wrong_runtime.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    if function.sees_to_runtime() {
        return;
    }
    for call in function.calls().filter(|&call| is_without_runtime(call)) {
        let Some(deed) = call.needs_tokio() else { continue };
        let message = format!("`{}` needs a tokio runtime, and none runs this thread", call.name());
        let finding = Finding::new(call.place(), "panics: there is no reactor running", message)
            .of(function.path(), deed.root())
            .grade(deed.grade())
            .trace(deed.trace())
            .help(HELP);
        pass.report(finding);
    }
}

/// For certain: in a plain `main`, or in a closure that starts a thread.
fn is_without_runtime(call: Call<'_>) -> bool {
    match call.thread() {
        Thread::Caller => call.function().is_plain_main(),
        Thread::Within(within) => within == Within::NoRuntime,
        Thread::Unknown => false,
    }
}

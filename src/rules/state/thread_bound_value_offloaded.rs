//! A value that belongs to one thread is used in a closure that runs on another.
//!
//! ## Why
//! A window, a statement of a connection, the guard of a lock: some values work only on the thread that
//! made them, and the compiler keeps them there. A wrapper with `unsafe impl Send` talks it out of that.
//! `SendWrapper` and `Fragile` do so too, and panic on the other thread; a wrapper of one's own does not
//! even panic: a count is off by one, and something is freed that is still in use, once in a million.
//!
//! ## Bad
//! ```rust
//! use send_wrapper::SendWrapper;
//!
//! struct Label;
//!
//! impl Label {
//!     fn set_text(&self, text: &str) {}
//! }
//!
//! async fn load(label: Label) {
//!     let label = SendWrapper::new(label);
//!     let loaded = tokio::task::spawn_blocking(move || {
//!         let text = std::fs::read_to_string("notes.txt").unwrap_or_default();
//!         label.set_text(&text); //~ thread-bound-value-offloaded
//!     });
//!     loaded.await.unwrap();
//! }
//! ```
//!
//! ## Good
//! Only the work leaves the thread; the value stays.
//!
//! ```rust
//! struct Label;
//!
//! impl Label {
//!     fn set_text(&self, text: &str) {}
//! }
//!
//! async fn load(label: Label) {
//!     let read = tokio::task::spawn_blocking(|| std::fs::read_to_string("notes.txt"));
//!     let text = read.await.unwrap().unwrap_or_default();
//!     label.set_text(&text);
//! }
//! ```
//!
//! ## Limits
//! The default level speaks of wrappers that check the thread, and of types of the workspace with an
//! `unsafe impl Send` without conditions around what is known to belong to a thread, or around an `Rc`
//! that is copied in the same function. Around a raw pointer or any other `Rc` the finding is only
//! possible, and `allow`: whether another thread may use what lies there is nowhere written. A value that
//! the closure only hands on is silent, and so is one that goes with the future of a task.

use crate::finding::Finding;
use crate::model::Bound;
use crate::model::Function;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "thread-bound-value-offloaded",
    group: "state",
    levels: Levels::new(Level::Warn).not_in_tests(),
    since: "0.1.0",
    source: include_str!("thread_bound_value_offloaded.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for stray in function.strays() {
        let name = stray.name();
        let why = match stray.bound() {
            Bound::Thread => "works on the thread that made it only",
            Bound::Checked => "panics on any thread but the one that made it",
            Bound::Together => "holds an `Rc`, whose count is one thread's",
            Bound::Address => "holds an address, which another thread may not be free to use",
        };
        let message = format!("this `{name}` is used on another thread than its own");
        let mut finding = Finding::new(stray.place(), why, message)
            .label(stray.offload.callee_place(), "runs the closure on another thread")
            .of(function.path(), name)
            .grade(stray.grade())
            .help("keep the value on its thread, and move only plain data into the closure");
        if let Some(claim) = stray.claim() {
            finding = finding.label(claim, "nothing but this lets it go there");
        }
        pass.report(finding);
    }
}

//! `block_in_place` runs on a runtime that has one thread.
//!
//! ## Why
//! `tokio::task::block_in_place` hands the other tasks of its thread to another worker, and then blocks. On
//! a current-thread runtime there is no other worker: it panics. That is what `#[tokio::test]` starts
//! unless it is told otherwise, so that code which is right in production fails in its tests.
//!
//! ## Bad
//! ```rust
//! #[tokio::test]
//! async fn renders() {
//!     let page = tokio::task::block_in_place(|| "page"); //~ block-in-place-current-thread
//!     assert_eq!(page, "page");
//! }
//! ```
//!
//! ## Good
//! ```rust
//! #[tokio::test(flavor = "multi_thread")]
//! async fn renders() {
//!     let page = tokio::task::block_in_place(|| "page");
//!     assert_eq!(page, "page");
//! }
//! ```
//!
//! ## Limits
//! What the test or `main` calls or awaits is followed, a task that it spawns is not. Runtimes that are
//! built by hand are not looked at, and neither are those of other crates whose flavor is not known.

use crate::finding::Finding;
use crate::model::Enters;
use crate::model::Function;
use crate::model::Place;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

const HELP: &str = "give the runtime several threads (with tokio's attributes: \
     `flavor = \"multi_thread\"`), or use `spawn_blocking` and `.await` it";

/// The rule.
pub const RULE: Rule = Rule {
    id: "block-in-place-current-thread",
    group: "runtime",
    levels: Levels::new(Level::Warn),
    since: "0.1.0",
    source: include_str!("block_in_place_current_thread.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    let Some(attribute) = function.starts_on_one_thread() else { return };
    if function.expects_a_panic() {
        return;
    }
    for call in function.calls().filter(|call| call.runs() == Place::Executor) {
        let Some(deed) = call.enters(Enters::InPlace) else { continue };
        let message = format!("`{}` panics on a runtime with one thread", call.name());
        let why = "panics: there is no other thread to take the tasks over";
        let finding = Finding::new(call.place(), why, message)
            .of(function.path(), deed.root())
            .grade(deed.grade())
            .fix(function.on_several_threads(attribute))
            .trace(deed.trace())
            .label(attribute.place, "starts a runtime with one thread")
            .help(HELP);
        pass.report(finding);
    }
}

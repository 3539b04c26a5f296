//! Async code blocks on a future.
//!
//! ## Why
//! `block_on` is the way from plain code into async code. Used in async code, mostly by way of a plain
//! helper, it goes wrong: tokio's panics ("cannot start a runtime from within a runtime"), and those of
//! others put the thread to sleep until the future is done. If the future needs a task, a timer or a socket
//! that this very thread looks after, neither goes on. Whether it does depends on how many threads there
//! are: the deadlock shows on the small machine in production.
//!
//! The call is reported in async code, with the chain of calls that leads to it.
//!
//! ## Bad
//! ```rust
//! use tokio::runtime::Handle;
//!
//! async fn handle() -> u8 {
//!     answer() //~ block-on-in-async
//! }
//!
//! fn answer() -> u8 {
//!     Handle::current().block_on(compute())
//! }
//!
//! async fn compute() -> u8 {
//!     1
//! }
//! ```
//!
//! ## Good
//! ```rust
//! async fn handle() -> u8 {
//!     compute().await
//! }
//!
//! async fn compute() -> u8 {
//!     1
//! }
//! ```
//!
//! Where the plain helper has to stay, run it in `spawn_blocking`: on a thread of that pool `block_on` is
//! fine. So it is inside of `block_in_place`, on a runtime with several threads.
//!
//! ## Limits
//! A runtime that is dropped in async code panics too: seen is one that the same function makes and keeps.
//! Clients that wait for a runtime
//! of their own inside, such as `reqwest::blocking`, are told of by the rule about what they wait for.

use crate::finding::Finding;
use crate::model::Enters;
use crate::model::Function;
use crate::model::Place;
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
    id: "block-on-in-async",
    group: "runtime",
    levels: Levels::new(Level::Deny),
    since: "0.1.0",
    source: include_str!("block_on_in_async.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    if function.expects_a_panic() {
        return;
    }
    let panics = Words {
        verb: "waits for a future on an executor thread, which panics",
        why: "panics: a runtime cannot be started from within a runtime",
        advice: Advice::Direct("`.await` the future instead"),
    };
    // A client that waits for its own runtime is told of by the rule about what it waits for.
    told::report(pass, function, &panics, |call| {
        call.enters(Enters::Panics).filter(|deed| !deed.is_blocking())
    });
    let parks = Words {
        verb: "stops the executor thread until a future is done",
        why: "if the future needs this thread, neither goes on",
        advice: Advice::Direct("`.await` the future instead"),
    };
    told::report(pass, function, &parks, |call| {
        call.enters(Enters::Parks).filter(|deed| !deed.is_blocking())
    });
    for runtime in function.local_runtimes() {
        let maker = runtime.maker;
        // One that code waits with is told of there.
        if maker.runs() == Place::Executor && !runtime.is_waited_on() {
            let message =
                format!("the runtime that `{}` makes is dropped in async code", maker.name());
            let finding = Finding::new(maker.place(), "dropping it here panics", message)
                .of(function.path(), maker.name())
                .certain(function.is_test())
                .label(runtime.name, "dropped where this goes out of scope")
                .help("make it before async code begins, or end it with `shutdown_background`");
            pass.report(finding);
        }
    }
}

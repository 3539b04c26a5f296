//! An `async fn` never waits.
//!
//! ## Why
//! It gives a future for what is done at once: each caller has to be async for it, and the reader looks
//! for the wait that is not there. Off by default: a function may be `async` because its relatives are,
//! or because it will wait one day.
//!
//! ## Bad
//! ```rust
//! async fn area(width: u32, height: u32) -> u32 { //~ allow async-without-await
//!     width * height
//! }
//! ```
//!
//! ## Good
//! ```rust
//! fn area(width: u32, height: u32) -> u32 {
//!     width * height
//! }
//! ```
//!
//! ## Limits
//! Silent for functions of traits, for those with an attribute that another crate may define, and for
//! those that are passed on as values, such as request handlers.

use crate::finding::Finding;
use crate::model::Model;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "async-without-await",
    group: "futures",
    levels: Levels::new(Level::Allow),
    since: "0.1.0",
    source: include_str!("async_without_await.rs"),
    check: Check::Program(check),
};

fn check(pass: &mut Pass, model: &Model<'_>) {
    for function in model.async_without_await() {
        let message = format!("`{}` is `async` and never waits", function.name());
        pass.report(
            Finding::new(function.place(), "no `.await` in it", message)
                .of(function.path(), "")
                .certain(function.is_test())
                .help("remove `async`, and the `.await` of its callers"),
        );
    }
}

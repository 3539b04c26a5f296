//! A runtime's `main` attribute stands on a function that is not `main`.
//!
//! ## Why
//! `#[tokio::main]` turns an async function into a plain one that builds a runtime of its own and
//! blocks the calling thread on it. On `main` that is the point. On a helper it means a new runtime,
//! with its threads, for each call; tasks that the helper spawned are cancelled when it returns; and
//! called from async code it panics: a runtime cannot be started within a runtime.
//!
//! ## Bad
//! ```rust
//! #[tokio::main] //~ runtime-main-on-helper
//! pub async fn fetch_all(urls: Vec<String>) -> usize {
//!     urls.len()
//! }
//! ```
//!
//! ## Good
//! ```rust
//! pub async fn fetch_all(urls: Vec<String>) -> usize {
//!     urls.len()
//! }
//!
//! #[tokio::main]
//! async fn main() {
//!     fetch_all(Vec::new()).await;
//! }
//! ```
//!
//! A helper that only plain code calls is silent, on a thread of its own (`std::thread::spawn`) or not:
//! where async code reaches it through such a function, `block-on-in-async` tells it there. So is a
//! `#[test]`, which is called once.
//!
//! ## Limits
//! Attributes that a macro writes, or that another macro crate re-exports under a name of its own,
//! are not seen.

use crate::finding::Finding;
use crate::model::AttributeRole;
use crate::model::Function;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "runtime-main-on-helper",
    group: "runtime",
    levels: Levels::new(Level::Deny),
    since: "0.1.0",
    source: include_str!("runtime_main_on_helper.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    let Some(attribute) = function.attribute(AttributeRole::Main) else { return };
    if function.is_main() || function.is_run_as_a_test() || function.is_called_by_plain_code_alone()
    {
        return;
    }
    let message = format!(
        "`#[{}]` makes `{}` a plain function that starts a runtime on each call",
        attribute.name,
        function.name(),
    );
    let finding = Finding::new(attribute.place, "builds a runtime and blocks on the body", message)
        .of(function.path(), attribute.name)
        .certain(function.is_test())
        .help("remove the attribute and `.await` the function; only `main` starts the runtime");
    pass.report(finding);
}

//! A comment expects a finding that is not there.
//!
//! ## Why
//! `expect` is `allow` with a promise: the finding is known, and whoever mends it wants to hear of it.
//! Once the finding is gone, the comment has done its work and can go too.
//!
//! ## Bad
//! ```rust
//! // asyncheck: expect(blocking-fs, reason = "moves to spawn_blocking with the new store")
//! //~^ unfulfilled-expectation
//! async fn load() {}
//! ```
//!
//! ## Good
//! ```rust
//! async fn load() {
//!     // asyncheck: expect(blocking-fs, reason = "moves to spawn_blocking with the new store")
//!     let _ = std::fs::read("settings");
//! }
//! ```
//!
//! ## Limits
//! A finding of any level fulfils the expectation, also one that the configuration allows.
//! Comments in code that this run does not see (`cfg`, broken syntax) are not judged.

use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "unfulfilled-expectation",
    group: "suppression",
    levels: Levels::new(Level::Warn),
    since: "0.1.0",
    source: include_str!("unfulfilled_expectation.rs"),
    check: Check::Triage,
};

//! A comment allows a finding that is not there.
//!
//! ## Why
//! A comment left behind by mended code hides the next defect that lands under it.
//!
//! ## Bad
//! ```rust
//! // asyncheck: allow(blocking-fs, reason = "small")
//! //~^ unused-suppression
//! async fn load() {}
//! ```
//!
//! ## Good
//! ```rust
//! async fn load() {
//!     // asyncheck: allow(blocking-fs, reason = "small")
//!     let _ = std::fs::read("settings");
//! }
//! ```
//!
//! ## Limits
//! A finding of any level makes the comment useful, also one that the configuration allows.
//! Comments in code that this run does not see (`cfg`, broken syntax) are not judged.

use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "unused-suppression",
    group: "suppression",
    levels: Levels::new(Level::Warn),
    since: "0.1.0",
    source: include_str!("unused_suppression.rs"),
    check: Check::Triage,
};

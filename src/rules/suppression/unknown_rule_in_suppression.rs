//! A comment names a rule that does not exist.
//!
//! ## Why
//! A misspelled name silences nothing, and the reader believes that it does.
//!
//! ## Bad
//! ```rust
//! // asyncheck: allow(blocking-file, reason = "small")
//! //~^ unknown-rule-in-suppression
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
//! The names of groups and `all` are names too.

use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "unknown-rule-in-suppression",
    group: "suppression",
    levels: Levels::new(Level::Warn),
    since: "0.1.0",
    source: include_str!("unknown_rule_in_suppression.rs"),
    check: Check::Triage,
};

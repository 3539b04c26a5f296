//! A finding is silenced and nobody says why.
//!
//! ## Why
//! Whoever meets the comment a year later cannot tell whether it still holds.
//! The rule is off until it is asked for: `suppression-without-reason = "warn"`.
//!
//! ## Bad
//! ```rust
//! async fn load() {
//!     // asyncheck: allow(blocking-fs)
//!     //~^ suppression-without-reason
//!     let _ = std::fs::read("settings");
//! }
//! ```
//!
//! ## Good
//! ```rust
//! async fn load() {
//!     // asyncheck: allow(blocking-fs, reason = "runs once, before the server listens")
//!     let _ = std::fs::read("settings");
//! }
//! ```
//!
//! ## Limits
//! Any text counts as a reason, save an empty one.

use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "suppression-without-reason",
    group: "suppression",
    levels: Levels::new(Level::Allow),
    since: "0.1.0",
    source: include_str!("suppression_without_reason.rs"),
    check: Check::Triage,
};

//! A comment speaks to asyncheck and cannot be understood.
//!
//! ## Why
//! A comment that starts with `asyncheck:` is meant to silence a finding.
//! If it is ignored because of a typing error, the reader believes that it works.
//!
//! ## Bad
//! ```rust
//! // asyncheck: alow(blocking-fs)
//! //~^ malformed-suppression
//! fn load() {}
//!
//! // asyncheck: allow blocking-fs
//! //~^ malformed-suppression
//! fn save() {}
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
//! Only comments that start with `asyncheck:` and attributes with `asyncheck::` are read. `allow-file`
//! and `//!` comments must stand before the first item of the file; further down they are malformed.

use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "malformed-suppression",
    group: "suppression",
    levels: Levels::new(Level::Warn),
    since: "0.1.0",
    source: include_str!("malformed_suppression.rs"),
    check: Check::Triage,
};

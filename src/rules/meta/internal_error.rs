//! A part of asyncheck failed on this code.
//!
//! ## Why
//! The rest of the code was judged, this place was not: no finding here means nothing.
//! The run ends with exit code 2, whatever the level of this rule.
//!
//! ## Bad
//! Nothing in the code is bad. The failure is a defect of asyncheck: please report it, with the
//! place and the code around it.
//!
//! ## Good
//! The same code, once asyncheck is mended.
//!
//! ## Limits
//! Only failures that could be caught are told so. The others end the run with exit code 101.

use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "internal-error",
    group: "meta",
    levels: Levels::new(Level::Deny),
    since: "0.1.0",
    source: include_str!("internal_error.rs"),
    check: Check::Triage,
};

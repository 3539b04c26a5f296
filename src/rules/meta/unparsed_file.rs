//! Code could not be read, and was not judged.
//!
//! ## Why
//! What cannot be parsed is left out: a body, an item, or the whole file.
//! No finding there means nothing.
//!
//! ## Bad
//! ```text
//! async fn load() {
//!     let text = ;
//! }
//! ```
//!
//! ## Good
//! ```rust
//! async fn load() {
//!     let _text = "";
//! }
//! ```
//!
//! ## Limits
//! The syntax is that of stable Rust. Unstable syntax, and code nested deeper than asyncheck follows,
//! is reported here too.

use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "unparsed-file",
    group: "meta",
    levels: Levels::new(Level::Warn),
    since: "0.1.0",
    source: include_str!("unparsed_file.rs"),
    check: Check::Triage,
};

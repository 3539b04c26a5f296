//! A mark is set in shared state, and taken away after an `.await` that may never end.
//!
//! ## Why
//! So that a report is made once, its name is put among those in progress, and whoever finds it there
//! waits. The request that makes it is dropped in between, because its client has gone or a timeout is
//! over: the name stays there, and nobody ever makes the report again.
//!
//! A `?` on the way does the same.
//!
//! ## Bad
//! ```rust
//! use std::collections::HashSet;
//! use std::sync::Mutex;
//!
//! async fn report(busy: &Mutex<HashSet<u32>>, id: u32) {
//!     if !busy.lock().unwrap().insert(id) { //~ marker-left-on-cancel
//!         return;
//!     }
//!     make(id).await;
//!     busy.lock().unwrap().remove(&id);
//! }
//!
//! async fn report_soon(busy: &Mutex<HashSet<u32>>, id: u32) {
//!     tokio::time::timeout(std::time::Duration::from_secs(9), report(busy, id)).await.ok();
//! }
//!
//! async fn make(id: u32) {}
//! ```
//!
//! ## Good
//! ```rust
//! use std::collections::HashSet;
//! use std::sync::Mutex;
//!
//! async fn report(busy: &Mutex<HashSet<u32>>, id: u32) {
//!     if !busy.lock().unwrap().insert(id) {
//!         return;
//!     }
//!     let _busy = Busy { all: busy, id };
//!     make(id).await;
//! }
//!
//! struct Busy<'a> {
//!     all: &'a Mutex<HashSet<u32>>,
//!     id: u32,
//! }
//!
//! impl Drop for Busy<'_> {
//!     fn drop(&mut self) {
//!         self.all.lock().unwrap().remove(&self.id);
//!     }
//! }
//!
//! async fn make(id: u32) {}
//! ```
//!
//! ## Limits
//! Marks are flags, and keys of sets and maps. The default level asks for proof that others ask for the
//! mark before they set it, and that it can stay: a `?`, a timeout, an arm of a `select!` or a request
//! handler. A mark without such a question is what `subscribe-without-cleanup` tells of.

use crate::finding::Finding;
use crate::model::Asked;
use crate::model::Certainty;
use crate::model::CrossingKind;
use crate::model::Function;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "marker-left-on-cancel",
    group: "cancellation",
    levels: Levels::new(Level::Warn).not_in_tests(),
    since: "0.1.0",
    source: include_str!("marker_left_on_cancel.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for crossing in function.crossings() {
        let CrossingKind::Marked { asked: asked @ (Asked::Value | Asked::Presence), .. } =
            crossing.kind()
        else {
            continue;
        };
        let (name, cut) = (crossing.name(), crossing.cut());
        let left = crossing.left().filter(|_| crossing.is_shared());
        let is_proven = asked == Asked::Presence && (cut.is_some() || left.is_some());
        let certainty = if is_proven { Certainty::Certain } else { Certainty::Possible };
        let message = match left {
            Some(_) => format!("`{name}` stays marked if this function fails on the way"),
            None => format!("`{name}` stays marked if this future is dropped at an `.await`"),
        };
        let mut finding = Finding::new(crossing.first(), "marked here", message)
            .label(left.unwrap_or(crossing.across()), "the mark is left from here")
            .label(crossing.second(), "taken away here, which is not reached then")
            .of(function.path(), name)
            .grade(crossing.grade(certainty))
            .help("keep the mark in a value whose `Drop` takes it away");
        if let Some(cut) = cut {
            finding = finding.label(cut.place, cut.by.label());
        }
        pass.report(finding);
    }
}

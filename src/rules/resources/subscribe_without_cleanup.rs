//! Something is entered in a shared registry, and removed after an `.await` that may never end.
//!
//! ## Why
//! A handler enters the sender of a new connection in the table of all connections, serves it, and removes
//! it at the end. When serving fails, or the client goes and the handler is dropped, the end is not
//! reached. The table grows, and messages go to peers that are long gone.
//!
//! The rule is `allow` by default: what is left may be swept elsewhere.
//!
//! ## Bad
//! ```rust
//! use std::collections::HashMap;
//! use std::sync::Mutex;
//! use tokio::sync::mpsc::Sender;
//!
//! async fn connect(peers: &Mutex<HashMap<u32, Sender<String>>>, id: u32, sender: Sender<String>) -> Result<(), ()> {
//!     peers.lock().unwrap().insert(id, sender); //~ subscribe-without-cleanup
//!     serve(id).await?;
//!     peers.lock().unwrap().remove(&id);
//!     Ok(())
//! }
//!
//! async fn serve(id: u32) -> Result<(), ()> { Ok(()) }
//! ```
//!
//! ## Good
//! A value whose `Drop` removes it does so on every way out.
//!
//! ```rust
//! use std::collections::HashMap;
//! use std::sync::Mutex;
//! use tokio::sync::mpsc::Sender;
//!
//! type Peers = Mutex<HashMap<u32, Sender<String>>>;
//!
//! async fn connect(peers: &Peers, id: u32, sender: Sender<String>) -> Result<(), ()> {
//!     peers.lock().unwrap().insert(id, sender);
//!     let _entry = Entry { peers, id };
//!     serve(id).await
//! }
//!
//! struct Entry<'a> {
//!     peers: &'a Peers,
//!     id: u32,
//! }
//!
//! impl Drop for Entry<'_> {
//!     fn drop(&mut self) {
//!         self.peers.lock().unwrap().remove(&self.id);
//!     }
//! }
//!
//! async fn serve(id: u32) -> Result<(), ()> { Ok(()) }
//! ```
//!
//! ## Limits
//! The entry and its removal name the same map and key in one function, and a `?`, a timeout, an arm of a
//! `select!` or a request handler that is dropped leaves it in between.

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
    id: "subscribe-without-cleanup",
    group: "resources",
    levels: Levels::new(Level::Allow),
    since: "0.1.0",
    source: include_str!("subscribe_without_cleanup.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for crossing in function.crossings() {
        let is_entry =
            matches!(crossing.kind(), CrossingKind::Marked { asked: Asked::Nothing, .. });
        if !is_entry || !crossing.is_shared() || !crossing.is_keyed() {
            continue;
        }
        let cut = crossing.cut().map(|cut| (cut.place, cut.by.label()));
        let left = crossing.left().map(|left| (left, "left from here"));
        let Some((place, why)) = left.or(cut) else { continue };
        let name = crossing.name();
        let message = format!("`{name}` is not removed on every way out");
        let finding = Finding::new(crossing.first(), "entered here", message)
            .label(place, why)
            .label(crossing.second(), "removed here, which is not reached then")
            .of(function.path(), name)
            .grade(crossing.grade(Certainty::Certain))
            .help("keep the entry in a value whose `Drop` removes it");
        pass.report(finding);
    }
}

//! State is moved out of its place, and put back after an `.await` that may never end.
//!
//! ## Why
//! A handler takes the connection out of the session, asks the server, and puts the connection back. The
//! client hangs up in between: the handler is dropped at its `.await`, and with it the connection. The
//! session lives on without one, and the next request panics at `unwrap`.
//!
//! A future may be dropped at each `.await`: by a timeout, by another arm of a `select!`, by a task that
//! is aborted, by a server whose client has gone.
//!
//! ## Bad
//! ```rust
//! use std::time::Duration;
//! use tokio::time::timeout;
//!
//! struct Session {
//!     connection: Option<Connection>,
//! }
//!
//! impl Session {
//!     async fn ask(&mut self) -> u64 {
//!         let mut connection = self.connection.take().unwrap(); //~ take-await-restore
//!         let answer = connection.ask().await;
//!         self.connection = Some(connection);
//!         answer
//!     }
//! }
//!
//! async fn ask_soon(session: &mut Session) -> Option<u64> {
//!     timeout(Duration::from_secs(1), session.ask()).await.ok()
//! }
//!
//! struct Connection;
//!
//! impl Connection {
//!     async fn ask(&mut self) -> u64 { 1 }
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use std::time::Duration;
//! use tokio::time::timeout;
//!
//! struct Session {
//!     connection: Option<Connection>,
//! }
//!
//! impl Session {
//!     async fn ask(&mut self) -> u64 {
//!         self.connection.as_mut().unwrap().ask().await
//!     }
//! }
//!
//! async fn ask_soon(session: &mut Session) -> Option<u64> {
//!     timeout(Duration::from_secs(1), session.ask()).await.ok()
//! }
//!
//! struct Connection;
//!
//! impl Connection {
//!     async fn ask(&mut self) -> u64 { 1 }
//! }
//! ```
//!
//! Where it has to be moved, a value whose `Drop` puts it back does so in any case.
//!
//! ## Limits
//! The place is a field behind `self`, a parameter by reference, a static, or what a lock protects. The
//! default level asks for proof that the future is dropped while the place lives on: a timeout, an arm of
//! a `select!`, or a request handler of state that requests share. Without it the finding is only
//! possible, and `allow`.

use crate::finding::Finding;
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
    id: "take-await-restore",
    group: "cancellation",
    levels: Levels::new(Level::Warn).not_in_tests(),
    since: "0.1.0",
    source: include_str!("take_await_restore.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for crossing in function.crossings() {
        if crossing.kind() != CrossingKind::Emptied {
            continue;
        }
        let (name, cut) = (crossing.name(), crossing.cut());
        let certainty = if cut.is_some() { Certainty::Certain } else { Certainty::Possible };
        let message = format!("`{name}` is left empty if this future is dropped at an `.await`");
        let mut finding = Finding::new(crossing.first(), "moved out of its place here", message)
            .label(crossing.across(), "what was moved out is dropped here with the future")
            .label(crossing.second(), "put back here")
            .of(function.path(), name)
            .grade(crossing.grade(certainty))
            .help("use it where it is, or let a value whose `Drop` puts it back keep it");
        if let Some(cut) = cut {
            finding = finding.label(cut.place, cut.by.label());
        }
        pass.report(finding);
    }
}

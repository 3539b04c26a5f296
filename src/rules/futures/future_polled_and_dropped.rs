//! A `poll` makes a future, polls it once and drops it.
//!
//! ## Why
//! What the future has done so far goes with it, and so does the waker that it has registered: in the next
//! turn everything begins anew, if there is one, since nobody is left to ask for it. A sleep never ends, a
//! place in the queue for a lock is given up each time. With one task and a quick answer it works.
//!
//! ## Bad
//! ```rust
//! use std::pin::{Pin, pin};
//! use std::task::{Context, Poll};
//!
//! struct Watched(tokio::sync::watch::Receiver<u32>);
//!
//! impl std::future::Future for Watched {
//!     type Output = ();
//!
//!     fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
//!         pin!(self.0.changed()).poll(cx).map(|_| ()) //~ deny future-polled-and-dropped
//!     }
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use std::future::Future;
//! use std::pin::Pin;
//! use std::task::{Context, Poll};
//!
//! struct Watched { changed: Pin<Box<dyn Future<Output = ()> + Send>> }
//!
//! impl Future for Watched {
//!     type Output = ();
//!
//!     fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<()> {
//!         self.changed.as_mut().poll(cx)
//!     }
//! }
//! ```
//!
//! ## Limits
//! Only futures are meant that are known to keep their waker or their work in themselves; that of a channel's
//! `recv` is the channel's. Code that wakes its own task is silent.

use crate::finding::Finding;
use crate::model::Function;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "future-polled-and-dropped",
    group: "futures",
    levels: Levels::new(Level::Deny),
    since: "0.1.0",
    source: include_str!("future_polled_and_dropped.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for future in function.repolled() {
        let made = future.maker().map(|call| call.name());
        let what = match &made {
            Some(name) => format!("the future of `{name}`"),
            None => "this future".to_owned(),
        };
        let message = format!("{what} is made, polled once and dropped in each turn");
        let why = "its waker and what it has done are lost with it";
        let finding = Finding::new(future.place(), why, message)
            .label(future.poll.callee_place(), "polled here")
            .of(function.path(), made.unwrap_or_default())
            .grade(future.grade())
            .help("make it once, keep it beside the state, and poll it there until it is ready");
        pass.report(finding);
    }
}

//! A socket that blocks is given to an async runtime.
//!
//! ## Why
//! `from_std` takes a socket as it is. One of std blocks until it is told otherwise, so that each accept,
//! read and write that should wait as a task waits with its whole thread, and all tasks on that thread
//! with it. Nothing fails: the program is slow, and only under load. Newer versions of tokio panic.
//!
//! ## Bad
//! ```rust
//! use std::io;
//! use tokio::net::TcpListener;
//!
//! pub fn listen(address: &str) -> io::Result<TcpListener> {
//!     let listener = std::net::TcpListener::bind(address)?;
//!     TcpListener::from_std(listener) //~ blocking-socket-from-std
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use std::io;
//! use tokio::net::TcpListener;
//!
//! pub fn listen(address: &str) -> io::Result<TcpListener> {
//!     let listener = std::net::TcpListener::bind(address)?;
//!     listener.set_nonblocking(true)?;
//!     TcpListener::from_std(listener)
//! }
//! ```
//!
//! ## Limits
//! Seen is what the same function makes and hands over, by at most one name. A socket that was handed to
//! any other function in between, taken from one, or made by socket2 is silent.

use crate::finding::Finding;
use crate::model::Function;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

const HELP: &str = "call `set_nonblocking(true)` on it first, or bind or connect with the runtime's own \
     type";

/// The rule.
pub const RULE: Rule = Rule {
    id: "blocking-socket-from-std",
    group: "runtime",
    levels: Levels::new(Level::Deny),
    since: "0.1.0",
    source: include_str!("blocking_socket_from_std.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    for call in function.calls() {
        let Some(maker) = call.adopts_blocking_socket() else { continue };
        let message = format!("`{}` takes over a socket that blocks", call.name());
        let why = "every operation on it blocks a thread of the runtime";
        let finding = Finding::new(call.place(), why, message)
            .of(function.path(), call.name())
            .certain(function.is_test())
            .fix(maker.unblocked())
            .label(maker.place(), "a socket of std blocks until it is told otherwise")
            .help(HELP);
        pass.report(finding);
    }
}

//! A loop goes on reading where nothing more comes.
//!
//! ## Why
//! At the end of a connection a read gives 0 bytes, and a stream gives `None`: at once, and each time.
//! A loop that takes this for "nothing yet" spins as soon as a client hangs up, one core for each.
//!
//! ## Bad
//! ```rust
//! use tokio::io::AsyncReadExt;
//! use tokio::net::TcpStream;
//!
//! pub async fn receive(mut client: TcpStream) -> std::io::Result<()> {
//!     let mut buffer = [0; 1024];
//!     loop {
//!         let count = client.read(&mut buffer).await?; //~ eof-spin
//!         println!("{:?}", &buffer[..count]);
//!     }
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use tokio::io::AsyncReadExt;
//! use tokio::net::TcpStream;
//!
//! pub async fn receive(mut client: TcpStream) -> std::io::Result<()> {
//!     let mut buffer = [0; 1024];
//!     loop {
//!         let count = client.read(&mut buffer).await?;
//!         if count == 0 {
//!             return Ok(());
//!         }
//!         println!("{:?}", &buffer[..count]);
//!     }
//! }
//! ```
//!
//! ## Limits
//! A loop is told of only if every way from that answer leads back to the read without a wait. One that
//! can be left, by a count or by code that is not followed, is silent. So is one that waits for
//! something else in each turn. Whether a `Stream` ends at all depends on what it is: what is told of those is
//! possible, and off unless asked for.

use crate::finding::Finding;
use crate::finding::Grade;
use crate::model::Certainty;
use crate::model::Function;
use crate::model::Question;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "eof-spin",
    group: "liveness",
    levels: Levels::new(Level::Warn).not_in_tests(),
    since: "0.1.0",
    source: include_str!("eof_spin.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    let ended = function.deaf_loops(Question::Ended).map(|round| (round, Certainty::Certain));
    // Whether a stream ever ends is not known.
    let streams = function.deaf_loops(Question::Exhausted);
    for (round, certainty) in ended.chain(streams.map(|round| (round, Certainty::Possible))) {
        let message = "this loop spins once there is nothing more to read";
        let why = "answers at once from then on, and nothing leaves the loop or waits";
        let finding = Finding::new(round.call.place(), why, message)
            .of(function.path(), round.call.name())
            .grade(Grade { certainty, test: function.is_test(), ..Grade::CERTAIN })
            .label(round.place(), "goes round at once")
            .help("leave the loop at the end: when 0 bytes were read, or on `None`");
        pass.report(finding);
    }
}

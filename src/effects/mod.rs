//! What a call does, across bodies and crates, and where code runs.
//!
//! Comes in: what calls lead to, the regions of each body, and what the library knows. Goes out:
//! [`Effects`], what calling each function does to the thread, each with its proof; and [`Places`],
//! where each region runs and how hot. What a hop does not show for certain is only possible.

mod awaits;
mod begin;
mod by_name;
mod calls;
mod closures;
mod contexts;
mod done;
mod dropped;
mod fixpoint;
mod grade;
mod instant;
mod kind;
mod locks;
mod outside;
mod outward;
mod pace;
mod places;
mod plain;
mod reach;
mod ready;
mod roles;
mod root;
mod ruled_out;
mod statements;
mod twins;
mod witness;

pub use awaits::Awaits;
pub use contexts::TaskLocalsRead;
pub use done::AllDone;
pub use done::Done;
pub use dropped::Cut;
pub use dropped::Dropped;
pub use fixpoint::Effects;
pub use fixpoint::summarize;
pub use grade::Certainty;
pub use grade::Heat;
pub use instant::nanoseconds;
pub use kind::Sought;
pub use locks::LocksTaken;
pub use locks::Taken;
pub use outward::Outward;
pub use places::Place;
pub use places::Thread;
pub use reach::Places;
pub use reach::reach;
pub use roles::Roles;
pub use statements::StatementsSent;
pub use witness::Hop;
pub use witness::Witness;

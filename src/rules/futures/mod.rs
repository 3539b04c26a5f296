//! Futures that are built and never polled, or dropped unfinished.

pub mod future_in_sync_combinator;
pub mod future_never_awaited;
mod losses;
pub mod output_future_dropped;

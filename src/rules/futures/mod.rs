//! Futures that are built and never polled, or dropped unfinished.

pub mod async_without_await;
pub mod future_in_sync_combinator;
pub mod future_never_awaited;
pub mod future_polled_and_dropped;
pub mod output_future_dropped;
pub mod task_handle_drop_cancels;
pub mod unflushed_async_writer;

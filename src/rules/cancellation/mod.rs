//! What is lost when a future is dropped before its end.

pub mod acquire_before_guard;
pub mod marker_left_on_cancel;
pub mod partial_write_on_cancel;
pub mod take_await_restore;
pub mod try_join_abandons_writes;

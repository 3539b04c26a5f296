//! What is kept without end.

pub mod subscribe_without_cleanup;

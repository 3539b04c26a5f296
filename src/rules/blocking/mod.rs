//! The executor thread stands still.

pub mod blocking_fs;
pub mod blocking_sleep;
mod told;

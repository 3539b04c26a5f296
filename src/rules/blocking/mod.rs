//! The executor thread stands still.

pub mod blocking_database;
pub mod blocking_fs;
pub mod blocking_network;
pub mod blocking_process;
pub mod blocking_sleep;
pub mod blocking_stdio;
pub mod blocking_wait;
pub mod cpu_heavy;

//! The wrong executor, one too many, or none.

pub mod block_in_place_current_thread;
pub mod block_on_in_async;
pub mod blocking_socket_from_std;
pub mod endless_spawn_blocking;
pub mod runtime_main_on_helper;
pub mod short_lived_runtime_kills_tasks;
pub mod tokio_blocking_op;
pub mod wrong_runtime;

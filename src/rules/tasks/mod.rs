//! Tasks that are spawned and forgotten.

pub mod async_work_in_drop;
pub mod context_lost_on_spawn;
pub mod detached_task;
pub mod join_error_ignored;
pub mod main_exits_before_tasks;
pub mod task_error_discarded;
pub mod task_outlives_owner;

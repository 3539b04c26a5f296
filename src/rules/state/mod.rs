//! Read, await, write: state that another task sees halfway; transactions that cover nothing.

pub mod check_then_act_across_await;
pub mod concurrent_side_effects;
pub mod notify_before_commit;
pub mod offload_splits_state;
pub mod raw_transaction_on_pool;
pub mod stale_value_across_await;
pub mod thread_bound_value_offloaded;
pub mod thread_local_crosses_threads;
pub mod transaction_bypassed;
pub mod transaction_never_committed;

//! What is held too long, or taken twice.

pub mod async_guard_across_slow_await;
pub mod lock_order_inversion;
pub mod pool_self_deadlock;
pub mod relock_self_deadlock;
pub mod span_guard_across_await;
pub mod sync_guard_across_await;
pub mod thread_bound_guard_across_await;

//! Judgement: what is bad, and what to do instead.

mod held;
mod losses;
mod page;
mod rule;
mod run;
mod told;
pub mod blocking;
pub mod cancellation;
pub mod futures;
pub mod guards;
pub mod liveness;
pub mod meta;
pub mod resources;
pub mod runtime;
pub mod state;
pub mod suppression;
pub mod tasks;

pub use page::Page;
pub use page::Part;
pub use page::Section;
pub use rule::Check;
pub use rule::Levels;
pub use rule::LightFrom;
pub use rule::Pass;
pub use rule::Rule;
pub use run::Clock;
pub use run::Said;
pub use run::check;

pub use crate::config::Level;

use crate::config::Names;
use crate::config::RuleName;

/// The rules that judge code, in the order of the pages.
pub const ALL: &[&Rule] = &[
    &blocking::blocking_sleep::RULE,
    &blocking::blocking_database::RULE,
    &blocking::blocking_network::RULE,
    &blocking::blocking_wait::RULE,
    &blocking::blocking_process::RULE,
    &blocking::blocking_fs::RULE,
    &blocking::blocking_stdio::RULE,
    &blocking::cpu_heavy::RULE,
    &guards::sync_guard_across_await::RULE,
    &guards::relock_self_deadlock::RULE,
    &guards::thread_bound_guard_across_await::RULE,
    &guards::span_guard_across_await::RULE,
    &guards::pool_self_deadlock::RULE,
    &guards::lock_order_inversion::RULE,
    &guards::async_guard_across_slow_await::RULE,
    &runtime::block_on_in_async::RULE,
    &runtime::tokio_blocking_op::RULE,
    &runtime::block_in_place_current_thread::RULE,
    &runtime::runtime_main_on_helper::RULE,
    &runtime::endless_spawn_blocking::RULE,
    &runtime::wrong_runtime::RULE,
    &runtime::blocking_socket_from_std::RULE,
    &runtime::short_lived_runtime_kills_tasks::RULE,
    &cancellation::acquire_before_guard::RULE,
    &cancellation::take_await_restore::RULE,
    &cancellation::marker_left_on_cancel::RULE,
    &resources::subscribe_without_cleanup::RULE,
    &state::stale_value_across_await::RULE,
    &state::check_then_act_across_await::RULE,
    &state::thread_local_crosses_threads::RULE,
    &state::thread_bound_value_offloaded::RULE,
    &tasks::main_exits_before_tasks::RULE,
    &tasks::async_work_in_drop::RULE,
    &futures::future_never_awaited::RULE,
    &futures::future_in_sync_combinator::RULE,
    &futures::output_future_dropped::RULE,
    &futures::future_polled_and_dropped::RULE,
    &futures::unflushed_async_writer::RULE,
    &futures::task_handle_drop_cancels::RULE,
    &tasks::task_error_discarded::RULE,
    &tasks::join_error_ignored::RULE,
    &tasks::detached_task::RULE,
    &tasks::context_lost_on_spawn::RULE,
    &tasks::task_outlives_owner::RULE,
    &liveness::busy_wait::RULE,
    &liveness::broadcast_lag_ends_loop::RULE,
    &liveness::closed_channel_spin::RULE,
    &liveness::eof_spin::RULE,
    &liveness::sleep_polling_loop::RULE,
    &liveness::spin_on_error::RULE,
    &liveness::timer_recreated_in_loop::RULE,
    &liveness::interval_burst::RULE,
    &futures::async_without_await::RULE,
    &state::transaction_bypassed::RULE,
    &state::raw_transaction_on_pool::RULE,
    &state::transaction_never_committed::RULE,
    &state::notify_before_commit::RULE,
    &state::offload_splits_state::RULE,
    &state::concurrent_side_effects::RULE,
    &cancellation::try_join_abandons_writes::RULE,
    &cancellation::partial_write_on_cancel::RULE,
];

/// The rules that are about asyncheck itself: they have no check, `triage` reports them.
pub const OWN: &[&Rule] = &[
    &suppression::unused_suppression::RULE,
    &suppression::unfulfilled_expectation::RULE,
    &suppression::unknown_rule_in_suppression::RULE,
    &suppression::malformed_suppression::RULE,
    &suppression::suppression_without_reason::RULE,
    &meta::unparsed_file::RULE,
    &meta::internal_error::RULE,
];

/// Every rule that has an id, a level and a page.
pub fn catalogue() -> impl Iterator<Item = &'static Rule> {
    ALL.iter().chain(OWN).copied()
}

/// Whether a rule is about asyncheck itself: what it finds is mended, not allowed by a comment.
pub fn is_own(rule: &Rule) -> bool {
    OWN.iter().any(|own| own.id == rule.id)
}

/// The rule of this id.
pub fn find(id: &str) -> Option<&'static Rule> {
    catalogue().find(|rule| rule.id == id)
}

/// The names that configuration, flags and comments can use.
pub fn names() -> Names {
    Names::new(catalogue().map(|rule| RuleName { id: rule.id, group: rule.group }).collect())
}

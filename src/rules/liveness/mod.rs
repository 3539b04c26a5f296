//! Loops and waits that spin, starve or never wake.

pub mod broadcast_lag_ends_loop;
pub mod busy_wait;
pub mod closed_channel_spin;
pub mod eof_spin;
pub mod interval_burst;
pub mod sleep_polling_loop;
pub mod spin_on_error;
pub mod timer_recreated_in_loop;

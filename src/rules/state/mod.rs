//! Read, await, write: state that another task sees halfway; transactions that cover nothing.

pub mod raw_transaction_on_pool;
pub mod transaction_bypassed;

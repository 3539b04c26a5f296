//! The wrong executor, one too many, or none.

pub mod runtime_main_on_helper;

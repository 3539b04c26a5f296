//! Judgement: what is bad, and what to do instead.

mod rule;

pub use rule::Levels;
pub use rule::Rule;

/// The catalogue, in the order of the pages.
pub const ALL: &[&Rule] = &[];

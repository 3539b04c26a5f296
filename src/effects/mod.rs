//! What a call does, across bodies and crates.

mod grade;

pub use grade::Certainty;
pub use grade::Heat;

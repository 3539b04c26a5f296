//! What a call does, across bodies and crates, and where code runs.
//!
//! Comes in: what calls lead to, the regions of each body, and what the library knows. Goes out:
//! [`Effects`], what calling each function does to the thread, each with its proof; and [`Places`],
//! where each region runs and how hot. What a hop does not show for certain is only possible.

mod calls;
mod fixpoint;
mod grade;
mod heat;
mod instant;
mod offloaded;
mod places;
mod roles;
mod witness;

pub use fixpoint::Effects;
pub use fixpoint::summarize;
pub use grade::Certainty;
pub use grade::Heat;
pub use heat::Places;
pub use heat::reach;
pub use places::Place;
pub use roles::Roles;
pub use witness::Hop;
pub use witness::Witness;

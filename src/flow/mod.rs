//! The order of things inside one body.
//!
//! Comes in: the bodies and what their calls lead to. Goes out: [`Flow`], for each body its regions
//! (the function itself, each closure, each async block) and, for each call, the region it stands in
//! and what becomes of its value. What a region's code waits for or holds comes with the graph.

mod regions;

pub use regions::BodyFlow;
pub use regions::Fate;
pub use regions::Region;
pub use regions::RegionId;
pub use regions::RegionKind;

use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;

use crate::resolve::Names;
use crate::types::Types;

/// The order of things inside every body.
#[derive(Debug)]
pub struct Flow {
    /// One for each of [`Types::bodies`], in that order.
    pub bodies: Vec<BodyFlow>,
}

/// Looks at every body, side by side.
pub fn trace(names: &Names, types: &Types) -> Flow {
    Flow { bodies: types.bodies.par_iter().map(|body| regions::trace(names, body)).collect() }
}

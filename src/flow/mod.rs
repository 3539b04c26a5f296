//! The order of things inside one body.
//!
//! Comes in: the bodies and what their calls lead to. Goes out: [`Flow`], for each body its regions
//! (the function itself, each closure, each async block) and, for each call, the region it stands in
//! and what becomes of its value. What a region's code waits for or holds comes with the graph.

mod access;
mod build;
mod conditional;
mod endless;
mod fate;
mod graph;
mod kept;
mod live;
mod order;
mod regions;
mod ruled_out;
mod sent;
mod sequence;
mod shape;
mod turns;
mod walk;

pub use access::Access;
pub use access::Accesses;
pub use access::Root;
pub use access::Variables;
pub use conditional::is_conditional;
pub use conditional::is_err;
pub use endless::endless_loop;
pub use endless::long_loops;
pub use fate::Discard;
pub use fate::Fate;
pub use fate::Local;
pub use fate::LocalId;
pub use graph::Birth;
pub use graph::BirthId;
pub use graph::Source;
pub use kept::Kept;
pub use live::Alive;
pub use order::Asked;
pub use order::Crossing;
pub use order::CrossingKind;
pub use order::Key;
pub use order::Part;
pub use order::Spot;
pub use regions::BodyFlow;
pub use regions::Region;
pub use regions::RegionId;
pub use regions::RegionKind;
pub use ruled_out::Arguments;
pub use ruled_out::Known;
pub use sent::Notice;
pub use sent::Sent;
pub use sent::Statement;
pub use sent::Through;
pub use sequence::Sequence;
pub use shape::Shape;
pub use shape::may_be_shaped;
pub use turns::Course;
pub use turns::Question;
pub use turns::Turn;

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;
use rustc_hash::FxHashMap;

use crate::flow::build::Given;
use crate::flow::turns::Program;
use crate::library::Library;
use crate::resolve::DefId;
use crate::resolve::Names;
use crate::source::Note;
use crate::types::BodyTypes;
use crate::types::Owned;
use crate::types::Types;

/// The order of things inside every body.
#[derive(Debug)]
pub struct Flow {
    /// One for each of [`Types::bodies`], in that order.
    pub bodies: Vec<BodyFlow>,
    /// Bodies on which this room failed: they are one region without calls.
    pub failures: Vec<Note>,
}

/// What the variables of a body stand for of which nothing was kept.
pub fn variables(names: &Names, library: &Library, owned: &Owned, types: &BodyTypes) -> Variables {
    match names.body(types.def) {
        Some(body) => kept::variables(Given { names, library, owned, types, body }),
        None => Variables::default(),
    }
}

/// Looks at every body, side by side. A panic costs the one body.
pub fn trace(names: &Names, types: &Types, library: &Library) -> Flow {
    let numbered = types.bodies.iter().enumerate();
    let bodies: FxHashMap<DefId, usize> = numbered.map(|(at, body)| (body.def, at)).collect();
    let program = Program { names, library, types, bodies: &bodies };
    let trace = |body: &BodyTypes| {
        let trace = || {
            let found = kept::keep(names, library, &types.owned, body);
            let kept::Found { kept, mut variables, crossings } = found;
            let ir = names.body(body.def);
            let given =
                ir.map(|ir| Given { names, library, owned: &types.owned, types: body, body: ir });
            let sent = given.map(|given| sent::all(given, &mut variables)).unwrap_or_default();
            let sent::All { statements, notices } = sent;
            let turns = turns::of(program, body);
            let found = walk::trace(names, body);
            BodyFlow { kept, variables, crossings, statements, notices, turns, ..found }
        };
        catch_unwind(AssertUnwindSafe(trace)).map_err(|_| body.def)
    };
    let outcomes: Vec<Result<BodyFlow, DefId>> = types.bodies.par_iter().map(trace).collect();
    let mut failures = Vec::new();
    let bodies = outcomes
        .into_iter()
        .map(|outcome| {
            outcome.unwrap_or_else(|def| {
                failures.push(names.failure(def, "the order in this body could not be found"));
                BodyFlow::unseen(names, def)
            })
        })
        .collect();
    Flow { bodies, failures }
}

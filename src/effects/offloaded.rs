//! Functions that are only ever run on threads that may block.

use rustc_hash::FxHashMap;

use crate::effects::Place;
use crate::effects::calls::CallGraph;
use crate::effects::places::role_of_argument;
use crate::flow::Fate;
use crate::flow::Flow;
use crate::library::CallRole;
use crate::library::Library;
use crate::resolve::DefId;
use crate::types::Callee;
use crate::types::Types;

/// For each function that is called or named somewhere: whether all of that is offloaded.
pub(super) fn callers(
    types: &Types,
    flow: &Flow,
    library: &Library,
    graph: &CallGraph,
) -> FxHashMap<DefId, bool> {
    let mut found: FxHashMap<DefId, bool> = FxHashMap::default();
    for ((types, flow), calls) in types.bodies.iter().zip(&flow.bodies).zip(&graph.bodies) {
        for call in &types.calls {
            if let Callee::Function(def) = call.callee {
                let place = calls.places[flow.region_of_call(call.expr).index()];
                *found.entry(def).or_insert(true) &= place == Place::Offloaded;
            }
        }
        for (expr, callee) in &types.references {
            let Callee::Function(def) = callee else { continue };
            let role = match flow.reference(*expr) {
                Some((_, Fate::Argument(call, at))) => role_of_argument(library, types, call, at),
                _ => None,
            };
            *found.entry(*def).or_insert(true) &= role == Some(CallRole::Offload);
        }
    }
    found
}

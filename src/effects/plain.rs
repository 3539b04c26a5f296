//! Functions that are called, and never by code that an executor runs.

use rustc_hash::FxHashMap;

use crate::effects::Place;
use crate::effects::calls::CallGraph;
use crate::effects::calls::Target;
use crate::resolve::DefId;

/// For each function that is called or handed on somewhere: whether all of that is plain code, as far
/// as the functions themselves tell in which it stands, or offloaded.
pub(super) fn callers(graph: &CallGraph) -> FxHashMap<DefId, bool> {
    let mut found: FxHashMap<DefId, bool> = FxHashMap::default();
    // Once it is false it stays so, whatever comes first.
    for body in &graph.bodies {
        for edge in &body.edges {
            let (def, place) = match edge.target {
                Target::Plain(def) | Target::Async(def, _) => {
                    (def, body.runs[edge.region.index()].place)
                }
                Target::Handed(def, outcome) => (def, outcome.place),
                Target::Outside(_) => continue,
            };
            *found.entry(def).or_insert(true) &=
                place != Place::Executor && place != Place::Unknown;
        }
        found.extend(body.named.iter().map(|&def| (def, false)));
    }
    found
}

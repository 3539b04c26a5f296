//! Which awaited calls wait for something outside of the program: time, the network, a database, a
//! file, another task.

use rustc_hash::FxHashMap;

use crate::effects::calls::CallGraph;
use crate::flow::Fate;
use crate::flow::Flow;
use crate::flow::RegionId;
use crate::library::Library;
use crate::types::Callee;
use crate::types::Types;

/// So many calls may lie between an await and what it waits for.
const LONGEST: usize = 7;

/// What is awaited in the functions of the workspace.
#[derive(Debug, Default)]
pub struct SlowAwaits {
    /// For each body whose function waits when it is awaited: the first call that does, as an index
    /// into [`crate::types::BodyTypes::calls`], and the function behind it.
    first: FxHashMap<usize, (usize, Option<usize>)>,
}

impl SlowAwaits {
    /// Finds them, from the library's calls up through awaited calls of the workspace.
    pub(super) fn new(graph: &CallGraph, types: &Types, flow: &Flow, library: &Library) -> Self {
        let mut slow = Self::default();
        for _ in 0..LONGEST {
            let mut new = Vec::new();
            for (body, of) in types.bodies.iter().enumerate() {
                if slow.first.contains_key(&body) {
                    continue;
                }
                let flow = &flow.bodies[body];
                let here = |call: &usize| {
                    let expr = of.calls[*call].expr;
                    flow.region_of_call(expr) == RegionId::ROOT
                        && flow.fate_of_call(expr) == Fate::Awaited
                };
                let calls = (0..of.written).filter(here);
                let mut behind = calls.filter_map(|call| {
                    Some((call, slow.behind(graph, library, &of.calls[call].callee)?))
                });
                new.extend(behind.next().map(|first| (body, first)));
            }
            if new.is_empty() {
                break;
            }
            slow.first.extend(new);
        }
        slow
    }

    /// What a call waits for when it is awaited: none where that is not known to be slow; the body of
    /// a function of the workspace that is.
    pub(super) fn behind(
        &self,
        graph: &CallGraph,
        library: &Library,
        callee: &Callee,
    ) -> Option<Option<usize>> {
        match callee {
            Callee::Library(path) => library.call(path)?.waits.map(|_| None),
            Callee::Function(def) => {
                let body = graph.body_of(*def)?;
                self.first.contains_key(&body).then_some(Some(body))
            }
            _ => None,
        }
    }

    /// The first call of a body that waits, and the function behind it.
    pub(crate) fn first(&self, body: usize) -> Option<(usize, Option<usize>)> {
        self.first.get(&body).copied()
    }
}

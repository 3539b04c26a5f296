//! Which functions tell somebody something when they run: another task, a broker, another server.

use rustc_hash::FxHashMap;

use crate::effects::calls::CallGraph;
use crate::flow::Fate;
use crate::flow::Flow;
use crate::flow::RegionId;
use crate::resolve::Names;
use crate::types::Callee;
use crate::types::Types;

/// So many calls may lie between a call and what tells.
const LONGEST: usize = 7;

/// What functions of the workspace tell others.
#[derive(Debug, Default)]
pub struct Notices {
    /// For each body that tells somebody something when its function runs: the first call that does,
    /// as an index into [`crate::types::BodyTypes::calls`], and the body behind it.
    first: FxHashMap<usize, (usize, Option<usize>)>,
}

impl Notices {
    /// Finds them, from the library's calls up through the calls of the workspace.
    pub(super) fn new(graph: &CallGraph, names: &Names, types: &Types, flow: &Flow) -> Self {
        let mut notices = Self::default();
        for (body, of) in flow.bodies.iter().enumerate() {
            let is_here = |call: &usize| {
                flow.bodies[body].region_of_call(types.bodies[body].calls[*call].expr)
                    == RegionId::ROOT
            };
            let first = of.notices.iter().map(|notice| notice.call).find(is_here);
            notices.first.extend(first.map(|call| (body, (call, None))));
        }
        for _ in 0..LONGEST {
            let bodies = (0..types.bodies.len()).filter(|body| !notices.first.contains_key(body));
            let new: Vec<(usize, (usize, Option<usize>))> = bodies
                .filter_map(|body| {
                    let mut calls = 0..types.bodies[body].written;
                    let behind = |call| notices.behind(graph, names, types, flow, (body, call));
                    Some((body, calls.find_map(|call| Some((call, Some(behind(call)?))))?))
                })
                .collect();
            if new.is_empty() {
                break;
            }
            notices.first.extend(new);
        }
        notices
    }

    /// The body behind a call that tells somebody something: of a function that runs here.
    fn behind(
        &self,
        graph: &CallGraph,
        names: &Names,
        types: &Types,
        flow: &Flow,
        (body, call): (usize, usize),
    ) -> Option<usize> {
        let of = &types.bodies[body].calls[call];
        let Callee::Function(def) = of.callee else { return None };
        let callee = graph.body_of(def).filter(|callee| self.first.contains_key(callee))?;
        let flow = &flow.bodies[body];
        let is_async = names.function(def).is_some_and(|function| function.is_async);
        let runs = !is_async || flow.fate_of_call(of.expr) == Fate::Awaited;
        (runs && flow.region_of_call(of.expr) == RegionId::ROOT).then_some(callee)
    }

    /// The first call of a body that tells somebody something, and the body behind it.
    pub(crate) fn first(&self, body: usize) -> Option<(usize, Option<usize>)> {
        self.first.get(&body).copied()
    }
}

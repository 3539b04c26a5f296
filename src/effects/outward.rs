//! Which functions reach out of the program when they run: they write to a database, or tell somebody
//! something.

use rustc_hash::FxHashMap;

use crate::effects::calls::CallGraph;
use crate::flow::BodyFlow;
use crate::flow::Fate;
use crate::flow::Flow;
use crate::flow::RegionId;
use crate::resolve::Names;
use crate::types::Callee;
use crate::types::Types;

/// So many calls may lie between a call and what reaches out.
const LONGEST: usize = 7;

/// The functions of the workspace that reach out in one way.
#[derive(Debug, Default)]
pub struct Outward {
    /// For each body that does when its function runs: the first call that does, as an index into
    /// [`crate::types::BodyTypes::calls`], and the body behind it.
    first: FxHashMap<usize, (usize, Option<usize>)>,
}

impl Outward {
    /// Finds them, from the calls that do so themselves up through those of the workspace.
    pub(super) fn new(
        graph: &CallGraph,
        names: &Names,
        types: &Types,
        flow: &Flow,
        direct: impl Fn(&BodyFlow) -> Vec<usize>,
    ) -> Self {
        let mut outward = Self::default();
        for (body, of) in flow.bodies.iter().enumerate() {
            let is_here = |call: &usize| {
                flow.bodies[body].region_of_call(types.bodies[body].calls[*call].expr)
                    == RegionId::ROOT
            };
            let first = direct(of).into_iter().find(is_here);
            outward.first.extend(first.map(|call| (body, (call, None))));
        }
        for _ in 0..LONGEST {
            let bodies = (0..types.bodies.len()).filter(|body| !outward.first.contains_key(body));
            let new: Vec<(usize, (usize, Option<usize>))> = bodies
                .filter_map(|body| {
                    let mut calls = 0..types.bodies[body].written;
                    let behind = |call| outward.behind(graph, names, types, flow, (body, call));
                    Some((body, calls.find_map(|call| Some((call, Some(behind(call)?))))?))
                })
                .collect();
            if new.is_empty() {
                break;
            }
            outward.first.extend(new);
        }
        outward
    }

    /// The body behind a call that reaches out: of a function that runs here.
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

    /// The first call of a body that reaches out, and the body behind it.
    pub(crate) fn first(&self, body: usize) -> Option<(usize, Option<usize>)> {
        self.first.get(&body).copied()
    }
}

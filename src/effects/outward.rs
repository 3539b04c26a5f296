//! Which functions reach out of the program when they run: they write to a database, tell somebody
//! something, or ask a person.

use rustc_hash::FxHashMap;

use crate::effects::done::Search;
use crate::flow::RegionId;
use crate::types::Callee;

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
    pub(super) fn new(search: Search<'_>, direct: impl Fn(usize) -> Vec<usize>) -> Self {
        let (types, flow) = (search.types, search.flow);
        let mut outward = Self::default();
        for (body, of) in flow.bodies.iter().enumerate() {
            let is_here = |call: &usize| {
                of.region_of_call(types.bodies[body].calls[*call].expr) == RegionId::ROOT
            };
            let first = direct(body).into_iter().find(is_here);
            outward.first.extend(first.map(|call| (body, (call, None))));
        }
        // Most programs reach out in one way or another, few in all.
        let rounds = if outward.first.is_empty() { 0 } else { LONGEST };
        for _ in 0..rounds {
            let bodies = (0..types.bodies.len()).filter(|body| !outward.first.contains_key(body));
            let new: Vec<(usize, (usize, Option<usize>))> = bodies
                .filter_map(|body| {
                    let mut calls = 0..types.bodies[body].written;
                    let behind = |call| outward.behind(search, body, call);
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
    fn behind(&self, search: Search<'_>, body: usize, call: usize) -> Option<usize> {
        let of = &search.types.bodies[body].calls[call];
        let Callee::Function(def) = of.callee else { return None };
        let callee = search.graph.body_of(def).filter(|callee| self.first.contains_key(callee))?;
        let is_here = search.flow.bodies[body].region_of_call(of.expr) == RegionId::ROOT;
        (is_here && search.runs_here(body, of.expr, def)).then_some(callee)
    }

    /// The first call of a body that reaches out, and the body behind it.
    pub(crate) fn first(&self, body: usize) -> Option<(usize, Option<usize>)> {
        self.first.get(&body).copied()
    }
}

//! Which functions reach out of the program when they run: they write to a database, tell somebody
//! something, or ask a person.

use rustc_hash::FxHashMap;

use crate::effects::done::Search;
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
        for body in 0..flow.bodies.len() {
            let expr = |call: usize| types.bodies[body].calls[call].expr;
            let is_here = |call: &usize| search.is_here(body, expr(*call));
            let first = direct(body).into_iter().find(is_here);
            outward.first.extend(first.map(|call| (body, (call, None))));
        }
        // Most programs reach out in one way or another, few in all.
        if outward.first.is_empty() {
            return outward;
        }
        let bodies = (0..types.bodies.len()).filter(|body| !outward.first.contains_key(body));
        let calls = bodies.map(|body| (body, of_workspace(search, body)));
        let mut open: Vec<_> = calls.filter(|(_, calls)| !calls.is_empty()).collect();
        for _ in 0..LONGEST {
            let mut new = Vec::new();
            open.retain(|(body, calls)| {
                let reaches_out = |&&(call, callee): &&(usize, usize)| {
                    outward.first.contains_key(&callee) && is_here(search, *body, call)
                };
                let found = calls.iter().find(reaches_out);
                new.extend(found.map(|&(call, callee)| (*body, (call, Some(callee)))));
                found.is_none()
            });
            if new.is_empty() {
                break;
            }
            outward.first.extend(new);
        }
        outward
    }

    /// The first call of a body that reaches out, and the body behind it.
    pub(crate) fn first(&self, body: usize) -> Option<(usize, Option<usize>)> {
        self.first.get(&body).copied()
    }
}

/// The calls of a body to functions of the workspace, each with the body that it leads to.
fn of_workspace(search: Search<'_>, body: usize) -> Vec<(usize, usize)> {
    let of = &search.types.bodies[body];
    let calls = of.calls[..of.written].iter().enumerate();
    let calls = calls.filter_map(|(at, call)| match call.callee {
        Callee::Function(def) => Some((at, search.graph.body_of(def)?)),
        _ => None,
    });
    calls.collect()
}

/// What a call leads to runs when the function around it does.
fn is_here(search: Search<'_>, body: usize, call: usize) -> bool {
    let call = &search.types.bodies[body].calls[call];
    let Callee::Function(def) = call.callee else { return false };
    search.is_here(body, call.expr) && search.runs_here(body, call.expr, def)
}

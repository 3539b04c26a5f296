//! Chains of calls that cannot happen as they are called: a caller hands over `false`, `None` or the
//! like, and the function behind does what the chain tells of only for something else.
//!
//! A proof is one for all callers of a function. So each chain is followed from its first call down,
//! with what is known of the arguments, and where that leads past the next hop another one is looked
//! for.

use crate::effects::Certainty;
use crate::effects::Effects;
use crate::effects::Hop;
use crate::effects::calls::Edge;
use crate::effects::calls::Target;
use crate::effects::done::Search;
use crate::effects::fixpoint::Proof;
use crate::effects::kind::Kind;
use crate::flow;
use crate::flow::Arguments;
use crate::flow::Known;
use crate::resolve::DefId;

/// So many functions are looked into for another chain. Where that is not enough, the first one
/// stands.
const MOST: usize = 100;

/// A chain behind a call.
#[derive(Clone, Debug)]
pub(super) struct Chain {
    pub certainty: Certainty,
    pub hops: Vec<Hop>,
}

impl Effects {
    /// The chain behind a call if it can happen, or else another one that can.
    pub(super) fn possible(
        &self,
        search: Search<'_>,
        call: (usize, usize),
        kind: Kind,
        chain: Chain,
    ) -> Option<Chain> {
        if can_happen(search, call, &chain.hops) {
            return Some(chain);
        }
        let mut detour = Detour { effects: self, search, kind, seen: Vec::new() };
        let found = detour.behind_call(call);
        match detour.seen.len() < MOST {
            true => found,
            false => found.or(Some(chain)),
        }
    }
}

/// No hop of a chain is ruled out by what the one before it hands over.
fn can_happen(search: Search<'_>, first: (usize, usize), hops: &[Hop]) -> bool {
    let mut arguments = Arguments::default();
    let mut at = first;
    for hop in hops {
        arguments = search.arguments_of(at, &arguments);
        at = (hop.body, hop.call);
        if search.ruled_out(hop.body, &arguments, [hop.call]).contains(&true) {
            return false;
        }
    }
    true
}

/// The search for another chain.
struct Detour<'a> {
    effects: &'a Effects,
    search: Search<'a>,
    kind: Kind,
    /// The bodies that were looked into, each with what was known of the arguments.
    seen: Vec<(usize, Arguments)>,
}

impl Detour<'_> {
    fn behind_call(&mut self, (body, call): (usize, usize)) -> Option<Chain> {
        let edges = self.search.graph.bodies[body].edges_of(call);
        let edges: Vec<Edge> = edges.copied().collect();
        edges.iter().find_map(|edge| self.through(body, edge, &Arguments::default()))
    }

    /// The best chain through a call of a body: none where that leads to nothing of the kind.
    fn through(&mut self, body: usize, edge: &Edge, arguments: &Arguments) -> Option<Chain> {
        let place = self.search.graph.bodies[body].runs[edge.region.index()].place;
        let (_, _, next) = self.effects.reached(self.kind, place, edge)?;
        let Some(best) = next else {
            return Some(Chain { certainty: edge.certainty, hops: Vec::new() });
        };
        let arguments = self.search.arguments_of((body, edge.call), arguments);
        let graph = self.search.graph;
        let all: Vec<DefId> = graph.run_by(edge.runs_here(place)?).collect();
        let others = all.iter().copied().filter(|&other| other != best);
        let mut found = None;
        for function in std::iter::once(best).chain(others) {
            let callee = graph.body_of(function).filter(|&at| graph.passes(self.kind, at));
            found = callee.and_then(|callee| self.inside((function, callee), &arguments));
            if found.is_some() {
                break;
            }
        }
        let mut chain = found?;
        chain.certainty = chain.certainty.max(edge.certainty);
        if all.len() > 1 {
            chain.certainty = Certainty::Possible;
        }
        Some(chain)
    }

    /// The best chain from inside of a function.
    fn inside(&mut self, function: (DefId, usize), arguments: &Arguments) -> Option<Chain> {
        let (function, body) = function;
        let known = (body, arguments.clone());
        if self.seen.len() >= MOST || self.seen.contains(&known) {
            return None;
        }
        self.seen.push(known);
        let Search { graph, names, types, .. } = self.search;
        let edges = graph.bodies[body].edges.iter();
        let proofs = edges.filter_map(|edge| {
            let proof = self.effects.hop((names, types), self.kind, (body, edge))?;
            Some((proof, edge))
        });
        let mut ways: Vec<(Proof, &Edge)> = proofs.collect();
        ways.sort_by_key(|(proof, _)| *proof);
        let calls = ways.iter().map(|(_, edge)| edge.call);
        let ruled_out = self.search.ruled_out(body, arguments, calls);
        for ((_, edge), ruled_out) in ways.into_iter().zip(ruled_out) {
            if ruled_out {
                continue;
            }
            let with_root = graph.bodies[body].with_root(edge)?;
            if let Some(Chain { certainty, mut hops }) = self.through(body, edge, arguments) {
                let next = hops.first().map(|hop| hop.function);
                hops.insert(0, Hop { function, body, call: edge.call, next });
                return Some(Chain { certainty: certainty.max(with_root), hops });
            }
        }
        None
    }
}

impl Search<'_> {
    /// What is known of the arguments of a call, in a body whose own arguments are these.
    pub(super) fn arguments_of(
        self,
        (body, call): (usize, usize),
        arguments: &Arguments,
    ) -> Arguments {
        let types = &self.types.bodies[body];
        let is_handed = |edge: &Edge| matches!(edge.target, Target::Handed(..));
        // What a function is handed to gives it arguments of its own.
        if call >= types.written || self.graph.bodies[body].edges_of(call).any(is_handed) {
            return Arguments::default();
        }
        let expr = types.calls[call].expr;
        let ir = self.names.body(types.def);
        if !ir.is_some_and(|ir| flow::may_be_shaped(self.names, types, ir, expr)) {
            return Arguments::default();
        }
        self.with_accesses(body, |accesses| Known::new(accesses, arguments).arguments_of(expr))
    }

    /// Of each of these calls of a body, whether what is known of its arguments rules it out.
    pub(super) fn ruled_out(
        self,
        body: usize,
        arguments: &Arguments,
        calls: impl IntoIterator<Item = usize>,
    ) -> Vec<bool> {
        let calls = calls.into_iter();
        if arguments.are_unknown() {
            return calls.map(|_| false).collect();
        }
        let expr = |call: usize| self.types.bodies[body].calls[call].expr;
        self.with_accesses(body, |accesses| {
            let known = Known::new(accesses, arguments);
            calls.map(|call| known.rules_out(expr(call))).collect()
        })
    }
}

//! The chain of calls that proves an effect.

use std::sync::Arc;

use crate::effects::Certainty;
use crate::effects::Effects;
use crate::effects::Sought;
use crate::effects::calls::Target;
use crate::effects::done::Search;
use crate::effects::kind::Kind;
use crate::effects::root::Root;
use crate::effects::ruled_out::Chain;
use crate::flow::Flow;
use crate::library::Cpu;
use crate::library::Library;
use crate::library::Weight;
use crate::resolve::DefId;
use crate::resolve::Names;
use crate::types::Callee;
use crate::types::Types;

/// A chain longer than this is not followed: it could not be read either.
const LONGEST: usize = 1000;

/// How much work a root does.
fn weight(root: Root, kind: Kind) -> Weight {
    match kind {
        Kind::Blocks { .. } => root.blocks.map_or(Weight::Long, |(_, weight)| weight),
        Kind::Cpu(Cpu::Moderate) => Weight::Short,
        Kind::Cpu(Cpu::Heavy) | Kind::Enters(_) | Kind::Needs => Weight::Long,
    }
}

/// A chain longer than this is only possible: each hop stands behind conditions of its own, and of
/// the longer ones that readers looked at most could not happen.
const LONGEST_CERTAIN: usize = 7;

/// A chain of calls, from one call down to the root.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Witness {
    /// The calls behind the first: each stands in the function that the one before it calls. Empty
    /// where the first call is itself the root.
    pub hops: Vec<Hop>,
    /// The library path at the end.
    pub root: Arc<str>,
    /// How much work waits at the end.
    pub weight: Weight,
    /// Whether each hop is one resolved body.
    pub certainty: Certainty,
}

/// One call of a chain.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Hop {
    /// The function that it stands in.
    pub function: DefId,
    /// The body, as an index into [`Types::bodies`].
    pub body: usize,
    /// The call, as an index into its calls.
    pub call: usize,
    /// The function that it leads to; none at the root.
    pub next: Option<DefId>,
}

impl Effects {
    /// What a call does, where that can be shown: heavy work before light.
    pub fn witness(
        &self,
        (names, types, flow, library): (&Names, &Types, &Flow, &Library),
        (body, call): (usize, usize),
        sought: Sought,
    ) -> Option<Witness> {
        let search = Search { graph: &self.graph, names, types, flow, library };
        let kinds = sought.kinds().filter(|kind| self.within[body].contains(*kind));
        let found = kinds.filter_map(|kind| self.witness_of(search, (body, call), kind));
        // `min_by_key` keeps the first of equals, which is the heavy one.
        found.min_by_key(|witness| witness.certainty)
    }

    fn witness_of(
        &self,
        search: Search<'_>,
        (body, call): (usize, usize),
        kind: Kind,
    ) -> Option<Witness> {
        let chain = self.chain((body, call), kind)?;
        let Chain { certainty, hops } = self.possible(search, (body, call), kind, chain)?;
        let (at, last) = hops.last().map_or((body, call), |hop| (hop.body, hop.call));
        let root = self.graph.bodies[at].edges_of(last).find_map(|edge| match edge.target {
            Target::Outside(root) if root.kinds.contains(kind) => Some(root),
            _ => None,
        })?;
        let types = &search.types.bodies[at];
        let callee = match root.named_by {
            Some(expr) => types.reference(expr)?,
            None => &types.calls[last].callee,
        };
        let path = match callee {
            Callee::Library(path) => Arc::clone(path),
            // An attribute makes a plain function of it, which starts a runtime.
            Callee::Function(def) => search.names.path(*def).into(),
            _ => return None,
        };
        let weight = weight(root, kind);
        let certainty = match hops.len() > LONGEST_CERTAIN {
            true => Certainty::Possible,
            false => certainty,
        };
        Some(Witness { hops, root: path, weight, certainty })
    }

    /// The best chain behind a call, whatever its arguments are.
    fn chain(&self, (body, call): (usize, usize), kind: Kind) -> Option<Chain> {
        let calls = &self.graph.bodies[body];
        let reached = calls.edges_of(call).filter_map(|edge| {
            let place = calls.runs[edge.region.index()].place;
            self.reached(kind, place, edge)
        });
        let (certainty, _, mut next) = reached.min()?;
        let mut hops = Vec::new();
        while let Some(function) = next {
            let body = self.graph.body_of(function)?;
            let proof = self.proof(kind, body)?;
            if hops.len() > LONGEST {
                return None;
            }
            hops.push(Hop { function, body, call: proof.call, next: proof.next });
            next = proof.next;
        }
        Some(Chain { certainty, hops })
    }
}

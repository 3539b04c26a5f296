//! What calling each function does, from the roots upward until nothing changes.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use crate::effects::Certainty;
use crate::effects::Place;
use crate::effects::Roles;
use crate::effects::calls::CallGraph;
use crate::effects::calls::Edge;
use crate::effects::calls::Target;
use crate::effects::offloaded;
use crate::flow::Flow;
use crate::flow::RegionId;
use crate::library::Blocks;
use crate::library::Library;
use crate::library::Weight;
use crate::resolve::DefId;
use crate::resolve::Names;
use crate::source::FileId;
use crate::types::Types;

/// What calling each function does to the thread.
#[derive(Debug)]
pub struct Effects {
    /// What attributes and traits make of functions.
    pub roles: Roles,
    pub(super) graph: CallGraph,
    /// For each kind of effect, for each body.
    proofs: Vec<Vec<Option<Proof>>>,
    /// For each function that is called or named: whether all of that is offloaded.
    callers_may_block: FxHashMap<DefId, bool>,
}

/// Why a function has an effect: the first hop of the shortest chain.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Proof {
    pub certainty: Certainty,
    /// How many functions the root is away; 0: this function calls it.
    pub hops: u32,
    /// Where the call stands: decides between chains of one length.
    pub place: (FileId, u32),
    /// The call, as an index into the calls of the body.
    pub call: usize,
    /// The body that goes on; none at the root.
    pub next: Option<DefId>,
}

/// A kind of blocking. Light and heavy work are told apart, because a short chain to a light call
/// must not hide a longer one to a heavy call.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Kind {
    pub blocks: Blocks,
    pub light: bool,
}

impl Kind {
    fn all() -> impl Iterator<Item = Kind> {
        Blocks::ALL.into_iter().flat_map(|blocks| [false, true].map(|light| Kind { blocks, light }))
    }

    /// The kind of a call outside the workspace.
    pub(super) fn of_path(library: &Library, path: &str) -> Option<Kind> {
        let row = library.call(path)?;
        let light = matches!(row.weight, Some(Weight::Meta | Weight::Short));
        row.blocks.map(|blocks| Kind { blocks, light })
    }

    pub(super) fn index(self) -> usize {
        let position = Blocks::ALL.iter().position(|&it| it == self.blocks);
        position.expect("ALL lists every kind") * 2 + usize::from(self.light)
    }
}

/// What calling each function does.
pub fn summarize(names: &Names, types: &Types, flow: &Flow, library: &Library) -> Effects {
    let roles = Roles::new(names, library);
    let graph = CallGraph::new(names, library, &roles, types, flow);
    let callers = callers(&graph);
    let solver = Solver { names, types, library, graph: &graph, callers: &callers };
    let proofs = Kind::all().map(|kind| solver.solve(kind)).collect();
    let callers_may_block = offloaded::callers(types, flow, library, &graph);
    Effects { roles, graph, proofs, callers_may_block }
}

impl Effects {
    /// Where a region of a body runs.
    pub fn place(&self, body: usize, region: RegionId) -> Place {
        self.graph.bodies[body].places[region.index()]
    }

    /// Code calls the function, and all code that does may block.
    pub fn is_called_only_where_it_may_block(&self, def: DefId) -> bool {
        self.callers_may_block.get(&def) == Some(&true)
    }

    pub(super) fn proof(&self, kind: Kind, body: usize) -> Option<Proof> {
        self.proofs[kind.index()][body]
    }
}

/// For each body, the bodies that may call it.
fn callers(graph: &CallGraph) -> Vec<Vec<usize>> {
    let mut callers = vec![Vec::new(); graph.bodies.len()];
    for (caller, body) in graph.bodies.iter().enumerate() {
        for edge in &body.edges {
            let Target::Function(def) = edge.target else { continue };
            for callee in graph.run_by(def) {
                if let Some(callee) = graph.body_of(callee) {
                    callers[callee].push(caller);
                }
            }
        }
    }
    callers
}

impl CallGraph {
    /// The bodies that a call of a function may run: itself, or the implementations of a trait's.
    pub(super) fn run_by(&self, def: DefId) -> impl Iterator<Item = DefId> {
        let own = self.implementations.get(&def);
        let alone = own.is_none().then_some(def);
        own.into_iter().flatten().copied().chain(alone)
    }

    /// The best proof among the bodies that a call of a function may run, with its function. Certain
    /// where each of them has a certain one.
    pub(super) fn best(
        &self,
        def: DefId,
        proof_of: impl Fn(usize) -> Option<Proof>,
    ) -> Option<(Certainty, Proof, DefId)> {
        let mut certainty = Certainty::Certain;
        let mut best: Option<(Proof, DefId)> = None;
        for callee in self.run_by(def) {
            match self.body_of(callee).and_then(&proof_of) {
                Some(proof) => {
                    certainty = certainty.max(proof.certainty);
                    if best.is_none_or(|(known, _)| proof < known) {
                        best = Some((proof, callee));
                    }
                }
                None => certainty = Certainty::Possible,
            }
        }
        best.map(|(proof, callee)| (certainty, proof, callee))
    }
}

struct Solver<'a> {
    names: &'a Names,
    types: &'a Types,
    library: &'a Library,
    graph: &'a CallGraph,
    callers: &'a [Vec<usize>],
}

impl Solver<'_> {
    fn solve(&self, kind: Kind) -> Vec<Option<Proof>> {
        let mut proofs = vec![None; self.graph.bodies.len()];
        let mut queue: VecDeque<usize> = VecDeque::new();
        for (body, calls) in self.graph.bodies.iter().enumerate() {
            let roots = calls.edges.iter().filter_map(|edge| self.root(kind, body, edge));
            if let Some(best) = roots.min() {
                proofs[body] = Some(best);
                queue.extend(&self.callers[body]);
            }
        }
        while let Some(body) = queue.pop_front() {
            let edges = &self.graph.bodies[body].edges;
            let best = edges.iter().filter_map(|edge| self.hop(kind, body, edge, &proofs)).min();
            // Proofs only get better, so this ends.
            if let Some(best) = best
                && proofs[body].is_none_or(|known| best < known)
            {
                proofs[body] = Some(best);
                queue.extend(&self.callers[body]);
            }
        }
        proofs
    }

    fn root(&self, kind: Kind, body: usize, edge: &Edge) -> Option<Proof> {
        let Target::Library(path) = &edge.target else { return None };
        let found = Kind::of_path(self.library, path)?;
        (found == kind).then(|| self.proof(body, edge, edge.certainty, 0, None))
    }

    /// Through a function, or through all implementations of a trait's: certain where each has the
    /// effect for certain.
    fn hop(&self, kind: Kind, body: usize, edge: &Edge, proofs: &[Option<Proof>]) -> Option<Proof> {
        let Target::Function(def) = edge.target else { return self.root(kind, body, edge) };
        let (certainty, proof, callee) = self.graph.best(def, |body| proofs[body])?;
        let certainty = certainty.max(edge.certainty);
        Some(self.proof(body, edge, certainty, proof.hops + 1, Some(callee)))
    }

    fn proof(
        &self,
        body: usize,
        edge: &Edge,
        certainty: Certainty,
        hops: u32,
        next: Option<DefId>,
    ) -> Proof {
        let types = &self.types.bodies[body];
        let file = self.names.def(types.def).file;
        let place = (file, types.calls[edge.call].at.start);
        Proof { certainty, hops, place, call: edge.call, next }
    }
}

//! What calling each function does, from the roots upward until nothing changes.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use crate::effects::Awaits;
use crate::effects::Certainty;
use crate::effects::Dropped;
use crate::effects::LocksTaken;
use crate::effects::Outward;
use crate::effects::Place;
use crate::effects::Roles;
use crate::effects::StatementsSent;
use crate::effects::TaskLocalsRead;
use crate::effects::Thread;
use crate::effects::calls::BodyCalls;
use crate::effects::calls::CallGraph;
use crate::effects::calls::Edge;
use crate::effects::calls::Target;
use crate::effects::contexts;
use crate::effects::done::Search;
use crate::effects::kind::Kind;
use crate::effects::kind::Kinds;
use crate::effects::locks;
use crate::effects::plain;
use crate::effects::statements;
use crate::flow::CrossingKind;
use crate::flow::Flow;
use crate::flow::RegionId;
use crate::library::CallRole;
use crate::library::Library;
use crate::resolve::DefId;
use crate::resolve::Names;
use crate::source::FileId;
use crate::types::Callee;
use crate::types::Types;

/// What calling each function does to the thread.
#[derive(Debug)]
pub struct Effects {
    /// What attributes and traits make of functions.
    pub roles: Roles,
    pub(super) graph: CallGraph,
    /// For each kind of effect, the bodies that have it.
    proofs: Vec<Proofs>,
    /// For each body the kinds of effect that calls in it may have, wherever they run.
    pub(super) within: Vec<Kinds>,
    /// For each function that is called or named: whether all of that is plain code.
    plain_callers: FxHashMap<DefId, bool>,
    /// The locks that calls take.
    pub locks: LocksTaken,
    /// The statements that calls send to databases.
    pub statements: StatementsSent,
    /// The values of their task that calls read.
    pub task_locals: TaskLocalsRead,
    /// The code that may be dropped before its end; not looked for where nothing depends on it.
    pub dropped: Dropped,
    /// The functions that tell somebody something.
    pub notices: Outward,
    /// The functions that write to a database.
    pub writes: Outward,
    /// The functions that ask a person at the terminal: commands.
    pub prompts: Outward,
    /// The awaited calls that wait for something outside.
    pub slow: Awaits,
    /// The awaited calls whose futures begin anew each time.
    pub restarting: Awaits,
}

/// The bodies that have one kind of effect, each with its proof.
type Proofs = FxHashMap<usize, Proof>;

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

/// What calling each function does.
pub fn summarize(names: &Names, types: &Types, flow: &Flow, library: &Library) -> Effects {
    let roles = Roles::new(names, library);
    let graph = CallGraph::new(names, library, &roles, types, flow);
    let callers = callers(&graph);
    let solver = Solver { names, types, graph: &graph, callers: &callers };
    let proofs: Vec<Proofs> = Kind::all().map(|kind| solver.solve(kind)).collect();
    let within = within(&graph, &proofs);
    let plain_callers = plain::callers(&graph);
    let search = Search { graph: &graph, names, types, flow, library };
    let (locks, statements) = (locks::taken(search), statements::sent(search));
    let task_locals = contexts::read(search);
    let slow = Awaits::new(search, |row| row.waits.is_some());
    let restarting = Awaits::new(search, |row| row.restarts || row.locks.is_some());
    let dropped = dropped(&graph, &roles, names, types, flow, library);
    let notices = Outward::new(search, |body| {
        flow.bodies[body].notices.iter().map(|notice| notice.call).collect()
    });
    let writes = Outward::new(search, |body| {
        let statements = flow.bodies[body].statements.iter();
        let writes = statements.filter(|it| it.sent.act.changes());
        writes.map(|statement| statement.call).collect()
    });
    let prompts = Outward::new(search, |body| {
        let calls = types.bodies[body].calls.iter().enumerate();
        let asks = calls.filter(|(_, call)| match &call.callee {
            Callee::Library(path) => {
                let row = library.call(path);
                row.is_some_and(|row| row.role == Some(CallRole::Prompts))
            }
            _ => false,
        });
        asks.map(|(at, _)| at).collect()
    });
    Effects {
        roles,
        graph,
        proofs,
        within,
        plain_callers,
        locks,
        statements,
        task_locals,
        notices,
        writes,
        prompts,
        dropped,
        slow,
        restarting,
    }
}

/// Only what empties or marks something before it awaits has to know, and what writes to a database.
fn dropped(
    graph: &CallGraph,
    roles: &Roles,
    names: &Names,
    types: &Types,
    flow: &Flow,
    library: &Library,
) -> Dropped {
    let depends = |kind| matches!(kind, CrossingKind::Emptied | CrossingKind::Marked { .. });
    let mut crossings = flow.bodies.iter().flat_map(|body| &body.crossings);
    let mut sent = flow.bodies.iter().flat_map(|body| &body.statements);
    let writes = sent.any(|statement| statement.sent.act.changes());
    match writes || crossings.any(|crossing| depends(crossing.kind)) {
        true => Dropped::new(graph, roles, names, types, flow, library),
        false => Dropped::default(),
    }
}

impl Effects {
    /// Where a region of a body runs, as far as its own function tells.
    pub fn place(&self, body: usize, region: RegionId) -> Place {
        self.graph.bodies[body].runs[region.index()].place
    }

    /// The index of a function's body; none for functions without one.
    pub fn body_of(&self, def: DefId) -> Option<usize> {
        self.graph.body_of(def)
    }

    /// What a call waits for when it is awaited: none where that is not known to be slow; the body of
    /// a function of the workspace that is.
    pub fn slow_behind(&self, library: &Library, callee: &Callee) -> Option<Option<usize>> {
        self.slow.behind(&self.graph, library, callee)
    }

    /// The future that a call gives begins anew each time.
    pub fn restarts(&self, library: &Library, callee: &Callee) -> bool {
        self.restarting.behind(&self.graph, library, callee).is_some()
    }

    /// Code calls the function, and none of that stands in an async function or block.
    pub fn is_called_by_plain_code_alone(&self, def: DefId) -> bool {
        self.plain_callers.get(&def) == Some(&true)
    }

    /// On what thread a region of a body runs, as far as its own function tells.
    pub fn thread(&self, body: usize, region: RegionId) -> Thread {
        self.graph.bodies[body].runs[region.index()].thread
    }

    /// A function, or one that it calls, makes its thread a runtime's or asks whether it is one's.
    pub fn sees_to_runtime(&self, body: usize) -> bool {
        self.graph.bodies[body].sees_to_runtime
    }

    /// Calls in a body may have effects.
    pub fn does_something(&self, body: usize) -> bool {
        !self.within[body].is_empty()
    }

    pub(super) fn proof(&self, kind: Kind, body: usize) -> Option<Proof> {
        self.proofs[kind.index()].get(&body).copied()
    }

    /// Whether what an edge leads to has an effect: how sure that is, how far the root is, and the
    /// function behind the call; none where the call is itself the root.
    pub(super) fn reached(
        &self,
        kind: Kind,
        place: Place,
        edge: &Edge,
    ) -> Option<(Certainty, u32, Option<DefId>)> {
        self.graph.reached(kind, place, edge, &self.proofs[kind.index()])
    }

    /// The first hop of a chain from a body through an edge.
    pub(super) fn hop(
        &self,
        seen: (&Names, &Types),
        kind: Kind,
        through: (usize, &Edge),
    ) -> Option<Proof> {
        self.graph.hop(seen, kind, through, &self.proofs[kind.index()])
    }
}

/// For each body the kinds of effect that calls in it may have.
fn within(graph: &CallGraph, proofs: &[Proofs]) -> Vec<Kinds> {
    let of = |body: usize| {
        let has = |kind: &Kind| proofs[kind.index()].contains_key(&body);
        Kinds::from_iter(Kind::all().filter(has))
    };
    let own: Vec<Kinds> = (0..graph.bodies.len()).map(of).collect();
    let of_edge = |body: &BodyCalls, edge: &Edge| {
        if let Target::Outside(root) = &edge.target {
            return root.kinds;
        }
        let def = edge.runs_here(body.runs[edge.region.index()].place);
        let callees = def.into_iter().flat_map(|def| graph.run_by(def));
        let callees = callees.filter_map(|callee| graph.body_of(callee));
        callees.fold(Kinds::default(), |all, callee| all.or(own[callee]))
    };
    let within = graph.bodies.iter().map(|body| {
        let edges = body.edges.iter();
        edges.fold(Kinds::default(), |all, edge| all.or(of_edge(body, edge)))
    });
    within.collect()
}

/// For each body, the bodies that may run it as a part of themselves.
fn callers(graph: &CallGraph) -> Vec<Vec<usize>> {
    let mut callers = vec![Vec::new(); graph.bodies.len()];
    for (caller, body) in graph.bodies.iter().enumerate() {
        for edge in &body.edges {
            let place = body.runs[edge.region.index()].place;
            let Some(def) = edge.runs_here(place) else { continue };
            for callee in graph.run_by(def).filter_map(|callee| graph.body_of(callee)) {
                if callers[callee].last() != Some(&caller) {
                    callers[callee].push(caller);
                }
            }
        }
    }
    callers
}

impl CallGraph {
    /// Through a function, or through all implementations of a trait's: certain where each has the
    /// effect for certain.
    fn reached(
        &self,
        kind: Kind,
        place: Place,
        edge: &Edge,
        proofs: &Proofs,
    ) -> Option<(Certainty, u32, Option<DefId>)> {
        if let Target::Outside(root) = &edge.target {
            return root.kinds.contains(kind).then_some((edge.certainty, 0, None));
        }
        let def = edge.runs_here(place)?;
        if kind == Kind::Needs && edge.within().is_some() {
            return None;
        }
        let mut certainty = edge.certainty;
        let mut best: Option<(Proof, DefId)> = None;
        for callee in self.run_by(def) {
            let body = self.body_of(callee).filter(|&body| self.passes(kind, body));
            match body.and_then(|body| proofs.get(&body)) {
                Some(proof) => {
                    certainty = certainty.max(proof.certainty);
                    if best.is_none_or(|(known, _)| *proof < known) {
                        best = Some((*proof, callee));
                    }
                }
                None => certainty = Certainty::Possible,
            }
        }
        best.map(|(proof, callee)| (certainty, proof.hops + 1, Some(callee)))
    }

    /// The first hop of a chain from a body through an edge.
    fn hop(
        &self,
        (names, types): (&Names, &Types),
        kind: Kind,
        (body, edge): (usize, &Edge),
        proofs: &Proofs,
    ) -> Option<Proof> {
        let calls = &self.bodies[body];
        let with_root = calls.with_root(edge)?;
        // What a function sees to itself, it does not need of its caller.
        let is_of_caller = calls.runs[edge.region.index()].thread == Thread::Caller;
        if kind == Kind::Needs && (calls.sees_to_runtime || !is_of_caller) {
            return None;
        }
        let place = calls.runs[edge.region.index()].place;
        let (certainty, hops, next) = self.reached(kind, place, edge, proofs)?;
        let types = &types.bodies[body];
        let file = names.def(types.def).file;
        let place = (file, types.calls[edge.call].at.start);
        Some(Proof { certainty: certainty.max(with_root), hops, place, call: edge.call, next })
    }

    /// Calling an async function runs nothing, so most effects end there: its own code is told of.
    pub(super) fn passes(&self, kind: Kind, body: usize) -> bool {
        let of = &self.bodies[body];
        of.is_plain || of.is_untold || kind.rises_through_await()
    }
}

struct Solver<'a> {
    names: &'a Names,
    types: &'a Types,
    graph: &'a CallGraph,
    callers: &'a [Vec<usize>],
}

impl Solver<'_> {
    fn solve(&self, kind: Kind) -> Proofs {
        let mut proofs = Proofs::default();
        let mut queue: VecDeque<usize> = VecDeque::new();
        for (body, calls) in self.graph.bodies.iter().enumerate() {
            let is_root = |edge: &Edge| matches!(edge.target, Target::Outside(root) if root.kinds.contains(kind));
            if calls.edges.iter().any(is_root) {
                queue.push_back(body);
            }
        }
        while let Some(body) = queue.pop_front() {
            let edges = &self.graph.bodies[body].edges;
            let best = edges
                .iter()
                .filter_map(|edge| {
                    self.graph.hop((self.names, self.types), kind, (body, edge), &proofs)
                })
                .min();
            // Proofs only get better, so this ends.
            if let Some(best) = best
                && proofs.get(&body).is_none_or(|known| best < *known)
            {
                proofs.insert(body, best);
                if self.graph.passes(kind, body) {
                    queue.extend(&self.callers[body]);
                }
            }
        }
        proofs
    }
}

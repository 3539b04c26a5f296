//! From the roots down: how concurrently each region runs.

use std::collections::VecDeque;

use rustc_hash::FxHashSet;

use crate::effects::Effects;
use crate::effects::Heat;
use crate::effects::Place;
use crate::effects::begin::Beginnings;
use crate::effects::by_name::ByName;
use crate::effects::calls::Target;
use crate::effects::outside::Outside;
use crate::effects::pace::Paces;
use crate::effects::places::Outcome;
use crate::effects::twins::Twins;
use crate::flow::Fate;
use crate::flow::Flow;
use crate::flow::RegionId;
use crate::flow::RegionKind;
use crate::ir::ExprId;
use crate::library::AttributeRole;
use crate::library::Flavor;
use crate::library::Library;
use crate::resolve::DefId;
use crate::resolve::Names;
use crate::source::CrateId;
use crate::source::TargetKind;
use crate::source::Workspace;
use crate::types::Callee;
use crate::types::Types;

/// Where each region runs, and how hot.
#[derive(Debug)]
pub struct Places {
    reached: Vec<Vec<Option<Reached>>>,
    /// Where each body with cold code begins something that runs beside it.
    begun: Vec<Option<u32>>,
    paces: Paces,
}

/// What was found of a region, from the hottest down: of several chains the hottest counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Reached {
    Hot,
    Open,
    /// The root of a runtime whose tasks have one thread, that of the root: cold until one begins.
    Alone,
    /// The root of a runtime: it runs where the program waits for it, on no worker thread. Whatever
    /// it begins has other threads.
    Cold,
    /// A thread of its own, or of a pool for blocking work, waits for this alone.
    Apart,
}

impl Places {
    /// How hot the code of a region is at an offset. What no chain leads to is open: its callers are
    /// unknown.
    pub fn heat(&self, body: usize, region: RegionId, offset: u32) -> Heat {
        let reached = self.reached[body][region.index()].unwrap_or(Reached::Open);
        match after_begin(self.begun[body], offset, reached) {
            Reached::Hot | Reached::Open if self.paces.is_seldom(body, region, offset) => {
                Heat::Seldom
            }
            Reached::Hot => Heat::Hot,
            Reached::Open => Heat::Open,
            Reached::Alone | Reached::Cold | Reached::Apart => Heat::Cold,
        }
    }

    /// Every chain that leads to a region begins on a thread that may block and waits for it.
    pub fn is_apart(&self, body: usize, region: RegionId) -> bool {
        self.reached[body][region.index()] == Some(Reached::Apart)
    }
}

/// How hot every region is.
pub fn reach(
    workspace: &Workspace,
    names: &Names,
    types: &Types,
    flow: &Flow,
    effects: &Effects,
    library: &Library,
) -> Places {
    let beginnings = Beginnings::new(names, types, flow, effects, library);
    let reached = flow.bodies.iter().map(|body| vec![None; body.regions.len()]).collect();
    let queue = VecDeque::new();
    let on_one_thread = crates_on_one_thread(names, types, library);
    let mut reach = Reach {
        workspace,
        names,
        types,
        flow,
        effects,
        beginnings,
        by_name: ByName::new(workspace, names, types, flow),
        on_one_thread,
        reached,
        queue,
    };
    let twins = Twins::new(workspace, names, types);
    let outside = Outside::new(workspace, names, types, effects, &twins);
    reach.roots(&outside);
    while let Some((body, region)) = reach.queue.pop_front() {
        reach.spread(body, region);
    }
    twins.share(&mut reach.reached);
    let is_alone = |body: usize| reach.reached[body].contains(&Some(Reached::Alone));
    let bodies = 0..types.bodies.len();
    let begun = bodies.map(|body| is_alone(body).then(|| reach.begun(body)).flatten()).collect();
    let mains = (0..types.bodies.len()).filter(|&body| reach.is_main(types.bodies[body].def));
    let mains: Vec<usize> = mains.collect();
    let seen = (names, types, flow);
    let mut paces = Paces::new(&mains, seen, effects, library, &outside, &reach.by_name);
    paces.share(&twins);
    Places { reached: reach.reached, begun, paces }
}

struct Reach<'a> {
    workspace: &'a Workspace,
    names: &'a Names,
    types: &'a Types,
    flow: &'a Flow,
    effects: &'a Effects,
    beginnings: Beginnings,
    by_name: ByName,
    on_one_thread: FxHashSet<CrateId>,
    reached: Vec<Vec<Option<Reached>>>,
    queue: VecDeque<(usize, RegionId)>,
}

impl Reach<'_> {
    fn roots(&mut self, outside: &Outside<'_>) {
        for body in 0..self.types.bodies.len() {
            let def = self.types.bodies[body].def;
            let roles = &self.effects.roles;
            let is_handler = roles.attribute(def, AttributeRole::Handler).is_some();
            let reached = if roles.is_polled(def) || is_handler {
                Reached::Hot
            } else if self.is_main(def) {
                self.of_main(def)
            } else if outside.may_call(def) {
                Reached::Open
            } else {
                continue;
            };
            self.raise(body, RegionId::ROOT, reached);
        }
    }

    /// The `main` of a binary, async or not, and whatever else is turned into one.
    fn is_main(&self, def: DefId) -> bool {
        let found = self.names.def(def);
        let krate = &self.workspace.crates[found.krate.index()];
        let is_program = matches!(krate.kind, TargetKind::Bin | TargetKind::Example)
            || krate.kind == TargetKind::Lone;
        is_program && self.names.is_main(def)
            || self.effects.roles.attribute(def, AttributeRole::Main).is_some()
    }

    fn of_main(&self, def: DefId) -> Reached {
        let roles = &self.effects.roles;
        match roles.attribute(def, AttributeRole::Main) {
            Some(_) if roles.on_one_thread(def).is_some() => Reached::Alone,
            Some(_) => Reached::Cold,
            None => self.of_root(def),
        }
    }

    /// The root of the runtime that a plain function builds, which somewhere in its crate is told.
    fn of_root(&self, def: DefId) -> Reached {
        let on_one_thread = self.on_one_thread.contains(&self.names.def(def).krate);
        if on_one_thread { Reached::Alone } else { Reached::Cold }
    }

    fn raise(&mut self, body: usize, region: RegionId, reached: Reached) {
        let known = &mut self.reached[body][region.index()];
        if known.is_none_or(|known| reached < known) {
            *known = Some(reached);
            self.queue.push_back((body, region));
        }
    }

    /// Hands on what was found of a region to what it calls and makes.
    fn spread(&mut self, body: usize, region: RegionId) {
        let Some(reached) = self.reached[body][region.index()] else { return };
        let calls = &self.effects.graph.bodies[body];
        let place = calls.runs[region.index()].place;
        let reached = match place {
            Place::Offloaded => Reached::Apart,
            _ => reached,
        };
        let begun = if reached == Reached::Alone { self.begun(body) } else { None };
        let at = |expr: ExprId| after_begin(begun, self.start(body, expr), reached);
        let mut raised = Vec::new();
        for (child, inner) in self.flow.bodies[body].regions.iter().enumerate() {
            if inner.parent == Some(region) {
                let run = calls.runs[child];
                let child = RegionId(child as u32);
                let is_future = inner.kind == RegionKind::Future;
                let (beside, is_root) = (run.beside, run.is_root);
                let outcome = Outcome { beside, is_root, ..Outcome::at(run.place) };
                // Whoever polls a future of which nothing is known need not be this thread.
                let is_lost = is_future && run.place == Place::Executor && run.with_root.is_none();
                raised.push((child, self.heated(body, at(inner.expr), outcome, is_lost)));
            }
        }
        let edges = calls.edges.iter().filter(|edge| edge.region == region);
        let called: Vec<(DefId, Reached)> = edges
            .filter_map(|edge| {
                let passed = at(self.types.bodies[body].calls[edge.call].expr);
                match edge.target {
                    Target::Plain(def) => Some((def, passed)),
                    Target::Async(def, outcome) => {
                        let is_lost = outcome.place != Place::Offloaded && !outcome.is_here(place);
                        Some((def, self.heated(body, passed, outcome, is_lost)))
                    }
                    Target::Handed(def, outcome) => match outcome.place {
                        Place::Offloaded => Some((def, Reached::Apart)),
                        Place::Unknown => Some((def, Reached::Open)),
                        _ => Some((def, self.heated(body, passed, outcome, false))),
                    },
                    Target::Outside(_) => None,
                }
            })
            .collect();
        let mut guessed: Vec<(usize, Reached)> = Vec::new();
        for call in self.by_name.calls(body, region) {
            let passed = at(call.expr);
            let methods = self.by_name.methods(self.names, self.types, call);
            guessed.extend(methods.map(|method| (method, self.guessed(method, passed, call.fate))));
        }
        raised.into_iter().for_each(|(child, heat)| self.raise(body, child, heat));
        guessed.into_iter().for_each(|(method, heat)| self.raise(method, RegionId::ROOT, heat));
        called.into_iter().for_each(|(def, heat)| self.raise_function(def, heat));
    }

    /// What a method is that a call may mean: cold where the call is, unless its future may be
    /// polled elsewhere, and never hot by a name alone.
    fn guessed(&self, method: usize, passed: Reached, fate: Fate) -> Reached {
        let is_plain = self.effects.graph.bodies[method].is_plain;
        match passed {
            Reached::Alone | Reached::Cold if is_plain || fate == Fate::Awaited => passed,
            _ => Reached::Open,
        }
    }

    fn raise_function(&mut self, def: DefId, reached: Reached) {
        let graph = &self.effects.graph;
        let bodies: Vec<usize> =
            graph.run_by(def).filter_map(|callee| graph.body_of(callee)).collect();
        bodies.into_iter().for_each(|body| self.raise(body, RegionId::ROOT, reached));
    }

    /// What code is that runs where this one does, unless it is given to something that polls it
    /// beside others. On a thread apart, a future of which nobody knows who polls it is lost from
    /// sight. Where a plain function waits for a future, its thread is no worker: on one the wait
    /// would panic or stop everything, which is told of the wait.
    fn heated(&self, body: usize, passed: Reached, outcome: Outcome, is_lost: bool) -> Reached {
        match passed {
            _ if outcome.beside => Reached::Hot,
            Reached::Apart if is_lost => Reached::Open,
            Reached::Hot | Reached::Open if outcome.is_root => {
                self.of_root(self.types.bodies[body].def)
            }
            _ => passed,
        }
    }

    fn begun(&self, body: usize) -> Option<u32> {
        self.beginnings.of_body(body)
    }

    fn start(&self, body: usize, expr: ExprId) -> u32 {
        self.names.body(self.types.bodies[body].def).map_or(0, |ir| ir.exprs[expr].span.start)
    }
}

/// What stands behind the beginning is no longer alone.
fn after_begin(begun: Option<u32>, start: u32, reached: Reached) -> Reached {
    let behind = begun.is_some_and(|begun| start >= begun);
    if reached == Reached::Alone && behind { Reached::Open } else { reached }
}

/// The crates that build a runtime whose tasks have one thread.
fn crates_on_one_thread(names: &Names, types: &Types, library: &Library) -> FxHashSet<CrateId> {
    let builds = |callee: &Callee| match callee {
        Callee::Library(path) => {
            library.call(path).is_some_and(|row| row.flavor == Some(Flavor::CurrentThread))
        }
        _ => false,
    };
    let bodies = types.bodies.iter().filter(|body| body.calls.iter().any(|it| builds(&it.callee)));
    bodies.map(|body| names.def(body.def).krate).collect()
}

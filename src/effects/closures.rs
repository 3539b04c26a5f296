//! What a function does with a closure or future that it is given: runs it here, offloads it, spawns
//! it, keeps it. What the workspace's own functions do is found in their bodies.

use rustc_hash::FxHashMap;

use crate::effects::Certainty;
use crate::effects::Place;
use crate::effects::Roles;
use crate::effects::places::Outcome;
use crate::effects::places::Run;
use crate::effects::places::Thread;
use crate::flow::Fate;
use crate::flow::Flow;
use crate::flow::LocalId;
use crate::flow::Region;
use crate::flow::RegionId;
use crate::flow::RegionKind;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::library::CallRole;
use crate::library::CallRow;
use crate::library::Library;
use crate::library::Within;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::Names;
use crate::types::Callee;
use crate::types::Types;

/// A value that is handed on through more functions than this is given up.
const LONGEST: usize = 32;

/// Over so many calls it is followed whether a function waits apart: wrappers are thin.
const FURTHEST: usize = 2;

/// What becomes of closures and futures, found once it is asked for.
pub(super) struct Closures<'a> {
    pub names: &'a Names,
    pub library: &'a Library,
    pub roles: &'a Roles,
    pub types: &'a Types,
    pub flow: &'a Flow,
    pub bodies: &'a FxHashMap<DefId, usize>,
    pub implementations: &'a FxHashMap<DefId, Vec<DefId>>,
    runs: Vec<Vec<Found<Run>>>,
    locals: FxHashMap<(usize, LocalId, Asked), Found<Outcome>>,
    depth: usize,
}

/// An answer that may still be looked for.
#[derive(Clone, Copy, Debug)]
enum Found<T> {
    NotYet,
    /// Whoever asks now asks in a circle.
    Asked,
    Known(T),
}

/// What is asked of a closure or future.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
enum Asked {
    /// What becomes of it.
    Value,
    /// What becomes of the values that it gives when it is called.
    Result,
}

impl<'a> Closures<'a> {
    pub(super) fn new(
        names: &'a Names,
        library: &'a Library,
        roles: &'a Roles,
        (types, flow): (&'a Types, &'a Flow),
        bodies: &'a FxHashMap<DefId, usize>,
        implementations: &'a FxHashMap<DefId, Vec<DefId>>,
    ) -> Self {
        let runs = flow.bodies.iter().map(|body| vec![Found::NotYet; body.regions.len()]).collect();
        Self {
            names,
            library,
            roles,
            types,
            flow,
            bodies,
            implementations,
            runs,
            locals: FxHashMap::default(),
            depth: 0,
        }
    }

    /// How a region of a body runs.
    pub(super) fn run(&mut self, body: usize, region: RegionId) -> Run {
        match self.runs[body][region.index()] {
            Found::Known(run) => return run,
            Found::Asked => return UNKNOWN,
            Found::NotYet => self.runs[body][region.index()] = Found::Asked,
        }
        let flow = self.flow;
        let found = flow.bodies[body].region(region);
        let run = match found.parent {
            None => self.root(body),
            Some(parent) => self.inner(body, found, parent),
        };
        self.runs[body][region.index()] = Found::Known(run);
        run
    }

    fn root(&self, body: usize) -> Run {
        let def = self.types.bodies[body].def;
        let is_async = self.names.function(def).is_some_and(|function| function.is_async);
        let place = match self.names.def(def).kind {
            DefKind::Value => Place::Once,
            _ if is_async || self.roles.is_polled(def) => Place::Executor,
            _ => Place::Caller,
        };
        let with_root = Some(Certainty::Certain);
        // Which runtime an attribute starts is not told.
        let thread = match self.roles.blocks_on_its_body(def) {
            true => Thread::Within(Within::PerhapsTokio),
            false => Thread::Caller,
        };
        Run { place, beside: false, is_root: false, with_root, thread }
    }

    fn inner(&mut self, body: usize, region: &Region, parent: RegionId) -> Run {
        let outcome = self.outcome(body, parent, region.fate);
        let around = self.run(body, parent);
        let is_here = outcome.place == around.place && !outcome.beside;
        let with_root = match (region.kind, outcome.place) {
            (RegionKind::Closure, Place::Unknown) => {
                around.with_root.map(|known| known.max(Certainty::Possible))
            }
            (_, Place::Unknown) => None,
            _ => around.with_root.filter(|_| is_here),
        };
        // Whoever polls a future is an executor, unless a thread waits, or may wait, for it alone.
        let place = match (region.kind, outcome.place) {
            (RegionKind::Future, Place::Offloaded) => Place::Offloaded,
            (RegionKind::Future, Place::Unknown) if outcome.perhaps_apart => Place::Offloaded,
            (RegionKind::Future, _) => Place::Executor,
            (_, place) => place,
        };
        let thread = match outcome.within {
            Some(within) => Thread::Within(within),
            None if outcome.is_here(around.place) => around.thread,
            None => Thread::Unknown,
        };
        Run { place, beside: outcome.beside, is_root: outcome.is_root, with_root, thread }
    }

    /// What becomes of a closure, a future or a function that stands in a region.
    pub(super) fn outcome(&mut self, body: usize, region: RegionId, fate: Fate) -> Outcome {
        if self.depth > LONGEST {
            return Outcome::UNKNOWN;
        }
        self.depth += 1;
        let outcome = match fate {
            Fate::Awaited | Fate::Called(_) => Outcome::at(self.run(body, region).place),
            Fate::SelectArm | Fate::JoinArm => {
                Outcome { beside: true, ..Outcome::at(self.run(body, region).place) }
            }
            Fate::Bound(local) => self.of_local(Asked::Value, body, region, local),
            Fate::Argument(call, at) => self.argument(body, region, call, at),
            Fate::Receiver(call) => self.receiver(body, region, call),
            Fate::Returned => self.returned(body, region),
            Fate::Tried(_) | Fate::Matched(_) | Fate::Discarded(_) | Fate::Other => {
                Outcome::UNKNOWN
            }
        };
        self.depth -= 1;
        outcome
    }

    /// What becomes of a local of the region, or of what it gives. Asked once: a function may hand a
    /// closure on to itself, and more than once.
    fn of_local(&mut self, asked: Asked, body: usize, home: RegionId, local: LocalId) -> Outcome {
        match self.locals.get(&(body, local, asked)) {
            Some(Found::Known(outcome)) => return *outcome,
            Some(_) => return Outcome::UNKNOWN,
            None => self.locals.insert((body, local, asked), Found::Asked),
        };
        let flow = self.flow;
        let outcomes = flow.bodies[body].uses(local).iter().map(|&(region, fate)| {
            if asked == Asked::Result {
                return self.of_result(body, region, fate);
            }
            let outcome = self.outcome(body, region, fate);
            if region == home {
                return outcome;
            }
            let around = self.run(body, region);
            let beside = outcome.beside || around.beside;
            let within = outcome.within.or(around.thread.told());
            Outcome { beside, within, ..outcome }
        });
        let outcome = outcomes.reduce(Outcome::or).unwrap_or(Outcome::UNKNOWN);
        self.locals.insert((body, local, asked), Found::Known(outcome));
        outcome
    }

    fn argument(&mut self, body: usize, region: RegionId, call: ExprId, at: usize) -> Outcome {
        let types = self.types;
        match types.bodies[body].call(call).map(|call| &call.callee) {
            Some(Callee::Library(path)) => match self.library.call(path) {
                Some(row) if row.arg.is_none_or(|arg| arg == at) => {
                    self.by_row(body, region, call, row)
                }
                _ => Outcome::UNKNOWN,
            },
            Some(&Callee::Function(def)) => {
                let Some(at) = self.parameter_of(body, call, def, at) else {
                    return Outcome::UNKNOWN;
                };
                let inside = self.parameter(Asked::Value, def, at);
                let here = self.run(body, region).place;
                let is_async = self.roles.is_async(self.names, def);
                match inside.place {
                    Place::Caller => Outcome { place: here, ..inside },
                    // It was lost on its way, to where it may be waited for apart.
                    Place::Unknown if self.may_wait_apart(def, FURTHEST) => {
                        Outcome { perhaps_apart: true, ..inside }
                    }
                    // The future that the call makes is polled where it is awaited.
                    Place::Executor if is_async && !inside.beside => Outcome::at(here),
                    _ => inside,
                }
            }
            _ => Outcome::UNKNOWN,
        }
    }

    fn by_row(&mut self, body: usize, region: RegionId, call: ExprId, row: &CallRow) -> Outcome {
        let outcome = self.by_role(body, region, call, row);
        Outcome { within: row.within.or(outcome.within), ..outcome }
    }

    fn by_role(&mut self, body: usize, region: RegionId, call: ExprId, row: &CallRow) -> Outcome {
        match row.role {
            Some(CallRole::Offload) => Outcome::at(Place::Offloaded),
            Some(CallRole::Once) => Outcome::at(Place::Once),
            // What polls it is an executor, wherever the future or stream is made.
            Some(CallRole::Deferred) => Outcome::at(Place::Executor),
            Some(CallRole::Inline) => Outcome::at(self.run(body, region).place),
            Some(CallRole::BlockOn) => {
                Outcome { is_root: true, ..Outcome::at(self.run(body, region).place) }
            }
            Some(CallRole::Spawn | CallRole::Route | CallRole::Serve) => Outcome::BESIDE,
            Some(CallRole::Select | CallRole::Join) => {
                Outcome { beside: true, ..Outcome::at(self.run(body, region).place) }
            }
            Some(CallRole::Constructor | CallRole::Timeout) => self.of_call(body, region, call),
            _ => Outcome::UNKNOWN,
        }
    }

    /// What a call makes of it goes where the value of the call goes.
    fn of_call(&mut self, body: usize, region: RegionId, call: ExprId) -> Outcome {
        let fate = self.flow.bodies[body].fate_of_call(call);
        self.outcome(body, region, fate)
    }

    /// `future.instrument(span)`, `future.boxed()`.
    fn receiver(&mut self, body: usize, region: RegionId, call: ExprId) -> Outcome {
        let path = self.types.bodies[body].library_callee(call);
        let row = path.and_then(|path| self.library.call(path));
        let Some(row) = row else { return Outcome::UNKNOWN };
        match row.role {
            Some(CallRole::Constructor | CallRole::Timeout | CallRole::Deferred) => {
                let outcome = self.of_call(body, region, call);
                Outcome { within: row.within.or(outcome.within), ..outcome }
            }
            _ => Outcome::UNKNOWN,
        }
    }

    /// The future that a closure gives is polled by whoever calls the closure.
    fn returned(&mut self, body: usize, region: RegionId) -> Outcome {
        let flow = self.flow;
        let found = flow.bodies[body].region(region);
        let Some(parent) = found.parent.filter(|_| found.kind == RegionKind::Closure) else {
            return Outcome::UNKNOWN;
        };
        let closure = self.outcome(body, parent, found.fate);
        match closure.beside {
            true => Outcome::BESIDE,
            false => self.of_result(body, parent, found.fate),
        }
    }

    /// What becomes of the values that a closure gives.
    fn of_result(&mut self, body: usize, region: RegionId, fate: Fate) -> Outcome {
        if self.depth > LONGEST {
            return Outcome::UNKNOWN;
        }
        self.depth += 1;
        let outcome = match fate {
            Fate::Called(call) => self.of_call(body, region, call),
            Fate::Bound(local) => self.of_local(Asked::Result, body, region, local),
            Fate::Argument(call, at) => self.of_result_of_argument(body, call, at),
            _ => Outcome::UNKNOWN,
        };
        self.depth -= 1;
        outcome
    }

    fn of_result_of_argument(&mut self, body: usize, call: ExprId, at: usize) -> Outcome {
        let callee = self.types.bodies[body].call(call).map(|call| &call.callee);
        let Some(&Callee::Function(def)) = callee else { return Outcome::UNKNOWN };
        let Some(at) = self.parameter_of(body, call, def, at) else { return Outcome::UNKNOWN };
        self.parameter(Asked::Result, def, at)
    }

    /// The parameter behind `self` that an argument of a call becomes.
    fn parameter_of(&self, body: usize, call: ExprId, def: DefId, at: usize) -> Option<usize> {
        let ir = self.names.body(self.types.bodies[body].def)?;
        let function = self.names.function(def)?;
        let by_path = matches!(ir.exprs[call].kind, ExprKind::Call { .. });
        if by_path && function.receiver.is_some() { at.checked_sub(1) } else { Some(at) }
    }

    /// A function, or one that it calls, waits for a future or has something done on a thread that may
    /// block.
    fn may_wait_apart(&self, def: DefId, further: usize) -> bool {
        let own = [def];
        let functions = self.implementations.get(&def).map_or(&own[..], Vec::as_slice);
        let bodies = functions.iter().filter_map(|function| self.bodies.get(function));
        bodies.flat_map(|&body| &self.types.bodies[body].calls).any(|call| match &call.callee {
            Callee::Library(path) => {
                let role = self.library.call(path).and_then(|row| row.role);
                matches!(role, Some(CallRole::BlockOn | CallRole::Offload))
            }
            &Callee::Function(callee) => further > 0 && self.may_wait_apart(callee, further - 1),
            _ => false,
        })
    }

    /// What a function does with a parameter behind `self`; of a trait's function what all its
    /// implementations do.
    fn parameter(&mut self, asked: Asked, def: DefId, at: usize) -> Outcome {
        let implementations = self.implementations;
        let own = [def];
        let functions = implementations.get(&def).map_or(&own[..], Vec::as_slice);
        let outcomes = functions.iter().map(|&function| {
            let Some(&body) = self.bodies.get(&function) else { return Outcome::UNKNOWN };
            match self.flow.bodies[body].parameter(at) {
                Some(local) => self.of_local(asked, body, RegionId::ROOT, local),
                None => Outcome::UNKNOWN,
            }
        });
        outcomes.reduce(Outcome::or).unwrap_or(Outcome::UNKNOWN)
    }
}

const UNKNOWN: Run = Run {
    place: Place::Unknown,
    beside: false,
    is_root: false,
    with_root: None,
    thread: Thread::Unknown,
};

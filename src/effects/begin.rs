//! Where a program begins something that runs beside its `main`: until then nobody waits for it.

use crate::effects::Effects;
use crate::effects::Place;
use crate::effects::calls::Target;
use crate::flow::Fate;
use crate::flow::Flow;
use crate::flow::RegionId;
use crate::ir::ExprId;
use crate::library::CallRole;
use crate::library::Library;
use crate::resolve::DefId;
use crate::resolve::Names;
use crate::types::BodyTypes;
use crate::types::Callee;
use crate::types::Types;

/// For each body the offset behind the first spawn, serve, select or join, its own or that of a
/// function it calls.
#[derive(Debug)]
pub(super) struct Beginnings {
    bodies: Vec<Option<u32>>,
}

impl Beginnings {
    pub(super) fn new(
        names: &Names,
        types: &Types,
        flow: &Flow,
        effects: &Effects,
        library: &Library,
    ) -> Self {
        let finder = Finder { names, types, flow, effects, library };
        let own = (0..types.bodies.len()).map(|body| finder.own(body)).collect();
        let mut beginnings = Self { bodies: own };
        let mut callers: Vec<Vec<usize>> = vec![Vec::new(); types.bodies.len()];
        for (body, calls) in effects.graph.bodies.iter().enumerate() {
            for callee in calls.edges.iter().flat_map(|edge| finder.callees(edge.target)) {
                callers[callee].push(body);
            }
        }
        let mut queue: Vec<usize> =
            (0..callers.len()).filter(|&body| beginnings.bodies[body].is_some()).collect();
        while let Some(body) = queue.pop() {
            for &caller in &callers[body] {
                let Some(first) = finder.through_calls(caller, &beginnings) else { continue };
                // The beginning only moves forward, so this ends.
                if beginnings.bodies[caller].is_none_or(|known| first < known) {
                    beginnings.bodies[caller] = Some(first);
                    queue.push(caller);
                }
            }
        }
        beginnings
    }

    /// Where a body begins something; none where it never does.
    pub(super) fn of_body(&self, body: usize) -> Option<u32> {
        self.bodies[body]
    }
}

struct Finder<'a> {
    names: &'a Names,
    types: &'a Types,
    flow: &'a Flow,
    effects: &'a Effects,
    library: &'a Library,
}

impl Finder<'_> {
    /// The first thing that a body begins itself.
    fn own(&self, body: usize) -> Option<u32> {
        let (types, flow) = (&self.types.bodies[body], &self.flow.bodies[body]);
        let ir = self.names.body(types.def)?;
        let calls = types.calls.iter().filter(|call| match self.role(&call.callee) {
            Some(CallRole::Spawn) => !self.waits_for_the_end(body, call.expr),
            Some(CallRole::Serve | CallRole::Select | CallRole::Join) => true,
            _ => false,
        });
        let calls = calls.filter(|call| !self.is_apart(body, flow.region_of_call(call.expr)));
        let places = calls.map(|call| ir.exprs[call.expr].span.end);
        let macros = flow.concurrent.iter().map(|(expr, _)| ir.exprs[*expr].span.start);
        places.chain(macros).min()
    }

    /// What another thread begins runs on a runtime of that thread.
    fn is_apart(&self, body: usize, region: RegionId) -> bool {
        self.effects.place(body, region) == Place::Offloaded
    }

    fn role(&self, callee: &Callee) -> Option<CallRole> {
        let Callee::Library(path) = callee else { return None };
        self.library.call(path)?.role
    }

    /// A task that first waits until the process is told to end needs the thread only then.
    fn waits_for_the_end(&self, body: usize, spawn: ExprId) -> bool {
        let (types, flow) = (&self.types.bodies[body], &self.flow.bodies[body]);
        let is_argument = |fate: Fate| matches!(fate, Fate::Argument(call, _) if call == spawn);
        let inside = flow.regions.iter().position(|region| is_argument(region.fate));
        let by_region = inside.is_some_and(|region| {
            let region = RegionId(region as u32);
            self.has_signal(types, |call| flow.region_of_call(call) == region)
        });
        let futures = types.calls.iter().filter(|call| is_argument(flow.fate_of_call(call.expr)));
        let mut functions = futures.filter_map(|call| match call.callee {
            Callee::Function(def) => self.effects.graph.body_of(def),
            _ => None,
        });
        by_region || functions.any(|body| self.has_signal(&self.types.bodies[body], |_| true))
    }

    fn has_signal(&self, types: &BodyTypes, counts: impl Fn(ExprId) -> bool) -> bool {
        let mut calls = types.calls.iter().filter(|call| counts(call.expr));
        calls.any(|call| self.role(&call.callee) == Some(CallRole::Signal))
    }

    /// The bodies that run when the target does, at once or when it is awaited.
    fn callees(&self, target: Target) -> Vec<usize> {
        let def: DefId = match target {
            Target::Plain(def) => def,
            Target::Async(def, outcome) if !outcome.beside && outcome.place != Place::Offloaded => {
                def
            }
            _ => return Vec::new(),
        };
        let graph = &self.effects.graph;
        graph.run_by(def).filter_map(|def| graph.body_of(def)).collect()
    }

    /// The first thing that a body begins, itself or by a call.
    fn through_calls(&self, body: usize, known: &Beginnings) -> Option<u32> {
        let types = &self.types.bodies[body];
        let ir = self.names.body(types.def)?;
        let edges = self.effects.graph.bodies[body].edges.iter();
        let here = edges.filter(|edge| {
            !self.is_apart(body, edge.region) && !types.calls[edge.call].is_scope_end
        });
        let begins = here.filter(|edge| {
            self.callees(edge.target).iter().any(|&callee| known.of_body(callee).is_some())
        });
        let places = begins.map(|edge| ir.exprs[types.calls[edge.call].expr].span.end);
        places.chain(known.of_body(body)).min()
    }
}

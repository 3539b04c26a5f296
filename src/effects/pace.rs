//! How often code runs: a bounded number of times in the run of a program, or again and again.

use std::collections::VecDeque;

use crate::effects::Effects;
use crate::effects::Outward;
use crate::effects::Place;
use crate::effects::by_name::ByName;
use crate::effects::calls::Target;
use crate::effects::outside::Outside;
use crate::effects::places::Outcome;
use crate::effects::twins::Twins;
use crate::flow::Fate;
use crate::flow::Flow;
use crate::flow::RegionId;
use crate::flow::long_loops;
use crate::ir::ExprId;
use crate::library::AttributeRole;
use crate::library::CallRole;
use crate::library::Library;
use crate::resolve::Names;
use crate::source::Span;
use crate::types::Types;

/// How often each region runs.
#[derive(Debug)]
pub(super) struct Paces {
    regions: Vec<Vec<Option<Pace>>>,
    /// The loops that may turn for as long as the program runs, of each body that was found to run
    /// seldom: in all others nothing turns on them.
    loops: Vec<Option<Vec<Span>>>,
}

/// How often code runs. Of several chains the most frequent counts.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
enum Pace {
    /// For each request, at each turn of such a loop, or at the will of code that we do not see.
    Often,
    /// Only on the way from a `main` that has no such loop: at start-up, at the end, or in a program
    /// that does one thing and exits.
    Seldom,
}

impl Paces {
    /// Every chain that leads here is bounded: the code runs a few times in the run of a program.
    pub(super) fn is_seldom(&self, body: usize, region: RegionId, offset: u32) -> bool {
        self.regions[body][region.index()] == Some(Pace::Seldom) && !self.is_in_loop(body, offset)
    }

    fn is_in_loop(&self, body: usize, offset: u32) -> bool {
        let loops = self.loops[body].iter().flatten();
        loops.into_iter().any(|turn| (turn.start..turn.end).contains(&offset))
    }

    /// What was found of one copy of a function holds for those of which nothing was.
    pub(super) fn share(&mut self, twins: &Twins) {
        for (copy, known) in twins.share(&mut self.regions) {
            self.loops[copy] = self.loops[known].clone();
        }
    }

    pub(super) fn new(
        mains: &[usize],
        seen: (&Names, &Types, &Flow),
        effects: &Effects,
        library: &Library,
        outside: &Outside<'_>,
        by_name: &ByName,
    ) -> Self {
        let (names, types, flow) = seen;
        let regions = flow.bodies.iter().map(|body| vec![None; body.regions.len()]).collect();
        let paces = Self { regions, loops: vec![None; types.bodies.len()] };
        let queue = VecDeque::new();
        let mut sweep = Sweep { names, types, flow, effects, library, by_name, paces, queue };
        mains.iter().for_each(|&main| sweep.raise(main, RegionId::ROOT, Pace::Seldom));
        sweep.run();
        for body in 0..types.bodies.len() {
            let def = types.bodies[body].def;
            let roles = &effects.roles;
            let is_reached = sweep.paces.regions[body][0].is_some();
            let is_asked = roles.is_polled(def)
                || roles.attribute(def, AttributeRole::Handler).is_some()
                || outside.of_library_trait(def);
            // What nobody calls in the package of a program says nothing of how often it runs.
            let is_open = || outside.is_for_others(def) && outside.may_call(def);
            if is_asked || !is_reached && is_open() {
                sweep.raise(body, RegionId::ROOT, Pace::Often);
            }
        }
        sweep.run();
        let mut paces = sweep.paces;
        paces.add_commands(&effects.prompts);
        paces
    }

    /// Who asks a person at the terminal does one thing for that person, whatever framework calls it,
    /// and however often it has to ask.
    fn add_commands(&mut self, prompts: &Outward) {
        for (body, regions) in self.regions.iter_mut().enumerate() {
            if prompts.first(body).is_some() {
                regions.fill(Some(Pace::Seldom));
                self.loops[body] = None;
            }
        }
    }
}

struct Sweep<'a> {
    names: &'a Names,
    types: &'a Types,
    flow: &'a Flow,
    effects: &'a Effects,
    library: &'a Library,
    by_name: &'a ByName,
    paces: Paces,
    queue: VecDeque<(usize, RegionId)>,
}

impl Sweep<'_> {
    fn run(&mut self) {
        while let Some((body, region)) = self.queue.pop_front() {
            self.spread(body, region);
        }
    }

    fn raise(&mut self, body: usize, region: RegionId, pace: Pace) {
        let known = &mut self.paces.regions[body][region.index()];
        if known.is_none_or(|known| pace < known) {
            *known = Some(pace);
            self.queue.push_back((body, region));
        }
        if pace == Pace::Seldom && self.paces.loops[body].is_none() {
            let ir = self.names.body(self.types.bodies[body].def);
            self.paces.loops[body] = Some(ir.map_or(Vec::new(), long_loops));
        }
    }

    /// Hands on what was found of a region to what it calls and makes.
    fn spread(&mut self, body: usize, region: RegionId) {
        let Some(pace) = self.paces.regions[body][region.index()] else { return };
        let graph = &self.effects.graph;
        let calls = &graph.bodies[body];
        let mut raised = Vec::new();
        for (child, inner) in self.flow.bodies[body].regions.iter().enumerate() {
            if inner.parent == Some(region) {
                let taker = match inner.fate {
                    Fate::Argument(call, _) => Some(call),
                    _ => None,
                };
                let outcome = Outcome::at(calls.runs[child].place);
                let found = self.given(body, taker, outcome, self.at(body, inner.expr, pace));
                raised.push((body, RegionId(child as u32), found));
            }
        }
        for edge in calls.edges.iter().filter(|edge| edge.region == region) {
            let call = self.types.bodies[body].calls[edge.call].expr;
            let passed = self.at(body, call, pace);
            let (def, found) = match edge.target {
                Target::Plain(def) | Target::Async(def, _) => (def, passed),
                Target::Handed(def, outcome) => {
                    (def, self.given(body, Some(call), outcome, passed))
                }
                Target::Outside(_) => continue,
            };
            let bodies = graph.run_by(def).filter_map(|callee| graph.body_of(callee));
            raised.extend(bodies.map(|callee| (callee, RegionId::ROOT, found)));
        }
        for call in self.by_name.calls(body, region) {
            let passed = self.at(body, call.expr, pace);
            let methods = self.by_name.methods(self.names, self.types, call);
            raised.extend(methods.map(|method| (method, RegionId::ROOT, passed)));
        }
        raised.into_iter().for_each(|(body, region, pace)| self.raise(body, region, pace));
    }

    /// How often something runs that stands at an expression.
    fn at(&self, body: usize, expr: ExprId, pace: Pace) -> Pace {
        let ir = self.names.body(self.types.bodies[body].def);
        let start = ir.map_or(0, |ir| ir.exprs[expr].span.start);
        if self.paces.is_in_loop(body, start) { Pace::Often } else { pace }
    }

    /// How often a closure, future or function runs that a call takes.
    fn given(&self, body: usize, taker: Option<ExprId>, outcome: Outcome, pace: Pace) -> Pace {
        let is_route = taker.is_some_and(|call| self.role(body, call) == Some(CallRole::Route));
        if is_route || outcome.place == Place::Unknown { Pace::Often } else { pace }
    }

    fn role(&self, body: usize, call: ExprId) -> Option<CallRole> {
        self.library.call(self.types.bodies[body].library_callee(call)?)?.role
    }
}

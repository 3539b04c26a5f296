//! From the roots down: how concurrently each region runs.

use std::collections::VecDeque;

use rustc_hash::FxHashSet;

use crate::effects::Effects;
use crate::effects::Heat;
use crate::effects::places::role_of_argument;
use crate::flow::Fate;
use crate::flow::Flow;
use crate::flow::RegionId;
use crate::flow::RegionKind;
use crate::ir::ExprId;
use crate::ir::Visibility;
use crate::library::AttributeRole;
use crate::library::CallRole;
use crate::library::Library;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::Names;
use crate::resolve::Symbol;
use crate::source::TargetKind;
use crate::source::Workspace;
use crate::types::Callee;
use crate::types::Types;
use crate::types::Unknown;

/// Where each region runs, and how hot.
#[derive(Debug)]
pub struct Places {
    heat: Vec<Vec<Option<Heat>>>,
    /// Where each body with cold code begins something that runs beside it.
    begun: Vec<Option<u32>>,
}

impl Places {
    /// How hot the code of a region is at an offset. What no chain leads to is open: its callers are
    /// unknown.
    pub fn heat(&self, body: usize, region: RegionId, offset: u32) -> Heat {
        let heat = self.heat[body][region.index()].unwrap_or(Heat::Open);
        after_begin(self.begun[body], offset, heat)
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
    let mut reach = Reach {
        workspace,
        names,
        types,
        flow,
        effects,
        library,
        heat: flow.bodies.iter().map(|body| vec![None; body.regions.len()]).collect(),
        queue: VecDeque::new(),
        used_as_values: FxHashSet::default(),
        called_by_name: FxHashSet::default(),
    };
    reach.note_unknown_callers();
    reach.roots();
    while let Some((body, region)) = reach.queue.pop_front() {
        reach.spread(body, region);
    }
    let is_cold = |body: usize| reach.heat[body].contains(&Some(Heat::Cold));
    let bodies = 0..types.bodies.len();
    let begun = bodies.map(|body| is_cold(body).then(|| reach.begins(body)).flatten()).collect();
    Places { heat: reach.heat, begun }
}

struct Reach<'a> {
    workspace: &'a Workspace,
    names: &'a Names,
    types: &'a Types,
    flow: &'a Flow,
    effects: &'a Effects,
    library: &'a Library,
    heat: Vec<Vec<Option<Heat>>>,
    queue: VecDeque<(usize, RegionId)>,
    /// Functions that are handed on as values: whoever gets them may call them.
    used_as_values: FxHashSet<DefId>,
    /// Names of methods called on receivers of unknown type: any method of the name may be meant.
    called_by_name: FxHashSet<Symbol>,
}

impl Reach<'_> {
    fn note_unknown_callers(&mut self) {
        for body in &self.types.bodies {
            for (_, callee) in &body.references {
                if let Callee::Function(def) = callee {
                    self.used_as_values.insert(*def);
                }
            }
            let file = self.names.def(body.def).file;
            let Some(ir) = self.names.body(body.def) else { continue };
            for call in &body.calls {
                if call.callee == Callee::Unknown(Unknown::Receiver)
                    && let crate::ir::ExprKind::MethodCall(method) = &ir.exprs[call.expr].kind
                {
                    self.called_by_name.insert(self.names.symbol(file, method.name));
                }
            }
        }
    }

    fn roots(&mut self) {
        for body in 0..self.types.bodies.len() {
            let def = self.types.bodies[body].def;
            let roles = &self.effects.roles;
            let heat =
                if roles.is_polled(def) || roles.attribute(def, AttributeRole::Handler).is_some() {
                    Some(Heat::Hot)
                } else if self.is_main(def) {
                    Some(Heat::Cold)
                } else if self.has_unknown_callers(def) {
                    Some(Heat::Open)
                } else {
                    None
                };
            if let Some(heat) = heat {
                self.raise(body, RegionId::ROOT, heat);
            }
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

    fn has_unknown_callers(&self, def: DefId) -> bool {
        let found = self.names.def(def);
        let krate = &self.workspace.crates[found.krate.index()];
        let Some(item) = self.names.item(def) else { return true };
        let exported = krate.kind == TargetKind::Lib && item.visibility == Visibility::Public;
        let parent = found.parent.map(|parent| self.names.def(parent).kind);
        let by_trait = match parent {
            Some(DefKind::Trait) => true,
            Some(DefKind::Impl) => {
                let head = found.parent.and_then(|parent| self.names.impl_head(parent));
                head.is_none_or(|head| head.of_trait.is_some())
            }
            _ => false,
        };
        let is_method = parent == Some(DefKind::Impl);
        let by_name =
            is_method && found.name.is_some_and(|name| self.called_by_name.contains(&name));
        exported || by_trait || by_name || self.used_as_values.contains(&def)
    }

    fn raise(&mut self, body: usize, region: RegionId, heat: Heat) {
        let known = &mut self.heat[body][region.index()];
        // `Heat` is ordered from hot to cold.
        if known.is_none_or(|known| heat < known) {
            *known = Some(heat);
            self.queue.push_back((body, region));
        }
    }

    /// Hands a region's heat on to what it calls and makes.
    fn spread(&mut self, body: usize, region: RegionId) {
        let Some(heat) = self.heat[body][region.index()] else { return };
        let flow = &self.flow.bodies[body];
        let types = &self.types.bodies[body];
        let begun = if heat == Heat::Cold { self.begins(body) } else { None };
        for (at, inner) in flow.regions.iter().enumerate() {
            if inner.parent == Some(region) {
                let child = RegionId(at as u32);
                let passed = after_begin(begun, self.start(body, inner.expr), heat);
                let fate_heat = match inner.kind {
                    RegionKind::Future => self.heat_of_fate(body, inner.fate, passed),
                    RegionKind::Root | RegionKind::Closure => passed,
                };
                self.raise(body, child, fate_heat);
            }
        }
        for call in &types.calls {
            if flow.region_of_call(call.expr) != region {
                continue;
            }
            let Callee::Function(def) = call.callee else { continue };
            let passed = after_begin(begun, self.start(body, call.expr), heat);
            let is_async = self.effects.roles.is_async(self.names, def);
            let passed = if is_async {
                self.heat_of_fate(body, flow.fate_of_call(call.expr), passed)
            } else {
                passed
            };
            self.raise_function(def, passed);
        }
        for (expr, callee) in &types.references {
            let Some((inside, Fate::Argument(call, at))) = flow.reference(*expr) else { continue };
            let Callee::Function(def) = callee else { continue };
            let role = role_of_argument(self.library, types, call, at);
            if inside == region && matches!(role, Some(CallRole::Route | CallRole::Spawn)) {
                self.raise_function(*def, Heat::Hot);
            }
        }
    }

    fn raise_function(&mut self, def: DefId, heat: Heat) {
        let bodies: Vec<usize> = self
            .effects
            .graph
            .run_by(def)
            .filter_map(|callee| self.effects.graph.body_of(callee))
            .collect();
        for body in bodies {
            self.raise(body, RegionId::ROOT, heat);
        }
    }

    /// A future is as hot as the code that makes it, unless it is given to something that polls it
    /// beside others.
    fn heat_of_fate(&self, body: usize, fate: Fate, passed: Heat) -> Heat {
        match fate {
            Fate::SelectArm | Fate::JoinArm => Heat::Hot,
            Fate::Argument(call, at) => {
                let types = &self.types.bodies[body];
                match role_of_argument(self.library, types, call, at) {
                    Some(CallRole::Spawn | CallRole::Route) => Heat::Hot,
                    Some(CallRole::Select | CallRole::Join) => Heat::Hot,
                    _ => passed,
                }
            }
            _ => passed,
        }
    }

    /// Where a cold body begins something that runs beside it: the offset of the first spawn, serve,
    /// select or join in it. None: it begins nothing itself.
    fn begins(&self, body: usize) -> Option<u32> {
        let types = &self.types.bodies[body];
        let ir = self.names.body(types.def)?;
        let calls = types.calls.iter().filter(|call| {
            let Callee::Library(path) = &call.callee else { return false };
            let role = self.library.call(path).and_then(|row| row.role);
            matches!(
                role,
                Some(CallRole::Spawn | CallRole::Serve | CallRole::Select | CallRole::Join)
            )
        });
        let places = calls.map(|call| ir.exprs[call.expr].span.end);
        let flow = &self.flow.bodies[body];
        let macros = flow.concurrent.iter().map(|(expr, _)| ir.exprs[*expr].span.start);
        places.chain(macros).min()
    }

    fn start(&self, body: usize, expr: ExprId) -> u32 {
        self.names.body(self.types.bodies[body].def).map_or(0, |ir| ir.exprs[expr].span.start)
    }
}

/// What stands behind the beginning is no longer alone.
fn after_begin(begun: Option<u32>, start: u32, heat: Heat) -> Heat {
    let behind = begun.is_some_and(|begun| start >= begun);
    if heat == Heat::Cold && behind { Heat::Open } else { heat }
}

//! The call graph: for each body, what its calls lead to.

use rustc_hash::FxHashMap;

use crate::effects::Certainty;
use crate::effects::Place;
use crate::effects::Roles;
use crate::effects::closures::Closures;
use crate::effects::kind::Kind;
use crate::effects::places::Outcome;
use crate::effects::places::Run;
use crate::effects::root;
use crate::effects::root::Root;
use crate::flow::Fate;
use crate::flow::Flow;
use crate::flow::RegionId;
use crate::ir;
use crate::ir::ExprId;
use crate::ir::Origin;
use crate::library::AttributeRole;
use crate::library::CallRole;
use crate::library::Library;
use crate::library::Within;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::Names;
use crate::types::Callee;
use crate::types::Types;

/// The calls of all bodies.
#[derive(Debug)]
pub(super) struct CallGraph {
    /// One for each of [`Types::bodies`].
    pub bodies: Vec<BodyCalls>,
    index: FxHashMap<DefId, usize>,
    /// The functions of a trait of the workspace, to the bodies that a call of them may run.
    implementations: FxHashMap<DefId, Vec<DefId>>,
}

/// The calls of one body.
#[derive(Debug, Default)]
pub(super) struct BodyCalls {
    /// How each region runs.
    pub runs: Vec<Run>,
    /// What its calls lead to, in their order.
    pub edges: Vec<Edge>,
    /// Functions that are named without being handed to a call: anyone may call them.
    pub named: Vec<DefId>,
    /// Calling it runs its body. Calling an async function or asking for a const does not.
    pub is_plain: bool,
    /// It belongs to a dependency: nobody is told of what it does but those who wait for it.
    pub is_untold: bool,
    /// It, or a function that it calls, makes its thread a runtime's or asks whether it is one's.
    pub sees_to_runtime: bool,
}

/// What one call leads to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Edge {
    /// The call, as an index into [`crate::types::BodyTypes::calls`]; of a function that is handed
    /// to a call, that call.
    pub call: usize,
    /// Where it stands.
    pub region: RegionId,
    pub target: Target,
    pub certainty: Certainty,
}

#[derive(Clone, Copy, Debug)]
pub(super) enum Target {
    /// A plain function of the workspace, or of a trait of it, which runs here.
    Plain(DefId),
    /// An async one, and what becomes of the future.
    Async(DefId, Outcome),
    /// A function that is handed to a call, and what becomes of it.
    Handed(DefId, Outcome),
    /// A function outside that has effects of its own.
    Outside(Root),
}

impl Edge {
    /// The function of the workspace that runs as part of the code around: called here, or awaited.
    pub(super) fn runs_here(&self, place: Place) -> Option<DefId> {
        match self.target {
            Target::Plain(def) => Some(def),
            Target::Async(def, outcome) | Target::Handed(def, outcome) => {
                outcome.is_here(place).then_some(def)
            }
            Target::Outside(_) => None,
        }
    }

    /// What it leads to runs on other threads than the code around, or is told to.
    pub(super) fn within(&self) -> Option<Within> {
        match self.target {
            Target::Async(_, outcome) | Target::Handed(_, outcome) => outcome.within,
            Target::Plain(_) | Target::Outside(_) => None,
        }
    }
}

impl CallGraph {
    pub(super) fn new(
        names: &Names,
        library: &Library,
        roles: &Roles,
        types: &Types,
        flow: &Flow,
    ) -> Self {
        let index = types.bodies.iter().enumerate().map(|(at, body)| (body.def, at)).collect();
        let implementations = implementations(names, types);
        let mut closures =
            Closures::new(names, library, roles, (types, flow), &index, &implementations);
        let mut bodies: Vec<BodyCalls> =
            (0..types.bodies.len()).map(|body| body_calls(&mut closures, body)).collect();
        let own: Vec<bool> = types
            .bodies
            .iter()
            .map(|body| root::has_role(library, body, &[CallRole::Enter, CallRole::Probe]))
            .collect();
        for (at, calls) in bodies.iter_mut().enumerate() {
            let called = calls.edges.iter().filter_map(|edge| match edge.target {
                Target::Plain(def) => index.get(&def),
                _ => None,
            });
            calls.sees_to_runtime = own[at] || called.into_iter().any(|&callee| own[callee]);
        }
        Self { bodies, index, implementations }
    }

    /// The index of a function's body; none for functions without one.
    pub(super) fn body_of(&self, def: DefId) -> Option<usize> {
        self.index.get(&def).copied()
    }

    /// The bodies that a call of a function may run: itself, or the implementations of a trait's.
    pub(super) fn run_by(&self, def: DefId) -> impl Iterator<Item = DefId> {
        let own = self.implementations.get(&def);
        let alone = own.is_none().then_some(def);
        own.into_iter().flatten().copied().chain(alone)
    }
}

impl BodyCalls {
    /// What one call leads to.
    pub(super) fn edges_of(&self, call: usize) -> impl Iterator<Item = &Edge> {
        let first = self.edges.partition_point(|edge| edge.call < call);
        self.edges[first..].iter().take_while(move |edge| edge.call == call)
    }

    /// The call runs whenever the function does, and how sure that is.
    pub(super) fn with_root(&self, edge: &Edge) -> Option<Certainty> {
        let known = self.runs[edge.region.index()].with_root?;
        Some(known.max(edge.certainty))
    }
}

fn body_calls(closures: &mut Closures<'_>, body: usize) -> BodyCalls {
    let (names, types, flow) = (closures.names, closures.types, closures.flow);
    let (types, flow) = (&types.bodies[body], &flow.bodies[body]);
    let regions = 0..flow.regions.len() as u32;
    let runs: Vec<Run> = regions.map(|region| closures.run(body, RegionId(region))).collect();
    let Some(ir) = names.body(types.def) else {
        return BodyCalls { runs, ..BodyCalls::default() };
    };
    let mut edges = Vec::new();
    for (call, found) in types.calls.iter().enumerate() {
        let region = flow.region_of_call(found.expr);
        let target = match found.callee {
            Callee::Function(def) if closures.roles.is_async(names, def) => {
                let fate = flow.fate_of_call(found.expr);
                Some(Target::Async(def, closures.outcome(body, region, fate)))
            }
            Callee::Function(def) => Some(Target::Plain(def)),
            Callee::Library(_) => {
                let root = root::of_call(closures.library, types, ir, found);
                root.and_then(|root| polled(closures, body, (region, found.expr), root))
                    .map(Target::Outside)
            }
            _ => None,
        };
        let certainty = as_written(ir, found.expr);
        let own = match found.callee {
            Callee::Function(def)
                if closures.roles.attribute(def, AttributeRole::Main).is_some() =>
            {
                Some(Target::Outside(root::of_a_runtime()))
            }
            _ => None,
        };
        edges.extend(target.into_iter().chain(own).map(|target| Edge {
            call,
            region,
            target,
            certainty,
        }));
    }
    let mut named = Vec::new();
    for (expr, callee) in &types.references {
        match (handed(closures, body, *expr, callee), callee) {
            (Some(edge), _) => edges.push(Edge { certainty: as_written(ir, *expr), ..edge }),
            (None, &Callee::Function(def)) => named.push(def),
            _ => {}
        }
    }
    edges.sort_by_key(|edge| edge.call);
    let is_async = names.function(types.def).is_some_and(|function| function.is_async);
    let is_value = names.def(types.def).kind == DefKind::Value;
    let is_plain = !is_async && !is_value || closures.roles.blocks_on_its_body(types.def);
    let is_untold = names.is_dependency(names.def(types.def).krate);
    BodyCalls { runs, edges, named, is_plain, is_untold, sees_to_runtime: false }
}

/// A function that is handed to a call: `paths.map(load)`, `get(handler)`.
fn handed(closures: &mut Closures<'_>, body: usize, expr: ExprId, callee: &Callee) -> Option<Edge> {
    let flow = &closures.flow.bodies[body];
    let (region, fate @ Fate::Argument(call, _)) = flow.reference(expr)? else { return None };
    let call = closures.types.bodies[body].position_of(call)?;
    let outcome = closures.outcome(body, region, fate);
    let place = closures.run(body, region).place;
    let target = match callee {
        Callee::Function(def) => Target::Handed(*def, outcome),
        Callee::Library(path) if outcome.is_here(place) => {
            Target::Outside(root::of_reference(closures.library, path, expr)?)
        }
        _ => return None,
    };
    Some(Edge { call, region, target, certainty: Certainty::Certain })
}

/// What a call does, unless it does so only when its future is polled, and that is not done here.
fn polled(
    closures: &mut Closures<'_>,
    body: usize,
    (region, call): (RegionId, ExprId),
    root: Root,
) -> Option<Root> {
    if !root.when_polled {
        return Some(root);
    }
    let outcome = closures.outcome(body, region, closures.flow.bodies[body].fate_of_call(call));
    let is_polled_here = outcome.is_here(closures.run(body, region).place);
    let root = match is_polled_here && outcome.within.is_none() {
        true => root,
        false => Root { kinds: root.kinds.without(Kind::Needs), ..root },
    };
    (!root.kinds.is_empty()).then_some(root)
}

/// What stands among the tokens of a macro that we do not know may never run.
fn as_written(body: &ir::Body, expr: ExprId) -> Certainty {
    match body.exprs[expr].origin {
        Origin::AsWritten => Certainty::Possible,
        Origin::Source | Origin::Expanded => Certainty::Certain,
    }
}

/// For each function of a trait: its implementations, and its default where some impl leaves it out.
/// Test doubles do not count while there is a real one.
fn implementations(names: &Names, types: &Types) -> FxHashMap<DefId, Vec<DefId>> {
    let traits = names.defs().filter(|(_, def)| def.kind == DefKind::Trait);
    let mut found = FxHashMap::default();
    for (trait_, _) in traits {
        let all = types.members.impls_of_trait(trait_);
        let is_real = |block: &&DefId| !names.def(**block).test;
        let real: Vec<DefId> = all.iter().filter(is_real).copied().collect();
        let blocks = if real.is_empty() { all } else { &real };
        for &function in names.members(trait_) {
            let Some(name) = names.def(function).name else { continue };
            let mut bodies: Vec<DefId> =
                blocks.iter().map(|&block| names.member(block, name).unwrap_or(function)).collect();
            bodies.sort();
            bodies.dedup();
            found.insert(function, bodies);
        }
    }
    found
}

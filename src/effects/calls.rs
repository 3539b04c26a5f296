//! The call graph: for each function, the calls that run when it is called.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::effects::Certainty;
use crate::effects::Place;
use crate::effects::Roles;
use crate::effects::instant::is_instant;
use crate::effects::places;
use crate::flow::BodyFlow;
use crate::flow::Flow;
use crate::flow::RegionId;
use crate::ir;
use crate::ir::Origin;
use crate::library::Library;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::Names;
use crate::types::BodyTypes;
use crate::types::Callee;
use crate::types::Types;

/// The calls of all bodies.
#[derive(Debug)]
pub(super) struct CallGraph {
    /// One for each of [`Types::bodies`].
    pub bodies: Vec<BodyCalls>,
    index: FxHashMap<DefId, usize>,
    /// The functions of a trait of the workspace, to the bodies that a call of them may run.
    pub implementations: FxHashMap<DefId, Vec<DefId>>,
}

/// The calls of one body.
#[derive(Debug)]
pub(super) struct BodyCalls {
    /// Where each region runs.
    pub places: Vec<Place>,
    /// What runs when the function is called.
    pub edges: Vec<Edge>,
}

/// One call that runs when the function around it is called.
#[derive(Clone, Debug)]
pub(super) struct Edge {
    /// The call, as an index into [`BodyTypes::calls`].
    pub call: usize,
    pub target: Target,
    pub certainty: Certainty,
}

#[derive(Clone, Debug)]
pub(super) enum Target {
    /// A plain function of the workspace, or of a trait of it.
    Function(DefId),
    /// A function outside.
    Library(Arc<str>),
}

impl CallGraph {
    pub(super) fn new(
        names: &Names,
        library: &Library,
        roles: &Roles,
        types: &Types,
        flow: &Flow,
    ) -> Self {
        let bodies = types
            .bodies
            .iter()
            .zip(&flow.bodies)
            .map(|(types, flow)| body_calls(names, library, roles, types, flow))
            .collect();
        let index = types.bodies.iter().enumerate().map(|(at, body)| (body.def, at)).collect();
        Self { bodies, index, implementations: implementations(names, types) }
    }

    /// The index of a function's body; none for functions without one.
    pub(super) fn body_of(&self, def: DefId) -> Option<usize> {
        self.index.get(&def).copied()
    }
}

fn body_calls(
    names: &Names,
    library: &Library,
    roles: &Roles,
    types: &BodyTypes,
    flow: &BodyFlow,
) -> BodyCalls {
    let places = places::of_body(names, library, roles, types, flow);
    let Some(body) = names.body(types.def) else {
        return BodyCalls { places, edges: Vec::new() };
    };
    // Calling an async function or asking for a const runs nothing of its body.
    let runs = places.first() == Some(&Place::Caller) || roles.blocks_on_its_body(types.def);
    let edges = types.calls.iter().enumerate().filter_map(|(at, call)| {
        let certainty = certainty_inside(&places, flow.region_of_call(call.expr))?;
        let target = match &call.callee {
            Callee::Function(def) if !roles.is_async(names, *def) => Target::Function(*def),
            Callee::Library(_) if is_instant(library, types, body, call.expr) => return None,
            Callee::Library(path) => Target::Library(Arc::clone(path)),
            _ => return None,
        };
        let certainty = certainty.max(as_written(body, call.expr));
        Some(Edge { call: at, target, certainty })
    });
    let edges = if runs { edges.collect() } else { Vec::new() };
    BodyCalls { places, edges }
}

/// Whether code of a region runs when the function is called, and how sure that is.
fn certainty_inside(places: &[Place], region: RegionId) -> Option<Certainty> {
    match places.get(region.index())? {
        Place::Caller => Some(Certainty::Certain),
        Place::Unknown => Some(Certainty::Possible),
        _ => None,
    }
}

/// What stands among the tokens of a macro that we do not know may never run.
pub(super) fn as_written(body: &ir::Body, call: ir::ExprId) -> Certainty {
    match body.exprs[call].origin {
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

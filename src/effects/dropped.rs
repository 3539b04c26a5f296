//! Which code may be dropped at an `.await`, before its end: what an arm of a `select!` polls, what has
//! a timeout, what answers a request whose client may go; and all that such code awaits.

use std::collections::VecDeque;

use rustc_hash::FxHashMap;

use crate::effects::Roles;
use crate::effects::calls::CallGraph;
use crate::effects::calls::Target;
use crate::flow::Fate;
use crate::flow::Flow;
use crate::flow::RegionId;
use crate::flow::RegionKind;
use crate::ir::BlockKind;
use crate::ir::Body;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::StmtKind;
use crate::library::AttributeRole;
use crate::library::CallRole;
use crate::library::Library;
use crate::resolve::DefId;
use crate::resolve::Names;
use crate::types::BodyTypes;
use crate::types::Type;
use crate::types::Types;

/// What drops a future before its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Cut {
    /// A `select!` or a timeout.
    Call {
        /// The body that it stands in.
        body: usize,
        /// The macro or the call.
        at: ExprId,
        /// The future that is dropped.
        future: ExprId,
        /// It is a `select!` or the like: another future was first.
        is_select: bool,
    },
    /// A server whose client has gone: the function with this body answers requests.
    Handler(usize),
}

/// The regions that may be dropped before their end, each with what drops it.
#[derive(Debug, Default)]
pub struct Dropped {
    cuts: FxHashMap<(usize, RegionId), Cut>,
}

impl Dropped {
    /// What may drop a region before its end.
    pub fn by(&self, body: usize, region: RegionId) -> Option<Cut> {
        self.cuts.get(&(body, region)).copied()
    }

    pub(super) fn new(
        graph: &CallGraph,
        roles: &Roles,
        names: &Names,
        types: &Types,
        flow: &Flow,
        library: &Library,
    ) -> Self {
        let mut search = Search {
            graph,
            names,
            types,
            flow,
            library,
            found: Self::default(),
            queue: VecDeque::new(),
        };
        (0..types.bodies.len()).for_each(|body| search.cuts_in(body));
        search.spread();
        for body in 0..types.bodies.len() {
            search.handlers_of(roles, body);
        }
        search.spread();
        search.found
    }
}

struct Search<'a> {
    graph: &'a CallGraph,
    names: &'a Names,
    types: &'a Types,
    flow: &'a Flow,
    library: &'a Library,
    found: Dropped,
    queue: VecDeque<(usize, RegionId)>,
}

impl Search<'_> {
    /// The `select!`s and timeouts of a body.
    fn cuts_in(&mut self, body: usize) {
        let (types, flow) = (&self.types.bodies[body], &self.flow.bodies[body]);
        let Some(ir) = self.names.body(types.def) else { return };
        let mut cuts: Vec<(ExprId, ExprId, bool)> = Vec::new();
        for &(at, _) in &flow.concurrent {
            let ExprKind::Select(select) = &ir.exprs[at].kind else { continue };
            for (number, arm) in select.arms.iter().enumerate() {
                let others = select.arms.iter().enumerate().filter(|&(it, _)| it != number);
                let mut others = others.map(|(_, other)| other.body);
                if others.any(|other| !leaves(ir, types, other)) {
                    cuts.push((at, arm.future, true));
                }
            }
        }
        for call in &types.calls[..types.written] {
            let role =
                types.library_callee(call.expr).and_then(|path| self.library.call(path)?.role);
            if matches!(role, Some(CallRole::Timeout | CallRole::Select)) {
                let is_select = role == Some(CallRole::Select);
                ir.each_child(call.expr, &mut |part| cuts.push((call.expr, part, is_select)));
            }
        }
        for (at, future, is_select) in cuts {
            self.cut(body, future, Cut::Call { body, at, future, is_select });
        }
    }

    /// A future of a body may be dropped before its end.
    fn cut(&mut self, body: usize, future: ExprId, cut: Cut) {
        let (types, flow) = (&self.types.bodies[body], &self.flow.bodies[body]);
        let block = flow.regions.iter().position(|region| region.expr == future);
        if let Some(block) = block.filter(|&at| flow.regions[at].kind == RegionKind::Future) {
            self.mark(body, RegionId(block as u32), cut);
        }
        if let Some(call) = types.position_of(future) {
            let callees: Vec<DefId> = self.async_callees(body, call).collect();
            callees.into_iter().for_each(|def| self.mark_function(def, cut));
        }
    }

    fn async_callees(&self, body: usize, call: usize) -> impl Iterator<Item = DefId> {
        let edges = self.graph.bodies[body].edges_of(call);
        edges.filter_map(|edge| match edge.target {
            Target::Async(def, _) => Some(def),
            _ => None,
        })
    }

    /// The functions that answer requests, and those that are given to a route here.
    fn handlers_of(&mut self, roles: &Roles, body: usize) {
        let types = &self.types.bodies[body];
        if roles.attribute(types.def, AttributeRole::Handler).is_some() {
            self.mark(body, RegionId::ROOT, Cut::Handler(body));
        }
        let routed: Vec<DefId> = self.graph.bodies[body]
            .edges
            .iter()
            .filter_map(|edge| {
                let Target::Handed(def, _) = edge.target else { return None };
                let path = types.library_callee(types.calls[edge.call].expr)?;
                (self.library.call(path)?.role == Some(CallRole::Route)).then_some(def)
            })
            .collect();
        for def in routed {
            if let Some(handler) = self.graph.body_of(def) {
                self.mark(handler, RegionId::ROOT, Cut::Handler(handler));
            }
        }
    }

    /// The one body that a call of a function runs; of several nothing is claimed.
    fn mark_function(&mut self, def: DefId, cut: Cut) {
        let mut bodies = self.graph.run_by(def).filter_map(|def| self.graph.body_of(def));
        if let (Some(only), None) = (bodies.next(), bodies.next()) {
            self.mark(only, RegionId::ROOT, cut);
        }
    }

    fn mark(&mut self, body: usize, region: RegionId, cut: Cut) {
        if let std::collections::hash_map::Entry::Vacant(entry) =
            self.found.cuts.entry((body, region))
        {
            entry.insert(cut);
            self.queue.push_back((body, region));
        }
    }

    /// What is dropped drops what it awaits.
    fn spread(&mut self) {
        while let Some((body, region)) = self.queue.pop_front() {
            let cut = self.found.cuts[&(body, region)];
            let (types, flow) = (&self.types.bodies[body], &self.flow.bodies[body]);
            for (child, inner) in flow.regions.iter().enumerate() {
                if inner.parent == Some(region) && inner.fate == Fate::Awaited {
                    self.mark(body, RegionId(child as u32), cut);
                }
            }
            let edges = self.graph.bodies[body].edges.iter();
            let awaited = edges.filter(|edge| {
                let fate = flow.fate_of_call(types.calls[edge.call].expr);
                edge.region == region && fate == Fate::Awaited
            });
            let callees: Vec<DefId> = awaited
                .filter_map(|edge| match edge.target {
                    Target::Async(def, _) => Some(def),
                    _ => None,
                })
                .collect();
            callees.into_iter().for_each(|def| self.mark_function(def, cut));
        }
    }
}

/// What stands behind an expression is not reached from it.
fn leaves(body: &Body, types: &BodyTypes, expr: ExprId) -> bool {
    match &body.exprs[expr].kind {
        ExprKind::Break { .. } | ExprKind::Return(_) => true,
        ExprKind::Block(block) if block.kind == BlockKind::Plain => {
            let last = block.tail.or_else(|| match block.stmts.last()?.kind {
                StmtKind::Expr { expr, .. } => Some(expr),
                StmtKind::Let { .. } => None,
            });
            last.is_some_and(|last| leaves(body, types, last))
        }
        _ => *types.ty(types.type_of(expr)) == Type::Never,
    }
}

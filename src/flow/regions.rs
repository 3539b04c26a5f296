//! The regions of a body: stretches of code that run as one. What is written inside a closure or an
//! async block does not run where it stands, but where the closure is called or the future polled.

use rustc_hash::FxHashMap;

use crate::ir;
use crate::ir::BlockKind;
use crate::ir::Body;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::MacroForm;
use crate::ir::StmtKind;
use crate::resolve::DefId;
use crate::resolve::Names;
use crate::source::CfgExpr;
use crate::types::BodyTypes;

/// Names a region of its body; the first is the function itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RegionId(pub u32);

impl RegionId {
    /// The function itself.
    pub const ROOT: RegionId = RegionId(0);

    /// The index into [`BodyFlow::regions`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One region.
#[derive(Clone, Debug)]
pub struct Region {
    /// What kind of code it is.
    pub kind: RegionKind,
    /// The region it is written in; none for the function itself.
    pub parent: Option<RegionId>,
    /// The closure or block; the body's root for the function itself.
    pub expr: ExprId,
    /// What becomes of the closure or future.
    pub fate: Fate,
}

/// The kinds of region.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum RegionKind {
    /// The function itself, async or not, or the value of a const or static.
    Root,
    /// A plain closure.
    Closure,
    /// An async block or an async closure: polled, not called.
    Future,
}

/// What becomes of a value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Fate {
    /// It is the argument with this number of a call.
    Argument(ExprId, usize),
    /// It is the receiver of a method call.
    Receiver(ExprId),
    /// It is awaited on the spot.
    Awaited,
    /// It is polled by an arm of a `select!`.
    SelectArm,
    /// It is polled side by side with others by a `join!`.
    JoinArm,
    /// It is called on the spot: `(|| x)()`.
    Called,
    /// It is the value of the body: returned.
    Returned,
    /// Anything else: bound, stored, dropped, looked at.
    Other,
}

/// The regions of one body.
#[derive(Clone, Debug, Default)]
pub struct BodyFlow {
    /// The regions; an outer one stands before those inside it.
    pub regions: Vec<Region>,
    /// For each call, the region it stands in and what becomes of its value.
    calls: FxHashMap<ExprId, (RegionId, Fate)>,
    /// For each function that is named without being called.
    references: FxHashMap<ExprId, (RegionId, Fate)>,
    /// The `select!`s and `join!`s, each with its region.
    pub concurrent: Vec<(ExprId, RegionId)>,
}

impl BodyFlow {
    /// A body of which only the root is known.
    pub(super) fn unseen(names: &Names, def: DefId) -> Self {
        let root = names.body(def).map(|body| Region {
            kind: RegionKind::Root,
            parent: None,
            expr: body.root,
            fate: Fate::Other,
        });
        Self { regions: root.into_iter().collect(), ..Self::default() }
    }

    /// One region.
    pub fn region(&self, id: RegionId) -> &Region {
        &self.regions[id.index()]
    }

    /// The region that a call stands in.
    pub fn region_of_call(&self, call: ExprId) -> RegionId {
        self.calls.get(&call).map_or(RegionId::ROOT, |found| found.0)
    }

    /// What becomes of a call's value.
    pub fn fate_of_call(&self, call: ExprId) -> Fate {
        self.calls.get(&call).map_or(Fate::Other, |found| found.1)
    }

    /// Region and fate of a function that is named without being called.
    pub fn reference(&self, expr: ExprId) -> Option<(RegionId, Fate)> {
        self.references.get(&expr).copied()
    }
}

/// The regions of one body.
pub(super) fn trace(names: &Names, types: &BodyTypes) -> BodyFlow {
    let mut flow = BodyFlow::unseen(names, types.def);
    let Some(body) = names.body(types.def) else { return flow };
    let mut walk = Walk { names, body, types, flow: &mut flow };
    walk.expr(body.root, RegionId::ROOT, Fate::Returned);
    flow
}

struct Walk<'a> {
    names: &'a Names,
    body: &'a Body,
    types: &'a BodyTypes,
    flow: &'a mut BodyFlow,
}

impl Walk<'_> {
    fn expr(&mut self, id: ExprId, region: RegionId, fate: Fate) {
        let body = self.body;
        match &body.exprs[id].kind {
            ExprKind::Call { callee, args } => {
                self.flow.calls.insert(id, (region, fate));
                self.expr(*callee, region, Fate::Called);
                self.arguments(id, args, region);
            }
            ExprKind::MethodCall(call) => {
                self.flow.calls.insert(id, (region, fate));
                self.expr(call.receiver, region, Fate::Receiver(id));
                self.arguments(id, &call.args, region);
            }
            ExprKind::Path(_) => {
                if self.types.reference(id).is_some() {
                    self.flow.references.insert(id, (region, fate));
                }
            }
            ExprKind::Closure(closure) => {
                let kind = if closure.is_async { RegionKind::Future } else { RegionKind::Closure };
                let inner = self.open(kind, region, id, fate);
                self.expr(closure.body, inner, Fate::Returned);
            }
            ExprKind::Block(block) => self.block(id, block, region, fate),
            ExprKind::Await(future) => self.expr(*future, region, Fate::Awaited),
            ExprKind::Return(Some(value)) => self.expr(*value, region, Fate::Returned),
            // These hand on the very value that they are given.
            ExprKind::Ref { operand, .. } => self.expr(*operand, region, fate),
            ExprKind::Macro(call) if call.form == MacroForm::Value => {
                call.args.iter().for_each(|&arg| self.expr(arg, region, fate));
            }
            ExprKind::If { condition, then, otherwise } => {
                self.expr(*condition, region, Fate::Other);
                self.expr(*then, region, fate);
                otherwise.iter().for_each(|&part| self.expr(part, region, fate));
            }
            ExprKind::Match { scrutinee, arms } => {
                self.expr(*scrutinee, region, Fate::Other);
                for arm in arms {
                    if !self.is_built(arm.cfg.as_deref()) {
                        continue;
                    }
                    arm.guard.into_iter().for_each(|part| self.expr(part, region, Fate::Other));
                    self.expr(arm.body, region, fate);
                }
            }
            ExprKind::Select(select) => {
                self.flow.concurrent.push((id, region));
                for arm in &select.arms {
                    arm.condition.into_iter().for_each(|part| self.expr(part, region, Fate::Other));
                    self.expr(arm.future, region, Fate::SelectArm);
                    self.expr(arm.body, region, fate);
                }
                select.otherwise.into_iter().for_each(|part| self.expr(part, region, fate));
            }
            ExprKind::Join { futures, .. } => {
                self.flow.concurrent.push((id, region));
                futures.iter().for_each(|&part| self.expr(part, region, Fate::JoinArm));
            }
            _ => body.each_child(id, &mut |child| self.expr(child, region, Fate::Other)),
        }
    }

    fn arguments(&mut self, call: ExprId, args: &[ExprId], region: RegionId) {
        for (at, &arg) in args.iter().enumerate() {
            self.expr(arg, region, Fate::Argument(call, at));
        }
    }

    fn block(&mut self, id: ExprId, block: &ir::Block, region: RegionId, fate: Fate) {
        let (region, fate) = match block.kind {
            BlockKind::Async { .. } | BlockKind::Stream { .. } => {
                (self.open(RegionKind::Future, region, id, fate), Fate::Returned)
            }
            BlockKind::Plain | BlockKind::Unsafe | BlockKind::Try => (region, fate),
        };
        for stmt in &block.stmts {
            if !self.is_built(stmt.cfg.as_deref()) {
                continue;
            }
            match &stmt.kind {
                StmtKind::Let { init, otherwise, .. } => {
                    init.iter()
                        .chain(otherwise)
                        .for_each(|&part| self.expr(part, region, Fate::Other));
                }
                StmtKind::Expr { expr, .. } => self.expr(*expr, region, Fate::Other),
            }
        }
        block.tail.into_iter().for_each(|tail| self.expr(tail, region, fate));
    }

    fn is_built(&self, cfg: Option<&CfgExpr>) -> bool {
        self.names.is_built(self.names.def(self.types.def).krate, cfg)
    }

    fn open(&mut self, kind: RegionKind, parent: RegionId, expr: ExprId, fate: Fate) -> RegionId {
        let id = RegionId(self.flow.regions.len() as u32);
        self.flow.regions.push(Region { kind, parent: Some(parent), expr, fate });
        id
    }
}

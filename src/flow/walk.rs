//! What becomes of each value of a body that is, or may be, code.

use crate::flow::BodyFlow;
use crate::flow::Fate;
use crate::flow::Region;
use crate::flow::RegionId;
use crate::flow::RegionKind;
use crate::flow::regions::LocalId;
use crate::ir;
use crate::ir::BlockKind;
use crate::ir::Body;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::MacroForm;
use crate::ir::PatId;
use crate::ir::PatKind;
use crate::ir::StmtKind;
use crate::resolve::Names;
use crate::source::CfgExpr;
use crate::types::BodyTypes;

/// The regions of one body.
pub(super) fn trace(names: &Names, types: &BodyTypes) -> BodyFlow {
    let mut flow = BodyFlow::unseen(names, types.def);
    let Some(body) = names.body(types.def) else { return flow };
    let mut walk = Walk { names, body, types, flow: &mut flow, scope: Vec::new() };
    walk.parameters();
    walk.expr(body.root, RegionId::ROOT, Fate::Returned);
    flow
}

struct Walk<'a> {
    names: &'a Names,
    body: &'a Body,
    types: &'a BodyTypes,
    flow: &'a mut BodyFlow,
    /// The names that are bound here, the innermost last; those of values that are not followed hide
    /// others.
    scope: Vec<(ir::Name, Option<LocalId>)>,
}

impl Walk<'_> {
    fn parameters(&mut self) {
        for &pat in &self.body.params {
            let local = self.is_name(pat).then(|| self.new_local());
            self.flow.params.push(local);
            self.bind(pat, local);
        }
    }

    fn expr(&mut self, id: ExprId, region: RegionId, fate: Fate) {
        let body = self.body;
        if self.types.has_implied_call(id) {
            self.flow.implied.insert(id, region);
        }
        match &body.exprs[id].kind {
            ExprKind::Call { callee, args } => {
                self.flow.calls.insert(id, (region, fate));
                self.expr(*callee, region, Fate::Called(id));
                self.arguments(id, args, region);
            }
            ExprKind::MethodCall(call) => {
                self.flow.calls.insert(id, (region, fate));
                self.expr(call.receiver, region, Fate::Receiver(id));
                self.arguments(id, &call.args, region);
            }
            ExprKind::Path(path) => {
                if let Some(local) = self.local(path) {
                    self.flow.uses[local.0 as usize].push((region, fate));
                } else if self.types.reference(id).is_some() {
                    self.flow.references.insert(id, (region, fate));
                }
            }
            ExprKind::Closure(closure) => {
                let kind = if closure.is_async { RegionKind::Future } else { RegionKind::Closure };
                let inner = self.open(kind, region, id, fate);
                let mark = self.scope.len();
                closure.params.iter().for_each(|&(pat, _)| self.bind(pat, None));
                self.expr(closure.body, inner, Fate::Returned);
                self.scope.truncate(mark);
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
                let mark = self.scope.len();
                self.expr(*condition, region, Fate::Other);
                self.expr(*then, region, fate);
                self.scope.truncate(mark);
                otherwise.iter().for_each(|&part| self.expr(part, region, fate));
            }
            ExprKind::Match { scrutinee, arms } => {
                self.expr(*scrutinee, region, Fate::Other);
                for arm in arms {
                    if !self.is_built(arm.cfg.as_deref()) {
                        continue;
                    }
                    let mark = self.scope.len();
                    self.bind(arm.pat, None);
                    arm.guard.into_iter().for_each(|part| self.expr(part, region, Fate::Other));
                    self.expr(arm.body, region, fate);
                    self.scope.truncate(mark);
                }
            }
            ExprKind::Let { pat, scrutinee } => {
                self.expr(*scrutinee, region, Fate::Other);
                self.bind(*pat, None);
            }
            ExprKind::While { condition, body, .. } => {
                let mark = self.scope.len();
                self.expr(*condition, region, Fate::Other);
                self.expr(*body, region, Fate::Other);
                self.scope.truncate(mark);
            }
            ExprKind::For { pat, iterable, body, .. } => {
                self.expr(*iterable, region, Fate::Other);
                let mark = self.scope.len();
                self.bind(*pat, None);
                self.expr(*body, region, Fate::Other);
                self.scope.truncate(mark);
            }
            ExprKind::Select(select) => {
                self.flow.concurrent.push((id, region));
                for arm in &select.arms {
                    arm.condition.into_iter().for_each(|part| self.expr(part, region, Fate::Other));
                    self.expr(arm.future, region, Fate::SelectArm);
                    let mark = self.scope.len();
                    self.bind(arm.pat, None);
                    self.expr(arm.body, region, fate);
                    self.scope.truncate(mark);
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
        let mark = self.scope.len();
        for stmt in &block.stmts {
            if !self.is_built(stmt.cfg.as_deref()) {
                continue;
            }
            match &stmt.kind {
                StmtKind::Let { pat, init, otherwise, .. } => {
                    let followed = init.filter(|&init| self.is_name(*pat) && self.carries(init));
                    let local = followed.map(|_| self.new_local());
                    let fate = local.map_or(Fate::Other, Fate::Bound);
                    init.iter().for_each(|&init| self.expr(init, region, fate));
                    otherwise.iter().for_each(|&part| self.expr(part, region, Fate::Other));
                    self.bind(*pat, local);
                }
                StmtKind::Expr { expr, .. } => self.expr(*expr, region, Fate::Other),
            }
        }
        block.tail.into_iter().for_each(|tail| self.expr(tail, region, fate));
        self.scope.truncate(mark);
    }

    /// What a bare name is bound to, where that is followed.
    fn local(&self, path: &ir::Path) -> Option<LocalId> {
        let [only] = &*path.segments else { return None };
        let bound = self.scope.iter().rev().find(|(name, _)| *name == only.name);
        bound.filter(|_| matches!(path.anchor, ir::Anchor::Plain))?.1
    }

    fn new_local(&mut self) -> LocalId {
        self.flow.uses.push(Vec::new());
        LocalId(self.flow.uses.len() as u32 - 1)
    }

    /// A pattern that gives the whole value a name.
    fn is_name(&self, pat: PatId) -> bool {
        matches!(self.body.pats[pat].kind, PatKind::Bind { sub: None, by_ref: false, .. })
    }

    fn bind(&mut self, pat: PatId, local: Option<LocalId>) {
        if let PatKind::Bind { name, .. } = self.body.pats[pat].kind {
            self.scope.push((name, local));
        }
        let body = self.body;
        body.each_sub_pattern(pat, &mut |part| self.bind(part, None));
    }

    /// The value may hold code: a closure, a future, or something generic.
    fn carries(&self, value: ExprId) -> bool {
        self.types.carries_code(self.types.type_of(value))
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

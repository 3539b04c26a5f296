//! What becomes of each value of a body that is, or may be, code.

use crate::flow::BodyFlow;
use crate::flow::Discard;
use crate::flow::Fate;
use crate::flow::Local;
use crate::flow::LocalId;
use crate::flow::Region;
use crate::flow::RegionId;
use crate::flow::RegionKind;
use crate::ir;
use crate::ir::BlockKind;
use crate::ir::Body;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::MacroForm;
use crate::ir::PatId;
use crate::ir::PatKind;
use crate::ir::Stmt;
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
    flow.values.sort_unstable_by_key(|(expr, _)| *expr);
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
            let local = self.is_name(pat).then(|| self.new_local(pat));
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
                self.flow.values.push((id, (region, fate)));
                self.expr(*callee, region, Fate::Called(id));
                self.arguments(id, args, region);
            }
            ExprKind::MethodCall(call) => {
                self.flow.values.push((id, (region, fate)));
                self.expr(call.receiver, region, Fate::Receiver(id));
                self.arguments(id, &call.args, region);
            }
            ExprKind::Path(path) => {
                if let Some(local) = self.local(path) {
                    self.flow.locals[local.0 as usize].uses.push((region, fate));
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
            ExprKind::Await(future) => {
                self.flow.values.push((id, (region, fate)));
                self.expr(*future, region, Fate::Awaited);
            }
            ExprKind::Try(operand) => {
                self.flow.values.push((id, (region, fate)));
                self.expr(*operand, region, Fate::Tried(id));
            }
            ExprKind::Return(Some(value)) => self.expr(*value, region, Fate::Returned),
            // These hand on the very value that they are given. Where that is given up, only the
            // reference to it is, or what the macro has made of it.
            ExprKind::Ref { operand, .. } => self.expr(*operand, region, kept(fate)),
            ExprKind::Macro(call) if call.form == MacroForm::Value => {
                call.args.iter().for_each(|&arg| self.expr(arg, region, kept(fate)));
            }
            ExprKind::Macro(call) if call.form == MacroForm::Opaque => self.anything_may_be_used(),
            ExprKind::Assign { op: None, lhs, rhs } if self.is_underscore(*lhs) => {
                self.expr(*rhs, region, Fate::Discarded(Discard::Underscore));
            }
            ExprKind::Missing => self.anything_may_be_used(),
            ExprKind::If { condition, then, otherwise } => {
                let mark = self.scope.len();
                self.expr(*condition, region, Fate::Other);
                self.expr(*then, region, fate);
                self.scope.truncate(mark);
                otherwise.iter().for_each(|&part| self.expr(part, region, fate));
            }
            ExprKind::Match { scrutinee, arms } => {
                self.expr(*scrutinee, region, Fate::Matched(id));
                for arm in arms {
                    if !self.is_built(arm.cfg.as_deref()) {
                        self.may_be_used(arm.body);
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
                self.expr(*scrutinee, region, Fate::Matched(id));
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
                self.flow.values.push((id, (region, fate)));
                (self.open(RegionKind::Future, region, id, fate), Fate::Returned)
            }
            BlockKind::Plain | BlockKind::Unsafe | BlockKind::Try => (region, fate),
        };
        let mark = self.scope.len();
        for stmt in &block.stmts {
            self.statement(stmt, region);
        }
        block.tail.into_iter().for_each(|tail| self.expr(tail, region, fate));
        self.scope.truncate(mark);
    }

    fn statement(&mut self, stmt: &Stmt, region: RegionId) {
        let is_built = self.is_built(stmt.cfg.as_deref());
        match &stmt.kind {
            StmtKind::Let { init, otherwise, .. } if !is_built => {
                init.iter().chain(otherwise).for_each(|&part| self.may_be_used(part));
            }
            StmtKind::Expr { expr, .. } if !is_built => self.may_be_used(*expr),
            StmtKind::Let { pat, init, otherwise, .. } => {
                let local = init.filter(|_| self.is_name(*pat)).map(|_| self.new_local(*pat));
                let fate = match (local, &self.body.pats[*pat].kind) {
                    (Some(local), _) => Fate::Bound(local),
                    (None, PatKind::Wild) => Fate::Discarded(Discard::Underscore),
                    _ => Fate::Other,
                };
                init.iter().for_each(|&init| self.expr(init, region, fate));
                otherwise.iter().for_each(|&part| self.expr(part, region, Fate::Other));
                self.bind(*pat, local);
            }
            // Under a `#[cfg(…)]` it may be the value of the block.
            StmtKind::Expr { expr, .. } if stmt.cfg.is_some() => {
                self.expr(*expr, region, Fate::Other);
            }
            StmtKind::Expr { expr, .. } => {
                self.expr(*expr, region, Fate::Discarded(Discard::Statement));
            }
        }
    }

    /// What this build leaves out may use a local, as far as its names tell.
    fn may_be_used(&mut self, expr: ExprId) {
        let body = self.body;
        if let ExprKind::Path(path) = &body.exprs[expr].kind
            && let Some(local) = self.local(path)
        {
            self.flow.locals[local.0 as usize].is_used_unseen = true;
        }
        body.each_child(expr, &mut |child| self.may_be_used(child));
    }

    /// What was not read may use any local in scope.
    fn anything_may_be_used(&mut self) {
        for (_, local) in &self.scope {
            local.iter().for_each(|it| self.flow.locals[it.0 as usize].is_used_unseen = true);
        }
    }

    /// The `_` of `_ = x`: of all that is no expression it alone can be assigned to.
    fn is_underscore(&self, expr: ExprId) -> bool {
        matches!(self.body.exprs[expr].kind, ExprKind::Missing)
    }

    /// What a bare name is bound to, where that is followed.
    fn local(&self, path: &ir::Path) -> Option<LocalId> {
        let [only] = &*path.segments else { return None };
        let bound = self.scope.iter().rev().find(|(name, _)| *name == only.name);
        bound.filter(|_| matches!(path.anchor, ir::Anchor::Plain))?.1
    }

    fn new_local(&mut self, pat: PatId) -> LocalId {
        self.flow.locals.push(Local { pat, uses: Vec::new(), is_used_unseen: false });
        LocalId(self.flow.locals.len() as u32 - 1)
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

    fn is_built(&self, cfg: Option<&CfgExpr>) -> bool {
        self.names.is_built(self.names.def(self.types.def).krate, cfg)
    }

    fn open(&mut self, kind: RegionKind, parent: RegionId, expr: ExprId, fate: Fate) -> RegionId {
        let id = RegionId(self.flow.regions.len() as u32);
        self.flow.regions.push(Region { kind, parent: Some(parent), expr, fate });
        id
    }
}

/// The fate of a value that something was made of which has this fate.
fn kept(fate: Fate) -> Fate {
    if matches!(fate, Fate::Discarded(_)) { Fate::Other } else { fate }
}

//! One pass over a body: what its calls lead to.

use crate::ir;
use crate::ir::Body;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::StmtKind;
use crate::library::Library;
use crate::resolve::Def;
use crate::resolve::DefId;
use crate::resolve::Names;
use crate::resolve::ScopeId;
use crate::source::CfgExpr;
use crate::types::BodyTypes;
use crate::types::Call;
use crate::types::Callee;
use crate::types::Members;
use crate::types::Unknown;
use crate::types::locals::Locals;

/// What the calls of one body lead to.
pub(super) fn infer(
    names: &Names,
    library: &Library,
    members: &Members,
    owner: DefId,
) -> BodyTypes {
    let mut types = BodyTypes { def: owner, calls: Vec::new(), references: Vec::new() };
    let Some(body) = names.body(owner) else { return types };
    let def = names.def(owner);
    let mut pass = Pass {
        names,
        library,
        members,
        owner,
        def,
        body,
        scope: def.scope,
        locals: Locals::default(),
        types: &mut types,
    };
    for &param in &body.params {
        pass.locals.bind(names, def.file, body, param);
    }
    pass.expr(body.root);
    types.calls.sort_by_key(|call| call.expr);
    types.references.sort_by_key(|(expr, _)| *expr);
    types
}

/// The state of the walk over one body.
pub(super) struct Pass<'a> {
    pub names: &'a Names,
    pub library: &'a Library,
    pub members: &'a Members,
    pub owner: DefId,
    pub def: &'a Def,
    pub body: &'a Body,
    pub scope: ScopeId,
    pub locals: Locals,
    types: &'a mut BodyTypes,
}

impl Pass<'_> {
    fn expr(&mut self, id: ExprId) {
        let body = self.body;
        match &body.exprs[id].kind {
            ExprKind::Call { callee, args } => self.call(id, *callee, args),
            ExprKind::MethodCall(call) => self.method_call(id, call),
            ExprKind::Path(path) => {
                let callee = self.path_callee(path);
                if matches!(callee, Callee::Function(_) | Callee::Library(_)) {
                    self.types.references.push((id, callee));
                }
            }
            ExprKind::Block(block) => self.block(id, block),
            ExprKind::Closure(closure) => {
                let mark = self.locals.mark();
                for (pat, _) in &closure.params {
                    self.bind(*pat);
                }
                self.expr(closure.body);
                self.locals.back_to(mark);
            }
            ExprKind::If { condition, then, otherwise } => {
                let mark = self.locals.mark();
                let always = self.constant(*condition);
                self.expr(*condition);
                if always != Some(false) {
                    self.expr(*then);
                }
                self.locals.back_to(mark);
                let otherwise = otherwise.filter(|_| always != Some(true));
                otherwise.into_iter().for_each(|otherwise| self.expr(otherwise));
            }
            ExprKind::While { condition, body, .. } => {
                let mark = self.locals.mark();
                self.expr(*condition);
                self.expr(*body);
                self.locals.back_to(mark);
            }
            ExprKind::For { pat, iterable, body, .. } => {
                self.expr(*iterable);
                self.arm(*pat, None, *body);
            }
            ExprKind::Let { pat, scrutinee } => {
                self.expr(*scrutinee);
                self.bind(*pat);
            }
            ExprKind::Match { scrutinee, arms } => {
                self.expr(*scrutinee);
                for arm in arms {
                    if self.is_built(arm.cfg.as_deref()) {
                        self.arm(arm.pat, arm.guard, arm.body);
                    }
                }
            }
            ExprKind::Select(select) => {
                for arm in &select.arms {
                    arm.condition.into_iter().for_each(|condition| self.expr(condition));
                    self.expr(arm.future);
                    self.arm(arm.pat, None, arm.body);
                }
                select.otherwise.into_iter().for_each(|otherwise| self.expr(otherwise));
            }
            _ => body.each_child(id, &mut |child| self.expr(child)),
        }
    }

    fn call(&mut self, id: ExprId, callee: ExprId, args: &[ExprId]) {
        let at = self.body.exprs[callee].span;
        let found = match &self.body.exprs[callee].kind {
            ExprKind::Path(path) => self.path_callee(path),
            _ => {
                self.expr(callee);
                Callee::Unknown(Unknown::Value)
            }
        };
        args.iter().for_each(|&arg| self.expr(arg));
        self.types.calls.push(Call { expr: id, callee: found, at });
    }

    fn method_call(&mut self, id: ExprId, call: &ir::MethodCall) {
        self.expr(call.receiver);
        call.args.iter().for_each(|&arg| self.expr(arg));
        let callee = self.method_callee(call);
        self.types.calls.push(Call { expr: id, callee, at: call.name_span });
    }

    fn block(&mut self, id: ExprId, block: &ir::Block) {
        let mark = self.locals.mark();
        let outer = self.scope;
        self.scope = self.names.block_scope(self.owner, id).unwrap_or(outer);
        for stmt in &block.stmts {
            if !self.is_built(stmt.cfg.as_deref()) {
                continue;
            }
            match &stmt.kind {
                StmtKind::Let { pat, init, otherwise, .. } => {
                    init.iter().chain(otherwise).for_each(|&part| self.expr(part));
                    self.bind(*pat);
                }
                StmtKind::Expr { expr, .. } => self.expr(*expr),
            }
        }
        block.tail.into_iter().for_each(|tail| self.expr(tail));
        self.scope = outer;
        self.locals.back_to(mark);
    }

    fn arm(&mut self, pat: ir::PatId, guard: Option<ExprId>, body: ExprId) {
        let mark = self.locals.mark();
        self.bind(pat);
        guard.into_iter().for_each(|guard| self.expr(guard));
        self.expr(body);
        self.locals.back_to(mark);
    }

    /// What a condition always is, where it is written as a literal: the other branch never runs.
    fn constant(&self, condition: ExprId) -> Option<bool> {
        match self.body.exprs[condition].kind {
            ExprKind::Literal(ir::Literal::Bool(value)) => Some(value),
            _ => None,
        }
    }

    fn is_built(&self, cfg: Option<&CfgExpr>) -> bool {
        self.names.is_built(self.def.krate, cfg)
    }

    fn bind(&mut self, pat: ir::PatId) {
        self.locals.bind(self.names, self.def.file, self.body, pat);
    }
}

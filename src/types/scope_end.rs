//! What runs where a variable goes out of scope.
//!
//! Told is of a variable only what is sure: it holds its value from its `let` to the end of the block,
//! for nothing takes it, and nothing in between changes what its `drop` asks, as a guard is told to do
//! nothing.

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::ir;
use crate::ir::Anchor;
use crate::ir::BlockKind;
use crate::ir::Body;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::MacroForm;
use crate::ir::Name;
use crate::ir::PatId;
use crate::ir::PatKind;
use crate::ir::StmtKind;
use crate::ir::UnaryOp;
use crate::resolve::Names;
use crate::types::Call;
use crate::types::Callee;
use crate::types::Receiver;
use crate::types::drops::Change;
use crate::types::infer::Infer;
use crate::types::ty::Kind;

/// A variable.
#[derive(Clone, Copy)]
struct Variable {
    /// What it is made by; of a parameter the body's root.
    expr: ExprId,
    pat: PatId,
    name: Name,
}

impl Infer<'_, '_> {
    /// What runs where the variables of this body go out of scope, each at the name of the variable.
    /// `calls` are those that are written, by their expressions.
    pub(super) fn scope_ends(&mut self, calls: &[Call], found: &mut Vec<Call>) {
        if !self.facts.members.any_drop() {
            return;
        }
        let mut ends = Vec::new();
        for variable in self.variables() {
            let ty = self.deep(self.pats[variable.pat.index()]);
            let Some(drops) = self.facts.drops_of(ty) else { continue };
            ends.extend(drops.iter().map(|&drop| (variable, drop)));
        }
        if ends.is_empty() {
            return;
        }
        let Some(uses) = Uses::of(self.body, self.facts.names, calls) else { return };
        for (Variable { expr, pat, name }, drop) in ends {
            if uses.leave(name, drop.is_own, drop.hangs_on) {
                let at = self.body.pats[pat].span;
                let call = Call::new(expr, Callee::Function(drop.function), at);
                found.push(Call { is_scope_end: true, ..call });
            }
        }
    }

    /// The parameters, and what a `let` binds behind which the block comes to its end.
    fn variables(&self) -> Vec<Variable> {
        let body = self.body;
        let mut found = Vec::new();
        found.extend(body.params.iter().filter_map(|&pat| self.variable(body.root, pat)));
        for (_, expr) in body.exprs.iter() {
            let ExprKind::Block(block) = &expr.kind else { continue };
            for (at, stmt) in block.stmts.iter().enumerate() {
                let StmtKind::Let { pat, init: Some(init), otherwise: None, .. } = stmt.kind else {
                    continue;
                };
                let is_there = stmt.cfg.is_none() && !self.never_ends(block, at + 1);
                found.extend(self.variable(init, pat).filter(|_| is_there));
            }
        }
        found
    }

    fn variable(&self, expr: ExprId, pat: PatId) -> Option<Variable> {
        match self.body.pats[pat].kind {
            PatKind::Bind { name, by_ref: false, sub: None, .. } => {
                Some(Variable { expr, pat, name }).filter(|_| !self.constants.contains(&pat))
            }
            _ => None,
        }
    }

    /// One of the statements of a block from this one on turns for ever, or ends the program. What
    /// leaves the block, as `return` does, drops its variables.
    fn never_ends(&self, block: &ir::Block, from: usize) -> bool {
        let values = block.stmts[from..].iter().filter_map(|stmt| match stmt.kind {
            StmtKind::Let { init, .. } => init,
            StmtKind::Expr { expr, .. } => Some(expr),
        });
        values.chain(block.tail).any(|value| {
            let kind = &self.body.exprs[value].kind;
            matches!(kind, ExprKind::Loop { .. } | ExprKind::Call { .. })
                && self.kind(self.shallow(self.types[value.index()])) == Kind::Never
        })
    }
}

/// What a body does to its variables, told by their names: two of one name count as one.
#[derive(Default)]
struct Uses {
    /// Something may take the value.
    taken: FxHashSet<Name>,
    /// A field is taken or read.
    parted: FxHashSet<Name>,
    /// Who may have changed the value.
    changed: FxHashMap<Name, Change>,
}

impl Uses {
    /// None where something was not read.
    fn of(body: &Body, names: &Names, calls: &[Call]) -> Option<Self> {
        let mut uses = Uses::default();
        let places = Places::of(body, names, calls);
        for (id, expr) in body.exprs.iter() {
            match &expr.kind {
                ExprKind::Missing if !places.assigned.contains(&id) => return None,
                ExprKind::Macro(call) if call.form == MacroForm::Opaque => return None,
                ExprKind::Closure(closure) if closure.is_move => uses.take(body, closure.body),
                ExprKind::Block(block) if is_moving(block.kind) => {
                    body.each_child(id, &mut |child| uses.take(body, child));
                }
                ExprKind::Path(path) => bare(path).into_iter().for_each(|name| {
                    uses.see(name, places.looked_at.get(&id), places.bases.contains(&id));
                }),
                _ => {}
            }
        }
        Some(uses)
    }

    /// A name stands somewhere: in a place that is only looked at, as the base of a field, or as a value.
    fn see(&mut self, name: Name, looked_at: Option<&Change>, is_base: bool) {
        match looked_at {
            Some(&by) => {
                let known = self.changed.entry(name).or_insert(by);
                *known = by.max(*known);
            }
            None if is_base => {
                self.parted.insert(name);
            }
            None => {
                self.taken.insert(name);
            }
        }
    }

    /// All that is named at and below an expression goes with it.
    fn take(&mut self, body: &Body, expr: ExprId) {
        if let ExprKind::Path(path) = &body.exprs[expr].kind {
            self.taken.extend(bare(path));
        }
        body.each_child(expr, &mut |child| self.take(body, child));
    }

    /// The value is there at the end of its variable, and as it was made in what its `drop` asks. A
    /// type with a `Drop` of its own cannot be taken apart.
    fn leave(&self, name: Name, is_own: bool, hangs_on: Change) -> bool {
        let changed = match (hangs_on, self.changed.get(&name)) {
            (Change::None, _) | (_, None) => false,
            (Change::Shared, Some(_)) => true,
            (Change::Exclusive, Some(&by)) => by == Change::Exclusive,
        };
        !changed && !self.taken.contains(&name) && (is_own || !self.parted.contains(&name))
    }
}

/// How a body comes to the paths that its places begin with.
#[derive(Default)]
struct Places {
    /// It only looks at the place, or at a part of it; and as whom.
    looked_at: FxHashMap<ExprId, Change>,
    /// It takes or reads a field.
    bases: FxHashSet<ExprId>,
    /// What stands on the left of an assignment: the `_` of `_ = x` too.
    assigned: FxHashSet<ExprId>,
}

impl Places {
    fn of(body: &Body, names: &Names, calls: &[Call]) -> Self {
        let mut places = Self::default();
        let mut look = |at: ExprId, by: Change| {
            places.looked_at.insert(place(body, at), by);
        };
        for (id, expr) in body.exprs.iter() {
            match &expr.kind {
                ExprKind::Ref { mutable, operand } => look(*operand, borrowed(*mutable)),
                ExprKind::MethodCall(call) => {
                    let known = calls.binary_search_by_key(&id, |call| call.expr).ok();
                    let known = known.map(|at| &calls[at]);
                    if let Some(known) = known.filter(|it| it.receiver == Receiver::Borrowed) {
                        look(call.receiver, by_method(names, known));
                    }
                }
                ExprKind::Index { base, .. } => look(*base, Change::Exclusive),
                ExprKind::Assign { lhs, .. } => {
                    places.assigned.insert(*lhs);
                    look(*lhs, Change::Exclusive);
                }
                ExprKind::Field { base, .. } => {
                    places.bases.insert(place(body, *base));
                }
                ExprKind::Macro(call) if call.form == MacroForm::Format => {
                    call.args.iter().for_each(|&arg| look(arg, Change::Shared));
                }
                _ => {}
            }
        }
        places
    }
}

/// The path that a place begins with: `a` of `a.b[0]` and of `*a`.
fn place(body: &Body, expr: ExprId) -> ExprId {
    match body.exprs[expr].kind {
        ExprKind::Field { base: inner, .. }
        | ExprKind::Index { base: inner, .. }
        | ExprKind::Unary { op: UnaryOp::Deref, operand: inner } => place(body, inner),
        _ => expr,
    }
}

fn borrowed(mutable: bool) -> Change {
    if mutable { Change::Exclusive } else { Change::Shared }
}

/// What a method may do that gets a reference to its receiver.
fn by_method(names: &Names, call: &Call) -> Change {
    let Callee::Function(def) = call.callee else { return Change::Exclusive };
    let receiver = names.function(def).and_then(|function| function.receiver.as_ref());
    borrowed(receiver != Some(&ir::Receiver::Ref))
}

fn is_moving(kind: BlockKind) -> bool {
    matches!(kind, BlockKind::Async { is_move: true } | BlockKind::Stream { .. })
}

/// The name that is the whole path.
fn bare(path: &ir::Path) -> Option<Name> {
    match &*path.segments {
        [only] if matches!(path.anchor, Anchor::Plain) => Some(only.name),
        _ => None,
    }
}

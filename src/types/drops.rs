//! What runs where a value goes away, and what that hangs on.

use std::rc::Rc;

use crate::ir::BinaryOp;
use crate::ir::Body;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Name;
use crate::ir::StmtKind;
use crate::ir::UnaryOp;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::types::facts::Facts;
use crate::types::lang;
use crate::types::ty::FnRef;
use crate::types::ty::Head;
use crate::types::ty::Kind;
use crate::types::ty::Text;
use crate::types::ty::Ty;

/// So deep are the fields of a type looked into.
const DEEPEST: usize = 3;

/// A `Drop::drop` that runs where a value goes away.
#[derive(Clone, Copy, Debug)]
pub(super) struct DropOf {
    pub function: DefId,
    /// The type of the value itself has it, not that of one of its fields.
    pub is_own: bool,
    /// Whose change of the value may keep it from doing what it does.
    pub hangs_on: Change,
}

/// Who can change something.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Change {
    /// Nobody.
    None,
    /// Who has `&`.
    Shared,
    /// Only who has `&mut`.
    Exclusive,
}

impl Facts<'_> {
    /// What runs where a value of a type goes away that is there for certain: of the type, of its
    /// fields, and of what a `Box` holds, not of what an `Option` or a `Vec` may hold. None of a type that
    /// is no struct or enum of which the source was read.
    pub(super) fn drops_of(&mut self, ty: Ty) -> Option<Rc<[DropOf]>> {
        let (def, _) = self.held(ty)?;
        if let Some(known) = self.drops.get(&def) {
            return Some(Rc::clone(known));
        }
        let mut found = Vec::new();
        self.collect_drops(def, 0, &mut found);
        let found: Rc<[DropOf]> = found.into();
        self.drops.insert(def, Rc::clone(&found));
        Some(found)
    }

    /// The struct or enum that a value is, or that its `Box` holds, and behind how many of those.
    fn held(&self, ty: Ty) -> Option<(DefId, usize)> {
        let (mut ty, mut boxes) = (ty, 0);
        // A type is finite: each turn goes one step into it.
        loop {
            match self.store.kind(ty) {
                Kind::Adt(Head::Def(def), _) => return Some((*def, boxes)),
                Kind::Adt(Head::Library(path), args) if self.is(*path, lang::BOX) => {
                    (ty, boxes) = (*args.first()?, boxes + 1);
                }
                _ => return None,
            }
        }
    }

    fn collect_drops(&mut self, def: DefId, depth: usize, found: &mut Vec<DropOf>) {
        if depth > DEEPEST {
            return;
        }
        if let Some(function) = self.members.drop_of(def) {
            let hangs_on = self.hangs_on(def, function);
            found.push(DropOf { function, is_own: depth == 0, hangs_on });
        }
        if self.names.def(def).kind != DefKind::Struct {
            return;
        }
        let shape = self.shape(FnRef::Def(def));
        let fields = shape.map(|shape| shape.fields.clone()).unwrap_or_default();
        for (_, field) in fields {
            if let Some((inner, boxes)) = self.held(field) {
                self.collect_drops(inner, depth + 1 + boxes, found);
            }
        }
    }

    fn is(&self, path: Text, known: &str) -> bool {
        &*self.store.letters(path) == known
    }

    /// Whose change of a value may keep its `drop` from doing what it does: it asks the value whether
    /// to.
    fn hangs_on(&mut self, owner: DefId, drop: DefId) -> Change {
        let Some(body) = self.names.body(drop) else { return Change::None };
        let asked: Vec<ExprId> =
            body.exprs.iter().flat_map(|(_, expr)| asked(&expr.kind)).collect();
        // `if let` asks what it matches, which is looked at on its own.
        let is_let = |at: ExprId| matches!(body.exprs[at].kind, ExprKind::Let { .. });
        let asked = asked.into_iter().filter(|&at| !is_let(at) && names_self(body, at));
        let changes: Vec<Change> = asked.map(|at| self.changed_by(owner, drop, body, at)).collect();
        // Whoever has `&` is more than who has `&mut`.
        match changes.contains(&Change::Shared) {
            true => Change::Shared,
            false => changes.first().copied().unwrap_or(Change::None),
        }
    }

    /// A field that is no cell is changed by who has `&mut` alone: `self.armed`, and what an `Option`
    /// tells of itself. Of all else that is not known.
    fn changed_by(&mut self, owner: DefId, drop: DefId, body: &Body, asked: ExprId) -> Change {
        match &body.exprs[asked].kind {
            ExprKind::Unary { op: UnaryOp::Not, operand } | ExprKind::Ref { operand, .. } => {
                self.changed_by(owner, drop, body, *operand)
            }
            ExprKind::Field { base, .. } if is_self(body, *base) => Change::Exclusive,
            ExprKind::MethodCall(call) => match body.exprs[call.receiver].kind {
                ExprKind::Field { base, name }
                    if is_self(body, base) && self.is_option(owner, drop, name) =>
                {
                    Change::Exclusive
                }
                _ => Change::Shared,
            },
            _ => Change::Shared,
        }
    }

    /// A field, in the words of this function, is an `Option`.
    fn is_option(&mut self, owner: DefId, drop: DefId, field: Name) -> bool {
        let Some(shape) = self.shape(FnRef::Def(owner)) else { return false };
        let file = self.names.def(drop).file;
        let field = self.store.text(self.names.file(file).names.text(field));
        let declared = shape.fields.iter().find(|(name, _)| *name == field);
        declared.is_some_and(|&(_, ty)| match self.store.kind(ty) {
            Kind::Adt(Head::Library(path), _) => self.is(*path, lang::OPTION),
            _ => false,
        })
    }
}

/// What an expression asks, to go on or not.
fn asked(kind: &ExprKind) -> Vec<ExprId> {
    match kind {
        ExprKind::If { condition: asked, .. }
        | ExprKind::While { condition: asked, .. }
        | ExprKind::Match { scrutinee: asked, .. }
        | ExprKind::Let { scrutinee: asked, .. }
        | ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, lhs: asked, .. } => vec![*asked],
        ExprKind::Block(block) => {
            let lets = block.stmts.iter().filter_map(|stmt| match stmt.kind {
                StmtKind::Let { init, otherwise: Some(_), .. } => init,
                _ => None,
            });
            lets.collect()
        }
        _ => Vec::new(),
    }
}

fn is_self(body: &Body, expr: ExprId) -> bool {
    matches!(&body.exprs[expr].kind, ExprKind::Path(path) if path.is_self())
}

fn names_self(body: &Body, expr: ExprId) -> bool {
    let mut found = is_self(body, expr);
    body.each_child(expr, &mut |child| found = found || names_self(body, child));
    found
}

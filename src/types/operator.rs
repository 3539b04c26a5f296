//! Operators, indices and ranges.

use crate::ir::BinaryOp;
use crate::ir::ExprId;
use crate::ir::UnaryOp;
use crate::types::infer::Infer;
use crate::types::lang;
use crate::types::ty::Kind;
use crate::types::ty::Ty;

impl Infer<'_, '_> {
    pub(super) fn unary(&mut self, op: UnaryOp, operand: ExprId, expected: Ty) -> Ty {
        let wanted = if op == UnaryOp::Deref { Ty::UNKNOWN } else { expected };
        let found = self.expr(operand, wanted);
        let found = self.settled(found);
        match (op, self.kind(found)) {
            (UnaryOp::Deref, Kind::Pointer(inner)) => inner,
            (UnaryOp::Deref, _) => self.deref(found).unwrap_or(Ty::UNKNOWN),
            (_, Kind::Primitive(_) | Kind::Var(_)) => found,
            _ => self.language_type(found, lang::unary(op), &[], lang::OUTPUT),
        }
    }

    pub(super) fn binary(&mut self, op: BinaryOp, lhs: ExprId, rhs: ExprId, expected: Ty) -> Ty {
        let Some((trait_, _)) = lang::binary(op) else {
            let left = self.expr(lhs, Ty::UNKNOWN);
            let right = self.expr(rhs, Ty::UNKNOWN);
            if !matches!(op, BinaryOp::And | BinaryOp::Or) {
                self.same_number(left, right);
            }
            return Ty::BOOL;
        };
        let left = self.expr(lhs, expected);
        let left = self.settled(left);
        let right = self.expr(rhs, Ty::UNKNOWN);
        let right = self.settled(right);
        self.operated(op, trait_, left, right)
    }

    fn operated(&mut self, op: BinaryOp, trait_: &str, left: Ty, right: Ty) -> Ty {
        let is_shift = matches!(op, BinaryOp::Shl | BinaryOp::Shr);
        match (self.kind(left), self.kind(right)) {
            (Kind::Primitive(_) | Kind::Var(_), _) if is_shift => left,
            (Kind::Primitive(_), Kind::Var(_))
            | (Kind::Var(_), Kind::Primitive(_) | Kind::Var(_)) => {
                self.same_number(left, right);
                self.shallow(left)
            }
            (Kind::Primitive(one), Kind::Primitive(other)) if one == other => left,
            // `&a + b` on numbers gives a number.
            (Kind::Ref(_, inner), Kind::Primitive(_) | Kind::Var(_)) if self.is_number(inner) => {
                self.shallow(inner)
            }
            (Kind::Primitive(_) | Kind::Var(_), Kind::Ref(_, inner)) if self.is_number(inner) => {
                self.same_number(left, inner);
                self.shallow(left)
            }
            (Kind::Unknown, _) => Ty::UNKNOWN,
            _ => match self.language_type(left, trait_, &[right], lang::OUTPUT) {
                Ty::UNKNOWN => {
                    // The only impl there is tells what the right side is coerced to: `&String` to
                    // `&str`.
                    let wanted = self.fresh();
                    let found = self.language_type(left, trait_, &[wanted], lang::OUTPUT);
                    if self.is_open(found) { Ty::UNKNOWN } else { found }
                }
                found => found,
            },
        }
    }

    fn is_number(&self, ty: Ty) -> bool {
        match self.kind(ty) {
            Kind::Primitive(name) => !matches!(name, "str" | "bool" | "char"),
            Kind::Var(_) => !self.is_open(ty),
            _ => false,
        }
    }

    /// A literal takes the type of the number beside it.
    fn same_number(&mut self, left: Ty, right: Ty) {
        let number = |this: &Self, ty: Ty| this.is_number(ty);
        if number(self, left) && number(self, right) {
            self.try_unify(left, right);
        }
    }

    /// `a = b`, `a += b`.
    pub(super) fn assign(&mut self, op: Option<BinaryOp>, lhs: ExprId, rhs: ExprId) -> Ty {
        let left = self.expr(lhs, Ty::UNKNOWN);
        let right = self.expr(rhs, if op.is_none() { left } else { Ty::UNKNOWN });
        match op {
            None => self.coerce(right, left),
            Some(_) => self.same_number(left, right),
        }
        Ty::UNIT
    }

    /// `x[i]`, through whatever `x` derefs to.
    pub(super) fn index(&mut self, base: ExprId, index: ExprId) -> Ty {
        let base = self.expr(base, Ty::UNKNOWN);
        let base = self.settled(base);
        let index = self.expr(index, Ty::UNKNOWN);
        let index = self.settled(index);
        for step in self.steps(base) {
            match self.kind(step) {
                Kind::Slice(element) | Kind::Array(element) => {
                    return match self.kind(index) {
                        Kind::Primitive(_) | Kind::Var(_) => {
                            let number = self.facts.store.primitive("usize");
                            self.try_unify(index, number);
                            element
                        }
                        Kind::Adt(..) => self.facts.store.ty(Kind::Slice(element)),
                        _ => Ty::UNKNOWN,
                    };
                }
                Kind::Adt(..)
                | Kind::Param(..)
                | Kind::Opaque(_)
                | Kind::Projection(..)
                | Kind::Primitive(_) => {
                    // A bare integer indexes by position wherever it can.
                    if let Some(args) = self.arguments_of(step, lang::VEC)
                        && matches!(self.kind(index), Kind::Var(_))
                        && !self.is_open(index)
                    {
                        let number = self.facts.store.primitive("usize");
                        self.try_unify(index, number);
                        return args.first().copied().unwrap_or(Ty::UNKNOWN);
                    }
                    let found = self.language_type(step, lang::INDEX, &[index], lang::OUTPUT);
                    if found != Ty::UNKNOWN {
                        return found;
                    }
                }
                _ => {}
            }
        }
        Ty::UNKNOWN
    }

    pub(super) fn range(
        &mut self,
        from: Option<ExprId>,
        to: Option<ExprId>,
        inclusive: bool,
    ) -> Ty {
        let start = from.map(|from| self.expr(from, Ty::UNKNOWN));
        let end = to.map(|to| self.expr(to, start.unwrap_or(Ty::UNKNOWN)));
        if let (Some(start), Some(end)) = (start, end) {
            self.try_unify(start, end);
        }
        let path = lang::range(from.is_some(), to.is_some(), inclusive);
        let bound = start.or(end);
        self.facts.store.library(path, bound.as_slice())
    }
}

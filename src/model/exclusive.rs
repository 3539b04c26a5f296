//! Locks that nobody else can reach.

use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::PatId;
use crate::ir::Receiver;
use crate::library::TypeRole;
use crate::model::Function;
use crate::model::Guard;
use crate::types::Type;
use crate::types::TypeId;

impl Guard<'_> {
    /// Its lock lies in what the function has for itself, by `&mut self` or another `&mut`, and no handle
    /// lies in between that others may have too: nobody can wait for it.
    pub fn is_of_own_lock(self) -> bool {
        let Some(call) = self.made_by() else { return false };
        match &self.function.body().exprs[call.expr()].kind {
            ExprKind::MethodCall(call) => self.function.is_own(call.receiver),
            _ => false,
        }
    }
}

impl Function<'_> {
    fn is_own(self, expr: ExprId) -> bool {
        let types = self.types();
        match &self.body().exprs[expr].kind {
            ExprKind::Field { base, .. } => {
                self.is_plain(types.type_of(expr)) && self.is_own(*base)
            }
            ExprKind::Ref { operand, .. } | ExprKind::Unary { operand, .. } => {
                self.is_own(*operand)
            }
            ExprKind::Path(path) if path.is_self() => {
                let function = self.model.names.function(self.id());
                let receiver = function.and_then(|function| function.receiver.as_ref());
                matches!(receiver, Some(Receiver::RefMut | Receiver::Value))
            }
            ExprKind::Path(_) => self.with_accesses(|accesses| {
                let pat = accesses.variables.named_by(expr);
                pat.is_some_and(|pat| self.is_lent_alone(pat))
            }),
            _ => false,
        }
    }

    /// It is a parameter that is a `&mut` to something without a handle around it.
    fn is_lent_alone(self, pat: PatId) -> bool {
        let types = self.types();
        let is_parameter = self.body().params.contains(&pat);
        match types.ty(types.type_of_pat(pat)) {
            Type::Ref(true, inner) => is_parameter && self.is_plain(*inner),
            _ => false,
        }
    }

    /// A struct or enum, and no handle to one.
    fn is_plain(self, ty: TypeId) -> bool {
        let types = self.types();
        matches!(types.ty(ty), Type::Adt(..))
            && types.role(self.model.library, ty) != Some(TypeRole::Handle)
    }
}

//! A line that drops a guard before the task yields.

use rustc_hash::FxHashSet;

use crate::finding::Fix;
use crate::finding::Safety;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::MacroForm;
use crate::ir::PatId;
use crate::ir::UnaryOp;
use crate::library::TypeRole;
use crate::model::Function;
use crate::model::HeldGuard;
use crate::model::mend::bound::Bound;
use crate::model::mend::bound::Part;
use crate::types::Type;
use crate::types::TypeHead;
use crate::types::TypeId;

impl HeldGuard<'_> {
    /// The edit that drops the guard of a blocking lock behind its last use, where that stands before
    /// each place where the task may yield, and nothing that is used later may be borrowed from it. What
    /// the lock protects may be changed by others from there on.
    pub fn released(&self) -> Option<Fix> {
        let function = self.guard.function;
        if self.guard.role() != TypeRole::BlockingGuard {
            return None;
        }
        let bound = function.bound(self.guard.holder()?)?;
        let last @ Part::Statement(at) = bound.last_use()? else { return None };
        let end = function.body().exprs[bound.until(last).last()?].span.end;
        let is_sound = bound.stays_in(self.guard.region())
            && !bound.is_shadowed(last)
            && self.held.iter().all(|held| held.is_named && held.at.span.start >= end)
            && bound.mentions.iter().all(|&mention| function.is_lent(mention))
            && !bound.lends_for_later(last, end);
        if !is_sound {
            return None;
        }
        let name = bound.name();
        let edit = bound.line_behind(at, &format!("drop({name});"))?;
        let title = format!("drop `{name}` after its last use");
        Some(Fix { title, safety: Safety::Unsafe, edits: vec![edit] })
    }
}

impl Bound<'_> {
    /// Something may be borrowed from it in the statements up to a part, and be used behind its end, or
    /// dropped there by code of its own.
    fn lends_for_later(&self, last: Part, end: u32) -> bool {
        let function = self.function;
        let (body, types) = (function.body(), function.types());
        let parameters = function.parameters();
        let named: Vec<(ExprId, PatId)> =
            function.with_accesses(|accesses| accesses.variables.mentions().collect());
        let mut borrowing = FxHashSet::from_iter([self.pat]);
        for part in self.until(last) {
            let here: Vec<PatId> =
                named.iter().filter(|(at, _)| body.holds(part, *at)).map(|(_, pat)| *pat).collect();
            if !here.iter().any(|pat| borrowing.contains(pat)) {
                continue;
            }
            let others = here.into_iter().chain(self.bound_by(part));
            let others = others.filter(|pat| *pat != self.pat && !parameters.contains(pat));
            for pat in others.filter(|pat| !function.is_owned(types.type_of_pat(*pat))) {
                // What is no plain reference may have a destructor that looks at what it borrows.
                if !matches!(types.ty(types.type_of_pat(pat)), Type::Ref(..)) {
                    return true;
                }
                borrowing.insert(pat);
            }
        }
        let is_later = |at: ExprId| body.exprs[at].span.start >= end;
        named.iter().any(|(at, pat)| is_later(*at) && borrowing.contains(pat))
    }
}

impl Function<'_> {
    /// A place where a variable is named takes nothing out of it.
    fn is_lent(self, mention: ExprId) -> bool {
        self.body().exprs.iter().any(|(id, expr)| match &expr.kind {
            ExprKind::MethodCall(call) => call.receiver == mention,
            ExprKind::Field { base, .. } | ExprKind::Index { base, .. } => *base == mention,
            ExprKind::Ref { operand, .. } | ExprKind::Unary { op: UnaryOp::Deref, operand } => {
                *operand == mention
            }
            ExprKind::Macro(call) => {
                matches!(call.form, MacroForm::Format | MacroForm::Assert | MacroForm::Compare)
                    && call.args.contains(&mention)
                    && id != mention
            }
            _ => false,
        })
    }

    /// The variables that its parameters bind.
    fn parameters(self) -> FxHashSet<PatId> {
        let mut found = FxHashSet::default();
        for &param in &self.body().params {
            self.body().each_binding(param, &mut |pat| {
                found.insert(pat);
            });
        }
        found
    }

    /// Values of a type borrow nothing, for certain.
    fn is_owned(self, ty: TypeId) -> bool {
        let types = self.types();
        match types.ty(ty) {
            Type::Primitive(_) | Type::Never => true,
            Type::Tuple(parts) => parts.iter().all(|&part| self.is_owned(part)),
            Type::Array(item) => self.is_owned(*item),
            Type::Adt(TypeHead::Library(path), args) => {
                let holds = self.model.library.ty(path).is_some_and(|row| row.holds);
                types.is_string(ty) || holds && args.iter().all(|&arg| self.is_owned(arg))
            }
            _ => false,
        }
    }
}

//! Async functions that never wait.

use rustc_hash::FxHashSet;

use crate::ir::BlockKind;
use crate::ir::ExprKind;
use crate::ir::MacroForm;
use crate::model::Function;
use crate::model::Model;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::types::Callee;

impl<'a> Model<'a> {
    /// The functions of judged crates that are `async` and have no `.await`, and that nothing asks to
    /// be `async`: no trait, no attribute, nobody who takes them as a value.
    pub fn async_without_await(&self) -> impl Iterator<Item = Function<'_>> {
        let named = self.named();
        self.functions().filter(move |function| {
            function.is_async() && !named.contains(&function.id()) && function.is_idle()
        })
    }

    /// The functions that are named without being called: they may have to be what they are.
    fn named(&self) -> FxHashSet<DefId> {
        let references = self.types.bodies.iter().flat_map(|body| &body.references);
        let defs = references.filter_map(|(_, callee)| match callee {
            Callee::Function(def) => Some(*def),
            _ => None,
        });
        defs.collect()
    }
}

impl Function<'_> {
    fn is_idle(self) -> bool {
        let names = &self.model.names;
        let parent = names.def(self.id()).parent;
        let of_trait = parent.is_some_and(|parent| match names.def(parent).kind {
            DefKind::Trait => true,
            DefKind::Impl => names.impl_head(parent).is_some_and(|head| head.of_trait.is_some()),
            _ => false,
        });
        let has_attributes = names.item(self.id()).is_some_and(|item| !item.attrs.is_empty());
        let mut exprs = self.body().exprs.iter();
        !of_trait && !has_attributes && exprs.all(|(_, expr)| !may_wait(&expr.kind))
    }
}

/// It waits, it is not known whether it does, or the function is yet to be written.
fn may_wait(kind: &ExprKind) -> bool {
    match kind {
        ExprKind::Await(_)
        | ExprKind::Select(_)
        | ExprKind::Join { .. }
        | ExprKind::Missing
        | ExprKind::For { is_await: true, .. } => true,
        ExprKind::Block(block) => {
            matches!(block.kind, BlockKind::Async { .. } | BlockKind::Stream { .. })
        }
        ExprKind::Macro(call) => {
            matches!(call.form, MacroForm::Opaque | MacroForm::AsWritten | MacroForm::Panic)
        }
        _ => false,
    }
}

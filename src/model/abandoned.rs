//! Tasks that are spawned just before their runtime goes away.

use crate::flow::Discard;
use crate::flow::Fate;
use crate::flow::RegionId;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::MacroForm;
use crate::library::AttributeRole;
use crate::library::CallRole;
use crate::model::Call;
use crate::model::Function;
use crate::source;
use crate::source::Span;
use crate::types::Callee;
use crate::types::Type;

/// A task that nobody waits for, spawned where nothing is waited for any more.
#[derive(Clone, Copy, Debug)]
pub struct AbandonedTask<'m> {
    /// The spawn.
    pub spawn: Call<'m>,
    /// What ends then: the runtime's `main`, or the call that waited with a runtime.
    pub end: source::Place,
}

impl<'m> Function<'m> {
    /// The tasks that its `main` attribute's runtime, or one that it makes and drops itself, is gone
    /// for before they are done.
    pub fn abandoned_tasks(self) -> impl Iterator<Item = AbandonedTask<'m>> {
        let spawns =
            self.calls().filter(move |call| call.is_written() && self.is_lost_spawn(*call));
        spawns.filter_map(move |spawn| {
            let end = self.end_of_runtime(spawn.region())?;
            (!self.waits_behind(spawn)).then_some(AbandonedTask { spawn, end })
        })
    }

    fn is_lost_spawn(self, call: Call<'m>) -> bool {
        let fate = self.flow().fate_of_call(call.expr());
        let is_lost = matches!(fate, Fate::Discarded(Discard::Statement | Discard::Underscore));
        is_lost && self.role_of(call.expr()) == Some(CallRole::Spawn)
    }

    /// Where the runtime ends that runs a region: with the region.
    fn end_of_runtime(self, region: RegionId) -> Option<source::Place> {
        if region == RegionId::ROOT {
            return self.attribute(AttributeRole::Main).map(|attribute| attribute.place);
        }
        let Fate::Argument(call, _) = self.flow().region(region).fate else { return None };
        let waits = self.call_at(call)?;
        let is_given = self.role_of(call) == Some(CallRole::BlockOn);
        let mut own = self.local_runtimes();
        let is_own = own.any(|runtime| runtime.waits().any(|used| used == call));
        (is_given && is_own && waits.region() == RegionId::ROOT).then(|| waits.callee_place())
    }

    /// Something that stands behind a spawn may wait: then the task has time. In a loop the whole loop
    /// stands behind it.
    fn waits_behind(self, spawn: Call<'m>) -> bool {
        let body = self.body();
        let span = body.exprs[spawn.expr()].span;
        let holds = |outer: Span| outer.start <= span.start && span.end <= outer.end;
        let loops = body.exprs.iter().filter(|(_, expr)| {
            let is_loop = matches!(
                expr.kind,
                ExprKind::For { .. } | ExprKind::Loop { .. } | ExprKind::While { .. }
            );
            is_loop && holds(expr.span)
        });
        let from = loops.map(|(_, expr)| expr.span.start).min().unwrap_or(span.end);
        let spawned: Vec<Span> = self
            .calls()
            .filter(|call| call.is_written() && self.is_lost_spawn(*call))
            .map(|call| body.exprs[call.expr()].span)
            .collect();
        let is_spawned =
            |at: Span| spawned.iter().any(|it| it.start <= at.start && at.end <= it.end);
        body.exprs.iter().any(|(id, expr)| {
            let is_behind = expr.span.start >= from && !is_spawned(expr.span);
            is_behind && self.may_wait(id)
        })
    }

    /// Whether evaluating an expression itself may take time, as far as is not known otherwise.
    fn may_wait(self, expr: ExprId) -> bool {
        match &self.body().exprs[expr].kind {
            ExprKind::Await(_)
            | ExprKind::Select(_)
            | ExprKind::Join { .. }
            | ExprKind::Loop { .. }
            | ExprKind::While { .. } => true,
            ExprKind::For { is_await, .. } => *is_await,
            ExprKind::Macro(call) => {
                matches!(call.form, MacroForm::AsWritten | MacroForm::Opaque)
            }
            ExprKind::Call { .. } | ExprKind::MethodCall(_) => self.may_wait_in_call(expr),
            _ => false,
        }
    }

    fn may_wait_in_call(self, call: ExprId) -> bool {
        let model = self.model;
        let Some(found) = self.types().call(call) else { return true };
        match &found.callee {
            Callee::Constructor => false,
            // It makes a future, and whether that is awaited is seen.
            Callee::Function(def) => !model.effects.roles.is_async(&model.names, *def),
            Callee::Library(path) => {
                let row = model.library.call(path);
                let does = row.is_some_and(|row| {
                    let role = row.role.is_some_and(|role| {
                        !matches!(role, CallRole::Unwraps | CallRole::Constructor)
                    });
                    row.blocks.is_some() || row.enters.is_some() || role
                });
                let krate = path.split("::").next().unwrap_or(path);
                let ends = *self.types().ty(self.types().type_of(call)) == Type::Never;
                does || ends || !model.library.has_sigs(krate)
            }
            _ => true,
        }
    }
}

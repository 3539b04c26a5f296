//! A line that flushes what was written.

use crate::finding::Fix;
use crate::finding::Safety;
use crate::flow;
use crate::flow::Fate;
use crate::flow::RegionId;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::library::CallRole;
use crate::model::Function;
use crate::model::Guard;
use crate::model::mend::bound::Bound;
use crate::model::mend::bound::Part;
use crate::source::Span;
use crate::types::Type;

impl Guard<'_> {
    /// The edit that flushes a writer behind its last write, where no other way leads past it, and where
    /// `flush().await?` can be written: a write shows that the trait is in scope, and elsewhere the function
    /// hands on the same error, or it gives what the last write gives.
    pub fn flushed(self) -> Option<Fix> {
        let (function, region) = (self.function, self.region());
        let bound = function.bound(self.holder()?)?;
        let last = bound.last_use()?;
        let at_last = bound.until(last).last()?;
        let is_on_the_way = function.can_wait_in(region)
            && bound.stays_in(region)
            && !bound.is_shadowed(last)
            && !bound.until(last).any(|part| function.is_left_within(part, region))
            // What is alive there was alive while that write was awaited.
            && bound.writes().any(|write| function.body().holds(at_last, write));
        if !is_on_the_way {
            return None;
        }
        let name = bound.name();
        let line = format!("{name}.flush().await?;");
        let edit = match last {
            Part::Tail(tail) if bound.gives_a_write(tail, region) => {
                let end = function.body().exprs[tail].span.end;
                let between = bound.indent().map_or(" ".to_owned(), |indent| format!("\n{indent}"));
                bound.edit(Span::new(end, end), format!("?;{between}{name}.flush().await"))
            }
            _ if !bound.writes().any(|write| function.hands_its_error_on(write, region)) => {
                return None;
            }
            Part::Tail(tail) if is_statement(&function.body().exprs[tail].kind) => {
                bound.line_at(function.body().exprs[tail].span.end as usize, &line)
            }
            Part::Tail(_) => return None,
            Part::Statement(at) => bound.line_behind(at, &line)?,
        };
        let title = format!("flush `{name}` after the last write");
        Some(Fix { title, safety: Safety::Safe, edits: vec![edit] })
    }
}

impl Bound<'_> {
    /// The calls that write to it by its own name.
    fn writes(&self) -> impl Iterator<Item = ExprId> {
        let function = self.function;
        function.body().exprs.iter().filter_map(move |(id, expr)| match &expr.kind {
            ExprKind::MethodCall(call) if self.mentions.contains(&call.receiver) => {
                (function.role_of(id) == Some(CallRole::Writes)).then_some(id)
            }
            _ => None,
        })
    }

    /// An expression awaits a write that gives nothing but a possible error, and is what its region gives.
    fn gives_a_write(&self, tail: ExprId, region: RegionId) -> bool {
        let function = self.function;
        let ExprKind::Await(write) = function.body().exprs[tail].kind else { return false };
        let types = function.types();
        self.is_source(tail)
            && self.writes().any(|known| known == write)
            && types.is_only_an_error(types.type_of(tail))
            && function.flow().value(tail) == Some((region, Fate::Returned))
    }
}

impl Function<'_> {
    /// The error that awaiting a call may give is one that the region hands on by `?`, there or elsewhere.
    fn hands_its_error_on(self, call: ExprId, region: RegionId) -> bool {
        let (body, types) = (self.body(), self.types());
        let error = |result: ExprId| match types.ty(types.type_of(result)) {
            Type::Adt(_, args) if types.can_be_an_error(types.type_of(result)) => {
                args.get(1).copied().filter(|&error| *types.ty(error) != Type::Unknown)
            }
            _ => None,
        };
        let is_awaited =
            |kind: &ExprKind| matches!(kind, ExprKind::Await(future) if *future == call);
        let awaited = body.exprs.iter().find(|(_, expr)| is_awaited(&expr.kind));
        let Some(wanted) = awaited.and_then(|(id, _)| error(id)) else { return false };
        body.exprs.iter().any(|(id, expr)| match expr.kind {
            ExprKind::Try(result) => {
                let is_here = self.flow().value(id).is_some_and(|(at, _)| at == region);
                is_here && error(result) == Some(wanted)
            }
            _ => false,
        })
    }

    /// A way leads out of an expression elsewhere than at its end, where nothing has failed.
    fn is_left_within(self, part: ExprId, region: RegionId) -> bool {
        let (body, types) = (self.body(), self.types());
        let leaves = |(id, kind): (ExprId, &ExprKind)| match kind {
            ExprKind::Return(value) => !value.is_some_and(|value| {
                flow::is_err(&self.model.names, types, value)
                    && types.is_opened(types.type_of(value))
            }),
            ExprKind::Break { label: None, .. } | ExprKind::Continue { label: None } => {
                let around = self.loop_around(id, region);
                around.is_none_or(|around| !body.holds(part, around))
            }
            _ => true,
        };
        let jumps = body.exprs.iter().map(|(id, expr)| (id, &expr.kind));
        let jumps = jumps.filter(|(_, kind)| {
            matches!(kind, ExprKind::Return(_) | ExprKind::Break { .. } | ExprKind::Continue { .. })
        });
        jumps.filter(|(id, _)| body.holds(part, *id)).any(leaves)
    }
}

/// It can stand before other statements as it is.
fn is_statement(kind: &ExprKind) -> bool {
    matches!(
        kind,
        ExprKind::For { .. } | ExprKind::While { .. } | ExprKind::If { otherwise: None, .. }
    )
}

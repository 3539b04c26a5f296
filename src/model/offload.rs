//! What a call runs on a pool for blocking work.

use crate::flow::Fate;
use crate::flow::RegionId;
use crate::flow::RegionKind;
use crate::flow::endless_loop;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::library::CallRole;
use crate::library::CallRow;
use crate::library::Within;
use crate::model::Call;
use crate::model::Function;
use crate::source;
use crate::types::Callee;
use crate::types::Type;

impl<'m> Call<'m> {
    /// It keeps a thread of a pool for blocking work for ever: the loop that nothing leads out of, in
    /// what it runs there or in a function that this calls.
    pub fn endless_on_pool(self) -> Option<source::Place> {
        let Callee::Library(path) = &self.typed().callee else { return None };
        let row = self.function.model.library.call(path).filter(|row| is_pool(row))?;
        let arg = row.arg?;
        let flow = &self.function.model.flow.bodies[self.function.body];
        let given = Fate::Argument(self.expr(), arg);
        let region = flow
            .regions
            .iter()
            .position(|region| region.fate == given && region.kind == RegionKind::Closure);
        match region {
            Some(region) => self.function.endless_in_closure(RegionId(region as u32)),
            None => self.handed(arg)?.endless(),
        }
    }

    /// The function of the workspace that is an argument.
    fn handed(self, arg: usize) -> Option<Function<'m>> {
        let ExprKind::Call { args, .. } = &self.body().exprs[self.expr()].kind else { return None };
        let types = &self.function.model.types.bodies[self.function.body];
        self.function.model.function_of(types.reference(*args.get(arg)?)?)
    }
}

impl<'m> Function<'m> {
    fn endless_in_closure(self, region: RegionId) -> Option<source::Place> {
        let flow = &self.model.flow.bodies[self.body];
        let ExprKind::Closure(closure) = &self.ir()?.exprs[flow.region(region).expr].kind else {
            return None;
        };
        let calls = self.calls().filter(|call| call.region() == region);
        let mut called = calls.filter_map(|call| self.model.function_of(&call.typed().callee));
        self.endless_at(closure.body).or_else(|| called.find_map(Function::endless))
    }

    /// A loop in it that nothing leads out of.
    fn endless(self) -> Option<source::Place> {
        if self.model.effects.roles.is_async(&self.model.names, self.id()) {
            return None;
        }
        self.endless_at(self.ir()?.root)
    }

    fn endless_at(self, at: ExprId) -> Option<source::Place> {
        let body = self.ir()?;
        let types = &self.model.types.bodies[self.body];
        let ends = |call: ExprId| {
            let unwraps = types.call(call).is_some_and(|call| match &call.callee {
                Callee::Library(path) => {
                    let row = self.model.library.call(path);
                    row.is_some_and(|row| row.role == Some(CallRole::Unwraps))
                }
                _ => false,
            });
            unwraps || *types.ty(types.type_of(call)) == Type::Never
        };
        let span = body.exprs[endless_loop(body, at, &ends)?].span;
        Some(source::Place { file: self.file(), span })
    }
}

/// It hands its closure to one of the threads that a runtime keeps for blocking work.
fn is_pool(row: &CallRow) -> bool {
    row.role == Some(CallRole::Offload)
        && row.within != Some(Within::NoRuntime)
        && row.enters.is_none()
}

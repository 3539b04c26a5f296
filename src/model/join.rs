//! Futures that a `join!` polls side by side.

use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Path;
use crate::model::Call;
use crate::model::Function;
use crate::source;

/// A `join!` or `try_join!`.
#[derive(Clone, Copy, Debug)]
pub struct Join<'m> {
    function: Function<'m>,
    path: &'m Path,
    futures: &'m [ExprId],
    is_try: bool,
}

impl<'m> Join<'m> {
    /// The macro's name, where it stands.
    pub fn place(self) -> source::Place {
        source::Place { file: self.function.file(), span: self.path.span }
    }

    /// The macro's name, as written.
    pub fn name(self) -> &'m str {
        self.function.text(self.path.span)
    }

    /// The first that fails drops the others.
    pub fn is_try(self) -> bool {
        self.is_try
    }

    /// The futures that calls make on the spot.
    pub fn calls(self) -> impl Iterator<Item = Call<'m>> {
        let function = self.function;
        let calls = self.futures.iter().filter_map(move |&it| function.types().position_of(it));
        calls.map(move |call| Call { function, call })
    }
}

impl<'m> Function<'m> {
    /// Its `join!`s and `try_join!`s.
    pub fn joins(self) -> impl Iterator<Item = Join<'m>> {
        let concurrent = &self.model.flow.bodies[self.body].concurrent;
        concurrent.iter().filter_map(move |&(at, _)| match &self.body().exprs[at].kind {
            ExprKind::Join { path, is_try, futures } => {
                Some(Join { function: self, path, futures, is_try: *is_try })
            }
            _ => None,
        })
    }
}

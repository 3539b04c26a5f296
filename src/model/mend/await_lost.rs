//! `.await` behind a future that is lost.

use rustc_hash::FxHashSet;

use crate::finding::Fix;
use crate::finding::Safety;
use crate::model::Call;
use crate::model::Function;
use crate::model::Loss;
use crate::model::Lost;
use crate::model::Origin;
use crate::model::mend::is_closed;
use crate::source::Span;
use crate::types::Waiting;

impl Lost<'_> {
    /// The edit that awaits a future that a statement makes and drops, or binds to `_`. The work was not
    /// done before, and now it is.
    pub fn awaited(self) -> Option<Fix> {
        let is_dropped = matches!(self.loss(), Loss::Statement | Loss::Underscore);
        let Origin::Call(call) = self.origin()? else { return None };
        let body = call.body();
        let is_plain = call.expr() == self.expr() && is_closed(&body.exprs[call.expr()].kind);
        let fits = is_dropped
            && is_plain
            && self.waiting() == Some(Waiting::Future)
            && call.can_be_awaited()
            // A future that awaits itself has no size.
            && !call.leads_to(call.function, &mut FxHashSet::default());
        if !fits {
            return None;
        }
        let end = body.exprs[call.expr()].span.end;
        let edits = vec![call.edit(Span::new(end, end), ".await")];
        Some(Fix { title: "await the future".to_owned(), safety: Safety::Unsafe, edits })
    }
}

impl Call<'_> {
    /// The callee is a function of the workspace, or calls it in turn.
    fn leads_to(self, function: Function<'_>, seen: &mut FxHashSet<usize>) -> bool {
        let Some(callee) = self.function.model.function_of(&self.typed().callee) else {
            return false;
        };
        callee.body == function.body
            || seen.insert(callee.body) && callee.calls().any(|call| call.leads_to(function, seen))
    }
}

//! What becomes of tasks: their handles, and what they give.

use crate::flow::Fate;
use crate::ir::Attr;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::PatId;
use crate::ir::PatKind;
use crate::library::AttributeRole;
use crate::library::CallRole;
use crate::library::TypeRole;
use crate::model::Call;
use crate::model::Function;
use crate::model::Lost;
use crate::source;
use crate::types::Callee;
use crate::types::Waiting;

impl Lost<'_> {
    /// What started the task keeps track of it.
    pub fn is_tracked(self) -> bool {
        let function = self.function();
        match &function.body().exprs[self.expr()].kind {
            ExprKind::MethodCall(call) => {
                let types = function.types();
                let role = types.role(function.model.library, types.type_of(call.receiver));
                role == Some(TypeRole::TaskTracker)
            }
            _ => false,
        }
    }

    /// It is the handle of a task that gives nothing but, perhaps, an error: its type as a reader
    /// knows it. Of what gives a value, who drops the handle has done without that too.
    pub fn unseen_error(self) -> Option<String> {
        if !matches!(self.waiting(), Some(Waiting::DetachingTask | Waiting::Thread)) {
            return None;
        }
        let types = self.function().types();
        let given = types.given(self.ty());
        types.is_only_an_error(given).then(|| types.text(&self.function().model.names, given))
    }

    /// The task runs an async function that tells of its errors itself: `#[instrument(err)]`. Or it
    /// runs something until a time is up, and its error says that it is.
    pub fn tells_its_errors(self) -> bool {
        let function = self.function();
        let is_told = |call: Call<'_>| match &call.typed().callee {
            Callee::Library(_) => call.role() == Some(CallRole::Timeout),
            Callee::Function(def) => {
                let names = &function.model.names;
                let roles = &function.model.effects.roles;
                let attr = roles.attribute(*def, AttributeRole::Span);
                let attrs = names.item(*def).map_or(&[][..], |item| &item.attrs);
                attr.and_then(|at| attrs.get(at)).is_some_and(tells_errors)
            }
            _ => false,
        };
        // What polls itself by hand has had each error in its hands.
        let is_by_hand = |part: ExprId| {
            function.waiting(function.types().type_of(part)) == Some(Waiting::Answer)
        };
        let mut all = function.parts_of(self.expr()).into_iter();
        all.any(|part| is_by_hand(part) || function.call_at(part).is_some_and(is_told))
    }
}

/// `err` stands among the arguments of the attribute.
fn tells_errors(attr: &Attr) -> bool {
    let args = attr.args.as_deref().unwrap_or_default();
    args.split(|letter: char| !letter.is_alphanumeric() && letter != '_').any(|word| word == "err")
}

/// What a task has given, and nobody looks at.
#[derive(Clone, Copy, Debug)]
pub struct Unseen<'m> {
    function: Function<'m>,
    awaited: ExprId,
}

impl<'m> Function<'m> {
    /// The awaits of tasks whose outcome is thrown away: whether they panicked or were stopped, and
    /// the errors that they return.
    pub fn unseen_outcomes(self) -> impl Iterator<Item = Unseen<'m>> {
        let exprs = self.body().exprs.iter();
        exprs.filter_map(move |(expr, found)| match found.kind {
            ExprKind::Await(operand) if self.is_unseen(expr, operand) => {
                Some(Unseen { function: self, awaited: expr })
            }
            _ => None,
        })
    }

    fn is_unseen(self, awaited: ExprId, operand: ExprId) -> bool {
        let types = self.types();
        let Some((_, fate)) = self.flow().value(awaited) else { return false };
        let ty = types.type_of(awaited);
        let of_handle = self.waiting(types.type_of(operand)).is_some_and(Waiting::is_task);
        if of_handle && types.can_be_an_error(ty) {
            return self.is_given_up(fate);
        }
        let ExprKind::MethodCall(call) = &self.body().exprs[operand].kind else { return false };
        let group = self.waiting(types.type_of(call.receiver));
        let of_group = group == Some(Waiting::CancellingTask);
        of_group
            && types.may_hold_an_error(ty)
            && (self.is_given_up(fate) || self.is_only_counted(fate))
    }

    /// `x;`, `let _ = x`, `x.ok();`.
    fn is_given_up(self, fate: Fate) -> bool {
        match fate {
            Fate::Discarded(_) => true,
            Fate::Receiver(call) => {
                let opens = self.types().is_opened(self.types().type_of(call));
                let fate = self.flow().fate_of_call(call);
                opens && matches!(fate, Fate::Discarded(_))
            }
            _ => false,
        }
    }

    /// `while let Some(_) = x`, `while x.is_some()`.
    fn is_only_counted(self, fate: Fate) -> bool {
        match fate {
            Fate::Matched(condition) => match self.body().exprs[condition].kind {
                ExprKind::Let { pat, .. } => self.binds_nothing(pat),
                _ => false,
            },
            Fate::Receiver(call) => self.types().is_bool(self.types().type_of(call)),
            _ => false,
        }
    }

    /// `Some(_)`.
    fn binds_nothing(self, pat: PatId) -> bool {
        let body = self.body();
        let PatKind::TupleStruct { pats, .. } = &body.pats[pat].kind else { return false };
        pats.iter().all(|&pat| matches!(body.pats[pat].kind, PatKind::Wild | PatKind::Rest))
    }

    /// The parts of an expression that lie in its arguments and receivers.
    fn parts_of(self, expr: ExprId) -> Vec<ExprId> {
        let mut all = vec![expr];
        let mut at = 0;
        while let Some(&part) = all.get(at) {
            if let ExprKind::Call { .. } | ExprKind::MethodCall(_) = self.body().exprs[part].kind {
                self.body().each_child(part, &mut |child| all.push(child));
            }
            at += 1;
        }
        all
    }
}

impl<'m> Unseen<'m> {
    /// The `.await` and what it waits for.
    pub fn place(self) -> source::Place {
        let span = self.function.body().exprs[self.awaited].span;
        source::Place { file: self.function.file(), span }
    }
}

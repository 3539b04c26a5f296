//! What a function does to one place before and after the task may yield.

use crate::effects::Certainty;
use crate::effects::Cut;
use crate::effects::Heat;
use crate::finding::Grade;
use crate::flow;
use crate::flow::CrossingKind;
use crate::flow::Part;
use crate::flow::RegionId;
use crate::flow::Root;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Receiver;
use crate::model::Function;
use crate::model::Model;
use crate::source;
use crate::types::Type;

/// Two things that a function does to one place, with a suspension in between.
#[derive(Clone, Copy, Debug)]
pub struct Crossing<'m> {
    function: Function<'m>,
    row: usize,
}

/// What drops code before its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Dropping {
    /// The name of the macro, the call, or the name of the function that answers requests.
    pub place: source::Place,
    /// Why.
    pub by: By,
}

impl By {
    /// What stands under the place.
    pub fn label(self) -> &'static str {
        match self {
            By::Other => "dropped where another future is ready first",
            By::Time => "dropped when the time is over",
            By::Client => "dropped when the client goes away",
        }
    }
}

/// Why code is dropped before its end.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum By {
    /// Another future was ready first.
    Other,
    /// A time was over.
    Time,
    /// The client that asked has gone.
    Client,
}

impl<'m> Function<'m> {
    /// What a future is made of lives on when a `select!` or timeout drops it: that stands in a loop, or
    /// the future is that of a method of what the function itself was given.
    fn lives_on(self, at: ExprId, future: ExprId) -> bool {
        let body = self.body();
        let is_loop = |kind: &ExprKind| {
            matches!(kind, ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. })
        };
        let mut loops = body.exprs.iter().filter(|(_, expr)| is_loop(&expr.kind));
        loops.any(|(around, _)| body.holds(around, at)) || self.is_of_what_is_given(future)
    }

    fn is_of_what_is_given(self, future: ExprId) -> bool {
        let ExprKind::MethodCall(call) = &self.body().exprs[future].kind else { return false };
        let (names, types, body) = (&self.model.names, self.types(), self.body());
        let access = self.with_accesses(|accesses| accesses.of(call.receiver));
        let given = |ty| matches!(types.ty(ty), Type::Ref(..));
        match access.map(|access| access.root) {
            Some(Root::Receiver) => {
                let receiver = names.function(self.id()).and_then(|it| it.receiver.as_ref());
                matches!(receiver, Some(Receiver::Ref | Receiver::RefMut))
            }
            Some(Root::Parameter(number)) => given(types.type_of_pat(body.params[number])),
            Some(Root::Static(_)) => true,
            Some(Root::Local(_)) | None => false,
        }
    }

    fn cut_span(self, at: ExprId) -> source::Span {
        match self.types().call(at) {
            Some(call) => call.at,
            None => self.suspension(at),
        }
    }

    /// What it does to one place before and after a suspension, in the order of the text.
    pub fn crossings(self) -> Vec<Crossing<'m>> {
        let rows = 0..self.flow().crossings.len();
        let mut found: Vec<Crossing<'m>> =
            rows.map(|row| Crossing { function: self, row }).collect();
        found.sort_by_key(|it| (it.second(), it.first()));
        found
    }
}

impl Model<'_> {
    fn dropping(&self, cut: Cut) -> Dropping {
        match cut {
            Cut::Call { body, at, is_select, .. } => {
                let function = Function { model: self, body };
                let place = source::Place { file: function.file(), span: function.cut_span(at) };
                Dropping { place, by: if is_select { By::Other } else { By::Time } }
            }
            Cut::Handler(body) => {
                Dropping { place: Function { model: self, body }.place(), by: By::Client }
            }
        }
    }

    /// What drops a region at its `.await`s.
    pub(super) fn drops(&self, body: usize, region: RegionId) -> Option<Dropping> {
        self.effects.dropped.by(body, region).map(|cut| self.dropping(cut))
    }
}

impl<'m> Crossing<'m> {
    /// How the two belong together.
    pub fn kind(self) -> CrossingKind {
        self.row().kind
    }

    /// What reads, empties or marks the place.
    pub fn first(self) -> source::Place {
        self.place(self.row().first)
    }

    /// Where the task may yield: the keyword `await`, the name of the macro.
    pub fn across(self) -> source::Place {
        let span = self.function.suspension(self.row().across);
        source::Place { file: self.function.file(), span }
    }

    /// What writes to it, fills it, or takes the mark away.
    pub fn second(self) -> source::Place {
        self.place(self.row().second)
    }

    /// Others may come to the place at any time.
    pub fn is_shared(self) -> bool {
        self.row().is_shared
    }

    /// It is what a collection has under a key.
    pub fn is_keyed(self) -> bool {
        matches!(self.row().spot.inside.last(), Some(Part::Key(_)))
    }

    /// The way out by an error that leaves a mark: the `?`, or the `return`.
    pub fn left(self) -> Option<source::Place> {
        match self.kind() {
            CrossingKind::Marked { left: Some(left), .. } => Some(self.place(left)),
            _ => None,
        }
    }

    /// What drops the code at its `.await`s while the place lives on, as far as that was seen.
    pub fn cut(self) -> Option<Dropping> {
        let flow = self.function.flow();
        let region = flow.region_of_call(self.row().first);
        let model = self.function.model;
        let cut = model.effects.dropped.by(self.function.body, region)?;
        let lives_on = self.row().is_shared
            || match cut {
                Cut::Call { body, at, future, .. } => Function { model, body }.lives_on(at, future),
                Cut::Handler(_) => false,
            };
        lives_on.then(|| model.dropping(cut))
    }

    /// The place, as a reader would name it: `self.cache`, `self.state.count`, `self.users[…]`.
    pub fn name(self) -> String {
        let spot = &self.row().spot;
        let mut name = self.function.name_of(&spot.access);
        for part in &spot.inside {
            match part {
                Part::Field(field) => {
                    name = format!("{name}.{}", self.function.model.names.symbols.text(*field));
                }
                Part::Key(_) => name += "[…]",
            }
        }
        name
    }

    /// As sure as this, and as hot as the code.
    pub fn grade(self, certainty: Certainty) -> Grade {
        let region = self.function.flow().region_of_call(self.row().first);
        let heat: Heat = self.function.heat(region, self.first().span.start);
        Grade { certainty, heat, test: self.function.is_test(), ..Grade::CERTAIN }
    }

    fn place(self, expr: ExprId) -> source::Place {
        let span = self.function.body().exprs[expr].span;
        source::Place { file: self.function.file(), span }
    }

    pub(super) fn function(self) -> Function<'m> {
        self.function
    }

    pub(super) fn row(self) -> &'m flow::Crossing {
        &self.function.flow().crossings[self.row]
    }
}

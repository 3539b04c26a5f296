//! Loops, and where the answers to the calls in them lead.

use crate::flow::Course;
use crate::flow::Question;
use crate::flow::Turn;
use crate::flow::endless_loop;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::library::Pause;
use crate::library::TypeRole;
use crate::model::Call;
use crate::model::Function;
use crate::model::Place;
use crate::source;
use crate::source::Span;
use crate::types::Inner;
use crate::types::Type;
use crate::types::TypeHead;
use crate::types::TypeId;
use crate::types::head_of;
use crate::types::may_hold;

/// A loop that asks, and comes round to the same question.
#[derive(Clone, Copy, Debug)]
pub struct Round<'m> {
    /// The call that is asked again.
    pub call: Call<'m>,
    /// What it answers each time.
    pub question: Question,
    /// How the loop pauses in between: the longest pause of the shortest way round, and the call that
    /// makes it.
    pub pause: Option<(Pause, Call<'m>)>,
    pub(super) around: ExprId,
}

impl<'m> Function<'m> {
    /// The loops that run on an executor and go round, waiting for nothing but time, as long as others
    /// have not done what they ask for.
    pub fn impatient_loops(self) -> impl Iterator<Item = Round<'m>> {
        let turns = self.turns(Question::NotYet).filter_map(move |turn| {
            let idle = turn.again.iter().filter(|course| is_idle(course) && !floods(course));
            let shortest = idle.min_by_key(|course| course.pause)?;
            Some((turn, shortest.pause))
        });
        let mut known = Vec::new();
        turns.filter_map(move |(turn, pause)| {
            // A loop that asks for several things is told of once.
            let is_new = !known.contains(&turn.around);
            known.push(turn.around);
            let is_meant = |round: &Round<'_>| !round.sleeps() || self.only_looks(turn);
            self.round(turn, pause).filter(|round| is_new && is_meant(round))
        })
    }

    /// A loop does nothing but ask, and what it asks for alone ends it. One that nothing ends, or
    /// that works in some turns, is a job that is done from time to time.
    fn only_looks(self, turn: &Turn) -> bool {
        let ends = endless_loop(self.body(), turn.around, &|_| false) != Some(turn.around);
        ends && !turn.may_wait && turn.again.iter().chain(&turn.left).all(is_idle)
    }

    /// The loops that run on an executor and go round at once, each time, after this answer.
    pub fn deaf_loops(self, question: Question) -> impl Iterator<Item = Round<'m>> {
        let turns = self.turns(question).filter(|turn| {
            let spins = |course: &Course| course.pause.is_none() && !course.touched;
            let always = turn.again.iter().all(spins) && turn.left.iter().all(|it| !it.chance);
            always && !turn.again.is_empty() && !turn.may_wait
        });
        let rounds = turns.filter_map(move |turn| self.round(turn, None));
        rounds.filter(move |it| question != Question::Closed || !it.keeps_sender())
    }

    /// The receives that miss something when they are too slow, where the loop then ends as if nothing
    /// more could come, and nobody is told.
    pub fn lag_ends(self) -> impl Iterator<Item = Round<'m>> {
        let turns = self.turns(Question::Lagged).filter(move |turn| {
            let is_silent = |course: &Course| !course.named && !course.told;
            let ends = turn.again.is_empty() && turn.left.iter().all(is_silent);
            ends && !turn.left.is_empty() && !self.is_in_loop(turn.around)
        });
        turns.filter_map(move |turn| self.round(turn, None)).filter(|it| !it.carries_nothing())
    }

    fn turns(self, question: Question) -> impl Iterator<Item = &'m Turn> {
        let turns = self.flow().turns.iter();
        turns.filter(move |turn| turn.question == question)
    }

    fn round(self, turn: &Turn, pause: Option<(Pause, ExprId)>) -> Option<Round<'m>> {
        let position = |expr| self.types().position_of(expr);
        let call = Call { function: self, call: position(turn.call)? };
        let pause = match pause {
            Some((pause, at)) => Some((pause, Call { function: self, call: position(at)? })),
            None => None,
        };
        let round = Round { call, question: turn.question, pause, around: turn.around };
        (call.runs() == Place::Executor).then_some(round)
    }

    /// A loop stands in another one.
    fn is_in_loop(self, inner: ExprId) -> bool {
        let body = self.body();
        let is_loop = |kind: &ExprKind| {
            matches!(kind, ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. })
        };
        let mut loops = body.exprs.iter().filter(|(_, expr)| is_loop(&expr.kind));
        loops.any(|(at, _)| at != inner && body.holds(at, inner))
    }
}

/// Nothing on a way but the answers of other tasks decides, and nothing is done there.
fn is_idle(course: &Course) -> bool {
    !course.chance && !course.works && !course.touched
}

/// It would write a line in each turn and never pause: a way that is not thought to be taken.
fn floods(course: &Course) -> bool {
    let pauses = course.pause.is_some_and(|(pause, _)| pause != Pause::Spins);
    course.logged && !pauses
}

impl<'m> Round<'m> {
    /// From the first token of the loop to the beginning of its block.
    pub fn place(self) -> source::Place {
        let function = self.call.function;
        let body = function.body();
        let whole = body.exprs[self.around].span;
        let end = match body.exprs[self.around].kind {
            ExprKind::Loop { body: turn, .. }
            | ExprKind::While { body: turn, .. }
            | ExprKind::For { body: turn, .. } => body.exprs[turn].span.start,
            _ => whole.end,
        };
        let head = function.text(Span { start: whole.start, end });
        let end = whole.start + head.trim_end().len() as u32;
        source::Place { file: function.file(), span: Span { start: whole.start, end } }
    }

    fn sleeps(self) -> bool {
        self.pause.is_some_and(|(pause, _)| pause == Pause::Sleeps)
    }

    /// What the call is made on.
    fn receiver(self) -> Option<TypeId> {
        let function = self.call.function;
        let ExprKind::MethodCall(method) = &function.body().exprs[self.call.expr()].kind else {
            return None;
        };
        let types = function.types();
        let mut ty = types.type_of(method.receiver);
        while let Type::Ref(_, inner) = types.ty(ty) {
            ty = *inner;
        }
        Some(ty)
    }

    /// What the channel carries is `()`: nothing is lost with it.
    fn carries_nothing(self) -> bool {
        let types = self.call.function.types();
        let Some(Type::Adt(_, args)) = self.receiver().map(|ty| types.ty(ty)) else { return true };
        let item = args.first().map(|&arg| types.ty(arg));
        item.is_none_or(|item| matches!(item, Type::Tuple(parts) if parts.is_empty()))
    }

    /// What a sender of the channel may lie in is named in the function: then it may never be closed.
    fn keeps_sender(self) -> bool {
        let function = self.call.function;
        let types = function.types();
        let Some(Type::Adt(TypeHead::Library(path), args)) = self.receiver().map(|ty| types.ty(ty))
        else {
            return true;
        };
        let item = args.first().and_then(|&arg| head_of(types.ty(arg)));
        let module = |path: &str| path.rsplit_once("::").map(|(module, _)| module.to_owned());
        let (model, home) = (function.model, module(path));
        let is_sender = |inner: Inner<'_>| {
            let row = model.library.ty(inner.path);
            let is_sender = row.is_some_and(|row| row.role == Some(TypeRole::Sender));
            is_sender && module(inner.path) == home && inner.of == item
        };
        may_hold((&model.names, model.library, &model.types.members), types, &is_sender)
    }
}

//! Loops: the one that is looked at, and those inside it.

use crate::flow::turns::is_loop_of;
use crate::flow::turns::state::State;
use crate::flow::turns::state::Way;
use crate::flow::turns::state::merged;
use crate::flow::turns::value::Value;
use crate::flow::turns::walk::Frame;
use crate::flow::turns::walk::Walk;
use crate::ir::BlockKind;
use crate::ir::Body;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Name;

/// The calls in the loops of a body, each with the innermost loop around it.
pub(super) struct Loops<'a> {
    pub body: &'a Body,
    pub found: Vec<(ExprId, ExprId)>,
}

impl Loops<'_> {
    pub(super) fn walk(&mut self, at: ExprId, around: Option<ExprId>) {
        let kind = &self.body.exprs[at].kind;
        if matches!(kind, ExprKind::Call { .. } | ExprKind::MethodCall(_))
            && let Some(around) = around
        {
            self.found.push((at, around));
        }
        let body = self.body;
        match kind {
            // What a `for` goes through is asked for once.
            ExprKind::For { iterable, body: turn, .. } => {
                self.walk(*iterable, around);
                self.walk(*turn, Some(at));
            }
            _ => {
                let inner = match is_loop_of(body, at) {
                    true => Some(at),
                    false => around.filter(|_| !is_apart(body, at)),
                };
                body.each_child(at, &mut |child| self.walk(child, inner));
            }
        }
    }
}

/// It is code that runs elsewhere: a closure, an async block.
pub(super) fn is_apart(body: &Body, at: ExprId) -> bool {
    match &body.exprs[at].kind {
        ExprKind::Closure(_) => true,
        ExprKind::Block(block) => {
            matches!(block.kind, BlockKind::Async { .. } | BlockKind::Stream { .. })
        }
        _ => false,
    }
}

impl<'a> Walk<'a> {
    /// Walks from the beginning of a turn to the call, and from there until the call is made again.
    pub(super) fn turns_of(&mut self, around: ExprId) {
        let mut ways = vec![State::default()];
        for _ in 0..2 {
            self.frames.push(Frame { label: self.label(around), ..Frame::default() });
            let (ended, mut round) = self.turn(around, ways);
            let frame = self.frames.pop().expect("the frame that was pushed above");
            round.extend(frame.again);
            self.leave(ended.into_iter().chain(frame.ended.into_iter().map(|way| way.0)));
            let round = round.into_iter().filter(|state| state.asked);
            let round = round.map(|state| (state, Value::Unknown)).collect();
            ways = merged(round).into_iter().map(|way| way.0).collect();
            for state in &mut ways {
                state.scoped.clear();
            }
        }
        // It came round without asking again.
        self.may_wait |= !ways.is_empty();
    }

    /// One turn: the ways that do not begin it, and those that come to its end.
    fn turn(&mut self, around: ExprId, ways: Vec<State<'a>>) -> (Vec<State<'a>>, Vec<State<'a>>) {
        let body = self.body;
        let mut ended = Vec::new();
        let mut on = Vec::new();
        for state in ways {
            match &body.exprs[around].kind {
                ExprKind::While { condition, .. } => {
                    let (holds, fails) = self.condition(*condition, state);
                    on.extend(holds);
                    ended.extend(fails);
                }
                ExprKind::For { pat, is_await, .. } => {
                    let turn = self.by_chance(state);
                    let turns = match is_await {
                        true => self.wait(vec![turn]).into_iter().map(|way| way.0).collect(),
                        false => vec![turn],
                    };
                    for mut turn in turns {
                        ended.push(turn.clone());
                        self.bind(*pat, &Value::Unknown, &mut turn);
                        on.push(turn);
                    }
                }
                _ => on.push(state),
            }
        }
        let (ExprKind::Loop { body: turn, .. }
        | ExprKind::While { body: turn, .. }
        | ExprKind::For { body: turn, .. }) = &body.exprs[around].kind
        else {
            return (ended, on);
        };
        let ways = on.into_iter().flat_map(|state| self.walk(*turn, state));
        let ways: Vec<Way<'a>> = ways.collect();
        (ended, ways.into_iter().map(|way| way.0).collect())
    }

    /// A loop on the way. It is gone through once, or not at all: what a further turn would do is
    /// forgotten.
    pub(super) fn inner_loop(&mut self, at: ExprId, state: State<'a>) -> Vec<Way<'a>> {
        let mark = state.scoped.len();
        let body = self.body;
        let mut ways = vec![state];
        if let ExprKind::For { iterable, .. } = body.exprs[at].kind {
            let start = ways.pop().expect("the state that was put there above");
            ways.extend(self.walk(iterable, start).into_iter().map(|way| way.0));
        }
        let forget = |state: &mut State<'a>| {
            state.scoped.iter_mut().for_each(|known| known.1 = Value::Unknown);
            state.assigned.clear();
        };
        ways.iter_mut().for_each(forget);
        self.frames.push(Frame { label: self.label(at), mark, ..Frame::default() });
        let (mut ended, round) = self.turn(at, ways);
        let frame = self.frames.pop().expect("the frame that was pushed above");
        ended.extend(round.into_iter().chain(frame.again));
        let ended = ended.into_iter().map(|state| (state, Value::Unknown));
        let mut ways: Vec<Way<'a>> = ended.chain(frame.ended).collect();
        for (state, _) in &mut ways {
            state.scoped.truncate(mark);
            // How often it goes round is not known.
            state.course.chance |= state.asked;
            forget(state);
        }
        merged(ways)
    }

    fn label(&self, at: ExprId) -> Option<Name> {
        match self.body.exprs[at].kind {
            ExprKind::Loop { label, .. }
            | ExprKind::While { label, .. }
            | ExprKind::For { label, .. } => label,
            _ => None,
        }
    }
}

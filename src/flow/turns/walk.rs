//! Expressions: what they give, and which ways lead through them.

use crate::flow::turns::Course;
use crate::flow::turns::Program;
use crate::flow::turns::Question;
use crate::flow::turns::Turn;
use crate::flow::turns::cycle::is_apart;
use crate::flow::turns::state::State;
use crate::flow::turns::state::Way;
use crate::flow::turns::state::merged;
use crate::flow::turns::state::overlap;
use crate::flow::turns::value::Value;
use crate::ir;
use crate::ir::Anchor;
use crate::ir::BinaryOp;
use crate::ir::Body;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Literal;
use crate::ir::Name;
use crate::ir::StmtKind;
use crate::ir::UnaryOp;
use crate::types::BodyTypes;

/// So many expressions are walked for one call and answer.
const MOST_STEPS: u32 = 20_000;

/// A walk through the turns of a loop.
pub(super) struct Walk<'a> {
    pub program: Program<'a>,
    pub types: &'a BodyTypes,
    pub body: &'a Body,
    /// The call whose answer is known, and what it is made on.
    pub call: ExprId,
    pub answer: Value<'a>,
    pub made_on: Option<Vec<Option<Name>>>,
    /// How many functions it is inside of.
    pub depth: usize,
    /// The loops and labelled blocks around this place, the innermost last.
    pub frames: Vec<Frame<'a>>,
    /// The ways that came to the end of the function that is inside.
    pub returned: Vec<Way<'a>>,
    pub again: Vec<Course>,
    pub left: Vec<Course>,
    pub may_wait: bool,
    /// Asked is whether a function only looks: a way on which it does more decides that.
    pub only_looks: bool,
    steps: u32,
}

/// A loop or a labelled block.
#[derive(Default)]
pub(super) struct Frame<'a> {
    pub label: Option<Name>,
    pub is_block: bool,
    /// How many variables were in scope outside.
    pub mark: usize,
    /// The ways that came to a `continue`.
    pub again: Vec<State<'a>>,
    /// Those that came to a `break`.
    pub ended: Vec<Way<'a>>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(
        program: Program<'a>,
        types: &'a BodyTypes,
        body: &'a Body,
        call: ExprId,
        answer: Value<'a>,
    ) -> Self {
        let mut walk = Self {
            program,
            types,
            body,
            call,
            answer,
            made_on: None,
            depth: 0,
            frames: Vec::new(),
            returned: Vec::new(),
            again: Vec::new(),
            left: Vec::new(),
            may_wait: false,
            only_looks: false,
            steps: 0,
        };
        walk.made_on = match &body.exprs[call].kind {
            ExprKind::MethodCall(method) => walk.origin(method.receiver),
            ExprKind::Call { args, .. } => args.first().and_then(|&arg| walk.origin(arg)),
            _ => None,
        };
        walk
    }

    /// What was found.
    pub(super) fn outlook(mut self, question: Question, around: ExprId) -> Turn {
        for courses in [&mut self.again, &mut self.left] {
            courses.sort();
            courses.dedup();
        }
        let Self { call, again, left, may_wait, .. } = self;
        Turn { call, around, question, again, left, may_wait }
    }

    /// The ways through an expression.
    pub(super) fn walk(&mut self, id: ExprId, state: State<'a>) -> Vec<Way<'a>> {
        self.steps += 1;
        if self.steps > MOST_STEPS || self.only_looks && self.does_more(&state) {
            self.may_wait = true;
            return Vec::new();
        }
        let body = self.body;
        match &body.exprs[id].kind {
            ExprKind::Literal(literal) => vec![(state, literal_value(literal))],
            ExprKind::Path(_) | ExprKind::Field { .. } => self.named(id, state),
            ExprKind::Call { callee, args } => {
                let before = state.course;
                let mut given = self.all(args, vec![(state, Vec::new())]);
                if self.is_pause(id) {
                    // How long it takes is not what the loop is for.
                    given.iter_mut().for_each(|(state, _)| state.course.works = before.works);
                }
                match self.is_asked(id) {
                    true => self.ask(before.touched, given),
                    false => self.call(id, *callee, None, given),
                }
            }
            ExprKind::MethodCall(call) => {
                let parts: Vec<ExprId> =
                    std::iter::once(call.receiver).chain(call.args.iter().copied()).collect();
                let before = state.course.touched;
                let given = self.all(&parts, vec![(state, Vec::new())]);
                self.method_call(id, call, before, given)
            }
            ExprKind::Await(future) => self.await_on(*future, state),
            ExprKind::Try(operand) => self.question_mark(*operand, state),
            ExprKind::Ref { operand, mutable } => {
                let mut ways = self.walk(*operand, state);
                if *mutable && let Some(place) = self.place(*operand) {
                    // Whoever has the reference may write to it.
                    for (state, _) in &mut ways {
                        state.assign(&place, Value::Unknown);
                    }
                }
                ways
            }
            ExprKind::Unary { op, operand } => {
                let ways = self.walk(*operand, state).into_iter();
                let ways = ways.map(|(state, value)| match op {
                    UnaryOp::Not => (state, value.negated()),
                    UnaryOp::Deref => (state, value),
                    UnaryOp::Neg => (state, Value::Unknown),
                });
                ways.collect()
            }
            ExprKind::Cast { operand, .. } => self.walk(*operand, state),
            ExprKind::Binary { op: BinaryOp::And | BinaryOp::Or, .. } | ExprKind::Let { .. } => {
                let (holds, fails) = self.condition(id, state);
                let holds = holds.into_iter().map(|state| (state, Value::Bool(true)));
                let fails = fails.into_iter().map(|state| (state, Value::Bool(false)));
                merged(holds.chain(fails).collect())
            }
            ExprKind::Binary { op, lhs, rhs } => {
                let given = self.all(&[*lhs, *rhs], vec![(state, Vec::new())]);
                let ways = given.into_iter();
                ways.map(|(state, both)| {
                    let value = Value::computed(*op, &both[0], &both[1]);
                    (state, value)
                })
                .collect()
            }
            ExprKind::Assign { op, lhs, rhs } => self.assignment(op.is_some(), *lhs, *rhs, state),
            ExprKind::Block(block) if !is_apart(body, id) => self.block(block, state),
            ExprKind::Closure(_) | ExprKind::Block(_) => {
                let mut state = state;
                self.look_over(id, &mut state);
                vec![(state, Value::Unknown)]
            }
            ExprKind::Macro(call) => self.macro_call(id, call, state),
            ExprKind::Join { futures, .. } => {
                let ways = self.all(futures, vec![(state, Vec::new())]);
                self.wait(ways.into_iter().map(|way| way.0).collect())
            }
            ExprKind::Yield(value) => {
                let parts: Vec<ExprId> = value.iter().copied().collect();
                let ways = self.all(&parts, vec![(state, Vec::new())]);
                self.wait(ways.into_iter().map(|way| way.0).collect())
            }
            // What is not read may wait.
            ExprKind::Missing => self.wait(vec![state]),
            _ => self.branching(id, state),
        }
    }

    /// Several expressions, one after the other; gives all values.
    pub(super) fn all(
        &mut self,
        parts: &[ExprId],
        start: Vec<(State<'a>, Vec<Value<'a>>)>,
    ) -> Vec<(State<'a>, Vec<Value<'a>>)> {
        let mut ways = start;
        for &part in parts {
            let mut next = Vec::new();
            for (state, values) in ways {
                for (state, value) in self.walk(part, state) {
                    let mut values = values.clone();
                    values.push(value);
                    next.push((state, values));
                }
            }
            ways = next;
        }
        ways
    }

    /// The ways go on after a wait; one on which the call has answered does not come back at once.
    pub(super) fn wait(&mut self, states: Vec<State<'a>>) -> Vec<Way<'a>> {
        let (over, on): (Vec<State<'a>>, Vec<State<'a>>) =
            states.into_iter().partition(|state| state.asked);
        self.may_wait |= !over.is_empty();
        on.into_iter().map(|state| (state, Value::Unknown)).collect()
    }

    /// Nothing that is known decides which of two ways is gone.
    pub(super) fn by_chance(&self, mut state: State<'a>) -> State<'a> {
        state.course.chance |= state.asked;
        state
    }

    /// The ways lead out of the loop.
    pub(super) fn leave(&mut self, states: impl IntoIterator<Item = State<'a>>) {
        let asked = states.into_iter().filter(|state| state.asked);
        self.left.extend(asked.map(|state| state.course));
    }

    fn named(&mut self, id: ExprId, mut state: State<'a>) -> Vec<Way<'a>> {
        let body = self.body;
        let Some(place) = self.place(id) else {
            let ExprKind::Field { base, .. } = body.exprs[id].kind else {
                let value = self.constant(id);
                return vec![(state, value)];
            };
            let ways = self.walk(base, state).into_iter();
            return ways.map(|(state, _)| (state, Value::Unknown)).collect();
        };
        if state.asked && self.made_on.as_ref().is_some_and(|made_on| overlap(made_on, &place)) {
            state.course.touched = true;
        }
        let value = match (&place[..], &body.exprs[id].kind) {
            ([Some(name)], ExprKind::Path(_)) => match state.variable(*name) {
                Value::Unknown => self.constant(id),
                known => known,
            },
            _ => state.place(&place),
        };
        vec![(state, value)]
    }

    /// The variable or `self` and the fields that an expression names.
    pub(super) fn place(&self, id: ExprId) -> Option<Vec<Option<Name>>> {
        match &self.body.exprs[id].kind {
            ExprKind::Path(path) => match (&*path.segments, &path.anchor) {
                ([], Anchor::Super(0)) => Some(vec![None]),
                ([only], Anchor::Plain) => Some(vec![Some(only.name)]),
                _ => None,
            },
            ExprKind::Field { base, name } => {
                let mut place = self.place(*base)?;
                place.push(Some(*name));
                Some(place)
            }
            ExprKind::Ref { operand, .. } | ExprKind::Unary { op: UnaryOp::Deref, operand } => {
                self.place(*operand)
            }
            _ => None,
        }
    }

    /// The place that a value comes from, through calls on it: `self.rx` of `self.rx.as_mut()`.
    fn origin(&self, id: ExprId) -> Option<Vec<Option<Name>>> {
        match &self.body.exprs[id].kind {
            ExprKind::MethodCall(call) => self.origin(call.receiver),
            ExprKind::Await(inner) | ExprKind::Try(inner) => self.origin(*inner),
            ExprKind::Call { args, .. } => self.origin(*args.first()?),
            ExprKind::Ref { operand, .. } => self.origin(*operand),
            _ => self.place(id),
        }
    }

    fn assignment(
        &mut self,
        compound: bool,
        lhs: ExprId,
        rhs: ExprId,
        state: State<'a>,
    ) -> Vec<Way<'a>> {
        let mut ways = self.walk(rhs, state);
        let place = self.place(lhs);
        for (state, value) in &mut ways {
            let value = std::mem::replace(value, Value::Unknown);
            let value = if compound { Value::Unknown } else { value };
            let Some(place) = &place else {
                self.look_over(lhs, state);
                continue;
            };
            let hits = self.made_on.as_ref().is_some_and(|made_on| overlap(made_on, place));
            state.course.touched |= state.asked && hits;
            let is_own = state.assign(place, value);
            // Inside another function it is not followed to whom the place belongs.
            state.course.works |= state.asked && !is_own && self.depth > 0;
        }
        ways
    }

    fn block(&mut self, block: &'a ir::Block, state: State<'a>) -> Vec<Way<'a>> {
        let mark = state.scoped.len();
        let frame = Frame { label: block.label, is_block: true, mark, ..Frame::default() };
        self.frames.push(frame);
        let mut ways = vec![(state, Value::Unknown)];
        for stmt in &block.stmts {
            if !self.is_built(stmt.cfg.as_deref()) {
                continue;
            }
            let mut next = Vec::new();
            for (state, _) in ways {
                next.extend(match &stmt.kind {
                    StmtKind::Let { pat, init, otherwise, .. } => {
                        self.let_statement(*pat, *init, *otherwise, state)
                    }
                    StmtKind::Expr { expr, .. } => self.discarded(*expr, state),
                });
            }
            ways = merged(next);
        }
        if let Some(tail) = block.tail {
            let next = ways.into_iter().flat_map(|(state, _)| self.walk(tail, state));
            ways = next.collect();
        }
        let frame = self.frames.pop().expect("the frame that was pushed above");
        ways.extend(frame.ended);
        ways.iter_mut().for_each(|(state, _)| state.scoped.truncate(mark));
        merged(ways)
    }

    fn discarded(&mut self, id: ExprId, state: State<'a>) -> Vec<Way<'a>> {
        let ways = self.walk(id, state).into_iter();
        ways.map(|(state, _)| (state, Value::Unknown)).collect()
    }
}

fn literal_value<'a>(literal: &Literal) -> Value<'a> {
    match literal {
        Literal::Bool(value) => Value::Bool(*value),
        Literal::Int(value, _) => Value::Number(*value),
        _ => Value::Unknown,
    }
}

//! Where a turn of a loop leads once a call in it has given a certain answer: out of the loop, into a
//! wait, or round at once to the same call.
//!
//! The turn is walked with what is known of values: the answer itself, what patterns, conditions and
//! assignments make of it, and constants. Where nothing decides a branch, both ways are taken, and it is
//! remembered that nothing decided. Functions of the workspace that are called on the way are walked
//! too, a few calls deep.

mod branch;
mod calls;
mod cycle;
mod pattern;
mod state;
mod value;
mod walk;

pub use state::Course;

use rustc_hash::FxHashMap;

use crate::flow::turns::cycle::Loops;
use crate::flow::turns::value::Value;
use crate::flow::turns::walk::Walk;
use crate::ir::Body;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::library::Answer;
use crate::library::AnswerRow;
use crate::library::Library;
use crate::resolve::DefId;
use crate::resolve::Names;
use crate::types::BodyTypes;
use crate::types::Callee;
use crate::types::Types;

/// All that is needed to walk.
#[derive(Clone, Copy)]
pub(super) struct Program<'a> {
    pub names: &'a Names,
    pub library: &'a Library,
    pub types: &'a Types,
    /// Which of [`Types::bodies`] a function has.
    pub bodies: &'a FxHashMap<DefId, usize>,
}

/// A call in a loop, and where a certain answer to it leads.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Turn {
    /// The call.
    pub call: ExprId,
    /// The innermost loop around it.
    pub around: ExprId,
    /// What it answers.
    pub question: Question,
    /// The ways that lead round to the same call.
    pub again: Vec<Course>,
    /// The ways that lead out of the loop.
    pub left: Vec<Course>,
    /// Some way waits, or it is not known where it leads.
    pub may_wait: bool,
}

impl Turn {
    /// No way leads round or into a wait.
    fn always_leaves(&self) -> bool {
        self.again.is_empty() && !self.may_wait && !self.left.is_empty()
    }
}

/// What a call answers.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Question {
    /// The other side of its channel is gone.
    Closed,
    /// Its stream has come to its end.
    Ended,
    /// Its stream has no item left, if it is one that runs out.
    Exhausted,
    /// It has missed something.
    Lagged,
    /// The system refused.
    Failed,
    /// Others have not done yet what it asks for.
    NotYet,
}

impl Question {
    const ALL: [Question; 6] = [
        Question::Closed,
        Question::Ended,
        Question::Exhausted,
        Question::Lagged,
        Question::Failed,
        Question::NotYet,
    ];

    fn answer(self, row: &AnswerRow) -> Option<&Answer> {
        match self {
            Question::Closed => row.closed.as_ref(),
            Question::Ended => row.ended.as_ref(),
            Question::Exhausted => row.exhausted.as_ref(),
            Question::Lagged => row.lagged.as_ref(),
            Question::Failed => row.failed.as_ref(),
            Question::NotYet => row.not_yet.as_ref(),
        }
    }
}

/// Follows the answers to the calls in the loops of a body.
pub(super) fn of(program: Program<'_>, types: &BodyTypes) -> Vec<Turn> {
    let Some(body) = program.names.body(types.def) else { return Vec::new() };
    if !body.exprs.iter().any(|(_, expr)| is_loop(&expr.kind)) {
        return Vec::new();
    }
    let mut loops = Loops { body, found: Vec::new() };
    loops.walk(body.root, None);
    let mut turns = Vec::new();
    for (call, around) in loops.found {
        for (question, answer) in answers(program, types, body, call) {
            let turn = |answer: Value<'_>| {
                let mut walk = Walk::new(program, types, body, call, answer);
                walk.turns_of(around);
                walk.outlook(question, around)
            };
            let message = || Value::Variant("Ok", Box::new(Value::Unknown));
            // Where each message ends the loop, none is missed.
            if question != Question::Lagged || !turn(message()).always_leaves() {
                turns.push(turn(answer));
            }
        }
    }
    turns
}

/// What a call may answer at once.
fn answers<'a>(
    program: Program<'a>,
    types: &'a BodyTypes,
    body: &'a Body,
    call: ExprId,
) -> Vec<(Question, Value<'a>)> {
    match types.call(call).map(|call| &call.callee) {
        Some(Callee::Library(path)) => {
            let Some(row) = program.library.answer(path) else { return Vec::new() };
            let told = |question: Question| Some((question, Value::of(question.answer(row)?)));
            Question::ALL.into_iter().filter_map(told).collect()
        }
        Some(Callee::Function(def)) => {
            let walk = Walk::new(program, types, body, call, Value::Unknown);
            walk.looks_only(*def).then_some((Question::NotYet, Value::Shared)).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

fn is_loop(kind: &ExprKind) -> bool {
    matches!(kind, ExprKind::Loop { .. } | ExprKind::While { .. } | ExprKind::For { .. })
}

/// Whether an expression of a body is a loop.
fn is_loop_of(body: &Body, expr: ExprId) -> bool {
    is_loop(&body.exprs[expr].kind)
}

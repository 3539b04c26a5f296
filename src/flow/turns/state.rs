//! What is known at a place on one of the ways through a turn.

use crate::flow::turns::value::Value;
use crate::ir::ExprId;
use crate::ir::Name;
use crate::library::Pause;

/// So many ways are followed side by side; what more there are come together.
const MOST: usize = 12;

/// What has happened on a way since the call has answered.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Course {
    /// The longest pause, and the call that makes it.
    pub pause: Option<(Pause, ExprId)>,
    /// Something was decided that neither the answer nor what other tasks do decides.
    pub chance: bool,
    /// Code ran of which it is not known what it does.
    pub works: bool,
    /// What the call is made on was named elsewhere: it may be another one by now.
    pub touched: bool,
    /// A line was logged or printed, in the function of the loop itself.
    pub logged: bool,
    /// A pattern named what is in the answer: `Err(Lagged(_))`.
    pub named: bool,
    /// What is in the answer, or the answer itself, was handed on to the caller.
    pub told: bool,
}

/// What is known at a place.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub(super) struct State<'a> {
    /// The call has answered.
    pub asked: bool,
    pub course: Course,
    /// The variables in scope that were bound on the way, the innermost last.
    pub scoped: Vec<(Name, Value<'a>)>,
    /// What was assigned to others, and to fields.
    pub assigned: Vec<(Vec<Option<Name>>, Value<'a>)>,
}

/// A way that has come to the end of an expression, and what that gives there.
pub(super) type Way<'a> = (State<'a>, Value<'a>);

impl<'a> State<'a> {
    /// The value of a variable.
    pub(super) fn variable(&self, name: Name) -> Value<'a> {
        let bound = self.scoped.iter().rev().find(|(known, _)| *known == name);
        match bound {
            Some((_, value)) => value.clone(),
            None => self.place(&[Some(name)]),
        }
    }

    /// The value that lies in a place that was bound outside.
    pub(super) fn place(&self, place: &[Option<Name>]) -> Value<'a> {
        let known = self.assigned.iter().find(|(known, _)| known == place);
        known.map_or(Value::Unknown, |(_, value)| value.clone())
    }

    /// Puts a value into a variable or field; gives whether that was bound on the way.
    pub(super) fn assign(&mut self, place: &[Option<Name>], value: Value<'a>) -> bool {
        if let [Some(name), rest @ ..] = place
            && let Some(bound) = self.scoped.iter_mut().rev().find(|(known, _)| known == name)
        {
            bound.1 = if rest.is_empty() { value } else { Value::Unknown };
            return true;
        }
        self.assigned.retain(|(known, _)| !overlap(known, place));
        self.assigned.push((place.to_vec(), value));
        false
    }
}

/// One of the two places lies in the other.
pub(super) fn overlap(one: &[Option<Name>], other: &[Option<Name>]) -> bool {
    one.iter().zip(other).all(|(one, other)| one == other)
}

/// The same ways, those brought together that nobody needs to tell apart.
pub(super) fn merged(ways: Vec<Way<'_>>) -> Vec<Way<'_>> {
    let mut kept: Vec<Way<'_>> = Vec::new();
    for (state, value) in ways {
        let same = |known: &Way<'_>| {
            known.0.asked == state.asked && known.0.course == state.course && known.1 == value
        };
        let like = |known: &Way<'_>| known.0.asked == state.asked;
        if let Some(at) = kept.iter().position(same) {
            join(&mut kept[at].0, state);
        } else if let Some(at) = kept.iter().position(like).filter(|_| kept.len() >= MOST) {
            // Nobody may rely on what came together like this.
            let known = &mut kept[at];
            known.1 = Value::Unknown;
            known.0.course = Course { chance: true, works: true, touched: true, ..state.course };
            join(&mut known.0, state);
        } else {
            kept.push((state, value));
        }
    }
    kept
}

/// Keeps what both know.
fn join<'a>(one: &mut State<'a>, other: State<'a>) {
    one.scoped.truncate(other.scoped.len());
    for (known, (name, value)) in one.scoped.iter_mut().zip(other.scoped) {
        if *known != (name, value) {
            known.1 = Value::Unknown;
        }
    }
    one.assigned.retain(|known| other.assigned.contains(known));
}

//! What lies on a way through a region before and after the task may yield.

use std::collections::VecDeque;

use crate::flow::graph::BlockId;
use crate::flow::graph::Event;
use crate::flow::graph::Graph;
use crate::flow::order::spot::Reach;
use crate::flow::order::touch::Touch;
use crate::flow::order::touch::TouchKind;
use crate::ir::ExprId;

/// So many touches are followed in one region; further ones are not.
pub(super) const MOST: usize = 128;

/// Two touches of one place, with a suspension in between on some way.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Pair {
    pub first: usize,
    pub second: usize,
    pub across: ExprId,
}

/// What may have happened on the way to a place.
#[derive(Clone, PartialEq, Eq, Debug)]
struct State {
    /// The touches of which nothing has taken the place.
    open: u128,
    /// For each of them the first suspension since.
    across: Vec<Option<ExprId>>,
}

/// What one region does in this order.
#[derive(Debug, Default)]
pub(super) struct Crossed {
    pub pairs: Vec<Pair>,
    /// Touches that a failure leaves as they are, and the `?` or `return`.
    pub left: Vec<(usize, ExprId)>,
}

/// Walks a region until nothing changes.
///
/// `is_held` tells whether the lock that a call takes is still held where the task may yield: what is
/// read under it is not stale.
pub(super) fn cross(
    graph: &Graph,
    touches: &[Touch],
    is_held: &dyn Fn(ExprId, ExprId) -> bool,
) -> Crossed {
    let walk = Walk { touches, is_held };
    let mut entry: Vec<Option<State>> = vec![None; graph.blocks.len()];
    entry[0] = Some(State { open: 0, across: vec![None; touches.len()] });
    let mut open = VecDeque::from([BlockId(0)]);
    let mut found = Crossed::default();
    while let Some(block) = open.pop_front() {
        let at = block.0 as usize;
        let Some(mut state) = entry[at].clone() else { continue };
        graph.blocks[at].events.iter().for_each(|event| walk.apply(&mut state, *event, &mut found));
        for &next in &graph.blocks[at].next {
            if join(&mut entry[next.0 as usize], &state) && !open.contains(&next) {
                open.push_back(next);
            }
        }
    }
    found.pairs.sort();
    found.pairs.dedup_by_key(|pair| (pair.first, pair.second));
    found.left.sort();
    found.left.dedup_by_key(|left| left.0);
    found
}

struct Walk<'a> {
    touches: &'a [Touch],
    is_held: &'a dyn Fn(ExprId, ExprId) -> bool,
}

impl Walk<'_> {
    fn apply(&self, state: &mut State, event: Event, found: &mut Crossed) {
        match event {
            Event::Call(at, _) | Event::Assign(at) => {
                let here = |number: &usize| self.touches[*number].at == at;
                let here: Vec<usize> = (0..self.touches.len()).filter(here).collect();
                here.iter().for_each(|&second| self.meet(state, second, found));
                here.iter().for_each(|&second| self.end(state, second));
                for &number in &here {
                    state.open |= 1 << number;
                    state.across[number] = None;
                }
            }
            Event::Suspend(at) => {
                for number in numbers(state.open) {
                    if !self.is_protected(number, at) {
                        state.across[number].get_or_insert(at);
                    }
                }
            }
            Event::Fail(at) => {
                let marks = numbers(state.open)
                    .filter(|&number| self.touches[number].kind == TouchKind::Mark);
                found.left.extend(marks.map(|number| (number, at)));
            }
            _ => {}
        }
    }

    /// What a touch comes behind.
    fn meet(&self, state: &State, second: usize, found: &mut Crossed) {
        for first in numbers(state.open) {
            if let Some(across) = state.across[first]
                && follows(&self.touches[first], &self.touches[second])
            {
                found.pairs.push(Pair { first, second, across });
            }
        }
    }

    /// What a touch takes the place of.
    fn end(&self, state: &mut State, second: usize) {
        for first in numbers(state.open) {
            if ends(&self.touches[first], &self.touches[second]) {
                state.open &= !(1 << first);
            }
        }
    }

    fn is_protected(&self, number: usize, suspension: ExprId) -> bool {
        let touch = &self.touches[number];
        let section = touch.section.filter(|_| touch.kind == TouchKind::Read);
        section.is_some_and(|section| (self.is_held)(section, suspension))
    }
}

/// The two together mean something if the task may have yielded in between.
fn follows(earlier: &Touch, later: &Touch) -> bool {
    let is_same = earlier.spot == later.spot;
    match (earlier.kind, later.kind) {
        (TouchKind::Read, TouchKind::Write(_)) => {
            earlier.spot.overlaps(&later.spot) && earlier.reach == Reach::Shared
        }
        (TouchKind::Take, TouchKind::Write(_) | TouchKind::Add(_)) => is_same,
        (TouchKind::Mark, TouchKind::Unmark) => is_same,
        _ => false,
    }
}

/// The later one makes the earlier one past.
fn ends(earlier: &Touch, later: &Touch) -> bool {
    let is_same = earlier.spot == later.spot;
    match (earlier.kind, later.kind) {
        // Whoever looks again knows again.
        (TouchKind::Read, TouchKind::Read | TouchKind::Take) => {
            earlier.spot.access == later.spot.access
        }
        (TouchKind::Read, TouchKind::Write(_)) => is_same,
        (TouchKind::Read, _) => false,
        (TouchKind::Take | TouchKind::Mark, _) => is_same && later.kind != TouchKind::Read,
        // With these nothing begins.
        (TouchKind::Write(_) | TouchKind::Add(_) | TouchKind::Unmark, _) => true,
    }
}

/// Adds what one path brings; whether that changed anything.
fn join(known: &mut Option<State>, state: &State) -> bool {
    let Some(known) = known else {
        *known = Some(state.clone());
        return true;
    };
    let before = known.clone();
    known.open |= state.open;
    for (known, other) in known.across.iter_mut().zip(&state.across) {
        *known = [*known, *other].into_iter().flatten().min();
    }
    *known != before
}

/// The numbers of a set.
fn numbers(mut set: u128) -> impl Iterator<Item = usize> {
    std::iter::from_fn(move || {
        let number = (set != 0).then(|| set.trailing_zeros() as usize)?;
        set &= set - 1;
        Some(number)
    })
}

//! Which calls of a region come before which.

use std::collections::VecDeque;

use crate::flow::graph::BlockId;
use crate::flow::graph::Event;
use crate::flow::graph::Graph;
use crate::ir::ExprId;

/// So many calls of a region have an order; of further ones nothing is claimed.
const MOST: usize = 128;

/// Which calls of a region come before which.
#[derive(Clone, Debug, Default)]
pub struct Sequence {
    calls: Vec<ExprId>,
    /// For each of them the calls that are made on some way to it, and those on every way.
    before: Vec<Made>,
}

/// The calls that are made on the ways to a place: one bit for each.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
struct Made {
    perhaps: u128,
    surely: u128,
}

impl Sequence {
    /// Every way to the one call goes through the other.
    pub fn is_surely_before(&self, first: ExprId, then: ExprId) -> bool {
        self.made_before(first, then, |made| made.surely)
    }

    /// Some way to the one call goes through the other.
    pub fn may_be_before(&self, first: ExprId, then: ExprId) -> bool {
        self.made_before(first, then, |made| made.perhaps)
    }

    fn made_before(&self, first: ExprId, then: ExprId, set: impl Fn(Made) -> u128) -> bool {
        let number = |call| self.calls.iter().position(|&known| known == call);
        match (number(first), number(then)) {
            (Some(first), Some(then)) => set(self.before[then]) & 1 << first != 0,
            _ => false,
        }
    }
}

/// The order of the calls of a region.
pub(super) fn of(graph: &Graph) -> Sequence {
    let mut calls: Vec<ExprId> = Vec::new();
    for event in graph.blocks.iter().flat_map(|block| &block.events) {
        if let Event::Call(call, _) = *event
            && calls.len() < MOST
            && !calls.contains(&call)
        {
            calls.push(call);
        }
    }
    let entries = entries(graph, &calls);
    let mut before = vec![Made::default(); calls.len()];
    for (block, entry) in graph.blocks.iter().zip(entries) {
        let Some(mut made) = entry else { continue };
        for number in numbers(&block.events, &calls) {
            before[number] = made;
            made = made.and(number);
        }
    }
    Sequence { calls, before }
}

/// What is made when each block begins; none where no way leads to it.
fn entries(graph: &Graph, calls: &[ExprId]) -> Vec<Option<Made>> {
    let mut entries: Vec<Option<Made>> = vec![None; graph.blocks.len()];
    entries[0] = Some(Made::default());
    let mut open = VecDeque::from([BlockId(0)]);
    while let Some(block) = open.pop_front() {
        let Some(mut made) = entries[block.0 as usize] else { continue };
        let block = &graph.blocks[block.0 as usize];
        for number in numbers(&block.events, calls) {
            made = made.and(number);
        }
        for &next in &block.next {
            let entry = &mut entries[next.0 as usize];
            let joined = entry.map_or(made, |known| known.or(made));
            if *entry != Some(joined) {
                *entry = Some(joined);
                open.push_back(next);
            }
        }
    }
    entries
}

/// The calls among events, by number.
fn numbers(events: &[Event], calls: &[ExprId]) -> impl Iterator<Item = usize> {
    events.iter().filter_map(|event| match event {
        Event::Call(call, _) => calls.iter().position(|known| known == call),
        _ => None,
    })
}

impl Made {
    /// One more.
    fn and(self, number: usize) -> Self {
        Self { perhaps: self.perhaps | 1 << number, surely: self.surely | 1 << number }
    }

    /// On one of two ways.
    fn or(self, other: Self) -> Self {
        let perhaps = self.perhaps | other.perhaps;
        Self { perhaps, surely: self.surely & other.surely }
    }
}

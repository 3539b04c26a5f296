//! What is alive where: forward over the graph, until nothing changes.

use std::collections::VecDeque;

use crate::flow::graph::BirthId;
use crate::flow::graph::BlockId;
use crate::flow::graph::Event;
use crate::flow::graph::Graph;
use crate::flow::graph::SlotId;
use crate::ir::ExprId;
use crate::ir::PatId;

/// A followed value that may be alive at a place.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Alive {
    /// Where the task may yield, or a call is made.
    pub at: ExprId,
    /// The value.
    pub birth: BirthId,
    /// The variable that holds it; none of a temporary.
    pub holder: Option<PatId>,
}

/// What each slot may own: a set of births, one bit each.
type State = Vec<u128>;

/// What the analysis of one graph finds, sorted.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What may be alive where the task may yield.
    pub suspensions: Vec<Alive>,
    /// What may be alive where calls are made.
    pub calls: Vec<Alive>,
    /// What regions inside take with them: the region, the variable, and what it may own then.
    pub captures: Vec<(ExprId, PatId, BirthId)>,
}

/// What may be alive where.
pub(super) fn alive(graph: &Graph) -> Found {
    let mut entry: Vec<Option<State>> = vec![None; graph.blocks.len()];
    entry[0] = Some(vec![0; graph.slots.len()]);
    let mut open = VecDeque::from([BlockId(0)]);
    while let Some(block) = open.pop_front() {
        let at = block.0 as usize;
        let Some(mut state) = entry[at].clone() else { continue };
        graph.blocks[at].events.iter().for_each(|event| apply(graph, &mut state, *event));
        for &next in &graph.blocks[at].next {
            if join(&mut entry[next.0 as usize], &state) && !open.contains(&next) {
                open.push_back(next);
            }
        }
    }
    let mut found = Found::default();
    for (block, state) in graph.blocks.iter().zip(entry) {
        let Some(mut state) = state else { continue };
        for &event in &block.events {
            match event {
                Event::Suspend(at) => note(graph, &state, at, &mut found.suspensions),
                Event::Call(at) => note(graph, &state, at, &mut found.calls),
                Event::Capture { slot, region, name } => {
                    let owned = births(state[slot.0 as usize]);
                    found.captures.extend(owned.map(|birth| (region, name, birth)));
                }
                _ => apply(graph, &mut state, event),
            }
        }
    }
    for alive in [&mut found.suspensions, &mut found.calls] {
        alive.sort();
        alive.dedup();
    }
    found
}

fn apply(graph: &Graph, state: &mut State, event: Event) {
    let row = |slot: SlotId| slot.0 as usize;
    match event {
        Event::Born(slot, birth) => state[row(slot)] |= 1 << birth.index(),
        Event::Share { from, to } => state[row(to)] |= state[row(from)],
        Event::Move { from, to } => {
            state[row(to)] |= state[row(from)];
            state[row(from)] = 0;
        }
        Event::Refine { slot, path } => {
            let path = &graph.paths[path as usize];
            let is_like = |birth: &BirthId| graph.births[birth.index()].path == *path;
            let like = births(state[row(slot)]).filter(is_like);
            let like = like.fold(0, |set, birth| set | 1 << birth.index());
            if like != 0 {
                state[row(slot)] = like;
            }
        }
        Event::Drop(slot) => state[row(slot)] = 0,
        Event::Exit(scope) => {
            for (owned, slot) in state.iter_mut().zip(&graph.slots) {
                if slot.scope == scope {
                    *owned = 0;
                }
            }
        }
        Event::Suspend(_) | Event::Call(_) | Event::Capture { .. } => {}
    }
}

/// Adds what one path brings; whether that was new.
fn join(known: &mut Option<State>, state: &State) -> bool {
    let Some(known) = known else {
        *known = Some(state.clone());
        return true;
    };
    let mut grown = false;
    for (known, more) in known.iter_mut().zip(state) {
        grown |= *more & !*known != 0;
        *known |= more;
    }
    grown
}

fn note(graph: &Graph, state: &State, at: ExprId, found: &mut Vec<Alive>) {
    for (&owned, slot) in state.iter().zip(&graph.slots) {
        found.extend(births(owned).map(|birth| Alive { at, birth, holder: slot.name }));
    }
}

/// The births of a set.
fn births(mut set: u128) -> impl Iterator<Item = BirthId> {
    std::iter::from_fn(move || {
        let birth = (set != 0).then(|| BirthId(set.trailing_zeros()))?;
        set &= set - 1;
        Some(birth)
    })
}

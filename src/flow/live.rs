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
    /// It is alive on every way that leads there.
    pub is_sure: bool,
}

/// What may be so at a place. A set of births has one bit for each.
#[derive(Clone, Debug)]
struct State {
    /// What each slot may own.
    slots: Vec<u128>,
    /// What each slot owns on every way.
    sure: Vec<u128>,
    /// What was written to and not flushed.
    written: u128,
    /// What may be known under other names.
    escaped: u128,
    /// The function fails on every way.
    failed: bool,
}

impl State {
    fn new(slots: usize) -> Self {
        Self { slots: vec![0; slots], sure: vec![0; slots], written: 0, escaped: 0, failed: false }
    }
}

/// What the analysis of one graph finds, sorted.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What may be alive where the task may yield.
    pub suspensions: Vec<Alive>,
    /// What may be alive where calls are made.
    pub calls: Vec<Alive>,
    /// What regions inside take with them: the region, the variable, and what it may own then.
    pub captures: Vec<(ExprId, PatId, BirthId)>,
    /// What may be dropped after it was written to and before it was flushed, where nothing failed.
    pub unflushed: Vec<BirthId>,
    /// What the region gives.
    pub given: Vec<BirthId>,
    /// What never leaves its variable, and may be dropped at its end where nothing failed.
    pub left: Vec<BirthId>,
}

/// What may be alive where.
pub(super) fn alive(graph: &Graph) -> Found {
    let mut entry: Vec<Option<State>> = vec![None; graph.blocks.len()];
    entry[0] = Some(State::new(graph.slots.len()));
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
    let (mut left, mut moved) = (0, 0);
    for (block, state) in graph.blocks.iter().zip(entry) {
        let Some(mut state) = state else { continue };
        for &event in &block.events {
            match event {
                Event::Suspend(at) => note(graph, &state, at, &[], &mut found.suspensions),
                Event::Call(at, handed) => {
                    let handed = &graph.handed[handed.0 as usize];
                    note(graph, &state, at, handed, &mut found.calls);
                }
                Event::Capture { slot, region, name } => {
                    let owned = births(state.slots[slot.0 as usize]);
                    found.captures.extend(owned.map(|birth| (region, name, birth)));
                }
                Event::Give(slot) => found.given.extend(births(state.slots[slot.0 as usize])),
                Event::Exit(scope) => {
                    let slots = state.slots.iter().zip(&graph.slots);
                    let dropped = slots.filter(|(_, slot)| slot.scope == scope);
                    let dropped = dropped.fold(0, |all, (owned, _)| all | owned);
                    found.unflushed.extend(births(dropped & state.written & !state.escaped));
                    if !state.failed {
                        left |= dropped;
                    }
                    apply(graph, &mut state, event);
                }
                Event::Move { from, .. } => {
                    if graph.slots[from.0 as usize].name.is_some() {
                        moved |= state.slots[from.0 as usize];
                    }
                    apply(graph, &mut state, event);
                }
                _ => apply(graph, &mut state, event),
            }
        }
    }
    found.left = births(left & !moved).collect();
    for alive in [&mut found.suspensions, &mut found.calls] {
        alive.sort();
        alive.dedup();
    }
    found.unflushed.sort();
    found.unflushed.dedup();
    found
}

fn apply(graph: &Graph, state: &mut State, event: Event) {
    owners(graph, &mut state.slots, event);
    owners(graph, &mut state.sure, event);
    let owned = |slot: SlotId| state.slots[slot.0 as usize];
    match event {
        Event::Write(slot) => state.written |= owned(slot),
        Event::Settle(slot) => state.written &= !owned(slot),
        Event::Escape(slot) => state.escaped |= owned(slot),
        Event::Fail(_) => {
            state.written = 0;
            state.failed = true;
        }
        _ => {}
    }
}

/// Who owns what after an event.
fn owners(graph: &Graph, slots: &mut [u128], event: Event) {
    let row = |slot: SlotId| slot.0 as usize;
    match event {
        Event::Born(slot, birth) => slots[row(slot)] |= 1 << birth.index(),
        Event::Share { from, to } => slots[row(to)] |= slots[row(from)],
        Event::Move { from, to } => {
            slots[row(to)] |= slots[row(from)];
            slots[row(from)] = 0;
        }
        Event::Refine { slot, path } => {
            let path = &graph.paths[path as usize];
            let is_like = |birth: &BirthId| graph.births[birth.index()].path == *path;
            let like = births(slots[row(slot)]).filter(is_like);
            let like = like.fold(0, |set, birth| set | 1 << birth.index());
            if like != 0 {
                slots[row(slot)] = like;
            }
        }
        Event::Drop(slot) => slots[row(slot)] = 0,
        Event::Exit(scope) => {
            for (owned, slot) in slots.iter_mut().zip(&graph.slots) {
                if slot.scope == scope {
                    *owned = 0;
                }
            }
        }
        Event::Write(_)
        | Event::Settle(_)
        | Event::Escape(_)
        | Event::Fail(_)
        | Event::Suspend(_)
        | Event::Call(..)
        | Event::Assign(_)
        | Event::Give(_)
        | Event::Capture { .. } => {}
    }
}

/// Adds what one path brings; whether that changed anything.
fn join(known: &mut Option<State>, state: &State) -> bool {
    let Some(known) = known else {
        *known = Some(state.clone());
        return true;
    };
    let mut grown = false;
    let mut add = |known: &mut u128, more: u128| {
        grown |= more & !*known != 0;
        *known |= more;
    };
    for (known, more) in known.slots.iter_mut().zip(&state.slots) {
        add(known, *more);
    }
    add(&mut known.written, state.written);
    add(&mut known.escaped, state.escaped);
    grown |= known.failed && !state.failed;
    known.failed &= state.failed;
    for (known, other) in known.sure.iter_mut().zip(&state.sure) {
        grown |= *known & !other != 0;
        *known &= other;
    }
    grown
}

fn note(graph: &Graph, state: &State, at: ExprId, but: &[SlotId], found: &mut Vec<Alive>) {
    let slots = state.slots.iter().zip(&state.sure).zip(&graph.slots).enumerate();
    for (number, ((&owned, &sure), slot)) in slots {
        if but.contains(&SlotId(number as u32)) {
            continue;
        }
        let alive = births(owned).map(|birth| {
            let is_sure = sure & 1 << birth.index() != 0;
            Alive { at, birth, holder: slot.name, is_sure }
        });
        found.extend(alive);
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

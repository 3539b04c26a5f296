//! Where a body reads, writes, empties and fills state.

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::flow::order::spot::Found;
use crate::flow::order::spot::Part;
use crate::flow::order::spot::Reach;
use crate::flow::order::spot::Reader;
use crate::flow::order::spot::Spot;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Literal;
use crate::ir::PatId;
use crate::library::CallRole;
use crate::library::Does;
use crate::library::Touch as Row;

/// Something that a body does to state.
#[derive(Clone, Debug)]
pub(super) struct Touch {
    /// The call or assignment.
    pub at: ExprId,
    pub spot: Spot,
    pub kind: TouchKind,
    pub reach: Reach,
    /// The call that takes the lock, where there is one.
    pub section: Option<ExprId>,
}

/// What it does.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum TouchKind {
    /// It reads something of it.
    Read,
    /// It puts this value there.
    Write(ExprId),
    /// It adds this value.
    Add(ExprId),
    /// It moves out what was there.
    Take,
    /// It sets a flag, or puts something under a key.
    Mark,
    /// It unsets a flag, or removes what is under a key.
    Unmark,
}

/// All that a body does to state, in no order that means anything.
pub(super) fn touches(reader: Reader<'_>) -> Vec<Touch> {
    let mut collector = Collector { reader, touches: Vec::new(), written_by: FxHashSet::default() };
    let types = reader.accesses.types;
    for call in &types.calls[..types.written] {
        if let Some(row) = reader.row(call.expr) {
            collector.call(call.expr, row);
        }
    }
    for (id, expr) in reader.accesses.body.exprs.iter() {
        if let ExprKind::Assign { op: None, lhs, rhs } = expr.kind {
            collector.assignment(id, lhs, rhs);
        }
    }
    collector.sections();
    collector.touches
}

struct Collector<'a> {
    reader: Reader<'a>,
    touches: Vec<Touch>,
    /// What leads to state that is only written to.
    written_by: FxHashSet<ExprId>,
}

impl Collector<'_> {
    fn call(&mut self, call: ExprId, row: Row) {
        if row.does == Does::Gives {
            return;
        }
        let Some(mut found) = self.reader.receiver(call).and_then(|it| self.reader.place(it))
        else {
            return;
        };
        if let Some(number) = row.key {
            let key = self.reader.argument(call, number).and_then(|key| self.reader.key(key));
            let Some(key) = key else { return };
            found.spot.inside.push(Part::Key(key));
        }
        let value = row.value.and_then(|number| self.reader.argument(call, number));
        let writes = |value: Option<ExprId>| value.map(TouchKind::Write);
        match row.does {
            // What is read under a guard is the section's.
            Does::Reads if found.section.is_none() => self.add(call, &found, TouchKind::Read),
            Does::Reads | Does::Gives => {}
            Does::Writes => {
                self.written_by.insert(found.base);
                writes(value).iter().for_each(|&kind| self.add(call, &found, kind));
                self.mark(call, &found, value, row.key.is_some());
            }
            Does::Exchanges => {
                self.add(call, &found, TouchKind::Take);
                writes(value).iter().for_each(|&kind| self.add(call, &found, kind));
                self.mark(call, &found, value, false);
            }
            Does::Claims => self.mark(call, &found, value, false),
            Does::Takes => self.add(call, &found, TouchKind::Take),
            Does::Adds => {
                self.written_by.insert(found.base);
                value.iter().for_each(|&it| self.add(call, &found, TouchKind::Add(it)));
            }
            Does::Removes => {
                self.written_by.insert(found.base);
                self.add(call, &found, TouchKind::Unmark);
            }
        }
    }

    fn assignment(&mut self, at: ExprId, lhs: ExprId, rhs: ExprId) {
        // A variable is no state: what it refers to is not assigned to by its name.
        if self.reader.variable(lhs).is_some() {
            return;
        }
        let Some(found) = self.reader.place(lhs) else { return };
        self.written_by.insert(found.base);
        self.add(at, &found, TouchKind::Write(rhs));
        self.mark(at, &found, Some(rhs), false);
    }

    /// What is written is a mark: `true`, or something under a key.
    fn mark(&mut self, at: ExprId, found: &Found, value: Option<ExprId>, is_keyed: bool) {
        let flag = value.and_then(|value| match self.reader.accesses.body.exprs[value].kind {
            ExprKind::Literal(Literal::Bool(flag)) => Some(flag),
            _ => None,
        });
        match flag {
            Some(true) => self.add(at, found, TouchKind::Mark),
            Some(false) => self.add(at, found, TouchKind::Unmark),
            None if is_keyed => self.add(at, found, TouchKind::Mark),
            None => {}
        }
    }

    fn add(&mut self, at: ExprId, found: &Found, kind: TouchKind) {
        let Found { spot, section, reach, .. } = found.clone();
        self.touches.push(Touch { at, spot, kind, reach, section });
    }

    /// Each lock that is taken, unless all that is done under it is to write.
    fn sections(&mut self) {
        let reader = self.reader;
        let types = reader.accesses.types;
        let calls: Vec<ExprId> = types.calls[..types.written]
            .iter()
            .map(|call| call.expr)
            .filter(|&call| reader.locks(call).is_some() && !self.written_by.contains(&call))
            .collect();
        if calls.is_empty() {
            return;
        }
        let guards = self.guards();
        for call in calls {
            let only_writes =
                guards.get(&call).is_some_and(|guards| self.are_only_written_by(guards));
            if let Some(found) = reader.place(call).filter(|_| !only_writes) {
                self.add(call, &found, TouchKind::Read);
            }
        }
    }

    /// The variables that are the guard that a call gives.
    fn guards(&self) -> FxHashMap<ExprId, Vec<PatId>> {
        let mut guards: FxHashMap<ExprId, Vec<PatId>> = FxHashMap::default();
        for (pat, value) in self.reader.origins.wholes() {
            if let Some(call) = self.reader.lock_call(value) {
                guards.entry(call).or_default().push(pat);
            }
        }
        guards
    }

    /// All that is done with these guards is to write, and to drop them.
    fn are_only_written_by(&self, guards: &[PatId]) -> bool {
        let bound = &self.reader.accesses.variables.bound;
        let mut uses = bound.iter().filter(|(_, pat)| guards.contains(pat)).map(|(&path, _)| path);
        uses.all(|path| self.written_by.contains(&path) || self.is_dropped(path))
    }

    fn is_dropped(&self, path: ExprId) -> bool {
        let reader = self.reader;
        reader.accesses.types.calls.iter().any(|call| {
            let row = reader.accesses.types.library_callee(call.expr);
            let row = row.and_then(|path| reader.accesses.library.call(path));
            row.is_some_and(|row| row.role == Some(CallRole::Drop))
                && reader.receiver(call.expr) == Some(path)
        })
    }
}

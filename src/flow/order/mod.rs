//! What happens to state before and after the task may yield: a value is read, and written back when
//! others have changed it; a place is emptied, and filled again by code that may be dropped in between;
//! a mark is set, and taken away the same way.

mod control;
mod cross;
mod depend;
mod origin;
mod spot;
mod touch;

pub use spot::Key;
pub use spot::Part;
pub use spot::Spot;

use crate::flow::Accesses;
use crate::flow::Variables;
use crate::flow::build::Given;
use crate::flow::graph::Graph;
use crate::flow::order::cross::Pair;
use crate::flow::order::depend::Sought;
use crate::flow::order::origin::Origins;
use crate::flow::order::spot::Reach;
use crate::flow::order::spot::Reader;
use crate::flow::order::touch::Touch;
use crate::flow::order::touch::TouchKind;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::library::Does;

/// Two things that a body does to one place, with a suspension in between.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Crossing {
    /// How they belong together.
    pub kind: CrossingKind,
    /// The call that reads, empties or marks it; of what is read under a guard the one that takes the
    /// lock.
    pub first: ExprId,
    /// Where the task may yield.
    pub across: ExprId,
    /// The call or assignment that writes to it, fills it, or takes the mark away.
    pub second: ExprId,
    /// The place that is written to.
    pub spot: Spot,
    /// Others may come to the place at any time; if not, it is only lent to the code by its caller.
    pub is_shared: bool,
}

/// How two touches of a place belong together.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum CrossingKind {
    /// What is written is what was read, changed: what others have written since is lost.
    Stale,
    /// What is written was made of what was read, by code that is not looked into.
    Derived,
    /// What was read decides whether it is written.
    Checked,
    /// It is emptied, and filled with what was taken.
    Emptied,
    /// It is marked, and unmarked. With the first way out by an error that leaves the mark.
    Marked {
        /// The `?` or `return`.
        left: Option<ExprId>,
        /// What was done to learn whether it was marked already.
        asked: Asked,
    },
}

/// What a body does, before it sets a mark, to learn whether it is set.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub enum Asked {
    /// Nothing.
    Nothing,
    /// It looks at what is there.
    Value,
    /// It asks whether something is there, or is told by the call that sets it.
    Presence,
}

/// A body may have such crossings: it can yield, and does something to state before and after.
pub(super) fn is_wanted(given: Given<'_>) -> bool {
    let (mut yields, mut assigns) = (false, false);
    for (_, expr) in given.body.exprs.iter() {
        match expr.kind {
            ExprKind::Await(_) | ExprKind::Select(_) | ExprKind::Join { .. } => yields = true,
            ExprKind::Assign { op: None, lhs, .. } => {
                assigns |= !matches!(given.body.exprs[lhs].kind, ExprKind::Path(_));
            }
            _ => {}
        }
    }
    if !yields {
        return false;
    }
    let (mut begins, mut ends) = (false, assigns);
    for call in &given.types.calls[..given.types.written] {
        let Some(path) = given.types.library_callee(call.expr) else { continue };
        begins |= given.library.call(path).is_some_and(|row| row.locks.is_some());
        if let Some(row) = given.library.touch(path) {
            begins |= row.does != Does::Gives;
            ends |= !matches!(row.does, Does::Gives | Does::Reads | Does::Takes);
        }
    }
    begins && ends
}

/// All that is needed to look for crossings in a body.
pub(super) struct Search<'a> {
    accesses: Accesses<'a>,
    origins: Origins,
    touches: Vec<Touch>,
}

impl<'a> Search<'a> {
    /// Looks at what a body does to state.
    pub(super) fn new(given: Given<'a>, variables: &'a Variables) -> Self {
        let Given { names, library, types, body, .. } = given;
        let accesses = Accesses { names, library, types, body, variables };
        let origins = Origins::new(body, variables);
        let mut touches = touch::touches(Reader { accesses, origins: &origins });
        touches.truncate(cross::MOST);
        Self { accesses, origins, touches }
    }

    /// What it does in one of its regions. `is_held` tells whether the lock that a call takes may still
    /// be held where the task yields.
    pub(super) fn crossings(
        &self,
        graph: &Graph,
        is_held: &dyn Fn(ExprId, ExprId) -> bool,
    ) -> Vec<Crossing> {
        if self.touches.len() < 2 {
            return Vec::new();
        }
        let crossed = cross::cross(graph, &self.touches, is_held);
        let left = |first: usize| crossed.left.iter().find(|left| left.0 == first).map(|it| it.1);
        let pairs = crossed.pairs.iter();
        pairs.filter_map(|pair| self.crossing(pair, left(pair.first))).collect()
    }

    fn crossing(&self, pair: &Pair, left: Option<ExprId>) -> Option<Crossing> {
        let (first, second) = (&self.touches[pair.first], &self.touches[pair.second]);
        let reader = Reader { accesses: self.accesses, origins: &self.origins };
        let kind = match (first.kind, second.kind) {
            (TouchKind::Read, TouchKind::Write(value)) => {
                let sought = Sought { read: first.at, spot: second.spot.clone() };
                if reader.is_changed(value, &sought) {
                    CrossingKind::Stale
                } else if reader.is_copy(value, &sought) {
                    return None;
                } else if reader.mentions(value, first.at) {
                    CrossingKind::Derived
                } else if reader.is_controlled(second.at, first.at) {
                    CrossingKind::Checked
                } else {
                    return None;
                }
            }
            (TouchKind::Take, TouchKind::Write(value) | TouchKind::Add(value))
                if first.reach != Reach::Owned && reader.mentions(value, first.at) =>
            {
                CrossingKind::Emptied
            }
            (TouchKind::Mark, TouchKind::Unmark) if first.reach != Reach::Owned => {
                CrossingKind::Marked { left, asked: reader.asked(first) }
            }
            _ => return None,
        };
        let spot = second.spot.clone();
        let is_shared = first.reach == Reach::Shared;
        let (first, second) = (first.at, second.at);
        Some(Crossing { kind, first, across: pair.across, second, spot, is_shared })
    }
}

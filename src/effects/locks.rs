//! Which locks a call takes: by itself, or somewhere in the function that it leads to, with the place
//! of the lock told in the words of the caller.

use crate::effects::done::AllDone;
use crate::effects::done::Done;
use crate::effects::done::Search;
use crate::effects::done::receiver;
use crate::ir::ExprId;
use crate::library::Locks;
use crate::types::Callee;

/// A lock that a call takes, and how.
pub type Taken = Done<Locks>;

/// What the calls of each body lock.
pub type LocksTaken = AllDone<Locks>;

/// Finds the locks that calls take, up through the calls of the workspace.
pub(super) fn taken(search: Search<'_>) -> LocksTaken {
    let direct = (0..search.types.bodies.len()).map(|body| direct(search, body)).collect();
    search.up(direct, |how, _, _| *how)
}

/// The calls of a body that are themselves a lock's.
fn direct(search: Search<'_>, body: usize) -> Vec<Taken> {
    let calls = &search.types.bodies[body].calls;
    let rows = calls.iter().enumerate().filter_map(|(call, of)| {
        let Callee::Library(path) = &of.callee else { return None };
        Some((call, of.expr, search.library.call(path)?.locks?))
    });
    let rows: Vec<(usize, ExprId, Locks)> = rows.collect();
    if rows.is_empty() {
        return Vec::new();
    }
    search.with_accesses(body, |accesses| {
        let taken = rows.into_iter().filter_map(|(call, expr, what)| {
            let access = accesses.of(receiver(accesses, expr)?)?;
            Some(Taken { call, access, what, behind: None })
        });
        taken.collect()
    })
}

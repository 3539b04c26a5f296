//! Which values of its task a call reads: by itself, or somewhere in the function that it leads to. Who
//! reads one where the task has none panics.

use crate::effects::done::AllDone;
use crate::effects::done::Done;
use crate::effects::done::Search;
use crate::effects::done::receiver;
use crate::flow::Root;
use crate::ir::ExprId;
use crate::library::Does;
use crate::library::Library;
use crate::library::TypeRole;
use crate::types::Callee;

/// The keys of the values that the calls of each body read.
pub type TaskLocalsRead = AllDone<()>;

/// Finds the reads, up through the calls of the workspace. What stands in the future or closure that
/// a value is set for does not count to the function around it.
pub(super) fn read(search: Search<'_>) -> TaskLocalsRead {
    let direct = (0..search.types.bodies.len()).map(|body| direct(search, body)).collect();
    search.up(direct, |(), _, _| ())
}

/// The calls of a body that themselves read the value under a key.
fn direct(search: Search<'_>, body: usize) -> Vec<Done<()>> {
    let types = &search.types.bodies[body];
    let calls = types.calls.iter().enumerate().filter(|(_, call)| match &call.callee {
        Callee::Library(path) => reads(search.library, path),
        _ => false,
    });
    let calls: Vec<(usize, ExprId)> = calls.map(|(at, call)| (at, call.expr)).collect();
    if calls.is_empty() {
        return Vec::new();
    }
    search.with_accesses(body, |accesses| {
        let found = calls.into_iter().filter_map(|(call, expr)| {
            let access = accesses.of(receiver(accesses, expr)?)?;
            let is_key = matches!(access.root, Root::Static(_)) && access.fields.is_empty();
            is_key.then_some(Done { call, access, what: (), behind: None })
        });
        found.collect()
    })
}

fn reads(library: &Library, path: &str) -> bool {
    let key = || path.rsplit_once("::").and_then(|(owner, _)| library.ty(owner));
    library.touch(path).is_some_and(|touch| touch.does == Does::Reads)
        && key().is_some_and(|row| row.role == Some(TypeRole::TaskLocal))
}

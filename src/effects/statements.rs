//! Which statements a call sends to a database: by itself, or somewhere in the function that it leads
//! to, with what they are sent through told in the words of the caller.

use crate::effects::done::AllDone;
use crate::effects::done::Done;
use crate::effects::done::Search;
use crate::flow::Sent;
use crate::flow::Through;

/// What the calls of each body send through values that have a name.
pub type StatementsSent = AllDone<Sent>;

/// Finds the statements that calls send, up through the calls of the workspace.
pub(super) fn sent(search: Search<'_>) -> StatementsSent {
    let direct = search.flow.bodies.iter().map(|body| {
        let statements = body.statements.iter().filter_map(|statement| {
            let (call, what) = (statement.call, statement.sent.clone());
            Some(Done { call, access: statement.access.clone()?, what, behind: None })
        });
        statements.collect()
    });
    search.up(direct.collect(), |sent, types, given| match sent.through {
        // It is what the caller gives.
        Through::Generic => {
            let through = Through::of(search.library, types, types.type_of(given));
            Sent { through, ..sent.clone() }
        }
        _ => sent.clone(),
    })
}

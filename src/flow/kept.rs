//! What is kept of the graphs of a body: the values that are followed, and where they are alive.

use crate::flow::access::Variables;
use crate::flow::build;
use crate::flow::build::Given;
use crate::flow::graph::Birth;
use crate::flow::graph::BirthId;
use crate::flow::graph::Source;
use crate::flow::live;
use crate::flow::live::Alive;
use crate::ir::ExprId;
use crate::ir::PatId;
use crate::library::Library;
use crate::library::TypeRole;
use crate::resolve::Names;
use crate::types::BodyTypes;
use crate::types::Owned;

/// What is known of one region.
#[derive(Clone, Debug)]
pub struct Kept {
    /// The closure or async block; the root of the body for the function itself.
    pub region: ExprId,
    /// The values that are followed.
    pub births: Vec<Birth>,
    /// What may be alive where the task may yield.
    pub suspensions: Vec<Alive>,
    /// What may be alive where calls are made, after their arguments were computed.
    pub calls: Vec<Alive>,
    /// What may be dropped after it was written to and before it was flushed, where nothing failed.
    pub unflushed: Vec<BirthId>,
    /// What the region gives.
    pub given: Vec<BirthId>,
}

/// What the variables of a body stand for.
pub(super) fn variables(given: Given<'_>) -> Variables {
    build::graphs(given).1
}

/// Follows the values of a body, where there are any, and tells what its variables stand for.
pub(super) fn keep(
    names: &Names,
    library: &Library,
    owned: &Owned,
    types: &BodyTypes,
) -> (Vec<Kept>, Option<Variables>) {
    let body = names.body(types.def).filter(|_| owned.any(library, types));
    let Some(body) = body else { return (Vec::new(), None) };
    let mut kept = Vec::new();
    let mut captures = Vec::new();
    // An outer region comes behind those inside it: what these take with them is known then.
    let (graphs, variables) = build::graphs(Given { names, library, owned, types, body });
    for (region, graph) in graphs.into_iter().rev().filter(|(_, graph)| !graph.births.is_empty()) {
        let found = live::alive(&graph);
        let births = with_origins(graph.births, region, &captures);
        let brought = found.captures.iter().map(|&(inner, name, birth)| {
            let birth: &Birth = &births[birth.index()];
            let made = match birth.from {
                Source::Made(expr) => vec![expr],
                Source::Given(_) => birth.origins.clone(),
            };
            Captured { region: inner, name, role: birth.role, made }
        });
        captures.extend(brought);
        let live::Found { suspensions, calls, unflushed, given, .. } = found;
        kept.push(Kept { region, births, suspensions, calls, unflushed, given });
    }
    (kept, Some(variables))
}

/// What a region takes with it.
struct Captured {
    region: ExprId,
    name: PatId,
    role: TypeRole,
    /// What may have made it.
    made: Vec<ExprId>,
}

fn with_origins(mut births: Vec<Birth>, region: ExprId, captures: &[Captured]) -> Vec<Birth> {
    for birth in &mut births {
        let Source::Given(name) = birth.from else { continue };
        let same = |it: &&Captured| (it.region, it.name, it.role) == (region, name, birth.role);
        birth.origins = captures.iter().filter(same).flat_map(|it| it.made.clone()).collect();
        birth.origins.sort();
        birth.origins.dedup();
    }
    births
}

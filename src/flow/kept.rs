//! What is kept of the graphs of a body: the values that are followed, and where they are alive.

use crate::flow::access::Variables;
use crate::flow::build;
use crate::flow::build::Given;
use crate::flow::graph::Birth;
use crate::flow::graph::BirthId;
use crate::flow::graph::Source;
use crate::flow::live;
use crate::flow::live::Alive;
use crate::flow::order;
use crate::flow::order::Crossing;
use crate::flow::sequence;
use crate::flow::sequence::Sequence;
use crate::ir::Body;
use crate::ir::ExprId;
use crate::ir::ExprKind;
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
    /// What never leaves the variable that holds it, and may be dropped at the end of that where nothing
    /// failed.
    pub left: Vec<BirthId>,
    /// Of a region with transactions the order of its calls.
    pub sequence: Option<Sequence>,
}

/// What the variables of a body stand for.
pub(super) fn variables(given: Given<'_>) -> Variables {
    build::graphs(given).1
}

/// What is kept of a body.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub kept: Vec<Kept>,
    pub variables: Option<Variables>,
    pub crossings: Vec<Crossing>,
}

/// Follows the values of a body, where there are any, and what it does to state; and tells what its
/// variables stand for.
pub(super) fn keep(names: &Names, library: &Library, owned: &Owned, types: &BodyTypes) -> Found {
    let Some(body) = names.body(types.def) else { return Found::default() };
    let given = Given { names, library, owned, types, body };
    let is_ordered = order::is_wanted(given);
    if !is_ordered && !owned.any(library, types) {
        return Found::default();
    }
    let mut kept = Vec::new();
    let mut crossings = Vec::new();
    let mut captures = Vec::new();
    // An outer region comes behind those inside it: what these take with them is known then.
    let (graphs, variables) = build::graphs(given);
    let search = is_ordered.then(|| order::Search::new(given, &variables));
    for (region, graph) in graphs.into_iter().rev() {
        let found = match graph.births.is_empty() {
            true => live::Found::default(),
            false => live::alive(&graph),
        };
        if let Some(search) = &search {
            crossings.extend(search.crossings(&graph, &|section, suspension| {
                is_held(body, &graph.births, &found.suspensions, section, suspension)
            }));
        }
        if graph.births.is_empty() {
            continue;
        }
        let is_open = |birth: &Birth| birth.role == TypeRole::Transaction;
        let sequence = graph.births.iter().any(is_open).then(|| sequence::of(&graph));
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
        let live::Found { suspensions, calls, unflushed, given, left, .. } = found;
        kept.push(Kept { region, births, suspensions, calls, unflushed, given, left, sequence });
    }
    Found { kept, crossings, variables: Some(variables) }
}

/// The guard that a call gives, at once or when it is awaited, may be alive where the task yields.
fn is_held(
    body: &Body,
    births: &[Birth],
    alive: &[Alive],
    section: ExprId,
    suspension: ExprId,
) -> bool {
    let is_of = |made: ExprId| {
        made == section || matches!(body.exprs[made].kind, ExprKind::Await(it) if it == section)
    };
    let mut here = alive.iter().filter(|alive| alive.at == suspension);
    // Where the lock itself is waited for, nothing has been read under it.
    is_of(suspension)
        || here
            .any(|alive| matches!(births[alive.birth.index()].from, Source::Made(it) if is_of(it)))
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

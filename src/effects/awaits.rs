//! Which awaited calls come to a call of the library of one kind: one that waits for something outside
//! of the program, one whose future begins anew each time.

use rustc_hash::FxHashMap;

use crate::effects::calls::CallGraph;
use crate::effects::done::Search;
use crate::flow::BodyFlow;
use crate::flow::Fate;
use crate::flow::RegionId;
use crate::library::CallRow;
use crate::library::Library;
use crate::types::BodyTypes;
use crate::types::Callee;

/// So many calls may lie between an await and what it waits for.
const LONGEST: usize = 7;

/// What is awaited in the functions of the workspace.
#[derive(Debug)]
pub struct Awaits {
    /// For each body whose function awaits such a call: the first that does, as an index into
    /// [`crate::types::BodyTypes::calls`], and the function behind it.
    first: FxHashMap<usize, (usize, Option<usize>)>,
    is_meant: fn(&CallRow) -> bool,
}

impl Awaits {
    /// Finds them, from the library's calls that are meant up through awaited calls of the workspace.
    pub(super) fn new(search: Search<'_>, is_meant: fn(&CallRow) -> bool) -> Self {
        let Search { graph, types, flow, library, .. } = search;
        let mut known = Self { first: FxHashMap::default(), is_meant };
        let mut open: Vec<(usize, Vec<usize>)> = Vec::new();
        for (body, of) in types.bodies.iter().enumerate() {
            let awaited = awaited(of, &flow.bodies[body]);
            if !awaited.is_empty() {
                open.push((body, awaited));
            }
        }
        for _ in 0..LONGEST {
            let mut new = Vec::new();
            open.retain(|(body, awaited)| {
                let calls = &types.bodies[*body].calls;
                let first = awaited.iter().find_map(|&call| {
                    Some((call, known.behind(graph, library, &calls[call].callee)?))
                });
                new.extend(first.map(|first| (*body, first)));
                first.is_none()
            });
            if new.is_empty() {
                break;
            }
            known.first.extend(new);
        }
        known
    }

    /// What a call comes to when it is awaited: none where that is not known to be meant; the body of a
    /// function of the workspace that is.
    pub(super) fn behind(
        &self,
        graph: &CallGraph,
        library: &Library,
        callee: &Callee,
    ) -> Option<Option<usize>> {
        match callee {
            Callee::Library(path) => (self.is_meant)(library.call(path)?).then_some(None),
            Callee::Function(def) => {
                let body = graph.body_of(*def)?;
                self.first.contains_key(&body).then_some(Some(body))
            }
            _ => None,
        }
    }

    /// The first call of a body that is meant, and the function behind it.
    pub(crate) fn first(&self, body: usize) -> Option<(usize, Option<usize>)> {
        self.first.get(&body).copied()
    }
}

/// The calls that a function awaits itself.
fn awaited(types: &BodyTypes, flow: &BodyFlow) -> Vec<usize> {
    let is_awaited =
        |call: &usize| flow.value(types.calls[*call].expr) == Some((RegionId::ROOT, Fate::Awaited));
    (0..types.written).filter(is_awaited).collect()
}

//! Which locks a call takes: by itself, or somewhere in the function that it leads to, with the place
//! of the lock told in the words of the caller.

use crate::effects::calls::CallGraph;
use crate::flow;
use crate::flow::Access;
use crate::flow::Accesses;
use crate::flow::Fate;
use crate::flow::Flow;
use crate::flow::RegionId;
use crate::flow::Root;
use crate::flow::Variables;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::library::Library;
use crate::library::Locks;
use crate::resolve::DefId;
use crate::resolve::Names;
use crate::types::Callee;
use crate::types::Types;

/// So many calls may lie between a call and the lock that it takes.
const LONGEST: usize = 7;

/// A lock that a call takes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Taken {
    /// The call, as an index into [`crate::types::BodyTypes::calls`].
    pub call: usize,
    /// The lock.
    pub access: Access,
    /// How it is taken.
    pub how: Locks,
    /// The function that takes it, with the number of the row in that body; none where the call is
    /// itself the one of the library.
    pub behind: Option<(usize, usize)>,
}

/// What the calls of each body lock.
#[derive(Debug, Default)]
pub struct LocksTaken {
    bodies: Vec<Vec<Taken>>,
}

impl LocksTaken {
    /// The locks that the calls of a body take.
    pub fn of(&self, body: usize) -> &[Taken] {
        &self.bodies[body]
    }
}

/// Finds the locks that calls take, up through the calls of the workspace.
pub(super) fn taken(
    graph: &CallGraph,
    names: &Names,
    types: &Types,
    flow: &Flow,
    library: &Library,
) -> LocksTaken {
    let search = Search { graph, names, types, flow, library };
    let mut found =
        LocksTaken { bodies: (0..types.bodies.len()).map(|body| search.direct(body)).collect() };
    // Each round goes one call further up.
    let mut first_new = vec![0; types.bodies.len()];
    for _ in 0..LONGEST {
        let more: Vec<Vec<Taken>> =
            (0..types.bodies.len()).map(|body| search.further(body, &found, &first_new)).collect();
        let ends = found.bodies.iter().map(Vec::len).collect();
        let mut grown = false;
        for (known, more) in found.bodies.iter_mut().zip(more) {
            grown |= !more.is_empty();
            known.extend(more);
        }
        first_new = ends;
        if !grown {
            break;
        }
    }
    found
}

struct Search<'a> {
    graph: &'a CallGraph,
    names: &'a Names,
    types: &'a Types,
    flow: &'a Flow,
    library: &'a Library,
}

impl Search<'_> {
    /// The calls of a body that are themselves a lock's.
    fn direct(&self, body: usize) -> Vec<Taken> {
        let calls = &self.types.bodies[body].calls;
        let rows = calls.iter().enumerate().filter_map(|(call, of)| {
            let Callee::Library(path) = &of.callee else { return None };
            Some((call, of.expr, self.library.call(path)?.locks?))
        });
        let rows: Vec<(usize, ExprId, Locks)> = rows.collect();
        if rows.is_empty() {
            return Vec::new();
        }
        self.with_accesses(body, |accesses| {
            let taken = rows.into_iter().filter_map(|(call, expr, how)| {
                let access = accesses.of(receiver(accesses, expr)?)?;
                Some(Taken { call, access, how, behind: None })
            });
            taken.collect()
        })
    }

    /// What the calls of a body take in the functions that they lead to, as far as it was found in
    /// the last round.
    fn further(&self, body: usize, known: &LocksTaken, first_new: &[usize]) -> Vec<Taken> {
        let calls = &self.types.bodies[body].calls;
        let mut behind = Vec::new();
        for (call, of) in calls.iter().enumerate() {
            let Callee::Function(def) = of.callee else { continue };
            let Some(callee) = self.graph.body_of(def) else { continue };
            let new = first_new[callee]..known.bodies[callee].len();
            if !new.is_empty() && self.runs_here(body, of.expr, def) {
                behind.extend(new.map(|row| (call, of.expr, callee, row)));
            }
        }
        if behind.is_empty() {
            return Vec::new();
        }
        self.with_accesses(body, |accesses| {
            let mut found: Vec<Taken> = Vec::new();
            for (call, expr, callee, row) in behind {
                let inner = &known.bodies[callee][row];
                let Some(access) = self.seen_from(accesses, callee, inner, expr) else { continue };
                let is_same =
                    |it: &&Taken| it.call == call && it.access == access && it.how == inner.how;
                if !known.bodies[body].iter().chain(&found).any(|it| is_same(&it)) {
                    let behind = Some((callee, row));
                    found.push(Taken { call, access, how: inner.how, behind });
                }
            }
            found
        })
    }

    /// The call runs the function's own code: it is plain, or what it gives is awaited at once.
    fn runs_here(&self, body: usize, expr: ExprId, def: DefId) -> bool {
        let is_async = self.names.function(def).is_some_and(|function| function.is_async);
        !is_async || self.flow.bodies[body].fate_of_call(expr) == Fate::Awaited
    }

    /// A lock of a function in the words of a call of it.
    fn seen_from(
        &self,
        accesses: Accesses<'_>,
        callee: usize,
        inner: &Taken,
        expr: ExprId,
    ) -> Option<Access> {
        let call = &self.types.bodies[callee].calls[inner.call];
        // What stands in a closure or async block runs when that does.
        if self.flow.bodies[callee].region_of_call(call.expr) != RegionId::ROOT {
            return None;
        }
        let begin = match inner.access.root {
            Root::Static(_) => return Some(inner.access.clone()),
            Root::Receiver => accesses.of(receiver(accesses, expr)?)?,
            Root::Parameter(number) => accesses.of(argument(accesses, expr, number)?)?,
            Root::Local(_) => return None,
        };
        let fields = begin.fields.into_iter().chain(inner.access.fields.iter().copied());
        Some(Access { root: begin.root, fields: fields.collect() })
    }

    fn with_accesses<T>(&self, body: usize, ask: impl FnOnce(Accesses<'_>) -> Vec<T>) -> Vec<T> {
        let types = &self.types.bodies[body];
        let Some(of) = self.names.body(types.def) else { return Vec::new() };
        let (names, library) = (self.names, self.library);
        let made: Variables;
        let variables = match &self.flow.bodies[body].variables {
            Some(known) => known,
            None => {
                made = flow::variables(names, library, &self.types.owned, types);
                &made
            }
        };
        ask(Accesses { names, library, types, body: of, variables })
    }
}

/// What a method is called on; of a call by path the first argument.
fn receiver(accesses: Accesses<'_>, expr: ExprId) -> Option<ExprId> {
    match &accesses.body.exprs[expr].kind {
        ExprKind::MethodCall(call) => Some(call.receiver),
        ExprKind::Call { args, .. } => args.first().copied(),
        _ => None,
    }
}

/// The argument with this number, counted behind `self`.
fn argument(accesses: Accesses<'_>, expr: ExprId, number: usize) -> Option<ExprId> {
    match &accesses.body.exprs[expr].kind {
        ExprKind::MethodCall(call) => call.args.get(number).copied(),
        ExprKind::Call { args, .. } => {
            let callee = accesses.types.call(expr).map(|call| &call.callee);
            let Some(Callee::Function(def)) = callee else { return None };
            let has_receiver =
                accesses.names.function(*def).is_some_and(|function| function.receiver.is_some());
            args.get(number + usize::from(has_receiver)).copied()
        }
        _ => None,
    }
}

//! What calls do to values that have a name: by themselves, or somewhere in the function that they lead
//! to, with the value told in the words of the caller.

use crate::effects::Certainty;
use crate::effects::calls::CallGraph;
use crate::flow;
use crate::flow::Access;
use crate::flow::Accesses;
use crate::flow::Arguments;
use crate::flow::Fate;
use crate::flow::Flow;
use crate::flow::RegionId;
use crate::flow::Root;
use crate::flow::Variables;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::library::Library;
use crate::resolve::DefId;
use crate::resolve::Names;
use crate::types::BodyTypes;
use crate::types::Callee;
use crate::types::Types;

/// So many calls may lie between a call and what it comes to.
const LONGEST: usize = 7;

/// Something that a call does to a value.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Done<T> {
    /// The call, as an index into [`crate::types::BodyTypes::calls`].
    pub call: usize,
    /// The value.
    pub access: Access,
    /// What is done.
    pub what: T,
    /// The function that does it, with the number of the row in that body; none where the call itself
    /// is the one of the library.
    pub behind: Option<(usize, usize)>,
}

/// What the calls of each body do to values.
#[derive(Debug)]
pub struct AllDone<T> {
    bodies: Vec<Vec<Done<T>>>,
}

impl<T> AllDone<T> {
    /// What the calls of a body do.
    pub fn of(&self, body: usize) -> &[Done<T>] {
        &self.bodies[body]
    }
}

/// What is asked to tell the words of a caller.
#[derive(Clone, Copy)]
pub(super) struct Search<'a> {
    pub graph: &'a CallGraph,
    pub names: &'a Names,
    pub types: &'a Types,
    pub flow: &'a Flow,
    pub library: &'a Library,
}

impl Search<'_> {
    /// From what calls do themselves, body by body, up through the calls of the workspace. `seen` tells
    /// what is done in the words of a caller, who gives this expression.
    pub(super) fn up<T: Clone + PartialEq>(
        &self,
        direct: Vec<Vec<Done<T>>>,
        seen: impl Fn(&T, &BodyTypes, ExprId) -> T,
    ) -> AllDone<T> {
        let mut found = AllDone { bodies: direct };
        if found.bodies.iter().all(Vec::is_empty) {
            return found;
        }
        // Each round goes one call further up.
        let mut first_new = vec![0; found.bodies.len()];
        for _ in 0..LONGEST {
            let further = |body| self.further(body, &found, &first_new, &seen);
            let more: Vec<Vec<Done<T>>> = (0..found.bodies.len()).map(further).collect();
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

    /// What the calls of a body do in the functions that they lead to, as far as it was found in the
    /// last round.
    fn further<T: Clone + PartialEq>(
        &self,
        body: usize,
        known: &AllDone<T>,
        first_new: &[usize],
        seen: impl Fn(&T, &BodyTypes, ExprId) -> T,
    ) -> Vec<Done<T>> {
        let types = &self.types.bodies[body];
        let mut behind = Vec::new();
        for (call, of) in types.calls.iter().enumerate() {
            let Callee::Function(def) = of.callee else { continue };
            // What is done where a variable ends is not done where it is made.
            if of.is_scope_end {
                continue;
            }
            let Some(callee) = self.graph.body_of(def) else { continue };
            let new = first_new[callee]..known.bodies[callee].len();
            if !new.is_empty() && self.runs_here(body, of.expr, def) {
                let arguments = self.arguments_of((body, call), &Arguments::default());
                let inner = |row: usize| known.bodies[callee][row].call;
                let ruled_out = self.ruled_out(callee, &arguments, new.clone().map(inner));
                let rows = new.zip(ruled_out).filter(|(_, ruled_out)| !ruled_out);
                behind.extend(rows.map(|(row, _)| (call, of.expr, callee, row)));
            }
        }
        if behind.is_empty() {
            return Vec::new();
        }
        self.with_accesses(body, |accesses| {
            let mut found: Vec<Done<T>> = Vec::new();
            for (call, expr, callee, row) in behind {
                let inner = &known.bodies[callee][row];
                let Some((access, given)) = self.seen_from(accesses, callee, inner, expr) else {
                    continue;
                };
                let what =
                    given.map_or(inner.what.clone(), |given| seen(&inner.what, types, given));
                let is_same =
                    |it: &&Done<T>| it.call == call && it.access == access && it.what == what;
                if !known.bodies[body].iter().chain(&found).any(|it| is_same(&it)) {
                    found.push(Done { call, access, what, behind: Some((callee, row)) });
                }
            }
            found
        })
    }

    /// A call runs whenever the function does that it stands in: as a part of it, or in a closure that
    /// it runs at once.
    pub(super) fn is_here(&self, body: usize, call: ExprId) -> bool {
        let region = self.flow.bodies[body].region_of_call(call);
        let run = &self.graph.bodies[body].runs[region.index()];
        region == RegionId::ROOT || run.with_root == Some(Certainty::Certain)
    }

    /// The call runs the function's own code: it is plain, or what it gives is awaited at once.
    pub(super) fn runs_here(&self, body: usize, expr: ExprId, def: DefId) -> bool {
        let is_async = self.names.function(def).is_some_and(|function| function.is_async);
        !is_async || self.flow.bodies[body].fate_of_call(expr) == Fate::Awaited
    }

    /// A value that a function names in the words of a call of it, and the expression of the call that
    /// it is, where it is just that.
    fn seen_from<T>(
        &self,
        accesses: Accesses<'_>,
        callee: usize,
        inner: &Done<T>,
        expr: ExprId,
    ) -> Option<(Access, Option<ExprId>)> {
        let call = &self.types.bodies[callee].calls[inner.call];
        // What stands in a closure or async block runs when that does.
        if self.flow.bodies[callee].region_of_call(call.expr) != RegionId::ROOT {
            return None;
        }
        let given = match inner.access.root {
            Root::Static(_) => return Some((inner.access.clone(), None)),
            Root::Receiver => receiver(accesses, expr)?,
            Root::Parameter(number) => argument(accesses, expr, number)?,
            Root::Local(_) => return None,
        };
        let begin = accesses.of(given)?;
        let fields = begin.fields.into_iter().chain(inner.access.fields.iter().copied());
        let access = Access { root: begin.root, fields: fields.collect() };
        Some((access, Some(given).filter(|_| inner.access.fields.is_empty())))
    }

    /// Asks what the expressions of a body name; of a function without one there is no answer.
    pub(super) fn with_accesses<T: Default>(
        &self,
        body: usize,
        ask: impl FnOnce(Accesses<'_>) -> T,
    ) -> T {
        let types = &self.types.bodies[body];
        let Some(of) = self.names.body(types.def) else { return T::default() };
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
pub(super) fn receiver(accesses: Accesses<'_>, expr: ExprId) -> Option<ExprId> {
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

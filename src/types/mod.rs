//! Expressions get types, or Unknown.
//!
//! Comes in: the bodies, the names, and the library. Goes out: [`Types`], for each body what its
//! calls lead to. A callee that is not known for certain is [`Callee::Unknown`], with the first
//! thing that was unknown.

mod body;
mod callee;
mod locals;
mod members;
mod paths;

pub use callee::Call;
pub use callee::Callee;
pub use callee::Unknown;
pub use members::Members;

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;

use crate::ir::ExprId;
use crate::library::Library;
use crate::resolve::DefId;
use crate::resolve::Names;
use crate::source::Note;

/// What is known of every body.
#[derive(Debug)]
pub struct Types {
    /// One for each of [`Names::bodies`], in that order.
    pub bodies: Vec<BodyTypes>,
    /// Which type has which functions.
    pub members: Members,
    /// Bodies on which this room failed: they have no calls.
    pub failures: Vec<Note>,
}

/// What is known of one body.
#[derive(Debug)]
pub struct BodyTypes {
    /// The function, const or static.
    pub def: DefId,
    /// Its calls, in the order of their ids: a call that is an argument of another stands first.
    pub calls: Vec<Call>,
    /// Functions that are named without being called, sorted: `get(handler)`, `map(Path::exists)`.
    pub references: Vec<(ExprId, Callee)>,
}

/// Looks at every body, side by side. A panic costs the one body.
pub fn infer(names: &Names, library: &Library) -> Types {
    let members = Members::new(names, library);
    let infer = |&def: &DefId| {
        let infer = || body::infer(names, library, &members, def);
        catch_unwind(AssertUnwindSafe(infer)).map_err(|_| def)
    };
    let outcomes: Vec<Result<BodyTypes, DefId>> = names.bodies.par_iter().map(infer).collect();
    let mut bodies = Vec::with_capacity(outcomes.len());
    let mut failures = Vec::new();
    for outcome in outcomes {
        bodies.push(outcome.unwrap_or_else(|def| {
            failures.push(names.failure(def, "the callees of this body could not be found"));
            BodyTypes { def, calls: Vec::new(), references: Vec::new() }
        }));
    }
    Types { bodies, members, failures }
}

impl BodyTypes {
    /// The call that an expression is.
    pub fn call(&self, expr: ExprId) -> Option<&Call> {
        self.calls.binary_search_by_key(&expr, |call| call.expr).ok().map(|at| &self.calls[at])
    }

    /// The function that an expression names without calling it.
    pub fn reference(&self, expr: ExprId) -> Option<&Callee> {
        let found = self.references.binary_search_by_key(&expr, |(expr, _)| *expr).ok();
        found.map(|at| &self.references[at].1)
    }
}

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

use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;

use crate::ir::ExprId;
use crate::library::Library;
use crate::resolve::DefId;
use crate::resolve::Names;

/// What is known of every body.
#[derive(Debug)]
pub struct Types {
    /// One for each of [`Names::bodies`], in that order.
    pub bodies: Vec<BodyTypes>,
    /// Which type has which functions.
    pub members: Members,
}

/// What is known of one body.
#[derive(Debug)]
pub struct BodyTypes {
    /// The function, const or static.
    pub def: DefId,
    /// Its calls, in the order of their ids: a call that is an argument of another stands first.
    pub calls: Vec<Call>,
    /// Functions that are named without being called: `get(handler)`, `map(Path::exists)`.
    pub references: Vec<(ExprId, Callee)>,
}

/// Looks at every body, side by side.
pub fn infer(names: &Names, library: &Library) -> Types {
    let members = Members::new(names, library);
    let bodies =
        names.bodies.par_iter().map(|&def| body::infer(names, library, &members, def)).collect();
    Types { bodies, members }
}

impl BodyTypes {
    /// The call that an expression is.
    pub fn call(&self, expr: ExprId) -> Option<&Call> {
        self.calls.binary_search_by_key(&expr, |call| call.expr).ok().map(|at| &self.calls[at])
    }
}

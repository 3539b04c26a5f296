//! Expressions get types, or Unknown.
//!
//! Comes in: the bodies, the names, and the library. Goes out: [`Types`], for each body the types of
//! its expressions and what its calls lead to. A callee that is not known for certain is
//! [`Callee::Unknown`], with the first thing that was unknown.
//!
//! One forward pass a body with type variables: what is expected goes down, what is found comes up
//! and binds. Signatures come from source that was read (`written`) or from a line of a signature
//! table (`line`); both become the same signatures. `select` and `solve` are a small solver for
//! traits: impls by their head with one unification, where-clauses, associated types. Two candidates
//! are Unknown.

mod associated;
mod call;
mod callee;
mod candidates;
mod closure;
mod control;
mod drops;
mod export;
mod expr;
mod facts;
mod finish;
mod generics;
mod implied;
mod infer;
mod lang;
mod line;
mod line_reader;
mod line_text;
mod line_type;
mod macros;
mod members;
mod method;
mod operator;
mod owned;
mod pat;
mod path;
mod print;
mod reach;
mod scope;
mod scope_end;
mod select;
mod shares;
mod signature;
mod solve;
mod ty;
mod unify;
mod waiting;
mod within;
mod written;
mod written_projection;
mod written_type;

pub use callee::Call;
pub use callee::Callee;
pub use callee::Receiver;
pub use callee::Unknown;
pub use export::Type;
pub use export::TypeBound;
pub use export::TypeHead;
pub use export::TypeId;
pub use lang::has_known_variants;
pub use lang::is_arithmetic;
pub use lang::is_empty_variant;
pub use lang::is_equality;
pub use lang::is_returned_by_try;
pub use lang::variant_at;
pub use lang::variant_named;
pub use members::Members;
pub use owned::Owned;
pub use owned::OwnedValue;
pub use owned::Step;
pub use waiting::Waiting;
pub use within::Inner;
pub use within::head_of;
pub use within::may_hold;

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;
use rustc_hash::FxHashMap;

use crate::ir::ExprId;
use crate::ir::PatId;
use crate::library::Library;
use crate::resolve::DefId;
use crate::resolve::Names;
use crate::source::Note;
use crate::types::facts::Facts;
use crate::types::reach::Reach;

/// What is known of every body.
#[derive(Debug)]
pub struct Types {
    /// One for each of [`Names::bodies`], in that order.
    pub bodies: Vec<BodyTypes>,
    /// Which type has which functions.
    pub members: Members,
    /// What values own by their type.
    pub owned: Owned,
    /// Bodies on which this room failed: they have no calls.
    pub failures: Vec<Note>,
}

/// What is known of one body.
#[derive(Debug)]
pub struct BodyTypes {
    /// The function, const or static.
    pub def: DefId,
    /// Its calls, in the order of their ids: a call that is an argument of another stands first.
    /// Behind those that are written come those that the language makes, in the same order.
    pub calls: Vec<Call>,
    /// How many of them are written.
    pub written: usize,
    /// Functions that are named without being called, sorted: `get(handler)`, `map(Path::exists)`.
    pub references: Vec<(ExprId, Callee)>,
    /// The type of each pattern.
    pats: Box<[TypeId]>,
    /// Bare names in patterns that bind nothing, sorted.
    constants: Box<[PatId]>,
    /// The type of each expression.
    exprs: Box<[TypeId]>,
    table: Vec<Type>,
}

/// Looks at every body of the workspace, side by side, and at those of dependencies that calls lead to.
/// A panic costs the one body.
pub fn infer(names: &Names, library: &Library) -> Types {
    let members = Members::new(names, library);
    let mut worked = Worked { names, library, members: &members, failures: Vec::new() };
    // Dependencies stand behind the workspace.
    let own = names.bodies.partition_point(|&def| !names.is_dependency(names.def(def).krate));
    let (own, others) = names.bodies.split_at(own);
    let mut bodies = worked.side_by_side(own);
    let mut reach = Reach::new(names, &members, others);
    let mut found: FxHashMap<DefId, BodyTypes> = FxHashMap::default();
    let mut open = reach.from(&bodies);
    while !open.is_empty() {
        let new = worked.side_by_side(&open);
        open = reach.from(&new);
        found.extend(new.into_iter().map(|body| (body.def, body)));
    }
    let unseen = |&def: &DefId| found.remove(&def).unwrap_or_else(|| BodyTypes::unseen(def));
    bodies.extend(others.iter().map(unseen));
    let failures = worked.failures;
    let owned = Owned::new(names, library, &members, &bodies);
    Types { bodies, members, owned, failures }
}

/// What all workers see, and where they have failed.
struct Worked<'a> {
    names: &'a Names,
    library: &'a Library,
    members: &'a Members,
    failures: Vec<Note>,
}

impl Worked<'_> {
    /// Bodies in their order.
    fn side_by_side(&mut self, defs: &[DefId]) -> Vec<BodyTypes> {
        let (names, library, members) = (self.names, self.library, self.members);
        let outcomes = shares::of(names, defs).into_par_iter().map(|defs| {
            let mut facts = Facts::new(names, library, members);
            let bodies = defs.iter().map(|&def| {
                let infer = || infer::body(&mut facts, def);
                let outcome = catch_unwind(AssertUnwindSafe(infer));
                if outcome.is_err() {
                    // What was being remembered may be half made.
                    facts = Facts::new(names, library, members);
                }
                outcome
                    .map_err(|_| def)
                    .map(|types| types.unwrap_or_else(|| BodyTypes::unseen(def)))
            });
            bodies.collect::<Vec<Result<BodyTypes, DefId>>>()
        });
        let outcomes: Vec<Vec<Result<BodyTypes, DefId>>> = outcomes.collect();
        let bodies = outcomes.into_iter().flatten().map(|outcome| {
            outcome.unwrap_or_else(|def| {
                self.failures.push(names.failure(def, "the types of this body could not be found"));
                BodyTypes::unseen(def)
            })
        });
        bodies.collect()
    }
}

impl BodyTypes {
    /// A body of which nothing is known.
    fn unseen(def: DefId) -> Self {
        Self {
            def,
            calls: Vec::new(),
            written: 0,
            references: Vec::new(),
            pats: Box::default(),
            constants: Box::default(),
            exprs: Box::default(),
            table: vec![Type::Unknown],
        }
    }

    /// The call that an expression is.
    pub fn call(&self, expr: ExprId) -> Option<&Call> {
        self.position_of(expr).map(|at| &self.calls[at])
    }

    /// The library's path that the call leads to which an expression is.
    pub fn library_callee(&self, expr: ExprId) -> Option<&str> {
        match &self.call(expr)?.callee {
            Callee::Library(path) => Some(path),
            _ => None,
        }
    }

    /// The index of that call.
    pub fn position_of(&self, expr: ExprId) -> Option<usize> {
        self.calls[..self.written].binary_search_by_key(&expr, |call| call.expr).ok()
    }

    /// Something runs at an expression without being written as a call: a loop asks an iterator, `?`
    /// converts an error.
    pub fn has_implied_call(&self, expr: ExprId) -> bool {
        let implied = &self.calls[self.written..];
        implied.binary_search_by_key(&expr, |call| call.expr).is_ok()
    }

    /// A value of the type may hold code: it is a closure, a future or a parameter, or has one
    /// among its arguments.
    pub fn carries_code(&self, ty: TypeId) -> bool {
        self.carries(ty, 4)
    }

    /// A type, or what it refers to, has another one among its arguments, or as its item.
    pub fn has_as_argument(&self, ty: TypeId, argument: TypeId) -> bool {
        let has = |part: TypeId| part == argument || self.has_as_argument(part, argument);
        match self.ty(ty) {
            Type::Ref(_, inner) => self.has_as_argument(*inner, argument),
            Type::Adt(_, args) => args.iter().any(|&part| has(part)),
            Type::Slice(item) | Type::Array(item) => has(*item),
            _ => false,
        }
    }

    fn carries(&self, ty: TypeId, depth: usize) -> bool {
        match self.ty(ty) {
            Type::Function(..) | Type::Opaque(_) | Type::Dyn(_) | Type::Param(_) => true,
            Type::Ref(_, inner) => self.carries(*inner, depth),
            Type::Adt(_, args) => depth > 0 && args.iter().any(|&it| self.carries(it, depth - 1)),
            _ => false,
        }
    }

    /// The function that an expression names without calling it.
    pub fn reference(&self, expr: ExprId) -> Option<&Callee> {
        let found = self.references.binary_search_by_key(&expr, |(expr, _)| *expr).ok();
        found.map(|at| &self.references[at].1)
    }

    /// The type of an expression.
    pub fn type_of(&self, expr: ExprId) -> TypeId {
        self.exprs.get(expr.index()).copied().unwrap_or_default()
    }

    /// The type that a pattern gives a name to, a reference where it binds one; of a pattern that
    /// takes a value apart the type of that value, behind references.
    pub fn type_of_pat(&self, pat: PatId) -> TypeId {
        self.pats.get(pat.index()).copied().unwrap_or_default()
    }

    /// A bare name in a pattern is a constant, a unit struct or a variant: it binds nothing.
    pub fn is_constant_pat(&self, pat: PatId) -> bool {
        self.constants.binary_search(&pat).is_ok()
    }

    /// All types of the body.
    pub fn all(&self) -> &[Type] {
        &self.table
    }

    /// What a type is.
    pub fn ty(&self, ty: TypeId) -> &Type {
        &self.table[ty.index()]
    }
}

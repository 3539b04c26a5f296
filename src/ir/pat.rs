//! Patterns.

use crate::ir::body::ExprId;
use crate::ir::body::PatId;
use crate::ir::name::Name;
use crate::ir::name::Path;
use crate::source::Span;

/// One pattern.
#[derive(Clone, Debug)]
pub struct Pat {
    /// What it is.
    pub kind: PatKind,
    /// From its first token to its last; of a binding the identifier.
    pub span: Span,
}

/// What a pattern is.
#[derive(Clone, Debug)]
pub enum PatKind {
    /// `_`.
    Wild,
    /// `..` in a tuple or slice.
    Rest,
    /// A syntax that we do not read.
    Missing,
    /// `a`, `ref mut a`, `a @ p`. A bare name may also be a const, unit struct or variant: `resolve`
    /// knows.
    Bind {
        /// `a`.
        name: Name,
        /// `ref`.
        by_ref: bool,
        /// `mut`.
        mutable: bool,
        /// `p`.
        sub: Option<PatId>,
    },
    /// `A::B`.
    Path(Box<Path>),
    /// `A(p, ..)`.
    TupleStruct {
        /// `A`.
        path: Box<Path>,
        /// `p, ..`.
        pats: Box<[PatId]>,
    },
    /// `A { b: p, .. }`.
    Struct {
        /// `A`.
        path: Box<Path>,
        /// `b: p`.
        fields: Box<[(Name, PatId)]>,
    },
    /// `(p, q)`.
    Tuple(Box<[PatId]>),
    /// `[p, ..]`.
    Slice(Box<[PatId]>),
    /// `&p`.
    Ref(PatId),
    /// `p | q`.
    Or(Box<[PatId]>),
    /// `1`, `"a"`, `1..=2`, `const { … }`.
    Value(Option<ExprId>),
}

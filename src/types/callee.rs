//! What a call leads to.

use std::sync::Arc;

use crate::ir::ExprId;
use crate::resolve::DefId;
use crate::source::Span;

/// One call of a body.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Call {
    /// The [`crate::ir::ExprKind::Call`] or [`crate::ir::ExprKind::MethodCall`].
    pub expr: ExprId,
    /// What it leads to.
    pub callee: Callee,
    /// The first token of the path, or the method's name.
    pub at: Span,
    /// What becomes of a method's receiver.
    pub receiver: Receiver,
    /// It runs where the variable goes out of scope that the expression makes, not where that stands.
    pub is_scope_end: bool,
}

impl Call {
    /// A call of which the receiver, if it has one, is not known yet.
    pub(super) fn new(expr: ExprId, callee: Callee, at: Span) -> Self {
        Self { expr, callee, at, receiver: Receiver::Unknown, is_scope_end: false }
    }
}

/// What a method call does with its receiver.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Receiver {
    /// There is none, or what becomes of it is unknown.
    #[default]
    Unknown,
    /// The value itself goes to the method: `guard.unlock()`.
    Moved,
    /// The method gets a reference to it, or to what it dereferences to.
    Borrowed,
}

/// What a call leads to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Callee {
    /// A function of the workspace. Of a trait: whichever implementation the type has.
    Function(DefId),
    /// A function outside the workspace, by canonical path.
    Library(Arc<str>),
    /// A function that the type has by a derive or by a trait that we do not see: the path names it
    /// by the type, `crate::Args::parse`.
    Member(Arc<str>),
    /// The constructor of a tuple struct or variant: nothing runs.
    Constructor,
    /// It could not be told.
    Unknown(Unknown),
}

/// The first thing that was unknown.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Unknown {
    /// The type of a method's receiver.
    Receiver,
    /// The receiver's type is known, but no method of this name.
    Method,
    /// The callee is a value: a closure, a function pointer, a field.
    Value,
    /// The path leads nowhere that we know of.
    Path,
    /// Several functions fit.
    Ambiguous,
    /// A generic parameter, and none of its bounds for certain.
    Parameter,
}

impl Unknown {
    /// What to tell the user.
    pub fn reason(self) -> &'static str {
        match self {
            Unknown::Receiver => "the type of the receiver is unknown",
            Unknown::Method => "the type of the receiver is known, but no method of this name",
            Unknown::Value => "the callee is a value: a closure or function pointer",
            Unknown::Path => "the path leads nowhere known",
            Unknown::Ambiguous => "several functions fit",
            Unknown::Parameter => "a type parameter, and no single bound has the function",
        }
    }
}

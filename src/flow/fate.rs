//! What becomes of values.

use crate::flow::RegionId;
use crate::ir::ExprId;
use crate::ir::PatId;

/// Names a local: a parameter, or what a `let` binds a whole value to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LocalId(pub u32);

/// A parameter, or what a `let` binds a whole value to.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Local {
    /// The pattern that is its name.
    pub pat: PatId,
    /// Where it is used, and what becomes of it there.
    pub uses: Vec<(RegionId, Fate)>,
    /// It may be used where that is not seen: in a macro that was not read, or in code that this
    /// build leaves out.
    pub is_used_unseen: bool,
}

/// What becomes of a value.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Fate {
    /// It is the argument with this number of a call.
    Argument(ExprId, usize),
    /// It is the receiver of a method call.
    Receiver(ExprId),
    /// It is awaited on the spot.
    Awaited,
    /// It is polled by an arm of a `select!`.
    SelectArm,
    /// It is polled side by side with others by a `join!`.
    JoinArm,
    /// It is called by this call: `(|| x)()`.
    Called(ExprId),
    /// It is the value of its region: returned.
    Returned,
    /// It is bound to this local.
    Bound(LocalId),
    /// This `?` takes out what is in it.
    Tried(ExprId),
    /// This `match`, or this `let` of a condition, holds patterns against it.
    Matched(ExprId),
    /// It is given up on the spot.
    Discarded(Discard),
    /// Anything else: taken apart, stored, looked at.
    Other,
}

/// How a value is given up.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Discard {
    /// `x;`.
    Statement,
    /// `let _ = x;` and `_ = x;`. What has a name is not dropped by it.
    Underscore,
}

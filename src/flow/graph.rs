//! The control flow of one region, as far as it matters to values that are followed: who owns them,
//! where it is handed on, where they are dropped.

use std::sync::Arc;

use crate::ir::ExprId;
use crate::ir::PatId;
use crate::library::TypeRole;

/// Names a block of its graph; the first is where the region begins.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct BlockId(pub u32);

/// Names what may own followed values: a variable or a part of one, a temporary.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct SlotId(pub u32);

/// Names a scope: at its end its slots are dropped.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct ScopeId(pub u32);

/// Names a value that is followed, by the place where it comes into the region.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct BirthId(pub u32);

impl BirthId {
    /// The index into [`crate::flow::Kept::births`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// The control flow of one region.
#[derive(Debug, Default)]
pub(super) struct Graph {
    pub blocks: Vec<Block>,
    pub slots: Vec<Slot>,
    /// How many scopes there are.
    pub scopes: u32,
    pub births: Vec<Birth>,
    /// Paths of types that events speak of.
    pub paths: Vec<Arc<str>>,
    /// What each call is given to own.
    pub handed: Vec<Box<[SlotId]>>,
}

/// What happens one after the other.
#[derive(Debug, Default)]
pub(super) struct Block {
    pub events: Vec<Event>,
    pub next: Vec<BlockId>,
}

/// An owner of followed values.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slot {
    pub scope: ScopeId,
    /// The variable that it is or belongs to; none of a temporary.
    pub name: Option<PatId>,
    /// A closure that can be called once only: the call takes it.
    pub once: bool,
}

/// A value that is followed, where it comes into the region.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Birth {
    /// What makes it.
    pub from: Source,
    /// What it is for.
    pub role: TypeRole,
    /// The path of its type.
    pub path: Arc<str>,
    /// Of one that a closure or async block takes with it: what may have made it outside.
    pub origins: Vec<ExprId>,
}

/// Where a followed value comes from.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Source {
    /// A call, an `.await` or the future of an arm makes it.
    Made(ExprId),
    /// It is handed in: a parameter, or a variable that a closure or async block takes with it.
    Given(PatId),
}

/// What a call is given to own, as an index into [`Graph::handed`]. Whether that is alive when the
/// callee does something is the callee's matter.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct HandedId(pub u32);

/// What happens to followed values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Event {
    /// A value comes into being.
    Born(SlotId, BirthId),
    /// The owner hands on what it owns.
    Move { from: SlotId, to: SlotId },
    /// Another one may own the same from here on: an item of a collection.
    Share { from: SlotId, to: SlotId },
    /// The slot owns something of the type with this number among [`Graph::paths`]: if it may own such
    /// values, then no others.
    Refine { slot: SlotId, path: u32 },
    /// What the slot owns is dropped, goes away, or cannot be there.
    Drop(SlotId),
    /// The scope ends.
    Exit(ScopeId),
    /// Something is written to what the slot owns, and may lie in a buffer.
    Write(SlotId),
    /// What the slot owns is handed to code that may flush it.
    Settle(SlotId),
    /// What the slot owns is known under another name from here on.
    Escape(SlotId),
    /// From here on the function fails: a `?` or `return`.
    Fail(ExprId),
    /// The task may yield here.
    Suspend(ExprId),
    /// What the slot owns is what the region gives.
    Give(SlotId),
    /// A call is made, and given something to own.
    Call(ExprId, HandedId),
    /// An assignment is made.
    Assign(ExprId),
    /// A closure or async block takes with it what the slot owns, under the name of the variable.
    Capture { slot: SlotId, region: ExprId, name: PatId },
}

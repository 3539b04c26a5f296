//! The regions of a body: stretches of code that run as one. What is written inside a closure or an
//! async block does not run where it stands, but where the closure is called or the future polled.
//! So it is followed what becomes of values, through the locals that they are bound to.

use rustc_hash::FxHashMap;

use crate::flow::Kept;
use crate::flow::Variables;
use crate::ir::ExprId;
use crate::resolve::DefId;
use crate::resolve::Names;

/// Names a region of its body; the first is the function itself.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct RegionId(pub u32);

impl RegionId {
    /// The function itself.
    pub const ROOT: RegionId = RegionId(0);

    /// The index into [`BodyFlow::regions`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// Names a local that is followed: a parameter, or what a `let` binds a closure or future to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct LocalId(pub u32);

/// One region.
#[derive(Clone, Debug)]
pub struct Region {
    /// What kind of code it is.
    pub kind: RegionKind,
    /// The region it is written in; none for the function itself.
    pub parent: Option<RegionId>,
    /// The closure or block; the body's root for the function itself.
    pub expr: ExprId,
    /// What becomes of the closure or future.
    pub fate: Fate,
}

/// The kinds of region.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum RegionKind {
    /// The function itself, async or not, or the value of a const or static.
    Root,
    /// A plain closure.
    Closure,
    /// An async block or an async closure: polled, not called.
    Future,
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
    /// Anything else: bound, stored, dropped, looked at.
    Other,
}

/// The regions of one body.
#[derive(Clone, Debug, Default)]
pub struct BodyFlow {
    /// The regions; an outer one stands before those inside it.
    pub regions: Vec<Region>,
    /// For each call, the region it stands in and what becomes of its value.
    pub(super) calls: FxHashMap<ExprId, (RegionId, Fate)>,
    /// For each function that is named without being called.
    pub(super) references: FxHashMap<ExprId, (RegionId, Fate)>,
    /// The parameters behind `self` that are bound to a name.
    pub(super) params: Vec<Option<LocalId>>,
    /// For each local that is followed, where it is used and what becomes of it there.
    pub(super) uses: Vec<Vec<(RegionId, Fate)>>,
    /// Where code stands that no call is written for: a loop asks an iterator, `?` converts.
    pub(super) implied: FxHashMap<ExprId, RegionId>,
    /// For each region with values that are followed, where these are alive.
    pub kept: Vec<Kept>,
    /// What its variables stand for; none where nothing is followed.
    pub variables: Option<Variables>,
    /// The `select!`s and `join!`s, each with its region.
    pub concurrent: Vec<(ExprId, RegionId)>,
}

impl BodyFlow {
    /// A body of which only the root is known.
    pub(super) fn unseen(names: &Names, def: DefId) -> Self {
        let root = names.body(def).map(|body| Region {
            kind: RegionKind::Root,
            parent: None,
            expr: body.root,
            fate: Fate::Other,
        });
        Self { regions: root.into_iter().collect(), ..Self::default() }
    }

    /// One region.
    pub fn region(&self, id: RegionId) -> &Region {
        &self.regions[id.index()]
    }

    /// The region that a call stands in.
    pub fn region_of_call(&self, call: ExprId) -> RegionId {
        let called = self.calls.get(&call).map(|found| found.0);
        called.or_else(|| self.implied.get(&call).copied()).unwrap_or(RegionId::ROOT)
    }

    /// What becomes of a call's value.
    pub fn fate_of_call(&self, call: ExprId) -> Fate {
        self.calls.get(&call).map_or(Fate::Other, |found| found.1)
    }

    /// Region and fate of a function that is named without being called.
    pub fn reference(&self, expr: ExprId) -> Option<(RegionId, Fate)> {
        self.references.get(&expr).copied()
    }

    /// Where a local is used, and what becomes of it there.
    pub fn uses(&self, local: LocalId) -> &[(RegionId, Fate)] {
        &self.uses[local.0 as usize]
    }

    /// The local that a parameter is bound to, counted behind `self`; none where it is taken apart.
    pub fn parameter(&self, at: usize) -> Option<LocalId> {
        self.params.get(at).copied().flatten()
    }
}

//! The regions of a body: stretches of code that run as one. What is written inside a closure or an
//! async block does not run where it stands, but where the closure is called or the future polled.
//! So it is followed what becomes of values, through the locals that they are bound to.

use rustc_hash::FxHashMap;

use crate::flow::Crossing;
use crate::flow::Fate;
use crate::flow::Kept;
use crate::flow::Local;
use crate::flow::LocalId;
use crate::flow::Notice;
use crate::flow::Statement;
use crate::flow::Turn;
use crate::flow::Variables;
use crate::ir::ExprId;
use crate::ir::PatId;
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

/// The regions of one body.
#[derive(Clone, Debug, Default)]
pub struct BodyFlow {
    /// The regions; an outer one stands before those inside it.
    pub regions: Vec<Region>,
    /// For each call, async block, `.await` and `?` the region it stands in and what becomes of its value.
    /// Sorted.
    pub(super) values: Vec<(ExprId, (RegionId, Fate))>,
    /// For each function that is named without being called.
    pub(super) references: FxHashMap<ExprId, (RegionId, Fate)>,
    /// The parameters behind `self` that are bound to a name.
    pub(super) params: Vec<Option<LocalId>>,
    /// The locals.
    pub(super) locals: Vec<Local>,
    /// Where code stands that no call is written for: a loop asks an iterator, `?` converts.
    pub(super) implied: FxHashMap<ExprId, RegionId>,
    /// For each region with values that are followed, where these are alive.
    pub kept: Vec<Kept>,
    /// What its variables stand for; none where nothing is followed and nothing sent.
    pub variables: Option<Variables>,
    /// The statements that it sends to databases, in the order of its calls.
    pub statements: Vec<Statement>,
    /// The calls that tell somebody something, in their order.
    pub notices: Vec<Notice>,
    /// What it does to one place before and after a suspension.
    pub crossings: Vec<Crossing>,
    /// Where answers to the calls in its loops lead.
    pub turns: Vec<Turn>,
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
        let called = self.value(call).map(|found| found.0);
        called.or_else(|| self.implied.get(&call).copied()).unwrap_or(RegionId::ROOT)
    }

    /// What becomes of a call's value.
    pub fn fate_of_call(&self, call: ExprId) -> Fate {
        self.value(call).map_or(Fate::Other, |found| found.1)
    }

    /// Region and fate of the value of a call, an async block, an `.await` or a `?`; none of other
    /// expressions, and of code that this build leaves out.
    pub fn value(&self, expr: ExprId) -> Option<(RegionId, Fate)> {
        let found = self.values.binary_search_by_key(&expr, |(expr, _)| *expr).ok();
        found.map(|at| self.values[at].1)
    }

    /// Those expressions in the order of their ids, each with region and fate.
    pub fn values(&self) -> impl Iterator<Item = (ExprId, RegionId, Fate)> {
        self.values.iter().map(|&(expr, (region, fate))| (expr, region, fate))
    }

    /// Region and fate of a function that is named without being called.
    pub fn reference(&self, expr: ExprId) -> Option<(RegionId, Fate)> {
        self.references.get(&expr).copied()
    }

    /// Where a local is used, and what becomes of it there.
    pub fn uses(&self, local: LocalId) -> &[(RegionId, Fate)] {
        &self.local(local).uses
    }

    /// One local.
    pub fn local(&self, local: LocalId) -> &Local {
        &self.locals[local.0 as usize]
    }

    /// The local with this name.
    pub fn local_of(&self, pat: PatId) -> Option<&Local> {
        self.locals.iter().find(|local| local.pat == pat)
    }

    /// The local that a parameter is bound to, counted behind `self`; none where it is taken apart.
    pub fn parameter(&self, at: usize) -> Option<LocalId> {
        self.params.get(at).copied().flatten()
    }
}

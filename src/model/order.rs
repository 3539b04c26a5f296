//! In which order locks are taken, over the whole workspace.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::flow::Access;
use crate::flow::Root;
use crate::ir::ExprKind;
use crate::ir::PatId;
use crate::library::Locks;
use crate::library::TypeRole;
use crate::model::Function;
use crate::model::Locking;
use crate::model::Model;
use crate::resolve::DefId;
use crate::resolve::Symbol;
use crate::source;
use crate::types::Type;
use crate::types::TypeHead;
use crate::types::TypeId;

/// Two locks that are taken in one order here and in the other one elsewhere.
#[derive(Debug)]
pub struct Inversion<'m> {
    /// The order here.
    pub here: Order<'m>,
    /// The other one.
    pub there: Order<'m>,
}

/// A lock that is taken while another one is held.
#[derive(Clone, Debug)]
pub struct Order<'m> {
    /// The one that is held.
    pub first: Locking<'m>,
    /// Where it is taken: a call or an `.await`.
    pub first_place: source::Place,
    /// The one that is taken then.
    pub second: Locking<'m>,
    /// What else is held there.
    held: BTreeSet<LockId>,
}

/// A lock, wherever it is named: a static, or a field of a type.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
struct LockId {
    owner: Owner,
    fields: Vec<Symbol>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
enum Owner {
    Type(DefId),
    Static(DefId),
}

impl<'a> Model<'a> {
    /// The pairs of locks that some code takes in one order and some in the other, each pair once.
    pub fn inversions(&self) -> Vec<Inversion<'_>> {
        let mut orders: BTreeMap<(LockId, LockId), Vec<Order<'_>>> = BTreeMap::new();
        for function in self.functions().filter(|function| !function.is_test()) {
            self.orders_of(function, &mut orders);
        }
        let mut found = Vec::new();
        for ((first, second), here) in &orders {
            // Each pair is told once, at the order that is the second to be looked at.
            if first < second {
                continue;
            }
            let Some(there) = orders.get(&(second.clone(), first.clone())) else { continue };
            let pairs = here.iter().flat_map(|here| there.iter().map(move |there| (here, there)));
            let mut real = pairs.filter(|(here, there)| is_inversion(here, there));
            if let Some((here, there)) = real.next() {
                found.push(Inversion { here: here.clone(), there: there.clone() });
            }
        }
        found
    }

    fn orders_of<'m>(
        &'m self,
        function: Function<'m>,
        orders: &mut BTreeMap<(LockId, LockId), Vec<Order<'m>>>,
    ) {
        let mut add = |first, first_place, second, held: BTreeSet<LockId>| {
            let Some((one, other)) = pair(function, first, second) else { return };
            let held = held.into_iter().filter(|id| *id != one && *id != other).collect();
            let order = Order { first, first_place, second, held };
            orders.entry((one, other)).or_default().push(order);
        };
        let under = function.taken_under(&[TypeRole::BlockingGuard, TypeRole::AsyncGuard]);
        for taken in under.iter().filter(|taken| taken.is_sure) {
            let same_call = under.iter().filter(|it| it.second.call().is(taken.second.call()));
            let held = same_call.filter_map(|it| lock_id(function, it.first.access()));
            add(taken.first, taken.guard.place(), taken.second, held.collect());
        }
        // Locks that are awaited side by side come in any order.
        for side_by_side in function.joined_locks() {
            for (at, &one) in side_by_side.iter().enumerate() {
                for &other in &side_by_side[at + 1..] {
                    add(one, one.call().place(), other, BTreeSet::new());
                    add(other, other.call().place(), one, BTreeSet::new());
                }
            }
        }
    }
}

impl<'m> Function<'m> {
    /// Of each `join!` the locks that its futures take.
    fn joined_locks(self) -> Vec<Vec<Locking<'m>>> {
        let flow = &self.model.flow.bodies[self.body];
        let joined = flow.concurrent.iter().filter_map(|&(at, _)| {
            let ExprKind::Join { futures, .. } = &self.body().exprs[at].kind else { return None };
            let calls = futures.iter().filter_map(|&future| self.types().position_of(future));
            let calls: Vec<usize> = calls.collect();
            let locks = self.lockings().filter(|it| calls.iter().any(|&call| it.is_of(call)));
            Some(locks.collect())
        });
        joined.filter(|locks: &Vec<Locking<'m>>| locks.len() > 1).collect()
    }
}

/// The two locks where they are different ones of one value, and each is taken whole.
fn pair(
    function: Function<'_>,
    first: Locking<'_>,
    second: Locking<'_>,
) -> Option<(LockId, LockId)> {
    let whole = |it: Locking<'_>| matches!(it.how(), Locks::Exclusive | Locks::Shared);
    let is_static = |it: &Locking<'_>| matches!(it.access().root, Root::Static(_));
    let of_one =
        first.access().root == second.access().root || is_static(&first) || is_static(&second);
    let ids = (lock_id(function, first.access())?, lock_id(function, second.access())?);
    (of_one && whole(first) && whole(second) && ids.0 != ids.1).then_some(ids)
}

/// The two can wait for each other: somebody writes, and no third lock keeps them apart.
fn is_inversion(here: &Order<'_>, there: &Order<'_>) -> bool {
    // What one takes second the other holds.
    let meets = |second: &Order<'_>, first: &Order<'_>| {
        second.second.how() == Locks::Exclusive || first.first.how() == Locks::Exclusive
    };
    meets(here, there) && meets(there, here) && here.held.is_disjoint(&there.held)
}

fn lock_id(function: Function<'_>, access: &Access) -> Option<LockId> {
    let names = &function.model.names;
    let owner = match access.root {
        Root::Static(def) => Owner::Static(def),
        Root::Receiver => Owner::Type(names.self_type(function.id())?),
        Root::Parameter(number) => type_of(function, function.body().params[number])?,
        Root::Local(pat) => type_of(function, pat)?,
    };
    let is_static = matches!(owner, Owner::Static(_));
    let fields = access.fields.clone();
    (is_static || !fields.is_empty()).then_some(LockId { owner, fields })
}

/// The type of the workspace behind the references and handles of a variable.
fn type_of(function: Function<'_>, pat: PatId) -> Option<Owner> {
    let types = function.types();
    let mut ty: TypeId = types.type_of_pat(pat);
    for _ in 0..4 {
        ty = match types.ty(ty) {
            Type::Ref(_, inner) => *inner,
            Type::Adt(TypeHead::Def(def), _) => return Some(Owner::Type(*def)),
            // `Arc<T>`: what is named by a field of it is a field of `T`.
            Type::Adt(TypeHead::Library(_), args) => *args.first()?,
            _ => return None,
        };
    }
    None
}

//! In which order locks are taken, over the whole workspace.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::flow::Access;
use crate::flow::Root;
use crate::ir::PatId;
use crate::library::Locks;
use crate::library::TypeRole;
use crate::model::Function;
use crate::model::Model;
use crate::model::TakenUnder;
use crate::resolve::DefId;
use crate::resolve::Symbol;
use crate::types::Type;
use crate::types::TypeHead;
use crate::types::TypeId;

/// Two locks that are taken in one order here and in the other one elsewhere.
#[derive(Debug)]
pub struct Inversion<'m> {
    /// The order here.
    pub here: TakenUnder<'m>,
    /// The other one.
    pub there: TakenUnder<'m>,
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

/// A lock that is taken under another one.
struct Order<'m> {
    taken: TakenUnder<'m>,
    /// What else is held there.
    held: BTreeSet<LockId>,
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
                found.push(Inversion { here: here.taken, there: there.taken });
            }
        }
        found
    }

    fn orders_of<'m>(
        &'m self,
        function: Function<'m>,
        orders: &mut BTreeMap<(LockId, LockId), Vec<Order<'m>>>,
    ) {
        let under = function.taken_under(&[TypeRole::BlockingGuard, TypeRole::AsyncGuard]);
        for taken in &under {
            let (first, second) = (taken.first.access(), taken.second.access());
            let of_one = first.root == second.root
                || [first, second].iter().any(|it| matches!(it.root, Root::Static(_)));
            let ids = (lock_id(function, first), lock_id(function, second));
            let (Some(first), Some(second)) = ids else { continue };
            if first == second || !of_one || !taken.is_sure || !is_whole(taken) {
                continue;
            }
            let same_call =
                under.iter().filter(|other| other.second.call().is(taken.second.call()));
            let held = same_call.filter_map(|other| lock_id(function, other.first.access()));
            let held = held.filter(|other| *other != first && *other != second).collect();
            orders.entry((first, second)).or_default().push(Order { taken: *taken, held });
        }
    }
}

/// Both locks are taken whole, and not by one who may take them again.
fn is_whole(taken: &TakenUnder<'_>) -> bool {
    let hows = [taken.first.how(), taken.second.how()];
    hows.iter().all(|how| matches!(how, Locks::Exclusive | Locks::Shared))
}

/// The two can wait for each other: somebody writes, and no third lock keeps them apart.
fn is_inversion(here: &Order<'_>, there: &Order<'_>) -> bool {
    // What one takes second the other holds.
    let meets = |second: &Order<'_>, first: &Order<'_>| {
        second.taken.second.how() == Locks::Exclusive || first.taken.first.how() == Locks::Exclusive
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

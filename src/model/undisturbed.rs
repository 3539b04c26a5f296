//! Crossings that nobody can come in between of: a lock is held all the while, or no other code has the
//! place.

use crate::flow::Root;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::ItemKind;
use crate::ir::Receiver;
use crate::ir::Visibility;
use crate::library::CallRole;
use crate::library::Locks;
use crate::library::TypeRole;
use crate::model::Call;
use crate::model::Crossing;
use crate::model::Function;
use crate::model::Guard;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::Symbol;
use crate::types::Callee;
use crate::types::Type;
use crate::types::TypeHead;

/// So many callers, one for the next, may lie between a lock and what it protects.
const DEEPEST: usize = 4;

impl Crossing<'_> {
    /// Nobody else can do the same meanwhile: the function or each of its callers holds a lock alone, or
    /// the place is a handle that this value made for itself, and it is used by `&mut self`.
    pub fn is_undisturbed(self) -> bool {
        let (function, row) = (self.function(), self.row());
        function.holds_a_lock(row.first, row.across)
            || function.is_called_under_a_lock(DEEPEST)
            || match (row.spot.access.root, row.spot.access.fields.first()) {
                (Root::Receiver, Some(&field)) => function.has_for_itself(field),
                _ => false,
            }
    }
}

impl Guard<'_> {
    /// Its lock lets nobody else in.
    fn is_alone(self) -> bool {
        matches!(self.role(), TypeRole::AsyncGuard | TypeRole::BlockingGuard)
            && self.locking().is_some_and(|lock| lock.how() == Locks::Exclusive)
    }
}

impl<'m> Function<'m> {
    /// A lock that was taken before is held where the task may yield.
    fn holds_a_lock(self, first: ExprId, across: ExprId) -> bool {
        let before = self.body().exprs[first].span.start;
        let mut locks = self.guards().filter(|guard| guard.is_alone());
        locks.any(|lock| lock.place().span.end <= before && lock.is_surely_held_at(across))
    }

    /// All code that calls it is seen, and holds a lock then.
    fn is_called_under_a_lock(self, depth: usize) -> bool {
        if depth == 0 || !self.is_for_this_module() {
            return false;
        }
        let mut calls = self.calls_of_it().peekable();
        calls.peek().is_some()
            && calls.all(|call| {
                let mut locks = call.function.guards().filter(|guard| guard.is_alone());
                locks.any(|lock| {
                    lock.calls().iter().any(|(held, is_sure)| *is_sure && held.is(call))
                }) || call.function.is_called_under_a_lock(depth - 1)
            })
    }

    /// It is private, and no impl of a trait has it.
    fn is_for_this_module(self) -> bool {
        let names = &self.model.names;
        let is_private =
            names.item(self.id()).is_some_and(|item| item.visibility == Visibility::Private);
        is_private
            && names.def(self.id()).parent.is_none_or(|parent| match names.def(parent).kind {
                DefKind::Impl => {
                    names.impl_head(parent).is_some_and(|head| head.of_trait.is_none())
                }
                kind => kind != DefKind::Trait,
            })
    }

    fn calls_of_it(self) -> impl Iterator<Item = Call<'m>> {
        let is_it = move |call: &Call<'m>| call.typed().callee == Callee::Function(self.id());
        self.model.functions().flat_map(Function::calls).filter(is_it)
    }

    /// It has `&mut self`, and so has all code that comes to this field, which is filled with a value
    /// made for it; nobody gets a copy of the handle.
    fn has_for_itself(self, field: Symbol) -> bool {
        let Some(owner) = self.model.names.self_type(self.id()) else { return false };
        !self.is_copied(owner)
            && self.model.functions().any(|other| other.makes(owner))
            && self.model.functions().all(|other| other.leaves_alone(owner, field))
    }

    /// It makes a value of this type.
    fn makes(self, owner: DefId) -> bool {
        let Some(body) = self.ir() else { return false };
        let mut made = body.exprs.iter();
        made.any(|(id, expr)| {
            matches!(expr.kind, ExprKind::Struct(_)) && self.is_value_of(id, owner)
        })
    }

    fn is_value_of(self, expr: ExprId, owner: DefId) -> bool {
        let ty = self.types().ty(self.types().type_of(expr));
        matches!(ty, Type::Adt(TypeHead::Def(def), _) if *def == owner)
    }

    fn is_copied(self, owner: DefId) -> bool {
        let names = &self.model.names;
        let Some(ItemKind::Struct(shape)) = names.item(owner).map(|item| &item.kind) else {
            return true;
        };
        let file = names.def(owner).file;
        let mut derives = shape.derives.iter().filter_map(|path| path.segments.last());
        derives.any(|last| names.symbols.text(names.symbol(file, last.name)) == "Clone")
    }

    /// All that a function does with the field of a type it does by `&mut self`, in no task of its own.
    fn leaves_alone(self, owner: DefId, field: Symbol) -> bool {
        let (names, types) = (&self.model.names, self.types());
        let Some(body) = self.ir() else { return true };
        let symbol = |name| names.symbol(self.file(), name);
        let is_perhaps_of_it = |expr| match types.ty(types.type_of(expr)) {
            Type::Adt(TypeHead::Def(def), _) => *def == owner,
            Type::Ref(_, inner) => {
                !matches!(types.ty(*inner), Type::Adt(TypeHead::Def(def), _) if *def != owner)
            }
            Type::Unknown => true,
            _ => false,
        };
        let is_by_mut = || {
            let receiver = names.function(self.id()).and_then(|it| it.receiver.as_ref());
            matches!(receiver, Some(Receiver::RefMut)) && names.self_type(self.id()) == Some(owner)
        };
        let spawns = || {
            let roles = [CallRole::Spawn, CallRole::Offload];
            self.calls()
                .any(|call| self.role_of(call.expr()).is_some_and(|role| roles.contains(&role)))
        };
        body.exprs.iter().all(|(id, expr)| match &expr.kind {
            ExprKind::Field { base, name } if symbol(*name) == field && is_perhaps_of_it(*base) => {
                is_by_mut() && !spawns()
            }
            ExprKind::Struct(made) if self.is_value_of(id, owner) => {
                made.fields.iter().all(|(name, value)| {
                    symbol(*name) != field || self.role_of(*value) == Some(CallRole::Constructor)
                })
            }
            _ => true,
        })
    }
}

//! Type variables, and making two types one.

use std::rc::Rc;

use crate::types::infer::Infer;
use crate::types::ty::Bound;
use crate::types::ty::Kind;
use crate::types::ty::Ty;
use crate::types::ty::is_integer;

/// What a variable stands for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Var {
    /// Nothing yet.
    Open(VarKind),
    /// This.
    Bound(Ty),
}

/// What a variable can stand for.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum VarKind {
    Any,
    /// The type of an integer literal.
    Integer,
    /// The type of a float literal.
    Float,
}

/// A point to go back to.
#[derive(Clone, Copy, Debug)]
pub(super) struct Snapshot {
    trail: usize,
    pending: usize,
    vars: usize,
}

impl Infer<'_, '_> {
    pub(super) fn fresh(&mut self) -> Ty {
        self.fresh_of(VarKind::Any)
    }

    pub(super) fn fresh_of(&mut self, kind: VarKind) -> Ty {
        let number = self.vars.len() as u32;
        self.vars.push(Var::Open(kind));
        self.facts.store.ty(Kind::Var(number))
    }

    /// The type with a variable of its own for each place that the text leaves out.
    pub(super) fn fill(&mut self, ty: Ty) -> Ty {
        if ty == Ty::OMITTED {
            return self.fresh();
        }
        if !self.facts.store.has_vars(ty) {
            return ty;
        }
        let kind = self.facts.store.kind(ty).clone();
        if let Kind::Var(_) = kind {
            return ty;
        }
        self.map_parts(ty, &mut |this, part| this.fill(part))
    }

    /// The same type with each direct part replaced, with the whole state at hand.
    pub(super) fn map_parts(&mut self, ty: Ty, map: &mut dyn FnMut(&mut Self, Ty) -> Ty) -> Ty {
        // The parts in order, so that the store can be borrowed while they are put in.
        let parts = self.facts.store.parts(ty);
        let mapped: Vec<Ty> = parts.iter().map(|&part| map(self, part)).collect();
        if mapped == parts {
            return ty;
        }
        let mut next = mapped.into_iter();
        self.facts.store.map_parts(ty, &mut |_, part| next.next().unwrap_or(part))
    }

    pub(super) fn snapshot(&self) -> Snapshot {
        Snapshot { trail: self.trail.len(), pending: self.pending.len(), vars: self.vars.len() }
    }

    /// Forgets what was bound and asked since.
    pub(super) fn back_to(&mut self, snapshot: Snapshot) {
        for (var, before) in self.trail.drain(snapshot.trail..).rev() {
            self.vars[var as usize] = before;
        }
        self.pending.truncate(snapshot.pending);
        self.vars.truncate(snapshot.vars);
    }

    fn set(&mut self, var: u32, value: Var) {
        let before = std::mem::replace(&mut self.vars[var as usize], value);
        self.trail.push((var, before));
    }

    /// The type, or what its variable stands for.
    pub(super) fn shallow(&self, mut ty: Ty) -> Ty {
        while let Kind::Var(var) = *self.facts.store.kind(ty) {
            match self.vars.get(var as usize) {
                Some(Var::Bound(next)) => ty = *next,
                _ => return ty,
            }
        }
        ty
    }

    /// The type with all variables replaced that stand for something.
    pub(super) fn deep(&mut self, ty: Ty) -> Ty {
        let ty = self.shallow(ty);
        if !self.facts.store.has_vars(ty) || self.is_var(ty) {
            return ty;
        }
        self.map_parts(ty, &mut |this, part| this.deep(part))
    }

    /// What a type is, behind its variable.
    pub(super) fn kind(&self, ty: Ty) -> Kind {
        self.facts.store.kind(self.shallow(ty)).clone()
    }

    /// It stands for nothing yet, not even for some integer.
    pub(super) fn is_open(&self, ty: Ty) -> bool {
        match *self.facts.store.kind(self.shallow(ty)) {
            Kind::Var(var) => {
                matches!(self.vars.get(var as usize), Some(Var::Open(VarKind::Any)) | None)
            }
            _ => false,
        }
    }

    pub(super) fn is_var(&self, ty: Ty) -> bool {
        matches!(self.facts.store.kind(ty), Kind::Var(_))
    }

    /// Makes two types one, or says that they are two. What was bound on the way stays bound: the
    /// caller goes back.
    pub(super) fn unify(&mut self, one: Ty, other: Ty) -> bool {
        let (one, other) = (self.shallow(one), self.shallow(other));
        if one == other || one == Ty::UNKNOWN || other == Ty::UNKNOWN {
            return true;
        }
        let (kind, against) = (self.kind(one), self.kind(other));
        match (&kind, &against) {
            (Kind::Var(var), _) => self.bind_var(*var, other),
            (_, Kind::Var(var)) => self.bind_var(*var, one),
            (Kind::Projection(..), _) | (_, Kind::Projection(..)) => {
                self.unify_projected(one, other)
            }
            (Kind::Adt(head, args), Kind::Adt(of, others)) => {
                head == of && self.unify_all(args, others)
            }
            (Kind::Ref(mutable, inner), Kind::Ref(is_mutable, of)) => {
                mutable == is_mutable && self.unify(*inner, *of)
            }
            (Kind::Pointer(inner), Kind::Pointer(of))
            | (Kind::Slice(inner), Kind::Slice(of))
            | (Kind::Array(inner), Kind::Array(of)) => self.unify(*inner, *of),
            (Kind::Tuple(parts), Kind::Tuple(others)) => {
                parts.len() == others.len() && self.unify_all(parts, others)
            }
            (Kind::FnPointer(params, ret), Kind::FnPointer(others, of)) => {
                params.len() == others.len()
                    && self.unify_all(params, others)
                    && self.unify(*ret, *of)
            }
            (Kind::FnItem(of, args), Kind::FnItem(other, others)) => {
                of == other && self.unify_all(args, others)
            }
            (Kind::Opaque(bounds), Kind::Opaque(others))
            | (Kind::Dyn(bounds), Kind::Dyn(others)) => self.unify_bounds(bounds, others),
            _ => false,
        }
    }

    pub(super) fn unify_all(&mut self, ones: &[Ty], others: &[Ty]) -> bool {
        ones.iter().zip(others).all(|(&one, &other)| self.unify(one, other))
    }

    fn unify_bounds(&mut self, ones: &[Bound], others: &[Bound]) -> bool {
        let Some((first, second)) = ones.first().zip(others.first()) else { return true };
        if first.of.head != second.of.head {
            return false;
        }
        let args = self.unify_all(&first.of.args.clone(), &second.of.args.clone());
        args && first.bindings.iter().all(|&(name, ty)| {
            let same = second.bindings.iter().find(|(known, _)| *known == name);
            same.is_none_or(|&(_, other)| self.unify(ty, other))
        })
    }

    /// A projection that nothing is known of agrees with everything, and binds nothing.
    fn unify_projected(&mut self, one: Ty, other: Ty) -> bool {
        let (left, right) = (self.normalize(one), self.normalize(other));
        let is_projection = |this: &Self, ty: Ty| matches!(this.kind(ty), Kind::Projection(..));
        if is_projection(self, left) || is_projection(self, right) {
            return true;
        }
        self.unify(left, right)
    }

    fn bind_var(&mut self, var: u32, ty: Ty) -> bool {
        let Some(&Var::Open(kind)) = self.vars.get(var as usize) else { return false };
        if let Kind::Var(other) = *self.facts.store.kind(ty) {
            let Some(&Var::Open(others)) = self.vars.get(other as usize) else { return false };
            // The one that can stand for less stays.
            match (kind, others) {
                (VarKind::Any, _) => self.set(var, Var::Bound(ty)),
                (_, VarKind::Any) => {
                    let own = self.facts.store.ty(Kind::Var(var));
                    self.set(other, Var::Bound(own));
                }
                (one, other) if one == other => self.set(var, Var::Bound(ty)),
                _ => return false,
            }
            return true;
        }
        let fits = match (kind, self.facts.store.kind(ty)) {
            (VarKind::Any, _) => true,
            (VarKind::Integer, Kind::Primitive(name)) => is_integer(name),
            (VarKind::Float, Kind::Primitive(name)) => matches!(*name, "f32" | "f64"),
            _ => false,
        };
        if !fits || self.occurs(var, ty) {
            return false;
        }
        self.set(var, Var::Bound(ty));
        true
    }

    fn occurs(&self, var: u32, ty: Ty) -> bool {
        let ty = self.shallow(ty);
        if !self.facts.store.has_vars(ty) {
            return false;
        }
        if let Kind::Var(other) = *self.facts.store.kind(ty) {
            return other == var;
        }
        self.facts.store.parts(ty).into_iter().any(|part| self.occurs(var, part))
    }

    /// Tries to make two types one, and leaves no trace where they are two.
    pub(super) fn try_unify(&mut self, one: Ty, other: Ty) -> bool {
        let before = self.snapshot();
        let same = self.unify(one, other);
        if !same {
            self.back_to(before);
        }
        same
    }

    /// What stays an integer literal's type to the end is `i32`, and a float's `f64`.
    pub(super) fn default_literals(&mut self) {
        for var in 0..self.vars.len() {
            let name = match self.vars[var] {
                Var::Open(VarKind::Integer) => "i32",
                Var::Open(VarKind::Float) => "f64",
                _ => continue,
            };
            let ty = self.facts.store.primitive(name);
            self.set(var as u32, Var::Bound(ty));
        }
    }

    /// Fresh variables for parameters.
    pub(super) fn fresh_args(&mut self, count: usize) -> Rc<[Ty]> {
        (0..count).map(|_| self.fresh()).collect()
    }
}

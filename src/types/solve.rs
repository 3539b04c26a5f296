//! What is still to be shown, and what associated types are.

use std::rc::Rc;

use crate::types::facts::ImplRef;
use crate::types::infer::Infer;
use crate::types::lang;
use crate::types::select::Selected;
use crate::types::signature::Generics;
use crate::types::ty::Bound;
use crate::types::ty::Kind;
use crate::types::ty::Text;
use crate::types::ty::TraitRef;
use crate::types::ty::Ty;
use crate::types::unify::Var;

/// So deep are associated types of associated types followed.
const DEEPEST: usize = 16;

/// A where-clause may lead to an impl whose where-clauses are asked for in turn: so deep. Each level
/// may multiply the next, and types that speak of themselves would never end.
const MOST_ASKING: usize = 1;

/// So often is gone through what is open: each turn may make the next one possible.
const TURNS: usize = 8;

/// So much may be open in one body: beyond, the oldest is given up.
const MOST_PENDING: usize = 2_000;

/// Something still to be shown, and the variables that were in the way when it was tried last: until
/// one of them is bound, trying again is no use.
#[derive(Clone, Debug)]
pub(super) struct Pending {
    pub what: Obligation,
    waits_for: Vec<u32>,
}

/// Something to be shown.
#[derive(Clone, Debug)]
pub(super) enum Obligation {
    /// The type has the trait; what its associated types are is bound.
    Has(Ty, Bound),
    /// `<T as Trait>::Name` is this type.
    Is { of: Ty, trait_: TraitRef, name: Text, ty: Ty },
}

/// What is known of an associated type.
enum Projected {
    Is(Ty),
    /// Later, perhaps.
    Open,
    /// It is what it is called.
    Rigid,
    Unknown,
}

impl Infer<'_, '_> {
    /// Asks for the bounds of an item that is used with these arguments.
    pub(super) fn ask(&mut self, generics: &Generics, args: &[Ty]) {
        for (subject, bound) in &generics.bounds {
            let subject = self.facts.store.substitute(*subject, args);
            let bound = self.facts.store.substitute_bound(bound, args);
            let subject = self.normalize(subject);
            // A bound without arguments tells nothing but what its type leaves out: `Vec<_>: Write`.
            let is_bare = bound.of.args.is_empty() && bound.bindings.is_empty();
            if is_bare && (self.is_open(subject) || self.is_told(subject)) {
                continue;
            }
            let bound = self.normalize_bound(&bound);
            self.require(Obligation::Has(subject, bound));
        }
    }

    fn require(&mut self, obligation: Obligation) {
        if self.pending.len() < MOST_PENDING {
            self.pending.push(Pending { what: obligation, waits_for: Vec::new() });
        }
    }

    /// Shows what can be shown by now.
    pub(super) fn settle(&mut self) {
        for _ in 0..TURNS {
            let open = std::mem::take(&mut self.pending);
            if open.is_empty() {
                return;
            }
            let mut progress = false;
            for mut pending in open {
                if self.still_waits(&pending) {
                    self.pending.push(pending);
                } else if self.turn(&pending.what) {
                    progress = true;
                } else {
                    pending.waits_for = self.variables_of(&pending.what);
                    self.pending.push(pending);
                }
            }
            if !progress {
                return;
            }
        }
    }

    fn still_waits(&self, pending: &Pending) -> bool {
        let is_open = |&var: &u32| matches!(self.vars.get(var as usize), Some(Var::Open(_)));
        !pending.waits_for.is_empty() && pending.waits_for.iter().all(is_open)
    }

    fn variables_of(&self, what: &Obligation) -> Vec<u32> {
        let mut found = Vec::new();
        match what {
            Obligation::Has(this, bound) => {
                self.note_variables(*this, &mut found);
                bound.of.args.iter().for_each(|&arg| self.note_variables(arg, &mut found));
            }
            Obligation::Is { of, trait_, .. } => {
                self.note_variables(*of, &mut found);
                trait_.args.iter().for_each(|&arg| self.note_variables(arg, &mut found));
            }
        }
        found
    }

    fn note_variables(&self, ty: Ty, found: &mut Vec<u32>) {
        let ty = self.shallow(ty);
        if let Kind::Var(var) = *self.facts.store.kind(ty) {
            found.push(var);
        } else if self.facts.store.has_vars(ty) {
            for part in self.facts.store.parts(ty) {
                self.note_variables(part, found);
            }
        }
    }

    /// Tries once; says whether it is done with.
    fn turn(&mut self, obligation: &Obligation) -> bool {
        match obligation {
            Obligation::Has(this, bound) => self.show(*this, bound),
            Obligation::Is { of, trait_, name, ty } => {
                let found = match self.project(*of, trait_, *name, 0) {
                    Projected::Is(found) => found,
                    Projected::Open => return false,
                    Projected::Rigid => {
                        let of = self.deep(*of);
                        self.facts.store.ty(Kind::Projection(of, trait_.clone(), *name))
                    }
                    Projected::Unknown => Ty::UNKNOWN,
                };
                self.try_unify(*ty, found);
                true
            }
        }
    }

    fn show(&mut self, this: Ty, bound: &Bound) -> bool {
        if self.is_open(this) {
            return false;
        }
        // Nothing is left to be found out.
        let this = self.deep(this);
        let parts = bound.of.args.iter().chain(bound.bindings.iter().map(|(_, ty)| ty));
        if std::iter::once(&this).chain(parts).all(|&ty| self.tells_all(ty)) {
            return true;
        }
        let before = self.snapshot();
        match self.select(this, &bound.of) {
            Selected::Impl(block, args) => self.ask_impl(block, &args),
            Selected::Open => {
                self.back_to(before);
                return self.is_hopeless(this);
            }
            Selected::None => {
                self.back_to(before);
                return true;
            }
            Selected::Bound(_) | Selected::Builtin => {}
        }
        for &(name, ty) in bound.bindings.iter() {
            let found = self.facts.declaring(&bound.of, this, name);
            let trait_ = found.unwrap_or_else(|| bound.of.clone());
            match self.project(this, &trait_, name, 0) {
                Projected::Is(found) => {
                    self.same_or_bounded(ty, found);
                }
                Projected::Open => {
                    let of = this;
                    self.require(Obligation::Is { of, trait_, name, ty });
                }
                Projected::Rigid | Projected::Unknown => {}
            }
        }
        true
    }

    /// Nothing in the type is still to be found out by an impl.
    fn is_told(&mut self, ty: Ty) -> bool {
        let ty = self.deep(ty);
        !self.facts.store.has_vars(ty)
    }

    /// Nothing in the type is still to be found out; of a closure what it gives may be.
    fn tells_all(&self, ty: Ty) -> bool {
        !self.facts.store.has_vars(ty) && !self.facts.store.has_closures(ty)
    }

    /// The where-clauses of an impl bind what its head leaves open: `F: FnMut(A) -> B`.
    fn ask_impl(&mut self, block: ImplRef, args: &[Ty]) {
        let args: Vec<Ty> = args.iter().map(|&arg| self.deep(arg)).collect();
        if self.asking < MOST_ASKING
            && !args.iter().all(|&arg| self.tells_all(arg))
            && let Some(info) = self.facts.impl_info(block)
        {
            self.asking += 1;
            self.ask(&info.generics, &args);
            self.asking -= 1;
        }
    }

    /// `Item: Bound` is written as the binding of an `impl Bound`.
    fn same_or_bounded(&mut self, wanted: Ty, found: Ty) {
        let wanted = self.shallow(wanted);
        if let Kind::Opaque(bounds) = self.kind(wanted)
            && !matches!(self.kind(found), Kind::Opaque(_))
        {
            for bound in bounds.iter() {
                self.require(Obligation::Has(found, bound.clone()));
            }
            return;
        }
        self.try_unify(wanted, found);
    }

    fn is_hopeless(&mut self, this: Ty) -> bool {
        let this = self.deep(this);
        this == Ty::UNKNOWN
    }

    /// The type with its projections replaced by what they are.
    pub(super) fn normalize(&mut self, ty: Ty) -> Ty {
        self.normalize_at(ty, 0)
    }

    pub(super) fn normalize_at(&mut self, ty: Ty, depth: usize) -> Ty {
        let ty = self.shallow(ty);
        if !self.facts.store.has_projections(ty) || depth > DEEPEST {
            return ty;
        }
        let ty = self.map_parts(ty, &mut |this, part| this.normalize_at(part, depth + 1));
        let Kind::Projection(of, trait_, name) = self.kind(ty) else { return ty };
        match self.project(of, &trait_, name, depth) {
            Projected::Is(found) => self.normalize_at(found, depth + 1),
            Projected::Open => {
                let result = self.fresh();
                self.require(Obligation::Is { of, trait_, name, ty: result });
                result
            }
            Projected::Rigid => ty,
            Projected::Unknown => Ty::UNKNOWN,
        }
    }

    fn normalize_bound(&mut self, bound: &Bound) -> Bound {
        let args: Rc<[Ty]> = bound.of.args.iter().map(|&arg| self.normalize(arg)).collect();
        let bindings =
            bound.bindings.iter().map(|&(name, ty)| (name, self.normalize(ty))).collect();
        Bound { of: TraitRef { head: bound.of.head, args }, bindings }
    }

    fn project(&mut self, of: Ty, trait_: &TraitRef, name: Text, depth: usize) -> Projected {
        if self.is_open(of) {
            return Projected::Open;
        }
        if depth > DEEPEST {
            return Projected::Unknown;
        }
        let before = self.snapshot();
        match self.select(of, trait_) {
            Selected::Impl(block, args) => {
                let Some(info) = self.facts.impl_info(block) else { return Projected::Unknown };
                let Some(&(_, ty)) = info.types.iter().find(|(known, _)| *known == name) else {
                    return Projected::Unknown;
                };
                self.ask_impl(block, &args);
                let ty = self.facts.store.substitute(ty, &args);
                Projected::Is(self.normalize_at(ty, depth + 1))
            }
            Selected::Bound(bound) => {
                let found = bound.bindings.iter().find(|(known, _)| *known == name);
                match found {
                    Some(&(_, ty)) => Projected::Is(self.normalize_at(ty, depth + 1)),
                    None => self.bound_elsewhere(of, trait_, name),
                }
            }
            Selected::Open => {
                self.back_to(before);
                if self.is_hopeless(of) { Projected::Unknown } else { Projected::Open }
            }
            Selected::Builtin | Selected::None => {
                self.back_to(before);
                Projected::Unknown
            }
        }
    }

    /// `trait A: Iterator<Item = B>`: another bound may say what the first leaves open.
    fn bound_elsewhere(&mut self, of: Ty, trait_: &TraitRef, name: Text) -> Projected {
        let mut open: Vec<(Bound, usize)> =
            self.bounds_of(of).into_iter().map(|bound| (bound, 0)).collect();
        while let Some((bound, depth)) = open.pop() {
            let binding = bound.bindings.iter().find(|(known, _)| *known == name);
            if let Some(&(_, ty)) = binding
                && self
                    .facts
                    .declaring(&bound.of, of, name)
                    .is_some_and(|it| it.head == trait_.head)
            {
                return Projected::Is(ty);
            }
            if depth < 8 {
                let above = self.facts.supertraits(&bound.of, of);
                open.extend(above.into_iter().map(|bound| (bound, depth + 1)));
            }
        }
        match self.kind(of) {
            Kind::Param(..) | Kind::Projection(..) | Kind::Opaque(_) => Projected::Rigid,
            _ => Projected::Unknown,
        }
    }

    /// `<T as Trait>::Name` of one of the language's traits; Unknown where the type has it not.
    pub(super) fn language_type(&mut self, of: Ty, path: &str, args: &[Ty], name: &str) -> Ty {
        let trait_ = TraitRef { head: self.facts.lang(path), args: args.into() };
        let name = self.facts.store.text(name);
        let ty = self.facts.store.ty(Kind::Projection(of, trait_, name));
        let found = self.normalize(ty);
        match self.kind(found) {
            Kind::Projection(_, trait_, _) if !self.is_declared(of, &trait_) => Ty::UNKNOWN,
            _ => found,
        }
    }

    fn is_declared(&mut self, of: Ty, trait_: &TraitRef) -> bool {
        let before = self.snapshot();
        let found = matches!(self.select(of, trait_), Selected::Bound(_));
        self.back_to(before);
        found
    }

    /// What a future gives.
    pub(super) fn output_of(&mut self, future: Ty) -> Ty {
        self.language_type(future, lang::INTO_FUTURE, &[], lang::OUTPUT)
    }
}

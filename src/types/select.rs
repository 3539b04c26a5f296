//! Which impl a type has of a trait: by head, with one unification, where-clauses included.

use std::rc::Rc;

use crate::types::facts::ImplRef;
use crate::types::infer::Infer;
use crate::types::lang;
use crate::types::lang::Builtin;
use crate::types::ty::Bound;
use crate::types::ty::Head;
use crate::types::ty::Kind;
use crate::types::ty::TraitRef;
use crate::types::ty::Ty;

/// So many where-clauses deep is asked.
const DEEPEST: usize = 8;

/// How a type comes to have a trait.
#[derive(Clone, Debug)]
pub(super) enum Selected {
    /// By an impl, applied to these arguments.
    Impl(ImplRef, Rc<[Ty]>),
    /// By what is declared of it.
    Bound(Bound),
    /// By the language.
    Builtin,
    /// Too little is known of it yet.
    Open,
    /// It has none.
    None,
}

/// Whether a type has a trait.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Holds {
    Yes,
    /// Too little is known to say no.
    Maybe,
    No,
}

/// Several impls may be meant.
struct Several;

impl Infer<'_, '_> {
    /// Whether a type has a trait. Nothing stays bound.
    pub(super) fn holds(&mut self, this: Ty, of: &TraitRef, depth: usize) -> Holds {
        let this = self.deep(this);
        let is_closed = self.is_closed(this, of);
        let asked = (this, of.clone());
        if is_closed && let Some(&known) = self.facts.holds.get(&asked) {
            return known;
        }
        let answer = self.ask_holds(this, of, depth);
        // What was cut off for its depth may be answered from elsewhere.
        if is_closed && depth == 0 {
            self.facts.holds.insert(asked, answer);
        }
        answer
    }

    /// The answer is the same in every body.
    fn is_closed(&self, this: Ty, of: &TraitRef) -> bool {
        let mut all = std::iter::once(&this).chain(of.args.iter());
        all.all(|&ty| self.is_the_same_everywhere(ty))
    }

    /// It says the same in every body.
    pub(super) fn is_the_same_everywhere(&self, ty: Ty) -> bool {
        let store = &self.facts.store;
        !store.has_vars(ty) && !store.has_params(ty) && !store.has_closures(ty)
    }

    fn ask_holds(&mut self, this: Ty, of: &TraitRef, depth: usize) -> Holds {
        let before = self.snapshot();
        let answer = match self.select_at(this, of, depth) {
            Selected::Impl(block, args) => self.nested_hold(block, &args, depth),
            Selected::Bound(_) | Selected::Builtin => Holds::Yes,
            Selected::Open => Holds::Maybe,
            Selected::None => Holds::No,
        };
        self.back_to(before);
        answer
    }

    /// How a type has a trait. What the choice binds stays bound; the where-clauses of an impl are
    /// the caller's to prove.
    pub(super) fn select(&mut self, this: Ty, of: &TraitRef) -> Selected {
        self.select_at(this, of, 0)
    }

    fn select_at(&mut self, this: Ty, of: &TraitRef, depth: usize) -> Selected {
        let this = self.deep(this);
        if !self.is_closed(this, of) {
            return self.find_selected(this, of, depth);
        }
        let asked = (this, of.clone());
        if let Some(known) = self.facts.selected.get(&asked) {
            return known.clone();
        }
        let asked_before = self.pending.len();
        let mut found = self.find_selected(this, of, depth);
        if let Selected::Impl(_, args) = &mut found {
            *args = args.iter().map(|&arg| self.deep(arg)).collect();
        }
        // What was cut off for its depth may be answered from elsewhere.
        let is_whole = depth == 0 && self.pending.len() == asked_before;
        if is_whole && self.is_settled(&found) {
            self.facts.selected.insert(asked, found.clone());
        }
        found
    }

    /// The answer speaks of nothing that only this body knows.
    fn is_settled(&self, found: &Selected) -> bool {
        match found {
            Selected::Impl(_, args) => args.iter().all(|&ty| self.is_the_same_everywhere(ty)),
            Selected::Bound(bound) => {
                let bindings = bound.bindings.iter().map(|(_, ty)| ty);
                bound.of.args.iter().chain(bindings).all(|&ty| self.is_the_same_everywhere(ty))
            }
            Selected::Builtin | Selected::Open | Selected::None => true,
        }
    }

    fn find_selected(&mut self, this: Ty, of: &TraitRef, depth: usize) -> Selected {
        if let Some(found) = self.select_builtin(this, of) {
            return found;
        }
        if let Some(bound) = self.select_bound(this, of) {
            return Selected::Bound(bound);
        }
        match self.kind(this) {
            Kind::Unknown => return Selected::Open,
            Kind::Var(_) if self.is_open(this) => return Selected::Open,
            _ => {}
        }
        self.select_impl(this, of, depth)
    }

    fn select_builtin(&mut self, this: Ty, of: &TraitRef) -> Option<Selected> {
        let kind = self.kind(this);
        match lang::builtin(self.facts, of.head)? {
            Builtin::Marker => Some(Selected::Builtin),
            Builtin::FunctionPointer => match kind {
                Kind::FnPointer(..) => Some(Selected::Builtin),
                Kind::Var(_) | Kind::Unknown => Some(Selected::Open),
                _ => Some(Selected::None),
            },
            Builtin::Structural => matches!(kind, Kind::Tuple(_)).then_some(Selected::Builtin),
            Builtin::Unlisted => match kind {
                Kind::Adt(Head::Def(_), _) | Kind::Param(..) | Kind::Projection(..) => None,
                Kind::Opaque(_) | Kind::Dyn(_) => None,
                _ => Some(Selected::Open),
            },
            Builtin::Copying => match kind {
                Kind::Tuple(_) | Kind::FnItem(..) | Kind::FnPointer(..) | Kind::Closure(_) => {
                    Some(Selected::Builtin)
                }
                Kind::Ref(mutable, _) => {
                    Some(if mutable { Selected::None } else { Selected::Builtin })
                }
                _ => None,
            },
            Builtin::Callable { is_async } => {
                let (params, ret) = self.signature_of_value(this)?;
                let inputs = self.facts.store.tuple(&params);
                if let Some(&asked) = of.args.first() {
                    self.unify(asked, inputs);
                }
                let output = if is_async { self.output_of(ret) } else { ret };
                let name = self.facts.store.text(lang::OUTPUT);
                Some(Selected::Bound(Bound { of: of.clone(), bindings: [(name, output)].into() }))
            }
        }
    }

    /// The bound, or the supertrait of one, by which a type has a trait.
    fn select_bound(&mut self, this: Ty, of: &TraitRef) -> Option<Bound> {
        let mut found: Vec<Bound> = Vec::new();
        for bound in self.bounds_of(this) {
            self.find_in_bound(this, &bound, of.head, 0, &mut found);
        }
        let before = self.snapshot();
        for bound in found {
            if self.unify_all(&bound.of.args, &of.args) {
                return Some(bound);
            }
            self.back_to(before);
        }
        None
    }

    fn find_in_bound(
        &mut self,
        this: Ty,
        bound: &Bound,
        head: Head,
        depth: usize,
        found: &mut Vec<Bound>,
    ) {
        if bound.of.head == head {
            found.push(bound.clone());
        } else if depth < DEEPEST {
            for above in self.facts.supertraits(&bound.of, this) {
                // `trait A: B<Item = C>` and `impl A<Item = C>` may both speak of the item.
                self.find_in_bound(this, &above, head, depth + 1, found);
            }
        }
    }

    /// What is declared of a type: by where-clauses around the body, and by what it is.
    pub(super) fn bounds_of(&mut self, this: Ty) -> Vec<Bound> {
        let this = self.deep(this);
        let mut bounds: Vec<Bound> = match self.kind(this) {
            Kind::Param(..) | Kind::Projection(..) | Kind::Opaque(_) | Kind::Dyn(_) => {
                let own = self.env.iter().filter(|(subject, _)| *subject == this);
                own.map(|(_, bound)| bound.clone()).collect()
            }
            _ => return Vec::new(),
        };
        bounds.extend(self.facts.declared_bounds(this));
        bounds
    }

    fn select_impl(&mut self, this: Ty, of: &TraitRef, depth: usize) -> Selected {
        let all = self.candidates(this, of.head);
        let fitting = all.iter().filter(|(_, info)| self.may_fit(info, this, of));
        let candidates: Vec<ImplRef> = fitting.map(|&(block, _)| block).collect();
        let chosen = match candidates[..] {
            // Nothing else can be meant: that its where-clauses hold is the caller's to prove.
            [only] if !self.asks_to_derive(this, of.head) && !self.is_for_all(only) => Some(only),
            _ => match self.only_one(&candidates, this, of, depth) {
                Ok(chosen) => chosen,
                Err(_) => return Selected::Open,
            },
        };
        let before = self.snapshot();
        if let Some(block) = chosen {
            if let Some(args) = self.fits(block, this, of) {
                return Selected::Impl(block, args);
            }
            self.back_to(before);
        }
        if self.derives(this, of.head, depth) {
            return Selected::Builtin;
        }
        if self.is_told_apart(this, of.head) { Selected::None } else { Selected::Open }
    }

    /// An impl for a parameter: its where-clauses alone tell for which types it is.
    fn is_for_all(&mut self, block: ImplRef) -> bool {
        let info = self.facts.impl_info(block);
        info.is_some_and(|info| matches!(self.facts.store.kind(info.self_type), Kind::Param(..)))
    }

    /// The only candidate whose where-clauses may hold; an error where there are several.
    fn only_one(
        &mut self,
        candidates: &[ImplRef],
        this: Ty,
        of: &TraitRef,
        depth: usize,
    ) -> Result<Option<ImplRef>, Several> {
        let mut chosen = None;
        for &block in candidates {
            let before = self.snapshot();
            let holds = match self.fits(block, this, of) {
                Some(args) => self.nested_hold(block, &args, depth),
                None => Holds::No,
            };
            self.back_to(before);
            if holds != Holds::No && chosen.replace(block).is_some() {
                return Err(Several);
            }
        }
        Ok(chosen)
    }

    /// All impls of the trait for the type would be known.
    fn is_told_apart(&mut self, this: Ty, of: Head) -> bool {
        let of_type = match self.kind(this) {
            Kind::Adt(head, _) => self.facts.is_known(head),
            Kind::Projection(..) => false,
            _ => true,
        };
        of_type && self.facts.is_known(of)
    }

    /// The arguments that make an impl one for this type and trait; what that binds stays bound.
    fn fits(&mut self, block: ImplRef, this: Ty, of: &TraitRef) -> Option<Rc<[Ty]>> {
        let info = self.facts.impl_info(block)?;
        let args = self.fresh_args(info.generics.params.len());
        let own = self.facts.store.substitute(info.self_type, &args);
        if !self.unify(own, this) {
            return None;
        }
        for (&wanted, &given) in of.args.iter().zip(info.of_trait.args.iter()) {
            let given = self.facts.store.substitute(given, &args);
            if !self.unify(given, wanted) {
                return None;
            }
        }
        Some(args)
    }

    /// Whether the where-clauses of an impl hold.
    fn nested_hold(&mut self, block: ImplRef, args: &Rc<[Ty]>, depth: usize) -> Holds {
        let Some(info) = self.facts.impl_info(block) else { return Holds::Maybe };
        if depth >= DEEPEST {
            return Holds::Maybe;
        }
        let mut answer = Holds::Yes;
        for (subject, bound) in &info.generics.bounds {
            let subject = self.facts.store.substitute(*subject, args);
            let bound = self.facts.store.substitute_bound(bound, args);
            let subject = self.normalize_at(subject, depth + 1);
            answer = answer.max(self.holds(subject, &bound.of, depth + 1));
            answer = answer.max(self.associated_hold(subject, &bound, depth + 1));
            if answer == Holds::No {
                return answer;
            }
        }
        answer
    }

    /// Whether associated types have the traits that a bound asks of them: `T: Deref<Target: Store>`.
    fn associated_hold(&mut self, subject: Ty, bound: &Bound, depth: usize) -> Holds {
        let mut answer = Holds::Yes;
        for &(name, asked) in bound.bindings.iter() {
            let Kind::Opaque(asked) = self.kind(asked) else { continue };
            let of = Kind::Projection(subject, bound.of.clone(), name);
            let of = self.facts.store.ty(of);
            let of = self.normalize_at(of, depth);
            for asked in asked.iter() {
                answer = answer.max(self.holds(of, &asked.of, depth));
            }
        }
        answer
    }
}

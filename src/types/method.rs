//! Receiver and name, to the function: in the order in which the language looks.

use std::rc::Rc;

use crate::ir;
use crate::ir::ExprId;
use crate::types::Receiver;
use crate::types::Unknown;
use crate::types::infer::Infer;
use crate::types::lang;
use crate::types::select::Holds;
use crate::types::signature::FnSignature;
use crate::types::ty::FnRef;
use crate::types::ty::Head;
use crate::types::ty::Kind;
use crate::types::ty::Text;
use crate::types::ty::TraitRef;
use crate::types::ty::Ty;

/// So often is a receiver dereferenced.
const STEPS: usize = 12;

/// A method call whose receiver was not known when it was met.
#[derive(Clone, Debug)]
pub(super) struct Deferred {
    pub expr: ExprId,
    pub receiver: Ty,
    pub args: Vec<Ty>,
    pub result: Ty,
    /// The call in [`Infer::calls`].
    pub call: usize,
    /// The scope whose traits count.
    pub scope: crate::resolve::ScopeId,
}

/// The function that a method call leads to.
#[derive(Clone, Debug)]
pub(super) struct Picked {
    pub function: FnRef,
    pub signature: Rc<FnSignature>,
    /// The arguments of all its generics.
    pub args: Rc<[Ty]>,
    /// The type that has it, where a trait gives it.
    pub this: Option<Ty>,
    /// What becomes of a method's receiver.
    pub receiver: Receiver,
}

/// A function that may be meant.
#[derive(Clone, Debug)]
pub(super) struct Candidate {
    function: FnRef,
    signature: Rc<FnSignature>,
    /// Of a trait's function that a bound gives: the bound's trait, for this type.
    bound: Option<(Ty, TraitRef)>,
}

/// How a receiver is handed on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Handed {
    Value,
    Ref,
    RefMut,
}

impl Infer<'_, '_> {
    /// The function that a method call leads to. What the choice binds stays bound.
    pub(super) fn pick(&mut self, receiver: Ty, name: Text) -> Result<Picked, Unknown> {
        let steps = self.steps(receiver);
        let mut inherent: Vec<Candidate> = Vec::new();
        let mut known = steps.len();
        for (at, &step) in steps.iter().enumerate() {
            match self.inherent(step, name) {
                Some(found) => inherent.extend(found),
                None => {
                    known = at;
                    break;
                }
            }
        }
        let traits = self.trait_candidates(name);
        for (at, &step) in steps[..known].iter().enumerate() {
            for handed in [Handed::Value, Handed::Ref, Handed::RefMut] {
                let this = match handed {
                    Handed::Value => step,
                    Handed::Ref => self.facts.store.reference(false, step),
                    Handed::RefMut => self.facts.store.reference(true, step),
                };
                let picked = match self.among_inherent(&inherent, this)? {
                    Some(picked) => Some(picked),
                    None => self.among_traits(&traits, this)?,
                };
                if let Some(picked) = picked {
                    let receiver = match (at, handed) {
                        (0, Handed::Value) => Receiver::Moved,
                        _ => Receiver::Borrowed,
                    };
                    return Ok(Picked { receiver, ..picked });
                }
            }
        }
        if known < steps.len() || self.ends_unknown(&steps) {
            return Err(Unknown::Receiver);
        }
        Err(Unknown::Method)
    }

    fn ends_unknown(&self, steps: &[Ty]) -> bool {
        steps.last().is_none_or(|&last| {
            matches!(self.kind(last), Kind::Unknown | Kind::Var(_) | Kind::Projection(..))
        })
    }

    /// The receiver, and what it derefs to, as often as it does; an array is a slice in the end.
    pub(super) fn steps(&mut self, receiver: Ty) -> Vec<Ty> {
        let mut steps = Vec::new();
        let mut ty = self.shallow(receiver);
        while steps.len() < STEPS && !steps.contains(&ty) {
            steps.push(ty);
            let Some(next) = self.deref(ty) else { break };
            ty = self.shallow(next);
        }
        if let Some(Kind::Array(element)) = steps.last().map(|&last| self.kind(last)) {
            steps.push(self.facts.store.ty(Kind::Slice(element)));
        }
        steps
    }

    /// What `*x` is.
    pub(super) fn deref(&mut self, ty: Ty) -> Option<Ty> {
        match self.kind(ty) {
            Kind::Ref(_, inner) => Some(inner),
            Kind::Adt(..) | Kind::Param(..) | Kind::Opaque(_) | Kind::Projection(..) => {
                let ty = self.deep(ty);
                if let Some(&known) = self.facts.derefs.get(&ty) {
                    return known;
                }
                let target = self.language_type(ty, lang::DEREF, &[], lang::TARGET);
                let found = (target != Ty::UNKNOWN && !self.is_open(target)).then_some(target);
                if [Some(ty), found].into_iter().flatten().all(|ty| self.is_the_same_everywhere(ty))
                {
                    self.facts.derefs.insert(ty, found);
                }
                found
            }
            _ => None,
        }
    }

    /// The functions of this name that belong to the type itself; none where the type is not known.
    fn inherent(&mut self, step: Ty, name: Text) -> Option<Vec<Candidate>> {
        let kind = self.kind(step);
        let functions: Vec<FnRef> = match &kind {
            Kind::Unknown => return None,
            Kind::Var(_) if self.is_open(step) => return None,
            // What is not known of `T` is not known of `&T`: its own method would come first.
            Kind::Ref(_, inner) => {
                self.inherent(*inner, name)?;
                return Some(Vec::new());
            }
            Kind::Adt(Head::Def(def), _) => {
                let Some(symbol) = self.facts.symbol(name) else { return Some(Vec::new()) };
                let members = self.facts.members;
                let found = members.inherent(self.facts.names, *def, symbol);
                if found.is_empty() && !self.facts.names.is_whole(*def) {
                    // It may have one in a module that was not read, which would come first.
                    return None;
                }
                found.into_iter().map(FnRef::Def).collect()
            }
            Kind::Dyn(_) | Kind::Opaque(_) | Kind::Param(..) | Kind::Projection(..) => {
                return Some(self.of_bounds(step, name));
            }
            Kind::Adt(Head::Library(path), _) => {
                self.facts.table(*path).item?;
                self.in_table(*path, name)
            }
            _ => match self.key(&kind) {
                Some(key) => self.in_table(key, name),
                None => Vec::new(),
            },
        };
        Some(functions.into_iter().filter_map(|function| self.candidate(function)).collect())
    }

    /// The functions of this name that a signature table gives to an owner.
    pub(super) fn in_table(&mut self, owner: Text, name: Text) -> Vec<FnRef> {
        self.facts.lines_of(owner, name).iter().map(|&line| FnRef::Line(line)).collect()
    }

    fn candidate(&mut self, function: FnRef) -> Option<Candidate> {
        let signature = self.facts.function(function)?;
        signature.receiver?;
        Some(Candidate { function, signature, bound: None })
    }

    /// The functions of the traits that a type is declared to have.
    fn of_bounds(&mut self, this: Ty, name: Text) -> Vec<Candidate> {
        let mut open: Vec<(TraitRef, usize)> =
            self.bounds_of(this).into_iter().map(|bound| (bound.of, 0)).collect();
        let mut found: Vec<Candidate> = Vec::new();
        while let Some((of, depth)) = open.pop() {
            let function = self.facts.function_of_trait(of.head, name);
            if let Some(candidate) = function.and_then(|function| self.candidate(function)) {
                if found.iter().all(|known| known.function != candidate.function) {
                    found.push(Candidate { bound: Some((this, of.clone())), ..candidate });
                }
            } else if depth < 8 {
                let above = self.facts.supertraits(&of, this);
                open.extend(above.into_iter().map(|bound| (bound.of, depth + 1)));
            }
        }
        found
    }

    /// The functions of this name of the traits in scope. The trait of the impl around the body is
    /// always in scope.
    fn trait_candidates(&mut self, name: Text) -> Rc<[Candidate]> {
        let named = self.named_trait_candidates(name);
        let function = self.own_trait.and_then(|own| self.facts.function_of_trait(own, name));
        let Some(function) = function else { return named };
        if named.iter().any(|candidate| candidate.function == function) {
            return named;
        }
        named.iter().cloned().chain(self.candidate(function)).collect()
    }

    fn named_trait_candidates(&mut self, name: Text) -> Rc<[Candidate]> {
        let set = self.facts.traits_in_scope(self.scope);
        let asked = (set.number, name);
        if let Some(known) = self.facts.methods.get(&asked) {
            return Rc::clone(known);
        }
        let mut found = Vec::new();
        let with = self.facts.trait_members.with(name).to_vec();
        let may_have = |head: &&Head| match head {
            Head::Library(path) => with.contains(path),
            Head::Def(_) => true,
        };
        for &head in set.traits.iter().filter(may_have) {
            let function = self.facts.function_of_trait(head, name);
            found.extend(function.and_then(|function| self.candidate(function)));
        }
        let found: Rc<[Candidate]> = found.into();
        self.facts.methods.insert(asked, Rc::clone(&found));
        found
    }

    fn among_inherent(
        &mut self,
        candidates: &[Candidate],
        this: Ty,
    ) -> Result<Option<Picked>, Unknown> {
        let mut picked: Option<usize> = None;
        for (at, candidate) in candidates.iter().enumerate() {
            let before = self.snapshot();
            let fits = self.apply(candidate, this).is_some();
            self.back_to(before);
            if !fits {
                continue;
            }
            if picked.is_some() {
                return Err(Unknown::Ambiguous);
            }
            picked = Some(at);
        }
        Ok(picked.and_then(|at| self.apply(&candidates[at], this)))
    }

    /// The candidate for a receiver as it is handed on.
    fn apply(&mut self, candidate: &Candidate, handed: Ty) -> Option<Picked> {
        let signature = &candidate.signature;
        let args = self.fresh_args(signature.generics.params.len());
        if let Some((this, of)) = &candidate.bound {
            let own = std::iter::once(*this).chain(of.args.iter().copied());
            for (&arg, given) in args.iter().zip(own) {
                self.unify(arg, given);
            }
        }
        let receiver = self.facts.store.substitute(signature.receiver?, &args);
        let receiver = self.normalize(receiver);
        if !self.unify(receiver, handed) {
            return None;
        }
        let this = match &candidate.bound {
            Some((this, _)) => Some(*this),
            None => signature.of_trait.map(|_| args[0]),
        };
        let signature = Rc::clone(signature);
        let function = candidate.function;
        Some(Picked { function, signature, args, this, receiver: Receiver::Unknown })
    }

    fn among_traits(
        &mut self,
        candidates: &[Candidate],
        this: Ty,
    ) -> Result<Option<Picked>, Unknown> {
        let mut picked: Option<usize> = None;
        let mut sure = Holds::Maybe;
        for (at, candidate) in candidates.iter().enumerate() {
            let before = self.snapshot();
            let holds = match self.apply(candidate, this) {
                Some(found) => self.trait_holds(&found),
                None => Holds::No,
            };
            self.back_to(before);
            if holds == Holds::No {
                continue;
            }
            match picked {
                Some(_) if holds == sure => return Err(Unknown::Ambiguous),
                Some(_) if holds > sure => {}
                _ => {
                    picked = Some(at);
                    sure = holds;
                }
            }
        }
        Ok(picked.and_then(|at| self.apply(&candidates[at], this)))
    }

    fn trait_holds(&mut self, picked: &Picked) -> Holds {
        let (Some(this), Some(head)) = (picked.this, picked.signature.of_trait) else {
            return Holds::Yes;
        };
        let count = self.facts.generics(head).map_or(1, |generics| generics.params.len());
        let args = picked.args.get(1..count).unwrap_or_default().into();
        let this = self.shallow(this);
        if self.kind(this) == Kind::Unknown {
            return Holds::No;
        }
        self.holds(this, &TraitRef { head, args }, 0)
    }

    /// Notes a method call whose receiver is not known yet.
    pub(super) fn defer(&mut self, expr: ExprId, receiver: Ty, args: Vec<Ty>, call: usize) -> Ty {
        let result = self.fresh();
        let scope = self.scope;
        self.deferred.push(Deferred { expr, receiver, args, result, call, scope });
        result
    }

    /// Tries again what had to wait, as long as that helps.
    pub(super) fn retry_deferred(&mut self) {
        loop {
            let open = std::mem::take(&mut self.deferred);
            let count = open.len();
            for deferred in open {
                if self.is_open(deferred.receiver) {
                    self.deferred.push(deferred);
                } else {
                    self.resume(&deferred);
                }
            }
            if self.deferred.len() >= count {
                return;
            }
            self.settle();
        }
    }

    fn resume(&mut self, deferred: &Deferred) {
        let body = self.body;
        let ir::ExprKind::MethodCall(call) = &body.exprs[deferred.expr].kind else { return };
        let scope = std::mem::replace(&mut self.scope, deferred.scope);
        let name = self.text(call.name);
        let result = match self.pick(deferred.receiver, name) {
            Ok(picked) => {
                self.note_picked(deferred.call, deferred.receiver, &picked);
                self.confirm(&picked, call.generics.as_ref(), &deferred.args)
            }
            Err(why) => {
                self.calls[deferred.call].call.callee = super::Callee::Unknown(why);
                self.calls[deferred.call].receiver = Some(deferred.receiver);
                Ty::UNKNOWN
            }
        };
        self.scope = scope;
        self.try_unify(deferred.result, result);
        self.settle();
    }

    /// What is still open in the end stays unknown.
    pub(super) fn give_up_deferred(&mut self) {
        for deferred in std::mem::take(&mut self.deferred) {
            self.calls[deferred.call].receiver = Some(deferred.receiver);
        }
    }
}

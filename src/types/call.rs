//! Calls: the callee, its arguments, and what comes back.

use std::rc::Rc;

use crate::ir;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::types::Call;
use crate::types::Callee;
use crate::types::Unknown;
use crate::types::infer::Chosen;
use crate::types::infer::Found;
use crate::types::infer::Infer;
use crate::types::method::Picked;
use crate::types::path::Named;
use crate::types::ty::FnRef;
use crate::types::ty::Kind;
use crate::types::ty::Ty;

impl Infer<'_, '_> {
    /// `f(a, b)`.
    pub(super) fn call(&mut self, id: ExprId, callee: ExprId, args: &[ExprId], expected: Ty) -> Ty {
        let body = self.body;
        let at = body.exprs[callee].span;
        let ExprKind::Path(path) = &body.exprs[callee].kind else {
            let value = self.expr(callee, Ty::UNKNOWN);
            self.unknown_call(id, at, Unknown::Value);
            return self.call_value(value, args);
        };
        let callee = match self.named(path) {
            Named::Function(picked) => {
                let call = Call::new(id, Callee::Unknown(Unknown::Path), at);
                let chosen = Some(Chosen { picked: picked.clone(), by_path: true });
                self.calls.push(Found { call, chosen, receiver: None });
                let own = path.segments.last().and_then(|last| last.args.as_deref());
                return self.confirm_arguments(&picked, own, args, expected);
            }
            Named::Value(value) | Named::Constant(_, value) => {
                self.unknown_call(id, at, Unknown::Value);
                return self.call_value(value, args);
            }
            Named::Path(path) => Callee::Library(path),
            Named::Member(path) => Callee::Member(path),
            Named::Unknown(why) => Callee::Unknown(why),
        };
        let call = Call::new(id, callee, at);
        self.calls.push(Found { call, chosen: None, receiver: None });
        self.arguments_alone(args);
        Ty::UNKNOWN
    }

    /// A value that is called: a closure, a function pointer.
    fn call_value(&mut self, value: Ty, args: &[ExprId]) -> Ty {
        let mut value = self.shallow(value);
        // `&f` and `Box<f>` are called like `f`.
        for _ in 0..4 {
            if self.called_signature(value).is_some() {
                break;
            }
            let Some(inner) = self.deref(value) else { break };
            value = self.shallow(inner);
        }
        let Some((params, ret)) = self.called_signature(value) else {
            self.arguments_alone(args);
            return Ty::UNKNOWN;
        };
        self.arguments(Some(&params), args, &[]);
        self.shallow(ret)
    }

    /// The signature of a value, or that of the bound by which it can be called.
    fn called_signature(&mut self, value: Ty) -> Option<(Rc<[Ty]>, Ty)> {
        self.signature_of_value(value).or_else(|| self.signature_by_bounds(value))
    }

    /// Looks at arguments of which nothing is expected.
    pub(super) fn arguments_alone(&mut self, args: &[ExprId]) -> Vec<Ty> {
        args.iter().map(|&arg| self.expr(arg, Ty::UNKNOWN)).collect()
    }

    /// `x.f(a, b)`.
    pub(super) fn method_call(&mut self, id: ExprId, call: &ir::MethodCall, expected: Ty) -> Ty {
        let mut receiver = self.expr(call.receiver, Ty::UNKNOWN);
        if self.is_open(receiver) {
            self.settle();
        }
        receiver = self.shallow(receiver);
        let number = self.calls.len();
        let callee = Callee::Unknown(Unknown::Receiver);
        let noted = Call::new(id, callee, call.name_span);
        self.calls.push(Found { call: noted, chosen: None, receiver: Some(receiver) });
        if self.is_open(receiver) {
            let args = self.arguments_alone(&call.args);
            return self.defer(id, receiver, args, number);
        }
        let name = self.text(call.name);
        match self.pick(receiver, name) {
            Ok(picked) => {
                self.note_picked(number, receiver, &picked);
                self.confirm_arguments(&picked, call.generics.as_ref(), &call.args, expected)
            }
            Err(why) => self.unpicked(number, receiver, call, why),
        }
    }

    /// A method that was not found: the library may know it by its type all the same.
    fn unpicked(&mut self, number: usize, receiver: Ty, call: &ir::MethodCall, why: Unknown) -> Ty {
        self.arguments_alone(&call.args);
        self.calls[number].call.callee = match self.row_of_method(receiver, call.name) {
            Some(path) => Callee::Library(path),
            None => Callee::Unknown(why),
        };
        Ty::UNKNOWN
    }

    pub(super) fn note_picked(&mut self, number: usize, receiver: Ty, picked: &Picked) {
        let found = &mut self.calls[number];
        found.call.receiver = picked.receiver;
        found.chosen = Some(Chosen { picked: picked.clone(), by_path: false });
        found.receiver = Some(receiver);
    }

    /// A function whose arguments were looked at before it was known.
    pub(super) fn confirm(
        &mut self,
        picked: &Picked,
        own: Option<&ir::GenericArgs>,
        args: &[Ty],
    ) -> Ty {
        self.give_generics(picked, own);
        self.ask(&picked.signature.generics, &picked.args);
        if let Some(params) = picked.signature.params.clone() {
            for (&param, &arg) in params.iter().zip(args) {
                let param = self.facts.store.substitute(param, &picked.args);
                let param = self.normalize(param);
                self.coerce(arg, param);
            }
        }
        self.settle();
        self.result(picked)
    }

    fn result(&mut self, picked: &Picked) -> Ty {
        let ret = self.facts.store.substitute(picked.signature.ret, &picked.args);
        let ret = self.normalize(ret);
        if self.is_open(ret) {
            self.settle();
        }
        self.shallow(ret)
    }

    /// A function and its arguments, each looked at with what is expected of it.
    fn confirm_arguments(
        &mut self,
        picked: &Picked,
        own: Option<&ir::GenericArgs>,
        args: &[ExprId],
        expected: Ty,
    ) -> Ty {
        self.give_generics(picked, own);
        self.ask(&picked.signature.generics, &picked.args);
        // `Type::method(receiver, a)` names the receiver among the arguments.
        let has_receiver = picked.signature.receiver.filter(|_| {
            picked.signature.params.as_ref().is_some_and(|params| params.len() < args.len())
        });
        let params = picked.signature.params.as_ref().map(|params| {
            let all = has_receiver.into_iter().chain(params.iter().copied());
            all.collect::<Vec<Ty>>()
        });
        let params = params.map(|params| {
            let params = params.into_iter().map(|param| {
                let param = self.facts.store.substitute(param, &picked.args);
                self.normalize(param)
            });
            params.collect::<Vec<Ty>>()
        });
        let hints = params.as_deref().map_or_else(Vec::new, |params| {
            self.hints(picked.signature.ret, &picked.args, params, expected)
        });
        self.arguments(params.as_deref(), args, &hints);
        self.result(picked)
    }

    /// What the arguments would be if the result were what is expected of it.
    fn hints(&mut self, ret: Ty, args: &[Ty], params: &[Ty], expected: Ty) -> Vec<Ty> {
        let expected = self.shallow(expected);
        if expected == Ty::UNKNOWN || self.is_open(expected) {
            return Vec::new();
        }
        let ret = self.facts.store.substitute(ret, args);
        if !self.facts.store.has_vars(ret) || self.facts.store.has_projections(ret) {
            return Vec::new();
        }
        let before = self.snapshot();
        let fits = self.unify(ret, expected);
        let hints =
            if fits { params.iter().map(|&param| self.deep(param)).collect() } else { Vec::new() };
        self.back_to(before);
        hints
    }

    /// Closures come last: the other arguments tell what they are given.
    fn arguments(&mut self, params: Option<&[Ty]>, args: &[ExprId], hints: &[Ty]) {
        let body = self.body;
        let is_closure = |arg: ExprId| matches!(body.exprs[arg].kind, ExprKind::Closure(_));
        for closures in [false, true] {
            for (at, &arg) in args.iter().enumerate() {
                if is_closure(arg) != closures {
                    continue;
                }
                if closures {
                    self.settle();
                }
                let param = params.and_then(|params| params.get(at)).copied();
                let param = param.unwrap_or(Ty::UNKNOWN);
                let hint = hints.get(at).copied();
                let wanted = hint.filter(|_| self.is_open(param)).unwrap_or(param);
                let found = self.expr(arg, wanted);
                let found = hint.map_or(found, |hint| self.lent_as(found, hint));
                self.coerce(found, param);
            }
        }
        self.settle();
    }

    /// A reference to a guard is one to what lies in it, where that is what the result asks for:
    /// `place = replace(&mut guard, value)`.
    fn lent_as(&mut self, found: Ty, wanted: Ty) -> Ty {
        let found = self.deep(found);
        let (Kind::Ref(_, inner), Kind::Ref(_, target)) = (self.kind(found), self.kind(wanted))
        else {
            return found;
        };
        let is_told = !self.facts.store.has_vars(wanted) && !self.facts.store.has_vars(found);
        if is_told && self.steps(inner).into_iter().any(|step| self.deep(step) == target) {
            return wanted;
        }
        found
    }

    /// `::<A, B>`.
    pub(super) fn give_generics(&mut self, picked: &Picked, own: Option<&ir::GenericArgs>) {
        let Some(own) = own else { return };
        let generics = Rc::clone(&picked.signature.generics);
        // Of `Vec::<u8>::with(a)` the type's arguments stand elsewhere; of `Some::<u8>(a)` here.
        let is_made = match picked.function {
            FnRef::Def(def) => self.facts.names.function(def).is_none(),
            FnRef::Line(_) => false,
            FnRef::Variant(..) => true,
        };
        let skipped = if is_made { 0 } else { generics.outer };
        let open = generics.params.iter().enumerate().skip(skipped);
        let open: Vec<usize> = open.filter(|(_, param)| !param.hidden).map(|(at, _)| at).collect();
        for (at, ty) in open.into_iter().zip(&own.types) {
            let ty = self.written(ty);
            self.unify(picked.args[at], ty);
        }
    }

    /// A value where a type is expected: references may be dereferenced on the way.
    pub(super) fn coerce(&mut self, found: Ty, expected: Ty) {
        // What never comes can stand for anything.
        if self.shallow(found) == Ty::NEVER || self.try_unify(found, expected) {
            return;
        }
        match (self.kind(found), self.kind(expected)) {
            (Kind::Ref(_, inner), Kind::Ref(_, wanted)) => {
                for step in self.steps(inner) {
                    if self.try_unify(step, wanted) {
                        return;
                    }
                }
            }
            (Kind::Closure(_) | Kind::FnItem(..), Kind::FnPointer(params, ret)) => {
                if let Some((own, result)) = self.signature_of_value(found) {
                    for (&one, &other) in own.iter().zip(params.iter()) {
                        self.try_unify(one, other);
                    }
                    self.try_unify(result, ret);
                }
            }
            _ => {}
        }
    }
}

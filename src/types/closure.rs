//! Closures and async blocks.

use std::rc::Rc;

use crate::ir;
use crate::types::infer::ClosureType;
use crate::types::infer::Infer;
use crate::types::lang;
use crate::types::lang::Builtin;
use crate::types::solve::Obligation;
use crate::types::ty::Bound;
use crate::types::ty::Kind;
use crate::types::ty::Ty;

impl Infer<'_, '_> {
    /// `|a| b`: its parameters and result are told by what is expected, and by its body.
    pub(super) fn closure(&mut self, closure: &ir::Closure, expected: Ty) -> Ty {
        let told = self.expected_signature(expected);
        let mark = self.locals.len();
        let mut params = Vec::with_capacity(closure.params.len());
        for (at, (pat, ty)) in closure.params.iter().enumerate() {
            let told = told.as_ref().and_then(|(params, _)| params.get(at)).copied();
            let param = match ty {
                Some(ty) => {
                    let ty = self.written(ty);
                    if let Some(told) = told {
                        self.try_unify(ty, told);
                    }
                    ty
                }
                None => told.filter(|&ty| ty != Ty::UNKNOWN).unwrap_or_else(|| self.fresh()),
            };
            let param = self.normalize(param);
            self.bind(*pat, param);
            params.push(param);
        }
        let told = told.and_then(|(_, ret)| ret);
        let told = told.map(|ret| if closure.is_async { self.output_of(ret) } else { ret });
        let ret = match (&closure.ret, told) {
            (Some(ret), _) => self.written(ret),
            (None, Some(ret)) if ret != Ty::UNKNOWN => ret,
            _ => self.fresh(),
        };
        let number = self.closures.len() as u32;
        let given = if closure.is_async { lang::future_of(self.facts, ret) } else { ret };
        self.closures.push(ClosureType { params: params.into(), ret: given });
        let around = self.enter(ret);
        let value = self.expr(closure.body, ret);
        self.coerce(value, ret);
        self.leave(around);
        self.locals.truncate(mark);
        self.facts.store.ty(Kind::Closure(number))
    }

    /// `async { … }`.
    pub(super) fn async_block(
        &mut self,
        block: impl FnOnce(&mut Self, Ty) -> Ty,
        expected: Ty,
    ) -> Ty {
        let output = match self.kind(expected) {
            Kind::Opaque(_) | Kind::Dyn(_) => self.output_of(expected),
            _ => Ty::UNKNOWN,
        };
        let output = if output == Ty::UNKNOWN { self.fresh() } else { output };
        let around = self.enter(output);
        let value = block(self, output);
        self.coerce(value, output);
        self.leave(around);
        lang::future_of(self.facts, output)
    }

    /// What a closure in this place is given, and what it is to give.
    fn expected_signature(&mut self, expected: Ty) -> Option<(Rc<[Ty]>, Option<Ty>)> {
        let expected = self.shallow(expected);
        if let Some((params, ret)) = self.signature_of_value(expected) {
            return Some((params, Some(ret)));
        }
        if self.is_open(expected) {
            return self.asked_signature(expected);
        }
        // `Box<dyn Fn(A)>`.
        if let Some(args) = self.arguments_of(expected, lang::BOX) {
            return self.expected_signature(*args.first()?);
        }
        self.signature_by_bounds(expected).map(|(params, ret)| (params, Some(ret)))
    }

    /// By what is still to be shown of a variable: `F: FnOnce(A) -> B`.
    fn asked_signature(&mut self, var: Ty) -> Option<(Rc<[Ty]>, Option<Ty>)> {
        let mut asked = None;
        for at in 0..self.pending.len() {
            let Obligation::Has(subject, bound) = &self.pending[at].what else { continue };
            if self.shallow(*subject) != var {
                continue;
            }
            let bound = bound.clone();
            if let Some(found) = self.signature_of_bound(&bound) {
                asked = Some(found);
                break;
            }
        }
        asked
    }

    /// By the bounds that a type is declared to have: `impl Fn(A) -> B`, `T: Fn(A)`.
    pub(super) fn signature_by_bounds(&mut self, ty: Ty) -> Option<(Rc<[Ty]>, Ty)> {
        for bound in self.bounds_of(ty) {
            if let Some((params, ret)) = self.signature_of_bound(&bound) {
                return Some((params, ret.unwrap_or(Ty::UNKNOWN)));
            }
        }
        None
    }

    fn signature_of_bound(&mut self, bound: &Bound) -> Option<(Rc<[Ty]>, Option<Ty>)> {
        let Builtin::Callable { is_async } = lang::builtin(self.facts, bound.of.head)? else {
            return None;
        };
        let inputs = self.normalize(*bound.of.args.first()?);
        let Kind::Tuple(params) = self.kind(inputs) else { return None };
        let name = self.facts.store.text(lang::OUTPUT);
        let ret = bound.bindings.iter().find(|(known, _)| *known == name);
        let ret = ret.map(|&(_, ret)| self.normalize(ret));
        let ret = ret.map(|ret| if is_async { lang::future_of(self.facts, ret) } else { ret });
        Some((params, ret))
    }
}

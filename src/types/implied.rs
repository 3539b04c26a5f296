//! What runs without being written as a call: `?` converts an error, a loop asks an iterator, an
//! operator and a format call an impl, and some functions of std hand their work on to one.

use crate::ir;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::MacroForm;
use crate::library::TypeRole;
use crate::source::Span;
use crate::types::Call;
use crate::types::Callee;
use crate::types::infer::Chosen;
use crate::types::infer::Infer;
use crate::types::lang;
use crate::types::ty::FnRef;
use crate::types::ty::Head;
use crate::types::ty::Kind;
use crate::types::ty::Text;
use crate::types::ty::TraitRef;
use crate::types::ty::Ty;

impl Infer<'_, '_> {
    /// The calls that the language makes in this body, as far as they lead to code of the workspace
    /// or to something that a row knows.
    pub(super) fn implied_calls(&mut self, found: &mut Vec<Call>) {
        for (expr, operand, returns) in std::mem::take(&mut self.tries) {
            let end = self.body.exprs[expr].span.end;
            let at = Span { start: end.saturating_sub(1), end };
            let callee = self.converted(operand, returns);
            found.extend(callee.map(|callee| Call::new(expr, callee, at)));
        }
        let body = self.body;
        for (expr, it) in body.exprs.iter() {
            let (at, callee) = match &it.kind {
                ExprKind::For { iterable, is_await: false, .. } => {
                    (body.exprs[*iterable].span, self.turned(*iterable))
                }
                ExprKind::Binary { op, lhs, rhs } => match lang::binary(*op) {
                    Some(function) => (it.span, self.operator(function, *lhs, *rhs)),
                    None => continue,
                },
                ExprKind::Macro(call) if call.form == MacroForm::Format => {
                    self.printed(&call.args, found);
                    (it.span, self.written_through(call))
                }
                _ => continue,
            };
            found.extend(callee.map(|callee| Call::new(expr, callee, at)));
        }
    }

    /// `a?`: the error becomes that of the function around.
    fn converted(&mut self, operand: Ty, returns: Ty) -> Option<Callee> {
        let [operand, returns] = [operand, returns].map(|ty| {
            let args = self.arguments_of(ty, lang::RESULT)?;
            args.get(1).copied()
        });
        let (from, to) = (operand?, returns?);
        self.callee_of_impl(lang::FROM, to, &[from])
    }

    /// `for x in a`: each turn asks for the next item.
    fn turned(&mut self, iterable: ExprId) -> Option<Callee> {
        let over = self.types[iterable.index()];
        let iterator = self.language_type(over, lang::INTO_ITERATOR, &[], lang::INTO_ITER);
        self.asked(iterator)
    }

    /// What gives the next item of an iterator: `a.filter(…)` asks `a` for it.
    fn asked(&mut self, iterator: Ty) -> Option<Callee> {
        let mut iterator = self.peeled(iterator);
        // A type is finite: each turn goes one step into it.
        loop {
            let Kind::Adt(head, args) = self.kind(iterator) else { return None };
            let path = match head {
                Head::Def(_) => return self.callee_of_impl(lang::NEXT, iterator, &[]),
                Head::Library(path) => path,
            };
            let letters = self.facts.store.letters(path);
            let role = self.facts.library.ty(&letters).and_then(|row| row.role);
            if role != Some(TypeRole::Through) {
                return self.by_row(iterator, path, lang::NEXT);
            }
            if let Some(path) = self.row_of_type(iterator, lang::NEXT.1) {
                return Some(Callee::Library(path));
            }
            iterator = self.peeled(*args.first()?);
        }
    }

    /// `write!(a, "…")` where `a` is a file or the like.
    fn written_through(&mut self, call: &ir::MacroCall) -> Option<Callee> {
        let path = self.macro_path(&call.path)?;
        let to = call.args.first().filter(|_| lang::WRITE_MACROS.contains(&&*path))?;
        let to = self.peeled(self.types[to.index()]);
        match self.kind(to) {
            Kind::Adt(Head::Library(path), _) => self.by_row(to, path, lang::WRITE),
            _ => None,
        }
    }

    /// A trait's function of a type outside of which some row speaks.
    fn by_row(&mut self, ty: Ty, path: Text, function: (&str, &str)) -> Option<Callee> {
        let (trait_, method) = function;
        if let Some(path) = self.row_of_type(ty, method) {
            return Some(Callee::Library(path));
        }
        let path = self.facts.store.letters(path);
        self.facts.library.ty(&path)?;
        Some(Callee::Library(format!("{trait_}::{method}").into()))
    }

    fn operator(
        &mut self,
        function: (&'static str, &'static str),
        left: ExprId,
        right: ExprId,
    ) -> Option<Callee> {
        let [left, right] = [left, right].map(|side| self.types[side.index()]);
        self.callee_of_impl(function, left, &[right])
    }

    /// What is formatted is asked to print itself. With `{:?}` that is another trait, whose impls
    /// are derived.
    fn printed(&mut self, args: &[ExprId], found: &mut Vec<Call>) {
        for &expr in args {
            let this = self.peeled(self.types[expr.index()]);
            let callee = self.callee_of_impl(lang::DISPLAY, this, &[]);
            let at = self.body.exprs[expr].span;
            found.extend(callee.map(|callee| Call::new(expr, callee, at)));
        }
    }

    /// The impl to which a function of std hands its work on.
    pub(super) fn forwarded(&mut self, chosen: &Chosen) -> Option<Callee> {
        let FnRef::Line(line) = chosen.picked.function else { return None };
        let forwarded = lang::forwarded(&self.facts.line_path(line))?;
        let given = &chosen.picked.args;
        let this = *given.get(forwarded.this)?;
        if forwarded.to == lang::NEXT {
            return self.asked(this);
        }
        let arg = forwarded.arg.and_then(|at| given.get(at).copied());
        self.callee_of_impl(forwarded.to, this, arg.as_slice())
    }

    /// The function in the workspace's impl of a trait for a type of its own.
    fn callee_of_impl(
        &mut self,
        (trait_, method): (&str, &str),
        this: Ty,
        args: &[Ty],
    ) -> Option<Callee> {
        let this = self.deep(this);
        let Kind::Adt(head, _) = self.kind(self.peeled(this)) else { return None };
        if !self.facts.members.may_have(self.facts, head, trait_) {
            return None;
        }
        let of_workspace = |kind: &Kind| matches!(kind, Kind::Adt(Head::Def(_), _));
        let args: Vec<Ty> = args.iter().map(|&arg| self.deep(arg)).collect();
        // The impl of a foreign trait stands where one of its types does.
        let mut types = std::iter::once(this).chain(args.iter().copied());
        if !types.any(|ty| of_workspace(&self.kind(self.peeled(ty)))) {
            return None;
        }
        let name = self.facts.names.symbols.get(method)?;
        let of = TraitRef { head: self.facts.lang(trait_), args: args.into() };
        let function = self.member_of_impl(this, &of, name)?;
        Some(self.callee_def(function)).filter(|it| matches!(it, Callee::Function(_)))
    }

    /// What a reference points to.
    fn peeled(&self, ty: Ty) -> Ty {
        let mut ty = self.shallow(ty);
        while let Kind::Ref(_, inner) = self.kind(ty) {
            ty = self.shallow(inner);
        }
        ty
    }
}

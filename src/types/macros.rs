//! What macro calls give.

use crate::ir;
use crate::ir::ExprId;
use crate::ir::MacroForm;
use crate::types::infer::Infer;
use crate::types::lang;
use crate::types::ty::Kind;
use crate::types::ty::Ty;

impl Infer<'_, '_> {
    pub(super) fn macro_call(&mut self, call: &ir::MacroCall, expected: Ty) -> Ty {
        let types = match call.form {
            MacroForm::Vec | MacroForm::VecRepeat => return self.vector(call, expected),
            _ => self.arguments_alone(&call.args),
        };
        let name = call.path.segments.last().map_or("", |last| self.letters(last.name));
        match call.form {
            MacroForm::Panic => Ty::NEVER,
            MacroForm::Assert | MacroForm::Compare => Ty::UNIT,
            MacroForm::Value => match types[..] {
                [only] => self.handed_on(name, only),
                _ => Ty::UNKNOWN,
            },
            MacroForm::Format | MacroForm::Arguments | MacroForm::Query => {
                match self.macro_path(&call.path) {
                    Some(path) if lang::WRITE_MACROS.contains(&&*path) => self.written_to(&types),
                    Some(path) => self.facts.type_of_macro(&path),
                    None => Ty::UNKNOWN,
                }
            }
            _ => Ty::UNKNOWN,
        }
    }

    /// `write!(to, …)` gives what the method of `to` gives that it is written as.
    fn written_to(&mut self, args: &[Ty]) -> Ty {
        let name = self.facts.store.text(lang::WRITE_METHOD);
        let picked = args.first().and_then(|&to| self.pick(to, name).ok());
        picked.map_or(Ty::UNKNOWN, |picked| self.confirm(&picked, None, &[]))
    }

    /// `vec![a, b]`, `vec![a; n]`.
    fn vector(&mut self, call: &ir::MacroCall, expected: Ty) -> Ty {
        let wanted = self.arguments_of(expected, lang::VEC);
        let element = wanted.and_then(|args| args.first().copied());
        let element = element.unwrap_or_else(|| self.fresh());
        let repeats = call.form == MacroForm::VecRepeat;
        for (at, &arg) in call.args.iter().enumerate() {
            let is_length = repeats && at == 1;
            let found = self.expr(arg, if is_length { Ty::UNKNOWN } else { element });
            if !is_length {
                self.coerce(found, element);
            }
        }
        match self.macro_path(&call.path).as_deref() {
            Some(lang::VEC_MACRO) => self.facts.store.library(lang::VEC, &[element]),
            _ => Ty::UNKNOWN,
        }
    }

    /// The macros that give their argument on, wrapped or unwrapped.
    fn handed_on(&mut self, name: &str, inner: Ty) -> Ty {
        match lang::handing(name) {
            Some(lang::Handing::Same) => inner,
            Some(lang::Handing::Pinned) => {
                let reference = self.facts.store.reference(true, inner);
                self.facts.store.library(lang::PIN, &[reference])
            }
            Some(lang::Handing::Ready) => {
                let inner = self.settled(inner);
                let args = self.arguments_of(inner, lang::POLL);
                args.and_then(|args| args.first().copied()).unwrap_or(Ty::UNKNOWN)
            }
            Some(lang::Handing::Polled) => {
                let output = self.output_of(inner);
                self.facts.store.library(lang::POLL, &[output])
            }
            None => Ty::UNKNOWN,
        }
    }

    /// The canonical path of a macro: a bare name that nothing brings into scope is std's.
    pub(super) fn macro_path(&mut self, path: &ir::Path) -> Option<String> {
        let names = self.facts.names;
        let found =
            names.resolve(self.facts.library, self.scope, self.def.file, path, ir_namespace());
        match (&found.res, &*path.segments) {
            (crate::resolve::Res::Library(item), _) if found.rest == 0 => {
                // `use anyhow;` makes a crate of the bare name.
                Some(item.path.to_string())
            }
            (_, [only]) if matches!(path.anchor, ir::Anchor::Plain) => {
                let name = self.letters(only.name);
                let used = self.macro_of_extern_crate(name);
                Some(used.unwrap_or_else(|| format!("std::{name}")))
            }
            _ => None,
        }
    }

    /// The path of a macro that `#[macro_use] extern crate` brings in, where a row speaks of it.
    fn macro_of_extern_crate(&mut self, name: &str) -> Option<String> {
        let krate = self.def.krate;
        let paths: Vec<String> =
            self.facts.names.extern_crates(krate).map(|path| format!("{path}::{name}")).collect();
        paths.into_iter().find(|path| self.facts.type_of_macro(path) != Ty::UNKNOWN)
    }

    /// `join!(a, b)`, `try_join!(a, b)`.
    pub(super) fn join(&mut self, is_try: bool, futures: &[ExprId]) -> Ty {
        let mut outputs = Vec::with_capacity(futures.len());
        let mut error = Ty::UNKNOWN;
        for &future in futures {
            let ty = self.expr(future, Ty::UNKNOWN);
            let ty = self.settled(ty);
            let output = self.output_of(ty);
            let args = self.arguments_of(output, lang::RESULT).filter(|_| is_try);
            if let Some(&found) = args.as_ref().and_then(|args| args.get(1)) {
                error = found;
            }
            let value = args.and_then(|args| args.first().copied());
            outputs.push(if is_try { value.unwrap_or(Ty::UNKNOWN) } else { output });
        }
        let all = self.facts.store.tuple(&outputs);
        if is_try { self.facts.store.library(lang::RESULT, &[all, error]) } else { all }
    }

    /// `select! { p = f => b }`: each arm is matched against what its future gives.
    pub(super) fn select_macro(&mut self, select: &ir::Select, expected: Ty) -> Ty {
        let mut result = Ty::NEVER;
        for arm in &select.arms {
            if let Some(condition) = arm.condition {
                self.expr(condition, Ty::BOOL);
            }
            let mark = self.locals.len();
            let future = self.expr(arm.future, Ty::UNKNOWN);
            let mut future = self.settled(future);
            // `&mut future` is a future as well.
            if let Kind::Ref(_, inner) = self.kind(future) {
                future = inner;
            }
            let output = self.output_of(future);
            self.bind(arm.pat, output);
            let found = self.expr(arm.body, expected);
            self.locals.truncate(mark);
            result = self.joined(result, found);
        }
        if let Some(otherwise) = select.otherwise {
            let found = self.expr(otherwise, expected);
            result = self.joined(result, found);
        }
        result
    }
}

fn ir_namespace() -> crate::resolve::Namespace {
    crate::resolve::Namespace::Values
}

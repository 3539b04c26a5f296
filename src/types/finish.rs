//! What is handed on of a body: the callees, once all types are known, and the types.

use std::sync::Arc;

use crate::ir;
use crate::library::last_name;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::Symbol;
use crate::types::BodyTypes;
use crate::types::Call;
use crate::types::Callee;
use crate::types::facts::ImplRef;
use crate::types::infer::Chosen;
use crate::types::infer::Infer;
use crate::types::method::Picked;
use crate::types::select::Selected;
use crate::types::ty::FnRef;
use crate::types::ty::Head;
use crate::types::ty::Kind;
use crate::types::ty::TraitRef;
use crate::types::ty::Ty;

impl Infer<'_, '_> {
    /// All that is known of the body.
    pub(super) fn finish(mut self) -> BodyTypes {
        let found = std::mem::take(&mut self.calls);
        let mut calls: Vec<Call> = Vec::with_capacity(found.len());
        let mut implied: Vec<Call> = Vec::new();
        for found in found {
            let mut call = found.call;
            if let Some(chosen) = &found.chosen {
                call.callee = self.callee(chosen);
                let callee = self.forwarded(chosen).filter(|callee| *callee != call.callee);
                implied.extend(callee.map(|callee| Call { callee, ..call.clone() }));
            }
            calls.push(call);
        }
        calls.sort_by_key(|call| call.expr);
        let written = calls.len();
        self.implied_calls(&mut implied);
        self.scope_ends(&calls, &mut implied);
        implied.sort_by_key(|call| call.expr);
        calls.extend(implied);
        self.references.sort_by_key(|(expr, _)| *expr);
        self.constants.sort();
        let types = std::mem::take(&mut self.types);
        let mut export = crate::types::export::Export::new();
        let exprs = types.iter().map(|&ty| export.ty(&mut self, ty)).collect();
        let pats = std::mem::take(&mut self.pats);
        let pats = pats.iter().map(|&ty| export.ty(&mut self, ty)).collect();
        BodyTypes {
            def: self.owner,
            calls,
            written,
            references: self.references,
            pats,
            constants: self.constants.into(),
            exprs,
            table: export.table,
        }
    }

    /// What a function that was found is called by those who come after: of a trait's function the
    /// one of the impl, where the type tells which.
    pub(super) fn callee(&mut self, chosen: &Chosen) -> Callee {
        let picked = &chosen.picked;
        if let Some(def) = self.of_impl(picked) {
            return self.callee_def(def);
        }
        let by_type = picked.this.filter(|_| chosen.by_path);
        match picked.function {
            FnRef::Def(def) => self.callee_def(def),
            FnRef::Variant(..) => Callee::Constructor,
            FnRef::Line(line) => self.callee_line(line, picked.this, by_type),
        }
    }

    pub(super) fn callee_def(&mut self, def: DefId) -> Callee {
        let names = self.facts.names;
        if names.def(def).kind != DefKind::Fn {
            return Callee::Constructor;
        }
        let Some(path) = names.outside_path(def) else { return Callee::Function(def) };
        let path = self.facts.library.canonical(&path);
        // What no row speaks of speaks for itself, where its body was read.
        match names.body(def).is_some() && self.facts.library.is_silent_on(&path) {
            true => Callee::Function(def),
            false => Callee::Library((&*path).into()),
        }
    }

    /// A row may speak of the function by the type that has it, or by the trait. Where none does, a
    /// path is told by the type that stands in it.
    fn callee_line(&mut self, line: u32, this: Option<Ty>, written: Option<Ty>) -> Callee {
        if self.facts.line(line).starts_with("struct ") {
            return Callee::Constructor;
        }
        let path = self.facts.line_path(line);
        let name = last_name(&path);
        if let Some(row) = this.and_then(|this| self.row_of_type(this, name)) {
            return Callee::Library(row);
        }
        let is_known = self.facts.library.call(&path).is_some();
        let ty = written.filter(|_| !is_known).map(|ty| self.kind(ty));
        match ty {
            Some(Kind::Adt(Head::Library(owner), _)) => {
                let owner = self.facts.store.letters(owner);
                Callee::Library(format!("{owner}::{name}").into())
            }
            Some(Kind::Adt(Head::Def(def), _)) => match self.facts.names.outside_path(def) {
                Some(owner) => Callee::Library(format!("{owner}::{name}").into()),
                None => {
                    let owner = self.facts.names.path(def);
                    Callee::Member(format!("{owner}::{name}").into())
                }
            },
            _ => Callee::Library((&*path).into()),
        }
    }

    /// The library's path of a method that a row knows by its receiver's type.
    pub(super) fn row_of_method(&mut self, receiver: Ty, name: ir::Name) -> Option<Arc<str>> {
        let name = self.letters(name);
        for step in self.steps(receiver) {
            if let Some(path) = self.row_of_type(step, name) {
                return Some(path);
            }
        }
        None
    }

    pub(super) fn row_of_type(&mut self, this: Ty, name: &str) -> Option<Arc<str>> {
        let this = self.shallow(this);
        let Kind::Adt(head, _) = self.kind(this) else { return None };
        let owner = match head {
            Head::Library(path) => self.facts.store.letters(path).to_string(),
            Head::Def(def) => self.facts.names.outside_path(def)?,
        };
        let path = format!("{owner}::{name}");
        let path = self.facts.library.canonical(&path);
        self.facts.library.call(&path).is_some().then(|| (&*path).into())
    }

    /// The function of the workspace that implements a trait's for a type.
    fn of_impl(&mut self, picked: &Picked) -> Option<DefId> {
        let this = picked.this?;
        let head = picked.signature.of_trait?;
        let names = self.facts.names;
        let name = match picked.function {
            FnRef::Def(def) => names.def(def).name?,
            FnRef::Line(line) => {
                let path = self.facts.line_path(line);
                names.symbols.get(last_name(&path))?
            }
            FnRef::Variant(..) => return None,
        };
        let count = self.facts.generics(head).map_or(1, |generics| generics.params.len());
        let args = picked.args.get(1..count).unwrap_or_default().into();
        self.member_of_impl(this, &TraitRef { head, args }, name)
    }

    /// The function of this name in the impl of a trait for a type, where the workspace has it.
    pub(super) fn member_of_impl(
        &mut self,
        this: Ty,
        of: &TraitRef,
        name: Symbol,
    ) -> Option<DefId> {
        let before = self.snapshot();
        let selected = self.select(this, of);
        self.back_to(before);
        let Selected::Impl(ImplRef::Def(block), _) = selected else { return None };
        self.facts.names.member(block, name)
    }
}

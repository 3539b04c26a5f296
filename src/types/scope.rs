//! The traits whose methods can be called in a scope.

use std::rc::Rc;

use crate::resolve::ScopeId;
use crate::types::facts::Facts;
use crate::types::facts::TraitSet;
use crate::types::lang;
use crate::types::ty::Head;
use crate::types::ty::Text;
use crate::types::ty::Ty;

impl Facts<'_> {
    /// The traits whose methods can be called in a scope: those that are named there, and those
    /// that need no import.
    pub(super) fn traits_in_scope(&mut self, scope: ScopeId) -> TraitSet {
        if let Some(known) = self.in_scope.get(&scope) {
            return known.clone();
        }
        let mut found: Vec<Head> = Vec::new();
        for res in self.names.types_named_in(scope) {
            found.extend(self.head(&res).filter(|&head| self.is_trait(head)));
        }
        for path in self.library.prelude() {
            let head = self.lang(path);
            if self.is_trait(head) {
                found.push(head);
            }
        }
        // By what they are, not by when this worker met them first: the order may decide.
        found.sort_by_cached_key(|head| match head {
            Head::Def(def) => (Some(*def), None),
            Head::Library(path) => (None, Some(self.store.letters(*path))),
        });
        found.dedup();
        let traits: Rc<[Head]> = found.into();
        let next = self.trait_sets.len() as u32;
        let number = *self.trait_sets.entry(Rc::clone(&traits)).or_insert(next);
        let set = TraitSet { number, traits };
        self.in_scope.insert(scope, set.clone());
        set
    }

    /// What a macro gives, by its canonical path; Unknown where nobody says.
    pub(super) fn type_of_macro(&mut self, path: &str) -> Ty {
        if let Some(ty) = lang::macro_type(self, path) {
            return ty;
        }
        let path: Text = self.store.text(&format!("{path}!"));
        let Some(line) = self.table(path).item else { return Ty::UNKNOWN };
        let function = self.function(crate::types::ty::FnRef::Line(line));
        function.map_or(Ty::UNKNOWN, |signature| signature.ret)
    }
}

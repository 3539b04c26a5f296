//! The traits whose methods can be called in a scope.

use std::rc::Rc;

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::resolve::ScopeId;
use crate::types::facts::Facts;
use crate::types::facts::TraitSet;
use crate::types::lang;
use crate::types::ty::Head;
use crate::types::ty::Text;
use crate::types::ty::Ty;

/// Which traits of signature tables have a function of a name, among those that are in some scope:
/// most have none.
#[derive(Debug, Default)]
pub(super) struct TraitMembers {
    noted: FxHashSet<Text>,
    by_name: FxHashMap<Text, Vec<Text>>,
}

impl TraitMembers {
    /// The traits that have a function of this name.
    pub(super) fn with(&self, name: Text) -> &[Text] {
        self.by_name.get(&name).map_or(&[], |traits| traits)
    }
}

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
        found.extend_from_slice(&self.prelude_traits());
        // By what they are, not by when this worker met them first: the order may decide.
        found.sort_by_cached_key(|head| match head {
            Head::Def(def) => (Some(*def), None),
            Head::Library(path) => (None, Some(self.store.letters(*path))),
        });
        found.dedup();
        let traits: Rc<[Head]> = found.into();
        let next = self.trait_sets.len() as u32;
        let number = *self.trait_sets.entry(Rc::clone(&traits)).or_insert(next);
        if number == next {
            traits.iter().for_each(|&head| self.note_members(head));
        }
        let set = TraitSet { number, traits };
        self.in_scope.insert(scope, set.clone());
        set
    }

    fn prelude_traits(&mut self) -> Rc<[Head]> {
        if let Some(known) = &self.prelude_traits {
            return Rc::clone(known);
        }
        let heads: Vec<Head> = self.library.prelude().map(|path| self.lang(path)).collect();
        let traits: Rc<[Head]> = heads.into_iter().filter(|&head| self.is_trait(head)).collect();
        self.prelude_traits = Some(Rc::clone(&traits));
        traits
    }

    /// Notes the functions of a trait by their names.
    fn note_members(&mut self, head: Head) {
        let Head::Library(path) = head else { return };
        if !self.trait_members.noted.insert(path) {
            return;
        }
        for name in self.library.member_names(&self.store.letters(path)) {
            let name = self.store.text(name);
            self.trait_members.by_name.entry(name).or_default().push(path);
        }
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

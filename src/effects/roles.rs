//! What attributes and traits make of a function.

use rustc_hash::FxHashMap;

use crate::library::AttributeRole;
use crate::library::CallRole;
use crate::library::Flavor;
use crate::library::Library;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::FoundAttribute;
use crate::resolve::Names;
use crate::resolve::Res;

/// What attributes and traits make of functions.
#[derive(Debug, Default)]
pub struct Roles {
    attributes: FxHashMap<DefId, Vec<FoundAttribute>>,
    polled: Vec<DefId>,
    /// The functions that run when a value goes away.
    dropped: Vec<DefId>,
    /// The functions that an attribute starts a runtime for whose tasks have one thread, that of the
    /// function: the attribute's index.
    on_one_thread: FxHashMap<DefId, usize>,
}

impl Roles {
    pub(super) fn new(names: &Names, library: &Library) -> Self {
        let mut roles = Self::default();
        for (id, def) in names.defs() {
            if def.kind != DefKind::Fn {
                continue;
            }
            let found = names.attributes(library, id);
            if !found.is_empty() {
                let on_one_thread =
                    found.iter().find(|it| it.flavor == Some(Flavor::CurrentThread));
                roles.on_one_thread.extend(on_one_thread.map(|it| (id, it.at)));
                roles.attributes.insert(id, found);
            }
            match role_of_trait(names, library, id) {
                Some(CallRole::Polled) => roles.polled.push(id),
                Some(CallRole::Dropped) => roles.dropped.push(id),
                _ => {}
            }
        }
        roles
    }

    /// The attribute with a role, as its index among the item's.
    pub fn attribute(&self, def: DefId, role: AttributeRole) -> Option<usize> {
        let found = self.attributes.get(&def)?.iter().find(|it| it.role == role);
        found.map(|it| it.at)
    }

    /// The attribute that starts a runtime for it whose tasks have one thread, that of the function.
    pub fn on_one_thread(&self, def: DefId) -> Option<usize> {
        self.on_one_thread.get(&def).copied()
    }

    /// An executor calls it: it implements `Future::poll` or the like.
    pub fn is_polled(&self, def: DefId) -> bool {
        self.polled.binary_search(&def).is_ok()
    }

    /// It runs when a value goes away: it implements `Drop::drop`.
    pub fn is_dropped(&self, def: DefId) -> bool {
        self.dropped.binary_search(&def).is_ok()
    }

    /// After its attributes are expanded it is a plain function that blocks on its body.
    pub fn blocks_on_its_body(&self, def: DefId) -> bool {
        let found = self.attributes.get(&def);
        found.is_some_and(|found| found.iter().any(|it| it.role.blocks_on_body()))
    }

    /// Calling it makes a future and runs nothing.
    pub fn is_async(&self, names: &Names, def: DefId) -> bool {
        names.function(def).is_some_and(|function| function.is_async)
            && !self.blocks_on_its_body(def)
    }
}

/// What a function is for that it implements of a library's trait.
fn role_of_trait(names: &Names, library: &Library, id: DefId) -> Option<CallRole> {
    let def = names.def(id);
    let head = names.impl_head(def.parent?)?;
    let (Some(Res::Library(trait_)), Some(name)) = (&head.of_trait, def.name) else { return None };
    let path = format!("{}::{}", trait_.path, names.symbols.text(name));
    library.call(&library.canonical(&path))?.role
}

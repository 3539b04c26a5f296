//! What attributes and traits make of a function.

use rustc_hash::FxHashMap;

use crate::ir;
use crate::library::AttributeRole;
use crate::library::CallRole;
use crate::library::Library;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::Names;
use crate::resolve::Namespace;
use crate::resolve::Res;

/// What attributes and traits make of functions.
#[derive(Debug, Default)]
pub struct Roles {
    attributes: FxHashMap<DefId, Vec<(AttributeRole, usize)>>,
    polled: Vec<DefId>,
}

impl Roles {
    pub(super) fn new(names: &Names, library: &Library) -> Self {
        let mut roles = Self::default();
        for (id, def) in names.defs() {
            if def.kind != DefKind::Fn {
                continue;
            }
            let found = attributes(names, library, id);
            if !found.is_empty() {
                roles.attributes.insert(id, found);
            }
            if is_polled(names, library, id) {
                roles.polled.push(id);
            }
        }
        roles
    }

    /// The attribute with a role, as its index among the item's.
    pub fn attribute(&self, def: DefId, role: AttributeRole) -> Option<usize> {
        let found = self.attributes.get(&def)?.iter().find(|(it, _)| *it == role);
        found.map(|(_, at)| *at)
    }

    /// An executor calls it: it implements `Future::poll` or the like.
    pub fn is_polled(&self, def: DefId) -> bool {
        self.polled.binary_search(&def).is_ok()
    }

    /// After its attributes are expanded it is a plain function that blocks on its body.
    pub fn blocks_on_its_body(&self, def: DefId) -> bool {
        self.attribute(def, AttributeRole::Main).is_some()
            || self.attribute(def, AttributeRole::Test).is_some()
    }

    /// Calling it makes a future and runs nothing.
    pub fn is_async(&self, names: &Names, def: DefId) -> bool {
        names.function(def).is_some_and(|function| function.is_async)
            && !self.blocks_on_its_body(def)
    }
}

fn attributes(names: &Names, library: &Library, id: DefId) -> Vec<(AttributeRole, usize)> {
    let def = names.def(id);
    let Some(item) = names.item(id) else { return Vec::new() };
    let role = |attr: &ir::Attr| {
        let found = names.resolve(library, def.scope, def.file, &attr.path, Namespace::Types);
        match found.res {
            Res::Library(item) => library.attribute(&item.path),
            _ => None,
        }
    };
    let built = |attr: &ir::Attr| names.is_built(def.krate, attr.cfg.as_deref());
    let attrs = item.attrs.iter().enumerate().filter(|(_, attr)| built(attr));
    attrs.filter_map(|(at, attr)| Some((role(attr)?, at))).collect()
}

fn is_polled(names: &Names, library: &Library, id: DefId) -> bool {
    let def = names.def(id);
    let trait_ = def
        .parent
        .and_then(|parent| names.impl_head(parent))
        .and_then(|head| head.of_trait.as_ref());
    let (Some(Res::Library(trait_)), Some(name)) = (trait_, def.name) else { return false };
    let path = format!("{}::{}", trait_.path, names.symbols.text(name));
    let row = library.call(&library.canonical(&path));
    row.is_some_and(|row| row.role == Some(CallRole::Polled))
}

//! What the attributes of a function make of it.

use crate::ir;
use crate::library::AttributeRole;
use crate::library::Flavor;
use crate::library::Library;
use crate::resolve::DefId;
use crate::resolve::Names;
use crate::resolve::Namespace;
use crate::resolve::Res;

/// An attribute that makes something of a function.
#[derive(Clone, Copy, Debug)]
pub struct FoundAttribute {
    /// Its index among the item's.
    pub at: usize,
    /// What it makes of the function.
    pub role: AttributeRole,
    /// That of the runtime which it starts.
    pub flavor: Option<Flavor>,
}

impl Names {
    /// The attributes of an item that the library knows, those that are built.
    pub fn attributes(&self, library: &Library, id: DefId) -> Vec<FoundAttribute> {
        let def = self.def(id);
        let Some(item) = self.item(id) else { return Vec::new() };
        let found = |at: usize, attr: &ir::Attr| {
            let found = self.resolve(library, def.scope, def.file, &attr.path, Namespace::Types);
            let Res::Library(item) = found.res else { return None };
            let asked = attr.args.as_deref().and_then(Flavor::asked_for);
            let flavor = library.flavor(&item.path).map(|flavor| asked.unwrap_or(flavor));
            Some(FoundAttribute { at, role: library.attribute(&item.path)?, flavor })
        };
        let built = |attr: &ir::Attr| self.is_built(def.krate, attr.cfg.as_deref());
        let attrs = item.attrs.iter().enumerate().filter(|(_, attr)| built(attr));
        attrs.filter_map(|(at, attr)| found(at, attr)).collect()
    }

    /// Calling it makes a future and runs nothing. What `#[tokio::main]` and the like stand on is
    /// written as async and is a plain function that blocks on its body.
    pub fn gives_future(&self, library: &Library, id: DefId) -> bool {
        let is_async = self.function(id).is_some_and(|function| function.is_async);
        is_async && !self.attributes(library, id).iter().any(|it| it.role.blocks_on_body())
    }
}

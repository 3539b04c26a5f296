//! Which items everybody can name, and by which paths.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use asyncheck::ir::Visibility;
use asyncheck::resolve::DefId;
use asyncheck::resolve::DefKind;
use asyncheck::resolve::Res;
use asyncheck::resolve::ScopeId;
use asyncheck::source::FileId;

use crate::sigs::attributes::content_of;
use crate::sigs::attributes::imports_kept_back;
use crate::sigs::attributes::is_out_of_reach;
use crate::sigs::bundle::Bundle;

/// The public items, each with its canonical path, and the private ones that lines of public items
/// cannot do without.
#[derive(Debug, Default)]
pub struct Public {
    needed: RefCell<BTreeMap<DefId, String>>,
    paths: BTreeMap<DefId, String>,
    defs: BTreeMap<String, DefId>,
    /// Another public path, and the canonical one.
    pub others: BTreeMap<String, String>,
    /// Re-exports of items of crates that were not read: the path, and theirs.
    pub foreign: BTreeMap<String, String>,
}

impl Public {
    /// The canonical path of an item; none where it is private.
    pub fn path(&self, id: DefId) -> Option<&str> {
        self.paths.get(&id).map(String::as_str)
    }

    /// The path of an item in the table, as far as it has one.
    pub fn known_path(&self, id: DefId) -> Option<String> {
        self.path(id).map(str::to_owned).or_else(|| self.needed.borrow().get(&id).cloned())
    }

    /// The path of an item that a line of another names: a private one goes by the place where it
    /// is written, under the crate whose table it is.
    pub fn path_of_needed(&self, bundle: &Bundle, id: DefId) -> Option<String> {
        let def = bundle.names.def(id);
        let is_item = matches!(def.kind, DefKind::Struct | DefKind::Enum | DefKind::Trait);
        let own = bundle.names.path(id);
        let (_, inside) = own.split_once("::").filter(|_| is_item)?;
        let root = bundle.names.crate_name(bundle.crates[0]);
        let path = format!("{root}::{inside}");
        let is_free = !own.contains("<impl>") && self.def(&path).is_none_or(|known| known == id);
        is_free.then(|| self.needed.borrow_mut().entry(id).or_insert(path).clone())
    }

    /// The private items that were named so far.
    pub fn needed(&self) -> BTreeMap<DefId, String> {
        self.needed.borrow().clone()
    }

    /// Whether a path is that of a private item that lines name.
    pub fn is_private(&self, path: &str) -> bool {
        self.needed.borrow().values().any(|known| known == path)
    }

    /// Whether an item has a path in the table.
    pub fn has(&self, id: DefId) -> bool {
        self.paths.contains_key(&id) || self.needed.borrow().contains_key(&id)
    }

    /// The item with a public path, canonical or not.
    pub fn def(&self, path: &str) -> Option<DefId> {
        self.defs.get(path).copied()
    }

    /// All items, each with its path.
    pub fn all(&self) -> impl Iterator<Item = (&String, DefId)> {
        self.paths.iter().map(|(id, path)| (path, *id))
    }
}

/// Walks the public modules of the crates. An item that the first crate shows goes by the path that
/// it has there.
pub fn find(bundle: &Bundle) -> Public {
    let rows = bundle.library.paths();
    let kept_back = imports_kept_back(bundle);
    let mut public = Public::default();
    for &krate in &bundle.crates {
        let (found, foreign) = (BTreeMap::new(), BTreeMap::new());
        let mut walk = Walk { bundle, found, foreign, kept_back: &kept_back };
        let name = bundle.names.crate_name(krate).to_owned();
        let root = bundle.names.scope(bundle.names.root(krate)).def;
        walk.found.entry(root).or_default().insert(name.clone());
        walk.module(root, &name, &mut vec![root]);
        // A variant goes by the path of its enum. Of a function and a module with one name the
        // module comes first: paths go on behind it.
        let is_variant = |id: &DefId| matches!(bundle.names.def(*id).kind, DefKind::Variant(_));
        let (variants, mut items): (Vec<_>, Vec<_>) =
            walk.found.into_iter().partition(|(id, _)| is_variant(id));
        let is_value =
            |id: DefId| matches!(bundle.names.def(id).kind, DefKind::Fn | DefKind::Value);
        items.sort_by_key(|&(id, _)| is_value(id));
        for (id, paths) in items {
            let canonical = canonical(bundle, &rows, &paths);
            public.add(id, &paths, canonical);
        }
        for (id, paths) in variants {
            if let Some(canonical) = public.of_variant(bundle, id) {
                public.add(id, &paths, canonical);
            }
        }
        if krate == bundle.crates[0] {
            public.foreign = walk.foreign;
        }
        public.add_rewritten(bundle);
        // The crates behind std have no paths of their own.
        if name == "std" {
            break;
        }
    }
    public
}

impl Public {
    fn add(&mut self, id: DefId, paths: &BTreeSet<String>, canonical: String) {
        let canonical = self.paths.entry(id).or_insert(canonical).clone();
        for path in paths.iter().chain([&canonical]) {
            // A macro and a module can have one name; of types and values the type counts.
            self.defs.entry(path.clone()).or_insert(id);
            if *path != canonical {
                self.others.insert(path.clone(), canonical.clone());
            }
        }
    }

    /// Rows may say that a whole crate behind the first is a part of it: the paths that this makes
    /// are paths as well.
    fn add_rewritten(&mut self, bundle: &Bundle) {
        let root = format!("{}::", bundle.names.crate_name(bundle.crates[0]));
        let mut more = BTreeMap::new();
        for (path, id) in &self.defs {
            let rewritten = bundle.library.canonical_by_rows(path);
            let canonical = self.path(*id).unwrap_or_default();
            let is_new = rewritten.starts_with(&root) && !self.defs.contains_key(&*rewritten);
            if is_new && rewritten != canonical {
                more.insert(rewritten.into_owned(), canonical.to_owned());
            }
        }
        self.others.extend(more);
    }

    fn of_variant(&self, bundle: &Bundle, id: DefId) -> Option<String> {
        let def = bundle.names.def(id);
        let name = bundle.names.symbols.text(def.name?);
        Some(format!("{}::{name}", self.path(def.parent?)?))
    }
}

/// The path that rows speak of, or lead to; else the shortest.
fn canonical(bundle: &Bundle, rows: &BTreeSet<&str>, paths: &BTreeSet<String>) -> String {
    let is_row = |path: &&String| {
        let inside = format!("{path}::");
        let next = rows.range(path.as_str()..).next();
        let within = rows.range(inside.as_str()..).next();
        bundle.library.canonical_by_rows(path) == path.as_str()
            && (next == Some(&path.as_str()) || within.is_some_and(|row| row.starts_with(&inside)))
    };
    let of_rows = |path: &String| {
        let canonical = bundle.library.canonical_by_rows(path);
        (*canonical != **path && paths.contains(&*canonical)).then(|| canonical.into_owned())
    };
    if let Some(path) = paths.iter().find(is_row) {
        return path.clone();
    }
    if let Some(path) = paths.iter().find_map(of_rows) {
        return path;
    }
    let cost = |path: &&String| {
        let of_prelude = path.split("::").any(|name| name == "prelude");
        (of_prelude, path.split("::").count(), (*path).clone())
    };
    paths.iter().min_by_key(cost).cloned().unwrap_or_default()
}

struct Walk<'a> {
    bundle: &'a Bundle,
    found: BTreeMap<DefId, BTreeSet<String>>,
    foreign: BTreeMap<String, String>,
    kept_back: &'a BTreeSet<(FileId, String)>,
}

impl Walk<'_> {
    /// `around` holds the modules on the way here: a re-export may lead back to one of them.
    fn module(&mut self, module: DefId, path: &str, around: &mut Vec<DefId>) {
        let names = &self.bundle.names;
        let scope = names.def(module).scope;
        for (name, _, res) in names.public_names(scope) {
            let path = format!("{path}::{name}");
            match res {
                _ if is_hidden_name(name) || self.is_kept_back(scope, name, &path) => {}
                Res::Def(id) if !self.is_public(*id) => {}
                Res::Def(id) => {
                    self.found.entry(*id).or_default().insert(path.clone());
                    if names.def(*id).kind == DefKind::Module && !around.contains(id) {
                        around.push(*id);
                        self.module(*id, &path, around);
                        around.pop();
                    }
                }
                Res::Library(item) => {
                    self.foreign.insert(path, item.path.to_string());
                }
                Res::Primitive(_) | Res::Unknown => {}
            }
        }
    }

    /// A name that means several things is exported for those that are public: the module of a
    /// function with the same name is not.
    fn is_public(&self, id: DefId) -> bool {
        let names = &self.bundle.names;
        let item = names.item(id);
        item.is_none_or(|item| item.visibility == Visibility::Public)
            && !is_out_of_reach(self.bundle, id)
    }

    /// What the prelude has is there, even if its own path is not yet.
    fn is_kept_back(&self, scope: ScopeId, name: &str, path: &str) -> bool {
        if self.bundle.library.prelude().any(|known| known == path) {
            return false;
        }
        let module = self.bundle.names.scope(scope).def;
        let file = content_of(self.bundle, module);
        self.kept_back.contains(&(file, name.to_owned()))
    }
}

fn is_hidden_name(name: &str) -> bool {
    name.starts_with("__") || name == "private"
}

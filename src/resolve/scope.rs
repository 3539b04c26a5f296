//! The names of a module, or of a block with items.

use rustc_hash::FxHashMap;

use crate::resolve::DefId;
use crate::resolve::Names;
use crate::resolve::Namespace;
use crate::resolve::Res;
use crate::resolve::Symbol;
use crate::source::CrateId;

/// Names a [`Scope`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct ScopeId(pub(super) u32);

impl ScopeId {
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

/// The names of a module, or of a block with items.
#[derive(Clone, Debug)]
pub struct Scope {
    /// Its crate.
    pub krate: CrateId,
    /// The module; of a block the function around it.
    pub def: DefId,
    /// Of a block: the scope around it, in which a name is looked up next.
    pub outer: Option<ScopeId>,
    /// The module that it is or lies in.
    pub module: ScopeId,
    /// Of a module: the one around it.
    pub parent: Option<ScopeId>,
    pub(super) types: FxHashMap<Symbol, Entry>,
    pub(super) values: FxHashMap<Symbol, Entry>,
    /// Traits that are imported `as _`.
    pub(super) unnamed: Vec<Res>,
    /// A glob import whose names we do not know: a name that is not found may come from it.
    pub(super) unknown_glob: bool,
    /// `extern crate real as alias`.
    pub(super) extern_crates: Vec<(Symbol, Symbol)>,
    /// Counts the changes of the tables, so that a glob copies only what is new.
    pub(super) version: usize,
}

/// One name of a scope.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Entry {
    pub res: Res,
    /// The module from which on downward it can be named; none: everywhere.
    pub visible_in: Option<ScopeId>,
    pub origin: Origin,
    /// No build script decides whether it is there.
    pub certain: bool,
}

/// Where a name comes from. The smaller one wins: of two items under `cfg(test)` and
/// `cfg(not(test))` the one that users run.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Origin {
    Item,
    Import,
    TestItem,
    TestImport,
    Glob,
}

impl Scope {
    pub(super) fn module(krate: CrateId, def: DefId, id: ScopeId, parent: Option<ScopeId>) -> Self {
        Self { parent, ..Self::empty(krate, def, id) }
    }

    pub(super) fn block(krate: CrateId, def: DefId, module: ScopeId, outer: ScopeId) -> Self {
        Self { outer: Some(outer), ..Self::empty(krate, def, module) }
    }

    fn empty(krate: CrateId, def: DefId, module: ScopeId) -> Self {
        Self {
            krate,
            def,
            outer: None,
            module,
            parent: None,
            types: FxHashMap::default(),
            values: FxHashMap::default(),
            unnamed: Vec::new(),
            unknown_glob: false,
            extern_crates: Vec::new(),
            version: 0,
        }
    }

    pub(super) fn table(&self, namespace: Namespace) -> &FxHashMap<Symbol, Entry> {
        match namespace {
            Namespace::Types => &self.types,
            Namespace::Values => &self.values,
        }
    }

    fn table_mut(&mut self, namespace: Namespace) -> &mut FxHashMap<Symbol, Entry> {
        match namespace {
            Namespace::Types => &mut self.types,
            Namespace::Values => &mut self.values,
        }
    }

    /// Adds a name and says whether that changed anything. What wins over what: [`Origin`]. Two
    /// things of one rank cancel out, be it two globs or two items under a `cfg` without answer.
    pub(super) fn enter(&mut self, namespace: Namespace, name: Symbol, entry: Entry) -> bool {
        let changed = enter(self.table_mut(namespace), name, entry);
        self.version += usize::from(changed);
        changed
    }
}

fn enter(table: &mut FxHashMap<Symbol, Entry>, name: Symbol, entry: Entry) -> bool {
    let Some(known) = table.get_mut(&name) else {
        table.insert(name, entry);
        return true;
    };
    if entry.origin < known.origin {
        *known = entry;
        return true;
    }
    if entry.origin > known.origin || known.res == entry.res || known.res == Res::Unknown {
        return false;
    }
    if known.res.is_refined_by(&entry.res) || known.is_macro_beside(&entry) {
        *known = entry;
    } else if entry.is_macro_beside(known) {
        return false;
    } else {
        known.res = Res::Unknown;
    }
    true
}

impl Entry {
    /// Two imports of one name in one scope bring a macro and something else: `use macros::Row;` and
    /// `use model::Row;`. What comes from a crate that was not read must then be the macro.
    fn is_macro_beside(&self, other: &Entry) -> bool {
        let unread = matches!(&self.res, Res::Library(item) if item.def.is_none());
        let imports = self.origin == Origin::Import && other.origin == Origin::Import;
        let certain = self.certain && other.certain;
        unread && imports && certain && matches!(other.res, Res::Def(_))
    }
}

impl Res {
    /// The same library item, now with its definition.
    fn is_refined_by(&self, other: &Res) -> bool {
        match (self, other) {
            (Res::Library(known), Res::Library(new)) => {
                known.path == new.path && known.def.is_none()
            }
            _ => false,
        }
    }
}

impl Names {
    /// The module around a module; of a root the root itself.
    pub(super) fn parent_module(&self, module: ScopeId) -> ScopeId {
        self.scope(module).parent.unwrap_or(module)
    }

    /// The root module of the crate that a module lies in.
    pub(super) fn root_module(&self, mut module: ScopeId) -> ScopeId {
        while let Some(parent) = self.scope(module).parent {
            module = parent;
        }
        module
    }

    /// The module from which on downward both can be named; none: everywhere.
    pub(super) fn narrower(&self, one: Option<ScopeId>, other: Option<ScopeId>) -> Option<ScopeId> {
        let (Some(first), Some(second)) = (one, other) else { return one.or(other) };
        let mut around = Some(first);
        while let Some(module) = around {
            if module == second {
                return one;
            }
            around = self.scope(module).parent;
        }
        other
    }

    /// Whether code in `from` may name an entry.
    pub(super) fn is_visible(&self, entry: &Entry, from: ScopeId) -> bool {
        let Some(within) = entry.visible_in else { return true };
        let mut module = Some(self.scope(from).module);
        while let Some(at) = module {
            if at == within {
                return true;
            }
            module = self.scope(at).parent;
        }
        false
    }
}

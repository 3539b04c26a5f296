//! Names become definitions.
//!
//! Comes in: the ir of all files, the crates that mount them, and what the library knows of paths
//! that leave the workspace. Goes out: [`Names`], which says what a path means in a scope. It never
//! guesses: a path that leads nowhere, or to two things, is [`Res::Unknown`].

mod attributes;
mod blocks;
mod cfg;
mod collect;
mod def;
mod externs;
mod for_tests;
mod impls;
mod imports;
mod outside;
mod path;
mod print;
mod scope;
mod symbol;

pub use attributes::FoundAttribute;
pub use def::Def;
pub use def::DefId;
pub use def::DefKind;
pub use def::LibraryItem;
pub use def::Namespace;
pub use def::Res;
pub use impls::ImplHead;
pub use path::Resolved;
pub use scope::Scope;
pub use scope::ScopeId;
pub use symbol::Symbol;
pub use symbol::Symbols;

use std::sync::Arc;

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::ir;
use crate::library::Library;
use crate::resolve::externs::Extern;
use crate::source::CfgExpr;
use crate::source::CfgSet;
use crate::source::CrateId;
use crate::source::FileId;
use crate::source::Workspace;

/// Resolves every import of every crate.
pub fn names(workspace: &Workspace, files: &[Arc<ir::File>], library: &Library) -> Names {
    let (mut names, imports) = collect::definitions(workspace, files, library);
    imports::resolve(&mut names, imports, library);
    names.find_impl_heads(library);
    names.find_public_paths();
    names
}

/// What every name means.
#[derive(Debug)]
pub struct Names {
    /// All identifiers.
    pub symbols: Symbols,
    /// Impl blocks, in the order of crates and files.
    pub impls: Vec<DefId>,
    /// Functions, consts and statics with a body, in the order of crates and files.
    pub bodies: Vec<DefId>,
    files: Vec<Arc<ir::File>>,
    file_symbols: Vec<Box<[Symbol]>>,
    defs: Vec<Def>,
    scopes: Vec<Scope>,
    crates: Vec<CrateNames>,
    members: FxHashMap<DefId, Vec<DefId>>,
    block_scopes: FxHashMap<(DefId, ir::ExprId), ScopeId>,
    impl_heads: FxHashMap<DefId, ImplHead>,
    /// Of what was read of dependencies.
    public_paths: FxHashMap<DefId, String>,
    prelude: FxHashMap<Symbol, Arc<str>>,
    primitives: Vec<Symbol>,
}

/// What is known of one crate.
#[derive(Debug)]
struct CrateNames {
    name: String,
    edition: u16,
    dependency: bool,
    cfg: CfgSet,
    root: ScopeId,
    externs: FxHashMap<Symbol, Extern>,
    /// The types and traits that have impl blocks which were not read; none where any may.
    unread: Option<FxHashSet<Symbol>>,
}

impl Names {
    /// The libraries that the root of a crate names by `extern crate`: with `#[macro_use]`, their macros
    /// are called by their bare names everywhere in it.
    pub fn extern_crates(&self, krate: CrateId) -> impl Iterator<Item = &str> {
        let krate = &self.crates[krate.index()];
        let named = self.scopes[krate.root.index()].extern_crates.iter();
        named.filter_map(|(_, real)| match krate.externs.get(real)? {
            Extern::Library(path, _) => Some(&**path),
            Extern::Member(_) => None,
        })
    }

    /// All definitions, in the order of crates and files.
    pub fn defs(&self) -> impl Iterator<Item = (DefId, &Def)> {
        self.defs.iter().enumerate().map(|(at, def)| (DefId(at as u32), def))
    }

    /// One definition.
    pub fn def(&self, id: DefId) -> &Def {
        &self.defs[id.index()]
    }

    /// One scope.
    pub fn scope(&self, id: ScopeId) -> &Scope {
        &self.scopes[id.index()]
    }

    /// The ir of a file.
    pub fn file(&self, id: FileId) -> &ir::File {
        &self.files[id.index()]
    }

    /// The item of a definition; none for root modules. Of a variant the enum.
    pub fn item(&self, id: DefId) -> Option<&ir::Item> {
        let def = self.def(id);
        def.item.map(|item| &self.file(def.file).items[item])
    }

    /// The function behind a definition.
    pub fn function(&self, id: DefId) -> Option<&ir::Fn> {
        match &self.item(id)?.kind {
            ir::ItemKind::Fn(function) => Some(function),
            _ => None,
        }
    }

    /// The body of a function, const or static.
    pub fn body(&self, id: DefId) -> Option<&ir::Body> {
        let body = match &self.item(id)?.kind {
            ir::ItemKind::Fn(function) => function.body,
            ir::ItemKind::Value(value) => value.body,
            _ => None,
        }?;
        Some(&self.file(self.def(id).file).bodies[body])
    }

    /// It is the `main` at the top of its crate.
    pub fn is_main(&self, id: DefId) -> bool {
        let def = self.def(id);
        let at_top = def.parent.is_some_and(|parent| {
            let parent = self.def(parent);
            parent.kind == DefKind::Module && parent.parent.is_none()
        });
        at_top && def.name.is_some_and(|name| self.symbols.text(name) == "main")
    }

    /// The symbol of a name of a file.
    pub fn symbol(&self, file: FileId, name: ir::Name) -> Symbol {
        self.file_symbols[file.index()][name.index()]
    }

    /// The definitions inside an impl or trait, or the variants of an enum, in order; those that are
    /// only there in tests come last.
    pub fn members(&self, id: DefId) -> &[DefId] {
        self.members.get(&id).map_or(&[], Vec::as_slice)
    }

    /// The member of an impl, trait or enum with this name.
    pub fn member(&self, id: DefId, name: Symbol) -> Option<DefId> {
        self.members(id).iter().copied().find(|&member| self.def(member).name == Some(name))
    }

    /// Which of the variants of its enum a variant is.
    pub fn variant_number(&self, id: DefId) -> Option<u32> {
        match self.def(id).kind {
            DefKind::Variant(number) => Some(number),
            _ => None,
        }
    }

    /// The scope of a block of a body, where it has items of its own.
    pub fn block_scope(&self, body: DefId, block: ir::ExprId) -> Option<ScopeId> {
        self.block_scopes.get(&(body, block)).copied()
    }

    /// The year of a crate's edition.
    pub fn edition(&self, krate: CrateId) -> u16 {
        self.crates[krate.index()].edition
    }

    /// Whether the crate belongs to a dependency.
    pub fn is_dependency(&self, krate: CrateId) -> bool {
        self.crates[krate.index()].dependency
    }

    /// Whether all impl blocks of a type or trait that stand in its own crate were read: what is not
    /// among them, it has not from there.
    pub fn is_whole(&self, id: DefId) -> bool {
        let def = self.def(id);
        let unread = &self.crates[def.krate.index()].unread;
        let missing = |names: &FxHashSet<_>| def.name.is_some_and(|name| names.contains(&name));
        unread.as_ref().is_some_and(|names| !missing(names))
    }

    /// Whether a crate is built with the code under a `#[cfg(…)]`. Where a build script decides, it
    /// may be.
    pub fn is_built(&self, krate: CrateId, cfg: Option<&CfgExpr>) -> bool {
        let build = &self.crates[krate.index()].cfg;
        cfg.is_none_or(|cfg| build.answers(cfg) != Some(false))
    }

    /// The scope of a crate's root module.
    pub fn root(&self, krate: CrateId) -> ScopeId {
        self.crates[krate.index()].root
    }

    /// The names of a module that code of every crate can use, sorted, with what each means. A name
    /// of both namespaces stands there twice.
    pub fn public_names(&self, module: ScopeId) -> Vec<(&str, Namespace, &Res)> {
        let scope = self.scope(module);
        let mut names = Vec::new();
        for namespace in Namespace::BOTH {
            #[expect(clippy::iter_over_hash_type, reason = "sorted below")]
            for (&name, entry) in scope.table(namespace) {
                if entry.visible_in.is_none() {
                    names.push((self.symbols.text(name), namespace, &entry.res));
                }
            }
        }
        names.sort_by_key(|&(name, namespace, _)| (name, namespace));
        names
    }

    /// The name of a crate, as code writes it.
    pub fn crate_name(&self, krate: CrateId) -> &str {
        &self.crates[krate.index()].name
    }
}

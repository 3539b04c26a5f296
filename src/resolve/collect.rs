//! The module tree of every crate, with the items of each module.

use std::sync::Arc;

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::ir;
use crate::ir::ItemId;
use crate::ir::ItemKind;
use crate::library::Library;
use crate::resolve::CrateNames;
use crate::resolve::Def;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::Names;
use crate::resolve::Namespace;
use crate::resolve::Res;
use crate::resolve::Scope;
use crate::resolve::ScopeId;
use crate::resolve::Symbol;
use crate::resolve::Symbols;
use crate::resolve::blocks;
use crate::resolve::cfg::Build;
use crate::resolve::cfg::Presence;
use crate::resolve::externs;
use crate::resolve::for_tests::is_for_tests;
use crate::resolve::imports::Pending;
use crate::resolve::scope::Entry;
use crate::resolve::scope::Origin;
use crate::source::Crate;
use crate::source::CrateId;
use crate::source::FileId;
use crate::source::Workspace;

/// The types that need no import and have no path.
const PRIMITIVES: [&str; 17] = [
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8", "u16",
    "u32", "u64", "u128", "usize",
];

/// All definitions, each in its scope, and the imports that are still to be resolved.
pub(super) fn definitions(
    workspace: &Workspace,
    files: &[Arc<ir::File>],
    library: &Library,
) -> (Names, Vec<Pending>) {
    let mut names = empty(files, library);
    let mut imports = Vec::new();
    for (at, krate) in workspace.crates.iter().enumerate() {
        let externs = externs::of(&mut names.symbols, workspace, krate);
        let id = CrateId(at as u32);
        let build = Build::new(&krate.cfg);
        let root = Collector { names: &mut names, imports: &mut imports, id, krate, build }.root();
        names.crates.push(CrateNames {
            name: krate.name.clone(),
            edition: krate.edition,
            dependency: krate.dependency,
            cfg: krate.cfg.clone(),
            root,
            externs,
            unread: unread(&names, workspace, id),
        });
    }
    (names, imports)
}

/// Names that no file has are nobody's.
fn unread(names: &Names, workspace: &Workspace, id: CrateId) -> Option<FxHashSet<Symbol>> {
    match workspace.unread.impls.get(&id) {
        Some(unread) => {
            let known = unread.as_ref()?.iter().filter_map(|name| names.symbols.get(name));
            Some(known.collect())
        }
        None => Some(FxHashSet::default()),
    }
}

fn empty(files: &[Arc<ir::File>], library: &Library) -> Names {
    let mut symbols = Symbols::default();
    let file_symbols = files
        .iter()
        .map(|file| file.names.texts().map(|text| symbols.intern(text)).collect())
        .collect();
    let primitives = PRIMITIVES.iter().map(|name| symbols.intern(name)).collect();
    let prelude = library
        .prelude()
        .map(|path| {
            let name = path.rsplit("::").next().unwrap_or(path);
            (symbols.intern(name), Arc::from(path))
        })
        .collect();
    Names {
        symbols,
        impls: Vec::new(),
        bodies: Vec::new(),
        files: files.to_vec(),
        file_symbols,
        defs: Vec::new(),
        scopes: Vec::new(),
        crates: Vec::new(),
        members: FxHashMap::default(),
        block_scopes: FxHashMap::default(),
        impl_heads: FxHashMap::default(),
        public_paths: FxHashMap::default(),
        prelude,
        primitives,
    }
}

/// Walks one crate.
struct Collector<'a> {
    names: &'a mut Names,
    imports: &'a mut Vec<Pending>,
    id: CrateId,
    krate: &'a Crate,
    build: Build<'a>,
}

/// Where the walk stands.
#[derive(Clone, Copy)]
struct Position {
    mount: usize,
    file: FileId,
    scope: ScopeId,
    parent: Option<DefId>,
    test: bool,
    /// No build script decides whether it is there.
    certain: bool,
}

impl Position {
    fn inside(self, presence: Presence) -> Self {
        let test = self.test || presence.test;
        Self { test, certain: self.certain && presence.certain, ..self }
    }
}

impl Collector<'_> {
    fn root(mut self) -> ScopeId {
        let file = self.krate.mounts.first().map_or(FileId(0), |mount| mount.file);
        let test = self.krate.for_tests;
        let scope = ScopeId(self.names.scopes.len() as u32);
        let at = Position { mount: 0, file, scope, parent: None, test, certain: true };
        let name = self.names.symbols.intern(&self.krate.name);
        let parent = self.module_scope(at, None, None);
        self.names.defs[parent.index()].name = Some(name);
        if !self.krate.mounts.is_empty() {
            self.mount(Position { parent: Some(parent), ..at });
        }
        scope
    }

    /// A module's definition, with the scope that comes next.
    fn module_scope(
        &mut self,
        at: Position,
        outer: Option<ScopeId>,
        item: Option<ItemId>,
    ) -> DefId {
        let scope = ScopeId(self.names.scopes.len() as u32);
        let def = self.define(Position { scope, ..at }, item, DefKind::Module);
        self.names.scopes.push(Scope::module(self.id, def, scope, outer));
        def
    }

    fn mount(&mut self, at: Position) {
        let file = Arc::clone(&self.names.files[at.file.index()]);
        let presence = self.build.presence(file.cfg.as_deref());
        if presence.kept {
            let inside = at.inside(presence);
            self.items(inside, &file, &file.top);
        }
    }

    fn items(&mut self, at: Position, file: &ir::File, items: &[ItemId]) {
        for &id in items {
            let item = &file.items[id];
            let presence = self.build.presence(item.cfg.as_deref());
            if presence.kept {
                let inside = at.inside(presence);
                let test = inside.test || is_for_tests(file, item);
                self.item(Position { test, ..inside }, file, id);
            }
        }
    }

    fn item(&mut self, at: Position, file: &ir::File, id: ItemId) {
        let item = &file.items[id];
        match &item.kind {
            ItemKind::Fn(_) => self.value(at, file, id, DefKind::Fn),
            ItemKind::Value(_) => self.value(at, file, id, DefKind::Value),
            // Constructors of tuple and unit structs are values. That a struct with named fields
            // has none does no harm: no other value may have its name and be called like it.
            ItemKind::Struct(_) => {
                self.named(at, file, id, DefKind::Struct, &Namespace::BOTH);
            }
            ItemKind::TypeAlias(_) => {
                self.named(at, file, id, DefKind::TypeAlias, &Namespace::BOTH);
            }
            ItemKind::Enum(shape) => {
                let def = self.named(at, file, id, DefKind::Enum, &[Namespace::Types]);
                self.variants(Position { parent: Some(def), ..at }, id, shape);
            }
            ItemKind::Trait(shape) => {
                let def = self.named(at, file, id, DefKind::Trait, &[Namespace::Types]);
                self.members(Position { parent: Some(def), ..at }, file, &shape.items);
            }
            ItemKind::Impl(shape) => {
                let def = self.define(at, Some(id), DefKind::Impl);
                self.names.impls.push(def);
                self.members(Position { parent: Some(def), ..at }, file, &shape.items);
            }
            ItemKind::Mod(module) => self.module(at, file, id, module.items.as_deref()),
            ItemKind::Use(imports) => {
                let visible_in = self.visibility(at, item);
                self.imports.extend((0..imports.len()).map(|index| Pending {
                    scope: at.scope,
                    file: at.file,
                    item: id,
                    index,
                    visible_in,
                    test: at.test,
                    certain: at.certain,
                }));
            }
            ItemKind::ExternCrate { name } => {
                let real = self.names.symbol(at.file, *name);
                if let Some(alias) = item.name.map(|name| self.names.symbol(at.file, name)) {
                    self.names.scopes[at.scope.index()].extern_crates.push((alias, real));
                }
            }
            ItemKind::MacroRules => {}
            ItemKind::MacroCall(path) => {
                let includes = &self.krate.mounts[at.mount].includes;
                let found = includes.iter().find(|(offset, _)| *offset == path.span.start);
                if let Some(&(_, mount)) = found {
                    let file = self.krate.mounts[mount].file;
                    self.mount(Position { mount, file, ..at });
                }
            }
        }
    }

    fn module(&mut self, at: Position, file: &ir::File, id: ItemId, items: Option<&[ItemId]>) {
        let item = &file.items[id];
        let visible_in = self.visibility(at, item);
        let outer = self.names.scope(at.scope).module;
        let def = self.module_scope(at, Some(outer), Some(id));
        let scope = self.names.def(def).scope;
        if let Some(name) = self.names.def(def).name {
            self.enter(at, &[Namespace::Types], name, def, visible_in);
        }
        let inside = Position { scope, parent: Some(def), ..at };
        let Some(items) = items else {
            let children = &self.krate.mounts[at.mount].children;
            let found = children.iter().find(|(offset, _)| *offset == item.name_span.start);
            if let Some(&(_, mount)) = found {
                let file = self.krate.mounts[mount].file;
                self.mount(Position { mount, file, ..inside });
            }
            return;
        };
        self.items(inside, file, items);
    }

    fn value(&mut self, at: Position, file: &ir::File, id: ItemId, kind: DefKind) {
        let def = self.named(at, file, id, kind, &[Namespace::Values]);
        self.body(at, file, def);
    }

    fn variants(&mut self, at: Position, id: ItemId, shape: &ir::Enum) {
        let mut variants = Vec::new();
        for (number, variant) in shape.variants.iter().enumerate() {
            let presence = self.build.presence(variant.cfg.as_deref());
            if presence.kept {
                let def = self.define(at, Some(id), DefKind::Variant(number as u32));
                let name = self.names.symbol(at.file, variant.name);
                self.names.defs[def.index()].name = Some(name);
                variants.push(def);
            }
        }
        self.names.members.insert(at.parent.expect("variants have an enum"), variants);
    }

    fn members(&mut self, at: Position, file: &ir::File, items: &[ItemId]) {
        let mut members = Vec::new();
        for &id in items {
            let item = &file.items[id];
            let kind = match &item.kind {
                ItemKind::Fn(_) => DefKind::Fn,
                ItemKind::TypeAlias(_) => DefKind::TypeAlias,
                ItemKind::Value(_) => DefKind::Value,
                _ => continue,
            };
            let presence = self.build.presence(item.cfg.as_deref());
            if presence.kept {
                let inside = at.inside(presence);
                let def = self.define(inside, Some(id), kind);
                members.push(def);
                self.body(inside, file, def);
            }
        }
        // Of two with one name the first is found: the one that users run.
        members.sort_by_key(|&member| self.names.def(member).test);
        self.names.members.insert(at.parent.expect("members have a trait or impl"), members);
    }

    /// Notes the body of a definition, and the scopes of its blocks.
    fn body(&mut self, at: Position, file: &ir::File, def: DefId) {
        let Some(body) = self.names.body(def) else { return };
        let found = blocks::with_items(body);
        self.names.bodies.push(def);
        let mut scopes: Vec<ScopeId> = Vec::with_capacity(found.len());
        for block in &found {
            let outer = block.outer.map_or(at.scope, |outer| scopes[outer]);
            let scope = ScopeId(self.names.scopes.len() as u32);
            let module = self.names.scope(at.scope).module;
            self.names.scopes.push(Scope::block(self.id, def, module, outer));
            self.names.block_scopes.insert((def, block.expr), scope);
            scopes.push(scope);
            self.items(Position { scope, parent: Some(def), ..at }, file, &block.items);
        }
    }

    fn named(
        &mut self,
        at: Position,
        file: &ir::File,
        id: ItemId,
        kind: DefKind,
        namespaces: &[Namespace],
    ) -> DefId {
        let def = self.define(at, Some(id), kind);
        let visible_in = self.visibility(at, &file.items[id]);
        if let Some(name) = self.names.def(def).name {
            self.enter(at, namespaces, name, def, visible_in);
        }
        def
    }

    fn define(&mut self, at: Position, item: Option<ItemId>, kind: DefKind) -> DefId {
        let id = DefId(self.names.defs.len() as u32);
        let name = item
            .and_then(|item| self.names.file(at.file).items[item].name)
            .map(|name| self.names.symbol(at.file, name));
        self.names.defs.push(Def {
            kind,
            krate: self.id,
            parent: at.parent,
            name,
            file: at.file,
            item,
            scope: at.scope,
            test: at.test,
        });
        id
    }

    fn enter(
        &mut self,
        at: Position,
        namespaces: &[Namespace],
        name: crate::resolve::Symbol,
        def: DefId,
        visible_in: Option<ScopeId>,
    ) {
        let origin = if self.names.def(def).test { Origin::TestItem } else { Origin::Item };
        for &namespace in namespaces {
            let entry = Entry { res: Res::Def(def), visible_in, origin, certain: at.certain };
            self.names.scopes[at.scope.index()].enter(namespace, name, entry);
        }
    }

    fn visibility(&self, at: Position, item: &ir::Item) -> Option<ScopeId> {
        let module = self.names.scope(at.scope).module;
        match &item.visibility {
            ir::Visibility::Public => None,
            ir::Visibility::Private => Some(module),
            ir::Visibility::In(ir::Anchor::Super(levels), path) if path.is_empty() => {
                Some((0..*levels).fold(module, |at, _| self.names.parent_module(at)))
            }
            // `pub(in a::b)` is taken as wide as the crate: privacy only decides between globs.
            ir::Visibility::Crate | ir::Visibility::In(..) => Some(self.names.root_module(module)),
        }
    }
}

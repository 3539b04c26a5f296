//! Imports: `use`, globs and re-exports, through crates, until nothing changes any more.

use rustc_hash::FxHashSet;

use crate::ir;
use crate::ir::ItemId;
use crate::ir::ItemKind;
use crate::library::Library;
use crate::library::split_first;
use crate::resolve::DefKind;
use crate::resolve::LibraryItem;
use crate::resolve::Names;
use crate::resolve::Namespace;
use crate::resolve::Res;
use crate::resolve::ScopeId;
use crate::resolve::Symbol;
use crate::resolve::path::Symbols;
use crate::resolve::scope::Entry;
use crate::resolve::scope::Origin;
use crate::source::FileId;

/// How often all imports are gone through: a chain of re-exports longer than this stays unknown.
const ROUNDS: usize = 64;

/// One import as collected.
#[derive(Clone, Copy, Debug)]
pub(super) struct Pending {
    pub scope: ScopeId,
    pub file: FileId,
    pub item: ItemId,
    pub index: usize,
    pub visible_in: Option<ScopeId>,
    /// Only in tests.
    pub test: bool,
    /// No build script decides whether it is there.
    pub certain: bool,
}

impl Pending {
    fn origin(&self) -> Origin {
        if self.test { Origin::TestImport } else { Origin::Import }
    }
}

/// Resolves imports in rounds, since each may stand on others, in any order and in circles.
pub(super) fn resolve(names: &mut Names, pending: Vec<Pending>, library: &Library) {
    let mut open: Vec<Work> = pending.into_iter().map(|import| Work::new(names, import)).collect();
    let mut pass = Pass { library, waits_for: read_crates(names) };
    settle(names, &mut open, &pass);
    pass.waits_for.clear();
    settle(names, &mut open, &pass);
    // What still leads nowhere must hide what a glob or the prelude would give for its name.
    for work in open.iter().filter(|work| !work.found) {
        if let ir::Binding::Name(name) = work.binding {
            let name = names.symbol(work.import.file, name);
            for namespace in Namespace::BOTH {
                work.enter(names, namespace, name, Res::Unknown, work.import.origin());
            }
        }
    }
    settle(names, &mut open, &pass);
}

/// How imports are gone through.
struct Pass<'l> {
    library: &'l Library,
    /// Crates that were read: of an item of theirs the definition is waited for, which may take a
    /// re-export that is not yet resolved.
    waits_for: FxHashSet<String>,
}

impl Pass<'_> {
    fn waits(&self, res: &Res) -> bool {
        let Res::Library(LibraryItem { path, def: None }) = res else { return false };
        let krate = split_first(path).map_or(&**path, |(krate, _)| krate);
        self.waits_for.contains(krate)
    }
}

fn read_crates(names: &Names) -> FxHashSet<String> {
    let read = names.crates.iter().filter(|krate| krate.dependency);
    read.map(|krate| krate.name.clone()).collect()
}

fn settle(names: &mut Names, open: &mut Vec<Work>, pass: &Pass<'_>) {
    for _ in 0..ROUNDS {
        let mut changed = false;
        for work in open.iter_mut() {
            changed |= work.turn(names, pass);
        }
        open.retain(|work| !work.done);
        if !changed {
            return;
        }
    }
}

/// An import that may still bring something new.
struct Work {
    import: Pending,
    anchor: ir::Anchor,
    segments: Vec<Symbol>,
    binding: ir::Binding,
    found: bool,
    done: bool,
    /// Of a glob: the size of what it copied last.
    seen: usize,
}

impl Work {
    fn new(names: &Names, import: Pending) -> Self {
        let item = &names.file(import.file).items[import.item];
        let ItemKind::Use(imports) = &item.kind else {
            unreachable!("only `use` items are collected as imports")
        };
        let written = &imports[import.index];
        let path = names.symbols_of(import.file, &written.path);
        // In edition 2015 a `use` begins at the crate's root.
        let old = names.crates[names.scope(import.scope).krate.index()].edition == 2015;
        let anchor = match path.anchor {
            ir::Anchor::Plain if old => ir::Anchor::Global,
            anchor => anchor.clone(),
        };
        Self {
            import,
            anchor,
            segments: path.segments,
            binding: written.binding,
            found: false,
            done: false,
            seen: usize::MAX,
        }
    }

    /// Tries once, and says whether a scope changed.
    fn turn(&mut self, names: &mut Names, pass: &Pass<'_>) -> bool {
        match self.binding {
            ir::Binding::Name(name) => {
                let name = names.symbol(self.import.file, name);
                self.named(names, pass, name)
            }
            ir::Binding::Glob => self.glob(names, pass),
            ir::Binding::Underscore => self.unnamed(names, pass),
        }
    }

    fn target(&self, names: &Names, pass: &Pass<'_>, namespace: Namespace) -> Res {
        let path = Symbols { anchor: &self.anchor, segments: self.segments.clone() };
        let file = self.import.file;
        let found = names.resolve_symbols(self.import.scope, file, &path, namespace);
        let res = if found.rest > 0 { Res::Unknown } else { found.canonical(pass.library).res };
        if pass.waits(&res) { Res::Unknown } else { res }
    }

    fn named(&mut self, names: &mut Names, pass: &Pass<'_>, name: Symbol) -> bool {
        let mut changed = false;
        let mut all = true;
        for namespace in Namespace::BOTH {
            let res = self.target(names, pass, namespace);
            // `use tokio;` must not find itself.
            if res == Res::Unknown {
                all = false;
                continue;
            }
            self.found = true;
            changed |= self.enter(names, namespace, name, res, self.import.origin());
        }
        self.done = all;
        changed
    }

    /// A trait's methods without its name. Nothing else is looked up by it: no scope has changed.
    fn unnamed(&mut self, names: &mut Names, pass: &Pass<'_>) -> bool {
        let res = self.target(names, pass, Namespace::Types);
        if res != Res::Unknown {
            self.found = true;
            self.done = true;
            names.scopes[self.import.scope.index()].unnamed.push(res);
        }
        false
    }

    fn glob(&mut self, names: &mut Names, pass: &Pass<'_>) -> bool {
        match self.target(names, pass, Namespace::Types) {
            Res::Def(def) if names.def(def).kind == DefKind::Module => {
                self.copy_module(names, pass.library, names.def(def).scope, None)
            }
            Res::Def(def) if names.def(def).kind == DefKind::Enum => {
                self.done = true;
                let variants: Vec<_> = names.members(def).to_vec();
                let mut changed = false;
                for variant in variants {
                    let Some(name) = names.def(variant).name else { continue };
                    for namespace in Namespace::BOTH {
                        let res = Res::Def(variant);
                        changed |= self.enter(names, namespace, name, res, Origin::Glob);
                    }
                }
                changed
            }
            Res::Library(item) => self.copy_library(names, pass.library, &item),
            _ => false,
        }
    }

    fn copy_library(&mut self, names: &mut Names, library: &Library, item: &LibraryItem) -> bool {
        // A row says it best, then the source, then the table of signatures.
        let read = item.def.is_some_and(|def| names.def(def).kind == DefKind::Module);
        let known = match read {
            true => library.glob_row(&item.path).map(Iterator::collect),
            false => library.glob(&item.path),
        };
        if let Some(known) = known {
            self.done = true;
            let mut changed = false;
            for text in known {
                let name = names.symbols.intern(text);
                let written = format!("{}::{text}", item.path);
                let path = library.canonical(&written);
                for namespace in Namespace::BOTH {
                    let res = Res::Library(LibraryItem { path: (&*path).into(), def: None });
                    changed |= self.enter(names, namespace, name, res, Origin::Glob);
                }
            }
            return changed;
        }
        match item.def.map(|def| names.def(def)) {
            Some(def) if def.kind == DefKind::Module => {
                self.copy_module(names, library, def.scope, Some(item))
            }
            _ => {
                let scope = &mut names.scopes[self.import.scope.index()];
                let changed = !scope.unknown_glob;
                scope.unknown_glob = true;
                self.done = true;
                changed
            }
        }
    }

    /// Copies what is visible here; what lies outside the workspace gets its library path.
    fn copy_module(
        &mut self,
        names: &mut Names,
        library: &Library,
        from: ScopeId,
        outside: Option<&LibraryItem>,
    ) -> bool {
        let source = names.scope(from);
        let size = source.version;
        if from == self.import.scope || size == self.seen {
            return false;
        }
        self.seen = size;
        let mut copies = Vec::new();
        for namespace in Namespace::BOTH {
            #[expect(clippy::iter_over_hash_type, reason = "from one table into another")]
            for (&name, entry) in source.table(namespace) {
                if names.is_visible(entry, self.import.scope) {
                    let res = match (outside, &entry.res) {
                        (Some(item), Res::Def(def)) => {
                            let text = names.symbols.text(name);
                            let written = format!("{}::{text}", item.path);
                            let path = library.canonical(&written);
                            Res::Library(LibraryItem { path: (&*path).into(), def: Some(*def) })
                        }
                        (_, res) => res.clone(),
                    };
                    let visible_in = names.narrower(self.import.visible_in, entry.visible_in);
                    let certain = self.import.certain && entry.certain;
                    let entry = Entry { res, visible_in, origin: Origin::Glob, certain };
                    copies.push((namespace, name, entry));
                }
            }
        }
        let mut changed = false;
        for (namespace, name, entry) in copies {
            changed |= names.scopes[self.import.scope.index()].enter(namespace, name, entry);
        }
        changed
    }

    fn enter(
        &self,
        names: &mut Names,
        namespace: Namespace,
        name: Symbol,
        res: Res,
        origin: Origin,
    ) -> bool {
        let Pending { visible_in, certain, .. } = self.import;
        let entry = Entry { res, visible_in, origin, certain };
        names.scopes[self.import.scope.index()].enter(namespace, name, entry)
    }
}

//! A path in a scope: to a definition, a library path, or Unknown.

use std::sync::Arc;

use crate::ir;
use crate::library::Library;
use crate::library::split_first;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::LibraryItem;
use crate::resolve::Names;
use crate::resolve::Namespace;
use crate::resolve::Res;
use crate::resolve::ScopeId;
use crate::resolve::Symbol;
use crate::resolve::externs::Extern;
use crate::source::FileId;

/// What a path means, as far as names alone can tell.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Resolved {
    /// What the path means, or its first part where `rest` is not 0.
    pub res: Res,
    /// How many segments at the end were not looked up, because what they are found in is a type or
    /// a trait: `new` of `Client::new`.
    pub rest: usize,
}

impl Resolved {
    const UNKNOWN: Resolved = Resolved { res: Res::Unknown, rest: 0 };
}

/// A path as symbols: what all lookups work on.
pub(super) struct Symbols<'a> {
    pub anchor: &'a ir::Anchor,
    pub segments: Vec<Symbol>,
}

impl Names {
    /// What a path means to code in a scope. `Self` and generic parameters are not names of a scope:
    /// a path that begins with one, or with `<T>`, is unknown here.
    pub fn resolve(
        &self,
        library: &Library,
        at: ScopeId,
        file: FileId,
        path: &ir::Path,
        namespace: Namespace,
    ) -> Resolved {
        let symbols = self.symbols_of(file, path);
        let resolved = self.resolve_symbols(at, file, &symbols, namespace);
        self.primitive_behind(&symbols, &resolved, namespace)
            .unwrap_or_else(|| resolved.canonical(library))
    }

    /// `use std::str;` brings a module, which is no type: `str` alone stays the primitive one.
    fn primitive_behind(
        &self,
        path: &Symbols<'_>,
        found: &Resolved,
        namespace: Namespace,
    ) -> Option<Resolved> {
        let &[name] = &path.segments[..] else { return None };
        let hidden = match &found.res {
            Res::Def(id) => self.def(*id).kind == DefKind::Module,
            Res::Library(item) => {
                split_first(&item.path).is_some_and(|(_, rest)| split_first(rest).is_none())
            }
            Res::Primitive(_) | Res::Unknown => false,
        };
        let is_type = namespace == Namespace::Types && self.primitives.contains(&name);
        (hidden && is_type).then_some(Resolved { res: Res::Primitive(name), rest: 0 })
    }

    pub(super) fn symbols_of<'a>(&self, file: FileId, path: &'a ir::Path) -> Symbols<'a> {
        let segments =
            path.segments.iter().map(|segment| self.symbol(file, segment.name)).collect();
        Symbols { anchor: &path.anchor, segments }
    }

    pub(super) fn resolve_symbols(
        &self,
        at: ScopeId,
        file: FileId,
        path: &Symbols<'_>,
        namespace: Namespace,
    ) -> Resolved {
        let last = path.segments.len();
        let Some((mut res, mut consumed)) = self.begin(at, file, path, namespace) else {
            return Resolved::UNKNOWN;
        };
        while consumed < last {
            let wanted = if consumed + 1 == last { namespace } else { Namespace::Types };
            match self.step(&res, path.segments[consumed], wanted) {
                Step::Into(next) => res = next,
                Step::TypeRelative => return Resolved { res, rest: last - consumed },
                Step::Nowhere => return Resolved::UNKNOWN,
            }
            consumed += 1;
        }
        Resolved { res, rest: 0 }
    }

    /// What the anchor or the first name means, and how many segments that took.
    fn begin(
        &self,
        at: ScopeId,
        file: FileId,
        path: &Symbols<'_>,
        namespace: Namespace,
    ) -> Option<(Res, usize)> {
        let module = self.scope(at).module;
        let krate = self.scope(at).krate;
        match path.anchor {
            ir::Anchor::Plain => {
                let &first = path.segments.first()?;
                let wanted = if path.segments.len() == 1 { namespace } else { Namespace::Types };
                let found = self.lexical(at, first, wanted)?;
                let krate = (path.segments.len() > 1 && self.hides_its_crate(&found, first))
                    .then(|| self.extern_crate(at, first))
                    .flatten();
                Some((krate.unwrap_or(found), 1))
            }
            ir::Anchor::Global if self.crates[krate.index()].edition == 2015 => {
                let root = self.module(self.root_module(module));
                // Nobody writes `extern crate std;`.
                let outside = path.segments.first().filter(|&&first| {
                    matches!(self.step(&root, first, Namespace::Types), Step::Nowhere)
                });
                let krate = outside.and_then(|&first| self.extern_crate(at, first));
                Some(krate.map_or((root, 0), |krate| (krate, 1)))
            }
            ir::Anchor::Global => {
                let &first = path.segments.first()?;
                self.extern_crate(at, first).map(|res| (res, 1))
            }
            ir::Anchor::Crate => Some((self.module(self.root_module(module)), 0)),
            ir::Anchor::Super(levels) => {
                let found = (0..*levels).fold(module, |at, _| self.parent_module(at));
                Some((self.module(found), 0))
            }
            ir::Anchor::DollarCrate(name) => {
                let name = self.symbol(file, *name);
                self.extern_crate(at, name).map(|res| (res, 0)).or_else(|| {
                    let text = self.symbols.text(name);
                    let known = self.crates.iter().find(|it| it.name == text)?;
                    Some((self.module(known.root), 0))
                })
            }
            ir::Anchor::Type(_) => None,
        }
    }

    /// `use anyhow::anyhow;` binds a macro, which does not hide the crate as the first name of a
    /// path. What kind of thing an import from outside is, its path does not tell.
    fn hides_its_crate(&self, found: &Res, name: Symbol) -> bool {
        let Res::Library(item) = found else { return false };
        let name = self.symbols.text(name);
        split_first(&item.path).is_some_and(|(krate, rest)| krate == name && rest == name)
    }

    fn module(&self, scope: ScopeId) -> Res {
        Res::Def(self.scope(scope).def)
    }

    /// A single name, from the innermost scope outward: blocks, module, crates, prelude.
    pub(super) fn lexical(&self, at: ScopeId, name: Symbol, namespace: Namespace) -> Option<Res> {
        let mut scope = Some(at);
        while let Some(id) = scope {
            if let Some(entry) = self.scope(id).table(namespace).get(&name) {
                return Some(entry.res.clone());
            }
            scope = self.scope(id).outer;
        }
        if namespace == Namespace::Types
            && let Some(found) = self.extern_crate(at, name)
        {
            return Some(found);
        }
        if let Some(path) = self.prelude.get(&name) {
            let item = LibraryItem { path: Arc::clone(path), def: None };
            return Some(Res::Library(item));
        }
        let primitive = namespace == Namespace::Types && self.primitives.contains(&name);
        primitive.then_some(Res::Primitive(name))
    }

    fn extern_crate(&self, at: ScopeId, name: Symbol) -> Option<Res> {
        let scope = self.scope(at);
        let krate = &self.crates[scope.krate.index()];
        let root = self.scope(self.root_module(scope.module));
        let renamed = [self.scope(scope.module), root].into_iter().find_map(|scope| {
            scope.extern_crates.iter().find(|(alias, _)| *alias == name).map(|(_, real)| *real)
        });
        match krate.externs.get(&renamed.unwrap_or(name))? {
            Extern::Member(id) => Some(self.module(self.crates[id.index()].root)),
            Extern::Library(path, id) => {
                let def = id.map(|id| self.scope(self.crates[id.index()].root).def);
                Some(Res::Library(LibraryItem { path: Arc::clone(path), def }))
            }
        }
    }

    /// `extern crate core as std;` makes `crate::std` a path.
    fn declared_crate(&self, module: DefId, name: Symbol) -> Step {
        let at = self.def(module).scope;
        let declared = self.scope(at).extern_crates.iter().any(|(alias, _)| *alias == name);
        let found = if declared { self.extern_crate(at, name) } else { None };
        found.map_or(Step::Nowhere, Step::Into)
    }

    fn step(&self, res: &Res, name: Symbol, namespace: Namespace) -> Step {
        match res {
            Res::Def(id) => match self.def(*id).kind {
                DefKind::Module => {
                    let scope = self.scope(self.def(*id).scope);
                    match scope.table(namespace).get(&name) {
                        Some(entry) => Step::Into(entry.res.clone()),
                        None => self.declared_crate(*id, name),
                    }
                }
                DefKind::Enum => match self.member(*id, name) {
                    Some(variant) => Step::Into(Res::Def(variant)),
                    None => Step::TypeRelative,
                },
                _ => Step::TypeRelative,
            },
            Res::Library(item) => Step::Into(self.step_library(item, name, namespace)),
            Res::Primitive(_) => Step::TypeRelative,
            Res::Unknown => Step::Nowhere,
        }
    }

    /// Outside the workspace a path is its own proof: code that compiles names what is there.
    fn step_library(&self, item: &LibraryItem, name: Symbol, namespace: Namespace) -> Res {
        let inside = item.def.map(|def| self.step(&Res::Def(def), name, namespace));
        let def = match inside {
            // A re-export of a third crate: that crate's path is the better one.
            Some(Step::Into(found @ Res::Library(_))) => return found,
            Some(Step::Into(Res::Def(def))) => Some(def),
            _ => None,
        };
        let path = [&item.path, "::", self.symbols.text(name)].concat();
        Res::Library(LibraryItem { path: path.into(), def })
    }
}

enum Step {
    Into(Res),
    TypeRelative,
    Nowhere,
}

impl Resolved {
    pub(super) fn canonical(mut self, library: &Library) -> Self {
        if let Res::Library(item) = &mut self.res {
            let canonical = library.canonical(&item.path);
            if *canonical != *item.path {
                item.path = (&*canonical).into();
            }
        }
        self
    }
}

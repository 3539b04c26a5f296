//! Types, bounds and generics in the notation of the tables.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use asyncheck::ir::Anchor;
use asyncheck::ir::Bound;
use asyncheck::ir::GenericArgs;
use asyncheck::ir::Generics;
use asyncheck::ir::ItemKind;
use asyncheck::ir::Name;
use asyncheck::ir::Path;
use asyncheck::ir::Segment;
use asyncheck::ir::TypeRef;
use asyncheck::resolve::DefId;
use asyncheck::resolve::DefKind;
use asyncheck::resolve::Namespace;
use asyncheck::resolve::Res;
use asyncheck::resolve::ScopeId;
use asyncheck::source::FileId;

use crate::sigs::bundle::Bundle;
use crate::sigs::names;
use crate::sigs::public::Public;

/// Stands for a type that no public path leads to.
pub const PRIVATE: char = '?';

/// How deep private aliases are looked through.
const DEEPEST: usize = 8;

/// What everything is written with.
pub struct Writer<'a> {
    pub bundle: &'a Bundle,
    pub public: &'a Public,
}

/// Where a type is written down, and what the names in it stand for.
#[derive(Clone)]
pub struct Place {
    pub scope: ScopeId,
    pub file: FileId,
    /// The module whose items are written by their bare names.
    pub module: String,
    /// The generic parameters in scope.
    pub params: BTreeSet<String>,
    /// Those of them that are never written.
    pub allocators: BTreeSet<String>,
    /// What stands for a parameter, or for `Self::Item`.
    pub given: BTreeMap<String, String>,
    /// The outermost path is written in full: the line's key is made of it.
    pub in_full: bool,
    /// What is private and not yet in the table stays so.
    pub strict: bool,
    /// Every bound decides which types are meant, one of a private trait too.
    pub exact: bool,
    pub depth: usize,
}

impl Writer<'_> {
    /// The place of the names that are written in a definition.
    pub fn place(&self, id: DefId, owner: &str) -> Place {
        let def = self.bundle.names.def(id);
        Place {
            scope: def.scope,
            file: def.file,
            module: owner.rsplit_once("::").map_or("", |(module, _)| module).to_owned(),
            params: BTreeSet::new(),
            allocators: BTreeSet::new(),
            given: BTreeMap::new(),
            in_full: false,
            strict: false,
            exact: false,
            depth: 0,
        }
    }

    pub fn name(&self, file: FileId, name: Name) -> &str {
        self.bundle.names.file(file).names.text(name)
    }

    pub fn ty(&self, at: &Place, ty: &TypeRef) -> String {
        let inner = Place { in_full: false, ..at.clone() };
        match ty {
            TypeRef::Path(path) => self.path(at, path),
            TypeRef::Ref { mutable, inner: ty } => {
                let text = self.ty(&inner, ty);
                let text =
                    if text.contains(" + ") && is_sum(ty) { format!("({text})") } else { text };
                format!("&{}{text}", if *mutable { "mut " } else { "" })
            }
            TypeRef::Pointer(ty) => format!("*const {}", self.ty(&inner, ty)),
            TypeRef::Slice(ty) => format!("[{}]", self.ty(&inner, ty)),
            TypeRef::Array(ty) => format!("[{}; _]", self.ty(&inner, ty)),
            TypeRef::Tuple(types) => match &**types {
                [only] => format!("({},)", self.ty(&inner, only)),
                types => format!("({})", self.types(&inner, types)),
            },
            TypeRef::Fn { params, ret } => {
                format!("fn({}){}", self.types(&inner, params), self.arrow(&inner, Some(ret)))
            }
            TypeRef::Impl(bounds) => format!("impl {}", self.sum(&inner, bounds)),
            TypeRef::Dyn(bounds) => format!("dyn {}", self.sum(&inner, bounds)),
            TypeRef::Never => "!".to_owned(),
            TypeRef::Infer | TypeRef::Unknown => "_".to_owned(),
        }
    }

    pub fn types(&self, at: &Place, types: &[TypeRef]) -> String {
        types.iter().map(|ty| self.ty(at, ty)).collect::<Vec<_>>().join(", ")
    }

    /// ` -> T`, nothing for `()`.
    pub fn arrow(&self, at: &Place, ret: Option<&TypeRef>) -> String {
        let ret = ret.map_or_else(|| "()".to_owned(), |ret| self.ty(at, ret));
        if ret == "()" { String::new() } else { format!(" -> {ret}") }
    }

    /// The bounds of a `dyn` or `impl`: at least one stays.
    fn sum(&self, at: &Place, bounds: &[Bound]) -> String {
        let mut texts = self.bounds(at, bounds);
        if texts.is_empty() {
            let first = bounds.first().and_then(|bound| self.trait_path(at, &bound.path));
            texts.push(first.unwrap_or_else(|| PRIVATE.to_string()));
        }
        texts.join(" + ")
    }

    /// The bounds that say something.
    pub fn bounds(&self, at: &Place, bounds: &[Bound]) -> Vec<String> {
        let mut texts = Vec::new();
        for bound in bounds.iter().filter(|bound| !self.is_marker(at, &bound.path)) {
            match self.sealed(at, &bound.path).filter(|_| !at.exact) {
                Some(of) => texts.extend(self.supertraits(at, of)),
                None => texts.extend(self.trait_path(at, &bound.path)),
            }
        }
        texts
    }

    /// A private trait without associated types and parameters: all that it tells of a type are its
    /// supertraits.
    fn sealed(&self, at: &Place, path: &Path) -> Option<DefId> {
        let names = &self.bundle.names;
        let found = names.resolve(&self.bundle.library, at.scope, at.file, path, Namespace::Types);
        let Res::Def(id) = found.res else { return None };
        let is_type = |member: &DefId| names.def(*member).kind == DefKind::TypeAlias;
        let generics = match names.item(id).map(|item| &item.kind) {
            Some(ItemKind::Trait(shape)) => shape.generics.params.len(),
            _ => 0,
        };
        let tells = generics > 0 || names.members(id).iter().any(is_type);
        let is_private = self.public.path(id).is_none() && names.def(id).kind == DefKind::Trait;
        (found.rest == 0 && is_private && !tells).then_some(id)
    }

    fn supertraits(&self, at: &Place, of: DefId) -> Vec<String> {
        let names = &self.bundle.names;
        let Some(ItemKind::Trait(shape)) = names.item(of).map(|item| &item.kind) else {
            return Vec::new();
        };
        if at.depth >= DEEPEST {
            return Vec::new();
        }
        let def = names.def(of);
        let place = Place { scope: def.scope, file: def.file, depth: at.depth + 1, ..at.clone() };
        self.bounds(&place, &shape.supertraits)
    }

    /// Whether a trait offers nothing to call and tells nothing of a type.
    pub fn is_marker(&self, at: &Place, path: &Path) -> bool {
        path.segments
            .last()
            .is_some_and(|last| names::MARKERS.contains(&self.name(at.file, last.name)))
    }

    /// A trait with its arguments; none where it is private.
    pub fn trait_path(&self, at: &Place, path: &Path) -> Option<String> {
        let text = self.path(at, path);
        (!text.starts_with(PRIVATE)).then_some(text)
    }

    fn path(&self, at: &Place, path: &Path) -> String {
        if let Anchor::Type(qualified) = &path.anchor {
            return self.projection(at, qualified, &path.segments);
        }
        if let (Anchor::Plain, [first, rest @ ..]) = (&path.anchor, &*path.segments)
            && let Some(text) = self.of_scope(at, first, rest)
        {
            return text;
        }
        let all = &self.bundle.names;
        let found = all.resolve(&self.bundle.library, at.scope, at.file, path, Namespace::Types);
        if let (Res::Unknown, [only]) = (&found.res, &*path.segments)
            && names::is_primitive(self.name(at.file, only.name))
        {
            // A module hides the type, but not where a type is wanted.
            return self.name(at.file, only.name).to_owned();
        }
        let (own, rest) = path.segments.split_at(path.segments.len() - found.rest);
        let last = own.last();
        let args = last.and_then(|segment| segment.args.as_deref());
        let head = self.head(at, &found.res, args);
        self.with_rest(at, head, rest)
    }

    /// A path that begins with `Self` or a parameter.
    fn of_scope(&self, at: &Place, first: &Segment, rest: &[Segment]) -> Option<String> {
        let name = self.name(at.file, first.name);
        if let ("Self", [only, rest @ ..]) = (name, rest) {
            let associated = format!("Self::{}", self.name(at.file, only.name));
            if let Some(given) = at.given.get(&associated) {
                return Some(self.with_rest(at, given.clone(), rest));
            }
        }
        let given = at.given.get(name).cloned();
        let own = (name == "Self" || at.params.contains(name)).then(|| name.to_owned());
        Some(self.with_rest(at, given.or(own)?, rest))
    }

    fn with_rest(&self, at: &Place, head: String, rest: &[Segment]) -> String {
        let needs_brackets = !rest.is_empty() && head.contains(['<', '&', '[', '(', ' ']);
        let head =
            if needs_brackets && !head.starts_with('<') { format!("<{head}>") } else { head };
        rest.iter().fold(head, |text, segment| {
            let name = self.name(at.file, segment.name);
            let args = segment.args.as_deref().map(|args| self.args(at, args, &[]));
            format!("{text}::{name}{}", args.unwrap_or_default())
        })
    }

    /// `<T as A>::B`.
    fn projection(
        &self,
        at: &Place,
        qualified: &asyncheck::ir::QualifiedSelf,
        rest: &[Segment],
    ) -> String {
        let inner = Place { in_full: false, ..at.clone() };
        let ty = self.ty(&inner, &qualified.ty);
        let Some(path) = &qualified.as_trait else { return self.with_rest(at, ty, rest) };
        let head = match self.trait_path(&inner, path) {
            Some(of) => format!("<{ty} as {of}>"),
            None => PRIVATE.to_string(),
        };
        self.with_rest(&inner, head, rest)
    }

    /// What a name means, with its arguments.
    fn head(&self, at: &Place, res: &Res, args: Option<&GenericArgs>) -> String {
        let id = match res {
            Res::Primitive(symbol) => return self.bundle.names.symbols.text(*symbol).to_owned(),
            Res::Unknown => return PRIVATE.to_string(),
            Res::Def(id) => Some(*id),
            Res::Library(item) if self.is_absent(&item.path) => return PRIVATE.to_string(),
            Res::Library(item) => self.public.def(&item.path),
        };
        let own = id.and_then(|id| self.path_in_table(at, id).map(|path| (id, path)));
        let inner = Place { in_full: false, ..at.clone() };
        match (own, res) {
            (Some((id, _)), _) if at.in_full && self.stands_for_public(id) => {
                self.alias(at, id, args)
            }
            (Some((id, path)), _) => {
                let dropped = self.allocators(id);
                let args = args.map(|args| self.args(&inner, args, &dropped));
                format!("{}{}", self.shortened(at, &path), args.unwrap_or_default())
            }
            (None, Res::Library(item)) => {
                let args = args.map(|args| self.args(&inner, args, &[]));
                format!("{}{}", self.shortened(at, &item.path), args.unwrap_or_default())
            }
            (None, _) => id.map_or(PRIVATE.to_string(), |id| self.alias(at, id, args)),
        }
    }

    /// Of std we know all that there is on this system.
    fn is_absent(&self, path: &str) -> bool {
        let library = &self.bundle.library;
        let root = self.bundle.names.crate_name(self.bundle.crates[0]);
        let of_std = path.strip_prefix(root).is_none() && path.starts_with("std::");
        of_std && library.sig_exact(path).next().is_none()
    }

    fn path_in_table(&self, at: &Place, id: DefId) -> Option<String> {
        let known = self.public.known_path(id);
        if known.is_some() || at.strict {
            return known;
        }
        self.public.path_of_needed(self.bundle, id)
    }

    /// Whether it is an alias of a type that everybody can name.
    pub fn stands_for_public(&self, id: DefId) -> bool {
        let names = &self.bundle.names;
        if names.def(id).kind != DefKind::TypeAlias {
            return false;
        }
        match names.follow_aliases(&self.bundle.library, Res::Def(id)) {
            Res::Def(id) => self.public.path(id).is_some(),
            Res::Library(_) | Res::Primitive(_) => true,
            Res::Unknown => false,
        }
    }

    /// What an alias stands for.
    fn alias(&self, at: &Place, id: DefId, args: Option<&GenericArgs>) -> String {
        let item = self.bundle.names.item(id).map(|item| &item.kind);
        let Some(ItemKind::TypeAlias(alias)) = item else { return PRIVATE.to_string() };
        let Some(ty) = alias.ty.as_ref().filter(|_| at.depth < DEEPEST) else {
            return PRIVATE.to_string();
        };
        let def = self.bundle.names.def(id);
        let mut given = BTreeMap::new();
        let inner = Place { in_full: false, ..at.clone() };
        let mut written = args.into_iter().flat_map(|args| &args.types);
        let mut place = Place {
            scope: def.scope,
            file: def.file,
            given: BTreeMap::new(),
            depth: at.depth + 1,
            ..at.clone()
        };
        for param in &alias.generics.params {
            let name = self.name(def.file, param.name).to_owned();
            let value = match (written.next(), &param.default) {
                (Some(ty), _) => self.ty(&inner, ty),
                (None, Some(default)) => self.ty(&place, default),
                (None, None) => "_".to_owned(),
            };
            given.insert(name, value);
        }
        place.given = given;
        self.ty(&place, ty)
    }

    /// A path as a line writes it: bare where that says enough.
    fn shortened(&self, at: &Place, path: &str) -> String {
        if at.in_full {
            return path.to_owned();
        }
        let (module, name) = path.rsplit_once("::").unwrap_or(("", path));
        let is_taken = at.params.contains(name) || names::is_primitive(name);
        let of_prelude = names::PRELUDE.contains(&name);
        let bare = match of_prelude {
            true => names::is_of_prelude(&self.bundle.library, path),
            false => module == at.module,
        };
        if bare && !is_taken { name.to_owned() } else { path.to_owned() }
    }

    /// `<A, B, Item = C>`, `(A) -> B`; without the arguments of these numbers.
    fn args(&self, at: &Place, args: &GenericArgs, dropped: &[usize]) -> String {
        if let Some(ret) = &args.ret {
            return format!("({}){}", self.types(at, &args.types), self.arrow(at, Some(ret)));
        }
        let kept = args.types.iter().enumerate().filter(|(at, _)| !dropped.contains(at));
        let mut texts: Vec<String> = kept.map(|(_, ty)| self.ty(at, ty)).collect();
        for (name, ty) in &args.bindings {
            let name = self.name(at.file, *name);
            texts.push(match ty {
                TypeRef::Impl(bounds) => match self.bounds(at, bounds).join(" + ") {
                    bounds if bounds.is_empty() => continue,
                    bounds => format!("{name}: {bounds}"),
                },
                ty => format!("{name} = {}", self.ty(at, ty)),
            });
        }
        if texts.is_empty() { String::new() } else { format!("<{}>", texts.join(", ")) }
    }

    /// The numbers of the parameters that are allocators.
    fn allocators(&self, id: DefId) -> Vec<usize> {
        let file = self.bundle.names.def(id).file;
        let generics = match self.bundle.names.item(id).map(|item| &item.kind) {
            Some(ItemKind::Struct(item)) => &item.generics,
            Some(ItemKind::Enum(item)) => &item.generics,
            Some(ItemKind::TypeAlias(item)) => &item.generics,
            _ => return Vec::new(),
        };
        let numbered = generics.params.iter().enumerate();
        let allocators =
            numbered.filter(|(_, param)| self.is_allocator(file, generics, param.name));
        allocators.map(|(number, _)| number).collect()
    }

    /// Users never write the allocator of a collection.
    pub fn is_allocator(&self, file: FileId, generics: &Generics, param: Name) -> bool {
        let is_it = |ty: &TypeRef| names::is_bare(ty, param);
        let of_param = generics.bounds.iter().filter(|(ty, _)| is_it(ty));
        of_param.flat_map(|(_, bounds)| bounds).any(|bound| {
            bound.path.segments.last().is_some_and(|last| self.name(file, last.name) == "Allocator")
        })
    }
}

fn is_sum(ty: &TypeRef) -> bool {
    matches!(ty, TypeRef::Impl(_) | TypeRef::Dyn(_))
}

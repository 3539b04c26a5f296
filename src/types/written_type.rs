//! Types as written in source, to types.

use std::rc::Rc;

use crate::ir;
use crate::ir::TypeRef;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::Namespace;
use crate::resolve::Res;
use crate::resolve::Resolved;
use crate::resolve::ScopeId;
use crate::resolve::Symbol;
use crate::source::FileId;
use crate::types::facts::Facts;
use crate::types::generics::Omitted;
use crate::types::signature::Generics;
use crate::types::signature::Param;
use crate::types::ty::Bound;
use crate::types::ty::HIDDEN;
use crate::types::ty::Head;
use crate::types::ty::Kind;
use crate::types::ty::Text;
use crate::types::ty::Ty;
use crate::types::ty::primitive;
use crate::types::written;

/// How deep types are followed: a type may be longer than any real one.
const DEEPEST: usize = 64;

/// Where a type is written: what its names mean there.
pub(super) struct Site {
    pub def: DefId,
    pub file: FileId,
    pub scope: ScopeId,
    /// `Self`.
    pub self_type: Option<Ty>,
    /// The trait that it stands in.
    pub of_trait: Option<DefId>,
    /// What is put where the text leaves a type out.
    pub omitted: Omitted,
    /// While the parameters of a function are read: each `impl A` becomes a parameter of its own.
    pub hidden: Option<Vec<(Text, Vec<Bound>)>>,
    pub params: Vec<(Symbol, Ty)>,
    depth: usize,
}

impl Facts<'_> {
    /// What a path means as a type.
    pub(super) fn resolve_type(&mut self, at: ScopeId, file: FileId, path: &ir::Path) -> Resolved {
        let names = self.names;
        let find = || names.resolve(self.library, at, file, path, Namespace::Types);
        match (&path.anchor, &*path.segments) {
            (ir::Anchor::Plain, [only]) => {
                let key = (at, names.symbol(file, only.name));
                self.types_named.entry(key).or_insert_with(find).clone()
            }
            _ => find(),
        }
    }
}

impl Site {
    /// The site of an item: its own generics are in scope, and those of the impl or trait around it.
    pub(super) fn new(facts: &mut Facts<'_>, def: DefId) -> Self {
        let names = facts.names;
        let at = names.def(def);
        let around = written::around(names, def);
        let block = around.unwrap_or(def);
        let of_trait = (names.def(block).kind == DefKind::Trait).then_some(block);
        let mut site = Self {
            def,
            file: at.file,
            scope: at.scope,
            self_type: None,
            of_trait,
            omitted: Omitted::Unknown,
            hidden: None,
            params: Vec::new(),
            depth: 0,
        };
        let mut number = 0;
        if of_trait.is_some() {
            let name = facts.store.text("Self");
            site.self_type = Some(facts.store.ty(Kind::Param(0, name)));
            number = 1;
        }
        for list in written::lists(names, def) {
            for param in &list.params {
                let symbol = names.symbol(at.file, param.name);
                let name = facts.store.text(names.symbols.text(symbol));
                let ty = facts.store.ty(Kind::Param(number, name));
                site.params.push((symbol, ty));
                number += 1;
            }
        }
        match &names.item(block).map(|item| &item.kind) {
            Some(ir::ItemKind::Impl(shape)) => {
                site.self_type = Some(site.ty(facts, &shape.self_ty));
            }
            Some(ir::ItemKind::Struct(_) | ir::ItemKind::Enum(_)) => {
                let head = match names.def(block).kind {
                    DefKind::Variant(_) => names.def(block).parent.unwrap_or(block),
                    _ => block,
                };
                let args = site.params.iter().map(|&(_, ty)| ty).collect();
                site.self_type = Some(facts.store.ty(Kind::Adt(Head::Def(head), args)));
            }
            _ => {}
        }
        site
    }

    /// The parameters in scope with their bounds.
    pub(super) fn generics(&mut self, facts: &mut Facts<'_>) -> Generics {
        let names = facts.names;
        let mut generics = Generics::default();
        if self.of_trait.is_some() {
            let name = facts.store.text("Self");
            generics.params.push(Param { name, default: None, hidden: true });
        }
        if self.of_trait.is_some_and(|trait_| trait_ != self.def)
            && let Some(own) = self.own_trait(facts)
        {
            let this = self.self_type.unwrap_or(Ty::UNKNOWN);
            generics.bounds.push((this, Bound { of: own, bindings: Rc::new([]) }));
        }
        let lists = written::lists(names, self.def);
        let own = lists.last().map_or(0, |list| list.params.len());
        for list in &lists {
            for param in &list.params {
                let text = names.file(self.file).names.text(param.name);
                let name = facts.store.text(text);
                let default = param.default.as_ref().map(|ty| self.ty(facts, ty));
                generics.params.push(Param { name, default, hidden: false });
            }
        }
        generics.outer = match written::around(names, self.def) {
            Some(_) => generics.params.len() - own,
            None => 0,
        };
        for list in &lists {
            for (subject, bounds) in &list.bounds {
                let subject = self.ty(facts, subject);
                let bounds = self.bounds(facts, subject, bounds);
                generics.bounds.extend(bounds.into_iter().map(|bound| (subject, bound)));
            }
        }
        generics
    }

    /// `A + B<C>`, for this type.
    pub(super) fn bounds(
        &mut self,
        facts: &mut Facts<'_>,
        this: Ty,
        bounds: &[ir::Bound],
    ) -> Vec<Bound> {
        bounds.iter().filter_map(|bound| self.bound_of_path(facts, this, &bound.path)).collect()
    }

    /// A trait as it stands in a bound or behind `impl`; none for what leads nowhere.
    pub(super) fn bound_of_path(
        &mut self,
        facts: &mut Facts<'_>,
        this: Ty,
        path: &ir::Path,
    ) -> Option<Bound> {
        let head = self.trait_of_path(facts, path)?;
        let args = path.segments.last().and_then(|last| last.args.as_deref());
        Some(written::bound(facts, self, this, head, args))
    }

    pub(super) fn trait_of_path(&self, facts: &mut Facts<'_>, path: &ir::Path) -> Option<Head> {
        let found = facts.resolve_type(self.scope, self.file, path);
        if found.rest > 0 { None } else { facts.head(&found.res) }
    }

    /// A type.
    pub(super) fn ty(&mut self, facts: &mut Facts<'_>, ty: &TypeRef) -> Ty {
        if self.depth >= DEEPEST {
            return Ty::UNKNOWN;
        }
        self.depth += 1;
        let found = self.any(facts, ty);
        self.depth -= 1;
        found
    }

    fn any(&mut self, facts: &mut Facts<'_>, ty: &TypeRef) -> Ty {
        let kind = match ty {
            TypeRef::Path(path) => return self.path(facts, path),
            TypeRef::Ref { mutable, inner } => Kind::Ref(*mutable, self.ty(facts, inner)),
            TypeRef::Pointer(inner) => Kind::Pointer(self.ty(facts, inner)),
            TypeRef::Slice(inner) => Kind::Slice(self.ty(facts, inner)),
            TypeRef::Array(inner) => Kind::Array(self.ty(facts, inner)),
            TypeRef::Tuple(parts) => {
                Kind::Tuple(parts.iter().map(|part| self.ty(facts, part)).collect())
            }
            TypeRef::Fn { params, ret } => {
                let params = params.iter().map(|param| self.ty(facts, param)).collect();
                Kind::FnPointer(params, self.ty(facts, ret))
            }
            TypeRef::Impl(bounds) => return self.opaque(facts, bounds),
            TypeRef::Dyn(bounds) => Kind::Dyn(self.bounds(facts, Ty::UNKNOWN, bounds).into()),
            TypeRef::Never => return Ty::NEVER,
            TypeRef::Infer => return self.omitted.ty(),
            TypeRef::Unknown => return Ty::UNKNOWN,
        };
        facts.store.ty(kind)
    }

    fn opaque(&mut self, facts: &mut Facts<'_>, bounds: &[ir::Bound]) -> Ty {
        let bounds = self.bounds(facts, Ty::UNKNOWN, bounds);
        let Some(hidden) = &mut self.hidden else {
            return facts.store.ty(Kind::Opaque(bounds.into()));
        };
        let own = self.params.len() + usize::from(self.of_trait.is_some());
        let number = own + hidden.len();
        let name = facts.store.text(&format!("{HIDDEN}{number}"));
        hidden.push((name, bounds));
        facts.store.ty(Kind::Param(number as u32, name))
    }

    /// A path as a type.
    pub(super) fn path(&mut self, facts: &mut Facts<'_>, path: &ir::Path) -> Ty {
        if let ir::Anchor::Type(qualified) = &path.anchor {
            return self.qualified(facts, qualified, path);
        }
        if matches!(path.anchor, ir::Anchor::Plain)
            && let Some(first) = path.segments.first()
            && let Some(subject) = self.subject(facts, first.name)
        {
            return self.further(facts, subject, &path.segments[1..]);
        }
        let found = facts.resolve_type(self.scope, self.file, path);
        let Some(named) = path.segments.len().checked_sub(found.rest) else { return Ty::UNKNOWN };
        let args = named.checked_sub(1).and_then(|last| path.segments[last].args.as_deref());
        let ty = self.applied(facts, &found.res, args);
        self.further(facts, ty, &path.segments[named..])
    }

    /// `Self`, or a parameter in scope.
    pub(super) fn subject(&self, facts: &Facts<'_>, name: ir::Name) -> Option<Ty> {
        let symbol = facts.names.symbol(self.file, name);
        let param = self.params.iter().rev().find(|(known, _)| *known == symbol);
        if let Some(&(_, ty)) = param {
            return Some(ty);
        }
        if facts.names.symbols.text(symbol) == "Self" { self.self_type } else { None }
    }

    /// `T::A::B`, from `T`.
    fn further(&mut self, facts: &mut Facts<'_>, mut ty: Ty, names: &[ir::Segment]) -> Ty {
        for segment in names {
            let name = facts.names.file(self.file).names.text(segment.name);
            let name = facts.store.text(name);
            ty = self.associated(facts, ty, name);
        }
        ty
    }

    fn qualified(
        &mut self,
        facts: &mut Facts<'_>,
        qualified: &ir::QualifiedSelf,
        path: &ir::Path,
    ) -> Ty {
        let of = self.ty(facts, &qualified.ty);
        let Some(trait_) = &qualified.as_trait else {
            return self.further(facts, of, &path.segments);
        };
        let Some(bound) = self.bound_of_path(facts, of, trait_) else { return Ty::UNKNOWN };
        let Some(first) = path.segments.first() else { return of };
        let name = facts.names.file(self.file).names.text(first.name);
        let name = facts.store.text(name);
        let ty = facts.store.ty(Kind::Projection(of, bound.of, name));
        self.further(facts, ty, &path.segments[1..])
    }

    /// What a name means as a type, applied to arguments.
    fn applied(&mut self, facts: &mut Facts<'_>, res: &Res, args: Option<&ir::GenericArgs>) -> Ty {
        match res {
            Res::Primitive(name) => {
                let known = primitive(facts.names.symbols.text(*name));
                known.map_or(Ty::UNKNOWN, |name| facts.store.primitive(name))
            }
            Res::Unknown => Ty::UNKNOWN,
            Res::Def(def) => self.applied_def(facts, *def, args),
            Res::Library(item) => match item.def {
                Some(def) => self.applied_def(facts, def, args),
                None => {
                    let types = self.arguments(facts, args);
                    facts.library_type(&item.path, &types, self.omitted)
                }
            },
        }
    }

    fn arguments(&mut self, facts: &mut Facts<'_>, args: Option<&ir::GenericArgs>) -> Vec<Ty> {
        let Some(args) = args else { return Vec::new() };
        // Only the outermost path is one to a value: what stands in its brackets is a type.
        let outer = self.omitted;
        if outer == Omitted::AllInferred {
            self.omitted = Omitted::Inferred;
        }
        let types = args.types.iter().map(|ty| self.ty(facts, ty)).collect();
        self.omitted = outer;
        types
    }

    fn applied_def(
        &mut self,
        facts: &mut Facts<'_>,
        def: DefId,
        args: Option<&ir::GenericArgs>,
    ) -> Ty {
        match facts.names.def(def).kind {
            DefKind::Struct | DefKind::Enum => {
                let types = self.arguments(facts, args);
                let types = facts.with_defaults(Head::Def(def), types, self.omitted);
                facts.store.ty(Kind::Adt(Head::Def(def), types.into()))
            }
            DefKind::TypeAlias => {
                let types = self.arguments(facts, args);
                facts.alias(def, &types, self.omitted)
            }
            DefKind::Trait => {
                let bound = written::bound(facts, self, Ty::UNKNOWN, Head::Def(def), args);
                facts.store.ty(Kind::Dyn([bound].into()))
            }
            DefKind::Variant(_) => match facts.names.def(def).parent {
                Some(parent) => self.applied_def(facts, parent, args),
                None => Ty::UNKNOWN,
            },
            DefKind::Module | DefKind::Fn | DefKind::Impl | DefKind::Value => Ty::UNKNOWN,
        }
    }
}

//! The hash of a file's outline: all that other files can see of it. Names are hashed by their text,
//! for their numbers depend on the bodies; spans are not hashed at all.

use std::hash::Hash;
use std::hash::Hasher;

use rustc_hash::FxHasher;

use crate::ir::Anchor;
use crate::ir::Binding;
use crate::ir::Bound;
use crate::ir::Field;
use crate::ir::Fields;
use crate::ir::File;
use crate::ir::Fn;
use crate::ir::GenericArgs;
use crate::ir::Generics;
use crate::ir::Item;
use crate::ir::ItemId;
use crate::ir::ItemKind;
use crate::ir::Name;
use crate::ir::NameTable;
use crate::ir::Path;
use crate::ir::Receiver;
use crate::ir::TypeRef;
use crate::ir::Visibility;
use crate::source::SourceFile;

/// Hashes everything of a file but bodies, spans and comments. Items that stand in bodies count: an
/// impl there is seen everywhere. So do the texts of its `macro_rules!`: other files expand them.
pub(super) fn hash(file: &File, source: &SourceFile) -> u64 {
    let mut outline = Outline { names: &file.names, state: FxHasher::default() };
    outline.add(&file.cfg);
    outline.ids(&file.top);
    for (_, item) in file.items.iter() {
        outline.item(item);
    }
    for found in &source.scan.macros {
        let body = source.text.get(found.body.start as usize..found.body.end as usize);
        outline.add(&(&found.name, body, found.exported, &found.cfg));
    }
    outline.state.finish()
}

struct Outline<'a> {
    names: &'a NameTable,
    state: FxHasher,
}

impl Outline<'_> {
    fn add(&mut self, value: &impl Hash) {
        value.hash(&mut self.state);
    }

    fn name(&mut self, name: Name) {
        self.names.text(name).hash(&mut self.state);
    }

    fn optional_name(&mut self, name: Option<Name>) {
        self.add(&name.is_some());
        name.into_iter().for_each(|name| self.name(name));
    }

    fn ids(&mut self, ids: &[ItemId]) {
        self.add(&ids.len());
        ids.iter().for_each(|id| self.add(&id.raw()));
    }

    fn item(&mut self, item: &Item) {
        self.optional_name(item.name);
        self.add(&(&item.cfg, item.attrs.len()));
        match &item.visibility {
            Visibility::Public => self.add(&0),
            Visibility::Crate => self.add(&1),
            Visibility::Private => self.add(&2),
            Visibility::In(anchor, names) => {
                self.anchor(anchor);
                names.iter().for_each(|&name| self.name(name));
            }
        }
        for attr in &item.attrs {
            self.path(&attr.path);
            self.add(&(&attr.args, &attr.cfg));
        }
        self.add(&std::mem::discriminant(&item.kind));
        self.kind(&item.kind);
    }

    fn kind(&mut self, kind: &ItemKind) {
        match kind {
            ItemKind::Fn(function) => self.function(function),
            ItemKind::Struct(item) => {
                self.generics(&item.generics);
                self.fields(&item.fields);
                self.paths(&item.derives);
            }
            ItemKind::Enum(item) => {
                self.generics(&item.generics);
                self.paths(&item.derives);
                for variant in &item.variants {
                    self.name(variant.name);
                    self.add(&variant.cfg);
                    self.fields(&variant.fields);
                }
            }
            ItemKind::Trait(item) => {
                self.generics(&item.generics);
                self.bounds(&item.supertraits);
                self.ids(&item.items);
            }
            ItemKind::Impl(item) => {
                self.generics(&item.generics);
                self.add(&item.of_trait.is_some());
                item.of_trait.iter().for_each(|path| self.path(path));
                self.ty(&item.self_ty);
                self.ids(&item.items);
            }
            ItemKind::TypeAlias(item) => {
                self.generics(&item.generics);
                self.bounds(&item.bounds);
                self.optional_ty(item.ty.as_ref());
            }
            ItemKind::Value(item) => {
                self.ty(&item.ty);
                self.add(&(item.kind, item.body.is_some()));
            }
            ItemKind::Mod(item) => {
                self.add(&(item.macro_use, item.items.is_some()));
                item.items.iter().for_each(|items| self.ids(items));
            }
            ItemKind::Use(imports) => {
                for import in imports {
                    self.path(&import.path);
                    self.binding(import.binding);
                }
            }
            ItemKind::ExternCrate { name } => self.name(*name),
            ItemKind::MacroCall(path) => self.path(path),
            ItemKind::MacroRules => {}
        }
    }

    fn function(&mut self, function: &Fn) {
        self.generics(&function.generics);
        match &function.receiver {
            None => self.add(&0),
            Some(Receiver::Value) => self.add(&1),
            Some(Receiver::Ref) => self.add(&2),
            Some(Receiver::RefMut) => self.add(&3),
            Some(Receiver::Typed(ty)) => self.ty(ty),
        }
        self.add(&function.params.len());
        function.params.iter().for_each(|param| self.ty(&param.ty));
        self.optional_ty(function.ret.as_ref());
        self.add(&(function.is_async, function.is_const, function.body.is_some()));
    }

    fn binding(&mut self, binding: Binding) {
        match binding {
            Binding::Name(name) => self.name(name),
            Binding::Underscore => self.add(&0),
            Binding::Glob => self.add(&1),
        }
    }

    fn fields(&mut self, fields: &Fields) {
        self.add(&(std::mem::discriminant(fields), fields.all().len()));
        for Field { name, ty, cfg, span: _ } in fields.all() {
            self.optional_name(*name);
            self.ty(ty);
            self.add(cfg);
        }
    }

    fn generics(&mut self, generics: &Generics) {
        self.add(&(generics.params.len(), generics.bounds.len()));
        for param in &generics.params {
            self.name(param.name);
            self.add(&param.is_const);
            self.optional_ty(param.default.as_ref());
        }
        for (ty, bounds) in &generics.bounds {
            self.ty(ty);
            self.bounds(bounds);
        }
    }

    fn bounds(&mut self, bounds: &[Bound]) {
        self.add(&bounds.len());
        bounds.iter().for_each(|bound| self.path(&bound.path));
    }

    fn paths(&mut self, paths: &[Path]) {
        self.add(&paths.len());
        paths.iter().for_each(|path| self.path(path));
    }

    fn path(&mut self, path: &Path) {
        self.anchor(&path.anchor);
        self.add(&path.segments.len());
        for segment in &path.segments {
            self.name(segment.name);
            self.add(&segment.args.is_some());
            segment.args.iter().for_each(|args| self.args(args));
        }
    }

    fn anchor(&mut self, anchor: &Anchor) {
        self.add(&std::mem::discriminant(anchor));
        match anchor {
            Anchor::Plain | Anchor::Global | Anchor::Crate => {}
            Anchor::Super(ups) => self.add(ups),
            Anchor::DollarCrate(name) => self.name(*name),
            Anchor::Type(qualified) => {
                self.ty(&qualified.ty);
                qualified.as_trait.iter().for_each(|path| self.path(path));
            }
        }
    }

    fn args(&mut self, args: &GenericArgs) {
        self.types(&args.types);
        self.add(&args.bindings.len());
        for (name, ty) in &args.bindings {
            self.name(*name);
            self.ty(ty);
        }
        self.optional_ty(args.ret.as_deref());
    }

    fn types(&mut self, types: &[TypeRef]) {
        self.add(&types.len());
        types.iter().for_each(|ty| self.ty(ty));
    }

    fn optional_ty(&mut self, ty: Option<&TypeRef>) {
        self.add(&ty.is_some());
        ty.into_iter().for_each(|ty| self.ty(ty));
    }

    fn ty(&mut self, ty: &TypeRef) {
        self.add(&std::mem::discriminant(ty));
        match ty {
            TypeRef::Path(path) => self.path(path),
            TypeRef::Ref { mutable, inner } => {
                self.add(mutable);
                self.ty(inner);
            }
            TypeRef::Pointer(inner) | TypeRef::Slice(inner) | TypeRef::Array(inner) => {
                self.ty(inner);
            }
            TypeRef::Tuple(types) => self.types(types),
            TypeRef::Fn { params, ret } => {
                self.types(params);
                self.ty(ret);
            }
            TypeRef::Impl(bounds) | TypeRef::Dyn(bounds) => self.bounds(bounds),
            TypeRef::Never | TypeRef::Infer | TypeRef::Unknown => {}
        }
    }
}

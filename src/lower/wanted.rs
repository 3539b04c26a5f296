//! The paths that leave the workspace.

use rustc_hash::FxHashSet;

use crate::ir::Anchor;
use crate::ir::Binding;
use crate::ir::Body;
use crate::ir::ExprKind;
use crate::ir::File;
use crate::ir::GenericArgs;
use crate::ir::Generics;
use crate::ir::Item;
use crate::ir::ItemKind;
use crate::ir::Name;
use crate::ir::PatKind;
use crate::ir::Path;
use crate::ir::StmtKind;
use crate::ir::TypeRef;
use crate::lower::Lowered;
use crate::source::Crate;
use crate::source::CrateId;
use crate::source::Wanted;
use crate::source::Workspace;

/// What stands for all names of a module.
const GLOB: &str = "*";

/// Collects, for each crate of the workspace, the paths that begin with the name of a dependency. What
/// a crate of macros calls runs in the compiler, where nobody waits for it.
pub(super) fn collect(lowered: &Lowered, workspace: &Workspace) -> Wanted {
    let mut wanted = Wanted::default();
    let in_compiler = |krate: &Crate| krate.crate_types.iter().any(|kind| kind == "proc-macro");
    let own = workspace.crates.iter().enumerate();
    let own = own.filter(|(_, krate)| !krate.dependency && !in_compiler(krate));
    for (index, krate) in own {
        let id = CrateId(index as u32);
        let outside = outside(workspace, krate);
        for mount in &krate.mounts {
            let Some(file) = lowered.all.get(mount.file.index()) else { continue };
            let mut leaving = Leaving::new(file, &outside);
            leaving.file(file);
            let new = |text: &&str| !wanted.words.contains(*text);
            let new: Vec<String> = file.names.texts().filter(new).map(str::to_owned).collect();
            wanted.words.extend(new);
            let texts = |path: &(Vec<Name>, bool)| {
                let names = path.0.iter().map(|&name| file.names.text(name).to_owned());
                names.chain(path.1.then(|| GLOB.to_owned())).collect()
            };
            wanted.paths.extend(leaving.paths.iter().map(|path| (id, texts(path))));
        }
    }
    wanted
}

/// The names of the dependencies of a crate that are not crates of the workspace.
fn outside<'a>(workspace: &Workspace, krate: &'a Crate) -> FxHashSet<&'a str> {
    let is_outside =
        |id: Option<CrateId>| id.is_none_or(|id| workspace.crates[id.index()].dependency);
    let outside = krate.externs.iter().filter(|(_, id)| is_outside(*id));
    outside.map(|(name, _)| name.as_str()).collect()
}

/// The paths of one file that leave the workspace.
struct Leaving {
    /// For each name of the file, whether it is that of a dependency.
    is_extern: Vec<bool>,
    /// The paths, with whether a `*` follows.
    paths: FxHashSet<(Vec<Name>, bool)>,
}

impl Leaving {
    fn new(file: &File, outside: &FxHashSet<&str>) -> Self {
        let is_extern = file.names.texts().map(|text| outside.contains(text)).collect();
        Self { is_extern, paths: FxHashSet::default() }
    }

    fn file(&mut self, file: &File) {
        for (_, item) in file.items.iter() {
            self.item(item);
        }
        for (_, body) in file.bodies.iter() {
            self.body(body);
        }
    }

    fn item(&mut self, item: &Item) {
        match &item.kind {
            ItemKind::Fn(function) => {
                self.generics(&function.generics);
                function.params.iter().for_each(|param| self.ty(&param.ty));
                function.ret.iter().for_each(|ty| self.ty(ty));
            }
            ItemKind::Struct(item) => {
                self.generics(&item.generics);
                item.fields.all().iter().for_each(|field| self.ty(&field.ty));
            }
            ItemKind::Enum(item) => {
                self.generics(&item.generics);
                let fields = item.variants.iter().flat_map(|variant| variant.fields.all());
                fields.for_each(|field| self.ty(&field.ty));
            }
            ItemKind::Trait(item) => {
                self.generics(&item.generics);
                item.supertraits.iter().for_each(|bound| self.path(&bound.path));
            }
            ItemKind::Impl(item) => {
                self.generics(&item.generics);
                item.of_trait.iter().for_each(|path| self.path(path));
                self.ty(&item.self_ty);
            }
            ItemKind::TypeAlias(item) => {
                self.generics(&item.generics);
                item.ty.iter().for_each(|ty| self.ty(ty));
            }
            ItemKind::Value(item) => self.ty(&item.ty),
            ItemKind::Use(imports) => {
                for import in imports {
                    self.leave(&import.path, import.binding == Binding::Glob);
                }
            }
            ItemKind::ExternCrate { name } => {
                if self.is_extern[name.index()] {
                    self.paths.insert((vec![*name], false));
                }
            }
            ItemKind::Mod(_) | ItemKind::MacroRules | ItemKind::MacroCall(_) => {}
        }
    }

    fn body(&mut self, body: &Body) {
        for (_, expr) in body.exprs.iter() {
            match &expr.kind {
                ExprKind::Path(path) => self.path(path),
                ExprKind::Struct(literal) => self.path(&literal.path),
                ExprKind::Cast { ty, .. } => self.ty(ty),
                ExprKind::MethodCall(call) => {
                    call.generics.iter().for_each(|args| self.args(args));
                }
                ExprKind::Closure(closure) => {
                    let params = closure.params.iter().filter_map(|(_, ty)| ty.as_ref());
                    params.chain(&closure.ret).for_each(|ty| self.ty(ty));
                }
                ExprKind::Block(block) => {
                    for stmt in &block.stmts {
                        let StmtKind::Let { ty: Some(ty), .. } = &stmt.kind else { continue };
                        self.ty(ty);
                    }
                }
                _ => {}
            }
        }
        for (_, pat) in body.pats.iter() {
            match &pat.kind {
                PatKind::Path(path)
                | PatKind::TupleStruct { path, .. }
                | PatKind::Struct { path, .. } => self.path(path),
                _ => {}
            }
        }
    }

    fn generics(&mut self, generics: &Generics) {
        generics
            .params
            .iter()
            .filter_map(|param| param.default.as_ref())
            .for_each(|ty| self.ty(ty));
        for (ty, bounds) in &generics.bounds {
            self.ty(ty);
            bounds.iter().for_each(|bound| self.path(&bound.path));
        }
    }

    /// A path of one name is a local, or something that a `use` brings.
    fn path(&mut self, path: &Path) {
        if path.segments.len() > 1 {
            self.leave(path, false);
        }
        if let Anchor::Type(qualified) = &path.anchor {
            self.ty(&qualified.ty);
            qualified.as_trait.iter().for_each(|path| self.path(path));
        }
        path.segments.iter().filter_map(|part| part.args.as_ref()).for_each(|args| self.args(args));
    }

    fn leave(&mut self, path: &Path, glob: bool) {
        let krate = match (&path.anchor, path.segments.first()) {
            (Anchor::DollarCrate(krate), _) => Some(*krate),
            (Anchor::Plain | Anchor::Global, Some(first)) => Some(first.name),
            _ => None,
        };
        let Some(krate) = krate.filter(|krate| self.is_extern[krate.index()]) else { return };
        let named = matches!(path.anchor, Anchor::DollarCrate(_)).then_some(krate);
        let names = named.into_iter().chain(path.segments.iter().map(|part| part.name));
        self.paths.insert((names.collect(), glob));
    }

    fn args(&mut self, args: &GenericArgs) {
        let bound = args.bindings.iter().map(|(_, ty)| ty);
        args.types.iter().chain(bound).chain(args.ret.as_deref()).for_each(|ty| self.ty(ty));
    }

    fn ty(&mut self, ty: &TypeRef) {
        match ty {
            TypeRef::Path(path) => self.path(path),
            TypeRef::Ref { inner, .. }
            | TypeRef::Pointer(inner)
            | TypeRef::Slice(inner)
            | TypeRef::Array(inner) => self.ty(inner),
            TypeRef::Tuple(types) => types.iter().for_each(|ty| self.ty(ty)),
            TypeRef::Fn { params, ret } => {
                params.iter().for_each(|ty| self.ty(ty));
                self.ty(ret);
            }
            TypeRef::Impl(bounds) | TypeRef::Dyn(bounds) => {
                bounds.iter().for_each(|bound| self.path(&bound.path));
            }
            TypeRef::Never | TypeRef::Infer | TypeRef::Unknown => {}
        }
    }
}

//! Which type and which trait an impl block is about.

use crate::ir;
use crate::ir::ItemKind;
use crate::ir::TypeRef;
use crate::library::Library;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::Names;
use crate::resolve::Namespace;
use crate::resolve::Res;
use crate::resolve::ScopeId;
use crate::source::FileId;

/// How many aliases of aliases are followed.
const ALIASES: usize = 16;

/// What an impl block is about.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImplHead {
    /// The type's outermost name, aliases followed; Unknown for references, tuples, parameters.
    pub self_type: Res,
    /// The trait; absent for inherent impls.
    pub of_trait: Option<Res>,
}

impl Names {
    /// What an impl block is about.
    pub fn impl_head(&self, id: DefId) -> Option<&ImplHead> {
        self.impl_heads.get(&id)
    }

    /// The type of the workspace whose impl block holds a function.
    pub fn self_type(&self, function: DefId) -> Option<DefId> {
        match self.impl_head(self.def(function).parent?)?.self_type {
            Res::Def(def) => Some(def),
            _ => None,
        }
    }

    pub(super) fn find_impl_heads(&mut self, library: &Library) {
        let heads = self.impls.iter().filter_map(|&id| Some((id, self.head(library, id)?)));
        self.impl_heads = heads.collect();
    }

    fn head(&self, library: &Library, id: DefId) -> Option<ImplHead> {
        let ItemKind::Impl(shape) = &self.item(id)?.kind else { return None };
        let def = self.def(id);
        let of_trait = shape.of_trait.as_ref().map(|path| {
            let found = self.resolve(library, def.scope, def.file, path, Namespace::Types);
            if found.rest > 0 { Res::Unknown } else { found.res }
        });
        let self_type = if self.is_param(&shape.generics, &shape.self_ty) {
            Res::Unknown
        } else {
            self.type_head(library, def.scope, def.file, &shape.self_ty)
        };
        Some(ImplHead { self_type, of_trait })
    }

    fn is_param(&self, generics: &ir::Generics, ty: &TypeRef) -> bool {
        let TypeRef::Path(path) = ty else { return false };
        let [only] = &*path.segments else { return false };
        generics.params.iter().any(|param| param.name == only.name)
    }

    /// The outermost name of a type as written, aliases followed; Unknown where it has none.
    pub fn type_head(&self, library: &Library, scope: ScopeId, file: FileId, ty: &TypeRef) -> Res {
        let TypeRef::Path(path) = ty else { return Res::Unknown };
        let found = self.resolve(library, scope, file, path, Namespace::Types);
        if found.rest > 0 { Res::Unknown } else { self.follow_aliases(library, found.res) }
    }

    /// What a type alias stands for; anything else stands for itself.
    pub fn follow_aliases(&self, library: &Library, mut res: Res) -> Res {
        for _ in 0..ALIASES {
            let Res::Def(id) = res else { return res };
            let def = self.def(id);
            if def.kind != DefKind::TypeAlias {
                return res;
            }
            let Some(ItemKind::TypeAlias(alias)) = self.item(id).map(|item| &item.kind) else {
                return Res::Unknown;
            };
            let Some(TypeRef::Path(path)) = &alias.ty else { return Res::Unknown };
            let found = self.resolve(library, def.scope, def.file, path, Namespace::Types);
            res = if found.rest > 0 { Res::Unknown } else { found.res };
        }
        Res::Unknown
    }
}

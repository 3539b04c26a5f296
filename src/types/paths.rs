//! Paths and methods in a body, to what they call.

use std::sync::Arc;

use crate::ir;
use crate::ir::ExprKind;
use crate::ir::ItemKind;
use crate::ir::TypeRef;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::LibraryItem;
use crate::resolve::Namespace;
use crate::resolve::Res;
use crate::resolve::Symbol;
use crate::types::Callee;
use crate::types::Unknown;
use crate::types::body::Pass;
use crate::types::members::bounds_of;
use crate::types::members::function;

impl Pass<'_> {
    /// What a path in value position calls.
    pub(super) fn path_callee(&self, path: &ir::Path) -> Callee {
        if let ir::Anchor::Type(qualified) = &path.anchor {
            return self.qualified_callee(qualified, path);
        }
        let Some(first) = path.segments.first() else { return Callee::Unknown(Unknown::Path) };
        let name = self.symbol(first.name);
        let plain = matches!(path.anchor, ir::Anchor::Plain);
        if plain && path.segments.len() == 1 && self.locals.has(name) {
            return Callee::Unknown(Unknown::Value);
        }
        if plain && let Some(callee) = self.self_or_param(path) {
            return callee;
        }
        let found =
            self.names.resolve(self.library, self.scope, self.def.file, path, Namespace::Values);
        match (found.res, found.rest) {
            (Res::Def(def), 0) => function(self.names, def),
            (Res::Library(item), 0) => self.outside(&item.path),
            (res @ (Res::Def(_) | Res::Primitive(_)), 1) => {
                let last = path.segments.last().expect("a path with a rest has segments");
                self.member(res, self.symbol(last.name))
            }
            _ => Callee::Unknown(Unknown::Path),
        }
    }

    /// `Self::new`, `T::new`.
    fn self_or_param(&self, path: &ir::Path) -> Option<Callee> {
        let first = &path.segments[0];
        let is_self = self.text(first.name) == "Self";
        match &*path.segments {
            [_] if is_self => Some(Callee::Constructor),
            [_, member] if is_self => Some(self.member_of_self(self.symbol(member.name))),
            [_, _, _, ..] if is_self => Some(Callee::Unknown(Unknown::Path)),
            [param, member] => {
                let bounds = self.bounds(param.name)?;
                Some(self.member_of_bounds(&bounds, self.symbol(member.name)))
            }
            _ => None,
        }
    }

    /// `<T as Trait>::name`, `<T>::name`.
    fn qualified_callee(&self, qualified: &ir::QualifiedSelf, path: &ir::Path) -> Callee {
        let [member] = &*path.segments else { return Callee::Unknown(Unknown::Path) };
        let name = self.symbol(member.name);
        if let Some(trait_) = &qualified.as_trait {
            let found = self.names.resolve(
                self.library,
                self.scope,
                self.def.file,
                trait_,
                Namespace::Types,
            );
            return self.member(found.res, name);
        }
        if let TypeRef::Path(ty) = &qualified.ty
            && let [only] = &*ty.segments
        {
            if self.text(only.name) == "Self" {
                return self.member_of_self(name);
            }
            if let Some(bounds) = self.bounds(only.name) {
                return self.member_of_bounds(&bounds, name);
            }
        }
        let head = self.names.type_head(self.library, self.scope, self.def.file, &qualified.ty);
        self.member(head, name)
    }

    /// What a method call leads to: so far only on `self`.
    pub(super) fn method_callee(&self, call: &ir::MethodCall) -> Callee {
        let ExprKind::Path(path) = &self.body.exprs[call.receiver].kind else {
            return Callee::Unknown(Unknown::Receiver);
        };
        let is_self = matches!(path.anchor, ir::Anchor::Super(0)) && path.segments.is_empty();
        let receiver = self.names.function(self.owner).and_then(|it| it.receiver.as_ref());
        let name = self.symbol(call.name);
        let found = match receiver {
            Some(_) if !is_self => Callee::Unknown(Unknown::Receiver),
            Some(ir::Receiver::Typed(_)) => self.inherent_of_self(name),
            Some(_) => self.member_of_self(name),
            None => Callee::Unknown(Unknown::Receiver),
        };
        match found {
            // A method that the type itself does not have may belong to what it derefs to.
            Callee::Member(_) => Callee::Unknown(Unknown::Receiver),
            found => found,
        }
    }

    /// Through `self: Arc<Self>` and the like only a method of the type's own is sure: the wrapper
    /// has the methods of its traits first.
    fn inherent_of_self(&self, name: Symbol) -> Callee {
        let head = self.impl_or_trait().and_then(|around| self.names.impl_head(around));
        let Some(Res::Def(ty)) = head.map(|head| &head.self_type) else {
            return Callee::Unknown(Unknown::Receiver);
        };
        match self.members.inherent(self.names, *ty, name)[..] {
            [only] => function(self.names, only),
            _ => Callee::Unknown(Unknown::Receiver),
        }
    }

    fn member(&self, res: Res, name: Symbol) -> Callee {
        match self.names.follow_aliases(self.library, res) {
            Res::Def(def) => match self.names.def(def).kind {
                DefKind::Struct | DefKind::Enum => {
                    self.members.of_type(self.names, self.library, def, name)
                }
                DefKind::Trait => self.member_of_trait(def, name),
                _ => Callee::Unknown(Unknown::Path),
            },
            Res::Library(item) => self.member_outside(&item.path, name),
            Res::Primitive(ty) => self.member_outside(self.names.symbols.text(ty), name),
            Res::Unknown => Callee::Unknown(Unknown::Path),
        }
    }

    /// A path outside the workspace, the last name of which may be a trait's of the workspace.
    fn outside(&self, path: &Arc<str>) -> Callee {
        let member = path
            .rsplit_once("::")
            .and_then(|(ty, name)| Some(self.member_outside(ty, self.names.symbols.get(name)?)));
        member.unwrap_or_else(|| Callee::Library(Arc::clone(path)))
    }

    /// A function of a type outside the workspace: its own, unless a trait of the workspace gives it
    /// one of this name that no row knows.
    fn member_outside(&self, ty: &str, name: Symbol) -> Callee {
        let path = format!("{ty}::{}", self.names.symbols.text(name));
        let path = self.library.canonical(&path);
        if self.library.call(&path).is_none()
            && let Some(found) = self.members.of_foreign(self.names, self.library, ty, name)
        {
            return function(self.names, found);
        }
        Callee::Library((&*path).into())
    }

    fn member_of_trait(&self, trait_: DefId, name: Symbol) -> Callee {
        match self.members.of_trait_def(self.names, self.library, trait_, name, 0) {
            Some(found) => function(self.names, found),
            None => Callee::Unknown(Unknown::Path),
        }
    }

    /// `Self::name` and `self.name()` in an impl or trait.
    fn member_of_self(&self, name: Symbol) -> Callee {
        let Some(around) = self.impl_or_trait() else { return Callee::Unknown(Unknown::Path) };
        if self.names.def(around).kind == DefKind::Trait {
            return self.member_of_trait(around, name);
        }
        if let Some(bounds) = self.bounds_of_self(around) {
            return self.member_of_bounds(&bounds, name);
        }
        let head = self.names.impl_head(around);
        self.member(head.map_or(Res::Unknown, |head| head.self_type.clone()), name)
    }

    /// In `impl<T: A> B for T` the type is a parameter: it has what its bounds have.
    fn bounds_of_self(&self, around: DefId) -> Option<Vec<Res>> {
        let ItemKind::Impl(shape) = &self.names.item(around)?.kind else { return None };
        let TypeRef::Path(ty) = &shape.self_ty else { return None };
        match &*ty.segments {
            [only] if matches!(ty.anchor, ir::Anchor::Plain) => self.bounds(only.name),
            _ => None,
        }
    }

    /// The impl or trait around the body; none for a function inside another's body.
    fn impl_or_trait(&self) -> Option<DefId> {
        let parent = self.def.parent?;
        let kind = self.names.def(parent).kind;
        matches!(kind, DefKind::Impl | DefKind::Trait).then_some(parent)
    }

    /// The bounds of a type parameter that is in scope here; none: the name is no parameter.
    fn bounds(&self, name: ir::Name) -> Option<Vec<Res>> {
        let own = self.names.function(self.owner).map(|function| &function.generics);
        let around = self.impl_or_trait().and_then(|id| self.names.item(id));
        let outer = around.and_then(|item| match &item.kind {
            ItemKind::Impl(shape) => Some(&shape.generics),
            ItemKind::Trait(shape) => Some(&shape.generics),
            _ => None,
        });
        let all: Vec<&ir::Generics> = own.into_iter().chain(outer).collect();
        let is_param = |generics: &&ir::Generics| generics.params.iter().any(|it| it.name == name);
        if !all.iter().any(is_param) {
            return None;
        }
        let bounds = all.iter().flat_map(|generics| bounds_of(generics, name));
        Some(bounds.map(|bound| self.bound_trait(bound)).collect())
    }

    fn bound_trait(&self, bound: &ir::Bound) -> Res {
        let file = self.def.file;
        let names = self.names;
        let found =
            names.resolve(self.library, self.def.scope, file, &bound.path, Namespace::Types);
        if found.rest > 0 { Res::Unknown } else { found.res }
    }

    /// `T::name` with `T: A + B`: the bound that has it, or the only bound there is.
    fn member_of_bounds(&self, bounds: &[Res], name: Symbol) -> Callee {
        let mut outside = Vec::new();
        for bound in bounds {
            match bound {
                Res::Def(trait_) => {
                    let callee = self.member_of_trait(*trait_, name);
                    if !matches!(callee, Callee::Unknown(_)) {
                        return callee;
                    }
                }
                Res::Library(item) => outside.push(item),
                _ => return Callee::Unknown(Unknown::Parameter),
            }
        }
        outside.retain(|item| !self.library.is_marker(&item.path));
        match outside[..] {
            [only] if self.may_have(only, name) => self.member(Res::Library(only.clone()), name),
            _ => Callee::Unknown(Unknown::Parameter),
        }
    }

    /// A trait whose source was read must have the function itself: it may be its supertrait's.
    fn may_have(&self, trait_: &LibraryItem, name: Symbol) -> bool {
        trait_.def.is_none_or(|def| self.names.member(def, name).is_some())
    }

    fn symbol(&self, name: ir::Name) -> Symbol {
        self.names.symbol(self.def.file, name)
    }

    fn text(&self, name: ir::Name) -> &str {
        self.names.file(self.def.file).names.text(name)
    }
}

//! Paths in value position.

use std::rc::Rc;
use std::sync::Arc;

use crate::ir;
use crate::library::split_last;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::LibraryItem;
use crate::resolve::Namespace;
use crate::resolve::Res;
use crate::types::Receiver;
use crate::types::Unknown;
use crate::types::generics::Omitted;
use crate::types::infer::Infer;
use crate::types::line;
use crate::types::method::Picked;
use crate::types::select::Holds;
use crate::types::ty::FnRef;
use crate::types::ty::Head;
use crate::types::ty::Kind;
use crate::types::ty::Text;
use crate::types::ty::TraitRef;
use crate::types::ty::Ty;
use crate::types::written;

/// What a path in value position means.
pub(super) enum Named {
    /// A function, or a tuple struct or variant as one.
    Function(Picked),
    /// A local, const or static, or a unit struct.
    Value(Ty),
    /// A const or static outside the workspace.
    Constant(Arc<str>, Ty),
    /// A function outside the workspace whose signature is not known.
    Path(Arc<str>),
    /// A function that the type has by a derive or an unseen trait.
    Member(Arc<str>),
    Unknown(Unknown),
}

impl Infer<'_, '_> {
    /// What a path in value position means.
    pub(super) fn named(&mut self, path: &ir::Path) -> Named {
        if let ir::Anchor::Type(qualified) = &path.anchor {
            return self.qualified(qualified, path);
        }
        let Some(first) = path.segments.first() else {
            let own = matches!(path.anchor, ir::Anchor::Super(0)).then_some(self.self_value);
            return own.flatten().map_or(Named::Unknown(Unknown::Path), Named::Value);
        };
        if matches!(path.anchor, ir::Anchor::Plain) {
            let name = self.symbol(first.name);
            if path.segments.len() == 1
                && let Some(ty) = self.local(name)
            {
                return Named::Value(ty);
            }
            if let Some(subject) = self.site.subject(self.facts, first.name) {
                return self.of_subject(subject, path);
            }
        }
        let names = self.facts.names;
        let library = self.facts.library;
        let found = names.resolve(library, self.scope, self.def.file, path, Namespace::Values);
        match (found.res, found.rest) {
            (Res::Def(def), 0) => self.named_def(def, path),
            (Res::Library(item), 0) => self.named_outside(&item, path),
            (Res::Unknown, _) => Named::Unknown(Unknown::Path),
            (_, 0) => Named::Unknown(Unknown::Path),
            (res, 1) => self.member_of(&res, path),
            _ => self.member_of_prefix(path),
        }
    }

    /// `Self`, `Self::new`, `T::new`, `Self::Item::new`.
    fn of_subject(&mut self, subject: Ty, path: &ir::Path) -> Named {
        match &*path.segments {
            [_] => match self.kind(subject) {
                Kind::Adt(Head::Def(def), args) => self.made(def, Some(&args)),
                _ => Named::Unknown(Unknown::Path),
            },
            [_, member] => self.associated(subject, member.name),
            _ => self.member_of_prefix(path),
        }
    }

    /// The type before the last name, and its member.
    fn member_of_prefix(&mut self, path: &ir::Path) -> Named {
        let Some((last, before)) = path.segments.split_last() else {
            return Named::Unknown(Unknown::Path);
        };
        let prefix = ir::Path {
            anchor: path.anchor.clone(),
            segments: before.to_vec().into(),
            span: path.span,
        };
        let ty = self.written_for_value(&prefix);
        if ty == Ty::UNKNOWN {
            return Named::Unknown(Unknown::Path);
        }
        self.associated(ty, last.name)
    }

    fn member_of(&mut self, res: &Res, path: &ir::Path) -> Named {
        let trait_ = self.facts.head(res).filter(|&head| self.facts.is_trait(head));
        let Some(last) = path.segments.last() else { return Named::Unknown(Unknown::Path) };
        match trait_ {
            Some(head) => {
                let this = self.fresh();
                let named = self.of_trait(head, this, last.name);
                self.give_trait_arguments(&named, path);
                named
            }
            None => self.member_of_prefix(path),
        }
    }

    /// `Trait::<A>::name`.
    fn give_trait_arguments(&mut self, named: &Named, path: &ir::Path) {
        let [.., trait_, _] = &*path.segments else { return };
        let (Named::Function(picked), Some(args)) = (named, trait_.args.as_deref()) else { return };
        for (&own, ty) in picked.args.iter().skip(1).zip(&args.types) {
            let ty = self.written(ty);
            self.unify(own, ty);
        }
    }

    /// `<T as Trait>::name`, `<T>::name`.
    fn qualified(&mut self, qualified: &ir::QualifiedSelf, path: &ir::Path) -> Named {
        let this = self.written(&qualified.ty);
        let [member] = &*path.segments else { return self.member_of_prefix(path) };
        let Some(trait_) = &qualified.as_trait else { return self.associated(this, member.name) };
        self.site.scope = self.scope;
        match self.site.bound_of_path(self.facts, this, trait_) {
            Some(bound) => {
                let named = self.of_trait(bound.of.head, this, member.name);
                if let Named::Function(picked) = &named {
                    let args: Vec<Ty> = bound.of.args.iter().map(|&ty| self.fill(ty)).collect();
                    self.unify_all(picked.args.get(1..).unwrap_or_default(), &args);
                }
                named
            }
            None => Named::Unknown(Unknown::Path),
        }
    }

    /// A trait's function for a type.
    pub(super) fn of_trait(&mut self, head: Head, this: Ty, name: ir::Name) -> Named {
        let text = self.text(name);
        let Some(function) = self.facts.function_of_trait(head, text) else {
            let of = TraitRef { head, args: Rc::new([]) };
            return match self.const_of_trait(this, &of, text) {
                Some(value) => Named::Value(value),
                None => self.of_supertraits(head, this, name),
            };
        };
        match self.picked(function) {
            Some(picked) => {
                if let Some(&own) = picked.args.first() {
                    self.unify(own, this);
                }
                Named::Function(Picked { this: Some(this), ..picked })
            }
            None => self.by_path(head, text),
        }
    }

    fn of_supertraits(&mut self, head: Head, this: Ty, name: ir::Name) -> Named {
        let own = TraitRef { head, args: Rc::new([]) };
        for above in self.facts.supertraits(&own, this) {
            let text = self.text(name);
            if self.facts.function_of_trait(above.of.head, text).is_some() {
                return self.of_trait(above.of.head, this, name);
            }
        }
        let text = self.text(name);
        match self.facts.is_known(head) {
            true => Named::Unknown(Unknown::Path),
            false => self.by_path(head, text),
        }
    }

    /// A path is its own proof: code that compiles names what is there.
    pub(super) fn by_path(&mut self, head: Head, name: Text) -> Named {
        let name = self.facts.store.letters(name);
        match head {
            Head::Library(path) => {
                let path = format!("{}::{name}", self.facts.store.letters(path));
                Named::Path((&*self.facts.library.canonical(&path)).into())
            }
            Head::Def(def) => match self.facts.names.outside_path(def) {
                Some(path) => Named::Path(format!("{path}::{name}").into()),
                None => Named::Member(format!("{}::{name}", self.facts.names.path(def)).into()),
            },
        }
    }

    /// A function with fresh arguments for its generics.
    pub(super) fn picked(&mut self, function: FnRef) -> Option<Picked> {
        let signature = self.facts.function(function)?;
        let args = self.fresh_args(signature.generics.params.len());
        Some(Picked { function, signature, args, this: None, receiver: Receiver::Unknown })
    }

    /// A definition by its own name.
    fn named_def(&mut self, def: DefId, path: &ir::Path) -> Named {
        match self.facts.names.def(def).kind {
            DefKind::Fn => match self.picked(FnRef::Def(def)) {
                Some(picked) => Named::Function(picked),
                None => Named::Unknown(Unknown::Path),
            },
            DefKind::Struct => self.made(def, None),
            DefKind::Variant(_) => {
                let args = path.segments.len().checked_sub(2);
                let args = args.and_then(|at| path.segments[at].args.as_deref());
                let args: Option<Vec<Ty>> =
                    args.map(|args| args.types.iter().map(|ty| self.written(ty)).collect());
                self.made(def, args.as_deref())
            }
            DefKind::TypeAlias => {
                let ty = self.written_for_value(path);
                match self.kind(ty) {
                    Kind::Adt(Head::Def(def), args) => self.made(def, Some(&args)),
                    _ => Named::Unknown(Unknown::Path),
                }
            }
            DefKind::Value => {
                let found = self.facts.stands_for(FnRef::Def(def));
                Named::Value(found.map_or(Ty::UNKNOWN, |(_, ty)| ty))
            }
            DefKind::Module | DefKind::Enum | DefKind::Trait | DefKind::Impl => {
                Named::Unknown(Unknown::Path)
            }
        }
    }

    /// A struct or variant by name: a value, or what makes one.
    pub(super) fn made(&mut self, def: DefId, args: Option<&[Ty]>) -> Named {
        if let Some(picked) = self.picked(FnRef::Def(def)) {
            if let Some(args) = args {
                self.unify_all(&picked.args.clone(), args);
            }
            return Named::Function(picked);
        }
        let Some((generics, ty)) = written::type_of_shape(self.facts, def) else {
            return Named::Unknown(Unknown::Path);
        };
        let own = self.fresh_args(generics.params.len());
        if let Some(args) = args {
            self.unify_all(&own, args);
        }
        Named::Value(self.facts.store.substitute(ty, &own))
    }

    /// An item outside the workspace by its path.
    fn named_outside(&mut self, item: &LibraryItem, path: &ir::Path) -> Named {
        if let Some(def) = item.def {
            return match self.named_def(def, path) {
                Named::Unknown(_) => Named::Path(Arc::clone(&item.path)),
                named => named,
            };
        }
        let whole = self.facts.store.text(&item.path);
        if let Some(line) = self.facts.table(whole).item {
            return self.named_line(line, item);
        }
        let Some((owner, name)) = split_last(&item.path) else {
            return Named::Path(Arc::clone(&item.path));
        };
        let owner_text = self.facts.store.text(owner);
        let head = Head::Library(owner_text);
        let name = self.facts.store.text(name);
        let Some(line) = self.facts.table(owner_text).item else {
            return self.of_foreign_trait(item, owner, name);
        };
        if self.facts.is_trait(head) {
            let this = self.fresh();
            return match path.segments.last() {
                Some(last) if self.facts.function_of_trait(head, name).is_some() => {
                    let named = self.of_trait(head, this, last.name);
                    self.give_trait_arguments(&named, path);
                    named
                }
                _ => Named::Path(Arc::clone(&item.path)),
            };
        }
        if line::variants(self.facts, line).contains(&name) {
            return self.variant_outside(line, name);
        }
        let args = path.segments.len().checked_sub(2);
        let args = args.and_then(|at| path.segments[at].args.as_deref());
        let args: Vec<Ty> = args
            .map_or_else(Vec::new, |args| args.types.iter().map(|ty| self.written(ty)).collect());
        let ty = self.facts.library_type(owner, &args, Omitted::AllInferred);
        let ty = self.fill(ty);
        match self.associated_text(ty, name) {
            Named::Unknown(_) => Named::Path(Arc::clone(&item.path)),
            named => named,
        }
    }

    /// A function that a trait of the workspace gives to a type outside it whose own functions are
    /// not known: only where no row speaks of it.
    fn of_foreign_trait(&mut self, item: &LibraryItem, owner: &str, name: Text) -> Named {
        if self.facts.library.call(&item.path).is_none() {
            let ty = self.facts.library_type(owner, &[], Omitted::Unknown);
            for head in self.facts.traits_in_scope(self.scope).traits.iter() {
                let Head::Def(def) = *head else { continue };
                let of = TraitRef { head: *head, args: Rc::new([]) };
                if self.facts.names.outside_path(def).is_none()
                    && let Some(function) = self.facts.function_of_trait(*head, name)
                    && self.holds(ty, &of, 0) == Holds::Yes
                    && let Some(picked) = self.picked(function)
                {
                    return Named::Function(Picked { this: Some(ty), ..picked });
                }
            }
        }
        Named::Path(Arc::clone(&item.path))
    }

    fn named_line(&mut self, line: u32, item: &LibraryItem) -> Named {
        let text = self.facts.line(line);
        if text.starts_with("const ") || text.starts_with("static ") {
            let found = self.facts.stands_for(FnRef::Line(line));
            let ty = found.map_or(Ty::UNKNOWN, |(_, ty)| ty);
            return Named::Constant(Arc::clone(&item.path), ty);
        }
        match self.picked(FnRef::Line(line)) {
            Some(picked) => Named::Function(picked),
            None if text.starts_with("struct ") => {
                let ty = self.facts.library_type(&item.path, &[], Omitted::AllInferred);
                Named::Value(self.fill(ty))
            }
            None => Named::Path(Arc::clone(&item.path)),
        }
    }

    fn variant_outside(&mut self, line: u32, name: Text) -> Named {
        if let Some(picked) = self.picked(FnRef::Variant(line, name)) {
            return Named::Function(picked);
        }
        let Some((path, generics)) = line::parameters(self.facts, line) else {
            return Named::Unknown(Unknown::Path);
        };
        let args = self.fresh_args(generics.params.len());
        Named::Value(self.facts.store.library(&path, &args))
    }
}

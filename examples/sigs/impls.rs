//! The lines of impl blocks: methods, and which type has which trait.

use std::collections::BTreeMap;

use asyncheck::ir::Bound;
use asyncheck::ir::Impl;
use asyncheck::ir::ItemKind;
use asyncheck::ir::Path;
use asyncheck::ir::TypeRef;
use asyncheck::ir::Visibility;
use asyncheck::resolve::DefId;
use asyncheck::resolve::Res;

use crate::sigs::attributes::is_out_of_reach;
use crate::sigs::generics::Written;
use crate::sigs::generics::behind_where;
use crate::sigs::types::PRIVATE;
use crate::sigs::types::Place;
use crate::sigs::types::Writer;

/// Traits between two types that never decide what a call leads to.
const COMPARISONS: [&str; 2] = ["PartialEq", "PartialOrd"];

/// Impls with more parameters are those for tuples of any length.
const MOST_PARAMS: usize = 8;

/// The traits of a type that are written in one line: all that stands around them is the same.
#[derive(Default)]
pub struct Joined {
    lines: BTreeMap<(String, String, String), Vec<String>>,
}

impl Joined {
    /// One line for all traits of the same type.
    pub fn lines(self) -> impl Iterator<Item = String> {
        self.lines.into_iter().map(|((generics, ty, wheres), mut traits)| {
            traits.sort();
            traits.dedup();
            format!("impl{generics} {} for {ty}{wheres}", traits.join(" + "))
        })
    }

    /// Takes a line that names no associated type.
    pub fn add(&mut self, generics: String, of: String, ty: String, wheres: String) {
        self.lines.entry((generics, ty, wheres)).or_default().push(of);
    }
}

impl Writer<'_> {
    /// The lines of an impl block. Traits without associated types are added to `joined`.
    pub fn impl_block(&self, id: DefId, joined: &mut Joined) -> Vec<String> {
        let names = &self.bundle.names;
        let Some(ItemKind::Impl(shape)) = names.item(id).map(|item| &item.kind) else {
            return Vec::new();
        };
        let mut at = self.place(id, "");
        self.add_params(&mut at, &shape.generics);
        if shape.generics.params.len() > MOST_PARAMS || !self.is_in_table(id, &at, shape) {
            return Vec::new();
        }
        let Some(owner) = self.owner(&at, shape) else { return Vec::new() };
        let module = owner.rsplit_once("::").map_or("", |(module, _)| module);
        let at = Place { module: module.to_owned(), ..at };
        match &shape.of_trait {
            // What cannot be named is passed on, and seldom asked for more than its traits.
            None if self.public.is_private(&owner) => Vec::new(),
            None => self.inherent(&at, id, shape),
            Some(of) => self.of_trait(&at, id, shape, of, &owner, joined),
        }
    }

    /// Whether the trait, if any, has a path in the table.
    fn is_in_table(&self, id: DefId, at: &Place, shape: &Impl) -> bool {
        let Some(of) = &shape.of_trait else { return !is_out_of_reach(self.bundle, id) };
        let head = self.bundle.names.impl_head(id).and_then(|head| head.of_trait.clone());
        match head {
            // Of a private trait everything is private, and yet it says what a bound leads to.
            Some(Res::Def(of)) if self.public.path(of).is_none() => self.public.has(of),
            Some(Res::Def(_) | Res::Library(_)) => {
                !self.is_marker(at, of) && !is_out_of_reach(self.bundle, id)
            }
            _ => false,
        }
    }

    /// The item that the lines belong to: the type, or the trait where the type has no path here.
    fn owner(&self, at: &Place, shape: &Impl) -> Option<String> {
        let ty = self.ty(&in_full(at), &shape.self_ty);
        let head = match &shape.self_ty {
            TypeRef::Slice(_) => "slice".to_owned(),
            TypeRef::Array(_) => "array".to_owned(),
            TypeRef::Pointer(_) => "pointer".to_owned(),
            TypeRef::Path(_) => path_of(&ty).to_owned(),
            TypeRef::Dyn(bounds) if shape.of_trait.is_none() => self.of_dyn(at, bounds)?,
            _ => String::new(),
        };
        if ty.starts_with(PRIVATE) {
            return None;
        }
        if self.is_own(&head) {
            return Some(head);
        }
        let of = self.trait_path(&in_full(at), shape.of_trait.as_ref()?)?;
        // A foreign trait for `&Own`, or for a foreign type: what is own stands inside.
        let root = self.bundle.names.crate_name(self.bundle.crates[0]);
        let names_own = [&ty, &of].iter().any(|text| text.contains(&format!("{root}::")));
        let of_trait = path_of(&of).to_owned();
        (self.is_own(&of_trait) || names_own).then_some(of_trait)
    }

    /// The trait whose objects have methods of their own: they stand beside those of the trait.
    fn of_dyn(&self, at: &Place, bounds: &[Bound]) -> Option<String> {
        self.trait_path(&in_full(at), &bounds.first()?.path)
    }

    /// Whether a path is one of the crates at hand, or a type without a path and they are std.
    fn is_own(&self, path: &str) -> bool {
        let root = self.bundle.names.crate_name(self.bundle.crates[0]);
        match path.split_once("::") {
            Some((first, _)) => first == root,
            None => root == "std" && !path.is_empty() && is_primitive_head(path),
        }
    }

    fn inherent(&self, at: &Place, id: DefId, shape: &Impl) -> Vec<String> {
        let around = self.generics(at, &shape.generics);
        let full = in_full(at);
        let owner = match &shape.self_ty {
            TypeRef::Slice(ty) => format!("slice<{}>", self.ty(&self.in_owner(at), ty)),
            TypeRef::Array(ty) => {
                let length = shape.generics.params.iter().find(|param| param.is_const);
                let length = length.map_or("_", |param| self.name(at.file, param.name));
                format!("array<{}, {length}>", self.ty(&self.in_owner(at), ty))
            }
            TypeRef::Pointer(ty) => format!("pointer<{}>", self.ty(&self.in_owner(at), ty)),
            TypeRef::Dyn(bounds) => self.of_dyn(at, bounds).unwrap_or_default(),
            ty => self.ty(&Place { module: String::new(), ..full }, ty),
        };
        let mut lines = Vec::new();
        for &member in self.bundle.names.members(id) {
            let Some(item) = self.bundle.names.item(member) else { continue };
            if item.visibility == Visibility::Public && !is_out_of_reach(self.bundle, member) {
                lines.extend(self.member(at, &owner, item, Some(&around)));
            }
        }
        lines
    }

    /// In the owner's brackets a bare name is a parameter: everything else is written in full.
    fn in_owner(&self, at: &Place) -> Place {
        Place { module: String::new(), ..at.clone() }
    }

    fn of_trait(
        &self,
        at: &Place,
        id: DefId,
        shape: &Impl,
        of: &Path,
        owner: &str,
        joined: &mut Joined,
    ) -> Vec<String> {
        let full = in_full(at);
        let ty = self.ty(&full, &shape.self_ty);
        let by_type = is_by_type(&shape.self_ty, &ty, owner);
        let short = Place { in_full: false, ..full.clone() };
        let Some(text) = self.trait_path(if by_type { &short } else { &full }, of) else {
            return Vec::new();
        };
        if self.is_marker(at, of) || text.contains(PRIVATE) || ty.contains(PRIVATE) {
            return Vec::new();
        }
        let exact = Place { exact: self.is_param(at, &shape.self_ty), ..at.clone() };
        let generics = self.generics(&exact, &shape.generics);
        if is_comparison_of_two(&text, &ty, &self.ty(&short, &shape.self_ty)) {
            return Vec::new();
        }
        let of_private =
            self.public.is_private(path_of(&self.trait_path(&full, of).unwrap_or_default()));
        let associated = self.associated(at, id);
        let brackets = without_defaults(&generics).in_brackets();
        let wheres = behind_where(&generics.wheres);
        if associated.is_empty() && self.public.is_private(owner) && !of_private {
            return Vec::new();
        }
        if associated.is_empty() && by_type {
            joined.add(brackets, text, ty, wheres);
            return Vec::new();
        }
        let associated = match associated.is_empty() {
            true => String::new(),
            false => format!(" {{ {} }}", associated.join(", ")),
        };
        vec![format!("impl{brackets} {text} for {ty}{wheres}{associated}")]
    }

    /// `T`, or `&T`: the bounds alone say which types have the trait.
    fn is_param(&self, at: &Place, ty: &TypeRef) -> bool {
        match ty {
            TypeRef::Ref { inner, .. } => self.is_param(at, inner),
            ty => at.params.contains(&self.ty(&in_full(at), ty)),
        }
    }

    /// `Item = T` of each associated type; one that names another is written out.
    fn associated(&self, at: &Place, id: DefId) -> Vec<String> {
        let mut at = at.clone();
        let mut texts = Vec::new();
        let members = self.bundle.names.members(id).iter();
        let aliases = members.filter_map(|&member| {
            let item = self.bundle.names.item(member)?;
            match &item.kind {
                ItemKind::TypeAlias(alias) => Some((self.name(at.file, item.name?), alias)),
                _ => None,
            }
        });
        let aliases: Vec<_> = aliases.map(|(name, alias)| (name.to_owned(), alias)).collect();
        // An alias may stand before the one that it names.
        for _ in 0..2 {
            texts.clear();
            for (name, alias) in &aliases {
                let Some(ty) = &alias.ty else { continue };
                let ty = self.ty(&at, ty);
                at.given.insert(format!("Self::{name}"), ty.clone());
                texts.push(format!("{name} = {ty}"));
            }
        }
        texts
    }
}

/// The place of an impl's head: what it names has to be in the table already.
fn in_full(at: &Place) -> Place {
    Place { in_full: true, strict: true, ..at.clone() }
}

fn without_defaults(generics: &Written) -> Written {
    let mut generics = generics.clone();
    generics.params.iter_mut().for_each(|param| param.default = None);
    generics
}

/// Whether the line's key is that of the type.
fn is_by_type(written: &TypeRef, ty: &str, owner: &str) -> bool {
    let has_head = matches!(
        written,
        TypeRef::Path(_) | TypeRef::Slice(_) | TypeRef::Array(_) | TypeRef::Pointer(_)
    );
    has_head && (path_of(ty) == owner || matches!(owner, "slice" | "array" | "pointer"))
}

/// `PartialEq<B>` for `A`.
fn is_comparison_of_two(of: &str, full: &str, short: &str) -> bool {
    let Some((name, other)) = of.split_once('<') else { return false };
    let other = other.trim_end_matches('>');
    let same = [full, short, "Self"].iter().any(|ty| ty.trim_end_matches('>') == other);
    COMPARISONS.contains(&name.rsplit("::").next().unwrap_or(name)) && !same
}

/// `a::B` of `a::B<C>`.
fn path_of(ty: &str) -> &str {
    let end = ty.find(|letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == ':'));
    &ty[..end.unwrap_or(ty.len())]
}

fn is_primitive_head(name: &str) -> bool {
    matches!(name, "slice" | "array" | "pointer") || crate::sigs::names::is_primitive(name)
}

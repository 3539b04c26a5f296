//! Items of source that was read, to signatures.

use std::rc::Rc;

use crate::ir;
use crate::ir::ItemKind;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::Names;
use crate::types::facts::Facts;
use crate::types::lang;
use crate::types::signature::FnSignature;
use crate::types::signature::Generics;
use crate::types::signature::ImplInfo;
use crate::types::signature::Param;
use crate::types::signature::Shape;
use crate::types::signature::TraitInfo;
use crate::types::ty::Bound;
use crate::types::ty::Head;
use crate::types::ty::Kind;
use crate::types::ty::TraitRef;
use crate::types::ty::Ty;
use crate::types::written_type::Site;

/// A function's signature, or that of a tuple struct or variant.
pub(super) fn function(facts: &mut Facts<'_>, def: DefId) -> Option<FnSignature> {
    let names = facts.names;
    let Some(function) = names.function(def) else { return constructor(facts, def) };
    let mut site = Site::new(facts, def);
    site.hidden = Some(Vec::new());
    let params: Rc<[Ty]> = function.params.iter().map(|param| site.ty(facts, &param.ty)).collect();
    let hidden = site.hidden.take().unwrap_or_default();
    let self_type = site.self_type;
    let receiver = function.receiver.as_ref().zip(self_type);
    let receiver = receiver.map(|(receiver, this)| match receiver {
        ir::Receiver::Value => this,
        ir::Receiver::Ref => facts.store.reference(false, this),
        ir::Receiver::RefMut => facts.store.reference(true, this),
        ir::Receiver::Typed(ty) => site.ty(facts, ty),
    });
    let ret = function.ret.as_ref().map_or(Ty::UNIT, |ret| site.ty(facts, ret));
    let is_async = names.gives_future(facts.library, def);
    let ret = if is_async { lang::future_of(facts, ret) } else { ret };
    let mut generics = site.generics(facts);
    for (name, bounds) in hidden {
        let number = generics.params.len() as u32;
        let ty = facts.store.ty(Kind::Param(number, name));
        generics.params.push(Param { name, default: None, hidden: true });
        generics.bounds.extend(bounds.into_iter().map(|bound| (ty, bound)));
    }
    let of_trait = site.of_trait.map(Head::Def);
    Some(FnSignature {
        generics: generics.into(),
        receiver,
        params: Some(params),
        ret,
        self_type,
        of_trait,
    })
}

/// A tuple struct or variant as the function that makes it.
fn constructor(facts: &mut Facts<'_>, def: DefId) -> Option<FnSignature> {
    let shape = facts.shape(crate::types::ty::FnRef::Def(def))?;
    if !shape.is_tuple {
        return None;
    }
    let (generics, ret) = type_of_shape(facts, def)?;
    Some(FnSignature {
        generics,
        receiver: None,
        params: Some(shape.fields.iter().map(|&(_, ty)| ty).collect()),
        ret,
        self_type: None,
        of_trait: None,
    })
}

/// The struct, or the enum of a variant, applied to its own parameters.
pub(super) fn type_of_shape(facts: &mut Facts<'_>, def: DefId) -> Option<(Rc<Generics>, Ty)> {
    let head = match facts.names.def(def).kind {
        DefKind::Variant(_) => facts.names.def(def).parent?,
        _ => def,
    };
    let generics = facts.generics(Head::Def(head))?;
    let args = crate::types::line::parameter_types(facts, &generics);
    let ty = facts.store.ty(Kind::Adt(Head::Def(head), args.into()));
    Some((generics, ty))
}

/// A struct's or variant's fields, those that the build leaves out excepted.
pub(super) fn shape(facts: &mut Facts<'_>, def: DefId) -> Option<Shape> {
    let names = facts.names;
    let fields = fields(names, def)?;
    let krate = names.def(def).krate;
    let mut site = Site::new(facts, def);
    let mut shape = Shape {
        fields: Vec::new(),
        is_tuple: matches!(fields, ir::Fields::Tuple(_)),
        is_open: false,
    };
    let built = fields.all().iter().filter(|field| names.is_built(krate, field.cfg.as_deref()));
    for (at, field) in built.enumerate() {
        let name = match field.name {
            Some(name) => facts.store.text(names.file(site.file).names.text(name)),
            None => facts.store.text(&at.to_string()),
        };
        let ty = site.ty(facts, &field.ty);
        shape.fields.push((name, ty));
    }
    Some(shape)
}

fn fields(names: &Names, def: DefId) -> Option<&ir::Fields> {
    match (&names.item(def)?.kind, names.def(def).kind) {
        (ItemKind::Struct(shape), _) => Some(&shape.fields),
        (ItemKind::Enum(shape), DefKind::Variant(number)) => {
            shape.variants.get(number as usize).map(|variant| &variant.fields)
        }
        _ => None,
    }
}

/// A trait.
pub(super) fn trait_info(facts: &mut Facts<'_>, def: DefId) -> Option<TraitInfo> {
    let names = facts.names;
    let ItemKind::Trait(shape) = &names.item(def)?.kind else { return None };
    let mut site = Site::new(facts, def);
    let generics = site.generics(facts);
    let this = site.self_type.unwrap_or(Ty::UNKNOWN);
    let mut supertraits = site.bounds(facts, this, &shape.supertraits);
    // `where Self: Other` says the same.
    let of_self = generics.bounds.iter().filter(|(ty, _)| *ty == this);
    supertraits.extend(of_self.map(|(_, bound)| bound.clone()));
    let mut types = Vec::new();
    for (name, alias) in associated_types(names, def) {
        let bounds = site.bounds(facts, Ty::UNKNOWN, &alias.bounds);
        types.push((facts.store.text(name), bounds));
    }
    Some(TraitInfo { generics: generics.into(), supertraits, types })
}

/// The associated types that a trait declares or an impl gives, with their names.
fn associated_types(names: &Names, def: DefId) -> impl Iterator<Item = (&str, &ir::TypeAlias)> {
    names.members(def).iter().filter_map(|&member| match &names.item(member)?.kind {
        ItemKind::TypeAlias(alias) => Some((names.symbols.text(names.def(member).name?), &**alias)),
        _ => None,
    })
}

/// An impl of a trait.
pub(super) fn impl_info(facts: &mut Facts<'_>, def: DefId) -> Option<ImplInfo> {
    let names = facts.names;
    let ItemKind::Impl(shape) = &names.item(def)?.kind else { return None };
    let path = shape.of_trait.as_ref()?;
    let mut site = Site::new(facts, def);
    let self_type = site.self_type?;
    let of_trait = site.bound_of_path(facts, self_type, path)?.of;
    let generics = site.generics(facts);
    let mut types = Vec::new();
    for (name, alias) in associated_types(names, def) {
        if let Some(ty) = &alias.ty {
            let ty = site.ty(facts, ty);
            types.push((facts.store.text(name), ty));
        }
    }
    Some(ImplInfo { generics: generics.into(), self_type, of_trait, types })
}

/// The lists of generic parameters that an item sees, the outermost first.
pub(super) fn lists(names: &Names, def: DefId) -> Vec<&ir::Generics> {
    let around = around(names, def).and_then(|around| own_list(names, around));
    around.into_iter().chain(own_list(names, def)).collect()
}

/// The impl or trait around an item; the enum around a variant shows its own list already.
pub(super) fn around(names: &Names, def: DefId) -> Option<DefId> {
    let parent = names.def(def).parent?;
    matches!(names.def(parent).kind, DefKind::Impl | DefKind::Trait).then_some(parent)
}

fn own_list(names: &Names, def: DefId) -> Option<&ir::Generics> {
    match &names.item(def)?.kind {
        ItemKind::Fn(item) => Some(&item.generics),
        ItemKind::Struct(item) => Some(&item.generics),
        ItemKind::Enum(item) => Some(&item.generics),
        ItemKind::Trait(item) => Some(&item.generics),
        ItemKind::Impl(item) => Some(&item.generics),
        ItemKind::TypeAlias(item) => Some(&item.generics),
        _ => None,
    }
}

/// What an alias stands for, or the type of a const or static.
pub(super) fn stands_for(facts: &mut Facts<'_>, def: DefId) -> Option<(Generics, Ty)> {
    let names = facts.names;
    let mut site = Site::new(facts, def);
    let ty = match &names.item(def)?.kind {
        ItemKind::TypeAlias(alias) => site.ty(facts, alias.ty.as_ref()?),
        ItemKind::Value(value) => {
            let inner = site.ty(facts, &value.ty);
            lang::value_type(facts, value.kind, inner)
        }
        _ => return None,
    };
    let generics = site.generics(facts);
    Some((generics, ty))
}

/// The trait that a bound of a type names by its path, applied to its arguments.
pub(super) fn bound(
    facts: &mut Facts<'_>,
    site: &mut Site,
    this: Ty,
    head: Head,
    args: Option<&ir::GenericArgs>,
) -> Bound {
    let Some(args) = args else {
        let of = facts.trait_for(this, TraitRef { head, args: Rc::new([]) });
        return Bound { of, bindings: Rc::new([]) };
    };
    let types: Vec<Ty> = args.types.iter().map(|ty| site.ty(facts, ty)).collect();
    if let Some(ret) = &args.ret {
        let inputs = facts.store.tuple(&types);
        let output = site.ty(facts, ret);
        let name = facts.store.text(lang::OUTPUT);
        let of = TraitRef { head, args: [inputs].into() };
        return Bound { of, bindings: [(name, output)].into() };
    }
    let bindings: Rc<[_]> = args
        .bindings
        .iter()
        .map(|(name, ty)| {
            let name = facts.store.text(facts.names.file(site.file).names.text(*name));
            (name, site.ty(facts, ty))
        })
        .collect();
    let of = facts.trait_for(this, TraitRef { head, args: types.into() });
    Bound { of, bindings }
}

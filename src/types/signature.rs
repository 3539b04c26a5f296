//! What is known of an item's shape, from its source or from a line of a signature table.

use std::rc::Rc;

use crate::types::ty::Bound;
use crate::types::ty::Head;
use crate::types::ty::Text;
use crate::types::ty::TraitRef;
use crate::types::ty::Ty;

/// The generic parameters of an item, those of the impl or trait around it first. In a trait the
/// first is `Self`.
#[derive(Clone, Debug, Default)]
pub(super) struct Generics {
    pub params: Vec<Param>,
    pub bounds: Vec<(Ty, Bound)>,
    /// How many belong to the impl or trait around it.
    pub outer: usize,
}

#[derive(Clone, Debug)]
pub(super) struct Param {
    pub name: Text,
    pub default: Option<Ty>,
    /// Stands for an `impl Trait` among the parameters: it cannot be given in `::<…>`.
    pub hidden: bool,
}

/// A function's signature.
#[derive(Clone, Debug)]
pub(super) struct FnSignature {
    pub generics: Rc<Generics>,
    /// The type of `self`.
    pub receiver: Option<Ty>,
    /// The parameters behind `self`; none where they are unknown.
    pub params: Option<Rc<[Ty]>>,
    pub ret: Ty,
    /// The type that it belongs to; of a trait's function the first parameter.
    pub self_type: Option<Ty>,
    /// The trait that declares it.
    pub of_trait: Option<Head>,
}

/// A trait.
#[derive(Clone, Debug)]
pub(super) struct TraitInfo {
    /// `Self` and the trait's own.
    pub generics: Rc<Generics>,
    /// Bounds of `Self`.
    pub supertraits: Vec<Bound>,
    /// The associated types with their bounds.
    pub types: Vec<(Text, Vec<Bound>)>,
}

/// `impl Trait for Type`.
#[derive(Clone, Debug)]
pub(super) struct ImplInfo {
    pub generics: Rc<Generics>,
    pub self_type: Ty,
    pub of_trait: TraitRef,
    /// The associated types.
    pub types: Vec<(Text, Ty)>,
}

/// A struct, union or variant.
#[derive(Clone, Debug)]
pub(super) struct Shape {
    /// The names of the fields: `0`, `1` in a tuple struct.
    pub fields: Vec<(Text, Ty)>,
    /// It is called to be made.
    pub is_tuple: bool,
    /// There are fields that are not listed.
    pub is_open: bool,
}

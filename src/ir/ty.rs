//! Types and generics, as written: names are not looked up yet.

use crate::ir::name::Name;
use crate::ir::name::Path;

/// A type as written.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum TypeRef {
    /// `a::B<C>`, `Self`, `<T as Trait>::Item`.
    Path(Box<Path>),
    /// `&T`, `&mut T`; lifetimes are not kept.
    Ref {
        /// `&mut`.
        mutable: bool,
        /// `T`.
        inner: Box<TypeRef>,
    },
    /// `*const T`, `*mut T`.
    Pointer(Box<TypeRef>),
    /// `[T]`.
    Slice(Box<TypeRef>),
    /// `[T; N]`; the length is not kept.
    Array(Box<TypeRef>),
    /// `(A, B)`; `()` is the empty one.
    Tuple(Box<[TypeRef]>),
    /// `fn(A) -> B`.
    Fn {
        /// `A`.
        params: Box<[TypeRef]>,
        /// `B`, or `()`.
        ret: Box<TypeRef>,
    },
    /// `impl A + B`.
    Impl(Box<[Bound]>),
    /// `dyn A + B`.
    Dyn(Box<[Bound]>),
    /// `!`.
    Never,
    /// `_`.
    Infer,
    /// A macro or a syntax we do not read.
    Unknown,
}

impl TypeRef {
    /// `()`.
    pub fn unit() -> Self {
        TypeRef::Tuple(Box::new([]))
    }
}

/// One bound of `T: A + ?Sized`; lifetimes and `?Trait` are dropped.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Bound {
    /// The trait, with its arguments and bindings.
    pub path: Path,
}

/// `<A, B, Item = C>`, or `(A, B) -> C` of the `Fn` traits.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct GenericArgs {
    /// The types in order; a const argument is [`TypeRef::Unknown`], lifetimes are left out.
    pub types: Box<[TypeRef]>,
    /// `Item = C`, `Item: Bound` (as `impl Bound`).
    pub bindings: Box<[(Name, TypeRef)]>,
    /// Written with parentheses: `types` are the inputs, `ret` the output.
    pub ret: Option<Box<TypeRef>>,
}

/// `<T: A, const N: usize>` and `where` clauses of an item.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Generics {
    /// Type and const parameters in order; lifetimes are left out.
    pub params: Box<[GenericParam]>,
    /// `where T: A`, and the bounds written at the parameters.
    pub bounds: Box<[(TypeRef, Box<[Bound]>)]>,
}

/// One parameter of an item.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct GenericParam {
    /// Its name.
    pub name: Name,
    /// `const N: usize`.
    pub is_const: bool,
    /// `T = Default`.
    pub default: Option<TypeRef>,
}

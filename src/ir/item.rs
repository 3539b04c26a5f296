//! Items, as written: functions, types, traits, impls, modules and imports.

use crate::ir::arena::Idx;
use crate::ir::body::Body;
use crate::ir::name::Anchor;
use crate::ir::name::Name;
use crate::ir::name::Path;
use crate::ir::ty::Bound;
use crate::ir::ty::Generics;
use crate::ir::ty::TypeRef;
use crate::source::CfgExpr;
use crate::source::Span;

/// Names an item of its file.
pub type ItemId = Idx<Item>;
/// Names a body of its file.
pub type BodyId = Idx<Body>;

/// One item.
#[derive(Clone, Debug)]
pub struct Item {
    /// Absent for impls, `use`, `const _` and macro calls.
    pub name: Option<Name>,
    /// What it is.
    pub kind: ItemKind,
    /// Who may name it.
    pub visibility: Visibility,
    /// `#[cfg(…)]`, several joined by `all`.
    pub cfg: Option<Box<CfgExpr>>,
    /// Attributes that may matter: not those of the compiler (`inline`, `doc`, `allow`, …), but
    /// `test` and everything with a path that another crate may define.
    pub attrs: Box<[Attr]>,
    /// The name, or the first keyword where there is none.
    pub name_span: Span,
    /// From the first attribute to the last token; documentation is no attribute here.
    pub span: Span,
    /// Made by expanding a macro: spans are those of the macro call.
    pub expanded: bool,
}

/// What an item is.
#[derive(Clone, Debug)]
pub enum ItemKind {
    /// A function, a method, or a function of a trait.
    Fn(Box<Fn>),
    /// A struct or union.
    Struct(Box<Struct>),
    /// An enum.
    Enum(Box<Enum>),
    /// A trait; also a trait alias, with its bounds as supertraits.
    Trait(Box<Trait>),
    /// An impl block.
    Impl(Box<Impl>),
    /// `type A = B`; in a trait without `B`.
    TypeAlias(Box<TypeAlias>),
    /// `const A: T = e`, `static A: T = e`, and what `thread_local!`, `lazy_static!` make.
    Value(Box<Value>),
    /// `mod a { … }` or `mod a;`.
    Mod(Mod),
    /// `use a::{b, c as d}`, flattened.
    Use(Box<[Import]>),
    /// `extern crate a as b`; the item's name is `b`.
    ExternCrate {
        /// `a`.
        name: Name,
    },
    /// `macro_rules! name`; its text lies in the file's scan.
    MacroRules,
    /// A macro call in item position that was not expanded.
    MacroCall(Box<Path>),
}

/// Who may name an item.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Visibility {
    /// `pub`.
    Public,
    /// `pub(crate)`.
    Crate,
    /// `pub(in path)`, `pub(super)` and `pub(self)` included: the anchor and the names.
    In(Anchor, Box<[Name]>),
    /// Nothing written.
    Private,
}

/// An attribute as written.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Attr {
    /// `tokio::main` of `#[tokio::main(flavor = "current_thread")]`.
    pub path: Path,
    /// The tokens inside the parentheses or behind `=`, as written.
    pub args: Option<Box<str>>,
    /// The predicate of the `#[cfg_attr(…)]` that holds it.
    pub cfg: Option<Box<CfgExpr>>,
    /// The path's first token to the end of the attribute.
    pub span: Span,
}

/// A function's signature and body.
#[derive(Clone, Debug)]
pub struct Fn {
    /// Its own parameters, not those of the impl or trait around it. Each `impl Trait` in argument
    /// position stays in the parameter's type.
    pub generics: Generics,
    /// `self`, where there is one.
    pub receiver: Option<Receiver>,
    /// The parameters behind `self`.
    pub params: Box<[Param]>,
    /// What is written behind `->`: the output of an `async fn`, not its future.
    pub ret: Option<TypeRef>,
    /// `async fn`.
    pub is_async: bool,
    /// `const fn`.
    pub is_const: bool,
    /// Absent in traits without default, in `extern` blocks, and where bodies were not asked for.
    pub body: Option<BodyId>,
}

/// How a method takes `self`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Receiver {
    /// `self`.
    Value,
    /// `&self`.
    Ref,
    /// `&mut self`.
    RefMut,
    /// `self: Arc<Self>`.
    Typed(TypeRef),
}

/// A parameter. Its pattern is in the body, at the same index.
#[derive(Clone, Debug)]
pub struct Param {
    /// The name, where the pattern is one.
    pub name: Option<Name>,
    /// The type.
    pub ty: TypeRef,
}

/// A struct's shape.
#[derive(Clone, Debug)]
pub struct Struct {
    /// Its parameters.
    pub generics: Generics,
    /// Its fields.
    pub fields: Fields,
    /// `#[derive(A, B)]`.
    pub derives: Box<[Path]>,
}

/// The fields of a struct or variant.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Fields {
    /// `struct A;`.
    Unit,
    /// `struct A(B, C)`.
    Tuple(Box<[Field]>),
    /// `struct A { b: B }`.
    Named(Box<[Field]>),
}

impl Fields {
    /// The fields in order.
    pub fn all(&self) -> &[Field] {
        match self {
            Fields::Unit => &[],
            Fields::Tuple(fields) | Fields::Named(fields) => fields,
        }
    }
}

/// One field.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Field {
    /// Absent in tuple structs.
    pub name: Option<Name>,
    /// Its type.
    pub ty: TypeRef,
    /// `#[cfg(…)]`.
    pub cfg: Option<Box<CfgExpr>>,
    /// The name, or the first token of the type.
    pub span: Span,
}

/// An enum's shape.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Its parameters.
    pub generics: Generics,
    /// Its variants.
    pub variants: Box<[Variant]>,
    /// `#[derive(A, B)]`.
    pub derives: Box<[Path]>,
}

/// One variant.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Variant {
    /// Its name.
    pub name: Name,
    /// Its fields.
    pub fields: Fields,
    /// `#[cfg(…)]`.
    pub cfg: Option<Box<CfgExpr>>,
    /// The name.
    pub span: Span,
}

/// A trait.
#[derive(Clone, Debug)]
pub struct Trait {
    /// Its parameters.
    pub generics: Generics,
    /// `trait A: B + C`.
    pub supertraits: Box<[Bound]>,
    /// Functions, consts and types.
    pub items: Box<[ItemId]>,
}

/// An impl block.
#[derive(Clone, Debug)]
pub struct Impl {
    /// Its parameters.
    pub generics: Generics,
    /// The trait; absent for inherent impls, and a negative impl is not kept at all.
    pub of_trait: Option<Path>,
    /// The type.
    pub self_ty: TypeRef,
    /// Functions, consts and types.
    pub items: Box<[ItemId]>,
}

/// A type alias or associated type.
#[derive(Clone, Debug)]
pub struct TypeAlias {
    /// Its parameters.
    pub generics: Generics,
    /// `type A: B`.
    pub bounds: Box<[Bound]>,
    /// What it stands for.
    pub ty: Option<TypeRef>,
}

/// A const or static.
#[derive(Clone, Debug)]
pub struct Value {
    /// Its type.
    pub ty: TypeRef,
    /// Its initial value; absent in traits without default.
    pub body: Option<BodyId>,
    /// What kind of place it is.
    pub kind: ValueKind,
}

/// What kind of place a const or static is.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum ValueKind {
    /// `const`.
    Const,
    /// `static`.
    Static,
    /// In `thread_local!`: one for each thread; the type is that inside the `LocalKey`.
    ThreadLocal,
    /// In `tokio::task_local!`: one for each task; the type is that inside the key.
    TaskLocal,
    /// In `lazy_static!`: made at the first use; the type is that behind the `Deref`.
    Lazy,
}

/// A module.
#[derive(Clone, Debug)]
pub struct Mod {
    /// The items of `mod a { … }`; absent for `mod a;`, whose file `source` has found.
    pub items: Option<Box<[ItemId]>>,
    /// `#[macro_use]`.
    pub macro_use: bool,
}

/// One name that a `use` brings into scope.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Import {
    /// The path; without the `*` of a glob, and without a final `self`.
    pub path: Path,
    /// What is bound.
    pub binding: Binding,
}

/// What an import binds.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Binding {
    /// `use a::b` or `use a::c as b`: the name `b`.
    Name(Name),
    /// `use a::b as _`: a trait's methods only.
    Underscore,
    /// `use a::*`.
    Glob,
}

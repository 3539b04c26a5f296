//! Types as the rooms behind this one see them: plain data of one body.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::resolve::DefId;
use crate::types::infer::Infer;
use crate::types::ty::Bound;
use crate::types::ty::HIDDEN;
use crate::types::ty::Head;
use crate::types::ty::Kind;
use crate::types::ty::Ty;

/// Names a type of its body's table; 0 is [`Type::Unknown`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct TypeId(u32);

impl TypeId {
    /// The row of the table.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A type. Lifetimes, lengths of arrays and bounds that say nothing of values are not kept.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Type {
    /// It could not be told.
    Unknown,
    /// `!`.
    Never,
    /// `u32`, `str`.
    Primitive(&'static str),
    /// A struct, enum or union with its arguments.
    Adt(TypeHead, Box<[TypeId]>),
    /// `&T`, `&mut T`.
    Ref(bool, TypeId),
    /// `*const T`, `*mut T`.
    Pointer(TypeId),
    /// `[T]`.
    Slice(TypeId),
    /// `[T; N]`.
    Array(TypeId),
    /// `(A, B)`.
    Tuple(Box<[TypeId]>),
    /// A function, a function pointer or a closure: parameters and result.
    Function(Box<[TypeId]>, TypeId),
    /// `impl A + B`; the future of an `async` block is `impl Future`.
    Opaque(Box<[TypeBound]>),
    /// `dyn A + B`.
    Dyn(Box<[TypeBound]>),
    /// A generic parameter, or an associated type of one: `T`, `T::Item`.
    Param(Arc<str>),
}

/// A struct, enum or trait.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum TypeHead {
    /// Of the workspace.
    Def(DefId),
    /// Outside it, by canonical path.
    Library(Arc<str>),
}

/// `Trait<A, Name = B>`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TypeBound {
    /// The trait.
    pub head: TypeHead,
    /// Its arguments.
    pub args: Box<[TypeId]>,
    /// `Name = B`.
    pub bindings: Box<[(Arc<str>, TypeId)]>,
}

/// Fills the table of a body.
pub(super) struct Export {
    pub table: Vec<Type>,
    known: FxHashMap<Ty, TypeId>,
}

/// So deep is a type handed on: what is deeper is cut off.
const DEEPEST: usize = 12;

impl Export {
    pub(super) fn new() -> Self {
        Self { table: vec![Type::Unknown], known: FxHashMap::default() }
    }

    /// The type in the table.
    pub(super) fn ty(&mut self, infer: &mut Infer<'_, '_>, ty: Ty) -> TypeId {
        let ty = infer.deep(ty);
        self.resolved(infer, ty, 0)
    }

    fn resolved(&mut self, infer: &mut Infer<'_, '_>, ty: Ty, depth: usize) -> TypeId {
        if let Some(&known) = self.known.get(&ty) {
            return known;
        }
        if depth > DEEPEST {
            return TypeId::default();
        }
        let made = self.made(infer, ty, depth + 1);
        if made == Type::Unknown {
            return TypeId::default();
        }
        let id = TypeId(self.table.len() as u32);
        self.table.push(made);
        self.known.insert(ty, id);
        id
    }

    fn all(&mut self, infer: &mut Infer<'_, '_>, types: &[Ty], depth: usize) -> Box<[TypeId]> {
        types.iter().map(|&ty| self.resolved(infer, ty, depth)).collect()
    }

    fn made(&mut self, infer: &mut Infer<'_, '_>, ty: Ty, depth: usize) -> Type {
        match infer.kind(ty) {
            Kind::Unknown | Kind::Var(_) => Type::Unknown,
            Kind::Never => Type::Never,
            Kind::Primitive(name) => Type::Primitive(name),
            Kind::Adt(head, args) => {
                Type::Adt(infer.facts.handed(head), self.all(infer, &args, depth))
            }
            Kind::Ref(mutable, inner) => Type::Ref(mutable, self.resolved(infer, inner, depth)),
            Kind::Pointer(inner) => Type::Pointer(self.resolved(infer, inner, depth)),
            Kind::Slice(inner) => Type::Slice(self.resolved(infer, inner, depth)),
            Kind::Array(inner) => Type::Array(self.resolved(infer, inner, depth)),
            Kind::Tuple(parts) => Type::Tuple(self.all(infer, &parts, depth)),
            Kind::FnPointer(..) | Kind::FnItem(..) | Kind::Closure(_) => {
                match infer.signature_of_value(ty) {
                    Some((params, ret)) => {
                        let params: Vec<Ty> = params.iter().map(|&it| infer.deep(it)).collect();
                        let ret = infer.deep(ret);
                        let params = self.all(infer, &params, depth);
                        Type::Function(params, self.resolved(infer, ret, depth))
                    }
                    None => Type::Unknown,
                }
            }
            Kind::Opaque(bounds) => Type::Opaque(self.bounds(infer, &bounds, depth)),
            Kind::Dyn(bounds) => Type::Dyn(self.bounds(infer, &bounds, depth)),
            Kind::Param(_, name) => {
                let name = infer.facts.store.letters(name);
                // `impl A` among the parameters has no name that a reader would know.
                if name.starts_with(HIDDEN) {
                    let bounds = infer.bounds_of(ty);
                    return Type::Opaque(self.bounds(infer, &bounds, depth));
                }
                Type::Param((&*name).into())
            }
            Kind::Projection(..) => Type::Param(projection(infer, ty).into()),
        }
    }

    fn bounds(
        &mut self,
        infer: &mut Infer<'_, '_>,
        bounds: &[Bound],
        depth: usize,
    ) -> Box<[TypeBound]> {
        let bounds = bounds.iter().map(|bound| {
            let head = infer.facts.handed(bound.of.head);
            let args = self.all(infer, &bound.of.args, depth);
            let bindings = bound.bindings.iter().map(|&(name, ty)| {
                let name = (&*infer.facts.store.letters(name)).into();
                (name, self.resolved(infer, ty, depth))
            });
            TypeBound { head, args, bindings: bindings.collect() }
        });
        bounds.collect()
    }
}

/// `T::Item`, `B::Conn::Row`.
fn projection(infer: &mut Infer<'_, '_>, ty: Ty) -> String {
    match infer.kind(ty) {
        Kind::Param(_, name) => infer.facts.store.letters(name).to_string(),
        Kind::Projection(of, _, name) => {
            let of = projection(infer, of);
            format!("{of}::{}", infer.facts.store.letters(name))
        }
        _ => "_".to_owned(),
    }
}

impl crate::types::facts::Facts<'_> {
    /// A head as it is handed on: of what lies outside the workspace the path.
    fn handed(&mut self, head: Head) -> TypeHead {
        match head {
            Head::Def(def) => match self.names.outside_path(def) {
                Some(path) => TypeHead::Library(path.into()),
                None => TypeHead::Def(def),
            },
            Head::Library(path) => TypeHead::Library((&*self.store.letters(path)).into()),
        }
    }
}

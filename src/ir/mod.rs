//! The program, small and plain: data, no logic.
//!
//! Comes from `lower`, one [`File`] a text, and is never changed again. It is `Send + Sync`, keeps
//! no token, and splits a file into its outline (items, signatures, fields, imports; hashed) and its
//! bodies: an edit inside a body leaves [`File::outline`] as it was.

mod arena;
mod block;
mod body;
mod item;
mod macros;
mod name;
mod pat;
mod texts;
mod ty;
mod walk;

pub use arena::Arena;
pub use arena::Idx;
pub use block::Arm;
pub use block::Block;
pub use block::BlockKind;
pub use block::Closure;
pub use block::Stmt;
pub use block::StmtKind;
pub use body::BinaryOp;
pub use body::Body;
pub use body::Expr;
pub use body::ExprId;
pub use body::ExprKind;
pub use body::Literal;
pub use body::MethodCall;
pub use body::Origin;
pub use body::PatId;
pub use body::StructLiteral;
pub use body::UnaryOp;
pub use item::Attr;
pub use item::Binding;
pub use item::BodyId;
pub use item::Enum;
pub use item::Field;
pub use item::Fields;
pub use item::Fn;
pub use item::Impl;
pub use item::Import;
pub use item::Item;
pub use item::ItemId;
pub use item::ItemKind;
pub use item::Mod;
pub use item::Param;
pub use item::Receiver;
pub use item::Struct;
pub use item::Trait;
pub use item::TypeAlias;
pub use item::Value;
pub use item::ValueKind;
pub use item::Variant;
pub use item::Visibility;
pub use macros::MacroCall;
pub use macros::MacroForm;
pub use macros::Select;
pub use macros::SelectArm;
pub use name::Anchor;
pub use name::Name;
pub use name::NameTable;
pub use name::Path;
pub use name::QualifiedSelf;
pub use name::Segment;
pub use name::Segments;
pub use pat::Pat;
pub use pat::PatKind;
pub use texts::Texts;
pub use ty::Bound;
pub use ty::GenericArgs;
pub use ty::GenericParam;
pub use ty::Generics;
pub use ty::TypeRef;

use crate::source::CfgExpr;
use crate::source::Note;

/// The items and bodies of one source file.
#[derive(Debug, Default)]
pub struct File {
    /// The identifiers of the file.
    pub names: NameTable,
    /// All items, those of modules, impls, traits and blocks included.
    pub items: Arena<Item>,
    /// The items at the file's top, in order.
    pub top: Box<[ItemId]>,
    /// All bodies.
    pub bodies: Arena<Body>,
    /// `#![cfg(…)]` at the file's top.
    pub cfg: Option<Box<CfgExpr>>,
    /// A hash of everything but bodies, spans and comments. Equal outlines mean that no other file
    /// needs to be looked at again.
    pub outline: u64,
    /// What could not be read.
    pub notes: Vec<Note>,
    /// Nothing of the file could be parsed, even after recovery.
    pub unparsed: bool,
}

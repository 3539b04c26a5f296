//! Blocks, their statements, arms and closures.

use crate::ir::body::ExprId;
use crate::ir::body::PatId;
use crate::ir::item::ItemId;
use crate::ir::name::Name;
use crate::ir::ty::TypeRef;
use crate::source::CfgExpr;

/// A block of any kind.
#[derive(Clone, Debug)]
pub struct Block {
    /// What kind it is.
    pub kind: BlockKind,
    /// `'a:`.
    pub label: Option<Name>,
    /// Its statements.
    pub stmts: Box<[Stmt]>,
    /// The last expression, where no `;` follows. One with a `#[cfg(…)]` is a statement without
    /// `;` instead: another may take its place in another build.
    pub tail: Option<ExprId>,
    /// The items that stand in it, in any order: they are in scope in the whole block.
    pub items: Box<[ItemId]>,
}

/// What kind of block it is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum BlockKind {
    /// `{ … }`, `const { … }`.
    Plain,
    /// `unsafe { … }`.
    Unsafe,
    /// `async { … }`: a future, nothing runs here.
    Async {
        /// `async move`.
        is_move: bool,
    },
    /// `stream! { … }`, `try_stream! { … }`: a stream whose body can await and yield.
    Stream {
        /// `try_stream!`: `?` ends the stream.
        is_try: bool,
    },
    /// `try { … }`.
    Try,
}

/// One statement.
#[derive(Clone, Debug)]
pub struct Stmt {
    /// What it is.
    pub kind: StmtKind,
    /// `#[cfg(…)]`.
    pub cfg: Option<Box<CfgExpr>>,
}

/// What a statement is. Items are in [`Block::items`].
#[derive(Clone, Debug)]
pub enum StmtKind {
    /// `let p: T = x else { … };`.
    Let {
        /// `p`.
        pat: PatId,
        /// `T`.
        ty: Option<Box<TypeRef>>,
        /// `x`.
        init: Option<ExprId>,
        /// `{ … }`.
        otherwise: Option<ExprId>,
    },
    /// `x;`, or `x` where a block ends the statement.
    Expr {
        /// `x`.
        expr: ExprId,
        /// `;` follows.
        semicolon: bool,
    },
}

/// One arm of a `match`.
#[derive(Clone, Debug)]
pub struct Arm {
    /// The pattern.
    pub pat: PatId,
    /// `if …`; may hold [`crate::ir::ExprKind::Let`].
    pub guard: Option<ExprId>,
    /// What runs.
    pub body: ExprId,
    /// `#[cfg(…)]`.
    pub cfg: Option<Box<CfgExpr>>,
}

/// `|a: T| -> R { … }`.
#[derive(Clone, Debug)]
pub struct Closure {
    /// `a: T`.
    pub params: Box<[(PatId, Option<TypeRef>)]>,
    /// `R`.
    pub ret: Option<TypeRef>,
    /// What runs when it is called.
    pub body: ExprId,
    /// `async |a| …`: calling it makes a future.
    pub is_async: bool,
    /// `move`.
    pub is_move: bool,
}

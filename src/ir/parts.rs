//! The larger parts of expressions: blocks, arms, closures, `select!`, macro calls.

use crate::ir::body::ExprId;
use crate::ir::body::PatId;
use crate::ir::item::ItemId;
use crate::ir::name::Name;
use crate::ir::name::Path;
use crate::ir::ty::TypeRef;
use crate::source::CfgExpr;

/// `A { b: c, ..d }`.
#[derive(Clone, Debug)]
pub struct StructLiteral {
    /// `A`.
    pub path: Path,
    /// `b: c`.
    pub fields: Box<[(Name, ExprId)]>,
    /// `..d`.
    pub base: Option<ExprId>,
}

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
    /// `if …`; may hold [`ExprKind::Let`].
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

/// `select! { … }`.
#[derive(Clone, Debug)]
pub struct Select {
    /// The macro's path: `tokio::select`, `futures::select_biased`.
    pub path: Path,
    /// Polled in the order written.
    pub biased: bool,
    /// The arms.
    pub arms: Box<[SelectArm]>,
    /// `else => …`, `complete => …`, `default => …`.
    pub otherwise: Option<ExprId>,
}

/// `p = f, if c => b`.
#[derive(Clone, Debug)]
pub struct SelectArm {
    /// `p`.
    pub pat: PatId,
    /// `f`; polled, not awaited to its end.
    pub future: ExprId,
    /// `c`.
    pub condition: Option<ExprId>,
    /// `b`; absent where the arm is only a future.
    pub body: ExprId,
}

/// A macro call whose expansion we do not have, with what is known of it.
#[derive(Clone, Debug)]
pub struct MacroCall {
    /// The path before `!`.
    pub path: Path,
    /// What its tokens mean.
    pub form: MacroForm,
    /// The expressions in it, in order.
    pub args: Box<[ExprId]>,
}

/// What the tokens of a macro call mean.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum MacroForm {
    /// The arguments are formatted: `format!`, `println!`, `anyhow!`, `info!`.
    Format,
    /// The arguments are formatted, and nothing behind it runs: `panic!`, `todo!`, `unreachable!`.
    Panic,
    /// `assert!(a)`, `assert_eq!(a, b)`, `debug_assert!(a)` and the message. (`ensure!` is written
    /// out as an `if` that returns.)
    Assert,
    /// `vec![a, b]`, `vec![a; n]`: a vector of the arguments.
    Vec,
    /// `pin!(x)`, `std::task::ready!(x)`, `dbg!(x)`: gives its argument on, wrapped or not.
    Value,
    /// `sqlx::query!("…", a)`: the first argument is SQL.
    Query,
    /// `json!({"a": b})`, `include_str!("a")`: a known macro that computes each argument once.
    Arguments,
    /// An unknown macro whose tokens were read as expressions or statements.
    AsWritten,
    /// Nothing of it could be read.
    Opaque,
}

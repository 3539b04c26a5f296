//! Expressions, patterns and statements, desugared, each with an id and a span.

use crate::ir::arena::Arena;
use crate::ir::arena::Idx;
use crate::ir::item::ItemId;
use crate::ir::name::Name;
use crate::ir::name::Path;
use crate::ir::ty::GenericArgs;
use crate::ir::ty::TypeRef;
use crate::source::CfgExpr;
use crate::source::Span;

/// Names an expression of its body.
pub type ExprId = Idx<Expr>;
/// Names a pattern of its body.
pub type PatId = Idx<Pat>;

/// What a function does, or how a const is computed. Closures and async blocks are expressions in
/// it; items written inside a block are items of the file.
#[derive(Clone, Debug)]
pub struct Body {
    /// All expressions; a child stands before its parent.
    pub exprs: Arena<Expr>,
    /// All patterns; a child stands before its parent.
    pub pats: Arena<Pat>,
    /// The patterns of the parameters behind `self`.
    pub params: Box<[PatId]>,
    /// The outermost expression.
    pub root: ExprId,
}

/// One expression.
#[derive(Clone, Debug)]
pub struct Expr {
    /// What it is.
    pub kind: ExprKind,
    /// From its first token to its last.
    pub span: Span,
    /// How it came to be in the text.
    pub origin: Origin,
}

/// How an expression came to be in the text.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Origin {
    /// It stands there.
    Source,
    /// A macro of the workspace was expanded to it. What was an argument of the macro keeps its own
    /// span, all else has the span of the call.
    Expanded,
    /// It stands among the tokens of a macro that we do not know: it may run once, often or never.
    AsWritten,
}

/// What an expression is.
#[derive(Clone, Debug)]
pub enum ExprKind {
    /// A syntax that we do not read, or an error.
    Missing,
    /// `a::b`, a local included.
    Path(Box<Path>),
    /// A literal.
    Literal(Literal),
    /// `f(a, b)`; tuple structs and variants too.
    Call {
        /// `f`.
        callee: ExprId,
        /// `a, b`.
        args: Box<[ExprId]>,
    },
    /// `x.f::<T>(a, b)`.
    MethodCall(Box<MethodCall>),
    /// `x.f`, `x.0`.
    Field {
        /// `x`.
        base: ExprId,
        /// `f` or `0`.
        name: Name,
    },
    /// `x[i]`.
    Index {
        /// `x`.
        base: ExprId,
        /// `i`.
        index: ExprId,
    },
    /// `!x`, `-x`, `*x`.
    Unary {
        /// The operator.
        op: UnaryOp,
        /// `x`.
        operand: ExprId,
    },
    /// `&x`, `&mut x`, `&raw const x`.
    Ref {
        /// `mut`.
        mutable: bool,
        /// `x`.
        operand: ExprId,
    },
    /// `a + b`, `a == b`, `a && b`.
    Binary {
        /// The operator.
        op: BinaryOp,
        /// `a`.
        lhs: ExprId,
        /// `b`.
        rhs: ExprId,
    },
    /// `a = b`, and `a += b` with its operator.
    Assign {
        /// `+` of `+=`.
        op: Option<BinaryOp>,
        /// `a`.
        lhs: ExprId,
        /// `b`.
        rhs: ExprId,
    },
    /// `a..b`, `a..=b`.
    Range {
        /// `a`.
        from: Option<ExprId>,
        /// `b`.
        to: Option<ExprId>,
        /// `..=`.
        inclusive: bool,
    },
    /// `x as T`.
    Cast {
        /// `x`.
        operand: ExprId,
        /// `T`.
        ty: Box<TypeRef>,
    },
    /// `(a, b)`; `()` is the empty one.
    Tuple(Box<[ExprId]>),
    /// `[a, b]`, `vec![a, b]` as [`ExprKind::Macro`].
    Array(Box<[ExprId]>),
    /// `[a; n]`.
    Repeat {
        /// `a`.
        value: ExprId,
        /// `n`.
        len: ExprId,
    },
    /// `A { b: c, ..d }`.
    Struct(Box<StructLiteral>),
    /// `{ … }`, `async { … }`, `unsafe { … }`.
    Block(Box<Block>),
    /// `if a { b } else { c }`; `if let` has a [`ExprKind::Let`] in `condition`.
    If {
        /// `a`.
        condition: ExprId,
        /// `b`.
        then: ExprId,
        /// `c`.
        otherwise: Option<ExprId>,
    },
    /// `let p = x` as a condition.
    Let {
        /// `p`.
        pat: PatId,
        /// `x`.
        scrutinee: ExprId,
    },
    /// `match x { … }`; `matches!(x, p)` too.
    Match {
        /// `x`.
        scrutinee: ExprId,
        /// The arms.
        arms: Box<[Arm]>,
    },
    /// `loop { … }`.
    Loop {
        /// `'a:`.
        label: Option<Name>,
        /// The block.
        body: ExprId,
    },
    /// `while a { … }`; `while let` has a [`ExprKind::Let`] in `condition`.
    While {
        /// `'a:`.
        label: Option<Name>,
        /// `a`.
        condition: ExprId,
        /// The block.
        body: ExprId,
    },
    /// `for p in x { … }`; with `is_await` `for await p in x`.
    For {
        /// `'a:`.
        label: Option<Name>,
        /// `p`.
        pat: PatId,
        /// `x`.
        iterable: ExprId,
        /// The block.
        body: ExprId,
        /// Each turn awaits the next item of a stream.
        is_await: bool,
    },
    /// `break 'a x`.
    Break {
        /// `'a`.
        label: Option<Name>,
        /// `x`.
        value: Option<ExprId>,
    },
    /// `continue 'a`.
    Continue {
        /// `'a`.
        label: Option<Name>,
    },
    /// `return x`; also what `bail!` does.
    Return(Option<ExprId>),
    /// `yield x` in a `stream!`.
    Yield(Option<ExprId>),
    /// `x?`.
    Try(ExprId),
    /// `x.await`; the last five bytes of the span are the keyword.
    Await(ExprId),
    /// `|a| b`, `async |a| b`, `move |a| b`.
    Closure(Box<Closure>),
    /// `select!`, of any crate.
    Select(Box<Select>),
    /// `join!(a, b)`, `try_join!(a, b)`: all are polled side by side until the last is ready.
    Join {
        /// The macro's path.
        path: Box<Path>,
        /// `try_join!`: the first error drops the others.
        is_try: bool,
        /// The futures.
        futures: Box<[ExprId]>,
    },
    /// Any other macro call.
    Macro(Box<MacroCall>),
}

/// `x.f::<T>(a, b)`.
#[derive(Clone, Debug)]
pub struct MethodCall {
    /// `x`.
    pub receiver: ExprId,
    /// `f`.
    pub name: Name,
    /// The place of `f`.
    pub name_span: Span,
    /// `<T>`.
    pub generics: Option<GenericArgs>,
    /// `a, b`.
    pub args: Box<[ExprId]>,
}

/// A literal, with its text where a rule may need it.
#[derive(Clone, PartialEq, Debug)]
pub enum Literal {
    /// `"…"`, its value.
    Str(Box<str>),
    /// `b"…"`, `c"…"`.
    Bytes,
    /// `1`, `1u8`: the value, where it fits, and the suffix.
    Int(Option<u128>, Option<Name>),
    /// `1.0`, `1.0f32`: the suffix.
    Float(Option<Name>),
    /// `true`.
    Bool(bool),
    /// `'a'`.
    Char,
    /// `b'a'`.
    Byte,
}

/// `!x`, `-x`, `*x`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum UnaryOp {
    /// `!`.
    Not,
    /// `-`.
    Neg,
    /// `*`.
    Deref,
}

/// An operator between two values.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
#[expect(missing_docs, reason = "the names of the operator traits say it")]
pub enum BinaryOp {
    Add,
    Sub,
    Mul,
    Div,
    Rem,
    BitAnd,
    BitOr,
    BitXor,
    Shl,
    Shr,
    And,
    Or,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

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

/// One pattern.
#[derive(Clone, Debug)]
pub struct Pat {
    /// What it is.
    pub kind: PatKind,
    /// From its first token to its last; of a binding the identifier.
    pub span: Span,
}

/// What a pattern is.
#[derive(Clone, Debug)]
pub enum PatKind {
    /// `_`.
    Wild,
    /// `..` in a tuple or slice.
    Rest,
    /// A syntax that we do not read.
    Missing,
    /// `a`, `ref mut a`, `a @ p`. A bare name may also be a const, unit struct or variant: `resolve`
    /// knows.
    Bind {
        /// `a`.
        name: Name,
        /// `ref`.
        by_ref: bool,
        /// `mut`.
        mutable: bool,
        /// `p`.
        sub: Option<PatId>,
    },
    /// `A::B`.
    Path(Box<Path>),
    /// `A(p, ..)`.
    TupleStruct {
        /// `A`.
        path: Box<Path>,
        /// `p, ..`.
        pats: Box<[PatId]>,
    },
    /// `A { b: p, .. }`.
    Struct {
        /// `A`.
        path: Box<Path>,
        /// `b: p`.
        fields: Box<[(Name, PatId)]>,
    },
    /// `(p, q)`.
    Tuple(Box<[PatId]>),
    /// `[p, ..]`.
    Slice(Box<[PatId]>),
    /// `&p`.
    Ref(PatId),
    /// `p | q`.
    Or(Box<[PatId]>),
    /// `1`, `"a"`, `1..=2`, `const { … }`.
    Value(Option<ExprId>),
}

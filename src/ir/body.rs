//! Bodies and their expressions, desugared, each with an id and a span.

use crate::ir::arena::Arena;
use crate::ir::arena::Idx;
use crate::ir::block::Arm;
use crate::ir::block::Block;
use crate::ir::block::Closure;
use crate::ir::macros::MacroCall;
use crate::ir::macros::Select;
use crate::ir::name::Name;
use crate::ir::name::Path;
use crate::ir::pat::Pat;
use crate::ir::ty::GenericArgs;
use crate::ir::ty::TypeRef;
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
    /// span, all else has the span of the call. So it is with what a known macro stands for, such
    /// as the `return` of `bail!`; its arguments are [`Origin::Source`].
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
    /// `1`, `1u8`: the value and the suffix.
    Int(u64, Option<Name>),
    /// An integer beyond 64 bits, and the suffix.
    HugeInt(Option<Name>),
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Expressions are most of what a run keeps in memory.
    #[test]
    fn an_expression_is_small() {
        assert!(size_of::<ExprKind>() <= 32, "{}", size_of::<ExprKind>());
        assert!(size_of::<Expr>() <= 48, "{}", size_of::<Expr>());
    }
}

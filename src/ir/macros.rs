//! Macro calls, as far as their meaning is known.

use crate::ir::body::ExprId;
use crate::ir::body::PatId;
use crate::ir::name::Path;

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
    /// `assert!(a)`, `debug_assert!(a)`, and the message, for which nothing of the condition lives on.
    Assert,
    /// `assert_eq!(a, b)`, `assert_matches!(a, p)`, and the message, for which the operands live on.
    Compare,
    /// `vec![a, b]`: a vector of the arguments.
    Vec,
    /// `vec![a; n]`: a vector of the first argument, as often as the second says.
    VecRepeat,
    /// `pin!(x)`, `std::task::ready!(x)`, `dbg!(x)`: gives its argument on, wrapped or not.
    Value,
    /// `sqlx::query!("…", a)`: the first argument is SQL.
    Query,
    /// Each argument is computed once, what becomes of it is unknown: `json!`, `addr_of!`. No
    /// argument: nothing runs, as in `include_str!`.
    Arguments,
    /// An unknown macro whose tokens were read as expressions or statements.
    AsWritten,
    /// Nothing of it could be read.
    Opaque,
}

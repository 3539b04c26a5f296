//! One pass of a small lexer over each text. It finds what must be known before anything is parsed.

use crate::source::CfgExpr;
use crate::source::Comment;
use crate::source::Span;

/// What one pass over a text found.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// `mod a;`, those inside inline modules too.
    pub modules: Vec<ModDecl>,
    /// `macro_rules!` definitions.
    pub macros: Vec<MacroDef>,
    /// `include!("…")`: the offset of `include`, the literal (none: not a plain literal, such as
    /// `concat!(env!("OUT_DIR"), …)`).
    pub includes: Vec<(u32, Option<String>)>,
    /// `// asyncheck: …`.
    pub comments: Vec<Comment>,
    /// The deepest nesting of brackets, `<` runs and prefix operators, and where it is.
    pub depth: (u32, u32),
    /// `{`, `(`, `[` and their closers match.
    pub balanced: bool,
}

/// `mod a;`
#[derive(Clone, Debug)]
pub struct ModDecl {
    /// `a`, without `r#`.
    pub name: String,
    /// The byte offset of the name.
    pub offset: u32,
    /// The inline modules around it, outermost first, each with its `#[path]`.
    pub parents: Vec<(String, Option<String>)>,
    /// `#[path = "…"]`, also by `cfg_attr`, with its predicate.
    pub paths: Vec<(Option<CfgExpr>, String)>,
    /// `#[cfg(…)]` of it and of the inline modules around it.
    pub cfg: Vec<CfgExpr>,
    /// `#[macro_use]`: its textual macros stay in scope behind it.
    pub macro_use: bool,
}

/// `macro_rules! a { … }`
#[derive(Clone, Debug)]
pub struct MacroDef {
    /// `a`.
    pub name: String,
    /// The rules: what stands between the outermost brackets.
    pub body: Span,
    /// The offset at which the definition ends: textual scope begins here.
    pub end: u32,
    /// The innermost braces around it: textual scope ends with them (unless `#[macro_use]`).
    pub scope: Span,
    /// `#[macro_export]`.
    pub exported: bool,
    /// `#[cfg(…)]` of it and of the inline modules around it.
    pub cfg: Vec<CfgExpr>,
}

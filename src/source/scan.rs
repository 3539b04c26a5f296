//! One pass of a small lexer over each text. It finds what must be known before anything is parsed.

mod attributes;
mod brackets;
mod include;
mod items;
mod lookahead;
mod scanner;
#[cfg(test)]
mod tests;

use crate::source::CfgExpr;
use crate::source::Comment;
use crate::source::Span;

pub(super) use lookahead::Lookahead;
pub(super) use scanner::scan;

/// What one pass over a text found.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// `#![cfg(…)]` at the top of the text: it holds for the whole module.
    pub cfg: Vec<CfgExpr>,
    /// `mod a;`, those inside inline modules too.
    pub modules: Vec<ModDecl>,
    /// `macro_rules!` definitions.
    pub macros: Vec<MacroDef>,
    /// `use …;` where items can stand: not those in bodies.
    pub uses: Vec<UseDecl>,
    /// `include!(…)` where items can stand.
    pub includes: Vec<Include>,
    /// `// asyncheck: …`, and the attributes that say the same.
    pub comments: Vec<Comment>,
    /// The deepest nesting of brackets, `<` runs and prefix operators, and where it is.
    pub depth: (u32, u32),
    /// `{`, `(`, `[` and their closers match.
    pub balanced: bool,
    /// What lies between each `{` and its `}`, in the order of the `}`.
    pub braces: Vec<Span>,
    /// The literals and comments that go over several lines, in their order.
    pub long: Vec<Span>,
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
    /// It stands in the arguments of a macro call: the macro may drop it.
    pub in_macro: bool,
}

/// `use …;`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct UseDecl {
    /// The byte offset of `use`.
    pub offset: u32,
    /// The names of the inline modules around it, outermost first.
    pub parents: Vec<String>,
    /// `#[cfg(…)]` of it and of the inline modules around it.
    pub cfg: Vec<CfgExpr>,
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
    /// What stands between the innermost braces around it, or the whole text: textual scope ends
    /// with it. The braces of macro calls and of `#[macro_use]` inline modules do not count.
    pub scope: Span,
    /// `#[macro_export]`.
    pub exported: bool,
    /// `#[cfg(…)]` of it and of the inline modules around it.
    pub cfg: Vec<CfgExpr>,
}

/// `include!(…)`
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Include {
    /// The byte offset of `include`.
    pub offset: u32,
    /// What it includes.
    pub path: IncludePath,
    /// `#[cfg(…)]` of it and of the inline modules around it.
    pub cfg: Vec<CfgExpr>,
    /// It stands in the arguments of a macro call: the macro may drop it.
    pub in_macro: bool,
}

/// What stands between the parentheses of `include!(…)`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum IncludePath {
    /// `"a.rs"`: relative to the file.
    Literal(String),
    /// `concat!(env!("CARGO_MANIFEST_DIR"), "/a.rs")`: relative to the package's folder.
    Manifest(String),
    /// `concat!(env!("OUT_DIR"), …)`: only a build makes it.
    Generated,
    /// Something else.
    Unknown,
}

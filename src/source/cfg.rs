//! `cfg` predicates, and what a build answers them.

/// What stands inside `#[cfg(…)]`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum CfgExpr {
    /// `unix`, `test`.
    Name(Box<str>),
    /// `feature = "a"`.
    Value(Box<str>, Box<str>),
    /// `all(…)`.
    All(Box<[CfgExpr]>),
    /// `any(…)`.
    Any(Box<[CfgExpr]>),
    /// `not(…)`.
    Not(Box<CfgExpr>),
    /// `true`, `false`.
    Constant(bool),
    /// What we cannot read.
    Unknown,
}

/// What a build answers to `cfg` predicates.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CfgSet {
    /// Names that are set: `unix`, `test`, `debug_assertions`.
    pub names: std::collections::BTreeSet<String>,
    /// Pairs that are set: `feature`, `a`.
    pub values: std::collections::BTreeSet<(String, String)>,
    /// Names that the package's build script may set: neither on nor off.
    pub unknown: std::collections::BTreeSet<String>,
}

impl CfgSet {
    /// Whether the predicate holds; `None` where a build script decides.
    pub fn answers(&self, expr: &CfgExpr) -> Option<bool> {
        todo!("{expr:?}")
    }
}

impl CfgExpr {
    /// Reads what stands between the parentheses of `#[cfg(…)]`.
    pub fn parse(text: &str) -> CfgExpr {
        todo!("{text}")
    }
}

//! `cfg` predicates, and what a build answers them.

mod expr;
mod host;
mod script;

use std::collections::BTreeSet;

pub(super) use host::host_triple;
pub(super) use host::target_cfg;
pub(super) use script::names_of_script;

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
    pub names: BTreeSet<String>,
    /// Pairs that are set: `feature`, `a`.
    pub values: BTreeSet<(String, String)>,
    /// Names that the package's build script may set: neither on nor off.
    pub unknown: BTreeSet<String>,
    /// Built twice: as it is, and with its tests. `test` is neither on nor off.
    pub harness: bool,
}

impl CfgSet {
    /// Whether the predicate holds; `None` where a build script decides. A name or pair that nobody
    /// set is off, as it is for rustc.
    pub fn answers(&self, expr: &CfgExpr) -> Option<bool> {
        match expr {
            CfgExpr::Name(name) if self.harness && &**name == "test" => None,
            CfgExpr::Name(name) => {
                let on = self.names.contains(&**name);
                if !on && self.unknown.contains(&**name) { None } else { Some(on) }
            }
            CfgExpr::Value(name, value) => {
                let on = self.has_value(name, value);
                if !on && self.unknown.contains(&**name) { None } else { Some(on) }
            }
            CfgExpr::All(parts) => self.fold(parts, false),
            CfgExpr::Any(parts) => self.fold(parts, true),
            CfgExpr::Not(inner) => self.answers(inner).map(|holds| !holds),
            CfgExpr::Constant(value) => Some(*value),
            CfgExpr::Unknown => None,
        }
    }

    /// The one build that this stands for, or the two: without tests and with them.
    pub fn builds(&self) -> Vec<CfgSet> {
        if !self.harness {
            return vec![self.clone()];
        }
        let without = CfgSet { harness: false, ..self.clone() };
        let mut with = without.clone();
        with.names.insert("test".to_owned());
        vec![without, with]
    }

    /// Whether all predicates hold, as several `#[cfg]` of one item must.
    pub fn answers_all(&self, exprs: &[CfgExpr]) -> Option<bool> {
        self.fold(exprs, false)
    }

    /// `decisive` is the answer of one part that settles the whole: false for `all`, true for `any`.
    fn fold(&self, parts: &[CfgExpr], decisive: bool) -> Option<bool> {
        let mut unknown = false;
        for part in parts {
            match self.answers(part) {
                Some(answer) if answer == decisive => return Some(decisive),
                Some(_) => {}
                None => unknown = true,
            }
        }
        if unknown { None } else { Some(!decisive) }
    }

    fn has_value(&self, name: &str, value: &str) -> bool {
        self.values.iter().any(|(key, set)| key == name && set == value)
    }
}

#[cfg(test)]
mod tests {
    use super::CfgExpr;
    use super::CfgSet;

    fn set() -> CfgSet {
        CfgSet {
            names: ["unix", "test"].map(String::from).into(),
            values: [("feature", "a"), ("target_os", "linux")]
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .into(),
            unknown: ["has_atomics".to_owned(), "backend".to_owned()].into(),
            harness: false,
        }
    }

    #[test]
    fn answers() {
        for (text, answer) in [
            ("unix", Some(true)),
            ("windows", Some(false)),
            ("has_atomics", None),
            ("backend = \"x\"", None),
            ("feature = \"a\"", Some(true)),
            ("feature = \"b\"", Some(false)),
            ("not(has_atomics)", None),
            ("all(has_atomics, windows)", Some(false)),
            ("any(has_atomics, unix)", Some(true)),
            ("all(has_atomics, unix)", None),
            ("any()", Some(false)),
            ("all()", Some(true)),
            ("true", Some(true)),
            ("not(false)", Some(true)),
            ("target_os = \"linux\",", Some(true)),
            ("version(\"1.80\")", None),
        ] {
            assert_eq!(set().answers(&CfgExpr::parse(text)), answer, "{text}");
        }
    }

    #[test]
    fn built_twice() {
        let mut set = set();
        set.names.remove("test");
        set.harness = true;
        let answer = |set: &CfgSet, text| set.answers(&CfgExpr::parse(text));
        assert_eq!((answer(&set, "test"), answer(&set, "not(test)")), (None, None));
        assert_eq!(answer(&set, "all(test, windows)"), Some(false));
        let builds = set.builds();
        let both = builds.iter().map(|build| answer(build, "test")).collect::<Vec<_>>();
        assert_eq!(both, [Some(false), Some(true)]);
    }

    #[test]
    fn several_predicates_must_all_hold() {
        let exprs = [CfgExpr::parse("unix"), CfgExpr::parse("has_atomics")];
        assert_eq!(set().answers_all(&exprs), None);
        assert_eq!(set().answers_all(&exprs[..1]), Some(true));
    }
}

//! Which items a build has.

use crate::source::CfgExpr;
use crate::source::CfgSet;

/// The answers of one crate to `cfg`, as it is built and as it would be without tests.
#[derive(Debug)]
pub(super) struct Build<'a> {
    with_tests: &'a CfgSet,
    without_tests: CfgSet,
}

/// Whether an item is there.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Presence {
    /// It may be there.
    pub kept: bool,
    /// It is there: no build script decides.
    pub certain: bool,
    /// Without tests it would not be.
    pub test: bool,
}

impl<'a> Build<'a> {
    pub(super) fn new(cfg: &'a CfgSet) -> Self {
        let mut without_tests = cfg.clone();
        without_tests.names.remove("test");
        without_tests.harness = false;
        Self { with_tests: cfg, without_tests }
    }

    /// An unanswered predicate keeps the item: two definitions of one name then cancel out.
    pub(super) fn presence(&self, cfg: Option<&CfgExpr>) -> Presence {
        let Some(cfg) = cfg else {
            return Presence { kept: true, certain: true, test: false };
        };
        let answer = self.with_tests.answers(cfg);
        Presence {
            kept: answer != Some(false),
            certain: answer == Some(true),
            test: self.without_tests.answers(cfg) == Some(false),
        }
    }
}

//! The whole interface of a rule.

use crate::config::Level;
use crate::finding::Finding;
use crate::finding::Grade;
use crate::model::Certainty;
use crate::model::Function;
use crate::model::Heat;
use crate::model::Weight;

/// A rule is a value: an id, a page, the levels of its grades, and a function that judges.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// Names the bad thing: `blocking-fs`.
    pub id: &'static str,
    /// The folder it lies in: `blocking`.
    pub group: &'static str,
    /// The level of each grade, unless the user says otherwise.
    pub levels: Levels,
    /// The version that brought it.
    pub since: &'static str,
    /// Its own source: the `//!` header is its page.
    pub source: &'static str,
    /// What judges.
    pub check: Check,
}

/// What a rule looks at.
#[derive(Clone, Copy, Debug)]
pub enum Check {
    /// One function at a time.
    Function(fn(&mut Pass, Function<'_>)),
    /// Nothing: `triage` speaks in its name.
    Triage,
}

/// What a rule says while it looks at one function.
#[derive(Debug, Default)]
pub struct Pass {
    findings: Vec<Finding>,
}

impl Pass {
    /// Says something.
    pub fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    pub(super) fn into_findings(self) -> Vec<Finding> {
        self.findings
    }
}

/// Which level a finding of each grade has by default.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Levels {
    /// Hot code, and open code save light work.
    pub base: Level,
    /// Open code, where the work is of weight meta or short.
    pub light: Level,
    /// Cold code.
    pub cold: Level,
    /// Test code.
    pub test: Level,
    /// What is only possible, wherever it runs.
    pub possible: Level,
}

impl Levels {
    /// One level for everything that is certain, in tests too.
    pub const fn new(level: Level) -> Self {
        Self { base: level, light: level, cold: level, test: level, possible: Level::Allow }
    }

    /// Another level in cold code.
    pub const fn cold(self, cold: Level) -> Self {
        Self { cold, ..self }
    }

    /// Another level for light work in open code.
    pub const fn light(self, light: Level) -> Self {
        Self { light, ..self }
    }

    /// Silent in tests.
    pub const fn not_in_tests(self) -> Self {
        Self { test: Level::Allow, ..self }
    }

    /// The level of a grade.
    pub fn of(&self, grade: Grade) -> Level {
        let light = matches!(grade.weight, Weight::Meta | Weight::Short);
        if grade.certainty == Certainty::Possible {
            return self.possible;
        }
        if grade.test {
            return self.test;
        }
        match grade.heat {
            Heat::Cold => self.cold,
            Heat::Open if light => self.light,
            Heat::Hot | Heat::Open => self.base,
        }
    }
}

//! The whole interface of a rule.

use crate::config::Level;
use crate::finding::Finding;
use crate::finding::Grade;
use crate::model::Certainty;
use crate::model::Function;
use crate::model::Heat;
use crate::model::Model;
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
    /// The whole program at once.
    Program(fn(&mut Pass, &Model<'_>)),
    /// Nothing: `triage` speaks in its name.
    Triage,
}

/// What a rule says while it looks at one function, or at the program.
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
    /// Heavy work in hot and in open code.
    pub base: Level,
    /// The heaviest work that counts as light where other functions lie between it and the code.
    /// Where the code does it itself, meta and short do.
    pub light_from_afar: Weight,
    /// Light work in hot code.
    pub light_hot: Level,
    /// Light work in open code.
    pub light: Level,
    /// Code that runs a few times in the run of a program. Light work is never louder there than in
    /// open code.
    pub seldom: Level,
    /// Cold code. Light work is never louder there than in open code.
    pub cold: Level,
    /// Test code.
    pub test: Level,
    /// What is only possible, wherever it runs.
    pub possible: Level,
}

impl Levels {
    /// One level for everything that is certain, in tests too.
    pub const fn new(level: Level) -> Self {
        Self {
            base: level,
            light_from_afar: Weight::Meta,
            light_hot: level,
            light: level,
            seldom: level,
            cold: level,
            test: level,
            possible: Level::Allow,
        }
    }

    /// Another level in code that runs a few times in the run of a program.
    pub const fn seldom(self, seldom: Level) -> Self {
        Self { seldom, ..self }
    }

    /// Another level in cold code.
    pub const fn cold(self, cold: Level) -> Self {
        Self { cold, ..self }
    }

    /// Work of this weight counts as light too where other functions lie between it and the code.
    pub const fn light_from_afar(self, light_from_afar: Weight) -> Self {
        Self { light_from_afar, ..self }
    }

    /// Another level for light work in open code.
    pub const fn light(self, light: Level) -> Self {
        Self { light, ..self }
    }

    /// Another level for light work in hot code.
    pub const fn light_hot(self, light_hot: Level) -> Self {
        Self { light_hot, ..self }
    }

    /// Silent in tests.
    pub const fn not_in_tests(self) -> Self {
        Self { test: Level::Allow, ..self }
    }

    /// The level of a grade.
    pub fn of(&self, grade: Grade) -> Level {
        let light_from = if grade.direct { Weight::Meta } else { self.light_from_afar };
        let light = grade.weight >= light_from;
        if grade.certainty == Certainty::Possible {
            return self.possible;
        }
        if grade.test {
            return self.test;
        }
        match grade.heat {
            Heat::Cold if light => self.cold.min(self.light),
            Heat::Cold => self.cold,
            Heat::Seldom if light => self.seldom.min(self.light),
            Heat::Seldom => self.seldom,
            Heat::Open if light => self.light,
            Heat::Hot if light => self.light_hot,
            Heat::Hot | Heat::Open => self.base,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LEVELS: Levels = Levels::new(Level::Deny)
        .light_hot(Level::Warn)
        .light(Level::Allow)
        .cold(Level::Warn)
        .not_in_tests();

    fn of(heat: Heat, weight: Weight) -> Level {
        LEVELS.of(Grade { heat, weight, ..Grade::CERTAIN })
    }

    #[test]
    fn light_work_has_levels_of_its_own() {
        let heats = [Heat::Hot, Heat::Open, Heat::Seldom, Heat::Cold];
        let levels = |weight| heats.map(|heat| of(heat, weight));
        assert_eq!(levels(Weight::Long), [Level::Deny, Level::Deny, Level::Deny, Level::Warn]);
        for weight in [Weight::Meta, Weight::Short] {
            assert_eq!(levels(weight), [Level::Warn, Level::Allow, Level::Allow, Level::Allow]);
        }
    }

    #[test]
    fn tests_and_guesses_come_before_heat() {
        let test = Grade { test: true, ..Grade::CERTAIN };
        assert_eq!(LEVELS.of(test), Level::Allow);
        assert_eq!(Levels::new(Level::Deny).of(test), Level::Deny);
        let possible = Grade { certainty: Certainty::Possible, ..Grade::CERTAIN };
        assert_eq!(Levels::new(Level::Deny).of(possible), Level::Allow);
    }
}

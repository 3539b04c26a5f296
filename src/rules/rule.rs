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
    /// Heavy work in hot code.
    pub base: Level,
    /// Heavy work in open code.
    pub open: Level,
    /// The heaviest work that counts as light.
    pub light_from: LightFrom,
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
    /// What is only possible, wherever it runs; and what hangs on so many conditions that it hardly
    /// ever happens.
    pub possible: Level,
}

/// The heaviest work that counts as light, by what lies between it and the code.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct LightFrom {
    /// Nothing: the code does it itself.
    pub direct: Weight,
    /// Other functions.
    pub afar: Weight,
    /// Functions of which one does it only where a condition holds.
    pub conditional: Weight,
}

impl Levels {
    /// One level for everything that is certain, in tests too.
    pub const fn new(level: Level) -> Self {
        Self {
            base: level,
            open: level,
            light_from: LightFrom {
                direct: Weight::Meta,
                afar: Weight::Meta,
                conditional: Weight::Meta,
            },
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

    /// Another level for heavy work in open code.
    pub const fn open(self, open: Level) -> Self {
        Self { open, ..self }
    }

    /// More counts as light than what a folder says of a file.
    pub const fn light_from(self, light_from: LightFrom) -> Self {
        Self { light_from, ..self }
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
        if grade.certainty == Certainty::Possible || is_unlikely(grade) {
            return self.possible;
        }
        if grade.test {
            return self.test;
        }
        let light = grade.weight
            >= match grade.conditions {
                0 if grade.direct => self.light_from.direct,
                0 => self.light_from.afar,
                _ => self.light_from.conditional,
            };
        match grade.heat {
            Heat::Cold if light => self.cold.min(self.light),
            Heat::Cold => self.cold,
            Heat::Seldom if light => self.seldom.min(self.light),
            Heat::Seldom => self.seldom,
            Heat::Open if light => self.light,
            Heat::Hot if light => self.light_hot,
            Heat::Open => self.open,
            Heat::Hot => self.base,
        }
    }
}

/// Of chains on which this many functions go on to the next only where a condition holds, readers
/// found next to none whose end they would ever see reached: docs/ACCURACY.md.
fn is_unlikely(grade: Grade) -> bool {
    grade.conditions > if grade.heat == Heat::Hot { 2 } else { 1 }
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
    fn what_hangs_on_conditions_is_light_sooner_and_unlikely_in_the_end() {
        let light_from =
            LightFrom { direct: Weight::Small, afar: Weight::Content, conditional: Weight::Tree };
        let levels = Levels::new(Level::Deny).light_hot(Level::Warn).light_from(light_from);
        let of = |heat, weight, direct, conditions| {
            levels.of(Grade { heat, weight, direct, conditions, ..Grade::CERTAIN })
        };
        assert_eq!(of(Heat::Hot, Weight::Content, true, 0), Level::Deny);
        assert_eq!(of(Heat::Hot, Weight::Content, false, 0), Level::Warn);
        assert_eq!(of(Heat::Hot, Weight::Tree, false, 0), Level::Deny);
        assert_eq!(of(Heat::Hot, Weight::Tree, false, 1), Level::Warn);
        let heavy = |heat, conditions| of(heat, Weight::Long, false, conditions);
        assert_eq!([2, 3].map(|it| heavy(Heat::Hot, it)), [Level::Deny, Level::Allow]);
        assert_eq!([1, 2].map(|it| heavy(Heat::Open, it)), [Level::Deny, Level::Allow]);
    }

    #[test]
    fn open_code_has_a_level_of_its_own() {
        let levels = Levels::new(Level::Deny).open(Level::Warn).light(Level::Allow);
        let of = |heat, weight| levels.of(Grade { heat, weight, ..Grade::CERTAIN });
        assert_eq!(of(Heat::Open, Weight::Long), Level::Warn);
        assert_eq!(of(Heat::Open, Weight::Meta), Level::Allow);
        assert_eq!(of(Heat::Hot, Weight::Long), Level::Deny);
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

//! Levels that the user has set. What they do to a rule's own levels is decided in `triage`.

use crate::config::Level;

/// Whose level is set.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Subject {
    /// `all`: every rule, in every grade.
    All,
    /// `warnings`: every grade of every rule that is at warn when the setting's turn comes.
    Warnings,
    /// The rules of one group.
    Group(&'static str),
    /// One rule.
    Rule(&'static str),
}

/// One line of `[rules]`, or one flag.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Setting {
    /// Whose level.
    pub subject: Subject,
    /// For all certain findings outside tests; with [`Subject::All`] for those in tests and the
    /// possible ones too.
    pub level: Option<Level>,
    /// For what runs a few times in the run of a program.
    pub seldom: Option<Level>,
    /// For cold code.
    pub cold: Option<Level>,
    /// For what is only possible.
    pub possible: Option<Level>,
    /// For tests.
    pub test: Option<Level>,
}

impl Setting {
    /// A setting that says no more than a level.
    pub fn plain(subject: Subject, level: Level) -> Self {
        Self { level: Some(level), ..Self::of(subject) }
    }

    /// A setting that says nothing yet.
    pub fn of(subject: Subject) -> Self {
        Self { subject, level: None, seldom: None, cold: None, possible: None, test: None }
    }

    /// Whether it speaks of this rule.
    pub fn concerns(&self, id: &str, group: &str) -> bool {
        match self.subject {
            Subject::All | Subject::Warnings => true,
            Subject::Group(name) => name == group,
            Subject::Rule(name) => name == id,
        }
    }
}

/// All settings of a run; the later ones win.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LevelSettings {
    settings: Vec<Setting>,
}

impl LevelSettings {
    /// Adds a setting that wins over those before it.
    pub fn push(&mut self, setting: Setting) {
        self.settings.push(setting);
    }

    /// The settings in the order in which they are applied.
    pub fn iter(&self) -> impl Iterator<Item = &Setting> {
        self.settings.iter()
    }
}

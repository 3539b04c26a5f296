//! Levels that the user has set. What they do to a rule's own levels is decided in `triage`.

use std::sync::Arc;

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

impl Subject {
    /// As it is written.
    pub fn name(self) -> &'static str {
        match self {
            Subject::All => "all",
            Subject::Warnings => "warnings",
            Subject::Group(name) | Subject::Rule(name) => name,
        }
    }

    /// Whether this rule is meant too.
    pub fn concerns(self, id: &str, group: &str) -> bool {
        match self {
            Subject::All | Subject::Warnings => true,
            Subject::Group(name) => name == group,
            Subject::Rule(name) => name == id,
        }
    }
}

/// One line of `[rules]`, or one flag.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Setting {
    /// Whose level.
    pub subject: Subject,
    /// For all certain findings outside tests; with [`Subject::All`] for those in tests and the
    /// possible ones too.
    pub level: Option<Level>,
    /// For open code.
    pub open: Option<Level>,
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
        Self {
            subject,
            level: None,
            open: None,
            seldom: None,
            cold: None,
            possible: None,
            test: None,
        }
    }

    /// Whether it speaks of this rule.
    pub fn concerns(&self, id: &str, group: &str) -> bool {
        self.subject.concerns(id, group)
    }
}

/// Where a setting comes from, for people: `asyncheck.toml:3`, `--deny`.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Origin(Arc<str>);

impl Origin {
    /// A place that is called so.
    pub fn new(name: &str) -> Self {
        Self(name.into())
    }

    /// As it is shown.
    pub fn name(&self) -> &str {
        &self.0
    }
}

/// A setting and where it comes from.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Placed {
    /// What it says.
    pub setting: Setting,
    /// Where it stands.
    pub origin: Origin,
}

/// All settings that hold for some code; the later ones win.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct LevelSettings {
    settings: Vec<Placed>,
    only: Vec<Subject>,
}

impl LevelSettings {
    /// The settings in the order in which they are applied, and the rules that alone are asked for,
    /// if some are.
    pub fn new(settings: Vec<Placed>, only: Vec<Subject>) -> Self {
        Self { settings, only }
    }

    /// Nothing is said.
    pub const NONE: LevelSettings = LevelSettings { settings: Vec::new(), only: Vec::new() };

    /// Adds a setting that wins over those before it.
    pub fn push(&mut self, placed: Placed) {
        self.settings.push(placed);
    }

    /// The settings in the order in which they are applied.
    pub fn iter(&self) -> impl Iterator<Item = &Setting> {
        self.settings.iter().map(|placed| &placed.setting)
    }

    /// The same, each with where it comes from.
    pub fn placed(&self) -> impl Iterator<Item = &Placed> {
        self.settings.iter()
    }

    /// Whether `--only` names this rule; none where it names nothing.
    pub fn is_wanted(&self, id: &str, group: &str) -> Option<bool> {
        let mut only = self.only.iter();
        (!self.only.is_empty()).then(|| only.any(|subject| subject.concerns(id, group)))
    }
}

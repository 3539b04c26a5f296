//! From a rule's own levels and the user's settings to the level of one finding.

use crate::config::Level;
use crate::config::LevelSettings;
use crate::config::Setting;
use crate::config::Subject;
use crate::rules::Levels;
use crate::rules::Rule;
use crate::rules::meta::internal_error;

/// The levels of a rule once every setting has had its turn.
pub fn effective(rule: &Rule, settings: &LevelSettings) -> Levels {
    let of_rule = settings.iter().filter(|setting| setting.concerns(rule.id, rule.group));
    let levels = of_rule.fold(rule.levels, apply);
    match settings.is_wanted(rule.id, rule.group) {
        None => levels,
        Some(true) => awake(levels),
        // What could not be read is no matter of taste.
        Some(false) if rule.group == internal_error::RULE.group => levels,
        Some(false) => Levels { possible: Level::Allow, ..Levels::new(Level::Allow) },
    }
}

/// Who asks for a rule by name wants to hear it, although it is off by default.
fn awake(levels: Levels) -> Levels {
    match levels.base {
        Level::Allow => Levels { possible: levels.possible, ..Levels::new(Level::Warn) },
        _ => levels,
    }
}

fn apply(levels: Levels, setting: &Setting) -> Levels {
    let mut levels = match (setting.level, setting.subject) {
        (None, _) => levels,
        (Some(level), Subject::Warnings) => raise(levels, level),
        (Some(level), Subject::All) => Levels { possible: level, ..Levels::new(level) },
        // Tests and what is only possible are asked for by name: whoever wants a rule denied does
        // not ask for its guesses.
        (Some(level), Subject::Group(_) | Subject::Rule(_)) => {
            let Levels { test, possible, .. } = levels;
            Levels { test, possible, ..Levels::new(level) }
        }
    };
    levels.open = setting.open.unwrap_or(levels.open);
    levels.seldom = setting.seldom.unwrap_or(levels.seldom);
    levels.cold = setting.cold.unwrap_or(levels.cold);
    levels.possible = setting.possible.unwrap_or(levels.possible);
    levels.test = setting.test.unwrap_or(levels.test);
    levels
}

/// Whatever is at warn goes to `level`.
fn raise(levels: Levels, level: Level) -> Levels {
    let raised = |old: Level| if old == Level::Warn { level } else { old };
    Levels {
        base: raised(levels.base),
        open: raised(levels.open),
        light_from: levels.light_from,
        light_hot: raised(levels.light_hot),
        light: raised(levels.light),
        seldom: raised(levels.seldom),
        cold: raised(levels.cold),
        test: raised(levels.test),
        possible: raised(levels.possible),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Origin;
    use crate::config::Placed;

    const RULE: Rule = Rule {
        id: "blocking-fs",
        group: "blocking",
        levels: Levels::new(Level::Deny).light(Level::Warn).cold(Level::Allow).not_in_tests(),
        since: "0.1.0",
        source: "",
        check: crate::rules::Check::Triage,
    };

    fn with(settings: &[Setting], only: &[Subject]) -> LevelSettings {
        let origin = Origin::new("test");
        let placed = |&setting| Placed { setting, origin: origin.clone() };
        LevelSettings::new(settings.iter().map(placed).collect(), only.to_vec())
    }

    fn after(settings: &[Setting]) -> Levels {
        effective(&RULE, &with(settings, &[]))
    }

    #[test]
    fn nothing_said_changes_nothing() {
        assert_eq!(after(&[]), RULE.levels);
        assert_eq!(after(&[Setting::plain(Subject::Rule("other"), Level::Deny)]), RULE.levels);
        assert_eq!(after(&[Setting::plain(Subject::Group("guards"), Level::Deny)]), RULE.levels);
    }

    #[test]
    fn a_plain_level_leaves_tests_and_possible_alone() {
        for subject in [Subject::Rule("blocking-fs"), Subject::Group("blocking")] {
            let levels = after(&[Setting::plain(subject, Level::Warn)]);
            assert_eq!(levels, Levels { test: Level::Allow, ..Levels::new(Level::Warn) });
            assert_eq!(levels.possible, Level::Allow);
        }
    }

    #[test]
    fn all_means_all() {
        let levels = after(&[Setting::plain(Subject::All, Level::Warn)]);
        assert_eq!(levels, Levels { possible: Level::Warn, ..Levels::new(Level::Warn) });
    }

    #[test]
    fn warnings_moves_only_what_is_at_warn() {
        let levels = after(&[Setting::plain(Subject::Warnings, Level::Allow)]);
        assert_eq!(levels, Levels { light: Level::Allow, ..RULE.levels });
    }

    #[test]
    fn the_later_setting_wins() {
        let rule = Subject::Rule("blocking-fs");
        let deny = Setting::plain(rule, Level::Deny);
        let allow = Setting::plain(Subject::All, Level::Allow);
        assert_eq!(after(&[allow, deny]).base, Level::Deny);
        assert_eq!(after(&[deny, allow]).base, Level::Allow);
    }

    #[test]
    fn only_what_is_named_speaks() {
        let levels = |only| effective(&RULE, &with(&[], &[only]));
        assert_eq!(levels(Subject::Rule("blocking-fs")), RULE.levels);
        assert_eq!(levels(Subject::Group("blocking")), RULE.levels);
        assert_eq!(levels(Subject::Group("guards")), Levels::new(Level::Allow));
        let off = Rule { levels: Levels::new(Level::Allow), ..RULE };
        let settings = with(&[], &[Subject::Rule("blocking-fs")]);
        assert_eq!(effective(&off, &settings).base, Level::Warn);
        let settings = with(&[], &[Subject::Rule("blocking-fs")]);
        assert_eq!(effective(&internal_error::RULE, &settings), internal_error::RULE.levels);
    }

    #[test]
    fn single_grades_can_be_set() {
        let setting = Setting {
            seldom: Some(Level::Allow),
            cold: Some(Level::Warn),
            test: Some(Level::Deny),
            possible: Some(Level::Warn),
            ..Setting::of(Subject::Rule("blocking-fs"))
        };
        let levels = after(&[setting]);
        assert_eq!((levels.base, levels.light), (Level::Deny, Level::Warn));
        assert_eq!((levels.seldom, levels.cold), (Level::Allow, Level::Warn));
        assert_eq!(levels.test, Level::Deny);
        assert_eq!(levels.possible, Level::Warn);
    }
}

//! What holds after all configuration, as TOML that could stand in a file, each line with its source.

use crate::config::Config;
use crate::config::Level;
use crate::config::LevelSettings;
use crate::config::Override;
use crate::config::Placed;
use crate::config::Setting;
use crate::config::Subject;
use crate::rules;
use crate::rules::Levels;
use crate::rules::Rule;
use crate::triage;

/// The column at which the sources stand, where the lines before are short enough.
const COLUMN: usize = 48;

/// What holds for one file of the ground, by its index; `what` is how it is called.
pub fn settings_of(config: &Config, file: usize, what: &str) -> String {
    let head = format!("# What holds for {what}, and where it is said.\n");
    head + &sources(config) + &levels(config.levels(file))
}

/// What holds in the root of the workspace, and for which files something else holds.
pub fn settings(config: &Config) -> String {
    let head = "# What holds in the root of the workspace, and where it is said.\n".to_owned();
    let overrides = config.overrides().map(one_override);
    head + &sources(config) + &levels(config.root_levels()) + &overrides.collect::<String>()
}

/// The files that were read, and those with rows.
fn sources(config: &Config) -> String {
    let list = |names: Vec<String>| match names.is_empty() {
        true => "none".to_owned(),
        false => names.join(", "),
    };
    let files = config.files.iter().map(|path| path.display().to_string());
    let rows = config.rows.iter().map(|rows| rows.text.name.clone());
    let baseline = config.baseline.iter().map(|path| path.display().to_string());
    format!(
        "# Files: {}\n# Rows about libraries: {}\n# Baseline: {}\n",
        list(files.collect()),
        list(rows.collect()),
        list(baseline.collect())
    )
}

fn levels(settings: &LevelSettings) -> String {
    let lines = rules::catalogue().map(|rule| {
        let text = format!("{} = {}", rule.id, value(rule, settings));
        let changed = triage::effective(rule, settings) != rule.levels;
        match origins(rule, settings) {
            Some(origins) if changed => aside(&text, &origins),
            // Who says what is so anyway changes nothing.
            Some(origins) => aside(&format!("# {text}"), &origins),
            None => aside(&format!("# {text}"), "built in"),
        }
    });
    "\n[rules]\n".to_owned() + &lines.collect::<String>()
}

/// A line, and where it comes from.
fn aside(line: &str, origin: &str) -> String {
    format!("{line:COLUMN$} # {origin}\n")
}

/// The levels of a rule as one would write them.
fn value(rule: &Rule, settings: &LevelSettings) -> String {
    let levels = triage::effective(rule, settings);
    let own = rule.levels;
    let says_level = levels.base != own.base
        || settings.is_wanted(rule.id, rule.group).is_some()
        || of_rule(rule, settings).any(|placed| placed.setting.level.is_some());
    let untouched = own == levels;
    let plain = match says_level || untouched {
        true => Levels { test: own.test, possible: own.possible, ..Levels::new(levels.base) },
        false => own,
    };
    let grade = |name: &str, level: Level, plain: Level| {
        (level != plain && !untouched).then(|| format!("{name} = \"{}\"", level.name()))
    };
    let grades = [
        (says_level || untouched).then(|| format!("level = \"{}\"", levels.base.name())),
        grade("open", levels.open, plain.open),
        grade("seldom", levels.seldom, plain.seldom),
        grade("cold", levels.cold, plain.cold),
        grade("possible", levels.possible, plain.possible),
        grade("test", levels.test, plain.test),
    ];
    let grades: Vec<String> = grades.into_iter().flatten().collect();
    match grades.as_slice() {
        [only] if only.starts_with("level") => format!("\"{}\"", levels.base.name()),
        _ => format!("{{ {} }}", grades.join(", ")),
    }
}

fn of_rule<'s>(rule: &Rule, settings: &'s LevelSettings) -> impl Iterator<Item = &'s Placed> {
    let (id, group) = (rule.id, rule.group);
    settings.placed().filter(move |placed| placed.setting.concerns(id, group))
}

/// Who has said it; none where nobody did. What a later level has replaced is not told.
fn origins(rule: &Rule, settings: &LevelSettings) -> Option<String> {
    let said: Vec<&Placed> = of_rule(rule, settings).collect();
    let replaces = |placed: &&Placed| {
        placed.setting.level.is_some() && placed.setting.subject != Subject::Warnings
    };
    let from = said.iter().rposition(replaces).unwrap_or(0);
    let mut names: Vec<&str> = said[from..].iter().map(|placed| placed.origin.name()).collect();
    if settings.is_wanted(rule.id, rule.group).is_some() {
        names.push("--only");
    }
    names.dedup();
    (!names.is_empty()).then(|| names.join(", "))
}

fn one_override(found: &Override) -> String {
    let list = |names: Vec<&str>| {
        let quoted: Vec<String> = names.iter().map(|name| format!("{name:?}")).collect();
        quoted.join(", ")
    };
    let mut text = "\n".to_owned() + &aside("[[overrides]]", found.origin.name());
    let files: Vec<&str> = found.files().collect();
    if !files.is_empty() {
        text += &format!("files = [{}]\n", list(files));
    }
    if !found.targets.is_empty() {
        let names = found.targets.iter().map(|target| target.name());
        text += &format!("targets = [{}]\n", list(names.collect()));
    }
    let rules = found
        .rules
        .iter()
        .map(|placed| format!("{} = {}", placed.setting.subject.name(), written(&placed.setting)));
    let rules: Vec<String> = rules.collect();
    text + &format!("rules = {{ {} }}\n", rules.join(", "))
}

/// A setting of an override as one would write it.
fn written(setting: &Setting) -> String {
    let Setting { level, open, seldom, cold, possible, test, .. } = *setting;
    // A plain level in an override speaks of tests as well.
    let test = test.filter(|_| test != level);
    let all = [
        ("level", level),
        ("open", open),
        ("seldom", seldom),
        ("cold", cold),
        ("possible", possible),
        ("test", test),
    ];
    let said = all.iter().filter_map(|(name, level)| Some((name, (*level)?.name())));
    let said: Vec<(&&str, &str)> = said.collect();
    match said.as_slice() {
        [(name, level)] if **name == "level" => format!("\"{level}\""),
        _ => {
            let grades: Vec<String> =
                said.iter().map(|(name, level)| format!("{name} = \"{level}\"")).collect();
            format!("{{ {} }}", grades.join(", "))
        }
    }
}

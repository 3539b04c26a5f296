mod places;

use std::fs;

use miette::Diagnostic;
use tempfile::TempDir;

use crate::config::Config;
use crate::config::Flags;
use crate::config::Ground;
use crate::config::Level;
use crate::config::Names;
use crate::config::OwnRows;
use crate::config::RuleName;
use crate::config::Setting;
use crate::config::Subject;
use crate::config::load;
use crate::error::Error;

fn names() -> Names {
    Names::new(vec![
        RuleName { id: "blocking-fs", group: "blocking" },
        RuleName { id: "blocking-sleep", group: "blocking" },
        RuleName { id: "relock", group: "guards" },
        RuleName { id: "suppression-without-reason", group: "suppression" },
    ])
}

fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = TempDir::new().expect("a temporary folder can be made");
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
        fs::write(path, text).expect("it can be written");
    }
    folder
}

fn read(text: &str) -> Result<Config, Error> {
    let folder = folder(&[("asyncheck.toml", text)]);
    load(&Ground::folder(folder.path()), &Flags::default(), &names())
}

fn settings(text: &str) -> Vec<Setting> {
    read(text).expect("the text is good").root_levels().iter().copied().collect()
}

/// The message, what is marked in the text, and the help of an error.
fn wrong(text: &str) -> (String, String, String) {
    let error = read(text).expect_err("the text is bad");
    let label = error.labels().and_then(|mut labels| labels.next()).expect("it has a place");
    let marked = text[label.offset()..label.offset() + label.len()].to_owned();
    let help = error.help().map(|help| help.to_string()).unwrap_or_default();
    (error.to_string(), marked, help)
}

#[test]
fn no_file_is_no_settings() {
    let folder = folder(&[]);
    let config =
        load(&Ground::folder(folder.path()), &Flags::default(), &names()).expect("nothing to read");
    assert_eq!(config.root_levels().iter().count(), 0);
    assert!(config.files.is_empty() && config.rows.is_empty());
}

#[test]
fn every_table_of_rows_may_stand_in_the_file() {
    for table in
        ["call", "answer", "touch", "type", "effect", "signature", "attribute", "alias", "glob"]
    {
        let config = read(&format!("[[{table}]]\npath = \"a::b\"\n"));
        assert!(!config.expect("the table is known").rows.is_empty(), "{table}");
    }
}

#[test]
fn who_names_less_wins() {
    let text = "[rules]\nblocking-fs = \"allow\"\nguards = \"deny\"\nblocking = \"warn\"\n\
        warnings = \"deny\"\nall = \"warn\"\n";
    let subjects: Vec<Subject> = settings(text).iter().map(|setting| setting.subject).collect();
    assert_eq!(
        subjects,
        [
            Subject::All,
            Subject::Warnings,
            Subject::Group("blocking"),
            Subject::Group("guards"),
            Subject::Rule("blocking-fs"),
        ]
    );
}

#[test]
fn grades_can_be_set_alone() {
    let text = "[rules.blocking]\nlevel = \"deny\"\nseldom = \"warn\"\ncold = \"allow\"\n\
        [rules]\nrelock = { possible = \"warn\", test = \"deny\" }\n";
    // TOML lets a table be opened once only, so both forms are tried one by one.
    let (first, second) = text.split_at(text.find("[rules]").expect("it is there"));
    assert_eq!(
        settings(first),
        [Setting {
            seldom: Some(Level::Warn),
            cold: Some(Level::Allow),
            ..Setting::plain(Subject::Group("blocking"), Level::Deny)
        }]
    );
    assert_eq!(
        settings(second),
        [Setting {
            possible: Some(Level::Warn),
            test: Some(Level::Deny),
            ..Setting::of(Subject::Rule("relock"))
        }]
    );
}

#[test]
fn the_command_line_comes_last() {
    let folder = folder(&[("asyncheck.toml", "[rules]\nrelock = \"allow\"\n")]);
    let flags = Flags {
        levels: vec![(Level::Deny, Subject::All), (Level::Warn, Subject::Group("guards"))],
        deny_warnings: true,
        ..Flags::default()
    };
    let config = load(&Ground::folder(folder.path()), &flags, &names()).expect("all is good");
    let all: Vec<Setting> = config.root_levels().iter().copied().collect();
    assert_eq!(
        all,
        [
            Setting::plain(Subject::Rule("relock"), Level::Allow),
            Setting::plain(Subject::All, Level::Deny),
            Setting::plain(Subject::Group("guards"), Level::Warn),
            Setting::plain(Subject::Warnings, Level::Deny),
        ]
    );
}

#[test]
fn rows_are_handed_on_with_their_file() {
    let text = "[[call]]\npath = \"my_db::query\"\nblocks = \"database\"\n";
    let config = read(text).expect("the text is good");
    assert_eq!(config.rows, [OwnRows::whole("asyncheck.toml", text)]);
    assert!(read("[rules]\n").expect("the text is good").rows.is_empty());
}

#[test]
fn unknown_names_are_errors_with_a_place() {
    let text = "[rules]\nblocking-fss = \"warn\"\n";
    let (message, marked, help) = wrong(text);
    assert_eq!(message, "unknown rule `blocking-fss`");
    assert_eq!((marked.as_str(), help.as_str()), ("blocking-fss", "did you mean `blocking-fs`?"));

    let (message, marked, help) = wrong("[rulez]\nrelock = \"warn\"\n");
    assert_eq!(message, "unknown key `rulez`");
    assert_eq!((marked.as_str(), help.as_str()), ("rulez", "did you mean `rules`?"));

    let (message, marked, _) = wrong("[rules]\nrelock = { level = \"warn\", colt = \"deny\" }\n");
    assert_eq!((message.as_str(), marked.as_str()), ("unknown key `colt`", "colt"));
}

#[test]
fn wrong_values_are_errors_with_a_place() {
    let (message, marked, help) = wrong("[rules]\nrelock = \"wran\"\n");
    assert_eq!(message, "unknown level \"wran\"");
    assert_eq!((marked.as_str(), help.as_str()), ("\"wran\"", "did you mean \"warn\"?"));

    let (message, marked, _) = wrong("[rules]\nrelock = 3\n");
    assert_eq!((message.as_str(), marked.as_str()), ("`relock` must be a level", "3"));

    let (message, marked, _) = wrong("rules = \"warn\"\n");
    assert_eq!((message.as_str(), marked.as_str()), ("`rules` must be a table", "\"warn\""));

    let (message, marked, help) = wrong("require-reason = \"yes\"\n");
    assert_eq!(
        (message.as_str(), marked.as_str()),
        ("`require-reason` must be true or false", "\"yes\"")
    );
    assert!(help.contains("without quotes"), "{help}");

    let (message, ..) = wrong("[rules]\nwarnings = { level = \"deny\" }\n");
    assert_eq!(message, "`warnings` must be a level");

    let (_, marked, _) = wrong("[rules]\nrelock = \n");
    assert_eq!(marked.trim(), "");
}

#[test]
fn a_reason_is_asked_for_unless_the_rules_say_otherwise() {
    let subject = Subject::Rule("suppression-without-reason");
    let deny = Setting::plain(subject, Level::Deny);
    let warn = Setting::plain(subject, Level::Warn);
    assert_eq!(settings("require-reason = true\n"), [deny]);
    assert_eq!(settings("require-reason = false\n"), []);
    let both = "require-reason = true\n[rules]\nsuppression-without-reason = \"warn\"\n";
    assert_eq!(settings(both), [deny, warn]);
}

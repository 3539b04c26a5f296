//! What the catalogue promises of every rule: a page, a fixture, a snapshot, and good manners.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use asyncheck::rules;
use asyncheck::rules::Check;
use asyncheck::rules::Page;
use asyncheck::rules::Rule;

use crate::support::fixture::Fixture;

fn at(path: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

/// The rules that judge code: the others speak in the name of `triage`.
fn judges() -> impl Iterator<Item = &'static Rule> {
    rules::catalogue().filter(|rule| matches!(rule.check, Check::Function(_)))
}

/// The names of the files in a folder, without their ending.
fn stems(folder: &str) -> BTreeSet<String> {
    let entries = fs::read_dir(at(folder)).expect("the folder is there");
    let paths = entries.map(|entry| entry.expect("it can be listed").path());
    let files = paths.filter(|path| path.is_file());
    files.filter_map(|path| Some(path.file_stem()?.to_str()?.to_owned())).collect()
}

#[test]
fn an_id_is_unique_and_written_in_kebab_case() {
    let ids: Vec<&str> = rules::catalogue().map(|rule| rule.id).collect();
    let unique: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(unique.len(), ids.len());
    for id in ids {
        assert!(id.split('-').all(|word| !word.is_empty()), "{id}");
        assert!(id.chars().all(|letter| letter == '-' || letter.is_ascii_lowercase()), "{id}");
        assert!(!id.starts_with("no-"), "{id} names the remedy");
    }
}

#[test]
fn file_group_and_id_agree() {
    for rule in rules::catalogue() {
        let path = format!("src/rules/{}/{}.rs", rule.group, rule.id.replace('-', "_"));
        let source = fs::read_to_string(at(&path)).unwrap_or_else(|_| panic!("no file {path}"));
        assert_eq!(source, rule.source, "{path} is not the rule's own source");
    }
}

#[test]
fn every_rule_has_a_page() {
    for rule in rules::catalogue() {
        let page = Page::parse(rule.source);
        let titles: Vec<&str> =
            page.sections.iter().map(|section| section.title.as_str()).collect();
        assert_eq!(titles, ["Why", "Bad", "Good", "Limits"], "{}", rule.id);
        assert!(!page.title.is_empty(), "{} has no first line", rule.id);
        let empty = page.sections.iter().find(|section| section.parts.is_empty());
        assert!(empty.is_none(), "{}: {:?} is empty", rule.id, empty.map(|section| &section.title));
    }
}

#[test]
fn the_page_of_a_judge_shows_code() {
    for rule in judges() {
        let page = Page::parse(rule.source);
        for title in ["Bad", "Good"] {
            let section = page.section(title).expect("another test asks for it");
            let blocks = section.code("rust").count();
            assert!(blocks > 0, "{}: no code under {title}", rule.id);
        }
    }
}

/// No code is known that makes asyncheck fail: when one is found, it becomes a fixture of the room
/// that failed. How a failure is caught and told is tested beside the code that does so.
const WITHOUT_FIXTURE: &str = "internal-error";

#[test]
fn every_rule_has_a_fixture_that_names_a_level() {
    for rule in rules::catalogue().filter(|rule| rule.id != WITHOUT_FIXTURE) {
        let path = format!("fixtures/rules/{}.rs", rule.id);
        let text = fs::read_to_string(at(&path)).unwrap_or_else(|_| panic!("no fixture {path}"));
        let fixture = Fixture::parse(rule.id, &text).unwrap_or_else(|problem| panic!("{problem}"));
        let verdicts = &fixture.expectations.verdicts;
        let own = verdicts.iter().filter(|verdict| verdict.rule == rule.id);
        assert!(own.clone().count() > 0, "{path} accuses nobody");
        assert!(own.clone().any(|verdict| verdict.level.is_some()), "{path} names no level");
    }
}

#[test]
fn fixtures_and_snapshots_belong_to_a_rule_and_to_each_other() {
    let ids: BTreeSet<String> = rules::catalogue().map(|rule| rule.id.to_owned()).collect();
    let fixtures = stems("fixtures/rules");
    let homeless: Vec<&String> = fixtures.difference(&ids).collect();
    assert!(homeless.is_empty(), "no rule has this id: {homeless:?}");
    assert_eq!(stems("tests/snapshots"), fixtures, "one snapshot for each fixture");
}

//! The judges' own exam: how fixtures are read, laid out and compared.

use std::fs;

use asyncheck::config::Level;
use asyncheck::library;

use crate::support::compare::Found;
use crate::support::compare::differences;
use crate::support::compare::unknown_rules;
use crate::support::fixture::Fixture;
use crate::support::marks::Fact;
use crate::support::marks::Line;
use crate::support::marks::Truth;
use crate::support::package;

fn parse(text: &str) -> Fixture {
    Fixture::parse("sample", text).expect("the fixture is sound")
}

fn refused(text: &str) -> String {
    Fixture::parse("sample", text).expect_err("the fixture is broken")
}

fn line(file: &str, number: u32) -> Line {
    Line { file: file.to_owned(), number }
}

fn found(number: u32, rule: &str, level: Level) -> Found {
    let message = format!("`load` may break `{rule}`");
    Found { at: line("src/lib.rs", number), rule: rule.to_owned(), level, message }
}

#[test]
fn a_fixture_without_file_marks_is_a_library() {
    let fixture = parse("fn a() {}\n\nfn b() {}\n");
    assert_eq!(fixture.name, "sample");
    assert_eq!(fixture.files.len(), 1);
    assert_eq!(fixture.files[0].path, "src/lib.rs");
    assert_eq!(fixture.files[0].text, "fn a() {}\n\nfn b() {}\n");
}

#[test]
fn file_marks_divide_the_text() {
    let fixture = parse("//- src/io.rs\nfn a() {}\n//- src/main.rs\nmod io;\nfn main() {} //~ x\n");
    let paths: Vec<&str> = fixture.files.iter().map(|file| file.path.as_str()).collect();
    assert_eq!(paths, ["src/io.rs", "src/main.rs"]);
    assert_eq!(fixture.files[1].text, "mod io;\nfn main() {}\n");
    assert_eq!(fixture.expectations.verdicts[0].at, line("src/main.rs", 2));
}

#[test]
fn comments_before_the_first_file_belong_to_none() {
    let fixture = parse("//! About.\n\n//- src/main.rs\nfn main() {} //~ x\n");
    assert_eq!(fixture.files.len(), 1);
    assert_eq!(fixture.expectations.verdicts[0].at, line("src/main.rs", 1));
    let fixture = parse("fn a() {}\n//- src/main.rs\nfn main() {}\n");
    assert_eq!(fixture.files[0].path, "src/lib.rs");
}

#[test]
fn verdicts_say_rule_level_message_and_truth() {
    let fixture = parse(
        "a(); //~ deny blocking-fs: `load` blocks: badly\n\
         b(); //~ blocking-sleep, warn spin-on-error\n\
         c(); //~ false-alarm blocking-fs\n\
         d(); //~ missed-alarm blocking-fs\n",
    );
    let said: Vec<(u32, &str, Option<Level>, &str, Truth)> = fixture
        .expectations
        .verdicts
        .iter()
        .map(|verdict| {
            let rule = verdict.rule.as_str();
            (verdict.at.number, rule, verdict.level, verdict.message.as_str(), verdict.truth)
        })
        .collect();
    assert_eq!(
        said,
        [
            (1, "blocking-fs", Some(Level::Deny), "`load` blocks: badly", Truth::Right),
            (2, "blocking-sleep", None, "", Truth::Right),
            (2, "spin-on-error", Some(Level::Warn), "", Truth::Right),
            (3, "blocking-fs", None, "", Truth::FalseAlarm),
            (4, "blocking-fs", None, "", Truth::MissedAlarm),
        ]
    );
}

#[test]
fn carets_point_up_and_marks_leave_the_text() {
    let fixture = parse("a();\n//~^ one\n    //~^^ two\n//=^^^ runs: executor\n");
    let numbers: Vec<u32> =
        fixture.expectations.verdicts.iter().map(|verdict| verdict.at.number).collect();
    assert_eq!(numbers, [1, 1]);
    let fact = Fact { at: line("src/lib.rs", 1), kind: "runs".into(), text: "executor".into() };
    assert_eq!(fixture.expectations.facts, [fact]);
    assert_eq!(fixture.files[0].text, "a();\n\n\n\n");
}

#[test]
fn broken_marks_are_refused_with_their_line() {
    assert_eq!(refused("a();\nb(); //~\n"), "sample:2: a rule is missing");
    assert_eq!(refused("//~^ one\n"), "sample:1: it points above the first line");
    assert_eq!(refused("a(); //= executor\n"), "sample:1: a fact is `kind: what is known`");
    assert_eq!(
        refused("a(); //~ dney one\n"),
        "sample:1: `dney` is neither a level nor a kind of alarm"
    );
    assert_eq!(
        refused("a(); //~ one, two: three\n"),
        "sample:1: a message belongs to one rule: write a mark for each"
    );
    assert_eq!(
        refused("a(); //~ deny missed-alarm one\n"),
        "sample:1: a missed alarm has neither level nor message"
    );
    assert_eq!(refused("//- ../a.rs\n"), "sample:1: `../a.rs` is no path inside of the package");
    assert_eq!(refused("//- a.rs\n//- a.rs\n"), "sample:2: `a.rs` stands here twice");
}

#[test]
fn a_fixture_that_holds_has_no_differences() {
    let fixture = parse(
        "a(); //~ deny one: may break\n\
         b(); //~ false-alarm two\n\
         c(); //~ missed-alarm two\n\
         d(); //~ one, one\n\
         e(); //= runs: executor\n",
    );
    let findings = [
        found(1, "one", Level::Deny),
        found(2, "two", Level::Warn),
        found(4, "one", Level::Warn),
        found(4, "one", Level::Warn),
    ];
    let fact = Fact { at: line("src/lib.rs", 5), kind: "runs".into(), text: "executor".into() };
    let other = Fact { text: "once".into(), ..fact.clone() };
    let differences = differences(&fixture.expectations, &findings, &[other, fact]);
    assert_eq!(differences, [] as [String; 0]);
}

#[test]
fn every_kind_of_difference_is_told_with_its_place() {
    let fixture = parse(
        "a(); //~ one\n\
         b(); //~ one: something else\n\
         c(); //~ deny one\n\
         d(); //~ false-alarm one\n\
         e(); //~ missed-alarm one\n\
         f();\n\
         g(); //~ one\n\
         h(); //= runs: executor\n",
    );
    let findings = [
        found(2, "one", Level::Warn),
        found(3, "one", Level::Warn),
        found(5, "one", Level::Warn),
        found(6, "two", Level::Warn),
        found(7, "one", Level::Warn),
        found(7, "one", Level::Warn),
    ];
    let fact = Fact { at: line("src/lib.rs", 8), kind: "runs".into(), text: "once".into() };
    assert_eq!(
        differences(&fixture.expectations, &findings, &[fact]),
        [
            "src/lib.rs:1: `one` did not fire",
            "src/lib.rs:2: `one` did not fire with a message that says `something else`",
            "src/lib.rs:2: `warn one` was not expected: `load` may break `one`",
            "src/lib.rs:3: `one` is `warn` by default, not `deny`",
            "src/lib.rs:4: `one` is no longer a false alarm: remove the mark",
            "src/lib.rs:5: `one` is no longer missed: write it as a verdict",
            "src/lib.rs:6: `warn two` was not expected: `load` may break `two`",
            "src/lib.rs:7: `warn one` was not expected: `load` may break `one`",
            "src/lib.rs:8: runs: expected `executor`, known is `once`",
        ]
    );
}

#[test]
fn a_misspelt_rule_is_found_even_where_it_is_missed() {
    let fixture = parse("a(); //~ missed-alarm oen\nb(); //~ one\n");
    let unknown = unknown_rules(&fixture.expectations, &["one", "two"].into());
    assert_eq!(unknown, ["src/lib.rs:1: there is no rule `oen`"]);
}

#[test]
fn a_fixture_is_a_package_that_depends_on_every_known_crate() {
    let library = library::load(&[]).expect("our own tables are sound");
    let fixture = parse("//- src/main.rs\nfn main() {}\n//- crates/a/src/lib.rs\npub fn a() {}\n");
    let folder = package::write(&fixture, &library).expect("a temporary folder can be written");
    let read = |path: &str| fs::read_to_string(folder.path().join(path)).expect("it was written");
    let root: toml::Table = read("Cargo.toml").parse().expect("it is toml");
    assert_eq!(root["package"]["name"].as_str(), Some("fixture"));
    assert_eq!(root["package"]["edition"].as_str(), Some("2024"));
    assert_eq!(root["dependencies"]["tokio"].as_str(), Some("=0.0.0"));
    assert_eq!(root["dependencies"]["a"]["path"].as_str(), Some("crates/a"));
    assert!(root["dependencies"].get("std").is_none());
    assert_eq!(root["workspace"]["members"][0].as_str(), Some("crates/*"));
    let member: toml::Table = read("crates/a/Cargo.toml").parse().expect("it is toml");
    assert_eq!(member["package"]["name"].as_str(), Some("a"));
    assert_eq!(member["dependencies"]["tokio_util"].as_str(), Some("=0.0.0"));
    assert_eq!(read("crates/a/src/lib.rs"), "pub fn a() {}\n");
}

#[test]
fn a_manifest_of_the_fixture_replaces_ours() {
    let library = library::load(&[]).expect("our own tables are sound");
    let fixture = parse("//- Cargo.toml\n[package]\n//- src/lib.rs\n");
    assert_eq!(package::manifests(&fixture, &library), []);
}

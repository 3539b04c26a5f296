//! The walls between the rooms.

use asyncheck::library;

use crate::sources::Source;
use crate::sources::Tests;
use crate::sources::under;

/// No file is longer.
const MAX_LINES: usize = 400;

/// What the rooms from `ir` to `triage` never touch.
const OUTSIDE: [&str; 6] = ["fs", "env", "net", "process", "time", "io"];

/// The modules of the crate in the order of their declaration.
fn rooms() -> Vec<String> {
    let sources = under("src");
    let root = sources.iter().find(|source| source.path == "src/lib.rs").expect("it is there");
    let declared = root.tokens.windows(3).filter(|three| three[0].text == "mod");
    declared.filter(|three| three[2].text == ";").map(|three| three[1].text.clone()).collect()
}

/// The files of the rooms from one to another.
fn between(first: &str, last: &str) -> Vec<Source> {
    let rooms = rooms();
    let place = |room: &str| rooms.iter().position(|declared| declared == room);
    let first = place(first).expect("the room is declared");
    let last = place(last).expect("the room is declared");
    let inside = |source: &Source| place(&source.room).is_some_and(|at| first <= at && at <= last);
    under("src").into_iter().filter(inside).collect()
}

fn assert_none(what: &str, offences: &[String]) {
    assert!(offences.is_empty(), "{what}:\n{}", offences.join("\n"));
}

#[test]
fn a_module_never_imports_from_a_later_one() {
    let rooms = rooms();
    let place = |room: &str| rooms.iter().position(|declared| declared == room);
    let mut offences = Vec::new();
    for source in under("src") {
        let Some(own) = place(&source.room) else { continue };
        for window in source.tokens.windows(4) {
            let is_path = window[0].text == "crate" && window[1].text == ":";
            if is_path && place(&window[3].text).is_some_and(|other| other > own) {
                offences.push(format!("{}:{} {}", source.path, window[0].line, window[3].text));
            }
        }
    }
    assert_none("these look forward", &offences);
}

#[test]
fn every_folder_of_the_source_is_a_declared_room() {
    let rooms = rooms();
    let unknown: Vec<String> = under("src")
        .into_iter()
        .filter(|source| !source.room.is_empty() && !rooms.contains(&source.room))
        .map(|source| source.path)
        .collect();
    assert_none("these belong to no room", &unknown);
}

#[test]
fn syntax_trees_stay_in_lower() {
    let mut offences = Vec::new();
    for source in under("src").iter().filter(|source| source.room != "lower") {
        for name in ["syn", "proc_macro2", "quote"] {
            for line in source.lines_with(&[name, ":", ":"], Tests::Included) {
                offences.push(format!("{}:{line} {name}", source.path));
            }
        }
    }
    assert_none("these know the syntax tree", &offences);
}

#[test]
fn work_is_shared_out_by_the_drivers_of_few_rooms() {
    let mut offences = Vec::new();
    for source in under("src") {
        let allowed = ["source", "lower", "types", "flow", "report"].contains(&&*source.room)
            || source.path == "src/rules/run.rs";
        for line in source.lines_with(&["rayon"], Tests::Included) {
            if !allowed {
                offences.push(format!("{}:{line}", source.path));
            }
        }
    }
    assert_none("these share out work", &offences);
}

#[test]
fn a_rule_sees_the_model_and_no_other_rule() {
    let sources = under("src/rules");
    let rules: Vec<&Source> = sources.iter().filter(|source| is_rule(source)).collect();
    let mut offences = Vec::new();
    for source in &rules {
        for (line, path) in source.imports() {
            let allowed = ["crate::model::", "crate::finding::", "crate::rules::"];
            let another = rules.iter().any(|rule| path.contains(&format!("::{}", rule.module())));
            if another || !allowed.iter().any(|room| path.starts_with(room)) {
                offences.push(format!("{}:{line} {path}", source.path));
            }
        }
    }
    assert!(!rules.is_empty(), "there are rules");
    assert_none("these know too much", &offences);
}

/// Whether a rule is declared there: the rules about asyncheck itself only have a page.
fn is_rule(source: &Source) -> bool {
    let declares = source.lines_with(&["pub", "const", "RULE", ":"], Tests::Excluded);
    let triage = source.lines_with(&["Check", ":", ":", "Triage"], Tests::Excluded);
    !declares.is_empty() && triage.is_empty()
}

#[test]
fn what_is_known_of_libraries_stands_in_tables() {
    let library = library::load(&[]).expect("our own tables are sound");
    // A path of a primitive is the language's: `str::is_empty`.
    let primitive = ["array", "bool", "slice", "str"];
    let crates = library.crates();
    let is_crate = |name: &str| crates.contains(name) && !primitive.contains(&name);
    let mut offences = Vec::new();
    for source in under("src") {
        let allowed =
            source.path.starts_with("src/lower/macros") || source.path == "src/types/lang.rs";
        for token in source.tokens.iter().filter(|token| token.is_string && !token.in_tests) {
            if !allowed && names_library(&token.text, &is_crate) {
                offences.push(format!("{}:{} {}", source.path, token.line, token.text));
            }
        }
    }
    assert_none("these are rows of rules/*.toml", &offences);
}

/// Whether a text holds a path into a crate: a known name right before a `::` that goes on.
fn names_library(text: &str, is_crate: &dyn Fn(&str) -> bool) -> bool {
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    text.match_indices("::").any(|(at, _)| {
        let before = &text[..at];
        let start = before.rfind(|letter: char| !is_name(letter)).map_or(0, |last| last + 1);
        is_crate(&before[start..]) && text[at + 2..].starts_with(is_name)
    })
}

#[test]
fn from_ir_to_triage_nothing_reads_the_outside_world() {
    let mut offences = Vec::new();
    for source in between("ir", "triage") {
        for module in OUTSIDE {
            for line in source.lines_with(&["std", ":", ":", module], Tests::Excluded) {
                offences.push(format!("{}:{line} std::{module}", source.path));
            }
        }
    }
    assert_none("these look outside", &offences);
}

#[test]
fn from_ir_to_triage_no_door_can_fail() {
    let mut offences = Vec::new();
    for source in between("ir", "triage").iter().filter(|source| source.path.ends_with("/mod.rs")) {
        for window in source.tokens.windows(2) {
            let is_public = window[0].text == "pub" && window[1].text == "fn";
            if is_public && returns_result(source, window[0].line) {
                offences.push(format!("{}:{}", source.path, window[0].line));
            }
        }
    }
    assert_none("these doors can fail", &offences);
}

/// Whether the signature that begins on this line gives a `Result`.
fn returns_result(source: &Source, line: usize) -> bool {
    let from = source.tokens.iter().position(|token| token.line == line).expect("it has tokens");
    let signature = source.tokens[from..].iter().take_while(|token| !"{;".contains(&*token.text));
    let returned = signature.map(|token| token.text.as_str()).collect::<Vec<_>>();
    let arrow = returned.windows(2).position(|two| two == ["-", ">"]);
    arrow.is_some_and(|arrow| returned[arrow..].contains(&"Result"))
}

#[test]
fn no_file_is_long() {
    let mut offences = Vec::new();
    for source in under("src").iter().chain(&under("tests")) {
        let lines = source.text.lines().count();
        if lines > MAX_LINES {
            offences.push(format!("{}: {lines} lines", source.path));
        }
    }
    assert_none("these have two subjects", &offences);
}

#[test]
fn imports_are_flat() {
    let mut offences = Vec::new();
    for source in under("src").iter().chain(&under("tests")) {
        for (line, path) in source.imports() {
            let own_tests = path == "super::*";
            if path.contains('{') || path.ends_with("::*") && !own_tests {
                offences.push(format!("{}:{line} {path}", source.path));
            }
        }
    }
    assert_none("one `use crate::room::Thing;` a line", &offences);
}

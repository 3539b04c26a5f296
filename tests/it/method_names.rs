//! No type and no callee is made from a name alone: the rooms that find them out know no method by
//! its name. What methods do is data, and what the language's own syntax calls is `lang.rs`.

use std::collections::BTreeSet;

use crate::sources::Source;
use crate::sources::under;

/// The rooms that find out what a call leads to and what that does.
const ROOMS: [&str; 4] = ["types", "flow", "effects", "resolve"];

/// The operators and the items that the language's syntax stands for.
const LANGUAGE: &str = "src/types/lang.rs";

/// A crate of the toolchain, primitives, and a keyword: some method
/// is called so too.
const OTHERS: [&str; 6] = ["alloc", "bool", "pointer", "slice", "str", "where"];

/// The names of all methods in the tables of signatures.
fn methods() -> BTreeSet<String> {
    let mut tables = vec!["rules/std.sigs".to_owned()];
    let folder = std::fs::read_dir("rules/sigs").expect("the tables are shipped");
    for entry in folder {
        let path = entry.expect("our own folder can be read").path();
        tables.push(path.to_str().expect("our paths are UTF-8").to_owned());
    }
    let mut names = BTreeSet::new();
    for table in tables {
        let text = std::fs::read_to_string(&table).expect("our own files are UTF-8");
        names.extend(text.lines().filter_map(method).map(str::to_owned));
    }
    names
}

/// The name in `a::B<T>::name<U>(&self, …)`.
fn method(line: &str) -> Option<&str> {
    let (path, parameters) = line.split_once('(')?;
    let parameters = parameters.trim_start_matches('&').trim_start_matches("mut ");
    parameters.starts_with("self").then_some(())?;
    let path = path.split_once("::")?.1;
    let name = path.rsplit("::").next()?;
    let name = name.split('<').next()?;
    name.chars().all(|it| it.is_ascii_lowercase() || it == '_').then_some(name)
}

fn offences(sources: &[Source], methods: &BTreeSet<String>) -> Vec<String> {
    let inside = |source: &&Source| ROOMS.contains(&source.room.as_str());
    let mut found = Vec::new();
    for source in sources.iter().filter(inside).filter(|source| source.path != LANGUAGE) {
        for token in source.tokens.iter().filter(|token| token.is_string && !token.in_tests) {
            let text = token.text.trim_matches('"');
            if !OTHERS.contains(&text) && methods.contains(text) {
                found.push(format!("{}:{} {}", source.path, token.line, token.text));
            }
        }
    }
    found
}

#[test]
fn no_room_knows_a_method_by_its_name() {
    let methods = methods();
    let found = offences(&under("src"), &methods);
    assert!(found.is_empty(), "these are rows, or belong to {LANGUAGE}:\n{}", found.join("\n"));
}

#[test]
fn the_names_that_matter_are_looked_for() {
    let methods = methods();
    for name in ["lock", "send", "recv", "read", "write", "join", "wait", "unwrap", "next"] {
        assert!(methods.contains(name), "{name}");
    }
    let own = under("src").into_iter().filter(|source| source.path == LANGUAGE);
    let renamed = own.map(|source| Source { path: "src/types/other.rs".to_owned(), ..source });
    assert!(!offences(&renamed.collect::<Vec<_>>(), &methods).is_empty(), "it can fail");
}

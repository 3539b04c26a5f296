//! The tables of signatures: their form, and what they say of things that everybody uses.

mod known;
mod paths;

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use asyncheck::library::sig_key;

use crate::rows;

/// What all tables but that of std may weigh together, in bytes.
const CRATES_AT_MOST: usize = 4_000_000;

/// What the table of std may weigh, in bytes.
const STD_AT_MOST: usize = 1_500_000;

/// One table.
struct Table {
    krate: String,
    text: String,
}

impl Table {
    fn lines(&self) -> impl Iterator<Item = &str> {
        self.text.lines().filter(|line| !line.starts_with('#'))
    }

    fn key<'l>(&self, line: &'l str) -> std::borrow::Cow<'l, str> {
        sig_key(&self.krate, line)
    }
}

/// Every table of the folder, std first.
fn tables() -> Vec<Table> {
    let rules = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut paths = vec![rules.join("std.sigs")];
    let folder = fs::read_dir(rules.join("sigs")).into_iter().flatten();
    paths.extend(folder.map(|entry| entry.expect("our own folder can be read").path()));
    paths.sort();
    paths.sort_by_key(|path| !path.ends_with("std.sigs"));
    let table = |path: PathBuf| Table {
        krate: path.file_stem().and_then(|stem| stem.to_str()).expect("a crate's name").to_owned(),
        text: fs::read_to_string(&path).expect("our own tables are UTF-8"),
    };
    paths.into_iter().map(table).collect()
}

#[test]
fn every_table_is_embedded_and_says_what_it_was_made_from() {
    let library = asyncheck::library::load(&[]).expect("our own tables are sound");
    for table in tables() {
        assert!(library.has_sigs(&table.krate), "{}", table.krate);
        let first = table.text.lines().next().unwrap_or("");
        let version = first.split(' ').any(|word| word.starts_with(|c: char| c.is_ascii_digit()));
        assert!(first.starts_with("# Signatures of ") && version, "{first}");
    }
}

#[test]
fn lines_are_sorted_by_key() {
    for table in tables() {
        let lines: Vec<_> = table.lines().map(|line| (table.key(line), line)).collect();
        for two in lines.windows(2) {
            assert!(two[0] < two[1], "{}: {:?}", table.krate, two);
        }
    }
}

#[test]
fn every_line_has_a_key_and_balanced_brackets() {
    for table in tables() {
        for line in table.lines() {
            let key = table.key(line);
            let first = key.split("::").next().unwrap_or("");
            let own = first == table.krate || table.krate == "std" && !key.contains("::");
            let primitive = table.krate == "std" && first.chars().all(|c| !c.is_uppercase());
            let inside = line.starts_with("impl") && line.contains(&format!("{}::", table.krate));
            assert!(!key.is_empty() && (own || primitive || inside), "`{key}` of {line}");
            assert!(is_balanced(line), "{line}");
        }
    }
}

fn is_balanced(line: &str) -> bool {
    let mut open = Vec::new();
    for (at, letter) in line.char_indices() {
        match letter {
            '<' | '(' | '[' | '{' => open.push(letter),
            '>' if line[..at].ends_with('-') => {}
            '>' if open.pop() != Some('<') => return false,
            ')' if open.pop() != Some('(') => return false,
            ']' if open.pop() != Some('[') => return false,
            '}' if open.pop() != Some('{') => return false,
            _ => {}
        }
    }
    open.is_empty()
}

#[test]
fn tables_are_small() {
    let (std, crates): (Vec<Table>, Vec<Table>) =
        tables().into_iter().partition(|table| table.krate == "std");
    let weight = |tables: &[Table]| tables.iter().map(|table| table.text.len()).sum::<usize>();
    assert!((500_000..STD_AT_MOST).contains(&weight(&std)), "{}", weight(&std));
    assert!(weight(&crates) < CRATES_AT_MOST, "{}", weight(&crates));
}

#[test]
fn a_path_has_one_canonical_form() {
    let library = asyncheck::library::load(&[]).expect("our own tables are sound");
    for table in tables() {
        for line in table.lines() {
            let Some(rest) = line.strip_prefix("use ") else { continue };
            let (path, target) = rest.split_once(" = ").expect("`use A = B`");
            assert_ne!(path, target);
            let canonical = library.canonical(path);
            assert_eq!(library.canonical(&canonical), canonical, "{line}");
        }
    }
}

/// Those of `&mut [T; N]` and of pointers that can be written through are not asked for.
#[test]
fn the_compiler_knows_every_function_of_std() {
    if !rows::can_be_asked() {
        return;
    }
    let std = tables().remove(0);
    let functions = std.lines().filter(|line| paths::is_member(line) && !line.starts_with("const"));
    let special = |line: &&str| line.starts_with("slice<") && !line.starts_with("slice<T>");
    let asked = functions.filter(|line| !line.starts_with("pointer") && !special(line));
    let asked: Vec<String> = asked.map(|line| std.key(line).into_owned()).collect();
    assert!(asked.len() > 3_500, "{}", asked.len());
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let (members, free): (Vec<&String>, Vec<&String>) =
        asked.iter().partition(|path| rows::owner(path).is_some());
    let mut missing = rows::missing(folder.path(), &free);
    missing.extend(rows::missing(folder.path(), &members));
    assert!(missing.is_empty(), "std does not have these:\n{}", missing.join("\n"));
}

/// The paths that lines name and that no table has, as the line says them.
#[test]
fn what_lines_name_is_there() {
    let tables = tables();
    let (mut keys, mut owners) = (BTreeSet::new(), BTreeSet::new());
    for table in &tables {
        keys.extend(table.lines().map(|line| table.key(line).into_owned()));
        let items = table.lines().filter(|line| !paths::is_member(line));
        owners.extend(items.map(|line| table.key(line).into_owned()));
    }
    let crates: BTreeSet<&str> = tables.iter().map(|table| table.krate.as_str()).collect();
    let mut dangling = BTreeSet::new();
    for table in &tables {
        for line in table.lines() {
            for path in paths::named(&table.key(line), line, &owners) {
                let first = path.split("::").next().unwrap_or("");
                if crates.contains(first) && !keys.contains(&path) {
                    dangling.insert(format!("{path} in {line}"));
                }
            }
        }
    }
    let shown: Vec<&str> = dangling.iter().take(40).map(String::as_str).collect();
    assert_eq!(dangling.len(), paths::DANGLING, "{}", shown.join("\n"));
}

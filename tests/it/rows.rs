//! What our tables say of std is said of things that std has: the compiler is asked.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The tables about std alone.
const TABLES: [&str; 7] =
    ["std", "std-closures", "std-fs", "std-globs", "std-io", "std-prelude", "std-types"];

/// The tables were written for this version of Rust: an older compiler lacks some of the paths.
const WRITTEN_FOR: (u32, u32) = (1, 95);

/// The compiler's codes for a name that is not there.
const NOT_THERE: [&str; 6] = ["E0412", "E0425", "E0432", "E0433", "E0576", "E0599"];

#[test]
fn every_path_of_std_exists() {
    if !can_be_asked() {
        return;
    }
    let paths: Vec<String> = paths().into_iter().filter(|path| is_of_this_system(path)).collect();
    assert!(paths.len() > 900, "the tables are read: {}", paths.len());
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    // Names that are not there hide methods that are not there: those are asked for by themselves.
    let (items, members): (Vec<&String>, Vec<&String>) =
        paths.iter().partition(|path| owner(path).is_none());
    let mut missing = missing(folder.path(), &items);
    missing.extend(self::missing(folder.path(), &members));
    assert!(missing.is_empty(), "std does not have these:\n{}", missing.join("\n"));
}

#[test]
fn the_compiler_is_asked_in_earnest() {
    if !cfg!(unix) {
        return;
    }
    let folder = tempfile::tempdir().expect("a temporary folder can be made");
    let asked = |path: &str| missing(folder.path(), &[&path.to_owned()]).len();
    assert_eq!(asked("std::fs::reed"), 1);
    assert_eq!(asked("std::path::Path::exist"), 1);
    assert_eq!(asked("slice::sort_bye"), 1);
    assert_eq!(asked("std::path::Path::exists"), 0);
    assert_eq!(asked("std::iter::Iterator::map"), 0);
}

fn compiler() -> (u32, u32) {
    let said = Command::new("rustc").arg("--version").output().expect("the compiler is there");
    let said = String::from_utf8(said.stdout).expect("it answers in UTF-8");
    let version = said.split(' ').nth(1).expect("`rustc 1.95.0 (…)`");
    let mut numbers = version.split('.').filter_map(|number| number.parse().ok());
    (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
}

fn is_of_this_system(path: &str) -> bool {
    !path.contains("::windows::")
        && !path.ends_with("::seek_read")
        && !path.ends_with("::seek_write")
}

/// All that the tables name.
fn paths() -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for table in TABLES {
        let path = format!("{}/rules/{table}.toml", env!("CARGO_MANIFEST_DIR"));
        let text = fs::read_to_string(&path).unwrap_or_else(|_| panic!("no table {path}"));
        let table: toml::Table = text.parse().expect("it is toml");
        for (kind, rows) in &table {
            match rows {
                toml::Value::Array(rows) => {
                    rows.iter().for_each(|row| named(kind, row, &mut paths));
                }
                row => named(kind, row, &mut paths),
            }
        }
    }
    // Whole crates are no item of anything.
    paths.into_iter().filter(|path| is_std(path)).collect()
}

fn is_std(path: &str) -> bool {
    let first = path.split("::").next().unwrap_or("");
    path.contains("::") && ["std", "array", "bool", "slice", "str"].contains(&first)
}

fn named(kind: &str, row: &toml::Value, paths: &mut BTreeSet<String>) {
    let texts = |key: &str| match row.get(key) {
        Some(toml::Value::Array(texts)) => {
            texts.iter().filter_map(|text| text.as_str().map(str::to_owned)).collect()
        }
        Some(toml::Value::String(text)) => vec![text.clone()],
        _ => Vec::new(),
    };
    match kind {
        "glob" => {
            let module = texts("path").concat();
            paths.extend(texts("names").iter().map(|name| format!("{module}::{name}")));
        }
        "prelude" => paths.extend(texts("names")),
        _ => paths.extend(texts("path").into_iter().chain(texts("of"))),
    }
}

/// The type or trait of a method, as Rust writes it in front of the method's name.
pub fn owner(path: &str) -> Option<String> {
    let (owner, _) = path.rsplit_once("::")?;
    match owner {
        "slice" => Some("<[u8]>".to_owned()),
        "array" => Some("<[u8; 1]>".to_owned()),
        _ if !owner.contains("::") => Some(format!("<{owner}>")),
        _ => {
            let name = owner.rsplit("::").next()?;
            name.starts_with(|first: char| first.is_uppercase()).then(|| owner.to_owned())
        }
    }
}

/// Whether the compiler at hand has all that the tables speak of.
pub fn can_be_asked() -> bool {
    cfg!(unix) && compiler() >= WRITTEN_FOR
}

/// Which of the paths the compiler does not know. What it cannot infer, and what is not stable yet,
/// is there.
pub fn missing(folder: &Path, paths: &[&String]) -> Vec<String> {
    let mut text = "#![allow(unused, deprecated)] extern crate alloc; fn main() {} \
        use std::io::{BufRead as _, Read as _, Seek as _, Write as _}; \
        use std::net::ToSocketAddrs as _; \
        use std::os::unix::fs::FileExt as _;\n"
        .to_owned();
    for (number, path) in paths.iter().enumerate() {
        let name = path.rsplit("::").next().expect("a path has a last name");
        text += &match owner(path) {
            Some(owner) => format!("fn f{number}() {{ let _ = {owner}::{name}; }}\n"),
            None => format!("mod m{number} {{ use {path}; }}\n"),
        };
    }
    let file = folder.join("paths.rs");
    fs::write(&file, text).expect("a temporary file can be written");
    let output = Command::new("rustc")
        .args(["--edition", "2024", "--emit", "metadata", "--error-format", "short", "-o"])
        .arg(folder.join("paths.rmeta"))
        .arg(&file)
        .output()
        .expect("the compiler is there");
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    let complaints = said.lines().filter(|line| NOT_THERE.iter().any(|code| line.contains(code)));
    complaints
        .filter_map(|line| {
            let number: usize = line.split(".rs:").nth(1)?.split(':').next()?.parse().ok()?;
            Some(format!("{}: {line}", paths.get(number.checked_sub(2)?)?))
        })
        .collect()
}

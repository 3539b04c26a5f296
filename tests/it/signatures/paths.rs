//! The paths that a line names.

use std::collections::BTreeSet;

/// How many names of all tables lead nowhere: what they name is private, or left out.
pub const DANGLING: usize = 0;

/// Words of the notation that name nothing.
const WORDS: [&str; 15] = [
    "impl", "dyn", "fn", "mut", "const", "where", "for", "self", "Self", "as", "struct", "enum",
    "trait", "type", "static",
];

/// Names without a path.
const PRELUDE: [&str; 33] = [
    "Option",
    "Result",
    "Vec",
    "Box",
    "String",
    "ToString",
    "ToOwned",
    "Clone",
    "Copy",
    "Send",
    "Sync",
    "Sized",
    "Drop",
    "Fn",
    "FnMut",
    "FnOnce",
    "AsRef",
    "AsMut",
    "Into",
    "From",
    "TryFrom",
    "TryInto",
    "Default",
    "Iterator",
    "Extend",
    "IntoIterator",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "Eq",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "FromIterator",
];

/// Types without a path.
const PRIMITIVES: [&str; 20] = [
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8", "u16",
    "u32", "u64", "u128", "usize", "slice", "array", "pointer",
];

/// One word of a line, with what stands around it.
struct Word<'l> {
    /// `a::B`.
    path: &'l str,
    /// What stands before.
    before: &'l str,
    /// What stands behind.
    behind: &'l str,
}

/// The paths that a line names, in full: types and traits, no parameters. `owners` are all types
/// and traits.
pub fn named(key: &str, line: &str, owners: &BTreeSet<String>) -> BTreeSet<String> {
    if line.starts_with("use ") {
        return BTreeSet::new();
    }
    let module = module_of(key, line, owners);
    let words = words(line);
    let params = params(line, key);
    let mut named = BTreeSet::new();
    for word in &words {
        let first = word.path.split("::").next().unwrap_or("");
        let known = WORDS.contains(&first) || PRELUDE.contains(&first);
        let local = PRIMITIVES.contains(&first) || params.contains(first) || first == "_";
        if known || local || is_name_of_something(word, line) {
            continue;
        }
        named.insert(match word.path.contains("::") {
            true => word.path.to_owned(),
            false => format!("{module}::{}", word.path),
        });
    }
    named.remove(key);
    named
}

/// The module of the line's item: of a member that of its type.
fn module_of<'k>(key: &'k str, line: &str, owners: &BTreeSet<String>) -> &'k str {
    let around = key.rsplit_once("::").map_or("", |(around, _)| around);
    match is_member(line) && owners.contains(around) {
        true => around.rsplit_once("::").map_or("", |(module, _)| module),
        false => around,
    }
}

/// Whether a line is of a function or const, which types and traits can have.
pub fn is_member(line: &str) -> bool {
    let word = line.split(' ').next().unwrap_or("");
    let others = ["struct", "enum", "trait", "type", "static", "use", "impl"];
    !others.contains(&word) && !line.starts_with("impl<")
}

fn words(line: &str) -> Vec<Word<'_>> {
    let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(start) = line[at..].find(is_name).map(|found| at + found) {
        let rest = &line[start..];
        let mut end = rest.find(|letter| !is_name(letter)).unwrap_or(rest.len());
        while rest[end..].starts_with("::") && rest[end + 2..].starts_with(is_name) {
            let next = &rest[end + 2..];
            end += 2 + next.find(|letter| !is_name(letter)).unwrap_or(next.len());
        }
        at = start + end;
        words.push(Word { path: &rest[..end], before: &line[..start], behind: &rest[end..] });
    }
    words
}

/// Names that are declared in the line: `<T: A, const N>`, and in the owner's brackets.
fn params<'l>(line: &'l str, key: &str) -> BTreeSet<&'l str> {
    let mut params = BTreeSet::new();
    let declared = match line.strip_prefix("impl") {
        Some(rest) if rest.starts_with(['<', ' ']) => in_brackets(rest).0,
        _ => {
            let member = key.rsplit("::").next().unwrap_or("");
            let (mut owner, mut list) = ("", "");
            let mut rest = line;
            while let Some(open) = rest.find(['<', '(']) {
                let (inside, behind) = in_brackets(&rest[open..]);
                let is_own = rest[..open].ends_with(member);
                (owner, list) = if is_own { (owner, inside) } else { (inside, list) };
                if is_own || !behind.starts_with("::") {
                    break;
                }
                rest = behind;
            }
            params.extend(words(owner).iter().map(|word| word.path));
            list
        }
    };
    for part in parts(declared) {
        let part = part.trim_start().trim_start_matches("const ");
        params.extend(words(part).first().map(|word| word.path));
    }
    params
}

/// What stands in the `<…>` that a text begins with, and behind it.
fn in_brackets(text: &str) -> (&str, &str) {
    if !text.starts_with('<') {
        return ("", text);
    }
    let mut depth = 0_usize;
    for (at, letter) in text.char_indices() {
        depth = deeper(depth, &text[..at], letter);
        if depth == 0 {
            return (&text[1..at], &text[at + 1..]);
        }
    }
    ("", "")
}

fn deeper(depth: usize, before: &str, letter: char) -> usize {
    match letter {
        '<' | '(' | '[' | '{' => depth + 1,
        '>' if before.ends_with('-') => depth,
        '>' | ')' | ']' | '}' => depth.saturating_sub(1),
        _ => depth,
    }
}

/// What stands between the commas outside of all brackets.
fn parts(text: &str) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut depth, mut start) = (0_usize, 0);
    for (at, letter) in text.char_indices() {
        depth = deeper(depth, &text[..at], letter);
        if depth == 0 && letter == ',' {
            parts.push(&text[start..at]);
            start = at + 1;
        }
    }
    parts.push(&text[start..]);
    parts
}

/// A field, a variant, an associated type, or what follows a projection.
fn is_name_of_something(word: &Word<'_>, line: &str) -> bool {
    let behind_path = word.before.ends_with("::");
    let binds = word.behind.starts_with(" = ") || word.behind.starts_with(": ");
    let is_where = word.before.ends_with(" where ");
    let is_enum = line.starts_with("enum ") && word.before.contains('{');
    let variant = is_enum && variant_place(word.before);
    let associated = line.starts_with("trait ") && variant_place(word.before);
    let number = word.path.starts_with(|letter: char| letter.is_ascii_digit());
    behind_path || binds && !is_where || variant || associated || number
}

/// Whether what follows is a name directly inside the braces of the item.
fn variant_place(before: &str) -> bool {
    let Some((_, inside)) = before.split_once("{ ") else { return false };
    let depth =
        inside.char_indices().fold(0, |depth, (at, letter)| deeper(depth, &inside[..at], letter));
    depth == 0 && (inside.is_empty() || inside.ends_with(", "))
}

//! The key of a line of a signature table: by it the lines are sorted and found.

use std::borrow::Cow;

/// The crate that the primitive types belong to.
pub(super) const STD: &str = "std";

/// The types without a path, as keys name them.
const PRIMITIVES: [&str; 20] = [
    "array", "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "pointer",
    "slice", "str", "u8", "u16", "u32", "u64", "u128", "usize",
];

/// The length of `pointer`: most names are told apart by theirs.
const LONGEST_PRIMITIVE: usize = 7;

/// The path of the item that a line speaks of, without generics: of a function its own, of an impl
/// that of the type, or of the trait where the type is not one of the table's crate.
pub fn key<'l>(krate: &str, line: &'l str) -> Cow<'l, str> {
    key_of_item(krate, line).map_or_else(|| without_generics(line), Cow::Borrowed)
}

/// The key of a line that is no function.
fn key_of_item<'l>(krate: &str, line: &'l str) -> Option<&'l str> {
    let word = leading_path(line);
    let rest = &line[word.len()..];
    match word {
        "" if line.starts_with('#') => Some("#"),
        "struct" | "enum" | "trait" | "type" | "const" | "static" | "use" => {
            Some(leading_path(rest.strip_prefix(' ')?))
        }
        "impl" if rest.starts_with(['<', ' ']) => Some(key_of_impl(krate, rest)),
        _ => None,
    }
}

/// Whether it is a type without a path.
pub(super) fn is_primitive(name: &str) -> bool {
    name.len() <= LONGEST_PRIMITIVE && PRIMITIVES.contains(&name)
}

/// `a::b` of `a::b<T>(c::D)`.
pub(super) fn leading_path(text: &str) -> &str {
    let bytes = text.as_bytes();
    let mut end = bytes.iter().position(|&byte| !IS_OF_PATH[byte as usize]).unwrap_or(bytes.len());
    while end > 0 && bytes[end - 1] == b':' {
        end -= 1;
    }
    &text[..end]
}

/// The bytes of paths: a table, for it is asked for each byte of the paths that begin lines.
static IS_OF_PATH: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < table.len() {
        table[byte] = matches!(byte as u8, b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b':' | b'_');
        byte += 1;
    }
    table
};

/// What stands behind the bracket that `text` begins with and its partner; nothing where it has
/// none.
pub(super) fn behind_brackets(text: &str) -> &str {
    let mut depth = 0_usize;
    let mut before = 0;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'<' | b'(' | b'[' | b'{' => depth += 1,
            b'>' if before == b'-' => {}
            b'>' | b')' | b']' | b'}' if depth <= 1 => return &text[at + 1..],
            b'>' | b')' | b']' | b'}' => depth -= 1,
            _ => {}
        }
        before = byte;
    }
    ""
}

/// The places between brackets: where a bracket opens, and each byte outside of all. The `>` of
/// `->` closes nothing.
pub(super) fn at_depth_zero(text: &str) -> impl Iterator<Item = usize> {
    let mut depth = 0_usize;
    let mut before = 0;
    text.bytes().enumerate().filter_map(move |(at, byte)| {
        let outside = depth == 0;
        match byte {
            b'<' | b'(' | b'[' | b'{' => depth += 1,
            b'>' if before == b'-' => {}
            b'>' | b')' | b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        before = byte;
        outside.then_some(at)
    })
}

/// The path of a function or method: `a::B::c` of `a::B<T>::c<U>(&self)`.
fn without_generics(text: &str) -> Cow<'_, str> {
    let path = leading_path(text);
    let rest = &text[path.len()..];
    if rest.starts_with('<')
        && let Some(member) = behind_brackets(rest).strip_prefix("::")
    {
        return Cow::Owned([path, "::", &without_generics(member)].concat());
    }
    Cow::Borrowed(path)
}

/// The key of an impl, from what stands behind its keyword.
fn key_of_impl<'l>(krate: &str, rest: &'l str) -> &'l str {
    let head = behind_for(rest).map_or("", head_of);
    let own = head.strip_prefix(krate).is_some_and(|rest| rest.starts_with("::"));
    if own || krate == STD && is_primitive(head) {
        return head;
    }
    let rest = if rest.starts_with('<') { behind_brackets(rest) } else { rest };
    leading_path(rest.trim_start())
}

/// The type that an impl is for. Blanks are few: to look behind each is quicker than to search for the
/// word.
fn behind_for(rest: &str) -> Option<&str> {
    let mut blanks = memchr::memchr_iter(b' ', rest.as_bytes());
    blanks.find_map(|at| rest[at..].strip_prefix(" for "))
}

/// The outermost name of a type; empty where it has none.
fn head_of(ty: &str) -> &str {
    match ty.as_bytes() {
        [b'[', ..] => {
            let inside = &ty[1..];
            let is_array = at_depth_zero(inside)
                .take_while(|&at| !inside[at..].starts_with(']'))
                .any(|at| inside[at..].starts_with(';'));
            if is_array { "array" } else { "slice" }
        }
        [b'*', ..] => "pointer",
        _ => leading_path(ty),
    }
}

#[cfg(test)]
mod tests {
    use super::behind_brackets;
    use super::key;

    fn assert_keys(krate: &str, pairs: &[(&str, &str)]) {
        for (line, expected) in pairs {
            assert_eq!(key(krate, line), *expected, "{line}");
        }
    }

    #[test]
    fn of_functions_and_methods() {
        assert_keys(
            "std",
            &[
                (
                    "std::fs::read<P: AsRef<std::path::Path>>(P) -> std::io::Result<Vec<u8>>",
                    "std::fs::read",
                ),
                (
                    "std::sync::Mutex<T>::lock(&self) -> LockResult<MutexGuard<T>>",
                    "std::sync::Mutex::lock",
                ),
                (
                    "std::option::Option<&T>::cloned(self) -> Option<T> where T: Clone",
                    "std::option::Option::cloned",
                ),
                (
                    "std::iter::Iterator::map<B, F: FnMut(Self::Item) -> B>(self, F) -> Map<Self, F>",
                    "std::iter::Iterator::map",
                ),
                ("std::boxed::Box<dyn FnOnce() -> T>::new(T) -> Box<T>", "std::boxed::Box::new"),
                ("std::ops::Add<Rhs>::add(self, Rhs) -> Self::Output", "std::ops::Add::add"),
                ("slice<T>::iter(&self) -> std::slice::Iter<T>", "slice::iter"),
                ("array<T, N>::map<F: FnMut(T) -> U, U>(self, F) -> [U; N]", "array::map"),
                ("str::trim(&self) -> &str", "str::trim"),
                ("std::thread::sleep(std::time::Duration)", "std::thread::sleep"),
            ],
        );
    }

    #[test]
    fn of_items() {
        assert_keys(
            "std",
            &[
                (
                    "struct std::collections::HashMap<K, V, S = std::hash::RandomState>",
                    "std::collections::HashMap",
                ),
                ("struct a::B<T> { name: T, .. }", "a::B"),
                ("enum std::option::Option<T> { None, Some(T) }", "std::option::Option"),
                ("trait std::iter::Iterator { Item }", "std::iter::Iterator"),
                ("trait std::ops::DerefMut: std::ops::Deref", "std::ops::DerefMut"),
                ("type std::io::Result<T> = Result<T, Error>", "std::io::Result"),
                ("const std::time::Duration::ZERO: Duration", "std::time::Duration::ZERO"),
                ("const u8::MAX: u8", "u8::MAX"),
                ("use axum::extract::Json = axum::Json", "axum::extract::Json"),
                ("# made from Rust 1.95.0", "#"),
            ],
        );
    }

    #[test]
    fn of_impls() {
        assert_keys(
            "std",
            &[
                ("impl<T> std::ops::Deref for std::sync::Arc<T> { Target = T }", "std::sync::Arc"),
                (
                    "impl<I: Iterator> std::iter::IntoIterator for I { Item = I::Item }",
                    "std::iter::IntoIterator",
                ),
                ("impl Clone + Eq for std::net::SocketAddr", "std::net::SocketAddr"),
                ("impl<F: FnMut(char) -> bool> a::Pattern for F", "a::Pattern"),
                (
                    "impl<T> std::iter::IntoIterator for &std::vec::Vec<T>",
                    "std::iter::IntoIterator",
                ),
                ("impl<T: Clone> std::borrow::ToOwned for [T] { Owned = Vec<T> }", "slice"),
                ("impl<T, const N> std::ops::Index<usize> for [T; N] { Output = T }", "array"),
                ("impl<T> Clone for *const T", "pointer"),
                ("impl std::ops::Add for u32 { Output = u32 }", "u32"),
                ("impl std::fmt::Display for (A, B)", "std::fmt::Display"),
                ("impl std::fmt::Display for fn(A) -> B", "std::fmt::Display"),
            ],
        );
        assert_keys(
            "tokio",
            &[
                ("impl<T> tokio::io::AsyncRead for std::io::Cursor<T>", "tokio::io::AsyncRead"),
                ("impl tokio::io::AsyncRead for [u8]", "tokio::io::AsyncRead"),
                ("impl From<std::io::Error> for tokio::task::JoinError", "tokio::task::JoinError"),
            ],
        );
    }

    #[test]
    fn an_arrow_closes_no_bracket() {
        assert_eq!(behind_brackets("<F: FnMut(A) -> B>::c"), "::c");
        assert_eq!(behind_brackets("<F"), "");
    }
}

//! What a line of a signature table says, and of which item.

use crate::library::key::behind_brackets;
use crate::library::key::key_of_impl;
use crate::library::key::leading_path;

/// What the signatures say of one item or module.
#[derive(Debug, Default)]
pub struct Signatures<'l> {
    /// The line that declares it: a type, a trait, a function, a const.
    pub item: Option<&'l str>,
    /// The impls for it; of a trait also those for types that have no path.
    pub impls: Vec<&'l str>,
}

/// What a line says of its owner.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum About<'l> {
    /// It declares it: a type or a trait.
    Item,
    /// It is an impl.
    Impl,
    /// It is a function or const of this name.
    Member(&'l str),
}

/// The item that a line speaks of, and what it says of it; nothing of a line that only leads to
/// another.
pub(super) fn about<'l>(krate: &str, line: &'l str) -> Option<(&'l str, About<'l>)> {
    let (word, rest) = line.split_once(' ').unwrap_or((line, ""));
    match word {
        "struct" | "enum" | "trait" | "type" => Some((leading_path(rest), About::Item)),
        "const" | "static" => member(rest),
        "use" | "#" => None,
        _ => match line.strip_prefix("impl") {
            Some(rest) if rest.starts_with(['<', ' ']) => {
                Some((key_of_impl(krate, rest), About::Impl))
            }
            _ => member(line),
        },
    }
}

/// `a::B` and `c` of `a::B<T>::c<U>(&self)`; nothing of what belongs to a member.
fn member(text: &str) -> Option<(&str, About<'_>)> {
    let path = leading_path(text);
    let rest = &text[path.len()..];
    if rest.starts_with('<')
        && let Some(member) = behind_brackets(rest).strip_prefix("::")
    {
        let name = leading_path(member);
        let behind = &member[name.len()..];
        let goes_on = behind.starts_with('<') && behind_brackets(behind).starts_with("::");
        let is_own = !name.contains("::") && !goes_on;
        return is_own.then_some((path, About::Member(name)));
    }
    path.rsplit_once("::").map(|(owner, name)| (owner, About::Member(name)))
}

/// A line that begins with a path, generics of its own aside.
pub(super) fn is_bare(line: &str, path: &str) -> bool {
    let line = line.strip_prefix("const ").or(line.strip_prefix("static ")).unwrap_or(line);
    line.starts_with(path)
}

#[cfg(test)]
mod tests {
    use super::About;
    use super::about;
    use super::is_bare;

    #[test]
    fn a_line_speaks_of_its_owner() {
        let pairs = [
            ("a::B<T>::new(T) -> B<T>", Some(("a::B", About::Member("new")))),
            (
                "a::B<T>::map<F: FnOnce(T) -> U, U>(self, F) -> B<U>",
                Some(("a::B", About::Member("map"))),
            ),
            ("a::B::len(&self) -> usize", Some(("a::B", About::Member("len")))),
            ("const a::B::SIZE: usize", Some(("a::B", About::Member("SIZE")))),
            ("const a::B<T>::SIZE: usize", Some(("a::B", About::Member("SIZE")))),
            ("a::run<F>(F)", Some(("a", About::Member("run")))),
            ("a::B<T>::c::d(T)", None),
            ("struct a::B<T>", Some(("a::B", About::Item))),
            ("type a::R<T> = std::result::Result<T, Error>", Some(("a::R", About::Item))),
            ("impl<T> Clone for a::B<T>", Some(("a::B", About::Impl))),
            ("impl<T> a::C for &T", Some(("a::C", About::Impl))),
            ("implode::run()", Some(("implode", About::Member("run")))),
            ("use a::D = a::B", None),
            ("# made by hand", None),
        ];
        for (line, expected) in pairs {
            assert_eq!(about("a", line), expected, "{line}");
        }
    }

    #[test]
    fn a_bare_line_begins_with_the_path() {
        assert!(is_bare("a::run<F>(F)", "a::run"));
        assert!(is_bare("const a::X: u8", "a::X"));
        assert!(!is_bare("a::B<T>::new(T)", "a::B::new"));
    }
}

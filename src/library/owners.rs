//! What a line of a signature table says, and of which item.

use crate::library::key::behind_brackets;
use crate::library::key::leading_path;
use crate::library::path::split_first;
use crate::library::path::split_last;

/// What the signatures say of one item or module.
#[derive(Debug, Default)]
pub struct Signatures<'l> {
    /// The line that declares it: a type, a trait, a function, a const.
    pub item: Option<&'l str>,
    /// The impls for it; of a trait also those for types that have no path.
    pub impls: Vec<&'l str>,
}

/// What a line says.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum About<'l> {
    /// It declares a type or a trait.
    Item,
    /// It is an impl.
    Impl,
    /// It is a function or const of this item or module, with this name.
    Member(&'l str, &'l str),
}

/// What a line says; nothing of a line that only leads to another.
pub(super) fn about(line: &str) -> Option<About<'_>> {
    let word = leading_path(line);
    let rest = &line[word.len()..];
    match word {
        "struct" | "enum" | "trait" | "type" => Some(About::Item),
        "const" | "static" => member(rest.strip_prefix(' ')?),
        "use" | "" => None,
        "impl" if rest.starts_with(['<', ' ']) => Some(About::Impl),
        _ => member(line),
    }
}

/// `a::B` and `c` of `a::B<T>::c<U>(&self)`; nothing of what belongs to a member.
fn member(text: &str) -> Option<About<'_>> {
    let path = leading_path(text);
    let rest = &text[path.len()..];
    if rest.starts_with('<')
        && let Some(member) = behind_brackets(rest).strip_prefix("::")
    {
        let name = leading_path(member);
        let behind = &member[name.len()..];
        let goes_on = behind.starts_with('<') && behind_brackets(behind).starts_with("::");
        let is_own = split_first(name).is_none() && !goes_on;
        return is_own.then_some(About::Member(path, name));
    }
    split_last(path).map(|(owner, name)| About::Member(owner, name))
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
    fn a_line_declares_or_speaks_of_an_owner() {
        let pairs = [
            ("a::B<T>::new(T) -> B<T>", Some(About::Member("a::B", "new"))),
            (
                "a::B<T>::map<F: FnOnce(T) -> U, U>(self, F) -> B<U>",
                Some(About::Member("a::B", "map")),
            ),
            ("a::B::len(&self) -> usize", Some(About::Member("a::B", "len"))),
            ("const a::B::SIZE: usize", Some(About::Member("a::B", "SIZE"))),
            ("const a::B<T>::SIZE: usize", Some(About::Member("a::B", "SIZE"))),
            ("a::run<F>(F)", Some(About::Member("a", "run"))),
            ("a::B<T>::c::d(T)", None),
            ("struct a::B<T>", Some(About::Item)),
            ("type a::R<T> = std::result::Result<T, Error>", Some(About::Item)),
            ("impl<T> Clone for a::B<T>", Some(About::Impl)),
            ("impl<T> a::C for &T", Some(About::Impl)),
            ("implode::run()", Some(About::Member("implode", "run"))),
            ("use a::D = a::B", None),
            ("# made by hand", None),
        ];
        for (line, expected) in pairs {
            assert_eq!(about(line), expected, "{line}");
        }
    }

    #[test]
    fn a_bare_line_begins_with_the_path() {
        assert!(is_bare("a::run<F>(F)", "a::run"));
        assert!(is_bare("const a::X: u8", "a::X"));
        assert!(!is_bare("a::B<T>::new(T)", "a::B::new"));
    }
}

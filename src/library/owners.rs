//! Which lines of a signature table speak of which item: read once, when the first item of its
//! crate is asked for.

use rustc_hash::FxHashMap;

use crate::library::key::behind_brackets;
use crate::library::key::key_of_impl;
use crate::library::key::leading_path;

/// The lines of one table, by the path of the item that they speak of.
pub(super) type Owners = FxHashMap<&'static str, Owned>;

/// The lines of a table that speak of one item.
#[derive(Debug, Default)]
pub(super) struct Owned {
    /// The one that declares it, if it is no function, const or static.
    pub item: Option<&'static str>,
    pub impls: Vec<&'static str>,
    /// Its functions and consts, of a module those that lie in it: each by its name, in the order of
    /// names.
    pub members: Vec<(&'static str, &'static str)>,
}

/// What the signatures say of one item or module.
#[derive(Debug, Default)]
pub struct Signatures<'l> {
    /// The line that declares it: a type, a trait, a function, a const.
    pub item: Option<&'l str>,
    /// The impls for it; of a trait also those for types that have no path.
    pub impls: Vec<&'l str>,
    /// The user's own of its members.
    pub(super) own: Vec<(&'l str, &'l str)>,
    /// Those of the table.
    pub(super) ours: &'l [(&'l str, &'l str)],
}

impl<'l> Signatures<'l> {
    /// The names of its functions and consts, those of several lines several times.
    pub fn names(&self) -> impl Iterator<Item = &'l str> {
        self.own.iter().chain(self.ours).map(|&(name, _)| name)
    }

    /// The lines of its functions and consts of this name, the user's first.
    pub fn members(&self, name: &str) -> impl Iterator<Item = &'l str> {
        let first = self.ours.partition_point(|(known, _)| *known < name);
        let ours = self.ours[first..].iter().take_while(move |(known, _)| *known == name);
        let own = self.own.iter().filter(move |(known, _)| *known == name);
        own.chain(ours).map(|&(_, line)| line)
    }
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

/// The lines of a table by their owners.
pub(super) fn owners(krate: &str, text: &'static str) -> Owners {
    let mut owners = Owners::default();
    for line in text.lines() {
        let Some((owner, about)) = about(krate, line) else { continue };
        let owned = owners.entry(owner).or_default();
        match about {
            About::Item => owned.item = Some(line),
            About::Impl => owned.impls.push(line),
            About::Member(name) => owned.members.push((name, line)),
        }
    }
    owners
}

/// The function or const with this path itself, among the lines of what lies around it.
pub(super) fn value(owners: &Owners, path: &str) -> Option<&'static str> {
    let (owner, name) = path.rsplit_once("::")?;
    let members = &owners.get(owner)?.members;
    let named = members.iter().rev().filter(|(known, _)| *known == name);
    // `a::B<T>::c` is no item of its own.
    named.map(|&(_, line)| line).find(|line| is_bare(line, path))
}

/// A line that begins with a path, generics of its own aside.
fn is_bare(line: &str, path: &str) -> bool {
    let line = line.strip_prefix("const ").or(line.strip_prefix("static ")).unwrap_or(line);
    line.starts_with(path)
}

#[cfg(test)]
mod tests {
    use super::About;
    use super::about;
    use super::is_bare;
    use super::owners;
    use super::value;
    use crate::library::tables::OURS;

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
    fn a_function_is_an_item_where_its_owner_has_no_parameters() {
        let text = "a::B<T>::new(T)\na::B::len(&self)\na::run<F>(F)\nconst a::X: u8\n";
        let owners = owners("a", text);
        assert_eq!(value(&owners, "a::run"), Some("a::run<F>(F)"));
        assert_eq!(value(&owners, "a::X"), Some("const a::X: u8"));
        assert_eq!(value(&owners, "a::B::len"), Some("a::B::len(&self)"));
        assert_eq!(value(&owners, "a::B::new"), None);
        assert!(!is_bare("a::B<T>::new(T)", "a::B::new"));
    }

    #[test]
    fn members_stand_in_the_order_of_names() {
        for &(krate, text) in OURS {
            let owners = owners(krate, text);
            assert!(owners.values().all(|it| it.members.is_sorted_by_key(|(name, _)| *name)));
        }
    }
}

//! Signatures: one table a crate, each a text with a line for every fact, sorted by key.
//!
//! Nothing is read at start. When the first path of its crate is looked up, the `use` lines of a
//! table are gathered. All other lines are found by binary search, once it is known where each begins.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::OnceLock;

use rustc_hash::FxHashMap;

use crate::library::key::STD;
use crate::library::key::at_depth_zero;
use crate::library::key::behind_brackets;
use crate::library::key::is_primitive;
use crate::library::key::leading_path;
use crate::library::owners;
use crate::library::owners::About;
use crate::library::owners::Signatures;
use crate::library::table::Table;
use crate::library::tables::OURS;

/// All signatures that are known.
#[derive(Debug)]
pub(super) struct Sigs {
    tables: Vec<Table>,
    /// The table of each crate.
    places: FxHashMap<&'static str, usize>,
    /// The user's own, each as a line, by path. They come before ours.
    pub(super) own: BTreeMap<String, String>,
    /// The impls of traits of other crates that tables have, by the path of the trait.
    foreign: OnceLock<FxHashMap<Cow<'static, str>, Vec<&'static str>>>,
}

impl Default for Sigs {
    fn default() -> Self {
        Self::new(OURS)
    }
}

impl Sigs {
    /// The tables with these crates and texts, sorted by crate.
    fn new(texts: &[(&'static str, &'static str)]) -> Self {
        let tables = texts.iter().map(|&(krate, text)| Table::new(krate, text)).collect();
        let places = texts.iter().enumerate().map(|(at, (krate, _))| (*krate, at)).collect();
        Self { tables, places, own: BTreeMap::new(), foreign: OnceLock::new() }
    }

    /// The crates that have a table, sorted.
    pub(super) fn crates(&self) -> impl Iterator<Item = &'static str> {
        self.tables.iter().map(|table| table.krate)
    }

    /// Whether a crate has a table.
    pub(super) fn has(&self, krate: &str) -> bool {
        self.table(krate).is_some()
    }

    /// The lines with this key.
    pub(super) fn exact<'s>(&'s self, path: &str) -> impl Iterator<Item = &'s str> + use<'s> {
        let own = self.own.get(path).map(String::as_str);
        let ours = self.table_of(path).map(|table| table.exact(path));
        let foreign = self.foreign().get(path).into_iter().flatten().copied();
        own.into_iter().chain(ours.into_iter().flatten()).chain(foreign)
    }

    /// `impl std::iter::IntoIterator for &a::B` stands in the table of `a`.
    fn foreign(&self) -> &FxHashMap<Cow<'static, str>, Vec<&'static str>> {
        self.foreign.get_or_init(|| {
            let mut foreign: FxHashMap<_, Vec<&str>> = FxHashMap::default();
            // All traits that std's types have are its own.
            for table in self.tables.iter().filter(|table| table.krate != STD) {
                for line in table.foreign() {
                    foreign.entry(table.key(line)).or_default().push(line);
                }
            }
            foreign
        })
    }

    /// All that is known of an item or module.
    pub(super) fn of<'s>(&'s self, path: &str) -> Signatures<'s> {
        let item = self.own.get(path).map(String::as_str);
        let mut found = Signatures { item, ..Signatures::default() };
        if let Some(table) = self.table_of(path) {
            let mut value = None;
            for line in table.exact(path) {
                match owners::about(line) {
                    Some(About::Item) => found.item = Some(line),
                    Some(About::Impl) => found.impls.push(line),
                    // `a::B<T>::c` is no item of its own.
                    Some(About::Member(..)) if owners::is_bare(line, path) => value = Some(line),
                    _ => {}
                }
            }
            found.item = value.or(found.item);
        }
        found.impls.extend(self.foreign().get(path).into_iter().flatten());
        found
    }

    /// The lines of an item's functions and consts of one name, the user's first; of a module those
    /// that lie in it.
    pub(super) fn members<'s>(
        &'s self,
        owner: &str,
        name: &str,
    ) -> impl Iterator<Item = &'s str> + use<'s> {
        let path = [owner, "::", name].concat();
        let own = self.own.get(&path).map(String::as_str);
        let ours = self.table_of(owner).map(|table| table.exact(&path)).into_iter().flatten();
        let (end, name) = (owner.len(), path);
        own.into_iter().chain(ours).filter(move |line| {
            let (owner, name) = (&name[..end], &name[end + "::".len()..]);
            owners::about(line) == Some(About::Member(owner, name))
        })
    }

    /// The names of an item's functions and consts, those of several lines several times.
    pub(super) fn member_names(&self, owner: &str) -> Vec<&str> {
        let inside = format!("{owner}::");
        let own = self.own.range(inside.clone()..).map(|(_, line)| line.as_str());
        let own = own.take_while(|line| line.starts_with(&inside));
        let ours = self.table_of(owner).map(|table| table.under(&inside)).into_iter().flatten();
        let names = own.chain(ours).filter_map(|line| match owners::about(line)? {
            About::Member(of, name) if of == owner => Some(name),
            _ => None,
        });
        names.collect()
    }

    /// The canonical path of an item with several, by the longest part of it that has another.
    pub(super) fn rewrite(&self, path: &str) -> Option<String> {
        self.table_of(path)?.uses().rewrite(path)
    }

    /// What a glob import of a module or enum brings, sorted; none where it is neither.
    pub(super) fn glob(&self, module: &str) -> Option<Vec<&str>> {
        let table = self.table_of(module)?;
        if let Some(line) = table.exact(module).next() {
            return variants(line);
        }
        let inside = format!("{module}::");
        let mut names: Vec<&str> = Vec::new();
        for line in table.under(&inside) {
            // The key of a line stands in it as it is, up to the first generics.
            let name = line.find(&inside).map_or("", |at| leading_name(&line[at + inside.len()..]));
            if !name.is_empty() && names.last() != Some(&name) {
                names.push(name);
            }
        }
        names.dedup();
        (!names.is_empty()).then_some(names)
    }

    fn table_of(&self, path: &str) -> Option<&Table> {
        let end = memchr::memchr(b':', path.as_bytes()).unwrap_or(path.len());
        let first = &path[..end];
        self.table(first).or_else(|| self.table(STD).filter(|_| is_primitive(first)))
    }

    fn table(&self, krate: &str) -> Option<&Table> {
        self.places.get(krate).map(|&at| &self.tables[at])
    }
}

fn leading_name(text: &str) -> &str {
    let path = leading_path(text);
    path.split_once("::").map_or(path, |(name, _)| name)
}

/// The names of the variants of `enum a::B<T> { C, D(T) }`; none of any other line.
fn variants(line: &str) -> Option<Vec<&str>> {
    let path = leading_path(line.strip_prefix("enum ")?);
    let rest = &line["enum ".len() + path.len()..];
    let rest = if rest.starts_with('<') { behind_brackets(rest) } else { rest };
    let inside = rest.trim_start().strip_prefix('{')?;
    let commas = at_depth_zero(inside).filter(|&at| inside[at..].starts_with(", "));
    let starts = std::iter::once(0).chain(commas.map(|at| at + 1));
    let names = starts.map(|at| leading_path(inside[at..].trim_start()));
    Some(names.filter(|name| !name.is_empty()).collect())
}

#[cfg(test)]
mod tests {
    use super::Sigs;
    use crate::library::key::key;

    const SMALL: &[(&str, &str)] = &[
        (
            "a",
            "# made by hand\n\
             use a::C = a::b::C\n\
             enum a::Kind<T, F = fn(T) -> T> { One, Two(T, T), Three { x: T }, .. }\n\
             a::b::C<T>::new(T) -> C<T>\n\
             a::b::run<F: FnOnce() -> T, T>(F) -> T\n\
             use a::d = a::b\n\
             impl<T> std::sync::Share for &a::b::C<T>\n",
        ),
        (
            "std",
            "# made by hand\n\
             impl<T> std::ops::Deref for std::sync::Arc<T> { Target = T }\n\
             struct std::sync::Arc<T>\n\
             struct std::sync::Arc2\n\
             std::sync::Arc2::two(&self)\n\
             std::sync::Arc<T>::clone(&self) -> Arc<T>\n\
             std::sync::Arc<T>::new(T) -> Arc<T>\n\
             std::sync::Arc<[T]>::of(T) -> Arc<[T]>\n\
             std::sync::spawn()\n\
             str::trim(&self) -> &str\n",
        ),
    ];

    fn members<'s>(sigs: &'s Sigs, owner: &str, name: &str) -> Vec<&'s str> {
        sigs.members(owner, name).collect()
    }

    #[test]
    fn an_item_is_known_with_its_impls_and_members() {
        let sigs = Sigs::new(SMALL);
        let arc = sigs.of("std::sync::Arc");
        assert_eq!(arc.item, Some("struct std::sync::Arc<T>"));
        assert_eq!(arc.impls.len(), 1);
        let new = members(&sigs, "std::sync::Arc", "new");
        assert_eq!(new, ["std::sync::Arc<T>::new(T) -> Arc<T>"]);
        assert_eq!(members(&sigs, "std::sync::Arc", "two"), [""; 0], "of another type");
        assert_eq!(sigs.member_names("std::sync::Arc"), ["clone", "new", "of"]);
        assert_eq!(sigs.member_names("a::b"), ["run"]);
        assert_eq!(members(&sigs, "str", "trim"), ["str::trim(&self) -> &str"]);
        assert_eq!(sigs.of("str::trim").item, Some("str::trim(&self) -> &str"));
        assert_eq!(sigs.of("std::sync::Arc::new").item, None, "its owner has parameters");
        assert_eq!(members(&sigs, "std::sync", "spawn"), ["std::sync::spawn()"]);
        for nothing in ["std::sync::Weak", "z::Z", ""] {
            let nothing = sigs.of(nothing);
            assert!(nothing.item.is_none() && nothing.impls.is_empty(), "{nothing:?}");
        }
    }

    #[test]
    fn lines_of_one_key() {
        let sigs = Sigs::new(SMALL);
        let exact = |path: &str| sigs.exact(path).collect::<Vec<_>>();
        assert_eq!(exact("std::sync::Arc").len(), 2);
        assert_eq!(exact("std::sync::Arc::of"), ["std::sync::Arc<[T]>::of(T) -> Arc<[T]>"]);
        assert_eq!(exact("std::sync::spawn"), ["std::sync::spawn()"]);
        assert_eq!(exact("str::trim"), ["str::trim(&self) -> &str"]);
        assert_eq!(exact("std::sync"), [""; 0]);
        assert_eq!(exact("std::zzz"), [""; 0]);
    }

    #[test]
    fn an_impl_for_a_reference_stands_with_the_trait_of_another_crate() {
        let sigs = Sigs::new(SMALL);
        let shared: Vec<&str> = sigs.exact("std::sync::Share").collect();
        assert_eq!(shared, ["impl<T> std::sync::Share for &a::b::C<T>"]);
        assert_eq!(sigs.of("std::sync::Share").impls, shared);
    }

    #[test]
    fn every_line_is_found() {
        for (krate, text) in SMALL {
            let sigs = Sigs::new(SMALL);
            for line in text.lines().filter(|line| !line.starts_with('#')) {
                let key = key(krate, line);
                assert!(sigs.exact(&key).any(|found| found == line), "{line}");
            }
        }
    }

    #[test]
    fn the_users_lines_come_first() {
        let mut sigs = Sigs::new(SMALL);
        for path in ["a::b::C::new", "z::Z::y", "z::Z2"] {
            sigs.own.insert(path.to_owned(), format!("{path}(..) -> u8"));
        }
        let new = ["a::b::C::new(..) -> u8", "a::b::C<T>::new(T) -> C<T>"];
        assert_eq!(members(&sigs, "a::b::C", "new"), new);
        assert_eq!(sigs.exact("a::b::C::new").collect::<Vec<_>>(), new);
        assert_eq!(members(&sigs, "z::Z", "y"), ["z::Z::y(..) -> u8"]);
        assert_eq!(sigs.of("z::Z2").item, Some("z::Z2(..) -> u8"));
        assert!(!sigs.has("z"));
    }

    #[test]
    fn other_paths_lead_to_the_canonical_one() {
        let sigs = Sigs::new(SMALL);
        assert_eq!(sigs.rewrite("a::C::new").as_deref(), Some("a::b::C::new"));
        assert_eq!(sigs.rewrite("a::d::run").as_deref(), Some("a::b::run"));
        assert_eq!(sigs.rewrite("a::b::run"), None);
        assert_eq!(sigs.rewrite("z::run"), None);
    }

    #[test]
    fn a_glob_brings_what_lies_in_a_module_or_enum() {
        let sigs = Sigs::new(SMALL);
        assert_eq!(sigs.glob("a::b"), Some(vec!["C", "run"]));
        assert_eq!(sigs.glob("a"), Some(vec!["C", "Kind", "b", "d"]));
        assert_eq!(sigs.glob("a::Kind"), Some(vec!["One", "Two", "Three"]));
        assert_eq!(sigs.glob("std::sync::Arc"), None);
        assert_eq!(sigs.glob("a::nothing"), None);
    }
}

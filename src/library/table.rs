//! One table of signatures: how its lines are found.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::sync::OnceLock;

use memchr::memmem;

use crate::library::alias::Aliases;
use crate::library::key::beginning_of_key;
use crate::library::key::key;

/// The signatures of one crate.
#[derive(Debug)]
pub(super) struct Table {
    pub krate: &'static str,
    text: &'static str,
    /// The other public paths of items.
    uses: OnceLock<Aliases>,
    /// Where each line begins, and where the last one ends.
    starts: OnceLock<Vec<u32>>,
}

impl Table {
    /// The table of a crate with this text.
    pub(super) fn new(krate: &'static str, text: &'static str) -> Self {
        Self { krate, text, uses: OnceLock::new(), starts: OnceLock::new() }
    }

    /// The lines with this key.
    pub(super) fn exact<'s>(&'s self, path: &str) -> impl Iterator<Item = &'s str> + use<'s> {
        let path = path.to_owned();
        self.from(&path).take_while(move |line| self.key(line) == path)
    }

    /// The lines whose keys begin so.
    pub(super) fn under<'s>(&'s self, prefix: &str) -> impl Iterator<Item = &'s str> + use<'s> {
        let prefix = prefix.to_owned();
        let lines = self.from(&prefix);
        let is_under =
            move |line: &&str| begins_with(line, &prefix) || self.key(line).starts_with(&prefix);
        lines.take_while(is_under)
    }

    /// The impls whose key is of another crate: they stand before and behind all other lines.
    pub(super) fn foreign(&self) -> impl Iterator<Item = &'static str> + use<'_> {
        let (first, last) = (format!("{}::", self.krate), format!("{}:;", self.krate));
        let (first, last) = (self.first(&first), self.first(&last));
        let lines = (0..first).chain(last..self.count()).map(|number| self.line(number));
        lines.filter(|line| line.starts_with("impl"))
    }

    /// The lines from the first on whose key is not less.
    fn from<'s>(&'s self, wanted: &str) -> impl Iterator<Item = &'s str> + use<'s> {
        (self.first(wanted)..self.count()).map(|number| -> &'s str { self.line(number) })
    }

    /// The number of the first line whose key is not less.
    fn first(&self, wanted: &str) -> usize {
        let (mut low, mut high) = (0, self.count());
        while low < high {
            let middle = low + (high - low) / 2;
            match self.compare(self.line(middle), wanted) {
                Ordering::Less => low = middle + 1,
                Ordering::Equal | Ordering::Greater => high = middle,
            }
        }
        low
    }

    /// How the key of a line compares to this. The path that it begins with mostly tells.
    fn compare(&self, line: &str, wanted: &str) -> Ordering {
        let path = beginning_of_key(self.krate, line);
        match wanted.starts_with(path) {
            true => (*self.key(line)).cmp(wanted),
            false => path.cmp(wanted),
        }
    }

    fn line(&self, number: usize) -> &'static str {
        let starts = self.starts();
        self.text[starts[number] as usize..starts[number + 1] as usize].trim_end_matches('\n')
    }

    /// How many lines there are.
    fn count(&self) -> usize {
        self.starts().len() - 1
    }

    fn starts(&self) -> &[u32] {
        self.starts.get_or_init(|| {
            let text = self.text.as_bytes();
            let behind = memchr::memchr_iter(b'\n', text).map(|end| end as u32 + 1);
            let mut starts: Vec<u32> = std::iter::once(0).chain(behind).collect();
            if !text.ends_with(b"\n") {
                starts.push(text.len() as u32);
            }
            starts
        })
    }

    /// The key of one of its lines.
    pub(super) fn key<'l>(&self, line: &'l str) -> Cow<'l, str> {
        key(self.krate, line)
    }

    /// The other public paths of items.
    pub(super) fn uses(&self) -> &Aliases {
        self.uses.get_or_init(|| {
            let mut uses = Aliases::default();
            for at in memmem::find_iter(self.text.as_bytes(), "\nuse ") {
                let line = first_line(&self.text[at + "\nuse ".len()..]);
                if let Some((path, target)) = line.split_once(" = ") {
                    uses.insert(path.to_owned(), target.to_owned());
                }
            }
            uses
        })
    }
}

/// A line that begins with a path is known by a look: `a::B<T>::new(T)` stands under `a::B::`.
fn begins_with(line: &str, prefix: &str) -> bool {
    let owner = prefix.strip_suffix("::").unwrap_or(prefix);
    let rest = line.strip_prefix(owner);
    rest.is_some_and(|rest| rest.starts_with("::") || rest.starts_with('<'))
}

fn first_line(text: &str) -> &str {
    memchr::memchr(b'\n', text.as_bytes()).map_or(text, |end| &text[..end])
}

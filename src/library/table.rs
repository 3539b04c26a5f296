//! One table of signatures: how its lines are found.

use std::borrow::Cow;
use std::sync::OnceLock;

use memchr::memmem;

use crate::library::alias::Aliases;
use crate::library::key::key;

/// The signatures of one crate.
#[derive(Debug)]
pub(super) struct Table {
    pub krate: &'static str,
    /// Each line ends with `\n`.
    text: &'static str,
    /// The other public paths of items.
    uses: OnceLock<Aliases>,
    /// All lines, in the order of their keys.
    lines: OnceLock<Vec<Line>>,
}

/// A line of a table. Most are never looked at: the key of one is worked out when it first matters.
#[derive(Debug)]
struct Line {
    text: &'static str,
    key: OnceLock<Cow<'static, str>>,
}

impl Table {
    /// The table of a crate with this text.
    pub(super) fn new(krate: &'static str, text: &'static str) -> Self {
        Self { krate, text, uses: OnceLock::new(), lines: OnceLock::new() }
    }

    /// The lines with this key.
    pub(super) fn exact<'s>(&'s self, path: &str) -> impl Iterator<Item = &'s str> + use<'s> {
        let (lines, path) = (self.from(path), path.to_owned());
        lines.take_while(move |line| self.key_of(line) == path).map(|line| line.text)
    }

    /// The lines whose keys begin so.
    pub(super) fn under<'s>(&'s self, prefix: &str) -> impl Iterator<Item = &'s str> + use<'s> {
        let (lines, prefix) = (self.from(prefix), prefix.to_owned());
        lines.take_while(move |line| self.key_of(line).starts_with(&prefix)).map(|line| line.text)
    }

    /// The impls whose key is of another crate: they stand before and behind all other lines.
    pub(super) fn foreign(&self) -> impl Iterator<Item = &'static str> {
        let (first, last) = (format!("{}::", self.krate), format!("{}:;", self.krate));
        let before = self.text.lines().take_while(move |line| *self.key(line) < *first);
        let behind = self.text.lines().rev().take_while(|line| *self.key(line) >= *last);
        let behind: Vec<&str> = behind.collect();
        before.chain(behind.into_iter().rev()).filter(|line| line.starts_with("impl"))
    }

    /// The lines from the first on whose key is not less.
    fn from(&self, wanted: &str) -> std::slice::Iter<'_, Line> {
        let lines = self.lines();
        lines[lines.partition_point(|line| self.key_of(line) < wanted)..].iter()
    }

    fn lines(&self) -> &[Line] {
        self.lines.get_or_init(|| {
            let mut start = 0;
            let ends = memchr::memchr_iter(b'\n', self.text.as_bytes());
            let lines = ends.map(|end| {
                let text = &self.text[start..end];
                start = end + 1;
                Line { text, key: OnceLock::new() }
            });
            lines.collect()
        })
    }

    fn key_of<'s>(&self, line: &'s Line) -> &'s str {
        line.key.get_or_init(|| self.key(line.text))
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

fn first_line(text: &str) -> &str {
    memchr::memchr(b'\n', text.as_bytes()).map_or(text, |end| &text[..end])
}

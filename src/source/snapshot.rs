//! The files of a repository at another time. What git ignores is as it is now: lock files of
//! libraries, generated code.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

use crate::source::paths::join;

/// How many links may lead to one another.
const HOPS: usize = 8;

/// What is read of each: sources, manifests, lock files and what code may include.
const READ: [&str; 6] = ["rs", "toml", "lock", "in", "inc", "txt"];

/// A work tree that is nowhere on disk.
#[derive(Clone, Debug, Default)]
pub struct Snapshot {
    /// The top of the work tree.
    top: PathBuf,
    entries: BTreeMap<PathBuf, Entry>,
    /// The folders that hold any of them.
    folders: BTreeSet<PathBuf>,
    /// Files and folders that git ignores.
    ignored: BTreeSet<PathBuf>,
}

/// What lies at a path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Entry {
    /// A file. Without a text it is known to be there, and not read.
    Text { hash: String, text: Option<Vec<u8>> },
    /// A symbolic link.
    Link { hash: String, target: Option<PathBuf> },
    /// A repository inside: it is read as it is now.
    Elsewhere,
}

/// What a snapshot says of a path.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Answer<'s> {
    /// It lies outside: ask the disk, at this path.
    Outside(PathBuf),
    /// Nothing is there.
    Missing,
    /// A folder.
    Folder,
    /// A file.
    File(&'s [u8]),
    /// A file that is not read here.
    Unread,
}

impl Snapshot {
    /// The files by their paths from the top.
    pub(super) fn new(top: PathBuf, files: Vec<(String, Entry)>, ignored: Vec<String>) -> Self {
        let mut folders = BTreeSet::from([top.clone()]);
        let mut entries = BTreeMap::new();
        for (path, entry) in files {
            let path = top.join(path);
            let above = path.ancestors().skip(1).take_while(|folder| **folder != top);
            folders.extend(above.map(Path::to_owned));
            entries.insert(path, entry);
        }
        let ignored = ignored.iter().map(|path| top.join(path.trim_end_matches('/')));
        let ignored = ignored.collect();
        Self { top, entries, folders, ignored }
    }

    /// Whether anything lies at a path.
    pub fn holds(&self, path: &Path) -> bool {
        match self.at(path) {
            Answer::Outside(path) => path.exists(),
            Answer::Missing => false,
            Answer::Folder | Answer::File(_) | Answer::Unread => true,
        }
    }

    /// The hashes of what is to be read.
    pub(super) fn wanted(&self) -> Vec<String> {
        self.entries.iter().filter_map(|(path, entry)| wanted(path, entry)).collect()
    }

    /// Takes what was read, in the order of [`Snapshot::wanted`].
    pub(super) fn fill(&mut self, contents: Vec<Vec<u8>>) {
        let mut contents = contents.into_iter();
        for (path, entry) in &mut self.entries {
            if wanted(path, entry).is_none() {
                continue;
            }
            let Some(content) = contents.next() else { return };
            match entry {
                Entry::Text { text, .. } => *text = Some(content),
                Entry::Link { target, .. } => {
                    let path = PathBuf::from(String::from_utf8_lossy(&content).into_owned());
                    *target = Some(path);
                }
                Entry::Elsewhere => {}
            }
        }
    }

    /// What lies at a path.
    pub(super) fn at(&self, path: &Path) -> Answer<'_> {
        let mut path = path.to_owned();
        for _ in 0..HOPS {
            match self.link_on(&path) {
                Some(led) => path = led,
                None => return self.here(path),
            }
        }
        Answer::Missing
    }

    fn here(&self, path: PathBuf) -> Answer<'_> {
        if !path.starts_with(&self.top) {
            return Answer::Outside(path);
        }
        match self.entries.get(&path) {
            Some(Entry::Text { text: Some(text), .. }) => return Answer::File(text),
            Some(Entry::Text { text: None, .. }) => return Answer::Unread,
            Some(Entry::Link { .. } | Entry::Elsewhere) | None => {}
        }
        if self.folders.contains(&path) {
            return Answer::Folder;
        }
        let is_now = |folder: &Path| {
            self.ignored.contains(folder)
                || matches!(self.entries.get(folder), Some(Entry::Elsewhere))
        };
        match path.ancestors().any(is_now) {
            true => Answer::Outside(path),
            false => Answer::Missing,
        }
    }

    /// Where the first link on the way to a path leads.
    fn link_on(&self, path: &Path) -> Option<PathBuf> {
        let inside: Vec<&Path> =
            path.ancestors().take_while(|folder| folder.starts_with(&self.top)).collect();
        inside.into_iter().rev().find_map(|folder| match self.entries.get(folder)? {
            Entry::Link { target: Some(target), .. } => {
                let rest = path.strip_prefix(folder).ok()?;
                let led = join(folder.parent()?, target);
                Some(if rest.as_os_str().is_empty() { led } else { led.join(rest) })
            }
            _ => None,
        })
    }

    /// The names in a folder of it.
    pub(super) fn names_in(&self, folder: &Path) -> Vec<String> {
        let below = self.entries.range(folder.to_owned()..);
        let below = below.map(|(path, _)| path).take_while(|path| path.starts_with(folder));
        let first = below.filter_map(|path| path.strip_prefix(folder).ok()?.iter().next());
        let mut names: Vec<String> =
            first.map(|name| name.to_string_lossy().into_owned()).collect();
        names.dedup();
        names
    }
}

fn wanted(path: &Path, entry: &Entry) -> Option<String> {
    let is_read = || path.extension().is_some_and(|end| READ.iter().any(|read| end == *read));
    match entry {
        Entry::Text { hash, .. } if is_read() => Some(hash.clone()),
        Entry::Link { hash, .. } => Some(hash.clone()),
        Entry::Text { .. } | Entry::Elsewhere => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(hash: &str) -> Entry {
        Entry::Text { hash: hash.to_owned(), text: None }
    }

    fn sample() -> Snapshot {
        let link = || Entry::Link { hash: "l".to_owned(), target: None };
        let files = vec![
            ("a/src/lib.rs".to_owned(), text("1")),
            ("a/logo.png".to_owned(), text("2")),
            ("b".to_owned(), link()),
            ("sub".to_owned(), Entry::Elsewhere),
        ];
        let ignored = vec!["target/".to_owned(), "Cargo.lock".to_owned()];
        let mut snapshot = Snapshot::new(PathBuf::from("/ws"), files, ignored);
        assert_eq!(snapshot.wanted(), ["1", "l"]);
        snapshot.fill(vec![b"mod x;".to_vec(), b"a/src".to_vec()]);
        snapshot
    }

    #[test]
    fn each_path_has_one_answer() {
        let snapshot = sample();
        let at = |path: &str| snapshot.at(Path::new(path));
        let outside = |path: &str| Answer::Outside(PathBuf::from(path));
        assert_eq!(at("/ws/a/src/lib.rs"), Answer::File(b"mod x;"));
        assert_eq!((at("/ws/a/src"), at("/ws")), (Answer::Folder, Answer::Folder));
        assert_eq!(at("/ws/a/logo.png"), Answer::Unread);
        assert_eq!(at("/ws/a/src/new.rs"), Answer::Missing);
        assert_eq!(at("/home/x"), outside("/home/x"));
        assert_eq!(at("/ws/target/gen.rs"), outside("/ws/target/gen.rs"));
        assert_eq!(at("/ws/Cargo.lock"), outside("/ws/Cargo.lock"));
        assert_eq!(at("/ws/sub/lib.rs"), outside("/ws/sub/lib.rs"));
    }

    #[test]
    fn links_are_followed() {
        let snapshot = sample();
        assert_eq!(snapshot.at(Path::new("/ws/b/lib.rs")), Answer::File(b"mod x;"));
        assert_eq!(snapshot.at(Path::new("/ws/b")), Answer::Folder);
        let ring = |to: &str| Entry::Link { hash: String::new(), target: Some(to.into()) };
        let files = vec![("x".to_owned(), ring("y")), ("y".to_owned(), ring("x"))];
        let ring = Snapshot::new(PathBuf::from("/ws"), files, Vec::new());
        assert_eq!(ring.at(Path::new("/ws/x")), Answer::Missing);
    }

    #[test]
    fn folders_list_their_names() {
        let snapshot = sample();
        assert_eq!(snapshot.names_in(Path::new("/ws")), ["a", "b", "sub"]);
        assert_eq!(snapshot.names_in(Path::new("/ws/a")), ["logo.png", "src"]);
        assert_eq!(snapshot.names_in(Path::new("/ws/none")), [""; 0]);
    }
}

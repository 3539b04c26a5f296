//! What git knows of another state of the workspace. Nothing is checked out and nothing is written;
//! of the repository only its objects and its index are asked for.

use std::collections::BTreeSet;
use std::io::Read;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;
use std::process::Stdio;

use crate::error::Error;
use crate::source::disk::LARGEST;
use crate::source::snapshot::Entry;
use crate::source::snapshot::Snapshot;

/// A repository, seen from one of its folders.
#[derive(Clone, Debug)]
pub struct Repository {
    /// Where git is asked.
    folder: PathBuf,
    /// The top of the work tree, as written: links are not followed.
    top: PathBuf,
}

/// The files that differ from what is committed.
#[derive(Clone, Debug, Default)]
pub struct Changed {
    /// Those whose differences are staged.
    pub staged: BTreeSet<PathBuf>,
    /// Those with differences that are not.
    pub dirty: BTreeSet<PathBuf>,
}

/// Where git's environment says that it is.
const PLACES: [&str; 3] = ["GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE"];

/// Everything, wherever git is asked.
const WHOLE: &str = ":/";

const SHALLOW: &str = "the clone is shallow: fetch the history, with `git fetch --unshallow`, or in \
    a workflow with `fetch-depth: 0`";

impl Repository {
    /// The repository that a folder belongs to.
    pub fn around(folder: &Path) -> Result<Self, Error> {
        let mut repository = Self { folder: folder.to_owned(), top: folder.to_owned() };
        let below = repository.ask(&["rev-parse", "--show-prefix"]).map_err(|said| Error::Git {
            message: format!("no git repository around `{}`", folder.display()),
            help: Some(said),
        })?;
        let below = Path::new(below.trim_end_matches(['\r', '\n']));
        if !folder.ends_with(below) {
            return Err(Error::Git {
                message: format!("`{}` is a link into a repository", folder.display()),
                help: Some(format!("run in the folder that it leads to, `{}`", below.display())),
            });
        }
        let up = below.components().count();
        repository.top = folder.ancestors().nth(up).unwrap_or(folder).to_owned();
        Ok(repository)
    }

    /// Which files differ from what is committed, below the folder: those with staged changes, and those
    /// with others. Files that git does not know differ.
    pub fn changed(&self) -> Result<Changed, Error> {
        let said = self
            .ask(&["status", "--porcelain", "-z", "--untracked-files=all", "--", "."])
            .map_err(|said| failed("git cannot tell what has changed", said))?;
        let mut changed = Changed::default();
        let mut entries = said.split('\0');
        while let Some(entry) = entries.next() {
            let (Some(state), Some(path)) = (entry.get(..2), entry.get(3..)) else { continue };
            let path = self.top.join(path);
            // Behind a renamed file stands what it was called.
            if state.starts_with(['R', 'C']) {
                entries.next();
            }
            if !state.starts_with([' ', '?']) {
                changed.staged.insert(path.clone());
            }
            if !state.ends_with(' ') {
                changed.dirty.insert(path);
            }
        }
        Ok(changed)
    }

    /// The workspace as it was where the branch of a revision and the present one parted.
    pub fn since(&self, revision: &str) -> Result<Snapshot, Error> {
        let named = format!("{revision}^{{commit}}");
        self.ask(&["rev-parse", "--verify", "--quiet", "--end-of-options", &named])
            .map_err(|_| self.unreachable(format!("git knows no revision `{revision}`")))?;
        let base = self
            .ask(&["merge-base", "--", revision, "HEAD"])
            .map_err(|_| self.unreachable(format!("`{revision}` and `HEAD` share no commit")))?;
        self.commit(base.trim())
    }

    /// The workspace as it was last committed; empty before the first commit.
    pub fn head(&self) -> Result<Snapshot, Error> {
        match self.ask(&["rev-parse", "--verify", "--quiet", "HEAD^{commit}"]) {
            Ok(commit) => self.commit(commit.trim()),
            Err(_) => self.snapshot(Vec::new()),
        }
    }

    /// The workspace as it would be committed now.
    pub fn index(&self) -> Result<Snapshot, Error> {
        let listed = self.bytes(&["ls-files", "--full-name", "-s", "-z", "--", WHOLE]);
        let listed = listed.map_err(|said| failed("the index cannot be read", said))?;
        // `100644 HASH STAGE<tab>PATH`; what is in conflict has stages other than 0.
        let rows = listed.split(|byte| *byte == 0).filter_map(|row| entry(row, [0, 1], Some(2)));
        self.snapshot(rows.collect())
    }

    fn commit(&self, commit: &str) -> Result<Snapshot, Error> {
        let listed = self.bytes(&["ls-tree", "-r", "-z", "--full-tree", commit]);
        let listed = listed.map_err(|said| failed("the commit cannot be read", said))?;
        // `100644 blob HASH<tab>PATH`.
        let rows = listed.split(|byte| *byte == 0).filter_map(|row| entry(row, [0, 2], None));
        self.snapshot(rows.collect())
    }

    fn snapshot(&self, entries: Vec<(String, Entry)>) -> Result<Snapshot, Error> {
        let arguments =
            ["ls-files", "--full-name", "-o", "-i", "-z", "--exclude-standard", "--directory"];
        let ignored = self.bytes(&[&arguments[..], &["--", WHOLE]].concat());
        let ignored = ignored.map_err(|said| failed("git cannot list its files", said))?;
        let ignored = ignored.split(|byte| *byte == 0).filter(|path| !path.is_empty());
        let ignored = ignored.map(|path| String::from_utf8_lossy(path).into_owned());
        let mut snapshot = Snapshot::new(self.top.clone(), entries, ignored.collect());
        let hashes = snapshot.wanted();
        let texts = self.contents(&hashes);
        snapshot.fill(texts.map_err(|said| failed("git cannot read its objects", said))?);
        Ok(snapshot)
    }

    /// The contents of objects, in their order.
    fn contents(&self, hashes: &[String]) -> Result<Vec<Vec<u8>>, String> {
        let mut child = self
            .command(&["cat-file", "--batch"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(|reason| reason.to_string())?;
        let mut input = child.stdin.take().expect("it was asked for");
        let mut output = child.stdout.take().expect("it was asked for");
        let mut bytes = Vec::new();
        // Git answers while it is still asked: both go on at once, or both wait for ever.
        let read = std::thread::scope(|scope| {
            scope.spawn(move || {
                // Where git has ended early, what it has said shows it.
                let _ = input.write_all((hashes.join("\n") + "\n").as_bytes());
            });
            output.read_to_end(&mut bytes)
        });
        read.map_err(|reason| reason.to_string())?;
        let status = child.wait().map_err(|reason| reason.to_string())?;
        if !status.success() {
            return Err(format!("`git cat-file` ended with {status}"));
        }
        objects(&bytes, hashes.len()).ok_or_else(|| "an object is missing".to_owned())
    }

    /// Why a commit cannot be reached.
    fn unreachable(&self, message: String) -> Error {
        let shallow = self.ask(&["rev-parse", "--is-shallow-repository"]);
        let help = match shallow.is_ok_and(|answer| answer.trim() == "true") {
            true => SHALLOW,
            false => {
                "name a branch, tag or commit; in a workflow fetch it first, with \
                `fetch-depth: 0`"
            }
        };
        Error::Git { message, help: Some(help.to_owned()) }
    }

    fn ask(&self, arguments: &[&str]) -> Result<String, String> {
        self.bytes(arguments).map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
    }

    /// What git prints, or what it says on the other stream.
    fn bytes(&self, arguments: &[&str]) -> Result<Vec<u8>, String> {
        let output = self.command(arguments).stdin(Stdio::null()).output();
        let output = output.map_err(|reason| format!("`git` cannot be run: {reason}"))?;
        match output.status.success() {
            true => Ok(output.stdout),
            false => Err(String::from_utf8_lossy(&output.stderr).trim().to_owned()),
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new("git");
        // A repository can name a program that git runs when it looks at files.
        command.args(["-c", "core.fsmonitor=false", "-c", "core.quotePath=false"]);
        command.args(arguments).current_dir(&self.folder).env("GIT_OPTIONAL_LOCKS", "0");
        if let Ok(here) = std::env::current_dir() {
            // In a hook git says where it is seen from the top, where hooks run.
            for name in PLACES {
                if let Some(place) = std::env::var_os(name) {
                    command.env(name, here.join(place));
                }
            }
            let is_set = |name: &str| std::env::var_os(name).is_some();
            if is_set("GIT_DIR") && !is_set("GIT_WORK_TREE") {
                command.env("GIT_WORK_TREE", here);
            }
        }
        command
    }
}

fn failed(message: &str, said: String) -> Error {
    Error::Git { message: message.to_owned(), help: Some(said).filter(|said| !said.is_empty()) }
}

/// A row of a listing: mode and hash are words before the tab, the stage too where there is one.
fn entry(row: &[u8], [mode, hash]: [usize; 2], stage: Option<usize>) -> Option<(String, Entry)> {
    let row = std::str::from_utf8(row).ok()?;
    let (words, path) = row.split_once('\t')?;
    let words: Vec<&str> = words.split(' ').collect();
    if stage.is_some_and(|stage| words.get(stage) != Some(&"0")) {
        return None;
    }
    let hash = (*words.get(hash)?).to_owned();
    let entry = match *words.get(mode)? {
        "120000" => Entry::Link { hash, target: None },
        "160000" => Entry::Elsewhere,
        _ => Entry::Text { hash, text: None },
    };
    Some((path.to_owned(), entry))
}

/// `HASH blob SIZE<newline>BYTES<newline>`, so many times.
fn objects(mut bytes: &[u8], count: usize) -> Option<Vec<Vec<u8>>> {
    let mut found = Vec::with_capacity(count);
    for _ in 0..count {
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let head = std::str::from_utf8(&bytes[..end]).ok()?;
        let size: usize = head.split(' ').nth(2)?.parse().ok()?;
        let content = bytes.get(end + 1..end + 1 + size)?;
        found.push(content[..size.min(LARGEST as usize + 1)].to_vec());
        bytes = bytes.get(end + 2 + size..)?;
    }
    Some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_both_listings_are_read() {
        let (path, found) =
            entry(b"100644 blob aa\tsrc/a b.rs", [0, 2], None).expect("it is a row");
        assert_eq!((&*path, found), ("src/a b.rs", Entry::Text { hash: "aa".into(), text: None }));
        let row = |row: &[u8]| entry(row, [0, 1], Some(2)).map(|(_, entry)| entry);
        assert_eq!(row(b"160000 aa 0\tsub"), Some(Entry::Elsewhere));
        assert_eq!(row(b"120000 aa 0\tl"), Some(Entry::Link { hash: "aa".into(), target: None }));
        assert_eq!(row(b"100644 aa 2\tin-conflict.rs"), None);
    }

    #[test]
    fn objects_are_cut_apart_by_their_sizes() {
        let bytes = b"aa blob 3\na\nb\nbb blob 0\n\n";
        assert_eq!(objects(bytes, 2), Some(vec![b"a\nb".to_vec(), Vec::new()]));
        assert_eq!(objects(b"aa missing\n", 1), None);
        assert_eq!(objects(b"aa blob 9\nshort", 1), None);
    }
}

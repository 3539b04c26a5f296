//! Reading what module trees want, in parallel.

use std::collections::BTreeSet;
use std::collections::HashMap;
use std::path::Path;
use std::path::PathBuf;

use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;

use crate::source::FileId;
use crate::source::Files;
use crate::source::Note;
use crate::source::SourceFile;
use crate::source::disk::Disk;
use crate::source::disk::Reading;
use crate::source::on_workers;
use crate::source::paths::shown;
use crate::source::tree::Candidate;
use crate::source::tree::Tree;

/// The texts that were read, and what is known of paths where none was.
#[derive(Debug, Default)]
pub(in crate::source) struct Texts {
    /// The folder that names are relative to.
    pub root: PathBuf,
    /// The disk.
    pub disk: Disk,
    /// All texts.
    pub files: Files,
    /// What is to be said about those that were not read.
    pub notes: Vec<Note>,
    /// What is read is a dependency's, and there is an end to it.
    pub dependencies: Option<Budget>,
    known: HashMap<PathBuf, Result<FileId, Trouble>>,
}

/// How much may be read.
#[derive(Clone, Debug, Default)]
pub(in crate::source) struct Budget {
    /// In bytes.
    pub left: usize,
    /// The files that were left out.
    pub left_out: usize,
}

/// Why there is no text.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) enum Trouble {
    /// Nothing lies there.
    Missing,
    /// What lies there is not read: the message.
    Refused(String),
}

/// Reads all files of the crates.
pub(in crate::source) fn grow(trees: &mut [Tree], texts: &mut Texts) {
    loop {
        for tree in &mut *trees {
            tree.settle(texts);
        }
        let wanted: BTreeSet<&Path> = trees.iter().flat_map(|tree| tree.unread(texts)).collect();
        if wanted.is_empty() {
            return;
        }
        let wanted: Vec<PathBuf> = wanted.into_iter().map(Path::to_owned).collect();
        let read: Vec<_> =
            on_workers(|| wanted.into_par_iter().map(|path| read(path, texts)).collect());
        for (path, result) in read {
            texts.add(path, result);
        }
    }
}

fn read(path: PathBuf, texts: &Texts) -> (PathBuf, Result<SourceFile, Trouble>) {
    let result = match texts.disk.read(&path) {
        Reading::Text(text) => Ok(SourceFile::new(path.clone(), texts.name(&path), text)),
        Reading::Missing => Err(Trouble::Missing),
        Reading::Refused(reason) => {
            Err(Trouble::Refused(format!("cannot read `{}`: {reason}", texts.name(&path))))
        }
    };
    (path, result)
}

impl Texts {
    /// No text is read yet. Names will be relative to `root`.
    pub fn new(root: PathBuf, disk: Disk) -> Self {
        Self { root, disk, ..Self::default() }
    }

    /// One file.
    pub fn file(&self, id: FileId) -> &SourceFile {
        self.files.get(id)
    }

    /// A path as it is printed.
    pub fn name(&self, path: &Path) -> String {
        shown(&self.root, path)
    }

    /// Takes over the files of a workspace, so that none is read again.
    pub fn keep(&mut self, files: Files) {
        for (index, file) in files.all.iter().enumerate() {
            self.known.insert(file.path.clone(), Ok(FileId(index as u32)));
        }
        self.files = files;
    }

    fn add(&mut self, path: PathBuf, result: Result<SourceFile, Trouble>) {
        let known = result.and_then(|file| self.take(file));
        self.known.insert(path, known);
    }

    fn take(&mut self, mut file: SourceFile) -> Result<FileId, Trouble> {
        if let Some(budget) = &mut self.dependencies {
            let Some(left) = budget.left.checked_sub(file.text.len()) else {
                budget.left_out += 1;
                return Err(Trouble::Missing);
            };
            budget.left = left;
            file.dependency = true;
        }
        self.files.all.push(file);
        Ok(FileId(self.files.all.len() as u32 - 1))
    }

    /// The first candidate that is there, and which it is; none while that is not known.
    pub(super) fn find(
        &self,
        candidates: &[Candidate],
    ) -> Option<Result<(FileId, usize), Trouble>> {
        for (index, candidate) in candidates.iter().enumerate() {
            match self.known.get(&candidate.path)? {
                Ok(file) => return Some(Ok((*file, index))),
                Err(Trouble::Missing) => {}
                Err(refused) => return Some(Err(refused.clone())),
            }
        }
        Some(Err(Trouble::Missing))
    }

    /// The first candidate that was not yet looked for.
    pub(super) fn unread<'c>(&self, candidates: &'c [Candidate]) -> Option<&'c Path> {
        let mut paths = candidates.iter().map(|candidate| candidate.path.as_path());
        paths.find(|&path| !self.known.contains_key(path))
    }
}

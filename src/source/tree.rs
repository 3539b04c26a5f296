//! From the root file of a crate to all of its files.
//!
//! Files are read in rounds, in parallel: those that the files of the round before declare.

mod place;
mod read;
#[cfg(test)]
mod tests;

use std::path::Path;
use std::path::PathBuf;

use crate::source::CfgExpr;
use crate::source::CfgSet;
use crate::source::FileId;
use crate::source::IncludePath;
use crate::source::Mount;
use crate::source::Note;
use crate::source::NoteKind;
use crate::source::Place;
use crate::source::Span;
use crate::source::disk::same_file;
use crate::source::paths::join;
use crate::source::scan::Lookahead;
use read::Trouble;

pub(super) use place::Candidate;
pub(super) use place::Home;
pub(super) use read::Texts;
pub(super) use read::grow;

/// As many modules as no crate has: only a web of `#[path]` that doubles at each step gets here.
const MOST_MOUNTS: usize = 20_000;

/// The module tree of one crate, while it grows.
#[derive(Debug)]
pub(super) struct Tree {
    /// What `cfg` answers in it.
    pub cfg: CfgSet,
    /// The folder of its manifest.
    pub package: Option<PathBuf>,
    /// The files so far; the first is the root.
    pub mounts: Vec<Mount>,
    /// Where each of them stands.
    standing: Vec<Standing>,
    /// What is to be read next.
    wanted: Vec<Declared>,
}

/// Where a file stands in a module tree.
#[derive(Clone, Debug)]
struct Standing {
    home: Home,
    /// The mount that declares it.
    parent: Option<usize>,
    /// Nothing that a build script decides stands between it and the root.
    certain: bool,
}

/// A file that is declared but not yet read.
#[derive(Debug)]
struct Declared {
    candidates: Vec<Candidate>,
    by: Option<Declaration>,
    certain: bool,
}

/// What declares a file.
#[derive(Clone, Copy, Debug)]
struct Declaration {
    mount: usize,
    offset: u32,
    include: bool,
}

impl Tree {
    /// A crate of which nothing is read yet.
    pub fn new(root: PathBuf, package: Option<PathBuf>, cfg: CfgSet) -> Self {
        let candidates = vec![Candidate { path: root, under: None }];
        let wanted = vec![Declared { candidates, by: None, certain: true }];
        Self { cfg, package, mounts: Vec::new(), standing: Vec::new(), wanted }
    }

    /// Takes in what was read of what was declared, and what that declares, as far as it was read.
    fn settle(&mut self, texts: &mut Texts) {
        let mut unread = Vec::new();
        while !self.wanted.is_empty() {
            for declared in std::mem::take(&mut self.wanted) {
                match texts.find(&declared.candidates) {
                    None => unread.push(declared),
                    Some(Ok((file, candidate))) => {
                        let home = Home::of(&declared.candidates[candidate]);
                        self.mount(file, home, &declared, texts);
                    }
                    Some(Err(trouble)) => {
                        let note = self.trouble(&declared, trouble, texts);
                        texts.notes.extend(note);
                    }
                }
            }
        }
        self.wanted = unread;
    }

    fn mount(&mut self, file: FileId, home: Home, declared: &Declared, texts: &mut Texts) {
        if self.mounts.len() > MOST_MOUNTS {
            return;
        }
        if let Some(by) = declared.by
            && let Some(message) = self.endless(file, by.mount, texts)
        {
            let place = self.place(by, texts);
            texts.notes.push(note(NoteKind::Unreadable, Some(place), message));
            return;
        }
        let index = self.mounts.len();
        if index == MOST_MOUNTS {
            let message = format!("left out: the crate has more than {MOST_MOUNTS} modules");
            let place = declared.by.map(|by| self.place(by, texts));
            texts.notes.push(note(NoteKind::Unreadable, place, message));
        }
        self.mounts.push(Mount { file, children: Vec::new(), includes: Vec::new() });
        if let Some(by) = declared.by {
            let parent = &mut self.mounts[by.mount];
            let list = if by.include { &mut parent.includes } else { &mut parent.children };
            let at = list.partition_point(|&(offset, _)| offset < by.offset);
            list.insert(at, (by.offset, index));
        }
        let answer = self.cfg.answers_all(&texts.file(file).scan.cfg);
        let parent = declared.by.map(|by| by.mount);
        let certain = declared.certain && answer == Some(true);
        self.standing.push(Standing { home, parent, certain });
        if answer != Some(false) {
            self.declare_all(index, texts);
        }
    }

    /// What a file that was just mounted declares.
    fn declare_all(&mut self, mount: usize, texts: &mut Texts) {
        let file = self.mounts[mount].file;
        let Standing { home, certain, .. } = self.standing[mount].clone();
        for module in &texts.file(file).scan.modules {
            let candidates = home.candidates(module, &self.cfg);
            let by = Declaration { mount, offset: module.offset, include: false };
            let certain = certain && !module.in_macro;
            self.declare(&module.cfg, Declared { candidates, by: Some(by), certain });
        }
        let mut generated = Vec::new();
        for include in &texts.file(file).scan.includes {
            let by = Declaration { mount, offset: include.offset, include: true };
            let certain = certain && !include.in_macro;
            let path = match (&include.path, &self.package) {
                (IncludePath::Literal(path), _) => join(&home.folder, path),
                (IncludePath::Manifest(path), Some(package)) => {
                    join(package, path.trim_start_matches('/'))
                }
                (IncludePath::Generated, _)
                    if self.cfg.answers_all(&include.cfg) != Some(false) =>
                {
                    generated.push(by);
                    continue;
                }
                _ => continue,
            };
            let candidates = vec![Candidate { path, under: None }];
            self.declare(&include.cfg, Declared { candidates, by: Some(by), certain });
        }
        for by in generated {
            let message = "this code is generated by a build, and is not read".to_owned();
            let place = self.place(by, texts);
            texts.notes.push(note(NoteKind::Generated, Some(place), message));
        }
    }

    fn declare(&mut self, cfg: &[CfgExpr], mut declared: Declared) {
        let answer = self.cfg.answers_all(cfg);
        declared.certain &= answer == Some(true);
        if answer != Some(false) {
            self.wanted.push(declared);
        }
    }

    /// Why a file cannot be mounted below a mount: it is already there, by this name or through a link.
    fn endless(&self, file: FileId, parent: usize, texts: &Texts) -> Option<String> {
        let new = texts.file(file);
        let mut above = Some(parent);
        while let Some(mount) = above {
            let old = texts.file(self.mounts[mount].file);
            // Asking the disk for the true path is slow; only a copy or a link has the same text.
            if self.mounts[mount].file == file
                || (old.text == new.text && same_file(&old.path, &new.path))
            {
                return Some(format!("circular modules: `{}` declares itself", new.name));
            }
            above = self.standing[mount].parent;
        }
        None
    }

    /// What is to be said when the file of a declaration was not read.
    fn trouble(&self, declared: &Declared, trouble: Trouble, texts: &Texts) -> Option<Note> {
        let place = declared.by.map(|by| self.place(by, texts));
        match trouble {
            Trouble::Refused(message) => Some(note(NoteKind::Unreadable, place, message)),
            Trouble::Missing if !declared.certain => None,
            Trouble::Missing => {
                let paths = declared.candidates.iter().map(|candidate| &candidate.path);
                let names: Vec<String> =
                    paths.map(|path| format!("`{}`", texts.name(path))).collect();
                let message = format!("no file {}", names.join(" or "));
                let help = "create it, or remove the declaration".to_owned();
                Some(Note { help: Some(help), ..note(NoteKind::MissingModule, place, message) })
            }
        }
    }

    /// The files to look for next.
    fn unread<'t>(&'t self, texts: &Texts) -> Vec<&'t Path> {
        self.wanted.iter().filter_map(|declared| texts.unread(&declared.candidates)).collect()
    }

    fn place(&self, by: Declaration, texts: &Texts) -> Place {
        let file = self.mounts[by.mount].file;
        let rest = &texts.file(file).text[by.offset as usize..];
        let word = Lookahead::new(rest, 0).next().map_or(0, |word| word.text.len());
        Place { file, span: Span::new(by.offset, by.offset + word as u32) }
    }
}

fn note(kind: NoteKind, place: Option<Place>, message: String) -> Note {
    let span = place.map_or(Span::default(), |place| place.span);
    Note { kind, file: place.map(|place| place.file), span, path: None, message, help: None }
}

//! From the root file of a crate to all of its files.
//!
//! Files are read in rounds, in parallel: those that the files of the round before declare.

mod place;
mod read;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
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
pub(super) use read::Budget;
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
    /// Of a dependency only those modules are read that are asked for, and nothing is said about
    /// what is not there. The others wait here, by the mount and the offset of their declaration.
    waiting: Option<BTreeMap<(usize, u32), Declared>>,
}

/// Where a module of a dependency is.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Entry {
    /// Here.
    Mounted(usize),
    /// It will be read next.
    Asked,
    /// Nowhere.
    None,
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
        let (mounts, standing) = (Vec::new(), Vec::new());
        Self { cfg, package, mounts, standing, wanted, waiting: None }
    }

    /// A dependency, of which only what is asked for is read.
    pub fn of_dependency(root: PathBuf, package: PathBuf, cfg: CfgSet) -> Self {
        Self { waiting: Some(BTreeMap::new()), ..Self::new(root, Some(package), cfg) }
    }

    /// The mount of a module that stands in a file, by name; it is asked for if it was not yet.
    pub fn enter(&mut self, mount: usize, parents: &[String], name: &str, texts: &Texts) -> Entry {
        let modules = &texts.file(self.mounts[mount].file).scan.modules;
        let named = modules.iter().filter(|module| {
            let same = module.parents.iter().map(|(parent, _)| parent).eq(parents);
            same && module.name == name
        });
        let mut entry = Entry::None;
        for module in named {
            let mut children = self.mounts[mount].children.iter();
            if let Some(&(_, child)) = children.find(|(offset, _)| *offset == module.offset) {
                return Entry::Mounted(child);
            }
            let waiting = self.waiting.as_mut();
            let asked = waiting.and_then(|waiting| waiting.remove(&(mount, module.offset)));
            self.wanted.extend(asked);
            let at = |by: Declaration| by.mount == mount && by.offset == module.offset;
            if self.wanted.iter().any(|declared| declared.by.is_some_and(at)) {
                entry = Entry::Asked;
            }
        }
        entry
    }

    /// Whether a module of the crate, or one around it, was not read though it is declared.
    pub fn leaves_out(&self, path: &[String], texts: &Texts) -> bool {
        let mut open = vec![(0, path)];
        while let Some((mount, rest)) = open.pop() {
            let Some(own) = self.mounts.get(mount) else { return true };
            for module in &texts.file(own.file).scan.modules {
                let names = module.parents.iter().map(|(name, _)| name).chain([&module.name]);
                let depth = module.parents.len() + 1;
                if !names.eq(rest.iter().take(depth)) {
                    continue;
                }
                let child = own.children.iter().find(|(offset, _)| *offset == module.offset);
                match child {
                    Some(&(_, child)) => open.push((child, &rest[depth..])),
                    None if self.cfg.answers_all(&module.cfg) == Some(false) => {}
                    None => return true,
                }
            }
        }
        false
    }

    /// The module that holds a file: its mount, and the inline modules in it around the declaration.
    pub fn above(&self, mount: usize, texts: &Texts) -> Option<(usize, Vec<String>)> {
        let parent = self.standing[mount].parent?;
        let children = &self.mounts[parent].children;
        let (offset, _) = children.iter().find(|(_, child)| *child == mount)?;
        let modules = &texts.file(self.mounts[parent].file).scan.modules;
        let module = modules.iter().find(|module| module.offset == *offset)?;
        Some((parent, module.parents.iter().map(|(name, _)| name.clone()).collect()))
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
                    Some(Err(_)) if self.waiting.is_some() => {}
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
            if self.waiting.is_none() {
                let place = self.place(by, texts);
                texts.notes.push(note(NoteKind::Unreadable, Some(place), message));
            }
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
            if module.macro_use
                && let Some(waiting) = &mut self.waiting
            {
                // The items of its siblings may stand in calls of its macros.
                self.wanted.extend(waiting.remove(&(mount, module.offset)));
            }
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
        for by in generated.into_iter().filter(|_| self.waiting.is_none()) {
            let message = "this code is generated by a build, and is not read".to_owned();
            let place = self.place(by, texts);
            texts.notes.push(note(NoteKind::Generated, Some(place), message));
        }
    }

    fn declare(&mut self, cfg: &[CfgExpr], mut declared: Declared) {
        let answer = self.cfg.answers_all(cfg);
        declared.certain &= answer == Some(true);
        if answer == Some(false) {
            return;
        }
        match (&mut self.waiting, declared.by) {
            (Some(waiting), Some(by)) if !by.include => {
                waiting.insert((by.mount, by.offset), declared);
            }
            _ => self.wanted.push(declared),
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
                let root = if place.is_none() { ", the root of a target" } else { "" };
                let message = format!("no file {}{root}", names.join(" or "));
                let help = "create it, or remove what declares it".to_owned();
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

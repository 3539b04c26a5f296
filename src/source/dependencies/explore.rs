//! From the paths that code writes to the files of dependencies that they lead to.
//!
//! A path is followed name by name: into modules in files, inline modules, and through `use`. Where
//! it ends, the file holds what is named. Read too are the modules with impl blocks for it, and those
//! of the types in the signatures of the file, which its `use` declarations tell.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::rc::Rc;

use rustc_hash::FxHashSet;

use crate::source::CfgSet;
use crate::source::FileId;
use crate::source::Unread;
use crate::source::cargo::Manifests;
use crate::source::dependencies::impls::Impls;
use crate::source::dependencies::open::Asked;
use crate::source::dependencies::open::Opened;
use crate::source::dependencies::open::open;
use crate::source::dependencies::outlines::outline;
use crate::source::dependencies::places::Place;
use crate::source::dependencies::places::Places;
use crate::source::dependencies::places::Wish;
use crate::source::dependencies::uses::Use;
use crate::source::dependencies::uses::is_public;
use crate::source::dependencies::uses::uses;
use crate::source::tree::Entry;
use crate::source::tree::Texts;
use crate::source::tree::Tree;
use crate::source::tree::grow;

/// From crate to crate a path is followed so often.
const ROUNDS: usize = 4;

/// In one crate a path leads through so many `use`: it may lead in a circle.
const MOST_USES: u8 = 8;

/// A path that is being followed.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Goal {
    /// The crate.
    pub opened: usize,
    /// The file that the path has led to.
    pub mount: usize,
    /// The inline modules in it.
    pub inline: Vec<String>,
    /// What is left of the path, the next name last.
    pub rest: Vec<String>,
    /// How many `use` it went through.
    pub uses: u8,
    /// How many more steps lead on from the file that it ends in.
    pub further: u8,
}

/// Dependencies, while paths are followed through them.
pub(super) struct Explorer<'e> {
    /// Those that were opened.
    pub opened: Vec<Opened>,
    /// Their modules.
    pub trees: Vec<Tree>,
    /// All texts.
    pub texts: Texts,
    /// The packages of which nothing is read.
    pub unread: Unread,
    /// Whether a crate need not be read.
    known: &'e dyn Fn(&str) -> bool,
    /// The words of those who use dependencies.
    words: &'e FxHashSet<String>,
    /// Paths that lead into another crate: for the next round.
    pub next: Vec<Goal>,
    base: CfgSet,
    places: Places,
    manifests: Manifests<'e>,
    by_folder: BTreeMap<PathBuf, Option<usize>>,
    /// What the `use` declarations of a file bring.
    brings: BTreeMap<FileId, Rc<[Bring]>>,
    /// Where the signatures of a file lead.
    signatures: BTreeMap<FileId, Rc<Signatures>>,
    /// Where impl blocks stand, by crate.
    impls: BTreeMap<usize, Rc<Impls>>,
    seen: BTreeSet<Goal>,
}

/// Where the signatures of a file lead.
#[derive(Debug)]
struct Signatures {
    /// What its `use` declarations bring, as far as it is named outside of bodies.
    brings: Vec<Bring>,
    /// The types and traits that it defines.
    defined: Vec<String>,
}

/// A name that a `use` in a file brings.
#[derive(Clone, Debug)]
pub(super) struct Bring {
    /// The inline modules around it.
    pub parents: Vec<String>,
    /// Other modules see it.
    pub public: bool,
    /// What it brings.
    pub what: Use,
}

impl<'e> Explorer<'e> {
    /// Nothing is opened yet.
    pub fn new(
        base: CfgSet,
        places: Places,
        manifests: Manifests<'e>,
        texts: Texts,
        known: &'e dyn Fn(&str) -> bool,
        words: &'e FxHashSet<String>,
    ) -> Self {
        Self {
            opened: Vec::new(),
            trees: Vec::new(),
            texts,
            unread: Unread::default(),
            known,
            words,
            next: Vec::new(),
            base,
            places,
            manifests,
            by_folder: BTreeMap::new(),
            brings: BTreeMap::new(),
            signatures: BTreeMap::new(),
            impls: BTreeMap::new(),
            seen: BTreeSet::new(),
        }
    }

    /// What the `use` declarations of a file bring, as far as they are switched on.
    pub fn brings(&mut self, opened: usize, mount: usize) -> Rc<[Bring]> {
        let tree = &self.trees[opened];
        let id = tree.mounts[mount].file;
        let brings = self.brings.entry(id).or_insert_with(|| {
            let file = self.texts.file(id);
            let on = file
                .scan
                .uses
                .iter()
                .filter(|found| tree.cfg.answers_all(&found.cfg) != Some(false));
            let brings = on.flat_map(|found| {
                let public = is_public(&file.text, found.offset);
                let bring = move |what| Bring { parents: found.parents.clone(), public, what };
                uses(&file.text, found.offset).into_iter().map(bring)
            });
            brings.collect()
        });
        brings.clone()
    }

    /// Opens the package that someone asks for, if it is to be read, there and not yet open.
    pub fn open(&mut self, wish: Wish<'_>, asked: &Asked) -> Option<usize> {
        if (self.known)(&wish.package.replace('-', "_")) {
            self.unread.known.insert(wish.package.to_owned());
            return None;
        }
        let disk = self.manifests.disk();
        let Some(place) = self.places.find(wish, disk) else {
            self.unread.absent.insert(wish.package.to_owned());
            return None;
        };
        self.open_at(place, asked)
    }

    fn open_at(&mut self, place: Place, asked: &Asked) -> Option<usize> {
        if let Some(known) = self.by_folder.get(&place.folder) {
            return *known;
        }
        let folder = place.folder.clone();
        let index = open(place, asked, &self.base, &mut self.manifests).map(|(opened, tree)| {
            self.opened.push(opened);
            self.trees.push(tree);
            self.opened.len() - 1
        });
        self.by_folder.insert(folder, index);
        index
    }

    /// Follows paths to their ends, and those that they lead to.
    pub fn follow(&mut self, goals: Vec<Goal>) {
        self.next = goals;
        for _ in 0..ROUNDS {
            let mut todo = std::mem::take(&mut self.next);
            while !todo.is_empty() {
                grow(&mut self.trees, &mut self.texts);
                todo = self.advance(todo);
            }
        }
    }

    /// Takes each path as far as the files that were read allow, and returns those that wait for more.
    fn advance(&mut self, mut todo: Vec<Goal>) -> Vec<Goal> {
        let mut blocked = Vec::new();
        while let Some(goal) = todo.pop() {
            if self.trees[goal.opened].mounts.is_empty() || !self.seen.insert(goal.clone()) {
                continue;
            }
            match self.step(&goal) {
                Step::On(goals) => todo.extend(goals),
                Step::Blocked => {
                    self.seen.remove(&goal);
                    blocked.push(goal);
                }
            }
        }
        blocked
    }

    fn step(&mut self, goal: &Goal) -> Step {
        let mut on = goal.clone();
        let Some(name) = on.rest.pop() else { return Step::On(self.arrived(goal)) };
        match name.as_str() {
            "*" => return Step::On(self.globbed(goal)),
            "super" => return Step::On(self.above(on).into_iter().collect()),
            _ => {}
        }
        let tree = &mut self.trees[goal.opened];
        match tree.enter(goal.mount, &goal.inline, &name, &self.texts) {
            Entry::Asked => return Step::Blocked,
            Entry::Mounted(mount) => {
                return Step::On(vec![Goal { mount, inline: Vec::new(), ..on }]);
            }
            Entry::None => {}
        }
        let brings = self.brings(goal.opened, goal.mount);
        let inner = [goal.inline.as_slice(), std::slice::from_ref(&name)].concat();
        if brings.iter().any(|bring| bring.parents.starts_with(&inner)) {
            return Step::On(vec![Goal { inline: inner, ..on }]);
        }
        let here = brings.iter().filter(|bring| bring.parents == goal.inline);
        let mut named = here.clone().filter(|bring| bring.what.name.as_ref() == Some(&name));
        if named.clone().next().is_some() {
            let follow = |bring: &Bring| self.through(goal, &bring.what.path, &on.rest);
            return Step::On(named.by_ref().flat_map(follow).collect());
        }
        if self.defines_macro(goal, &name) {
            return Step::On(Vec::new());
        }
        // What no `use` names may come by a glob, or stand in this file.
        let globs = here.filter(|bring| bring.what.name.is_none() && bring.public);
        let mut goals: Vec<Goal> =
            globs.flat_map(|bring| self.through(goal, &bring.what.path, &goal.rest)).collect();
        goals.extend(self.impls_for(goal, &name, goal.further));
        goals.extend(self.arrived(goal));
        Step::On(goals)
    }

    /// A macro has no signature that would lead on.
    fn defines_macro(&self, goal: &Goal, name: &str) -> bool {
        let file = self.trees[goal.opened].mounts[goal.mount].file;
        self.texts.file(file).scan.macros.iter().any(|definition| definition.name == name)
    }

    /// A path has led to its end: the file names others in its signatures.
    fn arrived(&mut self, goal: &Goal) -> Vec<Goal> {
        let Some(further) = goal.further.checked_sub(1) else { return Vec::new() };
        let signatures = self.signatures(goal.opened, goal.mount);
        let from = Goal { rest: Vec::new(), uses: 0, further, ..goal.clone() };
        let here = signatures.brings.iter().filter(|bring| bring.parents == goal.inline);
        let mut goals: Vec<Goal> =
            here.flat_map(|bring| self.through(&from, &bring.what.path, &[])).collect();
        for name in &signatures.defined {
            goals.extend(self.impls_for(goal, name, further));
        }
        goals
    }

    fn signatures(&mut self, opened: usize, mount: usize) -> Rc<Signatures> {
        let id = self.trees[opened].mounts[mount].file;
        if let Some(known) = self.signatures.get(&id) {
            return Rc::clone(known);
        }
        let brings = self.brings(opened, mount);
        let outline = outline(&self.texts.file(id).text, self.words);
        let is_named = |bring: &&Bring| {
            bring.what.name.as_ref().is_none_or(|name| outline.names.contains(name.as_str()))
        };
        let found = Rc::new(Signatures {
            brings: brings.iter().filter(is_named).cloned().collect(),
            defined: outline.defined.iter().map(|&name| name.to_owned()).collect(),
        });
        self.signatures.insert(id, Rc::clone(&found));
        found
    }

    /// The modules with impl blocks for a type or trait of a crate.
    fn impls_for(&mut self, goal: &Goal, name: &str, further: u8) -> Vec<Goal> {
        let impls = self.impls(goal.opened);
        let modules = impls.naming(name).map(|file| Goal {
            opened: goal.opened,
            mount: 0,
            inline: Vec::new(),
            rest: file.module.iter().rev().cloned().collect(),
            uses: 0,
            further,
        });
        modules.collect()
    }

    /// Where the impl blocks of a crate stand.
    fn impls(&mut self, opened: usize) -> Rc<Impls> {
        let root = &self.opened[opened].target.path;
        let disk = self.manifests.disk();
        Rc::clone(self.impls.entry(opened).or_insert_with(|| Rc::new(Impls::find(root, disk))))
    }

    /// The names in the heads of impl blocks of a crate that stand in files that were not read; none
    /// where that is not known.
    pub fn unread_impls(&mut self, opened: usize) -> Option<BTreeSet<String>> {
        let impls = self.impls(opened);
        let tree = &self.trees[opened];
        let read = tree.mounts.iter().map(|mount| &self.texts.file(mount.file).path);
        let read: BTreeSet<&PathBuf> = read.collect();
        let unread = impls.files.iter().filter(|file| {
            let absent = !read.contains(&file.path);
            absent && (impls.is_moved(file) || tree.leaves_out(&file.module, &self.texts))
        });
        let names = unread.flat_map(|file| file.names.iter().cloned()).collect();
        (!impls.partial).then_some(names)
    }

    /// A path ends in a glob: whatever is public there may be meant.
    fn globbed(&mut self, goal: &Goal) -> Vec<Goal> {
        let brings = self.brings(goal.opened, goal.mount);
        let public = brings.iter().filter(|bring| bring.parents == goal.inline && bring.public);
        let mut goals: Vec<Goal> = public
            .flat_map(|bring| {
                let rest: &[String] = if bring.what.name.is_none() { &goal.rest } else { &[] };
                self.through(goal, &bring.what.path, rest)
            })
            .collect();
        goals.extend(self.arrived(goal));
        goals
    }

    /// Goes on from where a goal is along the path of a `use`.
    fn through(&mut self, from: &Goal, path: &[String], rest: &[String]) -> Vec<Goal> {
        let Some((first, behind)) = path.split_first().filter(|_| from.uses < MOST_USES) else {
            return Vec::new();
        };
        let rest: Vec<String> = rest.iter().chain(behind.iter().rev()).cloned().collect();
        let goal = Goal { rest, uses: from.uses + 1, ..from.clone() };
        let root = |goal: Goal| Goal { mount: 0, inline: Vec::new(), ..goal };
        match first.as_str() {
            "crate" => vec![root(goal)],
            "self" => vec![goal],
            "super" => self.above(goal).into_iter().collect(),
            "" => self.outside(goal),
            name => self.named(goal, name),
        }
    }
}

/// What becomes of a path.
enum Step {
    /// Other paths.
    On(Vec<Goal>),
    /// A file must be read first.
    Blocked,
}

//! Where cargo has unpacked the dependencies, found without cargo, and only those modules of them
//! that paths in the workspace lead to.

mod explore;
mod follow;
mod impls;
mod libraries;
mod lock;
mod open;
mod outlines;
mod places;
#[cfg(test)]
mod tests;
mod unpacked;
mod uses;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;

use rustc_hash::FxHashSet;
use semver::VersionReq;

use crate::source::CfgSet;
use crate::source::Crate;
use crate::source::CrateId;
use crate::source::Dependency;
use crate::source::Note;
use crate::source::NoteKind;
use crate::source::Package;
use crate::source::Span;
use crate::source::TargetKind;
use crate::source::Workspace;
use crate::source::cargo::Manifests;
use crate::source::cargo::Purpose;
use crate::source::cargo::Requirement;
use crate::source::cargo::cargo_home;
use crate::source::cargo::package_id;
use crate::source::dependencies::explore::Explorer;
use crate::source::dependencies::explore::Goal;
use crate::source::dependencies::open::Asked;
use crate::source::dependencies::open::Opened;
use crate::source::dependencies::places::Places;
use crate::source::dependencies::places::Wish;
use crate::source::disk::Disk;
use crate::source::tree::Budget;
use crate::source::tree::Texts;
use crate::source::tree::Tree;

pub(super) use libraries::name_libraries;

/// As many bytes of dependencies are read in one run.
const MOST_BYTES: usize = 30_000_000;

/// So many names are told of what is absent.
const MOST_NAMES: usize = 20;

/// From a file that a path ends in, so many steps lead on to the files of what it names.
const FURTHER: u8 = 2;

/// The paths that leave the workspace: for each crate that writes them, as plain names, the first
/// being the name of a dependency: `["tokio", "task", "spawn"]`; a glob ends in `*`.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// Sorted.
    pub paths: BTreeSet<(CrateId, Vec<String>)>,
    /// All words of the workspace: a function of another name is not called.
    pub words: FxHashSet<String>,
}

/// Reads, of the dependencies that the wanted paths name, the files on the way: at most 4 rounds
/// (re-exports lead on), at most 30 MB. Adds crates, files and notes to the workspace. What is not
/// unpacked is left out, and so are the crates of which `known` says that they need not be read: it
/// is asked by the name of the package, with `-` as `_`. To be called once.
pub fn dependencies(workspace: &mut Workspace, wanted: &Wanted, known: &dyn Fn(&str) -> bool) {
    read(workspace, wanted, known, cargo_home().as_deref(), MOST_BYTES);
}

fn read(
    workspace: &mut Workspace,
    wanted: &Wanted,
    known: &dyn Fn(&str) -> bool,
    home: Option<&Path>,
    most_bytes: usize,
) {
    let named = named(workspace, wanted);
    if named.is_empty() {
        return;
    }
    let disk = || Disk { snapshot: workspace.snapshot.clone(), ..Disk::default() };
    let (disk, below) = (disk(), disk());
    let mut manifests = Manifests::new(&disk);
    let places = Places::read(&workspace.root, home, &mut manifests);
    let mut texts = Texts::new(workspace.root.clone(), below);
    texts.keep(std::mem::take(&mut workspace.files));
    texts.dependencies = Some(Budget { left: most_bytes, left_out: 0 });
    let base = base_cfg(workspace);
    let mut explorer = Explorer::new(base, places, manifests, texts, known, &wanted.words);
    let links = open_named(&mut explorer, workspace, &named);
    let goals = wanted.paths.iter().filter_map(|(user, path)| {
        let (first, rest) = path.split_first()?;
        let opened = *links.get(&(*user, first.clone()))?;
        let rest = rest.iter().rev().cloned().collect();
        Some(Goal { opened, mount: 0, inline: Vec::new(), rest, uses: 0, further: FURTHER })
    });
    explorer.follow(goals.collect());
    add(workspace, explorer, links);
}

/// The dependencies that are wanted, by the crate that names them.
fn named(workspace: &Workspace, wanted: &Wanted) -> BTreeSet<(CrateId, String)> {
    let firsts =
        wanted.paths.iter().filter_map(|(user, path)| Some((*user, path.first()?.clone())));
    let outside = firsts.filter(|(user, name)| {
        let externs = &workspace.crates[user.index()].externs;
        externs.iter().any(|(other, known)| other == name && known.is_none())
    });
    outside.collect()
}

/// What `cfg` answers before features: the same in all crates of a run.
fn base_cfg(workspace: &Workspace) -> CfgSet {
    let mut base = workspace.crates.first().map_or_else(CfgSet::default, |first| first.cfg.clone());
    base.names.remove("test");
    base.harness = false;
    base.values.retain(|(name, _)| name != "feature");
    base.unknown.clear();
    base
}

fn open_named(
    explorer: &mut Explorer<'_>,
    workspace: &Workspace,
    named: &BTreeSet<(CrateId, String)>,
) -> BTreeMap<(CrateId, String), usize> {
    let mut links = BTreeMap::new();
    for (user, name) in named {
        let package =
            workspace.crates[user.index()].package.map(|index| &workspace.packages[index]);
        let needs = package.into_iter().flat_map(|package| &package.dependencies);
        let Some((package, need)) = package.zip(needs.into_iter().find(|need| need.name == *name))
        else {
            continue;
        };
        let Ok(requirement) = VersionReq::parse(&need.requirement) else { continue };
        let wish = Wish {
            user: (&package.name, &package.version),
            package: &need.package,
            requirement: &requirement,
            path: need.path.as_deref(),
        };
        if let Some(index) = explorer.open(wish, &asked(workspace, &need.package)) {
            links.insert((*user, name.clone()), index);
        }
    }
    links
}

/// The features that the members ask of a package, as cargo unites them.
fn asked(workspace: &Workspace, package: &str) -> Asked {
    let needs = workspace.packages.iter().flat_map(|member| &member.dependencies);
    let needs = needs.filter(|need| need.package == package);
    Asked {
        features: needs.clone().flat_map(|need| need.features.clone()).collect(),
        default: needs.clone().any(|need| need.default_features),
    }
}

/// Adds what was found to the workspace.
fn add(
    workspace: &mut Workspace,
    mut explorer: Explorer<'_>,
    links: BTreeMap<(CrateId, String), usize>,
) {
    let mut ids: Vec<Option<CrateId>> = Vec::new();
    let mut next = workspace.crates.len() as u32;
    for opened in 0..explorer.trees.len() {
        let read = !explorer.trees[opened].mounts.is_empty();
        ids.push(read.then_some(CrateId(next)));
        if read {
            let names = explorer.unread_impls(opened);
            explorer.unread.impls.insert(CrateId(next), names);
            next += 1;
        }
    }
    let Explorer { opened, trees, texts, unread, .. } = explorer;
    for ((user, name), index) in links {
        let externs = &mut workspace.crates[user.index()].externs;
        let entry = externs.iter_mut().find(|(other, _)| *other == name);
        entry.expect("only names of externs are opened").1 = ids[index];
    }
    for (opened, tree) in opened.into_iter().zip(trees).filter(|(_, tree)| !tree.mounts.is_empty())
    {
        let package = workspace.packages.len();
        workspace.crates.push(crate_of(&opened, tree, package, &ids));
        workspace.packages.push(package_of(opened));
    }
    let left_out = texts.dependencies.as_ref().map_or(0, |budget| budget.left_out);
    workspace.notes.extend(notes(&unread.absent, left_out));
    workspace.unread = unread;
    workspace.files = texts.files;
}

fn crate_of(opened: &Opened, tree: Tree, package: usize, ids: &[Option<CrateId>]) -> Crate {
    let externs = opened.needs.iter().map(|need| {
        let name = need.key.replace('-', "_");
        let id = opened.links.get(&name).copied().flatten().and_then(|index| ids[index]);
        (name, id)
    });
    let externs: BTreeMap<String, Option<CrateId>> = externs.collect();
    Crate {
        package: Some(package),
        name: opened.target.name.replace('-', "_"),
        kind: TargetKind::Lib,
        crate_types: opened.target.crate_types.clone(),
        target: opened.target.name.clone(),
        edition: opened.target.edition,
        cfg: tree.cfg,
        externs: externs.into_iter().collect(),
        mounts: tree.mounts,
        for_tests: false,
        judged: false,
        dependency: true,
    }
}

fn package_of(opened: Opened) -> Package {
    let Opened { place, package, needs, .. } = opened;
    let id = match &place.source {
        Some(source) => format!("{source}#{}@{}", package.name, package.version),
        None => package_id(&package.folder, &package.name, &package.version),
    };
    let mut dependencies: Vec<Dependency> = needs.into_iter().map(dependency).collect();
    dependencies.sort_by(|one, other| one.name.cmp(&other.name));
    Package {
        id,
        name: package.name,
        version: package.version,
        manifest: package.path,
        published: package.published,
        member: false,
        dependencies,
    }
}

fn dependency(need: Requirement) -> Dependency {
    Dependency {
        name: need.key.replace('-', "_"),
        package: need.package,
        requirement: need.version.to_string(),
        path: need.path,
        dev: need.kind == Purpose::Development,
        features: need.features,
        default_features: need.default_features,
    }
}

fn notes(absent: &BTreeSet<String>, left_out: usize) -> Vec<Note> {
    let note = |message: String, help: Option<&str>| Note {
        kind: NoteKind::Dependency,
        file: None,
        span: Span::default(),
        path: None,
        message,
        help: help.map(str::to_owned),
    };
    let mut notes = Vec::new();
    if !absent.is_empty() {
        let mut names: Vec<&str> = absent.iter().map(String::as_str).collect();
        let count = names.len();
        if count > MOST_NAMES {
            names.truncate(MOST_NAMES);
            names.push("…");
        }
        let message = format!("dependencies not on this machine: {count} ({})", names.join(", "));
        notes.push(note(message, Some("run `cargo fetch` to have their types known")));
    }
    if left_out > 0 {
        let most = MOST_BYTES / 1_000_000;
        let message = format!("files of dependencies left out, beyond {most} MB: {left_out}");
        notes.push(note(message, None));
    }
    notes
}

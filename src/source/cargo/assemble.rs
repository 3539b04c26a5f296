//! From a plan to a workspace: the files are read, and crates learn of each other.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

use crate::source::CfgSet;
use crate::source::Crate;
use crate::source::CrateId;
use crate::source::Dependency;
use crate::source::FileId;
use crate::source::Files;
use crate::source::Note;
use crate::source::Package;
use crate::source::Selection;
use crate::source::TargetKind;
use crate::source::Workspace;
use crate::source::cargo::cargo_home;
use crate::source::cargo::plan::Plan;
use crate::source::cargo::plan::PlannedCrate;
use crate::source::cfg::host_triple;
use crate::source::cfg::target_cfg;
use crate::source::dependencies::name_libraries;
use crate::source::disk::Disk;
use crate::source::tree::Texts;
use crate::source::tree::Tree;
use crate::source::tree::grow;

/// Reads what a plan asks for.
pub(super) fn workspace(root: PathBuf, mut plan: Plan, disk: Disk) -> Workspace {
    name_libraries(&mut plan.packages, &root, cargo_home().as_deref(), &disk);
    let mut texts = Texts::new(root.clone(), disk);
    let tree = |planned: &PlannedCrate| {
        let folder = plan.packages[planned.package].manifest.parent().map(Path::to_owned);
        Tree::new(planned.target.path.clone(), folder, planned.cfg.clone())
    };
    let mut trees: Vec<Tree> = plan.crates.iter().map(tree).collect();
    grow(&mut trees, &mut texts);
    // A root file that vanished or cannot be read has a note; its crate is left out.
    let read = plan.crates.into_iter().zip(trees).filter(|(_, tree)| !tree.mounts.is_empty());
    let mut crates: Vec<Crate> = read
        .map(|(planned, tree)| {
            let for_tests = is_for_tests(&planned, &plan.packages[planned.package], &root);
            crate_of(planned, tree, for_tests)
        })
        .collect();
    link(&mut crates, &plan.packages);
    let notes = plan.notes.into_iter().chain(texts.notes).collect();
    let workspace = Workspace {
        root,
        packages: plan.packages,
        crates,
        files: texts.files,
        notes,
        ..Workspace::default()
    };
    in_order(workspace)
}

/// What packages and folders are called that only serve tests or the work on a project. A name is
/// enough to be lenient.
const TEST_WORDS: [&str; 12] = [
    "test",
    "tests",
    "testing",
    "testkit",
    "testsuite",
    "bench",
    "benches",
    "benchmarks",
    "example",
    "examples",
    "fuzz",
    "xtask",
];

/// Crates that only code of tests builds on.
const TEST_CRATES: [&str; 7] = [
    "assert_cmd",
    "libtest-mimic",
    "predicates",
    "test-case",
    "testcontainers",
    "trybuild",
    "wiremock",
];

/// The target is a test, a word of its package's name or folder says that it is for some, or its package
/// is not published and builds on what tests need, not for its own tests alone.
fn is_for_tests(planned: &PlannedCrate, package: &Package, root: &Path) -> bool {
    let folder = package.manifest.parent().and_then(|folder| folder.strip_prefix(root).ok());
    let folders = folder.into_iter().flat_map(Path::components);
    let folders = folders.filter_map(|part| part.as_os_str().to_str());
    let mut words = std::iter::once(package.name.as_str())
        .chain(folders)
        .flat_map(|name| name.split(['-', '_']));
    matches!(planned.target.kind, TargetKind::Test | TargetKind::Bench)
        || words.any(|word| TEST_WORDS.contains(&word))
        || !package.published && package.dependencies.iter().any(is_of_tests)
}

fn is_of_tests(need: &Dependency) -> bool {
    !need.dev && TEST_CRATES.contains(&need.package.as_str())
}

fn crate_of(planned: PlannedCrate, tree: Tree, for_tests: bool) -> Crate {
    let PlannedCrate { package, target, cfg, judged } = planned;
    Crate {
        package: Some(package),
        name: target.name.replace('-', "_"),
        kind: target.kind,
        crate_types: target.crate_types,
        target: target.name,
        edition: target.edition,
        cfg,
        externs: Vec::new(),
        mounts: tree.mounts,
        for_tests,
        judged,
        dependency: false,
    }
}

/// Tells each crate which crates it can name.
fn link(crates: &mut [Crate], packages: &[Package]) {
    let libraries: BTreeMap<usize, (String, CrateId)> = crates
        .iter()
        .enumerate()
        .filter(|(_, found)| found.kind == TargetKind::Lib)
        .filter_map(|(id, found)| Some((found.package?, (found.name.clone(), CrateId(id as u32)))))
        .collect();
    let folders: BTreeMap<&Path, usize> = packages
        .iter()
        .enumerate()
        .filter_map(|(index, package)| Some((package.manifest.parent()?, index)))
        .collect();
    let library_in = |folder: &Path| libraries.get(folders.get(folder)?).map(|&(_, id)| id);
    for found in crates {
        let Some(package) = found.package else { continue };
        let built_for_tests = found.cfg.harness || found.cfg.names.contains("test");
        let tests = built_for_tests || found.kind == TargetKind::Example;
        let needs = packages[package].dependencies.iter().filter(|need| tests || !need.dev);
        let mut externs: BTreeMap<String, Option<CrateId>> = needs
            .map(|need| (need.name.clone(), need.path.as_deref().and_then(library_in)))
            .collect();
        if found.kind != TargetKind::Lib
            && let Some((name, id)) = libraries.get(&package)
        {
            externs.insert(name.clone(), Some(*id));
        }
        found.externs = externs.into_iter().collect();
    }
}

/// Makes a crate of each file; one that another declares as its module is none of its own.
pub(super) fn lone(files: Vec<PathBuf>, selection: &Selection, disk: Disk) -> Workspace {
    let root = files.first().and_then(|path| path.parent()).unwrap_or(Path::new("")).to_owned();
    let triple = selection.target.clone().unwrap_or_else(host_triple);
    let mut cfg = target_cfg(&triple);
    cfg.harness = selection.targets.tests || selection.targets.all;
    let mut texts = Texts::new(root.clone(), disk);
    let mut trees: Vec<Tree> =
        files.iter().map(|path| Tree::new(path.clone(), None, cfg.clone())).collect();
    grow(&mut trees, &mut texts);
    let modules: BTreeSet<FileId> =
        trees.iter().flat_map(|tree| tree.mounts.iter().skip(1)).map(|mount| mount.file).collect();
    let is_root =
        |tree: &Tree| tree.mounts.first().is_some_and(|root| !modules.contains(&root.file));
    // Where files declare each other in a circle, there is no root: all are taken.
    let circle = !trees.iter().any(is_root);
    let crates = files.iter().zip(trees);
    let crates = crates.filter(|(_, tree)| is_root(tree) || (circle && !tree.mounts.is_empty()));
    let crates = crates.map(|(path, tree)| lone_crate(path, tree, &cfg)).collect();
    let Texts { files, notes, .. } = texts;
    in_order(Workspace { root, crates, files, notes, ..Workspace::default() })
}

fn lone_crate(path: &Path, tree: Tree, cfg: &CfgSet) -> Crate {
    let target = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
    Crate {
        package: None,
        name: target.replace('-', "_"),
        kind: TargetKind::Lone,
        crate_types: vec!["bin".to_owned()],
        target,
        edition: 2024,
        cfg: cfg.clone(),
        externs: Vec::new(),
        mounts: tree.mounts,
        for_tests: false,
        judged: true,
        dependency: false,
    }
}

/// Sorts the files by name and the notes by place, so that no order of reading shows.
fn in_order(mut workspace: Workspace) -> Workspace {
    let mut order: Vec<u32> = (0..workspace.files.all.len() as u32).collect();
    let name = |&id: &u32| &workspace.files.all[id as usize].name;
    order.sort_by(|one, other| name(one).cmp(name(other)));
    let mut new = vec![FileId(0); order.len()];
    for (index, &old) in order.iter().enumerate() {
        new[old as usize] = FileId(index as u32);
    }
    let mounts = workspace.crates.iter_mut().flat_map(|found| &mut found.mounts);
    mounts.for_each(|mount| mount.file = new[mount.file.index()]);
    let mut files: Vec<_> = workspace.files.all.into_iter().zip(&new).collect();
    files.sort_by_key(|(_, id)| **id);
    workspace.files = Files { all: files.into_iter().map(|(file, _)| file).collect() };
    for note in &mut workspace.notes {
        note.file = note.file.map(|id| new[id.index()]);
    }
    let key =
        |note: &Note| (note.file, note.span, note.kind, note.path.clone(), note.message.clone());
    workspace.notes.sort_by_key(key);
    workspace.notes.dedup();
    workspace
}

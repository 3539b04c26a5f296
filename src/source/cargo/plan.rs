//! From manifests and the command line to the crates that are to be read.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::error::Error;
use crate::source::CfgSet;
use crate::source::Dependency;
use crate::source::Note;
use crate::source::Package;
use crate::source::Selection;
use crate::source::TargetKind;
use crate::source::cargo::features::Activation;
use crate::source::cargo::features::Active;
use crate::source::cargo::features::serves;
use crate::source::cargo::manifest::Manifest;
use crate::source::cargo::manifest::Problem;
use crate::source::cargo::members::Members;
use crate::source::cargo::package::PackageManifest;
use crate::source::cargo::package::Purpose;
use crate::source::cargo::package::Requirement;
use crate::source::cargo::package::package_id;
use crate::source::cargo::select;
use crate::source::cargo::select::TargetFilter;
use crate::source::cargo::settings::Settings;
use crate::source::cargo::settings::is_platform;
use crate::source::cargo::targets::Target;
use crate::source::cargo::targets::build_script;
use crate::source::cargo::targets::targets;
use crate::source::cfg::host_triple;
use crate::source::cfg::names_of_script;
use crate::source::cfg::target_cfg;
use crate::source::disk::Disk;
use crate::source::disk::Reading;

/// What is to be read.
#[derive(Debug)]
pub(super) struct Plan {
    /// All members.
    pub packages: Vec<Package>,
    /// Sorted by package, kind and name.
    pub crates: Vec<PlannedCrate>,
    /// What cannot be judged.
    pub notes: Vec<Note>,
}

/// One crate that is to be read.
#[derive(Debug)]
pub(super) struct PlannedCrate {
    /// The index of its package.
    pub package: usize,
    /// What the manifest says of it.
    pub target: Target,
    /// What `cfg` answers in it.
    pub cfg: CfgSet,
    /// It was asked for, not only needed.
    pub judged: bool,
}

/// Makes the plan. An error if what is asked for does not exist, or if nothing at all can be judged.
pub(super) fn plan(
    members: &Members,
    selection: &Selection,
    settings: &Settings,
    disk: &Disk,
) -> Result<Plan, Error> {
    let manifests: Vec<&PackageManifest> =
        members.packages.values().map(|(_, package)| package).collect();
    let default: Vec<bool> =
        manifests.iter().map(|package| members.default.contains(&package.path)).collect();
    let chosen = select::packages(&manifests, &default, selection)?;
    let triple = selection.target.clone().or_else(|| settings.target()).unwrap_or_else(host_triple);
    let platform = target_cfg(&triple);
    let development = select::uses_development(&selection.targets);
    let used = |package: usize, need: &Requirement| {
        let here = need.platform.as_ref().is_none_or(|name| is_platform(name, &platform));
        here && serves(need.kind, development && chosen[package])
    };
    let mut activation = Activation::new(&manifests, &used);
    select::features(&mut activation, &manifests, &chosen, selection)?;
    let active = activation.finish();

    let mut base = platform.clone();
    settings.set_cfg(&triple, &mut base);
    let mut problems = members.problems.clone();
    let crates = crates(
        members,
        &Choice { selection, chosen: &chosen, active: &active, base: &base },
        disk,
        &mut problems,
    )?;
    let root = &members.root.folder;
    if !crates.iter().any(|planned| planned.judged)
        && let Some(problem) = problems.first()
    {
        return Err(problem.clone().into_error(root));
    }
    let libraries = library_names(members);
    let packages = (0..manifests.len()).map(|index| {
        let needs = manifests[index].dependencies.iter().filter(|need| used(index, need));
        package(manifests[index], needs, &active[index], &libraries)
    });
    Ok(Plan {
        packages: packages.collect(),
        crates,
        notes: problems.into_iter().map(|problem| problem.into_note(root)).collect(),
    })
}

/// What was chosen, package by package.
struct Choice<'c> {
    selection: &'c Selection,
    chosen: &'c [bool],
    active: &'c [Active],
    /// What `cfg` answers before features.
    base: &'c CfgSet,
}

fn crates(
    members: &Members,
    choice: &Choice<'_>,
    disk: &Disk,
    problems: &mut Vec<Problem>,
) -> Result<Vec<PlannedCrate>, Error> {
    let built: Vec<(usize, &Rc<Manifest>, Vec<Target>)> = members
        .packages
        .values()
        .enumerate()
        .filter(|(index, _)| choice.active[*index].built)
        .map(|(index, (manifest, package))| {
            let (targets, wrong) = targets(manifest, package, disk);
            problems.extend(wrong);
            (index, manifest, targets)
        })
        .collect();
    let asked = built.iter().filter(|(index, ..)| choice.chosen[*index]);
    let asked: Vec<&Target> = asked.flat_map(|(_, _, targets)| targets).collect();
    let filter = TargetFilter::new(&choice.selection.targets, &asked)?;
    let mut crates = Vec::new();
    for (package, manifest, targets) in built {
        let active = &choice.active[package];
        let mut base = choice.base.clone();
        let features = active.features.iter().map(|name| ("feature".to_owned(), name.clone()));
        base.values.extend(features);
        base.unknown = script_names(manifest, disk);
        for target in targets {
            let complete = target.required_features.iter().all(|name| active.has(name));
            let judged = choice.chosen[package]
                && filter.takes(&target)
                && (complete || target.kind == TargetKind::Lib || filter.names(&target));
            if judged || target.kind == TargetKind::Lib {
                let cfg = with_test(&base, &target, judged, choice.selection);
                crates.push(PlannedCrate { package, target, cfg, judged });
            }
        }
    }
    crates.sort_by(|one, other| {
        let key = |planned: &PlannedCrate| (planned.package, planned.target.kind);
        key(one).cmp(&key(other)).then_with(|| one.target.name.cmp(&other.target.name))
    });
    Ok(crates)
}

/// Integration tests and benches are always built with `cfg(test)`; libraries and programs of a
/// selected package with `--tests` and `--all-targets` a second time.
fn with_test(base: &CfgSet, target: &Target, judged: bool, selection: &Selection) -> CfgSet {
    let mut cfg = base.clone();
    let tests = selection.targets.tests || selection.targets.all;
    if target.crate_types.iter().any(|kind| kind == "proc-macro") {
        cfg.names.insert("proc_macro".to_owned());
    }
    match target.kind {
        TargetKind::Test | TargetKind::Bench if judged => {
            cfg.names.insert("test".to_owned());
        }
        TargetKind::Lib | TargetKind::Bin => cfg.harness = judged && tests,
        _ => {}
    }
    cfg
}

/// The names that the build script of a package may set.
fn script_names(manifest: &Manifest, disk: &Disk) -> std::collections::BTreeSet<String> {
    match build_script(manifest, disk).map(|path| disk.read(&path)) {
        Some(Reading::Text(text)) => names_of_script(&text),
        _ => Default::default(),
    }
}

/// How code calls the library of each member, by its folder.
fn library_names(members: &Members) -> BTreeMap<&std::path::Path, String> {
    let names = members.packages.values().map(|(manifest, package)| {
        let written = manifest.says.lib.as_ref().and_then(|product| product.name.as_ref());
        let name = written.unwrap_or(&package.name).replace('-', "_");
        (package.folder.as_path(), name)
    });
    names.collect()
}

fn package<'n>(
    manifest: &PackageManifest,
    needs: impl Iterator<Item = &'n Requirement>,
    active: &Active,
    libraries: &BTreeMap<&std::path::Path, String>,
) -> Package {
    let mut dependencies: BTreeMap<String, Dependency> = BTreeMap::new();
    for need in needs {
        let dependency = dependency(need, active, libraries);
        match dependencies.get_mut(&dependency.name) {
            Some(known) => merge(known, dependency),
            None => {
                dependencies.insert(dependency.name.clone(), dependency);
            }
        }
    }
    Package {
        id: package_id(&manifest.folder, &manifest.name, &manifest.version),
        name: manifest.name.clone(),
        version: manifest.version.clone(),
        manifest: manifest.path.clone(),
        published: manifest.published,
        member: true,
        dependencies: dependencies.into_values().collect(),
    }
}

fn dependency(
    need: &Requirement,
    active: &Active,
    libraries: &BTreeMap<&std::path::Path, String>,
) -> Dependency {
    let renamed = need.key != need.package;
    let library = need.path.as_ref().and_then(|folder| libraries.get(folder.as_path()));
    let name = match library {
        Some(library) if !renamed => library.clone(),
        _ => need.key.replace('-', "_"),
    };
    let asked = active.asked.get(&need.key).into_iter().flatten();
    let mut features: Vec<String> = need.features.iter().chain(asked).cloned().collect();
    features.sort();
    features.dedup();
    Dependency {
        name,
        package: need.package.clone(),
        requirement: need.version.to_string(),
        path: need.path.clone(),
        dev: need.kind == Purpose::Development,
        features,
        default_features: need.default_features,
    }
}

/// One dependency may stand in several tables.
fn merge(known: &mut Dependency, other: Dependency) {
    known.dev &= other.dev;
    known.default_features |= other.default_features;
    known.path = known.path.take().or(other.path);
    known.features.extend(other.features);
    known.features.sort();
    known.features.dedup();
}

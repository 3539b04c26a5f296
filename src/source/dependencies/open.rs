//! One dependency: its manifest, its library, what is switched on in it.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::rc::Rc;

use crate::source::CfgSet;
use crate::source::cargo::Activation;
use crate::source::cargo::Active;
use crate::source::cargo::Manifest;
use crate::source::cargo::Manifests;
use crate::source::cargo::PackageManifest;
use crate::source::cargo::Purpose;
use crate::source::cargo::Requirement;
use crate::source::cargo::Target;
use crate::source::cargo::build_script;
use crate::source::cargo::is_platform;
use crate::source::cargo::library;
use crate::source::cargo::package;
use crate::source::cargo::root_of;
use crate::source::cfg::names_of_script;
use crate::source::dependencies::places::Place;
use crate::source::disk::Reading;
use crate::source::tree::Tree;

/// A dependency that code names.
#[derive(Debug)]
pub(super) struct Opened {
    /// Where it lies.
    pub place: Place,
    /// Its manifest.
    pub package: PackageManifest,
    /// Its library.
    pub target: Target,
    /// The dependencies that are there for this platform, switched-off ones too.
    pub needs: Vec<Requirement>,
    /// What is on.
    pub active: Active,
    /// Which dependencies of its own were opened, by the name in its code.
    pub links: BTreeMap<String, Option<usize>>,
}

/// The features that are asked of a dependency.
#[derive(Clone, Debug, Default)]
pub(super) struct Asked {
    /// By name.
    pub features: Vec<String>,
    /// The default ones too.
    pub default: bool,
}

/// Opens a package. None if it holds nothing that can be read: no library, or one of macros.
pub(super) fn open(
    place: Place,
    asked: &Asked,
    base: &CfgSet,
    manifests: &mut Manifests<'_>,
) -> Option<(Opened, Tree)> {
    let path = place.folder.join("Cargo.toml");
    let manifest = manifests.get(&path).ok()?;
    let root = inherited(&manifest, manifests);
    let package = package(&manifest, root.as_deref()).ok()?;
    let target = library(&manifest, &package, manifests.disk())?;
    if target.crate_types.iter().any(|kind| kind == "proc-macro") {
        return None;
    }
    let used = |_: usize, need: &Requirement| {
        let here = need.platform.as_ref().is_none_or(|name| is_platform(name, base));
        here && need.kind == Purpose::Normal
    };
    let active = activate(&package, asked, &used);
    let mut cfg = base.clone();
    let features = active.features.iter().map(|name| ("feature".to_owned(), name.clone()));
    cfg.values.extend(features);
    cfg.unknown = unknown(&manifest, manifests);
    let tree = Tree::of_dependency(target.path.clone(), place.folder.clone(), cfg);
    let needs = package.dependencies.iter().filter(|need| used(0, need)).cloned().collect();
    let links = BTreeMap::new();
    Some((Opened { place, package, target, needs, active, links }, tree))
}

fn activate(
    package: &PackageManifest,
    asked: &Asked,
    used: &dyn Fn(usize, &Requirement) -> bool,
) -> Active {
    let packages = [package];
    let mut activation = Activation::new(&packages, used);
    activation.build(0);
    asked.features.iter().for_each(|name| activation.enable(0, name));
    if asked.default {
        activation.enable(0, "default");
    }
    activation.finish().pop().unwrap_or_default()
}

/// The root of the workspace that a manifest inherits from. What a registry holds is complete; to
/// look above it would lead out of cargo's home.
fn inherited(manifest: &Rc<Manifest>, manifests: &mut Manifests<'_>) -> Option<Rc<Manifest>> {
    let needs = manifest.says.needs_workspace_inheritance();
    if needs { root_of(manifest, manifests).ok() } else { None }
}

fn unknown(manifest: &Manifest, manifests: &Manifests<'_>) -> std::collections::BTreeSet<String> {
    let script: Option<PathBuf> = build_script(manifest, manifests.disk());
    match script.map(|path| manifests.disk().read(&path)) {
        Some(Reading::Text(text)) => names_of_script(&text),
        _ => Default::default(),
    }
}

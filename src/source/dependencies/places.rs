//! From the name of a dependency to the folder that cargo would build it from.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

use semver::VersionReq;
use toml::Table;

use crate::source::cargo::Manifests;
use crate::source::cargo::Settings;
use crate::source::dependencies::lock::Lock;
use crate::source::dependencies::unpacked::Unpacked;
use crate::source::disk::Disk;
use crate::source::disk::Reading;
use crate::source::paths::join;

/// What cargo calls its own registry.
const REGISTRY: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// All that says where dependencies lie.
#[derive(Debug)]
pub(in crate::source) struct Places {
    lock: Lock,
    unpacked: Unpacked,
    /// `[patch]` with paths, by the name of the package.
    patches: BTreeMap<String, PathBuf>,
}

/// Where a package lies.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::source) struct Place {
    /// Its folder.
    pub folder: PathBuf,
    /// Where it comes from, as in its id; none for what lies on a path.
    pub source: Option<String>,
}

/// What a package asks for.
#[derive(Clone, Copy, Debug)]
pub(in crate::source) struct Wish<'w> {
    /// The name and version of the package that asks.
    pub user: (&'w str, &'w str),
    /// The real name of the package that is asked for.
    pub package: &'w str,
    /// The versions that will do.
    pub requirement: &'w VersionReq,
    /// Its folder, for a path dependency.
    pub path: Option<&'w Path>,
}

impl Places {
    /// Reads the lock file, the settings and the patches of a workspace, and looks where cargo keeps
    /// packages; `home` is cargo's.
    pub fn read(root: &Path, home: Option<&Path>, manifests: &mut Manifests<'_>) -> Self {
        let disk = manifests.disk();
        let lock = match disk.read(&root.join("Cargo.lock")) {
            Reading::Text(text) => Lock::parse(&text),
            Reading::Missing | Reading::Refused(_) => Lock::default(),
        };
        let settings = Settings::read(root, disk);
        let unpacked = Unpacked::find(home, &vendored(&settings), disk);
        Self { lock, unpacked, patches: patches(root, &settings, manifests) }
    }

    /// Where a package lies; none if it is not on this machine.
    pub fn find(&mut self, wish: Wish<'_>, disk: &Disk) -> Option<Place> {
        if let Some(path) = wish.path {
            return on_path(path, disk);
        }
        let locked = self.lock.dependency(wish.user, wish.package, wish.requirement);
        let patched = || on_path(self.patches.get(wish.package)?, disk);
        let Some(locked) = locked else {
            return patched().or_else(|| {
                let folder = self.unpacked.newest(wish.package, wish.requirement)?;
                Some(Place { folder, source: Some(REGISTRY.to_owned()) })
            });
        };
        let Some(source) = &locked.source else { return patched() };
        let folder = self.unpacked.locked(wish.package, &locked.version, source, disk)?;
        let label = source.split('#').next().unwrap_or(source);
        Some(Place { folder, source: Some(label.to_owned()) })
    }
}

fn on_path(folder: &Path, disk: &Disk) -> Option<Place> {
    let there = disk.is_file(&folder.join("Cargo.toml"));
    there.then(|| Place { folder: folder.to_owned(), source: None })
}

/// The folders of vendored packages: every `directory` of a `[source]`.
pub(super) fn vendored(settings: &Settings) -> Vec<PathBuf> {
    let sources = settings.tables("source");
    let folders = sources.flat_map(|(folder, sources)| {
        let directories = sources.values().filter_map(|source| source.get("directory")?.as_str());
        directories.map(move |directory| join(folder, directory))
    });
    folders.collect()
}

/// The `[patch]` tables of the root manifest and of the settings, as far as they name paths.
fn patches(
    root: &Path,
    settings: &Settings,
    manifests: &mut Manifests<'_>,
) -> BTreeMap<String, PathBuf> {
    let mut patches = BTreeMap::new();
    let registries = settings.tables("patch");
    let tables = registries.flat_map(|(folder, registries)| {
        let tables = registries.values().filter_map(toml::Value::as_table);
        tables.map(move |table| (folder, table))
    });
    for (folder, table) in tables {
        patches.extend(table.iter().filter_map(|(key, patch)| {
            let patch: &Table = patch.as_table()?;
            let name = patch.get("package").and_then(|name| name.as_str()).unwrap_or(key);
            Some((name.to_owned(), join(folder, patch.get("path")?.as_str()?)))
        }));
    }
    let Ok(manifest) = manifests.get(&root.join("Cargo.toml")) else { return patches };
    for (key, patch) in manifest.says.patch.values().flatten() {
        if let Some(path) = patch.detail().and_then(|detail| detail.path.as_ref()) {
            let name = patch.package().unwrap_or(key);
            patches.insert(name.to_owned(), join(root, path));
        }
    }
    patches
}

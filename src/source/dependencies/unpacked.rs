//! Where cargo has put the sources of packages.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

use semver::Version;
use semver::VersionReq;
use walkdir::WalkDir;

use crate::source::disk::Disk;
use crate::source::disk::Reading;

/// A package of a git repository lies no deeper.
const DEEPEST: usize = 6;

/// The packages on this machine.
#[derive(Debug, Default)]
pub(super) struct Unpacked {
    /// By name, the newest last.
    registry: BTreeMap<String, Vec<(Version, PathBuf)>>,
    /// Folders of checked-out commits, each with the beginning of its hash.
    checkouts: Vec<(String, PathBuf)>,
    /// The packages of those checkouts that were asked about.
    packages: BTreeMap<PathBuf, BTreeMap<String, PathBuf>>,
}

impl Unpacked {
    /// Looks into cargo's home and into the folders of vendored packages.
    pub fn find(home: Option<&Path>, vendored: &[PathBuf], disk: &Disk) -> Self {
        let mut found = Self::default();
        if let Some(home) = home {
            let registries = home.join("registry").join("src");
            for registry in disk.names_in(&registries) {
                let folder = registries.join(registry);
                for name in disk.names_in(&folder) {
                    found.add(name_and_version(&name), folder.join(&name));
                }
            }
            let repositories = home.join("git").join("checkouts");
            for repository in disk.names_in(&repositories) {
                let folder = repositories.join(repository);
                let commits = disk.names_in(&folder).into_iter();
                found.checkouts.extend(commits.map(|commit| (commit.clone(), folder.join(commit))));
            }
        }
        for folder in vendored {
            for name in disk.names_in(folder) {
                let folder = folder.join(name);
                found.add(package_in(&folder, disk), folder);
            }
        }
        found.registry.values_mut().for_each(|versions| versions.sort());
        found
    }

    fn add(&mut self, package: Option<(String, Version)>, folder: PathBuf) {
        if let Some((name, version)) = package {
            self.registry.entry(name).or_default().push((version, folder));
        }
    }

    /// The folder of a package that a lock file names.
    pub fn locked(
        &mut self,
        name: &str,
        version: &Version,
        source: &str,
        disk: &Disk,
    ) -> Option<PathBuf> {
        let versions = self.registry.get(name).into_iter().flatten();
        let mut versions = versions.into_iter().filter(|(other, _)| other == version);
        if let Some((_, folder)) = versions.next() {
            return Some(folder.clone());
        }
        let commit = source.strip_prefix("git+")?.rsplit_once('#')?.1;
        let checkouts =
            self.checkouts.iter().filter(|(start, _)| commit.starts_with(start.as_str()));
        let folders: Vec<PathBuf> = checkouts.map(|(_, folder)| folder.clone()).collect();
        folders.iter().find_map(|folder| self.packages_in(folder, disk).get(name).cloned())
    }

    /// The newest package that fits a requirement.
    pub fn newest(&self, name: &str, requirement: &VersionReq) -> Option<PathBuf> {
        let versions = self.registry.get(name)?.iter().rev();
        let mut fitting = versions.filter(|(version, _)| requirement.matches(version));
        fitting.next().map(|(_, folder)| folder.clone())
    }

    /// The packages in a checkout, by name.
    fn packages_in(&mut self, checkout: &Path, disk: &Disk) -> &BTreeMap<String, PathBuf> {
        self.packages.entry(checkout.to_owned()).or_insert_with(|| {
            let walk = WalkDir::new(checkout).max_depth(DEEPEST).sort_by_file_name().into_iter();
            let walk = walk.filter_entry(|entry| entry.file_name() != "target");
            let manifests = walk.flatten().filter(|entry| entry.file_name() == "Cargo.toml");
            let folders = manifests.filter_map(|entry| Some(entry.path().parent()?.to_owned()));
            folders.filter_map(|folder| Some((package_name(&folder, disk)?, folder))).collect()
        })
    }
}

/// `a-b-1.2.3-rc.1` is `a-b` and `1.2.3-rc.1`.
fn name_and_version(folder: &str) -> Option<(String, Version)> {
    let dashes = folder.match_indices('-');
    let mut splits = dashes.map(|(at, _)| (&folder[..at], &folder[at + 1..]));
    splits.find_map(|(name, version)| Some((name.to_owned(), Version::parse(version).ok()?)))
}

/// What the manifest in a folder says of its name and version, both written out.
fn package_in(folder: &Path, disk: &Disk) -> Option<(String, Version)> {
    let table = manifest(folder, disk)?;
    let package = table.get("package")?;
    let version = Version::parse(package.get("version")?.as_str()?).ok()?;
    Some((package.get("name")?.as_str()?.to_owned(), version))
}

fn package_name(folder: &Path, disk: &Disk) -> Option<String> {
    Some(manifest(folder, disk)?.get("package")?.get("name")?.as_str()?.to_owned())
}

fn manifest(folder: &Path, disk: &Disk) -> Option<toml::Table> {
    match disk.read(&folder.join("Cargo.toml")) {
        Reading::Text(text) => toml::from_str(&text).ok(),
        Reading::Missing | Reading::Refused(_) => None,
    }
}

#[cfg(test)]
mod tests {
    use super::name_and_version;

    #[test]
    fn folders_of_registries() {
        for (folder, name, version) in [
            ("tokio-1.49.0", "tokio", "1.49.0"),
            ("a-1-b-2.0.0-rc.1", "a-1-b", "2.0.0-rc.1"),
            ("toml-0.9.11+spec-1.1.0", "toml", "0.9.11+spec-1.1.0"),
        ] {
            let found = name_and_version(folder).expect("a name and a version");
            assert_eq!((found.0.as_str(), found.1.to_string().as_str()), (name, version));
        }
        assert_eq!(name_and_version("no-version"), None);
    }
}

//! Which packages belong to a workspace: cargo's rules, but a broken member does not spoil the rest.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use std::rc::Rc;

use crate::config::normal;
use crate::source::cargo::glob;
use crate::source::cargo::manifest::Manifest;
use crate::source::cargo::manifest::Manifests;
use crate::source::cargo::manifest::Problem;
use crate::source::cargo::package::PackageManifest;
use crate::source::cargo::package::package;
use crate::source::paths::join;

/// The packages of a workspace.
#[derive(Debug)]
pub(in crate::source) struct Members {
    /// The root manifest.
    pub root: Rc<Manifest>,
    /// By the path of their manifest.
    pub packages: BTreeMap<PathBuf, (Rc<Manifest>, PackageManifest)>,
    /// The manifests of those that are judged if nothing is asked for.
    pub default: Vec<PathBuf>,
    /// What is wrong with the others.
    pub problems: Vec<Problem>,
}

/// The root manifest of the workspace that a manifest belongs to: perhaps itself.
pub(in crate::source) fn root_of(
    manifest: &Rc<Manifest>,
    manifests: &mut Manifests<'_>,
) -> Result<Rc<Manifest>, Problem> {
    if manifest.says.workspace.is_some() {
        return Ok(manifest.clone());
    }
    if let Some(root) = pointer(manifest) {
        return manifests.get(&root);
    }
    for folder in manifest.folder.ancestors().skip(1) {
        let path = folder.join("Cargo.toml");
        if !manifests.disk().is_file(&path) {
            continue;
        }
        // A manifest above that cannot be read may have nothing to do with this one.
        let Ok(above) = manifests.get(&path) else { continue };
        if above.says.workspace.is_some() {
            if !excludes(&above, &manifest.path) {
                return Ok(above);
            }
        } else if let Some(root) = pointer(&above) {
            return manifests.get(&root);
        }
    }
    Ok(manifest.clone())
}

/// `package.workspace`.
fn pointer(manifest: &Manifest) -> Option<PathBuf> {
    let folder = manifest.says.package.as_ref()?.workspace.as_ref()?;
    Some(join(&manifest.folder, folder).join("Cargo.toml"))
}

/// Whether `workspace.exclude` names a path, and `workspace.members` does not.
fn excludes(root: &Manifest, path: &Path) -> bool {
    let Some(workspace) = &root.says.workspace else { return false };
    let under =
        |names: &[String]| names.iter().any(|name| path.starts_with(root.folder.join(name)));
    under(&workspace.exclude) && !under(&workspace.members)
}

/// Finds all members of the workspace of `current`.
pub(in crate::source) fn members(
    current: &Rc<Manifest>,
    root: Rc<Manifest>,
    manifests: &mut Manifests<'_>,
) -> Members {
    let mut members = Members {
        root: root.clone(),
        packages: BTreeMap::new(),
        default: Vec::new(),
        problems: Vec::new(),
    };
    let listed = members.listed(manifests);
    let mut todo: Vec<(PathBuf, bool)> = vec![(current.path.clone(), false)];
    todo.extend(listed.iter().map(|folder| (folder.join("Cargo.toml"), false)));
    todo.push((root.path.clone(), false));
    while let Some((path, dependency)) = todo.pop() {
        todo.extend(members.take(&path, dependency, manifests));
    }
    members.default = members.default_members(current, manifests);
    members
}

impl Members {
    /// The folders that `workspace.members` names.
    fn listed(&mut self, manifests: &Manifests<'_>) -> Vec<PathBuf> {
        let root = self.root.clone();
        let Some(workspace) = &root.says.workspace else { return Vec::new() };
        let mut folders = Vec::new();
        for pattern in &workspace.members {
            match glob::folders(&root.folder, pattern, manifests.disk()) {
                Ok(found) if found.is_empty() => folders.push(join(&root.folder, pattern)),
                Ok(found) => folders.extend(found),
                Err(reason) => {
                    let message = format!("`{pattern}` in `workspace.members`: {reason}");
                    self.problems.push(root.problem(message));
                }
            }
        }
        folders
    }

    /// Takes a package in, and returns the path dependencies that it may bring with it.
    fn take(
        &mut self,
        path: &Path,
        dependency: bool,
        manifests: &mut Manifests<'_>,
    ) -> Vec<(PathBuf, bool)> {
        let known = self.packages.contains_key(path);
        if known || self.problems.iter().any(|problem| problem.path == path) {
            return Vec::new();
        }
        if excludes(&self.root, path) || (dependency && self.is_foreign(path, manifests)) {
            return Vec::new();
        }
        let read = manifests.get(path).and_then(|manifest| {
            let virtual_root = manifest.says.package.is_none() && manifest.path == self.root.path;
            let package = match virtual_root {
                true => None,
                false => Some(package(&manifest, Some(&self.root))?),
            };
            Ok((manifest, package))
        });
        match read {
            Err(problem) => {
                self.problems.push(problem);
                Vec::new()
            }
            Ok((_, None)) => Vec::new(),
            Ok((manifest, Some(package))) => {
                let paths = package.dependencies.iter().filter_map(|need| need.path.as_ref());
                let paths = paths.map(|folder| (folder.join("Cargo.toml"), true)).collect();
                self.packages.insert(path.to_owned(), (manifest, package));
                paths
            }
        }
    }

    /// A path dependency outside of the root's folder belongs to the workspace only if it says so.
    fn is_foreign(&self, path: &Path, manifests: &mut Manifests<'_>) -> bool {
        if self.root.says.workspace.is_none() {
            return path != self.root.path;
        }
        let inside = path.starts_with(&self.root.folder);
        let Ok(manifest) = manifests.get(path) else { return !inside };
        let root = root_of(&manifest, manifests).map(|root| root.path.clone());
        root.is_ok_and(|root| root != self.root.path)
            && (!inside || manifest.says.workspace.is_some())
    }

    fn default_members(&self, current: &Rc<Manifest>, manifests: &Manifests<'_>) -> Vec<PathBuf> {
        if current.says.package.is_some() && current.path != self.root.path {
            return vec![current.path.clone()];
        }
        let workspace = self.root.says.workspace.as_ref();
        let listed = workspace.map_or(&[][..], |workspace| &workspace.default_members);
        let mut default: Vec<PathBuf> = Vec::new();
        for pattern in listed {
            let found = glob::folders(&self.root.folder, pattern, manifests.disk());
            let folders = found.unwrap_or_default();
            default.extend(folders.iter().map(|folder| normal(folder).join("Cargo.toml")));
        }
        if !listed.is_empty() {
            default.retain(|path| self.packages.contains_key(path));
            return default;
        }
        match current.says.package {
            Some(_) => vec![current.path.clone()],
            None => self.packages.keys().cloned().collect(),
        }
    }
}

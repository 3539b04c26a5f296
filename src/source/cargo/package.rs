//! What a manifest says of its package once the workspace's part is added.

use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;

use cargo_toml::DepsSet;
use cargo_toml::Inheritable;
use cargo_toml::PackageTemplate as Template;
use cargo_toml::Publish;
use semver::VersionReq;
use serde::de::IgnoredAny;

use crate::source::cargo::manifest::Manifest;
use crate::source::cargo::manifest::Problem;
use crate::source::paths::join;

/// A package.
#[derive(Clone, Debug)]
pub(in crate::source) struct PackageManifest {
    /// `…/Cargo.toml`.
    pub path: PathBuf,
    /// Its folder.
    pub folder: PathBuf,
    /// `package.name`.
    pub name: String,
    /// `package.version`; `0.0.0` where none is written.
    pub version: String,
    /// The year.
    pub edition: u16,
    /// A registry would take it.
    pub published: bool,
    /// In the order of kinds and names.
    pub dependencies: Vec<Requirement>,
    /// `[features]`.
    pub features: BTreeMap<String, Vec<String>>,
}

/// A dependency as a manifest asks for it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::source) struct Requirement {
    /// The key in the table: what features call it.
    pub key: String,
    /// The real name of the package.
    pub package: String,
    /// The versions that will do.
    pub version: VersionReq,
    /// Its folder, for a path dependency.
    pub path: Option<PathBuf>,
    /// Asked for in it.
    pub features: Vec<String>,
    /// With its default features.
    pub default_features: bool,
    /// Only there if a feature switches it on.
    pub optional: bool,
    /// Which table it stands in.
    pub kind: Purpose,
    /// The platform that it is for: a triple, or `cfg(…)`.
    pub platform: Option<String>,
}

/// What a dependency is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(in crate::source) enum Purpose {
    /// `[dependencies]`.
    Normal,
    /// `[dev-dependencies]`.
    Development,
    /// `[build-dependencies]`.
    Build,
}

/// Reads a package. What it inherits comes from the root manifest of its workspace.
pub(in crate::source) fn package(
    manifest: &Manifest,
    root: Option<&Manifest>,
) -> Result<PackageManifest, Problem> {
    let Some(package) = &manifest.says.package else {
        return Err(manifest.problem("it has no `[package]`".to_owned()));
    };
    let template = root.and_then(|root| root.says.workspace.as_ref()?.package.as_ref());
    let inherit = |key: &str| {
        let message = format!("`{key}` is inherited, but `workspace.package.{key}` is not there");
        manifest.problem(message)
    };
    let version = match &package.version {
        Inheritable::Set(version) => version.to_string(),
        Inheritable::Inherited => template
            .and_then(|template| Some(template.version.as_ref()?.to_string()))
            .ok_or_else(|| inherit("version"))?,
    };
    let edition = match package.edition {
        Inheritable::Set(edition) => edition,
        Inheritable::Inherited => {
            template.and_then(|template| template.edition).ok_or_else(|| inherit("edition"))?
        }
    };
    Ok(PackageManifest {
        path: manifest.path.clone(),
        folder: manifest.folder.clone(),
        name: package.name.clone(),
        version,
        edition: edition as u16,
        published: is_published(package, template),
        dependencies: requirements(manifest, root)?,
        features: manifest.says.features.clone(),
    })
}

/// Whether a registry would take the package: crates.io asks for a description and a licence.
fn is_published(package: &cargo_toml::Package<IgnoredAny>, template: Option<&Template>) -> bool {
    let publish = match &package.publish {
        Inheritable::Set(publish) => Some(publish),
        Inheritable::Inherited => template.map(|template| &template.publish),
    };
    let may_be = !matches!(publish, Some(Publish::Flag(false)))
        && !matches!(publish, Some(Publish::Registry(names)) if names.is_empty());
    let is_licensed = package.license.is_some() || package.license_file.is_some();
    may_be && is_licensed && package.description.is_some()
}

fn requirements(manifest: &Manifest, root: Option<&Manifest>) -> Result<Vec<Requirement>, Problem> {
    let says = &manifest.says;
    let mut tables = vec![
        (&says.dependencies, Purpose::Normal, None),
        (&says.dev_dependencies, Purpose::Development, None),
        (&says.build_dependencies, Purpose::Build, None),
    ];
    for (platform, target) in &says.target {
        tables.extend([
            (&target.dependencies, Purpose::Normal, Some(platform)),
            (&target.dev_dependencies, Purpose::Development, Some(platform)),
            (&target.build_dependencies, Purpose::Build, Some(platform)),
        ]);
    }
    let mut found = Vec::new();
    for (table, kind, platform) in tables {
        for (key, dependency) in table {
            let mut requirement = requirement(key, dependency, manifest, root)?;
            requirement.kind = kind;
            requirement.platform = platform.cloned();
            found.push(requirement);
        }
    }
    Ok(found)
}

fn requirement(
    key: &str,
    dependency: &cargo_toml::Dependency,
    manifest: &Manifest,
    root: Option<&Manifest>,
) -> Result<Requirement, Problem> {
    let cargo_toml::Dependency::Inherited(inherited) = dependency else {
        return Ok(written(key, dependency, &manifest.folder));
    };
    let shared = root.and_then(|root| Some((shared(root)?.get(key)?, &root.folder)));
    let Some((shared, folder)) = shared else {
        let message =
            format!("`{key}` is inherited, but `workspace.dependencies` does not have it");
        return Err(manifest.problem(message));
    };
    let mut requirement = written(key, shared, folder);
    requirement.optional = inherited.optional;
    requirement.features.extend_from_slice(&inherited.features);
    Ok(requirement)
}

fn shared(root: &Manifest) -> Option<&DepsSet> {
    root.says
        .workspace
        .as_ref()
        .map(|workspace: &cargo_toml::Workspace<IgnoredAny>| &workspace.dependencies)
}

/// A requirement that says all there is to it; paths are seen from `folder`.
fn written(key: &str, dependency: &cargo_toml::Dependency, folder: &Path) -> Requirement {
    let detail = dependency.detail();
    let version = dependency.try_req().cloned().unwrap_or(VersionReq::STAR);
    Requirement {
        key: key.to_owned(),
        package: dependency.package().unwrap_or(key).to_owned(),
        version,
        path: detail.and_then(|detail| Some(join(folder, detail.path.as_ref()?))),
        features: dependency.req_features().to_vec(),
        default_features: detail.is_none_or(|detail| detail.default_features),
        optional: dependency.optional(),
        kind: Purpose::Normal,
        platform: None,
    }
}

/// The id that cargo prints for a package that lies in a folder.
pub(in crate::source) fn package_id(folder: &Path, name: &str, version: &str) -> String {
    let url = folder_url(folder);
    let last = url.rsplit('/').next().unwrap_or("");
    if last == name {
        format!("path+{url}#{version}")
    } else {
        format!("path+{url}#{name}@{version}")
    }
}

/// `file:///a/b`, as cargo escapes it.
fn folder_url(folder: &Path) -> String {
    let path = folder.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    let mut url = String::from(if path.starts_with('/') { "file://" } else { "file:///" });
    for byte in path.bytes() {
        let reserved = matches!(
            byte,
            b' ' | b'"' | b'#' | b'%' | b'<' | b'>' | b'?' | b'`' | b'{' | b'}' | b'\\'
        );
        if reserved || byte.is_ascii_control() || !byte.is_ascii() {
            url.push_str(&format!("%{byte:02X}"));
        } else {
            url.push(char::from(byte));
        }
    }
    url
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::package_id;

    #[test]
    fn ids_are_cargo_s() {
        for (folder, name, id) in [
            ("/w/a", "a", "path+file:///w/a#1.0.0"),
            ("/w/a", "b", "path+file:///w/a#b@1.0.0"),
            ("/w/a b", "a b", "path+file:///w/a%20b#a b@1.0.0"),
            (
                "/w!\"#$%&'()*+,-.:;<=>?@[]^_`{|}~ \\é",
                "w",
                "path+file:///w!%22%23$%25&'()*+,-.:;%3C=%3E%3F@[]^_%60%7B|%7D~%20%5C%C3%A9#w@1.0.0",
            ),
        ] {
            assert_eq!(package_id(Path::new(folder), name, "1.0.0"), id);
        }
    }
}

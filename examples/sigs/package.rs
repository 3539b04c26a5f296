//! A package of a registry, as it lies unpacked in cargo's home.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use crate::sigs::bundle::Source;

/// Features that only work with an unstable compiler, or take the interface away.
const UNWANTED: [&str; 5] = ["nightly", "unstable", "rustc-dep-of-std", "no_std", "loom"];

/// An unpacked package of a registry.
pub fn package(folder: &Path) -> io::Result<Source> {
    let text = fs::read_to_string(folder.join("Cargo.toml"))?;
    let manifest: toml::Table = text.parse().map_err(io::Error::other)?;
    let package = &manifest["package"];
    let named = package["name"].as_str().unwrap_or("").to_owned();
    let library = manifest.get("lib");
    let of_library = |key: &str| library.and_then(|library| library.get(key)?.as_str());
    let mut features = BTreeSet::new();
    let mut dependencies = BTreeMap::new();
    for (name, value) in dependency_tables(&manifest) {
        let real = value.get("package").and_then(toml::Value::as_str).unwrap_or(name);
        dependencies.insert(name.replace('-', "_"), real.replace('-', "_"));
        if value.get("optional").is_some() {
            features.insert(name.clone());
        }
    }
    let own = manifest.get("features").and_then(toml::Value::as_table);
    features.extend(own.into_iter().flat_map(|table| table.keys().cloned()));
    features.retain(|name| !UNWANTED.iter().any(|unwanted| name.contains(unwanted)));
    Ok(Source {
        name: of_library("name").unwrap_or(&named).replace('-', "_"),
        version: package["version"].as_str().unwrap_or("0.0.0").to_owned(),
        edition: edition_of(package),
        root: folder.join(of_library("path").unwrap_or("src/lib.rs")),
        features,
        dependencies,
    })
}

fn edition_of(package: &toml::Value) -> u16 {
    let written = package.get("edition").and_then(toml::Value::as_str);
    written.and_then(|year| year.parse().ok()).unwrap_or(2015)
}

/// Every dependency but those for tests, those of one platform included.
fn dependency_tables(manifest: &toml::Table) -> Vec<(&String, &toml::Value)> {
    let targets = manifest.get("target").and_then(toml::Value::as_table);
    let targets = targets.into_iter().flat_map(|table| table.values());
    let tables = std::iter::once(manifest.get("dependencies"));
    let tables = tables.chain(targets.map(|target| target.get("dependencies")));
    tables.flatten().filter_map(toml::Value::as_table).flatten().collect()
}

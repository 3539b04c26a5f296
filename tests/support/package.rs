//! A fixture on disk: a package `fixture` of edition 2024 that depends on every crate that the
//! library knows. The dependencies are names in a manifest: nothing is fetched, and what happens to
//! lie in this machine's cargo home is not read.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;

use asyncheck::library::Library;
use tempfile::TempDir;

use crate::support::fixture::Fixture;

/// Asked for of every dependency, and published of none.
const NO_VERSION: &str = "=0.0.0";

/// What paths can begin with that is no crate of a registry.
const BUILT_IN: [&str; 7] = ["std", "core", "alloc", "slice", "str", "array", "bool"];

/// Writes the files of a fixture, and the manifests that it does not bring itself, to a new folder.
pub fn write(fixture: &Fixture, library: &Library) -> io::Result<TempDir> {
    let folder = tempfile::Builder::new().prefix("fixture").tempdir()?;
    for (path, text) in manifests(fixture, library) {
        put(folder.path(), &path, &text)?;
    }
    for file in &fixture.files {
        put(folder.path(), &file.path, &file.text)?;
    }
    Ok(folder)
}

fn put(folder: &Path, path: &str, text: &str) -> io::Result<()> {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().expect("it lies in the folder"))?;
    fs::write(path, text)
}

/// The manifests that the fixture leaves to us: path and text.
pub fn manifests(fixture: &Fixture, library: &Library) -> Vec<(String, String)> {
    let known: BTreeSet<&str> =
        library.crates().into_iter().filter(|name| !BUILT_IN.contains(name)).collect();
    let members = members(fixture);
    let mut manifests = vec![("Cargo.toml".to_owned(), root(&known, &members))];
    for (at, name) in members.iter().enumerate() {
        // A crate can use those before it: cargo allows no circles.
        let text = package(name) + &dependencies(&known, &members[..at], "../");
        manifests.push((format!("crates/{name}/Cargo.toml"), text));
    }
    manifests.retain(|(path, _)| fixture.files.iter().all(|file| file.path != *path));
    manifests
}

/// The crates beside the main one, sorted: `a` of `crates/a/src/lib.rs`.
fn members(fixture: &Fixture) -> Vec<&str> {
    let paths = fixture.files.iter().filter_map(|file| file.path.strip_prefix("crates/"));
    let names: BTreeSet<&str> =
        paths.filter_map(|path| path.split_once('/')).map(|(name, _)| name).collect();
    names.into_iter().collect()
}

fn root(known: &BTreeSet<&str>, members: &[&str]) -> String {
    let globs = if members.is_empty() { "" } else { "members = [\"crates/*\"]\n" };
    package("fixture")
        + &dependencies(known, members, "crates/")
        + &format!("\n[workspace]\n{globs}")
}

fn package(name: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n")
}

fn dependencies(known: &BTreeSet<&str>, members: &[&str], folder: &str) -> String {
    let mut text = "\n[dependencies]\n".to_owned();
    for name in known.iter().filter(|name| !members.contains(name)) {
        text.push_str(&format!("{name} = \"{NO_VERSION}\"\n"));
    }
    for name in members {
        text.push_str(&format!("{name} = {{ path = \"{folder}{name}\" }}\n"));
    }
    text
}

//! What we read in manifests, beside what cargo reads in them.

use std::path::Path;
use std::process::Command;

use serde_json::Value;

use super::world::World;
use super::world::package;
use super::world::root_file;
use crate::source::TargetKind;
use crate::source::Workspace;

/// One line a target: id, kind, types, name, root file, edition. Build scripts are left out.
fn cargo_says(folder: &Path) -> Vec<String> {
    let arguments = ["metadata", "--no-deps", "--offline", "--format-version", "1"];
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or("cargo".into()));
    let output = cargo.args(arguments).current_dir(folder).output().expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let says: Value = serde_json::from_slice(&output.stdout).expect("cargo writes JSON");
    let list = |value: &Value| value.as_array().cloned().unwrap_or_default();
    let mut lines = Vec::new();
    for package in list(&says["packages"]) {
        for target in list(&package["targets"]) {
            let [kind, types] = [&target["kind"], &target["crate_types"]].map(Value::to_string);
            let [name, path, edition] = ["name", "src_path", "edition"].map(|key| &target[key]);
            if !kind.contains("custom-build") {
                lines.push(format!("{} {kind} {types} {name} {path} {edition}", package["id"]));
            }
        }
    }
    lines.sort();
    lines
}

fn we_say(workspace: &Workspace) -> Vec<String> {
    let lines = workspace.crates.iter().map(|found| {
        let package = &workspace.packages[found.package.expect("no file is alone here")];
        let types = Value::from(found.crate_types.clone());
        let kind = match found.kind {
            TargetKind::Lib => types.to_string(),
            kind => format!("[{:?}]", format!("{kind:?}").to_lowercase()),
        };
        let path = root_file(found, workspace);
        format!("{:?} {kind} {types} {:?} {path:?} \"{}\"", package.id, found.target, found.edition)
    });
    let mut lines: Vec<String> = lines.collect();
    lines.sort();
    lines
}

fn compare(files: &[(&str, &str)]) {
    let world = World::new(files);
    assert_eq!(we_say(&world.load(&world.everything())), cargo_says(world.path()));
}

#[test]
fn one_package_with_every_kind_of_target() {
    compare(&[
        ("Cargo.toml", &package("all-kinds", "")),
        ("build.rs", "fn main() {}"),
        ("src/lib.rs", ""),
        ("src/main.rs", ""),
        ("src/bin/one.rs", ""),
        ("src/bin/two/main.rs", ""),
        ("src/bin/three/other.rs", ""),
        ("src/bin/.hidden.rs", ""),
        ("src/bin/readme.md", ""),
        ("tests/a.rs", ""),
        ("tests/b/main.rs", ""),
        ("tests/common/mod.rs", ""),
        ("examples/a-b.rs", ""),
        ("benches/speed.rs", ""),
    ]);
}

#[test]
fn written_targets() {
    let more = "
        [lib]
        name = \"other\"
        path = \"code/all.rs\"
        crate-type = [\"cdylib\", \"rlib\"]
        edition = \"2018\"
        [[bin]]
        name = \"first\"
        path = \"tools/first.rs\"
        [[bin]]
        name = \"second\"
        required-features = [\"extra\", \"dep/inner\"]
        [[example]]
        name = \"plugin\"
        crate-type = [\"dylib\"]
        [[test]]
        name = \"renamed\"
        path = \"tests/one.rs\"
        harness = false
        [features]
        extra = [\"dep/inner\"]
        [dependencies]
        dep = { path = \"dep\" }";
    compare(&[
        ("Cargo.toml", &package("a", more)),
        ("code/all.rs", ""),
        ("tools/first.rs", ""),
        ("src/main.rs", ""),
        ("src/bin/second/main.rs", ""),
        ("src/bin/found.rs", ""),
        ("examples/plugin.rs", ""),
        ("tests/one.rs", ""),
        ("tests/two.rs", ""),
        ("dep/Cargo.toml", &package("dep", "[features]\ninner = []")),
        ("dep/src/lib.rs", ""),
    ]);
}

#[test]
fn switches_for_targets_that_are_not_written() {
    let switches = "autobins = false\nautotests = false\nautobenches = false\nautoexamples = false
        [[bin]]\nname = \"one\"";
    compare(&[
        ("Cargo.toml", &package("a", switches)),
        ("src/lib.rs", ""),
        ("src/main.rs", ""),
        ("src/bin/one.rs", ""),
        ("src/bin/two.rs", ""),
        ("tests/a.rs", ""),
        ("benches/a.rs", ""),
        ("examples/a.rs", ""),
    ]);
    compare(&[
        ("Cargo.toml", &package("a", "autolib = false")),
        ("src/lib.rs", ""),
        ("src/main.rs", ""),
    ]);
}

#[test]
fn edition_2015_lists_all_or_none() {
    let manifest = "[package]\nname = \"old\"\nversion = \"0.1.0\"\n[[bin]]\nname = \"one\"";
    let files = [
        ("Cargo.toml", manifest),
        ("src/main.rs", ""),
        ("src/bin/one.rs", ""),
        ("src/bin/two.rs", ""),
        ("tests/a.rs", ""),
    ];
    compare(&files);
    let switch = manifest.replace("[[bin]]", "autobins = true\n[[bin]]");
    compare(&[("Cargo.toml", &switch), files[1], files[2], files[3], files[4]]);
    let path = "[package]\nname = \"old\"\n[[bin]]\nname = \"one\"";
    compare(&[("Cargo.toml", path), ("src/main.rs", "")]);
}

#[test]
fn a_macro_library_and_no_version() {
    let manifest = "[package]\nname = \"derive-it\"\nedition = \"2024\"\n[lib]\nproc-macro = true";
    compare(&[("Cargo.toml", manifest), ("src/lib.rs", "")]);
}

#[test]
fn a_workspace_of_many() {
    let root = "
        [workspace]
        members = [\"crates/*\", \"tools/*\", \"single\", \"a b\"]
        exclude = [\"crates/not\", \"outside\"]
        resolver = \"2\"
        [workspace.package]
        version = \"2.3.4-alpha.1+build\"
        edition = \"2018\"
        [workspace.dependencies]
        shared = { path = \"shared\" }";
    let inherits =
        "[package]\nname = \"NAME\"\nversion.workspace = true\nedition = { workspace = true }
        [dependencies]
        shared.workspace = true
        outside = { path = \"../../outside\" }
        [target.'cfg(windows)'.build-dependencies]
        brought = { path = \"../../deep/brought\" }";
    let plain = |name: &str| package(name, "");
    compare(&[
        ("Cargo.toml", root),
        ("crates/one/Cargo.toml", &inherits.replace("NAME", "one")),
        ("crates/one/src/lib.rs", ""),
        ("crates/two/Cargo.toml", &inherits.replace("NAME", "second")),
        ("crates/two/src/main.rs", ""),
        ("crates/not/Cargo.toml", &plain("not")),
        ("crates/not/src/lib.rs", ""),
        ("crates/README.md", ""),
        ("tools/x/Cargo.toml", &plain("x")),
        ("tools/x/src/main.rs", ""),
        ("single/Cargo.toml", &plain("single")),
        ("single/src/lib.rs", ""),
        ("a b/Cargo.toml", &plain("a-b")),
        ("a b/src/lib.rs", ""),
        ("shared/Cargo.toml", &plain("shared")),
        ("shared/src/lib.rs", ""),
        ("deep/brought/Cargo.toml", &plain("brought")),
        ("deep/brought/src/lib.rs", ""),
        ("outside/Cargo.toml", &plain("outside")),
        ("outside/src/lib.rs", ""),
    ]);
}

#[test]
fn a_root_that_is_a_package_too() {
    let more = "[workspace]\n[dependencies]\nb = { path = \"b\" }\n[dev-dependencies]\nc = { path = \"c\" }";
    compare(&[
        ("Cargo.toml", &package("a", more)),
        ("src/lib.rs", ""),
        ("b/Cargo.toml", &package("b", "")),
        ("b/src/lib.rs", ""),
        ("c/Cargo.toml", &package("c", "[dependencies]\na = { path = \"..\" }")),
        ("c/src/lib.rs", ""),
        ("d/Cargo.toml", &package("d", "[workspace]")),
        ("d/src/lib.rs", ""),
    ]);
}

#[test]
fn a_member_that_lies_elsewhere() {
    let world = World::new(&[
        ("w/Cargo.toml", "[workspace]\nmembers = [\"../far\"]\nresolver = \"2\""),
        ("far/Cargo.toml", &package("far", "workspace = \"../w\"")),
        ("far/src/lib.rs", ""),
    ]);
    for folder in ["w", "far"] {
        let mut selection = world.everything();
        selection.directory = world.path().join(folder);
        let workspace = world.load(&selection);
        assert_eq!(we_say(&workspace), cargo_says(&world.path().join(folder)));
        assert_eq!(workspace.root, world.path().join("w"));
    }
}

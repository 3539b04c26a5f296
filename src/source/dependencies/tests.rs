use std::path::Path;

use super::MOST_BYTES;
use super::Wanted;
use super::name_libraries;
use super::read;
use crate::source::Crate;
use crate::source::CrateId;
use crate::source::Selection;
use crate::source::Workspace;
use crate::source::cargo::tests::world::World;
use crate::source::cargo::tests::world::package;
use crate::source::disk::Disk;
use crate::source::load;

const REGISTRY: &str = "home/registry/src/index.crates.io-0000000000000000";

/// A workspace in `w` with the package `a` that has these dependencies, and cargo's home beside it:
/// `name-version/path` in the registry.
fn world(dependencies: &str, lock: &str, registry: &[(&str, &str)]) -> World {
    let world = World::new(&[
        ("w/Cargo.toml", &package("a", &format!("[dependencies]\n{dependencies}"))),
        ("w/src/lib.rs", ""),
    ]);
    if !lock.is_empty() {
        world.write("w/Cargo.lock", lock.as_bytes());
    }
    for (path, text) in registry {
        world.write(&format!("{REGISTRY}/{path}"), text.as_bytes());
    }
    world
}

fn manifest(name: &str, version: &str, more: &str) -> String {
    format!("[package]\nname = \"{name}\"\nversion = \"{version}\"\nedition = \"2021\"\n{more}\n")
}

fn locked(name: &str, version: &str, more: &str) -> String {
    let source = "registry+https://github.com/rust-lang/crates.io-index";
    format!(
        "[[package]]\nname = \"{name}\"\nversion = \"{version}\"\nsource = \"{source}\"\n{more}\n"
    )
}

/// Reads what the only crate wants, `::` between the names.
fn reads(world: &World, wanted: &[&str], most_bytes: usize) -> Workspace {
    let selection = Selection { directory: world.path().join("w"), ..Selection::default() };
    let mut workspace = load(&selection).expect("the workspace is whole");
    let paths = wanted.iter().map(|path| {
        let names = path.split("::").map(str::to_owned).collect();
        (CrateId(0), names)
    });
    let wanted = Wanted { paths: paths.collect(), ..Wanted::default() };
    read(
        &mut workspace,
        &wanted,
        &|krate| krate == "known",
        Some(&world.path().join("home")),
        most_bytes,
    );
    workspace
}

/// The files of dependencies, without what comes before the folder of the package.
fn files(workspace: &Workspace, world: &World) -> Vec<String> {
    let files = workspace.files.all.iter().filter(|file| file.dependency);
    let names = files.map(|file| {
        let name = file.path.strip_prefix(world.path()).unwrap_or(&file.path);
        name.strip_prefix(REGISTRY).unwrap_or(name).to_string_lossy().into_owned()
    });
    let mut names: Vec<String> = names.collect();
    names.sort();
    names
}

/// The names of externs that lead somewhere, with the package that they lead to.
fn links(found: &Crate, workspace: &Workspace) -> Vec<String> {
    let linked = found.externs.iter().filter_map(|(name, id)| Some((name, (*id)?)));
    let links = linked.map(|(name, id)| {
        let package = workspace.crates[id.index()].package.expect("it is no lone file");
        format!("{name}={}", workspace.packages[package].id)
    });
    links.collect()
}

/// A facade over a second package.
fn facade() -> World {
    let front = manifest(
        "front",
        "1.2.0",
        "[features]\ndefault = [\"net\"]\nnet = []\nextra = [\"back/deep\"]
         [dependencies]\nback = { version = \"0.5\", default-features = false }\nnever = { version = \"1\", optional = true }",
    );
    let back = manifest("back", "0.5.3", "[features]\ndeep = []");
    let lock = [
        "[[package]]\nname = \"a\"\nversion = \"1.0.0\"\ndependencies = [\"front\"]\n".to_owned(),
        locked("front", "1.2.0", "dependencies = [\"back 0.5.3\"]"),
        locked("back", "0.5.3", ""),
        locked("back", "0.6.0", ""),
    ];
    let root = "#[cfg(feature = \"net\")] pub mod net;
        #[cfg(feature = \"off\")] pub mod off;
        #[macro_export] macro_rules! shout { () => {} }
        mod hidden; pub mod task; mod unused;
        pub use hidden::Thing; pub use back::deep; pub use never::x;
        pub mod prelude { pub use crate::task::*; pub use crate::hidden::Thing as _; }";
    world(
        "front = { version = \"1\", features = [\"extra\"] }",
        &lock.concat(),
        &[
            ("front-1.2.0/Cargo.toml", &front),
            ("front-1.2.0/src/lib.rs", root),
            (
                "front-1.2.0/src/net.rs",
                "mod tcp; pub use tcp::Stream; fn f() { use crate::unused; }",
            ),
            (
                "front-1.2.0/src/net/tcp.rs",
                "use super::super::hidden; use std::io; pub struct Stream(hidden::Thing);",
            ),
            ("front-1.2.0/src/off.rs", ""),
            ("front-1.2.0/src/hidden.rs", "pub struct Thing;"),
            ("front-1.2.0/src/task/mod.rs", "pub fn spawn() {}"),
            ("front-1.2.0/src/unused.rs", ""),
            ("back-0.5.3/Cargo.toml", &back),
            ("back-0.5.3/src/lib.rs", "#[cfg(feature = \"deep\")] pub mod deep; pub mod flat;"),
            ("back-0.5.3/src/deep.rs", "pub struct Far;"),
            ("back-0.5.3/src/flat.rs", ""),
            ("back-0.6.0/Cargo.toml", &manifest("back", "0.6.0", "")),
            ("back-0.6.0/src/lib.rs", "pub mod deep;"),
            ("back-0.6.0/src/deep.rs", ""),
        ],
    )
}

#[test]
fn only_what_paths_lead_to_is_read() {
    let world = facade();
    let root = "front-1.2.0/src/lib.rs";
    for (path, expected) in [
        ("front::task::spawn", &["task/mod.rs"][..]),
        ("front::Thing", &["hidden.rs"]),
        ("front::net::Stream", &["hidden.rs", "net.rs", "net/tcp.rs"]),
        ("front::net::Nothing::new", &["net.rs"]),
        ("front::off::X", &[]),
        ("front::shout", &[]),
        ("front::prelude::*", &["hidden.rs", "task/mod.rs"]),
        ("front::prelude::spawn", &["task/mod.rs"]),
    ] {
        let workspace = reads(&world, &[path], MOST_BYTES);
        let mut wanted: Vec<String> =
            expected.iter().map(|name| format!("front-1.2.0/src/{name}")).collect();
        wanted.push(root.to_owned());
        wanted.sort();
        let files = files(&workspace, &world);
        let of_front = files.iter().filter(|name| name.starts_with("front"));
        assert_eq!(of_front.cloned().collect::<Vec<_>>(), wanted, "{path}");
    }
}

#[test]
fn impl_blocks_are_looked_for() {
    let root =
        "#[macro_use] mod macros; mod a; mod b; mod c; mod d; #[cfg(off)] mod e; pub use a::T;";
    let world = world(
        "i = \"1\"",
        "",
        &[
            ("i-1.0.0/Cargo.toml", &manifest("i", "1.0.0", "")),
            ("i-1.0.0/src/lib.rs", root),
            ("i-1.0.0/src/macros.rs", ""),
            ("i-1.0.0/src/a.rs", "use crate::d; pub struct T; fn f() { d::g(); }"),
            ("i-1.0.0/src/b.rs", "mod deep;"),
            ("i-1.0.0/src/b/deep.rs", "impl<A> crate::Tr<A> for super::super::T {}"),
            ("i-1.0.0/src/c.rs", "fn f() -> impl T {} impl U {}"),
            ("i-1.0.0/src/d.rs", ""),
            ("i-1.0.0/src/e.rs", "impl T {}"),
            ("i-1.0.0/src/nobody.rs", "impl V {}"),
        ],
    );
    let workspace = reads(&world, &["i::T::new"], MOST_BYTES);
    let expected = ["a.rs", "b.rs", "b/deep.rs", "lib.rs", "macros.rs"];
    assert_eq!(files(&workspace, &world), expected.map(|name| format!("i-1.0.0/src/{name}")));
    let unread = workspace.unread.impls.values().collect::<Vec<_>>();
    assert_eq!(unread, [&Some(["U".to_owned()].into())]);
}

#[test]
fn paths_go_on_in_other_crates() {
    let world = facade();
    let workspace = reads(&world, &["front::deep::Far"], MOST_BYTES);
    assert_eq!(
        files(&workspace, &world),
        ["back-0.5.3/src/deep.rs", "back-0.5.3/src/lib.rs", "front-1.2.0/src/lib.rs"]
    );
    let [user, front, back] = &workspace.crates[..] else { panic!("{:?}", workspace.crates) };
    let id =
        |package: &str| format!("registry+https://github.com/rust-lang/crates.io-index#{package}");
    assert_eq!(links(user, &workspace), [format!("front={}", id("front@1.2.0"))]);
    assert_eq!(links(front, &workspace), [format!("back={}", id("back@0.5.3"))]);
    assert!(
        back.dependency && !back.judged && back.cfg.values.iter().any(|(_, value)| value == "deep")
    );
    let names: Vec<&str> = front.externs.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(names, ["back", "never"]);
    assert_eq!(workspace.notes, []);
}

#[test]
fn what_is_not_there_is_told_once() {
    let lock = [locked("gone", "1.0.0", ""), locked("lost", "1.0.0", "")].concat();
    let world = world("gone = \"1\"\nlost = \"1\"\nthere = \"1\"", &lock, &[]);
    let workspace = reads(&world, &["gone::A", "gone::B", "lost::C", "unknown::D"], MOST_BYTES);
    assert_eq!(world.notes(&workspace), ["dependencies not on this machine: 2 (gone, lost)"]);
    assert!(workspace.notes[0].help.as_ref().is_some_and(|help| help.contains("cargo fetch")));
    assert_eq!(workspace.crates.len(), 1);
}

#[test]
fn what_is_known_is_neither_read_nor_absent() {
    let world = world(
        "known = \"1\"\nother = { package = \"known\", version = \"1\" }",
        "",
        &[
            ("known-1.0.0/Cargo.toml", &manifest("known", "1.0.0", "")),
            ("known-1.0.0/src/lib.rs", ""),
        ],
    );
    let workspace = reads(&world, &["known::A", "other::B"], MOST_BYTES);
    assert_eq!(files(&workspace, &world), Vec::<String>::new());
    assert_eq!(workspace.unread.known, ["known".to_owned()].into());
    assert_eq!((workspace.unread.absent.len(), workspace.notes.len()), (0, 0));
}

#[test]
fn without_a_lock_file_the_newest_that_will_do() {
    let files = ["b-1.0.0", "b-1.3.0", "b-1.4.0-rc.1", "b-2.0.0"].map(|folder| {
        let manifest = manifest("b", folder.trim_start_matches("b-"), "");
        [
            (format!("{folder}/Cargo.toml"), manifest),
            (format!("{folder}/src/lib.rs"), String::new()),
        ]
    });
    let files: Vec<(&str, &str)> =
        files.iter().flatten().map(|(path, text)| (&**path, &**text)).collect();
    let world = world("b = \"1\"", "", &files);
    assert_eq!(self::files(&reads(&world, &["b::X"], MOST_BYTES), &world), ["b-1.3.0/src/lib.rs"]);
}

#[test]
fn packages_from_elsewhere() {
    let git =
        "git+https://example.org/repo.git?branch=main#0123456789abcdef0123456789abcdef01234567";
    let lock = format!(
        "[[package]]\nname = \"g\"\nversion = \"0.1.0\"\nsource = \"{git}\"\n
         [[package]]\nname = \"p\"\nversion = \"0.1.0\"\n{}",
        locked("v", "3.0.0", "")
    );
    let world = world(
        "g = { git = \"https://example.org/repo.git\" }\np = \"0.1\"\nv = \"3\"\no = { path = \"../o\" }\n
         [patch.crates-io]\np = { path = \"../patched\" }",
        &lock,
        &[],
    );
    let checkout = "home/git/checkouts/repo-1111/0123456";
    for (folder, name, version) in [
        (format!("{checkout}/crates/g"), "g", "0.1.0"),
        ("home/git/checkouts/repo-1111/fedcba9/crates/g".to_owned(), "g", "0.1.0"),
        ("patched".to_owned(), "p", "0.1.0"),
        ("w/vendor/v".to_owned(), "v", "3.0.0"),
        ("o".to_owned(), "o", "1.0.0"),
    ] {
        world.write(&format!("{folder}/Cargo.toml"), manifest(name, version, "").as_bytes());
        world.write(&format!("{folder}/src/lib.rs"), b"pub struct X;");
    }
    let settings =
        b"[source.crates-io]\nreplace-with = \"here\"\n[source.here]\ndirectory = \"vendor\"";
    world.write("w/.cargo/config.toml", settings);
    let workspace = reads(&world, &["g::X", "p::X", "v::X", "o::X"], MOST_BYTES);
    assert_eq!(
        files(&workspace, &world),
        [
            &format!("{checkout}/crates/g/src/lib.rs"),
            "o/src/lib.rs",
            "patched/src/lib.rs",
            "w/vendor/v/src/lib.rs"
        ]
    );
    assert_eq!(workspace.notes, []);
}

#[test]
fn there_is_an_end_to_it() {
    let world = facade();
    let workspace = reads(&world, &["front::net::Stream", "front::Thing"], 380);
    let bytes = workspace.files.all.iter().filter(|file| file.dependency);
    assert!(bytes.map(|file| file.text.len()).sum::<usize>() <= 380);
    let [note] = &world.notes(&workspace)[..] else { panic!("{:?}", workspace.notes) };
    assert!(note.starts_with("files of dependencies left out"), "{note}");
}

#[test]
fn circles_of_re_exports_end() {
    let world = world(
        "c = \"1\"",
        "",
        &[
            ("c-1.0.0/Cargo.toml", &manifest("c", "1.0.0", "")),
            (
                "c-1.0.0/src/lib.rs",
                "mod x; mod y; pub use x::A; pub use self::A as B; pub use super::Z;",
            ),
            ("c-1.0.0/src/x.rs", "pub use crate::y::*; pub use self::x::A;"),
            ("c-1.0.0/src/y.rs", "pub use crate::x::*; pub use crate::*;"),
        ],
    );
    let workspace = reads(&world, &["c::A", "c::B", "c::Z", "c::*", "c"], MOST_BYTES);
    assert_eq!(workspace.files.all.iter().filter(|file| file.dependency).count(), 3);
}

#[test]
fn a_library_has_a_name_of_its_own() {
    let other = manifest(
        "md-5",
        "0.10.0",
        "[lib]\npath = \"src/lib.rs\"\nname = \"md5\"\n[features]\nname = []",
    );
    let world = world(
        "md-5 = \"0.10\"\nplain-name = \"1\"\nrenamed = { package = \"md-5\", version = \"0.10\" }",
        "",
        &[("md-5-0.10.0/Cargo.toml", &other), ("md-5-0.10.0/src/lib.rs", "pub struct Md5;")],
    );
    let selection = Selection { directory: world.path().join("w"), ..Selection::default() };
    let mut packages = load(&selection).expect("the workspace is whole").packages;
    let home = world.path().join("home");
    name_libraries(&mut packages, Path::new("/none"), Some(&home), &Disk::default());
    let names: Vec<&str> = packages[0].dependencies.iter().map(|need| need.name.as_str()).collect();
    assert_eq!(names, ["md5", "plain_name", "renamed"]);
}

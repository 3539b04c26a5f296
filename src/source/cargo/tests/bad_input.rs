//! Whatever lies there: no panic, no silence.

use super::world::World;
use super::world::judged;
use super::world::package;
use crate::source::Selection;

#[test]
fn no_manifest() {
    let world = World::new(&[("a/b.txt", "")]);
    let message =
        "no `Cargo.toml` in `/w/a` or above it; run inside a package, or name `.rs` files";
    assert_eq!(world.fail(&world.selection("a")), message);
    let manifest = Some("none/Cargo.toml".into());
    let named = Selection { manifest, ..world.selection("") };
    assert_eq!(world.fail(&named), "cannot use the manifest `none/Cargo.toml`: no such file");
}

#[test]
fn a_broken_manifest() {
    for (text, message) in [
        ("[package", "unclosed table, expected `]`"),
        ("a = 1", "neither a `[package]` nor a `[workspace]`"),
        ("[package]\nname = 1", "invalid type: integer `1`, expected a string"),
        (
            "[package]\nname = \"a\"\nversion = \"1\"",
            "unexpected end of input while parsing major version number",
        ),
        (
            "[package]\nname = \"a\"\nversion.workspace = true",
            "`version` is inherited, but `workspace.package.version` is not there",
        ),
        (
            "[package]\nname = \"a\"",
            "the package has no targets; add `src/lib.rs` or `src/main.rs`",
        ),
    ] {
        let world = World::new(&[("Cargo.toml", text)]);
        let found = world.fail(&world.selection(""));
        assert!(found.starts_with("cannot use the manifest `Cargo.toml`: "), "{found}");
        assert!(found.contains(message) || text.contains("\"1\""), "{found}");
    }
}

#[test]
fn one_broken_member_does_not_spoil_the_others() {
    let world = World::new(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"good\", \"bad\", \"gone\", \"empty/*\"]"),
        (
            "good/Cargo.toml",
            &package("good", "[[bin]]\nname = \"none\"\n[[test]]\nname = \"unasked\""),
        ),
        ("good/src/lib.rs", ""),
        ("bad/Cargo.toml", "[package]\nname = \"bad\"\nversion = 3\n"),
        ("empty/x/README.md", ""),
    ]);
    let workspace = world.load(&world.selection(""));
    assert_eq!(judged(&workspace), ["good:lib:good"]);
    assert!(workspace.notes.iter().all(|note| note.help.is_some()));
    let mut notes = world.notes(&workspace);
    notes.sort();
    let starts = [
        "no file `good/src/bin/none.rs`, the root of a target",
        "not judged: cannot use the manifest `bad/Cargo.toml:3:",
        "not judged: cannot use the manifest `empty/x/Cargo.toml`: no such file",
        "not judged: cannot use the manifest `gone/Cargo.toml`: no such file",
    ];
    assert_eq!(notes.len(), starts.len(), "{notes:?}");
    for (note, start) in notes.iter().zip(starts) {
        assert!(note.starts_with(start), "{note}");
    }
}

#[test]
fn files_that_cannot_be_read() {
    let world = World::new(&[
        ("Cargo.toml", &package("a", "")),
        ("src/lib.rs", "mod latin; mod huge; mod folder; mod fine; mod gone;"),
        ("src/folder.rs/x.txt", ""),
        ("src/fine.rs", "\u{feff}pub fn f() {}\r\nmod inner;\r\n"),
        ("src/fine/inner.rs", ""),
    ]);
    world.write("src/latin.rs", b"fn f() {}\n// caf\xe9\n");
    world.write("src/huge.rs", &vec![b' '; 10_000_001]);
    let workspace = world.load(&world.selection(""));
    assert_eq!(
        world.notes(&workspace),
        [
            "src/lib.rs: cannot read `src/latin.rs`: it is not UTF-8 (line 2)",
            "src/lib.rs: cannot read `src/huge.rs`: it has 10 MB, more than 10",
            "src/lib.rs: cannot read `src/folder.rs`: it is a folder",
            "src/lib.rs: no file `src/gone.rs` or `src/gone/mod.rs`",
        ]
    );
    let names: Vec<&str> = workspace.files.all.iter().map(|file| file.name.as_str()).collect();
    assert_eq!(names, ["src/fine.rs", "src/fine/inner.rs", "src/lib.rs"]);
    assert!(workspace.files.all[0].text.starts_with("\u{feff}pub"));
}

#[cfg(unix)]
#[test]
fn links_that_lead_in_circles() {
    let world = World::new(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"**\"]"),
        ("a/Cargo.toml", &package("a", "")),
        ("a/src/lib.rs", "mod x; mod y;"),
        ("a/src/x/mod.rs", "mod again; mod more;"),
    ]);
    let link = |from: &str, to: &str| {
        std::os::unix::fs::symlink(from, world.path().join(to)).expect("a link");
    };
    link(".", "a/src/x/again");
    link(".", "a/src/x/more");
    link("..", "a/up");
    link("y.rs", "a/src/y.rs");
    let workspace = world.load(&world.selection(""));
    assert_eq!(judged(&workspace), ["a:lib:a"]);
    let notes = world.notes(&workspace);
    assert!(notes.iter().any(|note| note.contains("circular modules: `a/src/x/again/mod.rs`")));
    assert!(notes.iter().any(|note| note.contains("cannot read `a/src/y.rs`")), "{notes:?}");
}

#[test]
fn lone_files() {
    let world = World::new(&[
        ("one.rs", "mod part;"),
        ("part.rs", ""),
        ("two.rs", ""),
        ("sub/three.rs", ""),
        ("sub/.hidden/no.rs", ""),
        ("sub/target/no.rs", ""),
        ("sub/no.txt", ""),
    ]);
    let paths = |names: &[&str]| Selection {
        paths: names.iter().map(Into::into).collect(),
        ..world.selection("")
    };
    let workspace = world.load(&paths(&["one.rs", "part.rs", "two.rs", "sub"]));
    assert_eq!(judged(&workspace), [":lone:one", ":lone:two", ":lone:three"]);
    assert!(workspace.crates.iter().all(|found| found.edition == 2024));
    assert_eq!(world.fail(&paths(&["four.rs"])), "no such file or directory: `four.rs`");
    assert_eq!(
        world.fail(&paths(&["sub/.hidden/../no"])),
        "no such file or directory: `sub/.hidden/../no`"
    );
    world.write("bad.rs", b"\xff");
    let message = "nothing to judge: cannot read `bad.rs`: it is not UTF-8 (line 1)";
    assert_eq!(world.fail(&paths(&["bad.rs"])), message);
}

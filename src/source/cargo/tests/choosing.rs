//! Packages, targets, features, `cfg`.

use super::world::World;
use super::world::judged;
use super::world::package;
use super::world::shown;
use crate::source::CfgExpr;
use crate::source::Selection;
use crate::source::Targets;
use crate::source::Workspace;

fn three() -> World {
    World::new(&[
        (
            "Cargo.toml",
            "[workspace]\nmembers = [\"a\", \"b\", \"tool-x\"]\ndefault-members = [\"a\", \"b\"]",
        ),
        ("a/Cargo.toml", &package("a", "[dependencies]\nb = { path = \"../b\" }")),
        ("a/src/lib.rs", ""),
        ("a/src/main.rs", ""),
        ("a/src/bin/side.rs", ""),
        ("a/tests/flow.rs", ""),
        ("a/tests/load.rs", ""),
        ("a/examples/show.rs", ""),
        ("a/benches/speed.rs", ""),
        ("a/build.rs", "fn main() {}"),
        ("b/Cargo.toml", &package("b", "")),
        ("b/src/lib.rs", ""),
        ("tool-x/Cargo.toml", &package("tool-x", "")),
        ("tool-x/src/main.rs", ""),
    ])
}

fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

#[test]
fn packages() {
    let world = three();
    let plain = world.selection("");
    let select = |packages: &str, exclude: &str, workspace| Selection {
        packages: words(packages),
        exclude: words(exclude),
        workspace,
        ..plain.clone()
    };
    for (selection, expected) in [
        (plain.clone(), "a:lib:a a:bin:a a:bin:side b:lib:b"),
        (world.selection("tool-x/src"), "tool-x:bin:tool-x"),
        (select("tool-x", "", false), "tool-x:bin:tool-x"),
        (select("tool-*", "", false), "tool-x:bin:tool-x"),
        (select("b@1.0.0", "", false), "b:lib:b"),
        (select("", "a", true), "b:lib:b tool-x:bin:tool-x"),
        (select("", "[ab]", true), "tool-x:bin:tool-x"),
    ] {
        assert_eq!(judged(&world.load(&selection)), words(expected), "{selection:?}");
    }
    let id = world.load(&plain).packages[1].id.clone();
    assert_eq!(judged(&world.load(&select(&id, "", false))), ["b:lib:b"]);
}

#[test]
fn targets() {
    let world = three();
    let a = Selection { packages: words("a"), ..world.selection("") };
    let load =
        |targets: Targets| judged(&world.load(&Selection { targets, ..a.clone() })).join(" ");
    let base = "a:lib:a a:bin:a a:bin:side";
    let none = Targets::default;
    assert_eq!(load(Targets { lib: true, ..none() }), "a:lib:a");
    assert_eq!(load(Targets { bins: true, ..none() }), "a:bin:a a:bin:side");
    assert_eq!(load(Targets { bin: words("s*"), ..none() }), "a:bin:side");
    assert_eq!(load(Targets { test: words("flow"), ..none() }), "a:test:flow");
    assert_eq!(load(Targets { tests: true, ..none() }), format!("{base} a:test:flow a:test:load"));
    assert_eq!(load(Targets { examples: true, ..none() }), format!("{base} a:example:show"));
    assert_eq!(load(Targets { benches: true, ..none() }), format!("{base} a:bench:speed"));
    let all = "a:test:flow a:test:load a:example:show a:bench:speed";
    assert_eq!(load(Targets { all: true, ..none() }), format!("{base} {all}"));
}

#[test]
fn what_does_not_exist() {
    let world = three();
    let plain = world.selection("");
    let packages = Selection { packages: words("tool-y"), ..plain.clone() };
    assert_eq!(
        world.fail(&packages),
        "no package `tool-y` in the workspace; did you mean `tool-x`?"
    );
    let packages = Selection { packages: words("zebra*"), ..plain.clone() };
    let help = "there are `a`, `b`, `tool-x`";
    assert_eq!(world.fail(&packages), format!("no package `zebra*` in the workspace; {help}"));
    let packages = Selection { packages: words("a[b"), ..plain.clone() };
    assert!(world.fail(&packages).starts_with("`a[b` is not a pattern"));
    let targets = Targets { bin: words("sid"), ..Targets::default() };
    let bins = Selection { targets, ..plain.clone() };
    let message = "no binary `sid` in the selected packages; did you mean `side`?";
    assert_eq!(world.fail(&bins), message);
    let features = Selection { features: words("fast"), ..plain };
    assert_eq!(world.fail(&features), "no feature `fast` in the selected packages; there are none");
}

/// Whether a predicate holds in the only library with this name.
fn holds(workspace: &Workspace, library: &str, predicate: &str) -> Option<bool> {
    let mut crates = workspace.crates.iter().filter(|found| shown(found, workspace) == library);
    crates.next().expect("the crate is there").cfg.answers(&CfgExpr::parse(predicate))
}

fn on(workspace: &Workspace, library: &str) -> String {
    let features = ["default", "one", "two", "three", "dep", "b", "c"].into_iter();
    let on = features
        .filter(|name| holds(workspace, library, &format!("feature = \"{name}\"")) == Some(true));
    on.collect::<Vec<_>>().join(" ")
}

#[test]
fn features() {
    let more = "
        [features]
        default = [\"one\"]
        one = []
        two = [\"dep:c\", \"b?/two\", \"three\"]
        three = [\"c?/one\"]
        [dependencies]
        b = { path = \"b\", optional = true, default-features = false, features = [\"one\"] }
        c = { path = \"c\", optional = true }
        [workspace]";
    let below = "[features]\ndefault = [\"three\"]\none = []\ntwo = []\nthree = []";
    let world = World::new(&[
        ("Cargo.toml", &package("a", more)),
        ("src/lib.rs", ""),
        ("b/Cargo.toml", &package("b", below)),
        ("b/src/lib.rs", ""),
        ("c/Cargo.toml", &package("c", below)),
        ("c/src/lib.rs", ""),
    ]);
    let plain = Selection { packages: words("a"), ..world.selection("") };
    let crates = |workspace: &Workspace| {
        let names = workspace.crates.iter().map(|found| {
            let judged = if found.judged { "" } else { "!" };
            format!("{judged}{}[{}]", found.target, on(workspace, &shown(found, workspace)))
        });
        names.collect::<Vec<_>>().join(" ")
    };
    let load = |features: &str, no_default_features, all_features| {
        let features = words(features);
        let selection = Selection { features, no_default_features, all_features, ..plain.clone() };
        crates(&world.load(&selection))
    };
    assert_eq!(load("", false, false), "a[default one]");
    assert_eq!(load("", true, false), "a[]");
    assert_eq!(load("b", false, false), "a[default one b] !b[one]");
    assert_eq!(load("two", true, false), "a[two three] !c[default one three]");
    assert_eq!(load("two,b", true, false), "a[two three b] !b[one two] !c[default one three]");
    assert_eq!(load("b/three", true, false), "a[b] !b[one three]");
    assert_eq!(
        load("", false, true),
        "a[default one two three b] !b[one two] !c[default one three]"
    );
}

#[test]
fn test_is_set_for_tests() {
    let world = three();
    let load = |targets: Targets| world.load(&Selection { targets, ..world.selection("") });
    let workspace = load(Targets { tests: true, ..Targets::default() });
    assert_eq!(holds(&workspace, "a:lib:a", "test"), None);
    assert_eq!(holds(&workspace, "a:test:flow", "test"), Some(true));
    let workspace = load(Targets { examples: true, benches: true, ..Targets::default() });
    assert_eq!(holds(&workspace, "a:lib:a", "test"), Some(false));
    assert_eq!(holds(&workspace, "a:example:show", "test"), Some(false));
    assert_eq!(holds(&workspace, "a:bench:speed", "test"), Some(true));
}

#[test]
fn the_build_script_and_the_settings_have_a_say() {
    let script = "fn main() { println!(\"cargo::rustc-cfg=has_it\"); }";
    let settings =
        "[build]\nrustflags = [\"--cfg\", \"tuned\", \"-Dwarnings\", \"--cfg=kind=\\\"x\\\"\"]";
    let world = World::new(&[
        ("Cargo.toml", &package("a", "")),
        ("src/lib.rs", ""),
        ("build.rs", script),
        (".cargo/config.toml", settings),
    ]);
    let workspace = world.load(&world.selection(""));
    for (predicate, answer) in [
        ("has_it", None),
        ("has_other", Some(false)),
        ("tuned", Some(true)),
        ("kind = \"x\"", Some(true)),
        ("debug_assertions", Some(true)),
    ] {
        assert_eq!(holds(&workspace, "a:lib:a", predicate), answer, "{predicate}");
    }
    let target = Some("x86_64-pc-windows-msvc".to_owned());
    let workspace = world.load(&Selection { target, ..world.selection("") });
    assert_eq!(holds(&workspace, "a:lib:a", "windows"), Some(true));
}

#[test]
fn crates_know_each_other() {
    let more = "
        [lib]
        name = \"liba\"
        [dependencies]
        b-b = { path = \"../b\" }
        other = { path = \"../b\", package = \"b-b\" }
        serde-json = \"1\"
        [target.'cfg(any())'.dependencies]
        never = \"1\"
        [build-dependencies]
        built = \"1\"
        [dev-dependencies]
        only-tests = \"2\"";
    let world = World::new(&[
        ("Cargo.toml", "[workspace]\nmembers = [\"a\", \"b\"]\ndefault-members = [\"a\"]"),
        ("a/Cargo.toml", &package("a", more)),
        ("a/src/lib.rs", ""),
        ("a/src/main.rs", ""),
        ("a/examples/show.rs", ""),
        ("b/Cargo.toml", &package("b-b", "[lib]\nname = \"libb\"")),
        ("b/src/lib.rs", ""),
    ]);
    let targets = Targets { examples: true, ..Targets::default() };
    let workspace = world.load(&Selection { targets, ..world.selection("") });
    let externs = |name: &str| {
        let found = workspace.crates.iter().find(|found| shown(found, &workspace) == name);
        let externs = found.expect("the crate is there").externs.iter().map(|(name, id)| {
            let target = id.map(|id| shown(&workspace.crates[id.index()], &workspace));
            format!("{name}={}", target.unwrap_or_default())
        });
        externs.collect::<Vec<_>>().join(" ")
    };
    assert_eq!(
        externs("a:lib:a".replace(":a", ":liba").as_str()),
        "libb=b-b:lib:libb other=b-b:lib:libb serde_json="
    );
    assert_eq!(
        externs("a:bin:a"),
        "liba=a:lib:liba libb=b-b:lib:libb other=b-b:lib:libb serde_json="
    );
    assert_eq!(
        externs("a:example:show"),
        "liba=a:lib:liba libb=b-b:lib:libb only_tests= other=b-b:lib:libb serde_json="
    );
    assert_eq!(judged(&workspace), ["a:lib:liba", "a:bin:a", "a:example:show"]);
    let dependency = &workspace.packages[0].dependencies[3];
    assert_eq!(
        (dependency.package.as_str(), dependency.requirement.as_str()),
        ("serde-json", "^1")
    );
}

#[test]
fn packages_among_the_tests_serve_tests() {
    let world = World::new(&[
        (
            "Cargo.toml",
            "[workspace]\nmembers = [\"server\", \"tests/load\", \"api-test-suite\", \"latest\", \
             \"harness\", \"examples/chat\"]",
        ),
        ("server/Cargo.toml", &package("server", "")),
        ("server/src/main.rs", ""),
        ("server/tests/flow.rs", ""),
        ("tests/load/Cargo.toml", &package("load", "")),
        ("tests/load/src/main.rs", ""),
        ("api-test-suite/Cargo.toml", &package("api-test-suite", "")),
        ("api-test-suite/src/lib.rs", ""),
        (
            "harness/Cargo.toml",
            &package("harness", "publish = false\n[dependencies]\nassert_cmd = \"2\""),
        ),
        ("harness/src/lib.rs", ""),
        ("examples/chat/Cargo.toml", &package("chat", "")),
        ("examples/chat/src/main.rs", ""),
        (
            "latest/Cargo.toml",
            &package("latest", "publish = false\n[dev-dependencies]\nassert_cmd = \"2\""),
        ),
        ("latest/src/lib.rs", ""),
    ]);
    let mut selection = world.selection("");
    selection.targets.all = true;
    let loaded = world.load(&selection);
    let serving = loaded.crates.iter().filter(|krate| krate.for_tests);
    let names: Vec<&str> = serving.map(|krate| krate.target.as_str()).collect();
    assert_eq!(names, ["api_test_suite", "chat", "harness", "flow", "load"]);
}

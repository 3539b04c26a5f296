//! What is known of calls into a dependency whose source is at hand: methods of types that its
//! signatures lead to, wherever their impl blocks stand, and nothing where a module was not read.

use std::fs;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

const USER: &str = "
    use dep::{Close, connect};
    pub async fn user() {
        let mut client = connect().await.unwrap();
        client.query();
        client.close();
        client.session().unwrap().send();
    }";

const ROOT: &str = "
    mod client; mod session; mod methods;
    pub use client::{Client, connect};
    pub trait Close { fn close(&self); fn query(&self); fn send(&self); }
    impl<T> Close for T { fn close(&self) {} fn query(&self) {} fn send(&self) {} }";

const CLIENT: &str = "
    use crate::session::Session;
    pub struct Client { session: Session }
    pub async fn connect() -> Result<Client, ()> { todo!() }
    impl Client { pub fn session(&self) -> Option<Session> { None } }";

/// The calls of the one function, each as its path, or what was unknown.
fn calls(files: &[(&str, &str)]) -> Vec<String> {
    let folder = TempDir::new().expect("a temporary folder can be made");
    package(folder.path(), "user", "[dependencies]\ndep = { path = \"../dep\" }\n", USER);
    package(folder.path(), "dep", "", "");
    for (name, text) in files {
        write(folder.path(), &format!("dep/src/{name}"), text);
    }
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-asyncheck"))
        .args(["inspect", "--all", "--message-format", "jsonl"])
        .current_dir(folder.path().join("user"))
        .output()
        .expect("the command starts");
    let text = String::from_utf8(output.stdout).expect("it is UTF-8");
    let rows = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("it is JSON"));
    let rows = rows.filter(|row| row["callee"] != "std::result::Result::unwrap");
    let shown = rows.filter(|row| row["callee"] != "std::option::Option::unwrap").map(|row| {
        let known = row["callee"].as_str().or(row["unknown"].as_str());
        known.expect("a call is known or not").to_owned()
    });
    shown.collect()
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("it has a folder")).expect("it can be made");
    fs::write(path, text).expect("it can be written");
}

#[test]
fn methods_are_found_in_modules_that_no_path_names() {
    let methods = "impl crate::client::Client { pub fn query(&self) {} pub fn close(&self) {} }
        impl crate::session::Session { pub fn send(&self) {} }";
    let found = calls(&[
        ("lib.rs", ROOT),
        ("client.rs", CLIENT),
        ("session.rs", "pub struct Session;"),
        ("methods.rs", methods),
    ]);
    let client = |name: &str| format!("dep::Client::{name}");
    let expected = [
        "dep::connect".to_owned(),
        client("query"),
        client("close"),
        client("session"),
        "dep::session::Session::send".to_owned(),
    ];
    assert_eq!(found, expected);
}

#[test]
fn what_was_not_read_may_have_the_method() {
    let root = ROOT.replace("mod methods;", "#[path = \"odd/name.rs\"] mod methods;");
    let found = calls(&[
        ("lib.rs", &root),
        ("client.rs", CLIENT),
        ("session.rs", "pub struct Session;"),
        ("odd/name.rs", "impl crate::client::Client { pub fn close(&self) {} }"),
    ]);
    let unknown = "the type of the receiver is unknown";
    let expected = ["dep::connect", unknown, unknown, "dep::Client::session", "dep::Close::send"];
    assert_eq!(found, expected);
}

#[test]
fn what_is_not_built_has_no_method() {
    let root = ROOT.replace("mod methods;", "#[cfg(feature = \"never\")] mod methods;");
    let found = calls(&[
        ("lib.rs", &root),
        ("client.rs", CLIENT),
        ("session.rs", "pub struct Session;"),
        ("methods.rs", "impl crate::client::Client { pub fn close(&self) {} }"),
    ]);
    let expected = [
        "dep::connect",
        "dep::Close::query",
        "dep::Close::close",
        "dep::Client::session",
        "dep::Close::send",
    ];
    assert_eq!(found, expected);
}

const READER: &str = "
    use std::fs;
    pub struct Reader { path: String }
    impl Reader {
        pub fn all(&self) -> String { self.part() + &helper::rest() }
        fn part(&self) -> String { fs::read_to_string(&self.path).unwrap_or_default() }
        pub fn len(&self) -> usize { self.path.len() }
        pub fn unused(&self) { std::process::Command::new(\"a\").status(); }
    }
    pub async fn fetch(reader: &Reader) -> String { reader.part() }
    mod helper { pub fn rest() -> String { String::new() } }";

const CALLER: &str = "
    use dep::Reader;
    pub async fn user(reader: &Reader) -> String {
        let _ = reader.len();
        let _ = dep::fetch(reader).await;
        reader.all()
    }";

#[test]
fn bodies_of_dependencies_are_read_where_calls_lead_to_them() {
    let folder = TempDir::new().expect("a temporary folder can be made");
    package(folder.path(), "user", "[dependencies]\ndep = { path = \"../dep\" }\n", CALLER);
    package(folder.path(), "dep", "", READER);
    let output = Command::new(env!("CARGO_BIN_EXE_cargo-asyncheck"))
        .args(["check", "-W", "blocking", "--message-format", "jsonl"])
        .current_dir(folder.path().join("user"))
        .output()
        .expect("the command starts");
    let text = String::from_utf8(output.stdout).expect("it is UTF-8");
    let rows = text.lines().map(|line| serde_json::from_str::<Value>(line).expect("it is JSON"));
    let found: Vec<Value> = rows.filter(|row| row["rule"] == "blocking-fs").collect();
    let [awaited, finding] = &found[..] else { panic!("two findings, not {found:#?}") };
    let message = "`dep::fetch` waits for the file system on an executor thread: 2 calls down it reaches \
                   `std::fs::read_to_string`";
    assert_eq!(awaited["message"], message, "of async code elsewhere those are told who await it");
    let message = "`dep::Reader::all` waits for the file system on an executor thread: 2 calls down it \
                   reaches `std::fs::read_to_string`";
    assert_eq!(finding["message"], message);
    let steps = finding["trace"].as_array().expect("it has a trace").iter();
    let steps: Vec<&str> = steps.filter_map(|step| step["message"].as_str()).collect();
    assert_eq!(
        steps,
        [
            "`dep::Reader::all` calls `dep::Reader::part`",
            "`dep::Reader::part` calls `std::fs::read_to_string`"
        ]
    );
    let place = finding["trace"][1]["place"]["file"].as_str().expect("it has a place");
    assert!(place.ends_with("dep/src/lib.rs"), "{place}");
}

/// A package of one file.
fn package(folder: &Path, name: &str, more: &str, text: &str) {
    let manifest =
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{more}");
    write(folder, &format!("{name}/Cargo.toml"), &manifest);
    write(folder, &format!("{name}/src/lib.rs"), text);
}

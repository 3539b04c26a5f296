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
    let manifest = |name: &str, more: &str| {
        format!("[package]\nname = \"{name}\"\nversion = \"0.1.0\"\nedition = \"2024\"\n{more}")
    };
    let user = manifest("user", "[dependencies]\ndep = { path = \"../dep\" }\n");
    write(folder.path(), "user/Cargo.toml", &user);
    write(folder.path(), "user/src/lib.rs", USER);
    write(folder.path(), "dep/Cargo.toml", &manifest("dep", ""));
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

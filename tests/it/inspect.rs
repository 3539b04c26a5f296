//! `inspect`: what is known of calls, and of what is held where the task may yield.

use serde_json::Value;
use serde_json::json;
use tempfile::TempDir;

use crate::cli::code;
use crate::cli::package;
use crate::cli::run;
use crate::cli::stderr;
use crate::cli::stdout;

#[test]
fn a_line_can_be_inspected() {
    let library = "mod a;\npub fn f() {\n    a::g();\n    a::g();\n}\n";
    let folder = package(library, &[("src/a.rs", "pub fn g() {\n    f()\n}\nfn f() {}\n")]);
    let rows = |arguments: &[&str]| {
        let output =
            run(folder.path(), &[&["inspect", "--message-format=jsonl"], arguments].concat());
        assert_eq!(code(&output), 0, "{}", stderr(&output));
        let text = stdout(&output);
        let row = |line: &str| {
            let row: Value = serde_json::from_str(line).expect("it is JSON");
            format!("{}:{}", row["file"].as_str().expect("it is a string"), row["line"])
        };
        text.lines().map(row).collect::<Vec<_>>()
    };
    assert_eq!(rows(&["--all"]), ["src/a.rs:2", "src/lib.rs:3", "src/lib.rs:4"]);
    assert_eq!(rows(&["src/lib.rs"]), ["src/lib.rs:3", "src/lib.rs:4"]);
    assert_eq!(rows(&["./src/../src/lib.rs:4"]), ["src/lib.rs:4"]);
    assert_eq!(rows(&["src/lib.rs:4:5"]), ["src/lib.rs:4"]);
    assert_eq!(code(&run(folder.path(), &["inspect", "src/absent.rs:4"])), 2);
    assert_eq!(code(&run(folder.path(), &["inspect"])), 2);
}

/// Two guards: one in a variable, held at two places, and a temporary.
fn with_guards() -> TempDir {
    let library = "mod a;\n\nuse std::sync::Mutex;\n\n\
        pub async fn f(lock: &Mutex<u32>) {\n    \
            let mut guard = lock.lock().unwrap();\n    \
            a::g(lock).await;\n    \
            *guard += 1;\n    \
            a::g(lock).await;\n    \
            drop(guard);\n    \
            a::g(lock).await;\n\
        }\n";
    let module = "use std::sync::Mutex;\n\n\
        pub async fn g(lock: &Mutex<u32>) {\n    \
            h(*lock.lock().unwrap()).await;\n\
        }\n\n\
        async fn h(_: u32) {}\n";
    package(library, &[("src/a.rs", module)])
}

#[test]
fn guards_are_told_to_people() {
    let folder = with_guards();
    let output = run(folder.path(), &["inspect", "--guards", "--all"]);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    assert_eq!(
        stdout(&output),
        "src/a.rs:4:8: a temporary: std::sync::MutexGuard; may be held at 4:30\n\
         src/lib.rs:6:13: `guard`: std::sync::MutexGuard; may be held at 7:16\n\
         src/lib.rs:6:13: `guard`: std::sync::MutexGuard; may be held at 9:16\n"
    );
    let one_file = run(folder.path(), &["inspect", "--guards", "src/a.rs"]);
    assert_eq!(stdout(&one_file).lines().count(), 1);
    let one_line = run(folder.path(), &["inspect", "--guards", "src/lib.rs:6"]);
    assert_eq!(stdout(&one_line).lines().count(), 2);
    let another_line = run(folder.path(), &["inspect", "--guards", "src/lib.rs:7"]);
    assert_eq!(stdout(&another_line), "");
}

#[test]
fn guards_are_told_to_programs() {
    let folder = with_guards();
    let arguments = ["inspect", "--guards", "--all", "--message-format=jsonl"];
    let output = run(folder.path(), &arguments);
    assert_eq!(code(&output), 0, "{}", stderr(&output));
    let text = stdout(&output);
    let rows: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).expect("it is JSON")).collect();
    let ty = "std::sync::MutexGuard";
    let temporary = json!({
        "file": "src/a.rs", "decl_line": 4, "decl_col": 8, "name": null, "type": ty,
        "await_line": 4, "await_col": 30,
    });
    let named = json!({
        "file": "src/lib.rs", "decl_line": 6, "decl_col": 13, "name": "guard", "type": ty,
        "await_line": 7, "await_col": 16,
    });
    assert_eq!(rows[..2], [temporary, named]);
    assert_eq!(rows.len(), 3);
}

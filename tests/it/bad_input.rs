//! Bad input: each kind gets a message with its place and the remedy, everything else is still
//! judged, and nothing panics.

use std::fs;
use std::path::Path;
use std::process::Command;
use std::process::Output;

use tempfile::TempDir;

/// A function that is always found: proof that the rest was judged.
const GUILTY: &str =
    "pub async fn guilty() {\n    std::thread::sleep(std::time::Duration::MAX);\n}\n";
/// How its finding begins.
const FOUND: &str = "error[blocking-sleep]";

const MANIFEST: &str =
    "[package]\nname = \"bad\"\nversion = \"0.1.0\"\nedition = \"2024\"\n[dependencies]\n";

/// A package with a guilty library, and more files.
fn package(files: &[(&str, &[u8])]) -> TempDir {
    let folder = TempDir::new().expect("there is a place for temporary files");
    write(folder.path(), "Cargo.toml", MANIFEST.as_bytes());
    let modules: String = files
        .iter()
        .filter_map(|(name, _)| name.strip_prefix("src/")?.strip_suffix(".rs"))
        .filter(|name| *name != "lib")
        .map(|name| format!("mod {name};\n"))
        .collect();
    write(folder.path(), "src/lib.rs", format!("{modules}{GUILTY}").as_bytes());
    for (name, content) in files {
        write(folder.path(), name, content);
    }
    folder
}

fn write(folder: &Path, name: &str, content: &[u8]) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().expect("a file lies in a folder")).expect("it can be made");
    fs::write(path, content).expect("it can be written");
}

fn check(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cargo-asyncheck"))
        .args(["check", "--message-format", "short"])
        .args(arguments)
        .current_dir(folder)
        .output()
        .expect("the binary was built")
}

fn text(output: &Output) -> String {
    let streams = [&output.stdout, &output.stderr];
    streams.map(|stream| String::from_utf8_lossy(stream).into_owned()).concat()
}

/// Runs, and asserts that the guilty function was found all the same, with all the given words.
#[track_caller]
fn judged_with(folder: &Path, words: &[&str]) {
    let output = check(folder, &["-v"]);
    let text = text(&output);
    assert!(text.contains(FOUND), "the rest was not judged:\n{text}");
    for word in words {
        assert!(text.contains(word), "`{word}` is not said:\n{text}");
    }
    assert_eq!(output.status.code(), Some(1), "{text}");
}

/// Runs, and asserts that the run failed with all the given words.
#[track_caller]
fn fails_with(folder: &Path, arguments: &[&str], words: &[&str]) {
    let output = check(folder, arguments);
    let text = text(&output);
    for word in words {
        assert!(text.contains(word), "`{word}` is not said:\n{text}");
    }
    assert_eq!(output.status.code(), Some(2), "{text}");
}

#[test]
fn an_unparsable_file_costs_only_itself() {
    let folder = package(&[("src/broken.rs", b"fn a( { ] }\nstruct = ;\n")]);
    judged_with(folder.path(), &["unparsed-file", "src/broken.rs"]);
}

#[test]
fn a_half_typed_function_costs_only_itself() {
    let half = format!("pub async fn typing() {{\n    let x = \n}}\n{GUILTY}");
    let folder = package(&[("src/half.rs", half.as_bytes())]);
    judged_with(folder.path(), &["unparsed-file", "src/half.rs:3", "src/half.rs:5:5: error"]);
}

#[test]
fn a_missing_brace_costs_only_what_it_opens() {
    let half = format!("pub async fn typing() {{\n    if true {{\n{GUILTY}");
    let folder = package(&[("src/open.rs", half.as_bytes())]);
    judged_with(folder.path(), &["unparsed-file", "src/open.rs", "src/open.rs:4:5: error"]);
}

#[test]
fn a_file_that_is_not_utf_8_is_told() {
    let folder = package(&[("src/latin.rs", b"// caf\xe9\npub fn a() {}\n")]);
    judged_with(folder.path(), &["src/latin.rs", "UTF-8"]);
}

#[test]
fn a_byte_order_mark_moves_nothing() {
    let folder = package(&[("src/marked.rs", format!("\u{feff}{GUILTY}").as_bytes())]);
    judged_with(folder.path(), &["src/marked.rs:2:5: error"]);
}

#[test]
fn carriage_returns_move_nothing() {
    let text = GUILTY.replace('\n', "\r\n");
    let folder = package(&[("src/dos.rs", text.as_bytes())]);
    judged_with(folder.path(), &["src/dos.rs:2:5: error"]);
}

#[test]
fn a_hundred_thousand_brackets_are_told() {
    let deep = format!("pub fn a() {{ {}{} }}\n", "(".repeat(100_000), ")".repeat(100_000));
    let types = format!("type T = {}u8{};\n", "Vec<".repeat(100_000), ">".repeat(100_000));
    let folder = package(&[
        ("src/deep.rs", deep.as_bytes()),
        ("src/types.rs", types.as_bytes()),
        ("src/minus.rs", format!("const A: i8 = {}1;\n", "-".repeat(100_000)).as_bytes()),
    ]);
    judged_with(folder.path(), &["src/deep.rs:1:", "src/types.rs:1:", "src/minus.rs:1:", "1000"]);
}

#[test]
fn a_chain_of_ten_thousand_calls_is_read() {
    let chain = format!("pub fn a(x: String) {{ x{}; }}\n", ".trim()".repeat(10_000));
    let folder = package(&[("src/chain.rs", chain.as_bytes())]);
    judged_with(folder.path(), &["0 files not parsed"]);
}

#[test]
#[cfg(unix)]
fn a_loop_of_links_ends() {
    let folder = package(&[]);
    let src = folder.path().join("src");
    std::os::unix::fs::symlink(&src, src.join("again")).expect("links can be made");
    std::os::unix::fs::symlink("self.rs", src.join("self.rs")).expect("links can be made");
    write(folder.path(), "src/lib.rs", format!("mod r#self_;\n{GUILTY}").as_bytes());
    std::os::unix::fs::symlink("self_.rs", src.join("self_.rs")).expect("links can be made");
    judged_with(folder.path(), &["self_"]);
}

#[test]
fn a_cycle_of_paths_ends() {
    let lib = format!("#[path = \"lib.rs\"]\nmod again;\n{GUILTY}");
    let folder = package(&[("src/lib.rs", lib.as_bytes())]);
    judged_with(folder.path(), &["src/lib.rs"]);
}

#[test]
fn a_missing_module_is_told_with_its_place() {
    let lib = format!("mod gone;\n{GUILTY}");
    let folder = package(&[("src/lib.rs", lib.as_bytes())]);
    judged_with(folder.path(), &["src/lib.rs:1", "gone"]);
}

#[test]
fn no_manifest_is_an_error_with_a_remedy() {
    let folder = TempDir::new().expect("there is a place for temporary files");
    fails_with(folder.path(), &[], &["Cargo.toml", "help"]);
}

#[test]
fn a_broken_manifest_is_an_error_with_its_place() {
    let folder = package(&[("Cargo.toml", b"[package]\nname = \n")]);
    fails_with(folder.path(), &[], &["Cargo.toml", "2"]);
}

#[test]
fn one_broken_member_leaves_the_others() {
    let folder = TempDir::new().expect("there is a place for temporary files");
    write(folder.path(), "Cargo.toml", b"[workspace]\nmembers = [\"good\", \"broken\"]\n");
    write(folder.path(), "good/Cargo.toml", MANIFEST.as_bytes());
    write(folder.path(), "good/src/lib.rs", GUILTY.as_bytes());
    write(folder.path(), "broken/Cargo.toml", b"[package\n");
    write(folder.path(), "broken/src/lib.rs", GUILTY.as_bytes());
    let output = check(folder.path(), &["--workspace"]);
    let text = text(&output);
    assert!(text.contains("good/src/lib.rs:2:5: error[blocking-sleep]"), "{text}");
    assert!(text.contains("broken/Cargo.toml"), "{text}");
    // What a manifest hides was not judged: that is a failure, not a clean bill.
    assert_eq!(output.status.code(), Some(2), "{text}");
}

#[test]
fn a_toolchain_that_is_not_installed_does_not_matter() {
    let pinned = b"[toolchain]\nchannel = \"nightly-1999-01-01\"\n";
    let folder = package(&[("rust-toolchain.toml", pinned)]);
    judged_with(folder.path(), &[]);
}

#[test]
fn an_unknown_rule_name_is_an_error_with_a_suggestion() {
    let folder = package(&[]);
    fails_with(folder.path(), &["-D", "blocking-slep"], &["blocking-slep", "`blocking-sleep`"]);
}

#[test]
fn an_unknown_key_of_the_configuration_is_an_error_with_its_place() {
    let folder = package(&[("asyncheck.toml", b"[ruls]\nblocking-fs = \"deny\"\n")]);
    fails_with(folder.path(), &[], &["asyncheck.toml", "ruls", "rules"]);
}

#[test]
fn an_unknown_key_of_a_row_is_an_error_with_its_place() {
    let row = b"[[call]]\npath = \"a::b\"\nblocked = \"files\"\n";
    let folder = package(&[("asyncheck.toml", row)]);
    fails_with(folder.path(), &[], &["asyncheck.toml", "blocked", "blocks"]);
}

#[test]
fn an_unknown_package_is_an_error_with_a_suggestion() {
    let folder = package(&[]);
    fails_with(folder.path(), &["-p", "bat"], &["bat", "bad"]);
}

#[test]
fn an_empty_file_is_read() {
    let folder = package(&[("src/empty.rs", b"")]);
    judged_with(folder.path(), &["0 files not parsed"]);
}

mod facts;
mod truth;
mod values;

use miette::Diagnostic;

use super::AttributeRole;
use super::Blocks;
use super::CallRole;
use super::Cpu;
use super::Enters;
use super::Flavor;
use super::Library;
use super::Weight;
use super::load;
use super::parse::OURS;
use crate::config::OwnRows;
use crate::error::Error;

fn ours() -> Library {
    load(&[]).expect("our own tables are sound")
}

fn with(text: &str) -> Result<Library, Error> {
    load(&[OwnRows::whole("asyncheck.toml", text)])
}

/// The message, the help, and the text that the label stands under.
fn failure(text: &str) -> (String, Option<String>, String) {
    let error = with(text).expect_err("the row is wrong");
    let help = error.help().map(|help| help.to_string());
    let Error::Row { message, span, .. } = error else { panic!("not about a row: {error}") };
    (message, help, text[span.offset()..span.offset() + span.len()].to_owned())
}

#[test]
fn every_table_of_the_folder_is_embedded() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/rules");
    let mut on_disk: Vec<String> = std::fs::read_dir(folder)
        .expect("the folder of tables is there")
        .map(|entry| entry.expect("it can be listed").file_name().into_string().expect("utf-8"))
        .filter(|name| name.ends_with(".toml"))
        .map(|name| format!("rules/{name}"))
        .collect();
    on_disk.sort();
    let mut embedded: Vec<&str> = OURS.iter().map(|&(path, _)| path).collect();
    embedded.sort_unstable();
    assert_eq!(on_disk, embedded);
}

#[test]
fn our_tables_hold_nothing_but_rows() {
    let known = [
        "call",
        "answer",
        "type",
        "effect",
        "touch",
        "signature",
        "attribute",
        "alias",
        "glob",
        "prelude",
        "runtime",
    ];
    for (path, text) in OURS {
        let table: toml::Table = text.parse().expect("it is toml");
        for key in table.keys() {
            assert!(known.contains(&key.as_str()), "{path}: unknown table `{key}`");
        }
    }
}

#[test]
fn our_rows_are_written_under_canonical_paths() {
    let library = ours();
    for (file, text) in OURS {
        let table: toml::Table = text.parse().expect("it is toml");
        for kind in ["call", "type", "effect", "signature", "attribute"] {
            for row in table.get(kind).and_then(toml::Value::as_array).into_iter().flatten() {
                for path in paths(row) {
                    assert_eq!(library.canonical(path), path, "{file}");
                    // What a macro gives stands under its path with the `!`.
                    let name = path.strip_suffix('!').filter(|_| kind == "signature");
                    assert!(is_path(name.unwrap_or(path)), "{file}: `{path}` is no path");
                }
            }
        }
    }
}

#[test]
fn what_to_call_instead_is_a_path_of_that_runtime() {
    let library = ours();
    #[expect(clippy::iter_over_hash_type, reason = "every row holds, in any order")]
    for row in library.calls.values() {
        for (runtime, path) in &row.instead {
            assert!(["tokio", "async-std", "smol"].contains(&runtime.as_str()), "{runtime}");
            assert!(is_path(path), "`{path}`");
        }
    }
}

fn paths(row: &toml::Value) -> Vec<&str> {
    match &row["path"] {
        toml::Value::String(path) => vec![path],
        toml::Value::Array(paths) => paths.iter().filter_map(toml::Value::as_str).collect(),
        other => panic!("{other} is no path"),
    }
}

fn is_path(path: &str) -> bool {
    path.split("::").all(|name| {
        let mut letters = name.chars();
        letters.next().is_some_and(|first| first.is_ascii_alphabetic() || first == '_')
            && letters.all(|letter| letter.is_ascii_alphanumeric() || letter == '_')
    })
}

#[test]
fn what_std_waits_for() {
    let library = ours();
    let facts = [
        ("std::thread::sleep", Blocks::Sleep, Weight::Long),
        ("std::thread::park_timeout", Blocks::Sleep, Weight::Long),
        ("std::thread::JoinHandle::join", Blocks::Wait, Weight::Ending),
        ("std::sync::mpsc::Receiver::recv", Blocks::Wait, Weight::Long),
        ("std::sync::Condvar::wait_while", Blocks::Wait, Weight::Long),
        ("std::io::Stdin::read_line", Blocks::Wait, Weight::Long),
        ("std::process::Command::output", Blocks::Process, Weight::Long),
        ("std::net::TcpStream::connect", Blocks::Network, Weight::Long),
        ("std::net::ToSocketAddrs::to_socket_addrs", Blocks::Network, Weight::Long),
        ("std::fs::remove_dir_all", Blocks::Files, Weight::Tree),
        ("std::fs::read_dir", Blocks::Files, Weight::Small),
        ("std::fs::read_to_string", Blocks::Files, Weight::Small),
        ("std::fs::read", Blocks::Files, Weight::Content),
        ("std::fs::File::read_to_end", Blocks::Files, Weight::Content),
        ("std::fs::File::lock", Blocks::Files, Weight::Long),
        ("std::fs::File::open", Blocks::Files, Weight::Meta),
        ("std::path::Path::exists", Blocks::Files, Weight::Meta),
        ("std::println", Blocks::Stdio, Weight::Short),
    ];
    for (path, blocks, weight) in facts {
        let row = library.call(path).unwrap_or_else(|| panic!("nothing is known of {path}"));
        assert_eq!((row.blocks, row.weight), (Some(blocks), Some(weight)), "{path}");
    }
}

#[test]
fn what_calls_do_with_closures_and_futures() {
    let library = ours();
    let facts = [
        ("std::thread::spawn", CallRole::Offload, Some(0)),
        ("std::thread::Builder::spawn_scoped", CallRole::Offload, Some(1)),
        ("std::option::Option::map", CallRole::Inline, None),
        ("std::iter::Iterator::for_each", CallRole::Inline, None),
        ("std::vec::Vec::retain", CallRole::Inline, None),
        ("bool::then", CallRole::Inline, None),
        ("std::thread::LocalKey::with", CallRole::Inline, None),
        ("std::sync::LazyLock::new", CallRole::Once, Some(0)),
        ("std::sync::OnceLock::get_or_init", CallRole::Once, Some(0)),
        ("tokio::task::spawn_blocking", CallRole::Offload, Some(0)),
        ("tokio_util::task::JoinMap::spawn_blocking", CallRole::Offload, Some(1)),
        ("tokio::task::spawn", CallRole::Spawn, Some(0)),
        ("tokio::task::JoinSet::spawn", CallRole::Spawn, Some(0)),
        ("tokio::runtime::Runtime::block_on", CallRole::BlockOn, Some(0)),
        ("tokio::task::LocalSet::block_on", CallRole::BlockOn, Some(1)),
        ("tokio::runtime::Handle::enter", CallRole::Enter, None),
        ("tokio::time::timeout", CallRole::Timeout, Some(1)),
        ("tokio::select", CallRole::Select, None),
    ];
    for (path, role, arg) in facts {
        let row = library.call(path).unwrap_or_else(|| panic!("nothing is known of {path}"));
        assert_eq!((row.role, row.arg), (Some(role), arg), "{path}");
    }
}

#[test]
fn what_attributes_make_of_functions() {
    let library = ours();
    assert_eq!(library.attribute("tokio::main"), Some(AttributeRole::Main));
    assert_eq!(library.attribute("tokio::test"), Some(AttributeRole::Test));
    assert_eq!(library.attribute("tokio::spawn"), None);
    assert_eq!(library.flavor("tokio::main"), Some(Flavor::MultiThread));
    assert_eq!(library.flavor("tokio::test"), Some(Flavor::CurrentThread));
    assert_eq!(library.flavor("async_std::main"), None);
}

#[test]
fn what_flavor_an_attribute_asks_for() {
    let asked = [
        ("flavor = \"current_thread\"", Some(Flavor::CurrentThread)),
        ("worker_threads = 2, flavor=\"multi_thread\"", Some(Flavor::MultiThread)),
        ("flavor = \"local\", start_paused = true", Some(Flavor::CurrentThread)),
        ("flavor = FLAVOR", None),
        ("start_paused = true", None),
        ("", None),
    ];
    for (args, flavor) in asked {
        assert_eq!(Flavor::asked_for(args), flavor, "{args}");
    }
}

#[test]
fn other_public_paths_lead_to_the_canonical_one() {
    let library = ours();
    let pairs = [
        ("tokio::spawn", "tokio::task::spawn"),
        ("core::option::Option::map", "std::option::Option::map"),
        ("alloc::vec::Vec::retain", "std::vec::Vec::retain"),
        ("std::alloc::Layout", "std::alloc::Layout"),
        ("std::collections::hash_map::HashMap::retain", "std::collections::HashMap::retain"),
        ("std::io::prelude::Read", "std::io::Read"),
        ("corelib::option", "corelib::option"),
        ("tokio::spawner", "tokio::spawner"),
        ("", ""),
    ];
    for (path, canonical) in pairs {
        assert_eq!(library.canonical(path), canonical);
    }
}

#[test]
fn an_instead_is_named_for_each_runtime() {
    let row = ours().call("std::thread::sleep").cloned().expect("it is known");
    assert_eq!(row.instead["tokio"], "tokio::time::sleep");
    assert_eq!(row.instead["async-std"], "async_std::task::sleep");
    assert_eq!(row.instead["smol"], "smol::Timer::after");
}

#[test]
fn a_glob_brings_what_its_module_holds() {
    let library = ours();
    assert_eq!(library.glob("std::io::prelude").map(|names| names.len()), Some(4));
    assert!(library.glob("core::fmt").is_some_and(|names| names.contains(&"Display")));
    assert_eq!(library.glob("unheard::of"), None);
}

#[test]
fn a_row_of_the_user_replaces_ours_whole() {
    let library = with(
        r#"
        level = "not ours to judge"
        [[call]]
        path = "std::thread::sleep"
        role = "inline"
        [[alias]]
        path = "company::prelude"
        of = "tokio"
        [[call]]
        path = ["company::prelude::task::nap", "company::db::Client::query"]
        blocks = "database"
        weight = "long"
        "#,
    )
    .expect("the rows are sound");
    let row = library.call("std::thread::sleep").expect("it is known");
    assert_eq!((row.blocks, row.role, row.instead.len()), (None, Some(CallRole::Inline), 0));
    assert_eq!(library.canonical("company::prelude::spawn"), "tokio::task::spawn");
    assert!(library.call("tokio::task::nap").is_some());
    assert!(library.call("company::db::Client::query").is_some());
    assert!(library.call("std::fs::read").is_some());
}

#[test]
fn a_signature_of_the_user_is_a_line() {
    let library = with(
        r#"
        [[signature]]
        path = ["company::db::Client::query", "tokio::spawn"]
        returns = "company::db::Rows"
        "#,
    )
    .expect("the rows are sound");
    let lines: Vec<&str> = library.members("company::db::Client", "query").collect();
    assert_eq!(lines, ["company::db::Client::query(..) -> company::db::Rows"]);
    let line = library.sig_exact("tokio::task::spawn").next();
    assert_eq!(line, Some("tokio::task::spawn(..) -> company::db::Rows"));
    assert!(library.has_sigs("std") && !library.has_sigs("company"));
}

#[test]
fn an_unknown_key_is_an_error_with_its_place() {
    let (message, help, text) = failure("[[call]]\npath = \"a::b\"\nblokcs = \"files\"\n");
    assert!(message.starts_with("unknown field `blokcs`"), "{message}");
    assert_eq!(help.as_deref(), Some("did you mean `blocks`?"));
    assert_eq!(text, "blokcs");
}

#[test]
fn an_unknown_value_is_an_error_with_its_place() {
    let row = "[[call]]\npath = \"a::b\"\nblocks = \"filse\"\nweight = \"long\"\n";
    let (message, help, text) = failure(row);
    assert!(message.starts_with("unknown variant `filse`"), "{message}");
    assert_eq!(help.as_deref(), Some("did you mean `files`?"));
    assert_eq!(text, "\"filse\"");
    let (message, help, _) = failure("[[type]]\npath = \"a::B\"\nrole = \"guard\"\n");
    assert!(message.contains("`guard:blocking`"), "{message}");
    assert_eq!(help, None);
}

#[test]
fn a_row_that_says_nothing_or_half_is_an_error() {
    let (message, _, text) = failure("[[call]]\npath = \"a::b\"\n");
    assert_eq!((message.as_str(), text.as_str()), ("the row says nothing", "\"a::b\""));
    let (message, ..) = failure("[[call]]\npath = \"a::b\"\nblocks = \"files\"\n");
    assert_eq!(message, "`blocks` and `weight` go together");
    let row = "[[call]]\npath = \"a::b\"\nblocks = \"files\"\nweight = \"meta\"\narg = 1\n";
    assert_eq!(failure(row).0, "`arg` has no `role` to serve");
    let (message, help, _) = failure("[[type]]\npath = \"a::B\"\n");
    assert_eq!(message, "the row says nothing");
    assert_eq!(
        help.as_deref(),
        Some("give it a `role`, `holds`, `bound`, `unshared`, or `blocks` and `weight`")
    );
    let (message, ..) = failure("[[type]]\npath = \"a::B\"\nweight = \"content\"\n");
    assert_eq!(message, "`blocks` and `weight` go together");
    let (message, _, text) = failure("[[call]]\npath = 1\nrole = \"spawn\"\n");
    assert!(message.contains("expected a path or a list of paths"), "{message}");
    assert_eq!(text, "1");
}

#[test]
fn rows_tell_what_is_computed_and_what_is_asked_of_the_runtime() {
    let row = "[[call]]\npath = \"a::b\"\ncpu = \"heavy\"\nenters = \"blocking-op\"\n";
    let ty = "[[type]]\npath = \"a::B\"\nblocks = \"files\"\nweight = \"content\"\n";
    let library = with(&format!("{row}{ty}")).expect("the rows are sound");
    let call = library.call("a::b").expect("there is a row");
    assert_eq!((call.cpu, call.enters), (Some(Cpu::Heavy), Some(Enters::BlockingOp)));
    let ty = library.ty("a::B").expect("there is a row");
    assert_eq!((ty.blocks, ty.weight), (Some(Blocks::Files), Some(Weight::Content)));
}

#[test]
fn two_rows_of_one_path_are_an_error() {
    let row = "[[call]]\npath = \"a::b\"\nrole = \"spawn\"\n";
    let (message, _, text) = failure(&format!("{row}{row}"));
    assert_eq!((message.as_str(), text.as_str()), ("`a::b` has two rows", "\"a::b\""));
    let (message, ..) = failure(&format!("{row}{}", row.replace("a::b", "tokio::spawn").repeat(2)));
    assert_eq!(message, "`tokio::spawn` has two rows");
}

#[test]
fn an_alias_that_never_ends_is_an_error() {
    let circle = "[[alias]]\npath = \"a\"\nof = \"b::c\"\n[[alias]]\npath = \"b\"\nof = \"a\"\n";
    assert!(failure(circle).0.ends_with("in the end an alias of itself"));
    let growing = "[[alias]]\npath = \"a\"\nof = \"a::a\"\n";
    assert_eq!(failure(growing).0, "`a` is in the end an alias of itself");
}

#[test]
fn broken_toml_is_an_error_with_its_place() {
    let (message, help, _) = failure("[[call]\npath = ");
    assert!(!message.is_empty());
    assert_eq!(help, None);
}

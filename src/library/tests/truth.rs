//! What our rows speak of is in the tables of signatures, where the crate has one. Of std the
//! compiler itself is asked, in the tests of the whole program.

use std::collections::BTreeSet;

use super::Library;
use super::ours;
use super::paths;
use crate::library::key::STD;
use crate::library::key::at_depth_zero;
use crate::library::key::behind_brackets;
use crate::library::key::is_primitive;
use crate::library::key::leading_path;
use crate::library::parse::OURS;

/// What no table can have, by the beginning of the path, and why. The tables are made from source
/// that is not compiled, on Linux, of the newest version, and hold no macros.
const UNSEEN: &[(&str, &str)] = &[
    ("argon2::hash_", "of the package rust-argon2, which has the same name"),
    ("argon2::verify_", "of the package rust-argon2, which has the same name"),
    ("async_std::prelude::FutureExt::race", "behind the feature `unstable`"),
    ("async_std::prelude::FutureExt::try_race", "behind the feature `unstable`"),
    ("async_std::prelude::StreamExt::partition", "behind the feature `unstable`"),
    ("async_std::stream::successors", "behind the feature `unstable`"),
    ("async_std::task::Builder::local", "behind the feature `unstable`"),
    ("async_std::task::spawn_local", "behind the feature `unstable`"),
    ("fs4::FileExt::lock_exclusive", "before 1.0"),
    ("fs4::fs_std::FileExt::", "before 1.0"),
    ("fs_err::File::set_modified", "where its build script finds it in std"),
    ("fs_err::File::lock", "where its build script finds it in std"),
    ("fs_err::PathExt::fs_err_try_exists", "where its build script finds it in std"),
    ("fs_err::exists", "where its build script finds it in std"),
    ("futures::join", "a macro"),
    ("futures::select", "a macro"),
    ("futures::try_join", "a macro"),
    ("hyper::server::Builder::serve", "before 1.0"),
    ("hyper::service::make_service_fn", "before 1.0"),
    ("mongodb::action::", "an attribute macro makes `run`"),
    ("password_hash::PasswordHash::verify_password", "before 0.6"),
    ("redis::Cmd::execute", "before 1.0"),
    ("redis::Connection::", "a macro makes the functions of `Commands`"),
    ("redis::Pipeline::execute", "before 1.0"),
    ("tokio::join", "a macro"),
    ("tokio::select", "a macro"),
    ("tokio::signal::windows::", "of Windows"),
    ("tokio::task::Builder::", "behind the flag `tokio_unstable`"),
    ("tokio::task::join_set::Builder::", "behind the flag `tokio_unstable`"),
    ("tokio::try_join", "a macro"),
    ("ureq::Request::", "before 3.0"),
    ("ureq::Response::", "before 3.0"),
];

/// Functions of Windows alone, by the end of the path.
const OF_WINDOWS: [&str; 2] = ["::symlink_dir", "::symlink_file"];

/// Whether a table can tell: the crate has one, and it is not that of std.
fn can_be_asked(library: &Library, path: &str) -> bool {
    let first = path.split("::").next().unwrap_or(path);
    first != STD && !is_primitive(first) && library.has_sigs(first)
}

/// Whether a path is that of an item, of a member, or of what a trait gives to a type.
fn is_known(library: &Library, path: &str) -> bool {
    if library.sig_exact(path).next().is_some() {
        return true;
    }
    let Some((owner, name)) = path.rsplit_once("::") else { return false };
    let impls = library.sig_exact(owner).filter_map(|line| line.strip_prefix("impl"));
    impls.flat_map(|rest| traits(library, owner, rest)).any(|of| {
        let krate = of.split("::").next().unwrap_or(&of);
        // What a trait of a crate without a table has is not known: it may have this.
        !library.has_sigs(krate) || library.sig_exact(&format!("{of}::{name}")).next().is_some()
    })
}

/// The paths of the traits in `<T> a::B + Iterator for c::D<T>`.
fn traits(library: &Library, owner: &str, rest: &str) -> Vec<String> {
    let rest = if rest.starts_with('<') { behind_brackets(rest) } else { rest }.trim_start();
    let end = at_depth_zero(rest).find(|&at| rest[at..].starts_with(" for "));
    let listed = &rest[..end.unwrap_or(0)];
    let more = at_depth_zero(listed).filter(|&at| listed[at..].starts_with(" + "));
    let starts = std::iter::once(0).chain(more.map(|at| at + " + ".len()));
    let written = starts.map(|at| leading_path(&listed[at..]));
    written.map(|name| in_full(library, owner, name)).collect()
}

/// A bare name is one of the prelude, or stands in the module of the type.
fn in_full(library: &Library, owner: &str, name: &str) -> String {
    if name.contains("::") {
        return name.to_owned();
    }
    let of_prelude = library.prelude().find(|path| path.rsplit("::").next() == Some(name));
    let module = owner.rsplit_once("::").map_or(owner, |(module, _)| module);
    of_prelude.map_or_else(|| format!("{module}::{name}"), str::to_owned)
}

/// The paths of our rows of these kinds that a table can tell of, with the file each stands in.
fn asked<'t>(
    library: &Library,
    tables: &'t [(&str, toml::Table)],
    kinds: &[&str],
) -> Vec<(&'t str, &'t str)> {
    let mut asked = Vec::new();
    for (file, table) in tables {
        for kind in kinds {
            let rows = table.get(*kind).and_then(toml::Value::as_array);
            for path in rows.into_iter().flatten().flat_map(paths) {
                if can_be_asked(library, path) {
                    asked.push((*file, path));
                }
            }
        }
    }
    asked
}

fn parsed() -> Vec<(&'static str, toml::Table)> {
    OURS.iter().map(|&(file, text)| (file, text.parse().expect("it is toml"))).collect()
}

#[test]
fn what_rows_speak_of_is_in_the_table_of_its_crate() {
    let library = ours();
    let tables = parsed();
    let asked = asked(&library, &tables, &["call", "type"]);
    assert!(asked.len() > 1_500, "{}", asked.len());
    let mut needed = BTreeSet::new();
    let mut missing = Vec::new();
    for (file, path) in asked {
        if is_known(&library, path) {
            continue;
        }
        match UNSEEN.iter().find(|(beginning, _)| path.starts_with(beginning)) {
            Some((beginning, _)) => _ = needed.insert(*beginning),
            None => missing.push(format!("{file}: {path}")),
        }
    }
    assert!(missing.is_empty(), "there is no such thing:\n{}", missing.join("\n"));
    let idle: Vec<_> = UNSEEN.iter().filter(|(path, _)| !needed.contains(path)).collect();
    assert!(idle.is_empty(), "these are in a table, or have no row: {idle:?}");
}

#[test]
fn what_to_call_instead_is_in_the_table_of_its_crate() {
    let library = ours();
    let mut missing = BTreeSet::new();
    #[expect(clippy::iter_over_hash_type, reason = "what is missing is put in order")]
    for row in library.calls.values() {
        for path in row.instead.values() {
            let path = library.canonical(path);
            let is_there = !can_be_asked(&library, &path)
                || OF_WINDOWS.iter().any(|name| path.ends_with(name))
                || is_known(&library, &path)
                || library.glob(&path).is_some();
            if !is_there {
                missing.insert(path.into_owned());
            }
        }
    }
    assert!(missing.is_empty(), "there is no such thing: {missing:#?}");
}

#[test]
fn the_tables_are_asked_in_earnest() {
    let library = ours();
    for known in [
        "rusqlite::Connection::execute",
        "walkdir::IntoIter::next",
        "flate2::read::GzDecoder::read_to_end",
        "postgres::RowIter::next",
        "tokio::task::spawn",
    ] {
        assert!(is_known(&library, known), "{known}");
    }
    for unknown in [
        "rusqlite::Connection::exec",
        "rusqlite::Connections",
        "walkdir::WalkDir::next",
        "flate2::read::GzDecoder::write_line",
        "tokio::task::swapn",
    ] {
        assert!(!is_known(&library, unknown), "{unknown}");
    }
}

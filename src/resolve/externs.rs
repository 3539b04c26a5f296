//! The crates that code can name.

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::resolve::Symbol;
use crate::resolve::Symbols;
use crate::source::Crate;
use crate::source::CrateId;
use crate::source::Workspace;

/// A crate that code of another can name.
#[derive(Clone, Debug)]
pub(super) enum Extern {
    /// A crate of the workspace.
    Member(CrateId),
    /// Any other: its real name, and the crate where it was read.
    Library(Arc<str>, Option<CrateId>),
}

/// The crates that every crate can name without saying so in its manifest.
const SYSROOT: [&str; 5] = ["std", "core", "alloc", "proc_macro", "test"];

/// The crates that one crate can name.
pub(super) fn of(
    symbols: &mut Symbols,
    workspace: &Workspace,
    krate: &Crate,
) -> FxHashMap<Symbol, Extern> {
    let mut externs = FxHashMap::default();
    for name in SYSROOT {
        externs.insert(symbols.intern(name), Extern::Library(name.into(), None));
    }
    for (name, id) in &krate.externs {
        let found = match id.map(|id| (id, &workspace.crates[id.index()])) {
            Some((id, known)) if !known.dependency => Extern::Member(id),
            Some((id, known)) => Extern::Library(known.name.as_str().into(), Some(id)),
            None => Extern::Library(real_name(workspace, krate, name).into(), None),
        };
        externs.insert(symbols.intern(name), found);
    }
    externs
}

/// A dependency may be renamed by the manifest: rows know it by its own name.
fn real_name(workspace: &Workspace, krate: &Crate, name: &str) -> String {
    krate
        .package
        .and_then(|at| workspace.packages[at].dependencies.iter().find(|it| it.name == name))
        .map_or_else(|| name.to_owned(), |it| it.package.replace('-', "_"))
}

//! The world outside becomes text.
//!
//! Comes in: a folder or manifest, and which packages, targets and features are asked for. Goes out:
//! a [`Workspace`], every text that belongs to it and every crate that is built of them. Manifests
//! are read by ourselves; cargo is never run, nothing is fetched, nothing of the project is run. For
//! another revision of the workspace git is asked, and nothing is checked out.
//! What cannot be read is a [`Note`], or, where nothing at all can be judged, an error.

mod attributes;
mod cargo;
mod cfg;
mod comments;
mod dependencies;
mod disk;
mod files;
mod git;
mod ground;
mod lexis;
mod literal;
mod note;
mod paths;
mod scan;
mod snapshot;
mod span;
mod workers;
mod tree;
mod tokens;

pub use attributes::LINTS_OF_CLIPPY;
pub use cargo::Selection;
pub use cargo::Targets;
pub use cargo::load;
pub use cfg::CfgExpr;
pub use cfg::CfgSet;
pub use comments::Comment;
pub use comments::CommentKind;
pub use dependencies::Wanted;
pub use dependencies::dependencies;
pub use files::Files;
pub use files::SourceFile;
pub use git::Changed;
pub use git::Repository;
pub use note::Note;
pub use note::NoteKind;
pub use scan::Include;
pub use scan::IncludePath;
pub use scan::MacroDef;
pub use scan::ModDecl;
pub use scan::Scan;
pub use scan::UseDecl;
pub use snapshot::Snapshot;
pub use span::FileId;
pub use span::LineColumn;
pub use span::LineTable;
pub use span::Place;
pub use span::Span;
pub use tokens::Token;
pub use tokens::TokenKind;
pub use tokens::tokens;
pub use workers::on_workers;

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use rustc_hash::FxHashSet;

/// Every text and every crate of one run.
#[derive(Debug, Default)]
pub struct Workspace {
    /// The folder of the root manifest, or of the first lone file: not canonicalised.
    pub root: PathBuf,
    /// The packages of the workspace, in the order of their manifest paths; behind them those of
    /// dependencies that were read.
    pub packages: Vec<Package>,
    /// The crates to judge, the workspace's libraries that they use, and, once asked for,
    /// dependencies. [`CrateId`] is the index.
    pub crates: Vec<Crate>,
    /// All texts.
    pub files: Files,
    /// What could not be read or was left out.
    pub notes: Vec<Note>,
    /// What was not read of the dependencies that code names.
    pub unread: Unread,
    /// The repository at another time that it was read from; none for what is on disk.
    pub snapshot: Option<Arc<Snapshot>>,
}

impl Workspace {
    /// The name of the package that a file belongs to: that of the first crate that holds it, judged
    /// ones before others. Empty for lone files.
    pub fn package_of(&self, file: FileId) -> &str {
        let holds = |krate: &&Crate| krate.mounts.iter().any(|mount| mount.file == file);
        let holders = || self.crates.iter().filter(holds);
        let krate = holders().find(|krate| krate.judged).or_else(|| holders().next());
        let package = krate.and_then(|krate| krate.package);
        package.map_or("", |package| &self.packages[package].name)
    }

    /// A crate, and all that it builds on, as far as that was read.
    pub fn built_on(&self, krate: CrateId) -> FxHashSet<CrateId> {
        let mut found = FxHashSet::default();
        let mut open = vec![krate];
        while let Some(krate) = open.pop() {
            if found.insert(krate) {
                open.extend(self.crates[krate.index()].externs.iter().filter_map(|(_, id)| *id));
            }
        }
        found
    }
}

/// What was not read of dependencies.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Unread {
    /// Of each dependency that was read in part: the names in the heads of its other impl blocks,
    /// which say what is not known of whom. None where not even that is known.
    pub impls: BTreeMap<CrateId, Option<BTreeSet<String>>>,
    /// The packages of which nothing was read, for their signatures are known without.
    pub known: BTreeSet<String>,
    /// The packages that are not on this machine.
    pub absent: BTreeSet<String>,
}

/// Names a crate of a [`Workspace`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct CrateId(pub u32);

impl CrateId {
    /// The index into [`Workspace::crates`].
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// A package of the workspace, or an unpacked dependency.
#[derive(Clone, Debug)]
pub struct Package {
    /// The id that `cargo metadata` prints for it.
    pub id: String,
    /// `package.name`.
    pub name: String,
    /// `package.version`; `0.0.0` where none is written.
    pub version: String,
    /// The manifest, under the workspace's root as given.
    pub manifest: PathBuf,
    /// A registry would take it: it may be published, has a description and a licence. Code that we
    /// do not see may use its library.
    pub published: bool,
    /// Belongs to the workspace: its code is judged. Dependencies are only read.
    pub member: bool,
    /// The names of its dependencies as code writes them (`-` as `_`), those of every kind that the
    /// asked-for targets may use, switched-off optional ones included, sorted.
    pub dependencies: Vec<Dependency>,
}

/// One dependency of a package.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Dependency {
    /// The name that code uses.
    pub name: String,
    /// The package's real name.
    pub package: String,
    /// What the manifest asks for: `^1.2`.
    pub requirement: String,
    /// Its folder, for a path dependency.
    pub path: Option<PathBuf>,
    /// Only for tests, examples and benches.
    pub dev: bool,
    /// The features that the manifest asks for, itself and by features that are on.
    pub features: Vec<String>,
    /// With its default features.
    pub default_features: bool,
}

/// A crate: one target of a package, a lone file, or the library of a dependency.
#[derive(Clone, Debug)]
pub struct Crate {
    /// Its package; absent for lone files.
    pub package: Option<usize>,
    /// The name that code of other crates uses: `-` as `_`.
    pub name: String,
    /// What kind of target.
    pub kind: TargetKind,
    /// `crate-type` as cargo prints it: `lib`, `bin`, `proc-macro`, `cdylib`, …
    pub crate_types: Vec<String>,
    /// The target's name as in the manifest (`-` kept).
    pub target: String,
    /// The year of its edition: 2015, 2018, 2021, 2024.
    pub edition: u16,
    /// What `cfg` answers.
    pub cfg: CfgSet,
    /// The crates that its code can name, sorted by name. Workspace libraries point to their crate;
    /// other names have none until [`dependencies`] has read them.
    pub externs: Vec<(String, Option<CrateId>)>,
    /// Its module files; the first is the root.
    pub mounts: Vec<Mount>,
    /// It only serves tests: it is one, or its package stands among the tests of the workspace.
    pub for_tests: bool,
    /// Findings in it are reported. False for workspace libraries outside the selection and for
    /// dependencies.
    pub judged: bool,
    /// A dependency: bodies were blanked before it was parsed.
    pub dependency: bool,
}

/// The kinds of target.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum TargetKind {
    /// `src/lib.rs`, proc-macro libraries included.
    Lib,
    /// `src/main.rs`, `src/bin/*.rs`.
    Bin,
    /// `tests/*.rs`.
    Test,
    /// `examples/*.rs`.
    Example,
    /// `benches/*.rs`.
    Bench,
    /// A file outside any package.
    Lone,
}

/// A file in its place in the module tree of one crate. A file can stand in several crates, and,
/// by `#[path]`, several times in one.
#[derive(Clone, Debug)]
pub struct Mount {
    /// The text.
    pub file: FileId,
    /// The modules declared in it by `mod a;`: the byte offset of the name `a`, and the index of
    /// the mount that it brings. Sorted. Declarations without a file are left out.
    pub children: Vec<(u32, usize)>,
    /// `include!("…")` in item position: the byte offset of `include`, and the mount whose items stand there.
    pub includes: Vec<(u32, usize)>,
}

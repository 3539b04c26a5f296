//! What a name can mean.

use std::sync::Arc;

use crate::ir::ItemId;
use crate::resolve::ScopeId;
use crate::resolve::Symbol;
use crate::source::CrateId;
use crate::source::FileId;

/// A definition of the workspace or of a dependency that was read. The same item of a file has one
/// definition in each crate that mounts the file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct DefId(pub(super) u32);

impl DefId {
    /// The index into a table with one entry a definition.
    pub fn index(self) -> usize {
        self.0 as usize
    }
}

/// One definition.
#[derive(Clone, Debug)]
pub struct Def {
    /// What it is.
    pub kind: DefKind,
    /// Its crate.
    pub krate: CrateId,
    /// The module, impl, trait, enum or, for items in a block, function around it.
    pub parent: Option<DefId>,
    /// Absent for impls; the crate's name for a root module.
    pub name: Option<Symbol>,
    /// The file that holds it: of a module the file that declares it, of a root its own.
    pub file: FileId,
    /// The item; absent for root modules. Of a variant the enum.
    pub item: Option<ItemId>,
    /// The scope that names written in it are looked up in; of a module its own.
    pub scope: ScopeId,
    /// Only built for tests.
    pub test: bool,
}

/// The kinds of definition.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum DefKind {
    /// A module; also a crate's root.
    Module,
    /// A function or method.
    Fn,
    /// A struct or union.
    Struct,
    /// An enum.
    Enum,
    /// The variant with this number.
    Variant(u32),
    /// A trait.
    Trait,
    /// An impl block.
    Impl,
    /// A type alias or associated type.
    TypeAlias,
    /// A const, static or associated const.
    Value,
}

/// What a path means.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Res {
    /// A definition of the workspace, or, seen from inside it, of a dependency.
    Def(DefId),
    /// An item of std or of a dependency.
    Library(LibraryItem),
    /// `u32`, `str`.
    Primitive(Symbol),
    /// Nothing that we know of, or more than one thing.
    Unknown,
}

/// An item outside the workspace: its public path, and its definition where its source was read.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct LibraryItem {
    /// The canonical path: `std::fs::read`.
    pub path: Arc<str>,
    /// Its definition, where its source was read.
    pub def: Option<DefId>,
}

/// The two namespaces that matter here.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Namespace {
    /// Modules, types, traits.
    Types,
    /// Functions, consts, statics, constructors.
    Values,
}

impl Namespace {
    /// Both, types first.
    pub const BOTH: [Namespace; 2] = [Namespace::Types, Namespace::Values];
}

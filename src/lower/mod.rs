//! Text becomes ir; the only room where syn lives.
//!
//! Comes in: a [`Workspace`], every text with what one pass of a lexer found in it. Goes out:
//! [`Lowered`], one [`File`] a text. A syntax tree is not `Send`: it is parsed, lowered and dropped
//! inside one closure, and the thread's span table is cleared behind it. Broken syntax, depth and a
//! panic of our own become notes of the file, never a failure. Nothing is looked up here: names and
//! paths stay as written.

mod attribute;
mod block;
mod chosen;
mod control;
mod derive;
mod driver;
mod expr;
mod file;
mod functions;
mod generics;
mod import;
mod item;
mod left_out;
mod lexis;
mod literal;
mod lowerer;
mod macro_call;
mod macros;
mod member;
mod outline;
mod parse;
mod pat;
mod path;
mod prepare;
mod reading;
mod recover;
mod scopes;
mod signature;
mod token;
mod ty;
mod wanted;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use crate::ir::File;
use crate::library::Library;
use crate::source::FileId;
use crate::source::Wanted;
use crate::source::Workspace;

/// The ir of every text that was read so far.
#[derive(Clone, Debug, Default)]
pub struct Lowered {
    /// [`FileId`] is the index.
    pub all: Vec<Arc<File>>,
}

impl Lowered {
    /// One file.
    pub fn get(&self, id: FileId) -> &File {
        &self.all[id.index()]
    }
}

/// Lowers all texts of the workspace, in parallel.
pub fn files(workspace: &Workspace) -> Lowered {
    with_dependencies(Lowered::default(), workspace)
}

/// Notes in the files of dependencies which bodies need not be read: all but those that the words of the
/// workspace may lead to, and that may lead to something which the library knows.
pub fn choose_bodies(workspace: &mut Workspace, wanted: &Wanted, library: &Library) {
    chosen::choose(workspace, &wanted.words, library);
}

/// Lowers the texts that were added to the workspace since: files of dependencies, with those of their
/// bodies that are to be read.
pub fn with_dependencies(mut lowered: Lowered, workspace: &Workspace) -> Lowered {
    let known = lowered.all.len() as u32;
    let added = (known..workspace.files.all.len() as u32).map(FileId).collect();
    lowered.all.extend(driver::lower(workspace, added));
    lowered
}

/// The paths that leave the workspace: the `use` items, and the paths in signatures, types,
/// expressions and patterns, that begin with the name of a dependency of the crate they stand in.
/// What a local import shortens is told by the import.
pub fn wanted(lowered: &Lowered, workspace: &Workspace) -> Wanted {
    wanted::collect(lowered, workspace)
}

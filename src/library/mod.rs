//! What we know of code that we cannot see.
//!
//! Comes in: the embedded `rules/*.toml`, and the user's own rows. Goes out: a [`Library`], which
//! answers by canonical public path (`std::fs::read`, `std::sync::Mutex::lock`). It never guesses
//! from a name alone.

mod alias;
mod effect;
mod answer;
mod bound;
mod key;
mod owners;
mod parse;
mod path;
mod rows;
mod sigs;
mod table;
mod tables;
mod touch;
mod type_role;
mod vocabulary;

pub use answer::Answer;
pub use answer::AnswerRow;
pub use answer::Pause;
pub use bound::Bound;
pub use effect::EffectRow;
pub use effect::Notifies;
pub use effect::StatementKind;
pub use effect::TransactionStep;
pub use key::key as sig_key;
pub use owners::Signatures;
pub use parse::load;
pub use path::last_name;
pub use path::split_first;
pub use path::split_last;
pub use rows::Rows as RowsForm;
pub use touch::Does;
pub use touch::Touch;
pub use type_role::TypeRole;
pub use vocabulary::AttributeRole;
pub use vocabulary::Blocks;
pub use vocabulary::CallRole;
pub use vocabulary::Cpu;
pub use vocabulary::Enters;
pub use vocabulary::Flavor;
pub use vocabulary::Locks;
pub use vocabulary::Needs;
pub use vocabulary::Unit;
pub use vocabulary::Weight;
pub use vocabulary::Within;

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;
use serde::Deserialize;

use crate::library::alias::Aliases;
use crate::library::alias::MAX_REWRITES;
use crate::library::sigs::Sigs;

/// All rows, by canonical path.
#[derive(Debug, Default)]
pub struct Library {
    calls: FxHashMap<String, CallRow>,
    types: FxHashMap<String, TypeRow>,
    effects: FxHashMap<String, EffectRow>,
    touches: FxHashMap<String, Touch>,
    answers: FxHashMap<String, AnswerRow>,
    sigs: Sigs,
    attributes: FxHashMap<String, (AttributeRole, Option<Flavor>)>,
    aliases: Aliases,
    /// What a glob import of a module brings: `std::io::prelude` to `Read`, `Write`, …
    globs: FxHashMap<String, Vec<String>>,
    prelude: Vec<String>,
    runtimes: Vec<RuntimeRow>,
}

/// Functions that do something: for the last name of each the crate and the name in front of it, `std`
/// and `File` for `std::fs::File::open`. Code that names neither does not call it.
pub type Deeds<'l> = FxHashMap<&'l str, FxHashSet<(&'l str, &'l str)>>;

/// What we know of a function, method or macro.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct CallRow {
    /// What it waits for.
    pub blocks: Option<Blocks>,
    /// How much work that is. Of a call that reads or writes through something else it is the most
    /// that it does where that is a file; absent where [`CallRow::blocks`] is otherwise.
    pub weight: Option<Weight>,
    /// How much it computes.
    pub cpu: Option<Cpu>,
    /// What it asks of the runtime whose thread it is on.
    pub enters: Option<Enters>,
    /// The flavor of the runtime that it is about to build.
    pub flavor: Option<Flavor>,
    /// What to call instead, by runtime: `tokio` to `tokio::fs::read`.
    pub instead: BTreeMap<String, String>,
    /// What it does with its arguments.
    pub role: Option<CallRole>,
    /// Which argument is the closure, future or executor, counted from 0 behind `self`; absent where
    /// [`CallRow::role`] speaks of every closure and future among the arguments.
    pub arg: Option<usize>,
    /// What its argument counts, where it makes a duration of it.
    pub unit: Option<Unit>,
    /// The function that keeps it from waiting, where it is called on the same value before.
    pub unless: Option<String>,
    /// What it takes of the value that it is called on, until its result is dropped.
    pub locks: Option<Locks>,
    /// What the future that it gives waits for.
    pub waits: Option<Blocks>,
    /// The future that it gives begins anew each time: once dropped, nothing is left of what it has
    /// done, of its turn, and of the waker that it was polled with.
    pub restarts: bool,
    /// What it gives or hands to its closure never blocks: the runtime watches it, and tells when there
    /// is something to do. `AsyncFd::get_ref`.
    pub watched: bool,
    /// When it needs the tokio runtime of its thread.
    pub needs: Option<Needs>,
    /// On what threads it runs its closure or future; absent where that is the caller's, or unknown.
    pub within: Option<Within>,
}

/// What we know of a type.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct TypeRow {
    /// What it is for.
    pub role: Option<TypeRole>,
    /// A value of it owns values of its type arguments: what they hold, it holds.
    pub holds: bool,
    /// What reading from it or writing to it waits for.
    pub blocks: Option<Blocks>,
    /// How much work that is; absent where [`TypeRow::blocks`] is.
    pub weight: Option<Weight>,
    /// How its values belong to the thread that made them.
    pub bound: Option<Bound>,
    /// Only one thread at a time can refer to its values: that code has a reference is no sign that
    /// other code has one too.
    pub unshared: bool,
}

/// A runtime that a crate can use.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuntimeRow {
    /// The package, by which rows name it in `instead`.
    pub name: String,
    /// The function that runs a closure where it may block, by canonical path.
    pub offload: String,
    /// Each of its modules is there only with the feature of that name, or with `full`.
    #[serde(default)]
    pub gated: bool,
}

impl Library {
    /// The runtimes, the commonest first.
    pub fn runtimes(&self) -> &[RuntimeRow] {
        &self.runtimes
    }

    /// The canonical path of a public path: the path itself, or what it re-exports.
    ///
    /// An alias of the whole path comes first, then that of its longest module prefix, until none
    /// is left: `rocket::tokio::spawn` is `tokio::spawn` is `tokio::task::spawn`. Then come the
    /// re-exports that a table of signatures tells of.
    pub fn canonical<'p>(&self, path: &'p str) -> Cow<'p, str> {
        let mut path = self.aliases.canonical(path);
        for _ in 0..MAX_REWRITES {
            let Some(rewritten) = self.sigs.rewrite(&path) else { break };
            path = Cow::Owned(self.aliases.canonical(&rewritten).into_owned());
        }
        path
    }

    /// The same as far as rows tell, without the tables of signatures: what those are made with.
    pub fn canonical_by_rows<'p>(&self, path: &'p str) -> Cow<'p, str> {
        self.aliases.canonical(path)
    }

    /// The paths of the names that are in scope everywhere: `std::vec::Vec`, `std::mem::drop`.
    pub fn prelude(&self) -> impl Iterator<Item = &str> {
        self.prelude.iter().map(String::as_str)
    }

    /// Whether a trait has no function of its own that is called by path: `Send`, `Sized`, `Debug`.
    pub fn is_marker(&self, path: &str) -> bool {
        self.ty(path).is_some_and(|row| row.role == Some(TypeRole::Marker))
    }

    /// What is known of a call, by canonical path.
    pub fn call(&self, path: &str) -> Option<&CallRow> {
        self.calls.get(path)
    }

    /// The functions that wait, compute for long or ask something of a runtime.
    pub fn deeds(&self) -> Deeds<'_> {
        let does =
            |row: &CallRow| row.blocks.is_some() || row.cpu.is_some() || row.enters.is_some();
        let mut deeds = Deeds::default();
        for (path, _) in self.calls.iter().filter(|(_, row)| does(row)) {
            if let (Some((krate, _)), Some((owner, name))) = (split_first(path), split_last(path)) {
                deeds.entry(name).or_default().insert((krate, last_name(owner)));
            }
        }
        deeds
    }

    /// No row speaks of a function, by canonical path.
    pub fn is_silent_on(&self, path: &str) -> bool {
        self.call(path).is_none()
            && self.effect(path).is_none()
            && self.answer(path).is_none()
            && self.touch(path).is_none()
    }

    /// What a call does to the world outside, by canonical path.
    pub fn effect(&self, path: &str) -> Option<&EffectRow> {
        self.effects.get(path)
    }

    /// What a call answers that decides how a loop goes on, by canonical path.
    pub fn answer(&self, path: &str) -> Option<&AnswerRow> {
        self.answers.get(path)
    }

    /// What is known of a type, by canonical path.
    pub fn ty(&self, path: &str) -> Option<&TypeRow> {
        self.types.get(path)
    }

    /// Whether a function is a method of a runtime itself, not of a handle to one.
    pub fn is_of_runtime(&self, path: &str) -> bool {
        let owner = split_last(path).and_then(|(owner, _)| self.ty(owner));
        owner.is_some_and(|row| row.role == Some(TypeRole::Runtime))
    }

    /// What a call does to the state that it is called on, by canonical path.
    pub fn touch(&self, path: &str) -> Option<Touch> {
        self.touches.get(path).copied()
    }

    /// Whether the signatures of a crate are known: what its table does not name is not public, or
    /// not in the version that the table was made from.
    pub fn has_sigs(&self, krate: &str) -> bool {
        self.sigs.has(krate)
    }

    /// Whether a table answers for all that code names of a crate, perhaps that of its facade:
    /// `futures_util` is known as `futures`.
    pub fn stands_for(&self, krate: &str) -> bool {
        let path = self.canonical(krate);
        self.has_sigs(split_first(&path).map_or(&path, |(krate, _)| krate))
    }

    /// What is known of the item with this canonical path: the lines with exactly this key, the
    /// user's first. Primitive types are `str`, `u8`, `slice`, `array`, `pointer`.
    pub fn sig_exact<'l>(&'l self, path: &str) -> impl Iterator<Item = &'l str> + use<'l> {
        self.sigs.exact(path)
    }

    /// What is known of the item or module with this canonical path.
    pub fn signatures(&self, path: &str) -> Signatures<'_> {
        self.sigs.of(path)
    }

    /// The lines of an item's functions and consts of one name, the user's first; of a module those
    /// that lie in it.
    pub fn members<'l>(
        &'l self,
        owner: &str,
        name: &str,
    ) -> impl Iterator<Item = &'l str> + use<'l> {
        self.sigs.members(owner, name)
    }

    /// The names of an item's functions and consts, those of several lines several times.
    pub fn member_names(&self, owner: &str) -> Vec<&str> {
        self.sigs.member_names(owner)
    }

    /// The trait of streams, where a row says which: what `stream! { … }` makes has it.
    pub fn stream(&self) -> Option<&str> {
        self.first_type(TypeRole::Stream)
    }

    /// The type of the statics in `task_local!`, where a row says which.
    pub fn task_local(&self) -> Option<&str> {
        self.first_type(TypeRole::TaskLocal)
    }

    /// The type with a role that one type has, or of several the first by its path.
    fn first_type(&self, role: TypeRole) -> Option<&str> {
        let types = self.types.iter().filter(|(_, row)| row.role == Some(role));
        types.map(|(path, _)| path.as_str()).min()
    }

    /// What an attribute does, by canonical path.
    pub fn attribute(&self, path: &str) -> Option<AttributeRole> {
        self.attributes.get(path).map(|(role, _)| *role)
    }

    /// The flavor of the runtime that an attribute starts unless its arguments say otherwise, by
    /// canonical path.
    pub fn flavor(&self, path: &str) -> Option<Flavor> {
        self.attributes.get(path).and_then(|(_, flavor)| *flavor)
    }

    /// The names that a glob import of a library module or enum brings, by its path as written or
    /// canonical; none known: nothing is guessed.
    pub fn glob(&self, module: &str) -> Option<Vec<&str>> {
        if let Some(names) = self.glob_row(module) {
            return Some(names.collect());
        }
        self.sigs.glob(module).or_else(|| self.sigs.glob(&self.canonical(module)))
    }

    /// The names that a row says a glob import brings: they hold even where the source was read.
    pub fn glob_row(&self, module: &str) -> Option<impl Iterator<Item = &str>> {
        let row = self.globs.get(module).or_else(|| self.globs.get(&*self.canonical(module)))?;
        Some(row.iter().map(String::as_str))
    }

    /// The crates that any row or table speaks of, sorted, as code writes them; also `std` and the
    /// names of primitive types, which paths can begin with.
    pub fn crates(&self) -> BTreeSet<&str> {
        let mut crates: BTreeSet<&str> = self.sigs.crates().collect();
        crates.extend(self.paths().into_iter().filter_map(|path| path.split("::").next()));
        crates
    }

    /// Every path that a row speaks of, sorted.
    pub fn paths(&self) -> BTreeSet<&str> {
        let paths = self.calls.keys().chain(self.types.keys()).chain(self.sigs.own.keys());
        let paths = paths.chain(self.touches.keys());
        let paths = paths.chain(self.attributes.keys()).chain(self.globs.keys());
        let paths = paths.chain(self.effects.keys());
        let paths = paths.chain(self.calls.values().filter_map(|row| row.unless.as_ref()));
        let paths = paths.chain(self.answers.keys());
        paths.chain(self.aliases.paths()).map(String::as_str).collect()
    }
}

#[cfg(test)]
mod tests;

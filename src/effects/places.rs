//! On which thread code runs.

use crate::effects::Certainty;
use crate::library::Within;

/// Where code runs.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Place {
    /// On a thread of an executor, which other tasks wait for.
    Executor,
    /// On a thread that may block.
    Offloaded,
    /// At most once in the life of the program.
    Once,
    /// Wherever the function that it belongs to is called.
    Caller,
    /// In a closure that was handed to code we do not know.
    Unknown,
}

/// How a region runs.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Run {
    pub place: Place,
    /// It is a task of its own, or polled beside others.
    pub beside: bool,
    /// Its thread waits for it, as the root of what it runs.
    pub is_root: bool,
    /// It runs whenever its function is called, or, of an async function, awaited; and how sure that
    /// is.
    pub with_root: Option<Certainty>,
    /// Whose thread it is on, as far as its function tells.
    pub thread: Thread,
}

/// Whose thread code is on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Thread {
    /// That of its function's caller, if there is one.
    Caller,
    /// It was given to a call that runs it there.
    Within(Within),
    /// It was handed to code we do not know.
    Unknown,
}

impl Thread {
    /// On what threads, where a call says so.
    pub(super) fn told(self) -> Option<Within> {
        match self {
            Thread::Within(within) => Some(within),
            Thread::Caller | Thread::Unknown => None,
        }
    }
}

/// What becomes of a closure or future.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Outcome {
    /// Where the closure is called, or what polls the future runs.
    pub place: Place,
    /// It becomes a task of its own, a request handler, or is polled beside others.
    pub beside: bool,
    /// On what threads, where a call says so.
    pub within: Option<Within>,
    /// A thread that may block perhaps waits for it alone.
    pub perhaps_apart: bool,
    /// The thread waits for this future, as the root of what it runs.
    pub is_root: bool,
}

impl Outcome {
    pub(super) const UNKNOWN: Outcome = Outcome::at(Place::Unknown);
    /// Polled by an executor beside others.
    pub(super) const BESIDE: Outcome = Outcome { beside: true, ..Outcome::at(Place::Executor) };

    pub(super) const fn at(place: Place) -> Self {
        Self { place, beside: false, within: None, perhaps_apart: false, is_root: false }
    }

    /// It runs as a part of the code around it, which runs in this place.
    pub(super) fn is_here(self, place: Place) -> bool {
        self.place == place && !self.beside && place != Place::Unknown
    }

    /// Of a value that is used in two ways.
    pub(super) fn or(self, other: Outcome) -> Self {
        let place = if self.place == other.place { self.place } else { Place::Unknown };
        let is_offloaded = [self, other].iter().any(|it| it.place == Place::Offloaded);
        // Where one of the two is a runtime's, nothing can be shown.
        let within = if self.within == other.within { self.within } else { Some(Within::Tokio) };
        let perhaps_apart = self.perhaps_apart || other.perhaps_apart || is_offloaded;
        let is_root = self.is_root && other.is_root;
        Self { place, beside: self.beside || other.beside, within, perhaps_apart, is_root }
    }
}

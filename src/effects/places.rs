//! On which thread code runs.

use crate::effects::Certainty;

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
    /// It runs whenever its function is called, or, of an async function, awaited; and how sure that
    /// is.
    pub with_root: Option<Certainty>,
}

/// What becomes of a closure or future.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Outcome {
    /// Where the closure is called, or what polls the future runs.
    pub place: Place,
    /// It becomes a task of its own, a request handler, or is polled beside others.
    pub beside: bool,
}

impl Outcome {
    pub(super) const UNKNOWN: Outcome = Outcome::at(Place::Unknown);
    /// Polled by an executor beside others.
    pub(super) const BESIDE: Outcome = Outcome { place: Place::Executor, beside: true };

    pub(super) const fn at(place: Place) -> Self {
        Self { place, beside: false }
    }

    /// Of a value that is used in two ways.
    pub(super) fn or(self, other: Outcome) -> Self {
        let place = if self.place == other.place { self.place } else { Place::Unknown };
        Self { place, beside: self.beside || other.beside }
    }
}

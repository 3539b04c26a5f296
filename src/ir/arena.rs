//! A growing table whose rows are named by typed indices.

use std::fmt;
use std::hash::Hash;
use std::hash::Hasher;
use std::marker::PhantomData;
use std::num::NonZeroU32;
use std::ops::Index;
use std::ops::IndexMut;

/// The name of one row of an [`Arena`].
pub struct Idx<T> {
    /// One more than the row's number: an `Option` of it is no larger.
    raw: NonZeroU32,
    of: PhantomData<fn() -> T>,
}

impl<T> Idx<T> {
    /// The row with this number.
    pub fn from_raw(raw: u32) -> Self {
        Self { raw: NonZeroU32::MIN.saturating_add(raw), of: PhantomData }
    }

    /// The row's number.
    pub fn raw(self) -> u32 {
        self.raw.get() - 1
    }

    /// The row's number, to index a table beside the arena.
    pub fn index(self) -> usize {
        self.raw() as usize
    }
}

// Written out, because derives would ask the same of `T`.
impl<T> Clone for Idx<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for Idx<T> {}
impl<T> PartialEq for Idx<T> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}
impl<T> Eq for Idx<T> {}
impl<T> PartialOrd for Idx<T> {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}
impl<T> Ord for Idx<T> {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.raw.cmp(&other.raw)
    }
}
impl<T> Hash for Idx<T> {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.raw.hash(state);
    }
}
impl<T> fmt::Debug for Idx<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "#{}", self.raw())
    }
}

/// A table that only grows.
#[derive(Clone, Debug)]
pub struct Arena<T> {
    rows: Vec<T>,
}

impl<T> Default for Arena<T> {
    fn default() -> Self {
        Self { rows: Vec::new() }
    }
}

impl<T> Arena<T> {
    /// Adds a row and names it.
    pub fn push(&mut self, row: T) -> Idx<T> {
        let idx = Idx::from_raw(self.rows.len() as u32);
        self.rows.push(row);
        idx
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether there is no row.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// All rows with their names, in the order they were added.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (Idx<T>, &T)> + ExactSizeIterator {
        self.rows.iter().enumerate().map(|(at, row)| (Idx::from_raw(at as u32), row))
    }

    /// Moves all rows into an arena with room for just them. This one keeps its room.
    pub fn drain(&mut self) -> Arena<T> {
        let mut rows = Vec::with_capacity(self.rows.len());
        rows.append(&mut self.rows);
        Arena { rows }
    }

    /// Gives back what growing left unused.
    pub fn shrink(&mut self) {
        self.rows.shrink_to_fit();
    }
}

impl<T> Index<Idx<T>> for Arena<T> {
    type Output = T;
    fn index(&self, idx: Idx<T>) -> &T {
        &self.rows[idx.index()]
    }
}

impl<T> IndexMut<Idx<T>> for Arena<T> {
    fn index_mut(&mut self, idx: Idx<T>) -> &mut T {
        &mut self.rows[idx.index()]
    }
}

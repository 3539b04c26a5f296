//! Names and paths, as written. Names are interned per file, so that files can be lowered side by
//! side without a lock; `resolve` merges the tables once.

use std::num::NonZeroU32;
use std::ops::Deref;

use crate::ir::texts::Texts;
use crate::ir::ty::GenericArgs;
use crate::ir::ty::TypeRef;
use crate::source::Span;

/// An identifier of one file: an index into its [`NameTable`]. `r#type` and `type` are one name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Name(NonZeroU32);

impl Name {
    /// The name with this place in its table.
    fn at(index: usize) -> Self {
        Self(NonZeroU32::MIN.saturating_add(index as u32))
    }

    /// Its place in its table.
    pub fn index(self) -> usize {
        self.0.get() as usize - 1
    }
}

/// The identifiers of one file.
#[derive(Clone, Debug, Default)]
pub struct NameTable {
    texts: Texts,
}

impl NameTable {
    /// The name of a text, made if it is new.
    pub fn intern(&mut self, text: &str) -> Name {
        Name::at(self.texts.intern(text.strip_prefix("r#").unwrap_or(text)))
    }

    /// Forgets how to find names by text: from here on the table only answers.
    pub fn finish(&mut self) {
        self.texts.finish();
    }

    /// The text of a name.
    pub fn text(&self, name: Name) -> &str {
        self.texts.get(name.index())
    }

    /// All texts; a name is the index of its own.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = &str> {
        self.texts.iter()
    }
}

/// A path as written, with its generic arguments.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Path {
    /// What stands before the first name.
    pub anchor: Anchor,
    /// The names, in order. Empty only for `self`, `crate`, `super` and `<T>` alone.
    pub segments: Segments,
    /// From the first token of the path to its last, without generic arguments at the end.
    pub span: Span,
}

impl Path {
    /// A path without names.
    pub fn new(anchor: Anchor, span: Span) -> Self {
        Self { anchor, segments: Segments::default(), span }
    }

    /// It is the value `self`.
    pub fn is_self(&self) -> bool {
        self.segments.is_empty() && self.anchor == Anchor::Super(0)
    }
}

/// Where a path begins to be looked up.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Anchor {
    /// `a::b`: whatever is in scope. A first name `Self` is an ordinary segment.
    Plain,
    /// `::a::b`: the names of crates.
    Global,
    /// `crate::a`.
    Crate,
    /// `self::a` (0), `super::a` (1), `super::super::a` (2).
    Super(u32),
    /// `$crate::a` in the expansion of a macro that another crate defines: the crate's name.
    DollarCrate(Name),
    /// `<T>::a`, `<T as Trait>::a`.
    Type(Box<QualifiedSelf>),
}

/// `<ty as trait_path>`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct QualifiedSelf {
    /// The type.
    pub ty: TypeRef,
    /// The trait, where one is named.
    pub as_trait: Option<Path>,
}

/// The names of a path: a slice of [`Segment`]. Most paths are one name, which lies in the path
/// itself: whoever walks over a body comes by each of them, and would wait for the memory.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Segments(Kept);

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
enum Kept {
    One(Segment),
    Several(Box<[Segment]>),
}

impl Default for Segments {
    fn default() -> Self {
        Self(Kept::Several(Box::default()))
    }
}

impl From<Segment> for Segments {
    fn from(only: Segment) -> Self {
        Self(Kept::One(only))
    }
}

impl From<Vec<Segment>> for Segments {
    fn from(segments: Vec<Segment>) -> Self {
        match <[Segment; 1]>::try_from(segments) {
            Ok([only]) => Self::from(only),
            Err(several) => Self(Kept::Several(several.into())),
        }
    }
}

impl Deref for Segments {
    type Target = [Segment];

    fn deref(&self) -> &[Segment] {
        match &self.0 {
            Kept::One(only) => std::slice::from_ref(only),
            Kept::Several(several) => several,
        }
    }
}

impl<'a> IntoIterator for &'a Segments {
    type Item = &'a Segment;
    type IntoIter = std::slice::Iter<'a, Segment>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// One name of a path.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Segment {
    /// The name.
    pub name: Name,
    /// `<…>` or `(…) -> …` behind it.
    pub args: Option<Box<GenericArgs>>,
}

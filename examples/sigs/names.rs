//! Names that the notation treats in a way of their own.

use asyncheck::ir::Anchor;
use asyncheck::ir::Name;
use asyncheck::ir::TypeRef;
use asyncheck::library::Library;

/// Traits that are never written: they offer nothing to call and tell nothing of a type.
pub const MARKERS: [&str; 18] = [
    "Send",
    "Sync",
    "Unpin",
    "Sized",
    "UnwindSafe",
    "RefUnwindSafe",
    "Freeze",
    "Debug",
    "Destruct",
    "MetaSized",
    "PointeeSized",
    "StructuralPartialEq",
    "UnsafeUnpin",
    "TrivialClone",
    "Tuple",
    "StructuralEq",
    "MaybeSend",
    "MaybeSync",
];

/// The names that a line writes without a path, wherever it stands.
pub const PRELUDE: [&str; 33] = [
    "Option",
    "Result",
    "Vec",
    "Box",
    "String",
    "ToString",
    "ToOwned",
    "Clone",
    "Copy",
    "Send",
    "Sync",
    "Sized",
    "Drop",
    "Fn",
    "FnMut",
    "FnOnce",
    "AsRef",
    "AsMut",
    "Into",
    "From",
    "TryFrom",
    "TryInto",
    "Default",
    "Iterator",
    "Extend",
    "IntoIterator",
    "DoubleEndedIterator",
    "ExactSizeIterator",
    "Eq",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "FromIterator",
];

/// The types without a path.
const PRIMITIVES: [&str; 17] = [
    "bool", "char", "f32", "f64", "i8", "i16", "i32", "i64", "i128", "isize", "str", "u8", "u16",
    "u32", "u64", "u128", "usize",
];

/// Whether it is a type without a path.
pub fn is_primitive(name: &str) -> bool {
    PRIMITIVES.contains(&name)
}

/// Whether a path is that of the item of std's prelude with its name.
pub fn is_of_prelude(library: &Library, path: &str) -> bool {
    library.prelude().any(|known| known == path)
}

/// Whether a type is nothing but this name.
pub fn is_bare(ty: &TypeRef, name: Name) -> bool {
    let TypeRef::Path(path) = ty else { return false };
    matches!(path.anchor, Anchor::Plain)
        && matches!(&*path.segments, [only] if only.name == name && only.args.is_none())
}

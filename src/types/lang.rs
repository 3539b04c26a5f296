//! The language's own items: the traits and types that its syntax stands for.

use std::rc::Rc;

use crate::ir::BinaryOp;
use crate::ir::UnaryOp;
use crate::ir::ValueKind;
use crate::types::facts::Facts;
use crate::types::ty::Bound;
use crate::types::ty::Head;
use crate::types::ty::Kind;
use crate::types::ty::TraitRef;
use crate::types::ty::Ty;

/// What a call of a closure gives, what a future gives, what an operator gives.
pub(super) const OUTPUT: &str = "Output";
/// What a turn of a loop gives.
pub(super) const ITEM: &str = "Item";
/// What a smart pointer points to.
pub(super) const TARGET: &str = "Target";
pub(super) const SEND: &str = "std::marker::Send";
pub(super) const FUTURE: &str = "std::future::Future";
pub(super) const INTO_FUTURE: &str = "std::future::IntoFuture";
pub(super) const INTO_ITERATOR: &str = "std::iter::IntoIterator";
pub(super) const DEREF: &str = "std::ops::Deref";
pub(super) const INDEX: &str = "std::ops::Index";
pub(super) const OPTION: &str = "std::option::Option";
pub(super) const RESULT: &str = "std::result::Result";
pub(super) const BOX: &str = "std::boxed::Box";
pub(super) const VEC: &str = "std::vec::Vec";
pub(super) const VEC_MACRO: &str = "std::vec";
/// The macros that stand for a call of [`WRITE_METHOD`] on their first argument.
pub(super) const WRITE_MACROS: [&str; 2] = ["std::write", "std::writeln"];
pub(super) const WRITE_METHOD: &str = "write_fmt";
pub(super) const STRING: &str = "std::string::String";
/// The error of what cannot fail.
pub(super) const INFALLIBLE: &str = "std::convert::Infallible";
pub(super) const PIN: &str = "std::pin::Pin";
pub(super) const POLL: &str = "std::task::Poll";

/// What [`WRITE_MACROS`] call on what they write to.
pub(super) const WRITE: (&str, &str) = ("std::io::Write", WRITE_METHOD);
/// The conversion of `?`.
pub(super) const FROM: (&str, &str) = ("std::convert::From", "from");
/// What a loop asks for each turn.
pub(super) const NEXT: (&str, &str) = ("std::iter::Iterator", "next");
/// The type of what a loop asks.
pub(super) const INTO_ITER: &str = "IntoIter";
/// What runs where a value goes away.
pub(super) const DROP: (&str, &str) = ("std::ops::Drop", "drop");
/// What a format asks of what it prints.
pub(super) const DISPLAY: (&str, &str) = ("std::fmt::Display", "fmt");

/// A function of std that hands its work on to an impl: the trait and its function, which generic
/// argument has the impl, and which one is the trait's argument.
pub(super) struct Forwarded {
    pub to: (&'static str, &'static str),
    pub this: usize,
    pub arg: Option<usize>,
}

/// To what impl a function of std hands its work on.
pub(super) fn forwarded(path: &str) -> Option<Forwarded> {
    let (to, this, arg) = match path {
        "std::convert::Into::into" => (FROM, 1, Some(0)),
        "std::convert::TryInto::try_into" => (("std::convert::TryFrom", "try_from"), 1, Some(0)),
        "str::parse" => (("std::str::FromStr", "from_str"), 0, None),
        "std::string::ToString::to_string" => (DISPLAY, 0, None),
        "std::mem::drop" => (DROP, 0, None),
        _ if takes_items(path) => (NEXT, 0, None),
        _ => return None,
    };
    Some(Forwarded { to, this, arg })
}

/// A function of iterators that asks for items at once, rather than giving another iterator.
fn takes_items(path: &str) -> bool {
    let name = path.strip_prefix("std::iter::Iterator::");
    name.is_some_and(|name| TAKE_ITEMS.contains(&name))
}

/// Their names.
const TAKE_ITEMS: [&str; 28] = [
    "all",
    "any",
    "collect",
    "collect_into",
    "count",
    "find",
    "find_map",
    "fold",
    "for_each",
    "is_sorted",
    "last",
    "max",
    "max_by",
    "max_by_key",
    "min",
    "min_by",
    "min_by_key",
    "next",
    "nth",
    "partition",
    "position",
    "product",
    "reduce",
    "sum",
    "try_collect",
    "try_fold",
    "try_for_each",
    "unzip",
];

/// The traits of what can be called, with those of async closures.
const CALLABLE: [&str; 6] = [
    "std::ops::Fn",
    "std::ops::FnMut",
    "std::ops::FnOnce",
    "std::ops::AsyncFn",
    "std::ops::AsyncFnMut",
    "std::ops::AsyncFnOnce",
];

/// Traits that say nothing about values: whatever is asked, the answer is yes.
const MARKERS: [&str; 6] = [
    "std::marker::Send",
    "std::marker::Sync",
    "std::marker::Sized",
    "std::marker::Unpin",
    "std::panic::UnwindSafe",
    "std::panic::RefUnwindSafe",
];

/// The variants of the enums that `?` takes apart.
const VARIANTS: [(&str, &str); 4] =
    [(OPTION, "None"), (OPTION, "Some"), (RESULT, "Ok"), (RESULT, "Err")];

/// The variant of `Option` or `Result` that a path names: the path of the enum, and its name.
pub fn variant_at(path: &str) -> Option<(&'static str, &'static str)> {
    let named = path.rsplit_once("::")?;
    VARIANTS.into_iter().find(|known| *known == named)
}

/// The variant of `Option` or `Result` with a name.
pub fn variant_named(name: &str) -> Option<(&'static str, &'static str)> {
    VARIANTS.into_iter().find(|(_, known)| *known == name)
}

/// A path names `Option` or `Result`.
pub fn has_known_variants(path: &str) -> bool {
    VARIANTS.iter().any(|(of, _)| *of == path)
}

/// A variant of `Option` or `Result` without anything in it.
pub fn is_empty_variant(name: &str) -> bool {
    name == "None"
}

/// A variant that `?` returns.
pub fn is_returned_by_try(name: &str) -> bool {
    matches!(name, "None" | "Err")
}

/// A path names the trait of `==`.
pub fn is_equality(path: &str) -> bool {
    path == "std::cmp::PartialEq"
}

/// How a trait is built into the language.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Builtin {
    /// `Fn(A) -> B` and its kin; of the async ones the call gives a future.
    Callable { is_async: bool },
    /// `Send` and its kin.
    Marker,
    /// `Debug`: signature tables do not say who has it.
    Unlisted,
    /// What function pointers alone have.
    FunctionPointer,
    /// `Ord` and its kin, `Default`: a tuple has it where its parts do.
    Structural,
    /// `Clone`, `Copy`: tuples, closures, references and functions have it.
    Copying,
}

/// What a trait is to the language.
pub(super) fn builtin(facts: &Facts<'_>, head: Head) -> Option<Builtin> {
    let Head::Library(path) = head else { return None };
    let path = facts.store.letters(path);
    if let Some(at) = CALLABLE.iter().position(|known| **known == *path) {
        return Some(Builtin::Callable { is_async: at >= 3 });
    }
    if MARKERS.contains(&&*path) {
        return Some(Builtin::Marker);
    }
    match &*path {
        "std::cmp::PartialEq"
        | "std::cmp::Eq"
        | "std::cmp::PartialOrd"
        | "std::cmp::Ord"
        | "std::default::Default" => Some(Builtin::Structural),
        "std::marker::FnPtr" => Some(Builtin::FunctionPointer),
        "std::fmt::Debug" => Some(Builtin::Unlisted),
        "std::clone::Clone" | "std::marker::Copy" => Some(Builtin::Copying),
        _ => None,
    }
}

/// `impl Future<Output = T>`.
pub(super) fn future_of(facts: &mut Facts<'_>, output: Ty) -> Ty {
    let head = facts.lang(FUTURE);
    let name = facts.store.text(OUTPUT);
    let of = TraitRef { head, args: Rc::new([]) };
    let bound = Bound { of, bindings: [(name, output)].into() };
    facts.store.ty(Kind::Opaque([bound].into()))
}

/// The type of a static as code sees it, from the one that is written.
pub(super) fn value_type(facts: &mut Facts<'_>, kind: ValueKind, inner: Ty) -> Ty {
    match kind {
        ValueKind::Const | ValueKind::Static | ValueKind::Lazy => inner,
        ValueKind::ThreadLocal => facts.store.library("std::thread::LocalKey", &[inner]),
        ValueKind::TaskLocal => match facts.library.task_local() {
            Some(key) => facts.store.library(key, &[inner]),
            None => Ty::UNKNOWN,
        },
    }
}

/// It makes a new value of two: it neither compares them nor joins conditions.
pub fn is_arithmetic(op: BinaryOp) -> bool {
    binary(op).is_some()
}

/// The trait and the method of an operator between two values; none for those that give a `bool`.
pub(super) fn binary(op: BinaryOp) -> Option<(&'static str, &'static str)> {
    Some(match op {
        BinaryOp::Add => ("std::ops::Add", "add"),
        BinaryOp::Sub => ("std::ops::Sub", "sub"),
        BinaryOp::Mul => ("std::ops::Mul", "mul"),
        BinaryOp::Div => ("std::ops::Div", "div"),
        BinaryOp::Rem => ("std::ops::Rem", "rem"),
        BinaryOp::BitAnd => ("std::ops::BitAnd", "bitand"),
        BinaryOp::BitOr => ("std::ops::BitOr", "bitor"),
        BinaryOp::BitXor => ("std::ops::BitXor", "bitxor"),
        BinaryOp::Shl => ("std::ops::Shl", "shl"),
        BinaryOp::Shr => ("std::ops::Shr", "shr"),
        BinaryOp::And
        | BinaryOp::Or
        | BinaryOp::Eq
        | BinaryOp::Ne
        | BinaryOp::Lt
        | BinaryOp::Le
        | BinaryOp::Gt
        | BinaryOp::Ge => return None,
    })
}

/// The trait of `!x` and `-x`.
pub(super) fn unary(op: UnaryOp) -> &'static str {
    match op {
        UnaryOp::Not => "std::ops::Not",
        UnaryOp::Neg => "std::ops::Neg",
        UnaryOp::Deref => DEREF,
    }
}

/// The type of `a..b` and its kin.
pub(super) fn range(from: bool, to: bool, inclusive: bool) -> &'static str {
    match (from, to, inclusive) {
        (true, true, false) => "std::ops::Range",
        (true, true, true) => "std::ops::RangeInclusive",
        (true, false, _) => "std::ops::RangeFrom",
        (false, true, false) => "std::ops::RangeTo",
        (false, true, true) => "std::ops::RangeToInclusive",
        (false, false, _) => "std::ops::RangeFull",
    }
}

/// How a macro gives its argument on.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Handing {
    /// As it is.
    Same,
    /// Behind a pinned reference.
    Pinned,
    /// Out of a `Poll`; what is pending returns.
    Ready,
    /// What the future gives, in a `Poll`.
    Polled,
}

/// How a macro of which `lower` says that it gives its argument on does so.
pub(super) fn handing(name: &str) -> Option<Handing> {
    Some(match name {
        "dbg" => Handing::Same,
        "pin" | "pin_mut" => Handing::Pinned,
        "ready" => Handing::Ready,
        "poll" => Handing::Polled,
        _ => return None,
    })
}

/// What a macro of std gives.
pub(super) fn macro_type(facts: &mut Facts<'_>, path: &str) -> Option<Ty> {
    let name = path.strip_prefix("std::")?;
    Some(match name {
        "format" => facts.store.library(STRING, &[]),
        "print" | "println" | "eprint" | "eprintln" => Ty::UNIT,
        "format_args" => facts.store.library("std::fmt::Arguments", &[]),
        "include_str" | "concat" | "env" | "stringify" | "file" | "module_path" => {
            let text = facts.store.primitive("str");
            facts.store.reference(false, text)
        }
        "option_env" => {
            let text = facts.store.primitive("str");
            let text = facts.store.reference(false, text);
            facts.store.library(OPTION, &[text])
        }
        "line" | "column" => facts.store.primitive("u32"),
        "cfg" => Ty::BOOL,
        _ => return None,
    })
}

//! Types, as small ids: equal types have equal ids.

use std::hash::BuildHasher;
use std::rc::Rc;

use hashbrown::HashTable;
use rustc_hash::FxBuildHasher;
use rustc_hash::FxHashMap;

use crate::resolve::DefId;

/// A type of one [`Store`].
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Ty(u32);

/// A text of one [`Store`]: a name, or the canonical path of something outside the workspace.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) struct Text(u32);

/// A struct, enum or trait.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum Head {
    /// Its source was read.
    Def(DefId),
    /// Known by its canonical path.
    Library(Text),
}

/// A function, or what is called like one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub(super) enum FnRef {
    /// A function, or the constructor of a tuple struct or variant.
    Def(DefId),
    /// A line of a signature table, by its number in [`super::facts::Facts`].
    Line(u32),
    /// A variant of the enum that a line declares.
    Variant(u32, Text),
}

/// What a type is.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) enum Kind {
    /// It could not be told.
    Unknown,
    /// `!`.
    Never,
    /// Not known yet: a variable of the body that is being looked at.
    Var(u32),
    /// `u32`, `str`.
    Primitive(&'static str),
    /// A struct, enum or union with its arguments.
    Adt(Head, Rc<[Ty]>),
    /// `&T`, `&mut T`.
    Ref(bool, Ty),
    /// `*const T`, `*mut T`.
    Pointer(Ty),
    /// `[T]`.
    Slice(Ty),
    /// `[T; N]`.
    Array(Ty),
    /// `(A, B)`.
    Tuple(Rc<[Ty]>),
    /// `fn(A) -> B`.
    FnPointer(Rc<[Ty]>, Ty),
    /// A function by name, with the arguments of its generics.
    FnItem(FnRef, Rc<[Ty]>),
    /// A closure of the body, by its number.
    Closure(u32),
    /// `impl A + B`, the future of an async block.
    Opaque(Rc<[Bound]>),
    /// `dyn A + B`.
    Dyn(Rc<[Bound]>),
    /// The generic parameter with this number among those in scope.
    Param(u32, Text),
    /// `<T as Trait>::Name`.
    Projection(Ty, TraitRef, Text),
}

/// A trait with its arguments, without `Self`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct TraitRef {
    pub head: Head,
    pub args: Rc<[Ty]>,
}

/// `Trait<A, Name = B>`.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub(super) struct Bound {
    pub of: TraitRef,
    pub bindings: Rc<[(Text, Ty)]>,
}

/// What occurs somewhere in a type.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
struct Holds {
    vars: bool,
    params: bool,
    projections: bool,
    closures: bool,
}

/// All types and texts of one worker.
#[derive(Debug)]
pub(super) struct Store {
    kinds: Vec<Kind>,
    holds: Vec<Holds>,
    /// The types by what they are.
    index: HashTable<Ty>,
    texts: Vec<Rc<str>>,
    text_index: FxHashMap<Rc<str>, Text>,
}

impl Ty {
    pub(super) const UNKNOWN: Ty = Ty(0);
    pub(super) const NEVER: Ty = Ty(1);
    pub(super) const UNIT: Ty = Ty(2);
    pub(super) const BOOL: Ty = Ty(3);
    /// Stands for what the text leaves out: `_`, the `T` of a bare `Vec`. Each of its places is
    /// another type.
    pub(super) const OMITTED: Ty = Ty(4);

    /// The row of a table with one for each type.
    pub(super) fn index(self) -> usize {
        self.0 as usize
    }
}

impl Store {
    pub(super) fn new() -> Self {
        let mut store = Self {
            kinds: Vec::new(),
            holds: Vec::new(),
            index: HashTable::new(),
            texts: Vec::new(),
            text_index: FxHashMap::default(),
        };
        // In the order of the constants of `Ty`.
        let unit = Kind::Tuple(Rc::new([]));
        let omitted = Kind::Var(u32::MAX);
        for kind in [Kind::Unknown, Kind::Never, unit, Kind::Primitive("bool"), omitted] {
            store.ty(kind);
        }
        store
    }

    /// The type of a kind, made if it is new.
    pub(super) fn ty(&mut self, kind: Kind) -> Ty {
        let hash = FxBuildHasher.hash_one(&kind);
        let kinds = &self.kinds;
        if let Some(&known) = self.index.find(hash, |ty| kinds[ty.index()] == kind) {
            return known;
        }
        let ty = Ty(kinds.len() as u32);
        self.holds.push(self.holds_of(&kind));
        self.kinds.push(kind);
        let kinds = &self.kinds;
        self.index.insert_unique(hash, ty, |ty| FxBuildHasher.hash_one(&kinds[ty.index()]));
        ty
    }

    /// What a type is. Cheap to clone.
    pub(super) fn kind(&self, ty: Ty) -> &Kind {
        &self.kinds[ty.index()]
    }

    /// The text, made if it is new.
    pub(super) fn text(&mut self, text: &str) -> Text {
        if let Some(&known) = self.text_index.get(text) {
            return known;
        }
        let id = Text(self.texts.len() as u32);
        let text: Rc<str> = text.into();
        self.texts.push(Rc::clone(&text));
        self.text_index.insert(text, id);
        id
    }

    /// The letters of a text.
    pub(super) fn letters(&self, text: Text) -> Rc<str> {
        Rc::clone(&self.texts[text.0 as usize])
    }

    /// A variable occurs in the type.
    pub(super) fn has_vars(&self, ty: Ty) -> bool {
        self.holds[ty.index()].vars
    }

    /// A generic parameter occurs in the type.
    pub(super) fn has_params(&self, ty: Ty) -> bool {
        self.holds[ty.index()].params
    }

    /// A projection occurs in the type.
    pub(super) fn has_projections(&self, ty: Ty) -> bool {
        self.holds[ty.index()].projections
    }

    /// A closure occurs in the type: its number is one of its body's.
    pub(super) fn has_closures(&self, ty: Ty) -> bool {
        self.holds[ty.index()].closures
    }

    fn holds_of(&self, kind: &Kind) -> Holds {
        let mut holds = Holds {
            vars: matches!(kind, Kind::Var(_)),
            params: matches!(kind, Kind::Param(..)),
            projections: matches!(kind, Kind::Projection(..)),
            closures: matches!(kind, Kind::Closure(_)),
        };
        each_part(kind, &mut |part| {
            let of = self.holds[part.index()];
            holds.vars |= of.vars;
            holds.params |= of.params;
            holds.projections |= of.projections;
            holds.closures |= of.closures;
        });
        holds
    }

    /// The direct parts of a type, in the order of [`Store::map_parts`].
    pub(super) fn parts(&self, ty: Ty) -> Vec<Ty> {
        let mut parts = Vec::with_capacity(MOST_PARTS);
        each_part(self.kind(ty), &mut |part| parts.push(part));
        parts
    }

    /// The same type with each direct part replaced.
    pub(super) fn map_parts(&mut self, ty: Ty, map: &mut dyn FnMut(&mut Store, Ty) -> Ty) -> Ty {
        let kind = match self.kind(ty).clone() {
            Kind::Adt(head, args) => Kind::Adt(head, self.map_all(&args, map)),
            Kind::Ref(mutable, inner) => Kind::Ref(mutable, map(self, inner)),
            Kind::Pointer(inner) => Kind::Pointer(map(self, inner)),
            Kind::Slice(inner) => Kind::Slice(map(self, inner)),
            Kind::Array(inner) => Kind::Array(map(self, inner)),
            Kind::Tuple(parts) => Kind::Tuple(self.map_all(&parts, map)),
            Kind::FnPointer(params, ret) => {
                Kind::FnPointer(self.map_all(&params, map), map(self, ret))
            }
            Kind::FnItem(function, args) => Kind::FnItem(function, self.map_all(&args, map)),
            Kind::Opaque(bounds) => Kind::Opaque(self.map_bounds(&bounds, map)),
            Kind::Dyn(bounds) => Kind::Dyn(self.map_bounds(&bounds, map)),
            Kind::Projection(of, trait_, name) => {
                let args = self.map_all(&trait_.args, map);
                Kind::Projection(map(self, of), TraitRef { head: trait_.head, args }, name)
            }
            Kind::Unknown
            | Kind::Never
            | Kind::Var(_)
            | Kind::Primitive(_)
            | Kind::Closure(_)
            | Kind::Param(..) => return ty,
        };
        self.ty(kind)
    }

    fn map_all(&mut self, parts: &Rc<[Ty]>, map: &mut dyn FnMut(&mut Store, Ty) -> Ty) -> Rc<[Ty]> {
        parts.iter().map(|&part| map(self, part)).collect()
    }

    fn map_bounds(
        &mut self,
        bounds: &Rc<[Bound]>,
        map: &mut dyn FnMut(&mut Store, Ty) -> Ty,
    ) -> Rc<[Bound]> {
        bounds.iter().map(|bound| self.map_bound(bound, map)).collect()
    }

    /// The same bound with each type in it replaced.
    pub(super) fn map_bound(
        &mut self,
        bound: &Bound,
        map: &mut dyn FnMut(&mut Store, Ty) -> Ty,
    ) -> Bound {
        let args = self.map_all(&bound.of.args, map);
        let bindings = bound.bindings.iter().map(|&(name, ty)| (name, map(self, ty))).collect();
        Bound { of: TraitRef { head: bound.of.head, args }, bindings }
    }

    /// The type with its generic parameters replaced; one without argument becomes Unknown.
    pub(super) fn substitute(&mut self, ty: Ty, args: &[Ty]) -> Ty {
        if !self.has_params(ty) {
            return ty;
        }
        if let Kind::Param(number, _) = *self.kind(ty) {
            return args.get(number as usize).copied().unwrap_or(Ty::UNKNOWN);
        }
        self.map_parts(ty, &mut |store, part| store.substitute(part, args))
    }

    /// The bound with its generic parameters replaced.
    pub(super) fn substitute_bound(&mut self, bound: &Bound, args: &[Ty]) -> Bound {
        self.map_bound(bound, &mut |store, part| store.substitute(part, args))
    }

    pub(super) fn reference(&mut self, mutable: bool, inner: Ty) -> Ty {
        self.ty(Kind::Ref(mutable, inner))
    }

    pub(super) fn primitive(&mut self, name: &'static str) -> Ty {
        self.ty(Kind::Primitive(name))
    }

    pub(super) fn tuple(&mut self, parts: &[Ty]) -> Ty {
        self.ty(Kind::Tuple(parts.into()))
    }

    /// A type outside the workspace, by its canonical path.
    pub(super) fn library(&mut self, path: &str, args: &[Ty]) -> Ty {
        let head = Head::Library(self.text(path));
        self.ty(Kind::Adt(head, args.into()))
    }
}

fn each_part(kind: &Kind, visit: &mut dyn FnMut(Ty)) {
    match kind {
        Kind::Unknown
        | Kind::Never
        | Kind::Var(_)
        | Kind::Primitive(_)
        | Kind::Closure(_)
        | Kind::Param(..) => {}
        Kind::Adt(_, parts) | Kind::Tuple(parts) | Kind::FnItem(_, parts) => {
            parts.iter().copied().for_each(visit);
        }
        Kind::Ref(_, inner) | Kind::Pointer(inner) | Kind::Slice(inner) | Kind::Array(inner) => {
            visit(*inner);
        }
        Kind::FnPointer(params, ret) => {
            params.iter().copied().for_each(&mut *visit);
            visit(*ret);
        }
        Kind::Opaque(bounds) | Kind::Dyn(bounds) => {
            for bound in bounds.iter() {
                bound.of.args.iter().copied().for_each(&mut *visit);
                bound.bindings.iter().for_each(|&(_, ty)| visit(ty));
            }
        }
        Kind::Projection(of, trait_, _) => {
            trait_.args.iter().copied().for_each(&mut *visit);
            visit(*of);
        }
    }
}

/// Nearly all types have no more direct parts than this.
const MOST_PARTS: usize = 4;

/// How the names of parameters begin that stand for an `impl Trait`.
pub(super) const HIDDEN: &str = "impl#";

/// The length of `usize`.
const LONGEST_PRIMITIVE: usize = 5;

/// The primitive types by name; the one that a name means.
pub(super) fn primitive(name: &str) -> Option<&'static str> {
    const ALL: [&str; 19] = [
        "bool", "char", "str", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32",
        "i64", "i128", "isize", "f32", "f64", "f16", "f128",
    ];
    // Most names are paths, which are longer.
    if name.len() > LONGEST_PRIMITIVE {
        return None;
    }
    ALL.into_iter().find(|&known| known == name)
}

/// What a literal of digits can be.
pub(super) const NUMBERS: [&str; 14] = [
    "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize", "f32",
    "f64",
];

/// `u8 … i128`.
pub(super) fn is_integer(name: &str) -> bool {
    let mut letters = name.chars();
    matches!(letters.next(), Some('u' | 'i')) && letters.all(|it| it.is_ascii_digit())
        || matches!(name, "usize" | "isize")
}

/// Any primitive that a literal of digits can have.
pub(super) fn is_number(name: &str) -> bool {
    is_integer(name) || matches!(name, "f32" | "f64")
}

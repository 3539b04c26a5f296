//! What the text alone says of a value: a truth value, or which variant of an enum it is.

use crate::flow::Accesses;
use crate::ir::Anchor;
use crate::ir::Body;
use crate::ir::Enum;
use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::ItemKind;
use crate::ir::Literal;
use crate::ir::Name;
use crate::ir::Path;
use crate::ir::Segment;
use crate::ir::ValueKind;
use crate::resolve::DefId;
use crate::resolve::DefKind;
use crate::resolve::Names;
use crate::resolve::Namespace;
use crate::resolve::Res;
use crate::types;
use crate::types::BodyTypes;
use crate::types::Type;
use crate::types::TypeHead;
use crate::types::TypeId;

/// What is known of a value.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Shape {
    /// Nothing.
    #[default]
    Unknown,
    /// It is `true` or `false`.
    Bool(bool),
    /// It is this variant, whatever is in it.
    Variant(Variant),
}

/// A variant of an enum.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Variant {
    /// Of an enum whose source was read, by its number.
    Defined(DefId, u32),
    /// Of `Option` or `Result`: the path of the enum, and the name.
    OfLanguage(&'static str, &'static str),
}

impl Shape {
    /// The variant of `Option` or `Result` with a name.
    pub(super) fn named(name: &str) -> Self {
        types::variant_named(name)
            .map_or(Shape::Unknown, |(of, name)| Shape::Variant(Variant::OfLanguage(of, name)))
    }

    /// The truth value.
    pub(super) fn truth(self) -> Option<bool> {
        match self {
            Shape::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// How rows name it: `None`, `true`.
    pub(super) fn name(self) -> Option<&'static str> {
        match self {
            Shape::Bool(true) => Some("true"),
            Shape::Bool(false) => Some("false"),
            Shape::Variant(Variant::OfLanguage(_, name)) => Some(name),
            Shape::Variant(Variant::Defined(..)) | Shape::Unknown => None,
        }
    }

    /// Whether it is a variant.
    pub(super) fn is(self, asked: Option<Variant>) -> Option<bool> {
        match (self, asked?) {
            (Shape::Variant(known), asked) if known.is_of_enum_of(asked) => Some(known == asked),
            _ => None,
        }
    }
}

impl From<Option<bool>> for Shape {
    fn from(truth: Option<bool>) -> Self {
        truth.map_or(Shape::Unknown, Shape::Bool)
    }
}

impl From<Option<Variant>> for Shape {
    fn from(variant: Option<Variant>) -> Self {
        variant.map_or(Shape::Unknown, Shape::Variant)
    }
}

impl Variant {
    fn is_of_enum_of(self, other: Variant) -> bool {
        match (self, other) {
            (Variant::Defined(one, _), Variant::Defined(other, _)) => one == other,
            (Variant::OfLanguage(one, _), Variant::OfLanguage(other, _)) => one == other,
            _ => false,
        }
    }
}

/// Something may be known of an argument of a call, or of what a method is called on: it is a truth
/// value or one of an enum.
pub fn may_be_shaped(names: &Names, types: &BodyTypes, body: &Body, call: ExprId) -> bool {
    let mut found = false;
    body.each_child(call, &mut |part| {
        found = found
            || match types.ty(behind(types, types.type_of(part))) {
                Type::Primitive(name) => *name == "bool",
                Type::Adt(TypeHead::Def(def), _) => names.def(*def).kind == DefKind::Enum,
                Type::Adt(TypeHead::Library(path), _) => types::has_known_variants(path),
                _ => false,
            };
    });
    found
}

/// What a type refers to.
fn behind(types: &BodyTypes, mut ty: TypeId) -> TypeId {
    // A type is finite: each turn goes one step into it.
    while let Type::Ref(_, inner) = types.ty(ty) {
        ty = *inner;
    }
    ty
}

impl<'a> Accesses<'a> {
    /// The variant that a path names, where the value has this type or refers to one that does.
    pub(super) fn variant(self, path: &Path, ty: TypeId) -> Option<Variant> {
        let at = self.names.def(self.types.def);
        let found = self.names.resolve(self.library, at.scope, at.file, path, Namespace::Values);
        match (found.res, found.rest) {
            (Res::Def(def), 0) => self.defined(def),
            (Res::Library(item), 0) => match item.def {
                Some(def) => self.defined(def),
                None => {
                    types::variant_at(&item.path).map(|(of, name)| Variant::OfLanguage(of, name))
                }
            },
            // `Self::A`, an alias of the enum, an enum inside of the function.
            _ => self.member(path.segments.last()?.name, ty),
        }
    }

    /// The truth value of a constant that a path names.
    pub(super) fn constant(self, path: &Path) -> Option<bool> {
        let at = self.names.def(self.types.def);
        let found = self.names.resolve(self.library, at.scope, at.file, path, Namespace::Values);
        let (Res::Def(def), 0) = (found.res, found.rest) else { return None };
        let item = self.names.item(def).map(|item| &item.kind);
        if !matches!(item, Some(ItemKind::Value(value)) if value.kind == ValueKind::Const) {
            return None;
        }
        let body = self.names.body(def)?;
        match body.exprs[body.root].kind {
            ExprKind::Literal(Literal::Bool(value)) => Some(value),
            _ => None,
        }
    }

    /// The variant that a bare name in a pattern stands for.
    pub(super) fn variant_of_name(self, name: Name, ty: TypeId) -> Option<Variant> {
        let segments = Segment { name, args: None }.into();
        self.variant(&Path { segments, ..Path::new(Anchor::Plain, Default::default()) }, ty)
    }

    fn defined(self, def: DefId) -> Option<Variant> {
        let at = self.names.def(def);
        match at.kind {
            DefKind::Variant(number) => Some(Variant::Defined(at.parent?, number)),
            _ => None,
        }
    }

    fn member(self, name: Name, ty: TypeId) -> Option<Variant> {
        let ty = self.types.ty(behind(self.types, ty));
        let Type::Adt(TypeHead::Def(of), _) = ty else { return None };
        self.names.member(*of, self.symbol(name)).and_then(|def| self.defined(def))
    }

    /// Whether `==` holds between two values.
    pub(super) fn are_equal(self, one: Shape, other: Shape) -> Option<bool> {
        match (one, other) {
            (Shape::Bool(one), Shape::Bool(other)) => Some(one == other),
            (Shape::Variant(one), Shape::Variant(other)) if self.is_compared_by_parts(one) => {
                let equal = Shape::Variant(one).is(Some(other))?;
                (!equal || self.is_empty(one)).then_some(equal)
            }
            _ => None,
        }
    }

    /// Nobody wrote what `==` means for values of its enum.
    fn is_compared_by_parts(self, variant: Variant) -> bool {
        let Variant::Defined(of, _) = variant else { return true };
        let at = self.names.def(of);
        let is_equality = |path: &Path| {
            let resolved =
                self.names.resolve(self.library, at.scope, at.file, path, Namespace::Types);
            matches!(resolved.res, Res::Library(item) if types::is_equality(&item.path))
        };
        self.enumeration(of).is_some_and(|it| it.derives.iter().any(is_equality))
    }

    fn is_empty(self, variant: Variant) -> bool {
        match variant {
            Variant::OfLanguage(_, name) => types::is_empty_variant(name),
            Variant::Defined(of, number) => {
                let variants = self.enumeration(of).map(|it| &it.variants);
                let variant = variants.and_then(|all| all.get(number as usize));
                variant.is_some_and(|variant| variant.fields.all().is_empty())
            }
        }
    }

    fn enumeration(self, def: DefId) -> Option<&'a Enum> {
        match self.names.item(def).map(|item| &item.kind) {
            Some(ItemKind::Enum(enumeration)) => Some(enumeration),
            _ => None,
        }
    }
}

/// The one shape that all have.
pub(super) fn alike(mut shapes: impl Iterator<Item = Shape>) -> Shape {
    let first = shapes.next().unwrap_or_default();
    if shapes.all(|shape| shape == first) { first } else { Shape::Unknown }
}

/// Whether all of several things hold, as far as it is known of each.
pub(super) fn all(things: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    let mut known = Some(true);
    for thing in things {
        match thing {
            Some(false) => return Some(false),
            Some(true) => {}
            None => known = None,
        }
    }
    known
}

/// Whether one of several things holds.
pub(super) fn any(things: impl IntoIterator<Item = Option<bool>>) -> Option<bool> {
    all(things.into_iter().map(|thing| thing.map(|it| !it))).map(|it| !it)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_known_decides_only_where_it_does_not_matter() {
        assert_eq!(all([Some(false), None]), Some(false));
        assert_eq!(all([None, Some(true)]), None);
        assert_eq!(all([Some(true), Some(true)]), Some(true));
        assert_eq!(any([None, Some(true)]), Some(true));
        assert_eq!(any([Some(false), None]), None);
        assert_eq!(any([Some(false), Some(false)]), Some(false));
    }

    #[test]
    fn variants_of_different_enums_are_not_compared() {
        let [none, ok] = ["None", "Ok"].map(Shape::named);
        let Shape::Variant(some) = Shape::named("Some") else { panic!("it is one") };
        assert_eq!(none.is(Some(some)), Some(false));
        assert_eq!(ok.is(Some(some)), None);
        assert_eq!(Shape::Unknown.is(Some(some)), None);
        assert_eq!(none.is(None), None);
        assert_eq!(Shape::named("Pending"), Shape::Unknown);
    }

    #[test]
    fn values_are_alike_where_each_is_the_same() {
        let (yes, no) = (Shape::Bool(true), Shape::Bool(false));
        assert_eq!(alike([yes, yes].into_iter()), yes);
        assert_eq!(alike([yes, no].into_iter()), Shape::Unknown);
        assert_eq!(alike(std::iter::empty()), Shape::Unknown);
    }
}

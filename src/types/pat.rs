//! Patterns: what the names in them are.

use std::rc::Rc;

use crate::ir;
use crate::ir::PatId;
use crate::ir::PatKind;
use crate::library::split_last;
use crate::resolve::DefKind;
use crate::resolve::Namespace;
use crate::resolve::Res;
use crate::types::infer::Infer;
use crate::types::line;
use crate::types::signature::Shape;
use crate::types::ty::FnRef;
use crate::types::ty::Head;
use crate::types::ty::Kind;
use crate::types::ty::Text;
use crate::types::ty::Ty;

/// How a pattern binds, once it has looked through a reference.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Mode {
    Move,
    Ref,
    RefMut,
}

impl Infer<'_, '_> {
    /// Binds what a pattern names, matched against a value of this type.
    pub(super) fn bind(&mut self, pat: PatId, ty: Ty) {
        self.bind_in(pat, ty, Mode::Move);
    }

    fn bind_in(&mut self, pat: PatId, ty: Ty, mode: Mode) {
        let body = self.body;
        let ty = self.shallow(ty);
        match &body.pats[pat].kind {
            PatKind::Wild | PatKind::Rest | PatKind::Missing => {}
            PatKind::Value(value) => {
                if let Some(value) = value {
                    let (inner, _) = self.looked_through(ty, mode);
                    self.expr(*value, inner);
                }
            }
            PatKind::Bind { name, by_ref, mutable, sub } => {
                if sub.is_none() && !by_ref && self.is_constant(*name) {
                    self.pats[pat.index()] = self.looked_through(ty, mode).0;
                    self.constants.push(pat);
                    return;
                }
                self.pats[pat.index()] =
                    self.bind_name(*name, ty, mode, by_ref.then_some(*mutable), *sub);
            }
            PatKind::Path(path) => {
                let (found, _) = self.struct_of_path(path);
                let (inner, _) = self.looked_through(ty, mode);
                self.try_unify(found, inner);
                self.pats[pat.index()] = found;
            }
            PatKind::TupleStruct { path, pats } => {
                let (found, shape) = self.struct_of_path(path);
                let (inner, mode) = self.looked_through(ty, mode);
                self.try_unify(found, inner);
                self.pats[pat.index()] = found;
                let fields = self.fields(found, shape.as_deref());
                self.bind_list(pats, &fields, mode);
            }
            PatKind::Struct { path, fields } => {
                let (found, shape) = self.struct_of_path(path);
                let (inner, mode) = self.looked_through(ty, mode);
                self.try_unify(found, inner);
                self.pats[pat.index()] = found;
                for (name, pat) in fields {
                    let name = self.text(*name);
                    let field = shape.as_ref().and_then(|shape| self.field_of(found, shape, name));
                    self.bind_in(*pat, field.unwrap_or(Ty::UNKNOWN), mode);
                }
            }
            PatKind::Tuple(pats) => {
                let (inner, mode) = self.looked_through(ty, mode);
                let has_rest = pats.iter().any(|&pat| self.is_rest(pat));
                if self.is_open(inner) && !has_rest {
                    let parts = self.fresh_args(pats.len());
                    let tuple = self.facts.store.tuple(&parts);
                    self.try_unify(inner, tuple);
                }
                let parts = match self.kind(inner) {
                    Kind::Tuple(parts) => parts.to_vec(),
                    _ => Vec::new(),
                };
                self.bind_list(pats, &parts, mode);
            }
            PatKind::Slice(pats) => {
                let (inner, mode) = self.looked_through(ty, mode);
                let element = match self.kind(inner) {
                    Kind::Slice(element) | Kind::Array(element) => element,
                    _ => Ty::UNKNOWN,
                };
                let rest = self.facts.store.ty(Kind::Slice(element));
                for &pat in pats {
                    let is_rest = matches!(&body.pats[pat].kind, PatKind::Bind { sub: Some(sub), .. } if self.is_rest(*sub));
                    self.bind_in(pat, if is_rest { rest } else { element }, mode);
                }
            }
            PatKind::Ref(inner) => {
                let behind = match self.kind(ty) {
                    Kind::Ref(_, behind) => behind,
                    _ if self.is_open(ty) => {
                        let behind = self.fresh();
                        let reference = self.facts.store.reference(false, behind);
                        self.try_unify(ty, reference);
                        behind
                    }
                    // `|&&x|` on what was looked through already.
                    _ => Ty::UNKNOWN,
                };
                self.bind_in(*inner, behind, Mode::Move);
            }
            PatKind::Or(pats) => {
                // All bind the same names; the first ones found are those that count.
                for &pat in pats {
                    self.bind_in(pat, ty, mode);
                }
            }
        }
    }

    fn is_rest(&self, pat: PatId) -> bool {
        matches!(self.body.pats[pat].kind, PatKind::Rest)
    }

    /// A pattern that is no reference looks through those of its value.
    fn looked_through(&mut self, ty: Ty, mut mode: Mode) -> (Ty, Mode) {
        let mut ty = self.settled(ty);
        while let Kind::Ref(mutable, inner) = self.kind(ty) {
            mode = if mutable && mode != Mode::Ref { Mode::RefMut } else { Mode::Ref };
            ty = self.shallow(inner);
        }
        (ty, mode)
    }

    /// Gives the type that the name gets.
    fn bind_name(
        &mut self,
        name: ir::Name,
        ty: Ty,
        mode: Mode,
        by_ref: Option<bool>,
        sub: Option<PatId>,
    ) -> Ty {
        let bound = match (by_ref, mode) {
            (Some(mutable), _) => self.facts.store.reference(mutable, ty),
            (None, Mode::Move) => ty,
            (None, Mode::Ref) => self.facts.store.reference(false, ty),
            (None, Mode::RefMut) => self.facts.store.reference(true, ty),
        };
        let symbol = self.symbol(name);
        self.locals.push((symbol, bound));
        if let Some(sub) = sub
            && !self.is_rest(sub)
        {
            self.bind_in(sub, ty, mode);
        }
        bound
    }

    /// A bare name that is a const, a unit struct or a variant binds nothing.
    fn is_constant(&self, name: ir::Name) -> bool {
        let names = self.facts.names;
        // Only names that look like one are looked up: a variable is lower case wherever code is
        // linted, and a constant is not.
        if !self.letters(name).starts_with(char::is_uppercase) {
            return false;
        }
        let segment = ir::Segment { name, args: None };
        let path = ir::Path {
            anchor: ir::Anchor::Plain,
            segments: segment.into(),
            span: Default::default(),
        };
        let found =
            names.resolve(self.facts.library, self.scope, self.def.file, &path, Namespace::Values);
        match found.res {
            Res::Def(def) => !matches!(names.def(def).kind, DefKind::Fn),
            Res::Library(_) => true,
            Res::Primitive(_) | Res::Unknown => false,
        }
    }

    fn bind_list(&mut self, pats: &[PatId], types: &[Ty], mode: Mode) {
        let rest = pats.iter().position(|&pat| self.is_rest(pat));
        for (at, &pat) in pats.iter().enumerate() {
            // What stands behind `..` is counted from the end.
            let place = match rest {
                Some(rest) if at > rest => (types.len() + at).checked_sub(pats.len()),
                _ => Some(at),
            };
            let ty = place.and_then(|place| types.get(place)).copied().unwrap_or(Ty::UNKNOWN);
            self.bind_in(pat, ty, mode);
        }
    }

    fn fields(&mut self, of: Ty, shape: Option<&Shape>) -> Vec<Ty> {
        let Some(shape) = shape else { return Vec::new() };
        let Kind::Adt(_, args) = self.kind(of) else { return Vec::new() };
        let fields = shape.fields.iter().map(|&(_, ty)| {
            let ty = self.facts.store.substitute(ty, &args);
            self.normalize(ty)
        });
        fields.collect()
    }

    /// A field of a struct or variant of this type.
    pub(super) fn field_of(&mut self, of: Ty, shape: &Shape, name: Text) -> Option<Ty> {
        let Kind::Adt(_, args) = self.kind(of) else { return None };
        let &(_, ty) = shape.fields.iter().find(|(known, _)| *known == name)?;
        let ty = self.facts.store.substitute(ty, &args);
        Some(self.normalize(ty))
    }

    /// The type that the path of a struct or variant names, with fresh arguments, and its fields.
    pub(super) fn struct_of_path(&mut self, path: &ir::Path) -> (Ty, Option<Rc<Shape>>) {
        let names = self.facts.names;
        let found = self.facts.resolve_type(self.scope, self.def.file, path);
        let variant = match (&found.res, found.rest) {
            (Res::Def(def), 0) => Some(*def),
            (Res::Library(item), 0) => item.def,
            _ => None,
        };
        let variant = variant.filter(|&def| matches!(names.def(def).kind, DefKind::Variant(_)));
        if let Some(def) = variant {
            return self.variant_type(def);
        }
        if let Some(found) = self.variant_by_value(path) {
            return found;
        }
        let ty = self.written_for_value(path);
        if let Kind::Adt(head, _) = self.kind(ty) {
            let is_enum = matches!(head, Head::Def(def) if names.def(def).kind == DefKind::Enum);
            let declared = self.facts.declaration(head).filter(|_| !is_enum);
            let shape = declared.and_then(|declared| self.facts.shape(declared));
            return (ty, shape);
        }
        (Ty::UNKNOWN, None)
    }

    fn variant_type(&mut self, def: crate::resolve::DefId) -> (Ty, Option<Rc<Shape>>) {
        let shape = self.facts.shape(FnRef::Def(def));
        let Some((generics, ty)) = crate::types::written::type_of_shape(self.facts, def) else {
            return (Ty::UNKNOWN, shape);
        };
        let args = self.fresh_args(generics.params.len());
        (self.facts.store.substitute(ty, &args), shape)
    }

    /// `Some`, `Self::A`, `Alias::A`, `std::task::Poll::Ready`.
    fn variant_by_value(&mut self, path: &ir::Path) -> Option<(Ty, Option<Rc<Shape>>)> {
        let names = self.facts.names;
        if let [first, last] = &*path.segments
            && matches!(path.anchor, ir::Anchor::Plain)
            && let Some(subject) = self.site.subject(self.facts, first.name)
        {
            let symbol = self.symbol(last.name);
            let Kind::Adt(Head::Def(def), _) = self.kind(subject) else { return None };
            let variant = names.member(def, symbol)?;
            let (ty, shape) = self.variant_type(variant);
            self.try_unify(ty, subject);
            return Some((ty, shape));
        }
        let found =
            names.resolve(self.facts.library, self.scope, self.def.file, path, Namespace::Values);
        match (found.res, found.rest) {
            (Res::Def(def), 0) if matches!(names.def(def).kind, DefKind::Variant(_)) => {
                Some(self.variant_type(def))
            }
            (Res::Def(_), 1) => {
                let (last, before) = path.segments.split_last()?;
                let prefix = ir::Path { segments: before.to_vec().into(), ..path.clone() };
                let ty = self.written_for_value(&prefix);
                let Kind::Adt(Head::Def(def), _) = self.kind(ty) else { return None };
                let variant = names.member(def, self.symbol(last.name))?;
                let (own, shape) = self.variant_type(variant);
                self.try_unify(own, ty);
                Some((own, shape))
            }
            (Res::Library(item), 0) => self.variant_outside_type(&item.path),
            _ => None,
        }
    }

    fn variant_outside_type(&mut self, path: &str) -> Option<(Ty, Option<Rc<Shape>>)> {
        let (owner, name) = split_last(path)?;
        let owner = self.facts.store.text(owner);
        let line = self.facts.table(owner).item?;
        let name = self.facts.store.text(name);
        let shape = self.facts.shape(FnRef::Variant(line, name))?;
        let (path, generics) = line::parameters(self.facts, line)?;
        let args = self.fresh_args(generics.params.len());
        Some((self.facts.store.library(&path, &args), Some(shape)))
    }
}

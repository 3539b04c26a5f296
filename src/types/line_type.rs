//! Types and shapes in a line of a signature table.

use std::borrow::Cow;
use std::rc::Rc;

use crate::library::split_first;
use crate::types::generics::Omitted;
use crate::types::line_reader::Reader;
use crate::types::line_text::skip_generics;
use crate::types::signature::Shape;
use crate::types::ty::Bound;
use crate::types::ty::Kind;
use crate::types::ty::Text;
use crate::types::ty::TraitRef;
use crate::types::ty::Ty;
use crate::types::ty::primitive;

impl<'a> Reader<'_, 'a> {
    /// A type.
    pub(super) fn ty(&mut self) -> Ty {
        if self.take("&") {
            let mutable = self.take("mut");
            let inner = self.ty();
            return self.facts.store.reference(mutable, inner);
        }
        if self.take("*const") || self.take("*mut") {
            let inner = self.ty();
            return self.facts.store.ty(Kind::Pointer(inner));
        }
        if self.take("[") {
            return self.slice_or_array();
        }
        if self.take("(") {
            return self.tuple();
        }
        if self.take("!") {
            return Ty::NEVER;
        }
        if self.take("<") {
            return self.qualified();
        }
        if self.take("impl") {
            let bounds = self.bounds();
            return self.facts.store.ty(Kind::Opaque(bounds.into()));
        }
        if self.take("dyn") {
            let bounds = self.bounds();
            return self.facts.store.ty(Kind::Dyn(bounds.into()));
        }
        self.take("unsafe");
        if self.take("extern") && self.take("\"") {
            self.rest = self.rest.split_once('"').map_or("", |(_, rest)| rest);
        }
        if self.take("fn") {
            return self.function_pointer();
        }
        if self.number() || self.take("_") {
            return Ty::UNKNOWN;
        }
        let Some(path) = self.path() else { return Ty::UNKNOWN };
        self.path_type(path)
    }

    fn number(&mut self) -> bool {
        let text = self.rest.trim_start();
        let is_number = text.starts_with(|it: char| it.is_ascii_digit() || it == '{');
        if is_number {
            let end = text.find([',', '>', ']', ')']).unwrap_or(text.len());
            self.rest = &text[end..];
        }
        is_number
    }

    fn slice_or_array(&mut self) -> Ty {
        let inner = self.ty();
        let is_array = self.take(";");
        let end = self.rest.find(']').map_or(self.rest.len(), |at| at + 1);
        self.rest = &self.rest[end..];
        let kind = if is_array { Kind::Array(inner) } else { Kind::Slice(inner) };
        self.facts.store.ty(kind)
    }

    fn tuple(&mut self) -> Ty {
        let mut parts = Vec::new();
        let mut comma = false;
        while !self.take(")") {
            let before = self.rest.len();
            parts.push(self.ty());
            comma = self.take(",");
            if self.rest.len() == before {
                break;
            }
        }
        match parts[..] {
            [only] if !comma => only,
            _ => self.facts.store.tuple(&parts),
        }
    }

    fn function_pointer(&mut self) -> Ty {
        let Some(parameters) = self.parameters() else { return Ty::UNKNOWN };
        let ret = self.result();
        self.facts.store.ty(Kind::FnPointer(parameters.others.unwrap_or_default(), ret))
    }

    /// `<T as Trait>::Name`, behind its `<`.
    fn qualified(&mut self) -> Ty {
        let of = self.ty();
        let bound = self.take("as").then(|| self.path()).flatten().map(|path| self.bound(path));
        self.take(">");
        self.take("::");
        let Some(name) = self.word() else { return Ty::UNKNOWN };
        let name = self.facts.store.text(name);
        let projection = match bound {
            Some(bound) => self.facts.store.ty(Kind::Projection(of, bound.of, name)),
            None => self.associated_type(of, name),
        };
        self.further(projection)
    }

    /// `::Name` behind a type, as often as it stands there.
    fn further(&mut self, mut ty: Ty) -> Ty {
        while self.take("::") {
            let Some(name) = self.word() else { return Ty::UNKNOWN };
            let name = self.facts.store.text(name);
            ty = self.associated_type(ty, name);
        }
        ty
    }

    fn path_type(&mut self, path: &'a str) -> Ty {
        let (first, rest) = split_first(path).unwrap_or((path, ""));
        let subject = match first {
            "Self" => self.self_type,
            name => self.param(name),
        };
        if let Some(mut ty) = subject {
            for name in rest.split("::").filter(|name| !name.is_empty()) {
                let name = self.facts.store.text(name);
                ty = self.associated_type(ty, name);
            }
            return ty;
        }
        let args = self.arguments();
        let path = self.canonical(path);
        let ty = self.named(&path, &args);
        self.further(ty)
    }

    pub(super) fn named(&mut self, path: &str, args: &[Ty]) -> Ty {
        self.facts.library_type(path, args, Omitted::Unknown)
    }

    /// A bare name that is neither primitive nor in the prelude belongs to the line's module.
    pub(super) fn canonical(&self, path: &'a str) -> Cow<'a, str> {
        if split_first(path).is_some() || primitive(path).is_some() {
            return Cow::Borrowed(path);
        }
        match self.facts.prelude(path) {
            Some(known) => Cow::Borrowed(known),
            None if matches!(path, "slice" | "array" | "pointer" | "tuple") => Cow::Borrowed(path),
            None => Cow::Owned(format!("{}::{path}", self.module)),
        }
    }

    /// `T::Name`: of the bound of `T` that declares it.
    fn associated_type(&mut self, of: Ty, name: Text) -> Ty {
        let bounds = self.generics.bounds.iter().filter(|(ty, _)| *ty == of);
        let bounds: Vec<TraitRef> = bounds.map(|(_, bound)| bound.of.clone()).collect();
        for bound in bounds {
            if let Some(found) = self.facts.declaring(&bound, of, name) {
                return self.facts.store.ty(Kind::Projection(of, found, name));
            }
        }
        self.facts.associated_of(of, name).unwrap_or(Ty::UNKNOWN)
    }

    /// The associated types of a trait's line, and where it is looked for in them.
    pub(super) fn associated(&mut self, this: TraitRef) -> Vec<(Text, Vec<Bound>)> {
        let mut types = Vec::new();
        if !self.take("{") {
            return types;
        }
        let of = self.self_type.unwrap_or(Ty::UNKNOWN);
        self.generics.bounds.push((of, Bound { of: this, bindings: Rc::new([]) }));
        while let Some(name) = self.word() {
            let name = self.facts.store.text(name);
            if self.rest.trim_start().starts_with('<') {
                // A generic associated type: its own parameters are not followed.
                self.rest = skip_generics(self.rest.trim_start());
            }
            let bounds = if self.take(":") { self.bounds() } else { Vec::new() };
            types.push((name, bounds));
            self.take(",");
        }
        self.generics.bounds.pop();
        types
    }

    /// `{ Name = T }` of an impl.
    pub(super) fn bindings(&mut self) -> Vec<(Text, Ty)> {
        let mut types = Vec::new();
        if !self.take("{") {
            return types;
        }
        while let Some(name) = self.word() {
            let name = self.facts.store.text(name);
            if !self.take("=") {
                break;
            }
            let ty = self.ty();
            types.push((name, ty));
            self.take(",");
        }
        self.take("}");
        types
    }

    /// The trait of a trait's line, applied to its own parameters.
    pub(super) fn head_of_self(&mut self, path: &str) -> TraitRef {
        let head = self.facts.lang(path);
        let params: Vec<Text> = self.generics.params.iter().map(|param| param.name).collect();
        let args = params.iter().enumerate().skip(1);
        let args = args.map(|(at, &name)| self.facts.store.ty(Kind::Param(at as u32, name)));
        TraitRef { head, args: args.collect() }
    }

    /// `(A, B)`, `{ a: A, .. }` or nothing.
    pub(super) fn shape(&mut self) -> Shape {
        let mut shape = Shape { fields: Vec::new(), is_tuple: false, is_open: false };
        if self.take("(") {
            shape.is_tuple = true;
            while !self.take(")") {
                let before = self.rest.len();
                let number = self.facts.store.text(&shape.fields.len().to_string());
                let is_private = self.take("_");
                shape.is_open |= is_private || self.take("..");
                let ty = if is_private { Ty::UNKNOWN } else { self.ty() };
                shape.fields.push((number, ty));
                self.take(",");
                if self.rest.len() == before {
                    break;
                }
            }
        } else if self.take("{") {
            while !self.take("}") {
                shape.is_open |= self.take("..");
                let Some(name) = self.word() else {
                    self.take("}");
                    break;
                };
                let name = self.facts.store.text(name);
                self.take(":");
                let ty = self.ty();
                shape.fields.push((name, ty));
                self.take(",");
            }
        }
        shape
    }

    /// The next variant of an enum's line.
    pub(super) fn variant(&mut self) -> Option<(Text, Shape)> {
        let name = self.word()?;
        let name = self.facts.store.text(name);
        let shape = self.shape();
        self.take(",");
        Some((name, shape))
    }
}

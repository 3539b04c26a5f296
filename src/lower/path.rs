//! Paths and their generic arguments.

use proc_macro2::Ident;

use crate::ir::Anchor;
use crate::ir::GenericArgs;
use crate::ir::Path;
use crate::ir::QualifiedSelf;
use crate::ir::Segment;
use crate::ir::TypeRef;
use crate::lower::lowerer::Lowerer;
use crate::lower::macros::CRATE_MARKER;
use crate::source::Span;

impl Lowerer<'_> {
    /// A path, with `<T as Trait>` before it or not.
    pub(super) fn path(&mut self, qself: Option<&syn::QSelf>, path: &syn::Path) -> Path {
        match qself {
            Some(qself) => self.qualified_path(qself, path),
            None => self.plain_path(path),
        }
    }

    /// A path without `<T as Trait>` before it.
    pub(super) fn plain_path(&mut self, path: &syn::Path) -> Path {
        self.path_of(path, path.segments.len())
    }

    /// The path that the first `count` names of a path make.
    fn path_of(&mut self, path: &syn::Path, count: usize) -> Path {
        let names = path.segments.iter().take(count);
        let (anchor, taken, mut span) = match path.leading_colon {
            Some(colons) => (Anchor::Global, 0, Some(self.token(colons.spans[0], 2))),
            None => self.anchor(names.clone().map(|segment| &segment.ident)),
        };
        let segments = self.segments(names.skip(taken), &mut span);
        Path { anchor, segments, span: span.unwrap_or_default() }
    }

    fn qualified_path(&mut self, qself: &syn::QSelf, path: &syn::Path) -> Path {
        let mut span = Some(self.token(qself.lt_token.spans[0], 1));
        let ty = self.ty(&qself.ty);
        let as_trait = qself.as_token.map(|_| self.path_of(path, qself.position));
        let anchor = Anchor::Type(Box::new(QualifiedSelf { ty, as_trait }));
        let segments = self.segments(path.segments.iter().skip(qself.position), &mut span);
        Path { anchor, segments, span: span.unwrap_or_default() }
    }

    /// The anchor that the first names of a path make, how many these are, and where they lie.
    fn anchor<'p>(
        &mut self,
        mut idents: impl Iterator<Item = &'p Ident>,
    ) -> (Anchor, usize, Option<Span>) {
        let Some(first) = idents.next() else { return (Anchor::Plain, 0, None) };
        let (mut ups, mut span) = match first {
            first if first == "crate" => {
                return (Anchor::Crate, 1, Some(self.token(first.span(), 5)));
            }
            first if first == "self" => (0, self.token(first.span(), 4)),
            first if first == "super" => (1, self.token(first.span(), 5)),
            first => match self.dollar_crate(first) {
                Some(anchor) => return (anchor, 1, Some(self.long_token(first.span()))),
                None => return (Anchor::Plain, 0, None),
            },
        };
        let mut taken = 1;
        for above in idents.take_while(|ident| *ident == "super") {
            ups += 1;
            taken += 1;
            span = span.to(self.token(above.span(), 5));
        }
        (Anchor::Super(ups), taken, Some(span))
    }

    /// The anchor that `$crate` makes in code of another crate's macro.
    pub(super) fn dollar_crate(&mut self, ident: &Ident) -> Option<Anchor> {
        self.expansion?;
        let text = ident.to_string();
        let name = text.strip_prefix(CRATE_MARKER)?;
        Some(Anchor::DollarCrate(self.file.names.intern(name)))
    }

    fn segments<'p>(
        &mut self,
        segments: impl Iterator<Item = &'p syn::PathSegment>,
        span: &mut Option<Span>,
    ) -> Box<[Segment]> {
        let lower = |segment: &syn::PathSegment| {
            let (name, own) = self.ident(&segment.ident);
            *span = Some(span.map_or(own, |span| span.to(own)));
            let args = match &segment.arguments {
                syn::PathArguments::None => None,
                syn::PathArguments::AngleBracketed(args) => Some(Box::new(self.angle_args(args))),
                syn::PathArguments::Parenthesized(args) => Some(Box::new(self.paren_args(args))),
            };
            Segment { name, args }
        };
        segments.map(lower).collect()
    }

    /// `<A, B, Item = C>`.
    pub(super) fn angle_args(&mut self, args: &syn::AngleBracketedGenericArguments) -> GenericArgs {
        let mut types = Vec::new();
        let mut bindings = Vec::new();
        for arg in &args.args {
            match arg {
                syn::GenericArgument::Type(ty) => types.push(self.ty(ty)),
                syn::GenericArgument::Const(_) => types.push(TypeRef::Unknown),
                syn::GenericArgument::AssocType(binding) => {
                    bindings.push((self.name(&binding.ident), self.ty(&binding.ty)));
                }
                syn::GenericArgument::Constraint(binding) => {
                    let bounds = TypeRef::Impl(self.bounds(&binding.bounds));
                    bindings.push((self.name(&binding.ident), bounds));
                }
                _ => {}
            }
        }
        GenericArgs { types: types.into(), bindings: bindings.into(), ret: None }
    }

    fn paren_args(&mut self, args: &syn::ParenthesizedGenericArguments) -> GenericArgs {
        GenericArgs {
            types: args.inputs.iter().map(|input| self.ty(&input.ty)).collect(),
            bindings: Box::new([]),
            ret: Some(Box::new(self.ret(&args.output).unwrap_or_else(TypeRef::unit))),
        }
    }
}

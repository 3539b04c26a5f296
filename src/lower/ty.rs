//! Types, and where they begin and end.

use crate::ir::Bound;
use crate::ir::TypeRef;
use crate::lower::lowerer::Lowerer;
use crate::lower::lowerer::boxed;
use crate::source::Span;

impl Lowerer<'_> {
    /// A type.
    pub(super) fn ty(&mut self, ty: &syn::Type) -> TypeRef {
        match ty {
            syn::Type::Path(ty) => TypeRef::Path(Box::new(self.path(ty.qself.as_ref(), &ty.path))),
            syn::Type::Reference(ty) => {
                let inner = Box::new(self.ty(&ty.elem));
                TypeRef::Ref { mutable: ty.mutability.is_some(), inner }
            }
            syn::Type::Ptr(ty) => TypeRef::Pointer(Box::new(self.ty(&ty.elem))),
            syn::Type::Slice(ty) => TypeRef::Slice(Box::new(self.ty(&ty.elem))),
            syn::Type::Array(ty) => TypeRef::Array(Box::new(self.ty(&ty.elem))),
            syn::Type::Tuple(ty) => TypeRef::Tuple(boxed(ty.elems.iter().map(|ty| self.ty(ty)))),
            syn::Type::FnPtr(ty) => TypeRef::Fn {
                params: boxed(ty.inputs.iter().map(|input| self.ty(&input.ty))),
                ret: Box::new(self.ret(&ty.output).unwrap_or_else(TypeRef::unit)),
            },
            syn::Type::ImplTrait(ty) => TypeRef::Impl(self.bounds(&ty.bounds)),
            syn::Type::TraitObject(ty) => TypeRef::Dyn(self.bounds(&ty.bounds)),
            syn::Type::Paren(ty) => self.ty(&ty.elem),
            syn::Type::Group(ty) => self.ty(&ty.elem),
            syn::Type::Never(_) => TypeRef::Never,
            syn::Type::Infer(_) => TypeRef::Infer,
            syn::Type::Macro(ty) => self.macro_type(&ty.mac),
            _ => TypeRef::Unknown,
        }
    }

    /// What is written behind `->`.
    pub(super) fn ret(&mut self, ret: &syn::ReturnType) -> Option<TypeRef> {
        match ret {
            syn::ReturnType::Default => None,
            syn::ReturnType::Type(_, ty) => Some(self.ty(ty)),
        }
    }

    /// `A + B`: lifetimes, `?Sized` and `use<…>` are dropped.
    pub(super) fn bounds<'b>(
        &mut self,
        bounds: impl IntoIterator<Item = &'b syn::TypeParamBound>,
    ) -> Box<[Bound]> {
        let lower = |bound: &syn::TypeParamBound| match bound {
            syn::TypeParamBound::Trait(bound) if bound.maybe.is_none() => {
                Some(Bound { path: self.plain_path(&bound.path) })
            }
            _ => None,
        };
        bounds.into_iter().filter_map(lower).collect()
    }

    /// The first token of a type, or the nearest that is cheap to find.
    pub(super) fn ty_start(&self, ty: &syn::Type) -> Span {
        match ty {
            syn::Type::Path(ty) => match (&ty.qself, ty.path.leading_colon) {
                (Some(qself), _) => self.token(qself.lt_token.spans[0], 1),
                (None, Some(colons)) => self.token(colons.spans[0], 2),
                (None, None) => ty
                    .path
                    .segments
                    .first()
                    .map_or(Span::default(), |segment| self.token(segment.ident.span(), 1)),
            },
            syn::Type::Reference(ty) => self.token(ty.and_token.spans[0], 1),
            syn::Type::Ptr(ty) => self.token(ty.star_token.spans[0], 1),
            syn::Type::Slice(ty) => self.token(ty.bracket_token.span.open(), 1),
            syn::Type::Array(ty) => self.token(ty.bracket_token.span.open(), 1),
            syn::Type::Tuple(ty) => self.token(ty.paren_token.span.open(), 1),
            syn::Type::Paren(ty) => self.token(ty.paren_token.span.open(), 1),
            syn::Type::Group(ty) => self.ty_start(&ty.elem),
            syn::Type::FnPtr(ty) => self.token(ty.fn_token.span, 2),
            syn::Type::ImplTrait(ty) => self.token(ty.impl_token.span, 4),
            syn::Type::TraitObject(ty) => match (ty.dyn_token, ty.bounds.first()) {
                (Some(token), _) => self.token(token.span, 3),
                (None, Some(syn::TypeParamBound::Trait(bound))) => self.path_last(&bound.path),
                (None, _) => Span::default(),
            },
            syn::Type::Never(ty) => self.token(ty.bang_token.spans[0], 1),
            syn::Type::Infer(ty) => self.token(ty.underscore_token.spans[0], 1),
            syn::Type::Macro(ty) => self.token(ty.mac.bang_token.spans[0], 1),
            syn::Type::Verbatim(tokens) => self.tokens(tokens),
            _ => Span::default(),
        }
    }

    /// The last token of a type.
    pub(super) fn ty_end(&self, ty: &syn::Type) -> Span {
        match ty {
            syn::Type::Path(ty) => self.path_last(&ty.path),
            syn::Type::Reference(ty) => self.ty_end(&ty.elem),
            syn::Type::Ptr(ty) => self.ty_end(&ty.elem),
            syn::Type::Group(ty) => self.ty_end(&ty.elem),
            syn::Type::Slice(ty) => self.closing(ty.bracket_token.span),
            syn::Type::Array(ty) => self.closing(ty.bracket_token.span),
            syn::Type::Tuple(ty) => self.closing(ty.paren_token.span),
            syn::Type::Paren(ty) => self.closing(ty.paren_token.span),
            syn::Type::FnPtr(ty) => match &ty.output {
                syn::ReturnType::Default => self.closing(ty.paren_token.span),
                syn::ReturnType::Type(_, ty) => self.ty_end(ty),
            },
            syn::Type::Macro(ty) => self.closing(*ty.mac.delimiter.span()),
            syn::Type::ImplTrait(ty) => self.bounds_end(&ty.bounds),
            syn::Type::TraitObject(ty) => self.bounds_end(&ty.bounds),
            syn::Type::Verbatim(tokens) => self.tokens(tokens),
            _ => self.ty_start(ty),
        }
    }

    /// The last token of a path.
    pub(super) fn path_last(&self, path: &syn::Path) -> Span {
        let Some(last) = path.segments.last() else { return Span::default() };
        match &last.arguments {
            syn::PathArguments::None => self.long_token(last.ident.span()),
            syn::PathArguments::AngleBracketed(args) => self.token(args.gt_token.spans[0], 1),
            syn::PathArguments::Parenthesized(args) => match &args.output {
                syn::ReturnType::Default => self.closing(args.paren_token.span),
                syn::ReturnType::Type(_, ty) => self.ty_end(ty),
            },
        }
    }

    fn bounds_end<'b>(
        &self,
        bounds: impl IntoIterator<Item = &'b syn::TypeParamBound, IntoIter: DoubleEndedIterator>,
    ) -> Span {
        match bounds.into_iter().next_back() {
            Some(syn::TypeParamBound::Trait(bound)) => match bound.paren_token {
                Some(paren) => self.closing(paren.span),
                None => self.path_last(&bound.path),
            },
            Some(syn::TypeParamBound::Lifetime(lifetime)) => self.long_token(lifetime.ident.span()),
            Some(syn::TypeParamBound::PreciseCapture(capture)) => {
                self.token(capture.gt_token.spans[0], 1)
            }
            Some(syn::TypeParamBound::Verbatim(tokens)) => self.tokens(tokens),
            _ => Span::default(),
        }
    }
}

//! Patterns.

use crate::ir::PatId;
use crate::ir::PatKind;
use crate::ir::TypeRef;
use crate::lower::lowerer::Lowerer;
use crate::lower::lowerer::boxed;
use crate::source::Span;

impl Lowerer<'_> {
    /// A pattern.
    pub(super) fn pat(&mut self, pat: &syn::Pat) -> PatId {
        match pat {
            syn::Pat::Ident(pat) => self.binding(pat),
            syn::Pat::Wild(pat) => {
                let span = self.token(pat.underscore_token.spans[0], 1);
                self.alloc_pat(PatKind::Wild, span)
            }
            syn::Pat::Rest(pat) => {
                let span = self.token(pat.dot2_token.spans[0], 2);
                self.alloc_pat(PatKind::Rest, span)
            }
            syn::Pat::Path(pat) => {
                let path = self.path(pat.qself.as_ref(), &pat.path);
                let span = path.span.to(self.path_last(&pat.path));
                self.alloc_pat(PatKind::Path(Box::new(path)), span)
            }
            syn::Pat::TupleStruct(pat) => self.tuple_struct_pat(pat),
            syn::Pat::Struct(pat) => self.struct_pat(pat),
            syn::Pat::Tuple(pat) => {
                let pats = self.pats(&pat.elems);
                let span = self.brackets(pat.paren_token.span);
                self.alloc_pat(PatKind::Tuple(pats), span)
            }
            syn::Pat::Slice(pat) => {
                let pats = self.pats(&pat.elems);
                let span = self.brackets(pat.bracket_token.span);
                self.alloc_pat(PatKind::Slice(pats), span)
            }
            syn::Pat::Reference(pat) => {
                let inner = self.pat(&pat.pat);
                let span = self.token(pat.and_token.spans[0], 1).to(self.pat_span(inner));
                self.alloc_pat(PatKind::Ref(inner), span)
            }
            syn::Pat::Or(pat) => {
                let pats = self.pats(&pat.cases);
                let spans = pats.iter().map(|&pat| self.pat_span(pat));
                let span = spans.reduce(Span::to).unwrap_or_default();
                self.alloc_pat(PatKind::Or(pats), span)
            }
            syn::Pat::Paren(pat) => self.pat(&pat.pat),
            syn::Pat::Guard(pat) => self.pat(&pat.pat),
            syn::Pat::Type(pat) => self.pat(&pat.pat),
            syn::Pat::Macro(call) => self.macro_pat(&call.mac),
            _ => self.value_pat(pat),
        }
    }

    /// A pattern with the type behind it.
    pub(super) fn typed_pat(&mut self, pat: &syn::Pat) -> (PatId, Option<TypeRef>) {
        match pat {
            syn::Pat::Type(typed) => (self.pat(&typed.pat), Some(self.ty(&typed.ty))),
            pat => (self.pat(pat), None),
        }
    }

    fn binding(&mut self, pat: &syn::PatIdent) -> PatId {
        let sub = pat.subpat.as_ref().map(|(_, sub)| self.pat(sub));
        let (name, span) = self.ident(&pat.ident);
        let kind = PatKind::Bind {
            name,
            by_ref: pat.by_ref.is_some(),
            mutable: pat.mutability.is_some(),
            sub,
        };
        self.alloc_pat(kind, span)
    }

    fn tuple_struct_pat(&mut self, pat: &syn::PatTupleStruct) -> PatId {
        let path = Box::new(self.path(pat.qself.as_ref(), &pat.path));
        let pats = self.pats(&pat.elems);
        let span = path.span.to(self.closing(pat.paren_token.span));
        self.alloc_pat(PatKind::TupleStruct { path, pats }, span)
    }

    fn struct_pat(&mut self, pat: &syn::PatStruct) -> PatId {
        let path = Box::new(self.path(pat.qself.as_ref(), &pat.path));
        let lower = |field: &syn::FieldPat| (self.member(&field.member).0, self.pat(&field.pat));
        let fields = boxed(pat.fields.iter().map(lower));
        let span = path.span.to(self.closing(pat.brace_token.span));
        self.alloc_pat(PatKind::Struct { path, fields }, span)
    }

    fn value_pat(&mut self, pat: &syn::Pat) -> PatId {
        let value = match pat {
            syn::Pat::Lit(literal) => self.literal_expr(literal),
            syn::Pat::Range(range) => self.range(range),
            syn::Pat::Const(block) => self.const_block(block),
            syn::Pat::Verbatim(tokens) => {
                let span = self.tokens(tokens);
                return self.alloc_pat(PatKind::Missing, span);
            }
            _ => return self.alloc_pat(PatKind::Missing, Span::default()),
        };
        self.alloc_pat(PatKind::Value(Some(value)), self.extent(value))
    }

    fn pats<'p>(
        &mut self,
        pats: impl IntoIterator<Item = &'p syn::Pat, IntoIter: ExactSizeIterator>,
    ) -> Box<[PatId]> {
        boxed(pats.into_iter().map(|pat| self.pat(pat)))
    }
}

//! Literals.

use crate::ir::ExprId;
use crate::ir::ExprKind;
use crate::ir::Literal;
use crate::ir::Name;
use crate::lower::lowerer::Lowerer;
use crate::source::Span;

impl Lowerer<'_> {
    /// A literal.
    pub(super) fn literal_expr(&mut self, expr: &syn::ExprLit) -> ExprId {
        let span = match &expr.lit {
            syn::Lit::Float(literal) => self.long_token(literal.span()),
            syn::Lit::Verbatim(literal) => self.long_token(literal.span()),
            literal => self.literal_token(literal.span()),
        };
        let literal = self.literal(&expr.lit, span);
        self.alloc_expr(ExprKind::Literal(literal), span)
    }

    /// What a literal says. One that syn does not know reads as bytes.
    fn literal(&mut self, literal: &syn::Lit, span: Span) -> Literal {
        match literal {
            syn::Lit::Str(literal) => Literal::Str(self.string(literal, span)),
            syn::Lit::Byte(_) => Literal::Byte,
            syn::Lit::Char(_) => Literal::Char,
            syn::Lit::Int(literal) => {
                let suffix = self.suffix(literal.suffix());
                let value = literal.base10_digits().parse();
                value.map_or(Literal::HugeInt(suffix), |value| Literal::Int(value, suffix))
            }
            syn::Lit::Float(literal) => Literal::Float(self.suffix(literal.suffix())),
            syn::Lit::Bool(literal) => Literal::Bool(literal.value),
            _ => Literal::Bytes,
        }
    }

    /// A string without escapes is what stands between its quotes.
    fn string(&self, literal: &syn::LitStr, span: Span) -> Box<str> {
        let text = self.text_of(span);
        let inner = text.strip_prefix('"').and_then(|text| text.strip_suffix('"'));
        let plain = |inner: &&str| !inner.bytes().any(|byte| matches!(byte, b'\\' | b'\r'));
        match inner.filter(|inner| self.expansion.is_none() && plain(inner)) {
            Some(inner) => inner.into(),
            None => literal.value().into(),
        }
    }

    fn suffix(&mut self, suffix: &str) -> Option<Name> {
        match suffix {
            "" => None,
            suffix => Some(self.file.names.intern(suffix)),
        }
    }
}

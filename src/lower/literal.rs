//! Literals.

use crate::ir::Literal;
use crate::ir::Name;
use crate::lower::lowerer::Lowerer;

impl Lowerer<'_> {
    /// A literal. One that syn does not know reads as bytes.
    pub(super) fn literal(&mut self, literal: &syn::Lit) -> Literal {
        match literal {
            syn::Lit::Str(literal) => Literal::Str(literal.value().into()),
            syn::Lit::Byte(_) => Literal::Byte,
            syn::Lit::Char(_) => Literal::Char,
            syn::Lit::Int(literal) => {
                Literal::Int(literal.base10_digits().parse().ok(), self.suffix(literal.suffix()))
            }
            syn::Lit::Float(literal) => Literal::Float(self.suffix(literal.suffix())),
            syn::Lit::Bool(literal) => Literal::Bool(literal.value),
            _ => Literal::Bytes,
        }
    }

    fn suffix(&mut self, suffix: &str) -> Option<Name> {
        match suffix {
            "" => None,
            suffix => Some(self.file.names.intern(suffix)),
        }
    }
}

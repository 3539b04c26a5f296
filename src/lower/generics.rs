//! Type parameters and `where` clauses.

use crate::ir::Anchor;
use crate::ir::Bound;
use crate::ir::GenericParam;
use crate::ir::Generics;
use crate::ir::Path;
use crate::ir::Segment;
use crate::ir::TypeRef;
use crate::lower::lowerer::Lowerer;

impl Lowerer<'_> {
    /// The parameters of an item, with the bounds at them and those behind `where` in one list.
    pub(super) fn generics(&mut self, generics: &syn::Generics) -> Generics {
        let mut params = Vec::new();
        let mut bounds = Vec::new();
        for param in &generics.params {
            match param {
                syn::GenericParam::Type(param) => {
                    params.push(self.type_param(param, &mut bounds));
                }
                syn::GenericParam::Const(param) => params.push(GenericParam {
                    name: self.name(&param.ident),
                    is_const: true,
                    default: param.default.as_ref().map(|_| TypeRef::Unknown),
                }),
                syn::GenericParam::Lifetime(_) => {}
            }
        }
        for predicate in generics.where_clause.iter().flat_map(|clause| &clause.predicates) {
            let syn::WherePredicate::Type(predicate) = predicate else { continue };
            let ty = self.ty(&predicate.bounded_ty);
            bounds.push((ty, self.bounds(&predicate.bounds)));
        }
        Generics { params: params.into(), bounds: bounds.into() }
    }

    fn type_param(
        &mut self,
        param: &syn::TypeParam,
        bounds: &mut Vec<(TypeRef, Box<[Bound]>)>,
    ) -> GenericParam {
        let (name, span) = self.ident(&param.ident);
        let own = self.bounds(&param.bounds);
        if !own.is_empty() {
            let segments = Segment { name, args: None }.into();
            let path = Path { anchor: Anchor::Plain, segments, span };
            bounds.push((TypeRef::Path(Box::new(path)), own));
        }
        let default = param.default.as_ref().map(|(_, ty)| self.ty(ty));
        GenericParam { name, is_const: false, default }
    }
}

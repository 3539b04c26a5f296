//! Functions: signatures, parameters, bodies.

use crate::ir::Fn;
use crate::ir::ItemId;
use crate::ir::ItemKind;
use crate::ir::Param;
use crate::ir::Receiver;
use crate::lower::lowerer::Lowerer;
use crate::source::Span;

impl Lowerer<'_> {
    /// A function outside of impls and traits.
    pub(super) fn function(&mut self, item: &syn::ItemFn) -> ItemId {
        self.fn_item(&item.attrs, &item.vis, &item.sig, Some(&item.block))
    }

    /// A function of any kind.
    pub(super) fn fn_item(
        &mut self,
        attrs: &[syn::Attribute],
        vis: &syn::Visibility,
        sig: &syn::Signature,
        block: Option<&syn::Block>,
    ) -> ItemId {
        let first = self.first_keyword(sig);
        let head = self.head(attrs, vis, first, &sig.ident);
        let end = match (block, &sig.output) {
            (Some(block), _) => self.closing(block.brace_token.span),
            (None, syn::ReturnType::Type(_, ty)) => self.ty_end(ty),
            (None, syn::ReturnType::Default) => self.closing(sig.paren_token.span),
        };
        let kind = Fn {
            generics: self.generics(&sig.generics),
            receiver: self.receiver(sig),
            params: typed(sig).map(|param| self.param(param)).collect(),
            ret: self.ret(&sig.output),
            is_async: sig.asyncness.is_some(),
            is_const: sig.constness.is_some(),
            body: None,
        };
        let body = block.filter(|block| self.bodies || !block.stmts.is_empty()).map(|block| {
            self.body(|lowerer| {
                let params = typed(sig).map(|param| lowerer.pat(&param.pat)).collect();
                (params, lowerer.inner_block(block))
            })
        });
        self.alloc_item(head, ItemKind::Fn(Box::new(Fn { body, ..kind })), end)
    }

    fn first_keyword(&self, sig: &syn::Signature) -> Span {
        let keywords = [
            sig.constness.map(|token| self.token(token.span, 5)),
            sig.asyncness.map(|token| self.token(token.span, 5)),
            match sig.safety {
                syn::Safety::Unsafe(token) => Some(self.token(token.span, 6)),
                syn::Safety::Safe(token) => Some(self.token(token.span, 4)),
                syn::Safety::Default => None,
            },
            sig.abi.as_ref().map(|abi| self.token(abi.extern_token.span, 6)),
        ];
        let own = self.token(sig.fn_token.span, 2);
        keywords.into_iter().flatten().next().unwrap_or(own)
    }

    fn receiver(&mut self, sig: &syn::Signature) -> Option<Receiver> {
        let Some(syn::FnArg::Receiver(receiver)) = sig.inputs.first() else { return None };
        Some(match &receiver.kind {
            syn::ReceiverKind::Reference(_, _, Some(_)) => Receiver::RefMut,
            syn::ReceiverKind::Reference(_, _, None) => Receiver::Ref,
            syn::ReceiverKind::Typed(_, ty) => Receiver::Typed(self.ty(ty)),
            _ => Receiver::Value,
        })
    }

    fn param(&mut self, param: &syn::PatType) -> Param {
        let name = match &*param.pat {
            syn::Pat::Ident(pat) => Some(self.name(&pat.ident)),
            _ => None,
        };
        Param { name, ty: self.ty(&param.ty) }
    }
}

/// The parameters behind `self`.
fn typed(sig: &syn::Signature) -> impl Iterator<Item = &syn::PatType> {
    sig.inputs.iter().filter_map(|input| match input {
        syn::FnArg::Typed(param) => Some(param),
        syn::FnArg::Receiver(_) => None,
    })
}

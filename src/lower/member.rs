//! Traits, impls and `extern` blocks, with what stands in them.

use crate::ir::Impl;
use crate::ir::ItemId;
use crate::ir::ItemKind;
use crate::ir::Trait;
use crate::ir::TypeAlias;
use crate::ir::ValueKind;
use crate::lower::lowerer::Lowerer;

/// What is written where no visibility can be.
const PRIVATE: syn::Visibility = syn::Visibility::Inherited;

impl Lowerer<'_> {
    /// `trait A { … }`.
    pub(super) fn trait_item(&mut self, item: &syn::ItemTrait) -> ItemId {
        let keyword = self.token(item.trait_token.span, 5);
        let first = item.unsafety.map_or(keyword, |token| self.token(token.span, 6));
        let head = self.head(&item.attrs, &item.vis, first, &item.ident);
        let generics = self.generics(&item.generics);
        let supertraits = self.bounds(&item.supertraits);
        let mut items = Vec::with_capacity(item.items.len());
        for member in &item.items {
            self.trait_member(member, &mut items);
        }
        let kind = Trait { generics, supertraits, items: items.into() };
        let end = self.closing(item.brace_token.span);
        self.alloc_item(head, ItemKind::Trait(Box::new(kind)), end)
    }

    /// An item of a trait.
    pub(super) fn trait_member(&mut self, member: &syn::TraitItem, into: &mut Vec<ItemId>) {
        let id = match member {
            syn::TraitItem::Fn(member) => {
                self.fn_item(&member.attrs, &PRIVATE, &member.sig, member.default.as_ref())
            }
            syn::TraitItem::Const(member) => {
                let keyword = self.token(member.const_token.span, 5);
                let head = self.head(&member.attrs, &PRIVATE, keyword, &member.ident);
                let default = member.default.as_ref().map(|(_, default)| default);
                let kind = self.value(ValueKind::Const, &member.ty, default);
                let end = self.token(member.semi_token.spans[0], 1);
                self.alloc_item(head, kind, end)
            }
            syn::TraitItem::Type(member) => {
                let keyword = self.token(member.type_token.span, 4);
                let head = self.head(&member.attrs, &PRIVATE, keyword, &member.ident);
                let generics = self.generics(&member.generics);
                let bounds = self.bounds(&member.bounds);
                let ty = member.default.as_ref().map(|(_, ty)| self.ty(ty));
                let kind = TypeAlias { generics, bounds, ty };
                let end = self.token(member.semi_token.spans[0], 1);
                self.alloc_item(head, ItemKind::TypeAlias(Box::new(kind)), end)
            }
            syn::TraitItem::Macro(member) => {
                return self.macro_in_trait(&member.attrs, &member.mac, into);
            }
            syn::TraitItem::Verbatim(tokens) => return self.unread(tokens),
            _ => return,
        };
        into.push(id);
    }

    /// `impl A { … }`, `impl A for B { … }`.
    pub(super) fn impl_item(&mut self, item: &syn::ItemImpl) -> ItemId {
        let keyword = self.token(item.impl_token.span, 4);
        let first = item.unsafety.map_or(keyword, |token| self.token(token.span, 6));
        let mut head = self.nameless(&item.attrs, &PRIVATE, first);
        head.name_span = keyword;
        let generics = self.generics(&item.generics);
        let of_trait = item.trait_.as_ref().map(|(path, _)| self.plain_path(path));
        let self_ty = self.ty(&item.self_ty);
        let mut items = Vec::with_capacity(item.items.len());
        for member in &item.items {
            self.impl_member(member, &mut items);
        }
        let kind = Impl { generics, of_trait, self_ty, items: items.into() };
        let end = self.closing(item.brace_token.span);
        self.alloc_item(head, ItemKind::Impl(Box::new(kind)), end)
    }

    /// An item of an impl.
    pub(super) fn impl_member(&mut self, member: &syn::ImplItem, into: &mut Vec<ItemId>) {
        let id = match member {
            syn::ImplItem::Fn(member) => {
                self.fn_item(&member.attrs, &member.vis, &member.sig, Some(&member.block))
            }
            syn::ImplItem::Const(member) => {
                let keyword = self.token(member.const_token.span, 5);
                let head = self.head(&member.attrs, &member.vis, keyword, &member.ident);
                let kind = self.value(ValueKind::Const, &member.ty, Some(&member.expr));
                let end = self.token(member.semi_token.spans[0], 1);
                self.alloc_item(head, kind, end)
            }
            syn::ImplItem::Type(member) => {
                let keyword = self.token(member.type_token.span, 4);
                let head = self.head(&member.attrs, &member.vis, keyword, &member.ident);
                let generics = self.generics(&member.generics);
                let ty = Some(self.ty(&member.ty));
                let kind = TypeAlias { generics, bounds: Box::new([]), ty };
                let end = self.token(member.semi_token.spans[0], 1);
                self.alloc_item(head, ItemKind::TypeAlias(Box::new(kind)), end)
            }
            syn::ImplItem::Macro(member) => {
                return self.macro_in_impl(&member.attrs, &member.mac, into);
            }
            syn::ImplItem::Verbatim(tokens) => return self.unread(tokens),
            _ => return,
        };
        into.push(id);
    }

    /// `extern "C" { … }`: its functions and statics stand where the block does.
    pub(super) fn foreign(&mut self, item: &syn::ItemForeignMod, into: &mut Vec<ItemId>) {
        for member in &item.items {
            let id = match member {
                syn::ForeignItem::Fn(member) => {
                    self.fn_item(&member.attrs, &member.vis, &member.sig, None)
                }
                syn::ForeignItem::Static(member) => {
                    let keyword = self.token(member.static_token.span, 6);
                    let head = self.head(&member.attrs, &member.vis, keyword, &member.ident);
                    let kind = self.value(ValueKind::Static, &member.ty, None);
                    let end = self.token(member.semi_token.spans[0], 1);
                    self.alloc_item(head, kind, end)
                }
                _ => continue,
            };
            into.push(id);
        }
    }
}

//! Items: modules, types, consts; functions, impls and traits begin here too.

use proc_macro2::Ident;
use proc_macro2::TokenStream;

use crate::ir::Anchor;
use crate::ir::Enum;
use crate::ir::Field;
use crate::ir::Fields;
use crate::ir::Item;
use crate::ir::ItemId;
use crate::ir::ItemKind;
use crate::ir::Mod;
use crate::ir::Name;
use crate::ir::Origin;
use crate::ir::Path;
use crate::ir::Struct;
use crate::ir::Trait;
use crate::ir::TypeAlias;
use crate::ir::Value;
use crate::ir::ValueKind;
use crate::ir::Variant;
use crate::ir::Visibility;
use crate::lower::attribute::Attributes;
use crate::lower::attribute::both;
use crate::lower::import;
use crate::lower::lowerer::Lowerer;
use crate::lower::lowerer::boxed;
use crate::source::CfgExpr;
use crate::source::Span;

/// What all items have, read before their insides.
pub(super) struct Head {
    /// The name, where there is one.
    pub(super) name: Option<Name>,
    /// The name, or the first keyword.
    pub(super) name_span: Span,
    /// Who may name it.
    pub(super) visibility: Visibility,
    /// What its attributes say.
    pub(super) attributes: Attributes,
    /// Its first token, attributes included.
    pub(super) start: Span,
}

impl Lowerer<'_> {
    /// Items in a row.
    pub(super) fn items(&mut self, items: &[syn::Item]) -> Box<[ItemId]> {
        let mut into = Vec::with_capacity(items.len());
        self.items_into(items, &mut into);
        into.into()
    }

    /// Items in a row, added to others.
    pub(super) fn items_into(&mut self, items: &[syn::Item], into: &mut Vec<ItemId>) {
        for item in items {
            self.item(item, into);
        }
    }

    /// Lowers an item; one may stand for none or several.
    pub(super) fn item(&mut self, item: &syn::Item, into: &mut Vec<ItemId>) {
        let id = match item {
            syn::Item::Fn(item) => self.function(item),
            syn::Item::Use(item) => self.use_item(item),
            syn::Item::Struct(item) => return self.struct_items(item, into),
            syn::Item::Union(item) => self.union_item(item),
            syn::Item::Enum(item) => self.enum_item(item),
            syn::Item::Trait(item) => self.trait_item(item),
            syn::Item::TraitAlias(item) => self.trait_alias(item),
            syn::Item::Impl(item) => match item.modifiers.polarity {
                Some(_) => return,
                None => self.impl_item(item),
            },
            syn::Item::Type(item) => self.type_alias(item),
            syn::Item::Const(item) => self.const_item(item),
            syn::Item::Static(item) => self.static_item(item),
            syn::Item::Mod(item) => self.module(item),
            syn::Item::ExternCrate(item) => self.extern_crate(item),
            syn::Item::Macro(item) => return self.macro_item(item, into),
            syn::Item::ForeignMod(item) => return self.foreign(item, into),
            syn::Item::Verbatim(tokens) => return self.verbatim(tokens, into),
            _ => return,
        };
        into.push(id);
    }

    /// What the parser passes on unread: among it `use {::a, b};`.
    fn verbatim(&mut self, tokens: &TokenStream, into: &mut Vec<ItemId>) {
        let imports = import::split_group(tokens.clone());
        if imports.is_empty() {
            self.unread(tokens);
        }
        into.extend(imports.iter().map(|item| self.use_item(item)));
    }

    /// Adds an item that ends with `end`.
    pub(super) fn alloc_item(&mut self, head: Head, kind: ItemKind, end: Span) -> ItemId {
        self.file.items.push(Item {
            name: head.name,
            kind,
            visibility: head.visibility,
            cfg: head.attributes.cfg,
            attrs: head.attributes.attrs.into(),
            name_span: head.name_span,
            span: head.start.to(end),
            expanded: self.origin == Origin::Expanded,
        })
    }

    /// Puts items under one more `#[cfg(…)]`.
    pub(super) fn restrict(&mut self, items: &[ItemId], cfg: Option<&CfgExpr>) {
        let Some(cfg) = cfg else { return };
        for &item in items {
            let own = &mut self.file.items[item].cfg;
            *own = Some(both(cfg, own.take()));
        }
    }

    /// What an item with a name begins with; `keyword` is its first token behind the visibility.
    pub(super) fn head(
        &mut self,
        attrs: &[syn::Attribute],
        vis: &syn::Visibility,
        keyword: Span,
        ident: &Ident,
    ) -> Head {
        let (name, name_span) = self.ident(ident);
        let name = (ident != "_").then_some(name);
        Head { name, name_span, ..self.nameless(attrs, vis, keyword) }
    }

    /// What an item without a name begins with.
    pub(super) fn nameless(
        &mut self,
        attrs: &[syn::Attribute],
        vis: &syn::Visibility,
        keyword: Span,
    ) -> Head {
        let outer = attrs.first().filter(|attr| matches!(attr.style, syn::AttrStyle::Outer));
        let start = match (outer, vis) {
            (Some(attr), _) => self.token(attr.pound_token.spans[0], 1),
            (None, syn::Visibility::Public(token)) => self.token(token.span, 3),
            (None, syn::Visibility::Restricted(vis)) => self.token(vis.pub_token.span, 3),
            (None, syn::Visibility::Inherited) => keyword,
        };
        Head {
            name: None,
            name_span: keyword,
            visibility: self.visibility(vis),
            attributes: self.attributes(attrs),
            start,
        }
    }

    fn visibility(&mut self, vis: &syn::Visibility) -> Visibility {
        match vis {
            syn::Visibility::Public(_) => Visibility::Public,
            syn::Visibility::Inherited => Visibility::Private,
            syn::Visibility::Restricted(vis) => {
                let Path { anchor, segments, .. } = self.plain_path(&vis.path);
                match (&anchor, &*segments) {
                    (Anchor::Crate, []) => Visibility::Crate,
                    (_, names) => {
                        Visibility::In(anchor, names.iter().map(|name| name.name).collect())
                    }
                }
            }
        }
    }

    /// A struct by itself.
    pub(super) fn struct_item(&mut self, item: &syn::ItemStruct) -> ItemId {
        let keyword = self.token(item.struct_token.span, 6);
        let mut head = self.head(&item.attrs, &item.vis, keyword, &item.ident);
        let derives = std::mem::take(&mut head.attributes.derives).into();
        let generics = self.generics(&item.generics);
        let end = match (&item.semi_token, &item.fields) {
            (Some(semi), _) => self.token(semi.spans[0], 1),
            (None, syn::Fields::Named(fields)) => self.closing(fields.brace_token.span),
            (None, _) => head.name_span,
        };
        let fields = self.fields(&item.fields);
        let kind = ItemKind::Struct(Box::new(Struct { generics, fields, derives }));
        self.alloc_item(head, kind, end)
    }

    fn union_item(&mut self, item: &syn::ItemUnion) -> ItemId {
        let keyword = self.token(item.union_token.span, 5);
        let mut head = self.head(&item.attrs, &item.vis, keyword, &item.ident);
        let derives = std::mem::take(&mut head.attributes.derives).into();
        let generics = self.generics(&item.generics);
        let fields = Fields::Named(self.field_list(&item.fields.named));
        let kind = ItemKind::Struct(Box::new(Struct { generics, fields, derives }));
        let end = self.closing(item.fields.brace_token.span);
        self.alloc_item(head, kind, end)
    }

    fn enum_item(&mut self, item: &syn::ItemEnum) -> ItemId {
        let keyword = self.token(item.enum_token.span, 4);
        let mut head = self.head(&item.attrs, &item.vis, keyword, &item.ident);
        let derives = std::mem::take(&mut head.attributes.derives).into();
        let generics = self.generics(&item.generics);
        let variants = boxed(item.variants.iter().map(|variant| self.variant(variant)));
        let kind = ItemKind::Enum(Box::new(Enum { generics, variants, derives }));
        let end = self.closing(item.brace_token.span);
        self.alloc_item(head, kind, end)
    }

    fn variant(&mut self, variant: &syn::Variant) -> Variant {
        let (name, span) = self.ident(&variant.ident);
        let fields = self.fields(&variant.fields);
        Variant { name, fields, cfg: self.cfg(&variant.attrs), span }
    }

    fn fields(&mut self, fields: &syn::Fields) -> Fields {
        match fields {
            syn::Fields::Unit => Fields::Unit,
            syn::Fields::Unnamed(fields) => Fields::Tuple(self.field_list(&fields.unnamed)),
            syn::Fields::Named(fields) => Fields::Named(self.field_list(&fields.named)),
        }
    }

    fn field_list<'f>(
        &mut self,
        fields: impl IntoIterator<Item = &'f syn::Field, IntoIter: ExactSizeIterator>,
    ) -> Box<[Field]> {
        let lower = |field: &syn::Field| {
            let (name, span) = match &field.ident {
                Some(ident) => {
                    let (name, span) = self.ident(ident);
                    (Some(name), span)
                }
                None => (None, self.ty_start(&field.ty)),
            };
            Field { name, ty: self.ty(&field.ty), cfg: self.cfg(&field.attrs), span }
        };
        boxed(fields.into_iter().map(lower))
    }

    fn trait_alias(&mut self, item: &syn::ItemTraitAlias) -> ItemId {
        let keyword = self.token(item.trait_token.span, 5);
        let head = self.head(&item.attrs, &item.vis, keyword, &item.ident);
        let generics = self.generics(&item.generics);
        let supertraits = self.bounds(&item.bounds);
        let kind = Trait { generics, supertraits, items: Box::new([]) };
        let end = self.token(item.semi_token.spans[0], 1);
        self.alloc_item(head, ItemKind::Trait(Box::new(kind)), end)
    }

    fn type_alias(&mut self, item: &syn::ItemType) -> ItemId {
        let keyword = self.token(item.type_token.span, 4);
        let head = self.head(&item.attrs, &item.vis, keyword, &item.ident);
        let generics = self.generics(&item.generics);
        let ty = Some(self.ty(&item.ty));
        let kind = TypeAlias { generics, bounds: Box::new([]), ty };
        let end = self.token(item.semi_token.spans[0], 1);
        self.alloc_item(head, ItemKind::TypeAlias(Box::new(kind)), end)
    }

    fn const_item(&mut self, item: &syn::ItemConst) -> ItemId {
        let keyword = self.token(item.const_token.span, 5);
        let head = self.head(&item.attrs, &item.vis, keyword, &item.ident);
        let kind = self.value(ValueKind::Const, &item.ty, Some(&item.expr));
        let end = self.token(item.semi_token.spans[0], 1);
        self.alloc_item(head, kind, end)
    }

    fn static_item(&mut self, item: &syn::ItemStatic) -> ItemId {
        let keyword = self.token(item.static_token.span, 6);
        let head = self.head(&item.attrs, &item.vis, keyword, &item.ident);
        let kind = self.value(ValueKind::Static, &item.ty, Some(&item.expr));
        let end = self.token(item.semi_token.spans[0], 1);
        self.alloc_item(head, kind, end)
    }

    /// A const or static.
    pub(super) fn value(
        &mut self,
        kind: ValueKind,
        ty: &syn::Type,
        init: Option<&syn::Expr>,
    ) -> ItemKind {
        let ty = self.ty(ty);
        let init = init.filter(|_| self.bodies);
        let body = init.map(|init| self.body(|lowerer| (Box::default(), lowerer.expr(init))));
        ItemKind::Value(Box::new(Value { ty, body, kind }))
    }

    fn module(&mut self, item: &syn::ItemMod) -> ItemId {
        let keyword = self.token(item.mod_token.span, 3);
        let head = self.head(&item.attrs, &item.vis, keyword, &item.ident);
        let end = match (&item.content, &item.semi) {
            (Some((brace, _)), _) => self.closing(brace.span),
            (None, Some(semi)) => self.token(semi.spans[0], 1),
            (None, None) => head.name_span,
        };
        let items = item.content.as_ref().map(|(_, items)| self.items(items));
        let kind = ItemKind::Mod(Mod { items, macro_use: head.attributes.macro_use });
        self.alloc_item(head, kind, end)
    }

    fn extern_crate(&mut self, item: &syn::ItemExternCrate) -> ItemId {
        let keyword = self.token(item.extern_token.span, 6);
        let bound = item.rename.as_ref().map_or(&item.ident, |(_, rename)| rename);
        let head = self.head(&item.attrs, &item.vis, keyword, bound);
        let kind = ItemKind::ExternCrate { name: self.name(&item.ident) };
        let end = self.token(item.semi_token.spans[0], 1);
        self.alloc_item(head, kind, end)
    }
}

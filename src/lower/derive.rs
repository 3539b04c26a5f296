//! What a derive of sea-orm makes beside the type that it stands on: code names these types, and they
//! are written nowhere.

use proc_macro2::Ident;
use proc_macro2::Span as Token;
use proc_macro2::TokenStream;
use quote::ToTokens;
use quote::quote_spanned;

use crate::ir::ItemId;
use crate::ir::Origin;
use crate::lower::lowerer::Expansion;
use crate::lower::lowerer::Lowerer;

impl Lowerer<'_> {
    /// Lowers a struct, and the items that its derives make.
    pub(super) fn struct_items(&mut self, item: &syn::ItemStruct, into: &mut Vec<ItemId>) {
        let own = self.struct_item(item);
        into.push(own);
        let tokens = made_of(item);
        if tokens.is_empty() {
            return;
        }
        let Ok(made) = syn::parse2::<syn::File>(tokens) else { return };
        let first = into.len();
        let place = self.long_token(item.ident.span());
        let before = (self.origin, self.expansion);
        self.origin = Origin::Expanded;
        self.expansion.get_or_insert(Expansion { place, call: place, depth: 0 });
        self.items_into(&made.items, into);
        (self.origin, self.expansion) = before;
        let cfg = self.file.items[own].cfg.clone();
        self.restrict(&into[first..], cfg.as_deref());
    }
}

/// What the derives of a struct are written out to.
fn made_of(item: &syn::ItemStruct) -> TokenStream {
    let mut made = TokenStream::new();
    for attr in item.attrs.iter().filter(|attr| attr.path().is_ident("derive")) {
        // One that cannot be read is told where the attribute itself is.
        let _ = attr.parse_nested_meta(|meta| {
            let name = meta.path.segments.last().map(|last| last.ident.to_string());
            made.extend(name.map(|name| made_by(&name, item)));
            Ok(())
        });
    }
    made
}

fn made_by(derive: &str, item: &syn::ItemStruct) -> TokenStream {
    let at = item.ident.span();
    match derive {
        "DeriveEntityModel" => {
            let parts = [
                quote_spanned! { at => #[derive(Clone, Copy, Default)] pub struct Entity; },
                columns(item),
                primary_key(item),
                entity(at),
                model(&item.ident),
                active_model(item),
            ];
            parts.into_iter().collect()
        }
        "DeriveEntity" => entity(at),
        "DeriveModel" => model(&item.ident),
        "DeriveActiveModel" => active_model(item),
        _ => TokenStream::new(),
    }
}

fn entity(at: Token) -> TokenStream {
    quote_spanned! { at =>
        impl sea_orm::EntityTrait for Entity {
            type Model = Model;
            type ActiveModel = ActiveModel;
            type Column = Column;
            type Relation = Relation;
            type PrimaryKey = PrimaryKey;
        }
    }
}

fn model(name: &Ident) -> TokenStream {
    quote_spanned! { name.span() =>
        impl sea_orm::ModelTrait for #name { type Entity = Entity; }
        impl sea_orm::FromQueryResult for #name {}
    }
}

fn active_model(item: &syn::ItemStruct) -> TokenStream {
    let (at, model) = (item.ident.span(), &item.ident);
    let fields = stored(item).filter_map(|field| {
        let (name, ty) = (field.ident.as_ref()?, &field.ty);
        Some(quote_spanned! { at => pub #name: sea_orm::ActiveValue<#ty>, })
    });
    let fields: TokenStream = fields.collect();
    quote_spanned! { at =>
        #[derive(Clone, Default, PartialEq)]
        pub struct ActiveModel { #fields }
        impl sea_orm::ActiveModelTrait for ActiveModel { type Entity = Entity; }
        impl sea_orm::IntoActiveModel<ActiveModel> for #model {}
        impl sea_orm::IntoActiveModel<ActiveModel> for ActiveModel {}
        impl sea_orm::TryIntoModel<#model> for ActiveModel {}
        impl ::core::convert::From<#model> for ActiveModel {}
    }
}

fn columns(item: &syn::ItemStruct) -> TokenStream {
    let at = item.ident.span();
    let names = variants(stored(item), at);
    quote_spanned! { at =>
        #[derive(Clone, Copy)]
        pub enum Column { #names }
        impl sea_orm::ColumnTrait for Column { type EntityName = Entity; }
    }
}

fn primary_key(item: &syn::ItemStruct) -> TokenStream {
    let at = item.ident.span();
    let keys: Vec<&syn::Field> = stored(item).filter(|field| says(field, "primary_key")).collect();
    let names = variants(keys.iter().copied(), at);
    let value = match &*keys {
        [only] => only.ty.to_token_stream(),
        several => {
            let types = several.iter().map(|field| &field.ty);
            quote_spanned! { at => (#(#types),*) }
        }
    };
    quote_spanned! { at =>
        #[derive(Clone, Copy)]
        pub enum PrimaryKey { #names }
        impl sea_orm::PrimaryKeyTrait for PrimaryKey { type ValueType = #value; }
    }
}

/// The fields that are columns.
fn stored(item: &syn::ItemStruct) -> impl Iterator<Item = &syn::Field> {
    item.fields.iter().filter(|field| !says(field, "ignore"))
}

/// A word stands in a `#[sea_orm(…)]` of the field.
fn says(field: &syn::Field, word: &str) -> bool {
    let mut attrs = field.attrs.iter().filter(|attr| attr.path().is_ident("sea_orm"));
    attrs.any(|attr| {
        let syn::Meta::List(list) = &attr.meta else { return false };
        list.tokens.clone().into_iter().any(|token| token.to_string() == word)
    })
}

fn variants<'f>(fields: impl Iterator<Item = &'f syn::Field>, at: Token) -> TokenStream {
    let names = fields.filter_map(|field| Some(camel_case(&field.ident.as_ref()?.to_string())));
    let names = names.filter_map(|name| syn::parse_str::<Ident>(&name).ok());
    names
        .map(|name| Ident::new(&name.to_string(), at))
        .map(|name| quote_spanned! { at => #name, })
        .collect()
}

/// `UserId` of `user_id`.
fn camel_case(name: &str) -> String {
    let mut camel = String::with_capacity(name.len());
    for word in name.trim_start_matches("r#").split('_') {
        let mut letters = word.chars();
        camel.extend(letters.next().into_iter().flat_map(char::to_uppercase));
        camel.push_str(letters.as_str());
    }
    camel
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_names_a_column() {
        assert_eq!(camel_case("user_id"), "UserId");
        assert_eq!(camel_case("r#type"), "Type");
        assert_eq!(camel_case("_x1_y"), "X1Y");
    }

    #[test]
    fn what_an_entity_is_written_out_to_can_be_read() {
        let item = syn::parse_quote! {
            #[derive(Clone, DeriveEntityModel)]
            #[sea_orm(table_name = "orders")]
            pub struct Model {
                #[sea_orm(primary_key)]
                pub id: i64,
                pub user_name: Option<String>,
                #[sea_orm(ignore)]
                pub cache: Cache,
            }
        };
        let text = made_of(&item).to_string();
        assert!(syn::parse2::<syn::File>(made_of(&item)).is_ok(), "{text}");
        assert!(text.contains("enum Column { Id , UserName , }"), "{text}");
        assert!(text.contains("type ValueType = i64"), "{text}");
        assert!(!text.contains("Cache"), "{text}");
    }

    #[test]
    fn other_derives_make_nothing() {
        let item = syn::parse_quote! { #[derive(Clone, Debug)] struct Model { id: i64 } };
        assert!(made_of(&item).is_empty());
    }
}

//! `cfg_if!` and `cfg_select!`: code with the condition under which it is built. Each item or
//! statement of a branch gets a `#[cfg(…)]` of its own, as if it were written out.

use proc_macro2::Span;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use quote::quote;
use quote::quote_spanned;
use syn::Attribute;
use syn::Block;
use syn::Expr;
use syn::ExprBlock;
use syn::Ident;
use syn::Item;
use syn::Macro;
use syn::Result;
use syn::Stmt;
use syn::Token;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::parse::Parser;
use syn::token::Brace;

use crate::lower::macros::as_written;
use crate::lower::macros::place;

/// A predicate, none for `else`, and what is built under it.
type Branch = (Option<TokenStream>, TokenStream);

/// `cfg_if! { … }` among items.
pub(super) fn cfg_if_items(mac: &Macro) -> Result<Vec<Item>> {
    items(place(mac), mac.parse_body_with(cfg_if)?)
}

/// `cfg_if! { … }` among statements.
pub(super) fn cfg_if_stmts(mac: &Macro) -> Result<Vec<Stmt>> {
    stmts(place(mac), mac.parse_body_with(cfg_if)?)
}

/// `cfg_select! { … }` among items.
pub(super) fn cfg_select_items(mac: &Macro) -> Result<Vec<Item>> {
    items(place(mac), mac.parse_body_with(cfg_select)?)
}

/// `cfg_select! { … }` among statements, or as an expression.
pub(super) fn cfg_select_stmts(mac: &Macro) -> Result<Vec<Stmt>> {
    stmts(place(mac), mac.parse_body_with(cfg_select)?)
}

fn items(place: Span, branches: Vec<Branch>) -> Result<Vec<Item>> {
    let mut all = Vec::new();
    for (attr, content) in with_attributes(place, branches)? {
        for mut item in as_written::parse_all::<Item>.parse2(content)? {
            if let Some(attrs) = attributes(&mut item) {
                attrs.push(attr.clone());
            }
            all.push(item);
        }
    }
    Ok(all)
}

fn stmts(place: Span, branches: Vec<Branch>) -> Result<Vec<Stmt>> {
    let mut all = Vec::new();
    for (attr, content) in with_attributes(place, branches)? {
        for stmt in Block::parse_within.parse2(content)? {
            all.push(conditional_stmt(place, attr.clone(), stmt));
        }
    }
    Ok(all)
}

/// An expression becomes a block, for only that has attributes wherever it stands.
fn conditional_stmt(place: Span, attr: Attribute, mut stmt: Stmt) -> Stmt {
    match &mut stmt {
        Stmt::Local(local) => local.attrs.push(attr),
        Stmt::Macro(mac) => mac.attrs.push(attr),
        Stmt::Item(item) => {
            if let Some(attrs) = attributes(item) {
                attrs.push(attr);
            }
        }
        Stmt::Expr(..) => {
            let block = Block { brace_token: Brace(place), stmts: vec![stmt] };
            let block = ExprBlock { attrs: vec![attr], label: None, block };
            return Stmt::Expr(Expr::Block(block), None);
        }
    }
    stmt
}

/// Each branch is built where its predicate holds and none before it does.
fn with_attributes(place: Span, branches: Vec<Branch>) -> Result<Vec<(Attribute, TokenStream)>> {
    let mut earlier = TokenStream::new();
    let mut all = Vec::new();
    for (predicate, content) in branches {
        let attr = quote_spanned! { place => #[cfg(all(#earlier #predicate))] };
        let attrs = Attribute::parse_outer.parse2(attr)?;
        all.extend(attrs.into_iter().map(|attr| (attr, content.clone())));
        earlier.extend(quote! { not(#predicate), });
    }
    Ok(all)
}

/// `if #[cfg(a)] { … } else if #[cfg(b)] { … } else { … }`.
fn cfg_if(input: ParseStream<'_>) -> Result<Vec<Branch>> {
    let mut branches = Vec::new();
    loop {
        let predicate = match input.parse::<Option<Token![if]>>()? {
            Some(_) => Some(cfg_predicate(input)?),
            None => None,
        };
        let last = predicate.is_none();
        branches.push((predicate, braces(input)?));
        if last || input.is_empty() {
            return Ok(branches);
        }
        input.parse::<Token![else]>()?;
    }
}

fn cfg_predicate(input: ParseStream<'_>) -> Result<TokenStream> {
    let attrs = input.call(Attribute::parse_outer)?;
    match &attrs[..] {
        [attr] if attr.path().is_ident("cfg") => Ok(attr.meta.require_list()?.tokens.clone()),
        _ => Err(input.error("expected `#[cfg(…)]`")),
    }
}

/// `a => { … } b => c, _ => { … }`.
fn cfg_select(input: ParseStream<'_>) -> Result<Vec<Branch>> {
    let mut branches = Vec::new();
    while !input.is_empty() {
        let predicate = match input.parse::<Option<Token![_]>>()? {
            Some(_) => None,
            None => Some(select_predicate(input)?),
        };
        input.parse::<Token![=>]>()?;
        let content = match input.peek(Brace) {
            true => braces(input)?,
            false => {
                let value: Expr = input.parse()?;
                quote! { #value }
            }
        };
        input.parse::<Option<Token![,]>>()?;
        branches.push((predicate, content));
    }
    Ok(branches)
}

/// `unix`, `all(…)`, `feature = "a"`.
fn select_predicate(input: ParseStream<'_>) -> Result<TokenStream> {
    let mut predicate = TokenStream::new();
    while !input.peek(Token![=>]) {
        if !input.peek(Ident::peek_any) && predicate.is_empty() {
            return Err(input.error("expected a `cfg` predicate"));
        }
        predicate.extend([input.parse::<TokenTree>()?]);
    }
    Ok(predicate)
}

fn braces(input: ParseStream<'_>) -> Result<TokenStream> {
    let content;
    syn::braced!(content in input);
    content.parse()
}

fn attributes(item: &mut Item) -> Option<&mut Vec<Attribute>> {
    Some(match item {
        Item::Const(item) => &mut item.attrs,
        Item::Enum(item) => &mut item.attrs,
        Item::ExternCrate(item) => &mut item.attrs,
        Item::Fn(item) => &mut item.attrs,
        Item::ForeignMod(item) => &mut item.attrs,
        Item::Impl(item) => &mut item.attrs,
        Item::Macro(item) => &mut item.attrs,
        Item::Mod(item) => &mut item.attrs,
        Item::Static(item) => &mut item.attrs,
        Item::Struct(item) => &mut item.attrs,
        Item::Trait(item) => &mut item.attrs,
        Item::TraitAlias(item) => &mut item.attrs,
        Item::Type(item) => &mut item.attrs,
        Item::Union(item) => &mut item.attrs,
        Item::Use(item) => &mut item.attrs,
        _ => return None,
    })
}

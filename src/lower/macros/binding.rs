//! Macros whose body is statements: `pin!(x);` of tokio and futures, `stream!`.

use proc_macro2::Delimiter;
use proc_macro2::Group;
use proc_macro2::Ident;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use quote::ToTokens;
use quote::quote_spanned;
use syn::Block;
use syn::Expr;
use syn::Macro;
use syn::Result;
use syn::Stmt;
use syn::Token;
use syn::parse::ParseStream;
use syn::parse::Parser;
use syn::punctuated::Punctuated;

use crate::lower::macros::place;

/// `pin!(x, y);` binds `x` and `y` anew, `pin! { let x = a; }` binds `x` pinned. Written out with
/// the `pin!` of core, which means the same.
pub(super) fn pin_locals(mac: &Macro) -> Result<Vec<Stmt>> {
    mac.parse_body_with(|input: ParseStream<'_>| {
        if input.peek(Token![let]) {
            return input.call(Block::parse_within)?.into_iter().map(pinned_let).collect();
        }
        let names = Punctuated::<Ident, Token![,]>::parse_terminated(input)?;
        names.iter().map(pinned_name).collect()
    })
}

fn pinned_name(name: &Ident) -> Result<Stmt> {
    let place = name.span();
    syn::parse2(quote_spanned! { place => let mut #name = ::core::pin::pin!(#name); })
}

fn pinned_let(mut stmt: Stmt) -> Result<Stmt> {
    if let Stmt::Local(local) = &mut stmt
        && let Some(init) = &mut local.init
    {
        let place = local.let_token.span;
        let value = init.expr.to_token_stream();
        init.expr =
            syn::parse2::<Expr>(quote_spanned! { place => ::core::pin::pin!(#value) })?.into();
    }
    Ok(stmt)
}

/// The body of `stream! { … }`.
pub(super) fn stream(mac: &Macro) -> Result<Vec<Stmt>> {
    let body = mac.tokens.clone();
    let body = if has_for_await(&body) { without_for_await(mac, body) } else { body };
    Block::parse_within.parse2(body)
}

fn has_for_await(tokens: &TokenStream) -> bool {
    let mut after_for = false;
    for token in tokens.clone() {
        match token {
            TokenTree::Ident(name) if after_for && name == "await" => return true,
            TokenTree::Ident(name) => after_for = name == "for",
            TokenTree::Group(group) if has_for_await(&group.stream()) => return true,
            _ => after_for = false,
        }
    }
    false
}

/// `for await p in s { … }` is no Rust: it is written out as a `while let` over `next`.
fn without_for_await(mac: &Macro, tokens: TokenStream) -> TokenStream {
    let mut written = Vec::new();
    let mut rest = tokens.into_iter();
    while let Some(token) = rest.next() {
        match token {
            TokenTree::Group(group) => written.push(inside(mac, group)),
            TokenTree::Ident(name) if name == "await" && ends_with_for(&written) => {
                written.pop();
                let pat: TokenStream = rest.by_ref().take_while(|token| !is_in(token)).collect();
                let mut stream = TokenStream::new();
                let body = loop {
                    match rest.next() {
                        Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => {
                            break inside(mac, group).into();
                        }
                        Some(token) => stream.extend([token]),
                        None => break TokenStream::new(),
                    }
                };
                let place = place(mac);
                written.extend(quote_spanned! { place => {
                    let mut __stream = #stream;
                    while let Some(#pat) =
                        __asyncheck_crate_futures_util::stream::StreamExt::next(&mut __stream).await
                    #body
                } });
            }
            other => written.push(other),
        }
    }
    written.into_iter().collect()
}

fn inside(mac: &Macro, group: Group) -> TokenTree {
    let mut inner = Group::new(group.delimiter(), without_for_await(mac, group.stream()));
    inner.set_span(group.span());
    TokenTree::Group(inner)
}

fn ends_with_for(written: &[TokenTree]) -> bool {
    matches!(written.last(), Some(TokenTree::Ident(name)) if name == "for")
}

fn is_in(token: &TokenTree) -> bool {
    matches!(token, TokenTree::Ident(name) if name == "in")
}

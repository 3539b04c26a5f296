//! `select!` of tokio and of futures. That of crossbeam (`recv(r) -> x => …`) is not read here: it
//! waits for channels and not for futures.

use proc_macro2::Ident;
use proc_macro2::Span;
use quote::quote_spanned;
use syn::Attribute;
use syn::Block;
use syn::Expr;
use syn::ExprBlock;
use syn::Macro;
use syn::Pat;
use syn::Result;
use syn::Token;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::token::Brace;

use crate::lower::macros::place;

/// `select! { … }`.
#[derive(Debug)]
pub(in crate::lower) struct SelectSyntax {
    /// `biased;`, or `select_biased!`.
    pub(in crate::lower) biased: bool,
    /// The arms, in order.
    pub(in crate::lower) arms: Vec<SelectArmSyntax>,
    /// What runs when no arm can: `else => …`, `complete => …`, `default => …`.
    pub(in crate::lower) otherwise: Option<Expr>,
}

/// `p = f, if c => b`.
#[derive(Debug)]
pub(in crate::lower) struct SelectArmSyntax {
    /// `p`.
    pub(in crate::lower) pat: Pat,
    /// `f`.
    pub(in crate::lower) future: Expr,
    /// `c`.
    pub(in crate::lower) condition: Option<Expr>,
    /// `b`.
    pub(in crate::lower) body: Expr,
}

/// Reads the arms.
pub(super) fn read(mac: &Macro) -> Result<SelectSyntax> {
    let biased = mac.path.segments.last().is_some_and(|name| name.ident == "select_biased");
    mac.parse_body_with(|input: ParseStream<'_>| {
        let biased = skip_biased(input)? || biased;
        let mut arms = Vec::new();
        let mut defaults = Vec::new();
        while !input.is_empty() {
            input.call(Attribute::parse_outer)?;
            if peek_default(input) {
                input.call(Ident::parse_any)?;
                defaults.push(body(input)?);
            } else {
                arms.push(arm(input)?);
            }
        }
        Ok(SelectSyntax { biased, arms, otherwise: either(place(mac), defaults)? })
    })
}

/// `biased;` at the beginning of `select!` and `join!`.
pub(super) fn skip_biased(input: ParseStream<'_>) -> Result<bool> {
    let found =
        input.peek2(Token![;]) && input.fork().parse::<Ident>().is_ok_and(|name| name == "biased");
    if found {
        input.parse::<Ident>()?;
        input.parse::<Token![;]>()?;
    }
    Ok(found)
}

fn peek_default(input: ParseStream<'_>) -> bool {
    let names = ["else", "complete", "default"];
    let name = input.fork().call(Ident::parse_any);
    input.peek2(Token![=>]) && name.is_ok_and(|name| names.iter().any(|other| name == other))
}

fn arm(input: ParseStream<'_>) -> Result<SelectArmSyntax> {
    let pat = input.call(Pat::parse_multi_with_leading_vert)?;
    input.parse::<Token![=]>()?;
    let future = input.parse()?;
    let condition = if input.peek(Token![,]) {
        input.parse::<Token![,]>()?;
        input.parse::<Token![if]>()?;
        Some(input.parse()?)
    } else {
        None
    };
    Ok(SelectArmSyntax { pat, future, condition, body: body(input)? })
}

/// `=> b`, with the comma that may only be left out behind a block.
fn body(input: ParseStream<'_>) -> Result<Expr> {
    input.parse::<Token![=>]>()?;
    let block = input.peek(Brace);
    let body = match block {
        true => block_body(input)?,
        false => input.parse()?,
    };
    if input.peek(Token![,]) {
        input.parse::<Token![,]>()?;
    } else if !block && !input.is_empty() {
        return Err(input.error("expected `,`"));
    }
    Ok(body)
}

/// A block ends the arm, unless it begins a longer expression: `{ a }.await,`.
fn block_body(input: ParseStream<'_>) -> Result<Expr> {
    let goes_on = input.peek2(Token![.]) || input.peek2(Token![?]);
    if goes_on {
        return input.parse();
    }
    let block: Block = input.parse()?;
    Ok(Expr::Block(ExprBlock { attrs: Vec::new(), label: None, block }))
}

/// `futures::select!` may have both `complete` and `default`: one of them runs.
fn either(place: Span, defaults: Vec<Expr>) -> Result<Option<Expr>> {
    let mut rest = defaults.into_iter();
    let (first, second) = (rest.next(), rest.next());
    let (Some(first), Some(second)) = (&first, second) else { return Ok(first) };
    syn::parse2(quote_spanned! { place => match () { _ => #first, _ => #second } }).map(Some)
}

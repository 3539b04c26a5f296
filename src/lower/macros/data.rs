//! Macros that are expressions: their arguments, or what they are written out to.

use proc_macro2::Delimiter;
use proc_macro2::Group;
use proc_macro2::Span;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use quote::ToTokens;
use quote::quote_spanned;
use syn::BinOp;
use syn::Expr;
use syn::ExprLit;
use syn::Lit;
use syn::LitStr;
use syn::Macro;
use syn::Result;
use syn::Token;
use syn::Type;
use syn::parse::ParseStream;
use syn::parse::discouraged::AnyDelimiter;
use syn::parse::discouraged::Speculative;
use syn::punctuated::Punctuated;
use syn::token::Brace;
use syn::token::Bracket;

use crate::lower::macros::Reading;
use crate::lower::macros::format;
use crate::lower::macros::place;
use crate::lower::macros::select;

/// `a, b`.
pub(super) fn arguments(mac: &Macro) -> Result<Vec<Expr>> {
    mac.parse_body_with(list)
}

fn list(input: ParseStream<'_>) -> Result<Vec<Expr>> {
    Ok(Punctuated::<Expr, Token![,]>::parse_terminated(input)?.into_iter().collect())
}

/// `a, b` of `join!`, with `biased;` before them.
pub(super) fn futures(mac: &Macro) -> Result<Vec<Expr>> {
    mac.parse_body_with(|input: ParseStream<'_>| {
        select::skip_biased(input)?;
        list(input)
    })
}

/// `a`; several are only computed.
pub(super) fn value(mac: &Macro) -> Result<Reading> {
    let mut args = arguments(mac)?;
    Ok(match args.pop() {
        Some(value) if args.is_empty() => Reading::Value(Box::new(value)),
        last => Reading::Arguments(args.into_iter().chain(last).collect()),
    })
}

/// `a, b` or `a; n`.
pub(super) fn vec(mac: &Macro) -> Result<Reading> {
    mac.parse_body_with(|input: ParseStream<'_>| {
        if input.is_empty() {
            return Ok(Reading::Vec { args: Vec::new(), len: None });
        }
        let mut args = vec![input.parse()?];
        if input.parse::<Option<Token![;]>>()?.is_some() {
            return Ok(Reading::Vec { args, len: Some(input.parse()?) });
        }
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
            args.extend(list(input)?);
        }
        Ok(Reading::Vec { args, len: None })
    })
}

/// `a, p if b` as `match a { p if b => true, _ => false }`.
pub(super) fn matches(mac: &Macro) -> Result<Box<Expr>> {
    mac.parse_body_with(|input: ParseStream<'_>| {
        let (test, _) = pattern_test(place(mac), input)?;
        Ok(Box::new(test))
    })
}

/// `a, p if b, "…", c`: the match, then the message.
pub(super) fn assert_matches(mac: &Macro) -> Result<Vec<Expr>> {
    mac.parse_body_with(|input: ParseStream<'_>| {
        let (test, _) = pattern_test(place(mac), input)?;
        let message = format::list(input, 0)?;
        Ok([test].into_iter().chain(message).collect())
    })
}

/// Reads `a, p if b,`. A comma ends the pattern: those of its own stand in brackets.
fn pattern_test(place: Span, input: ParseStream<'_>) -> Result<(Expr, Option<Token![,]>)> {
    let scrutinee = undivided(&input.parse::<Expr>()?);
    input.parse::<Token![,]>()?;
    let mut pattern = TokenStream::new();
    while !input.is_empty() && !input.peek(Token![,]) {
        pattern.extend([input.parse::<TokenTree>()?]);
    }
    let comma = input.parse()?;
    let test = quote_spanned! { place => match #scrutinee { #pattern => true, _ => false } };
    Ok((syn::parse2(test)?, comma))
}

/// `a, "…", b` as `if !a { return Err(anyhow!("…", b)) }`.
pub(super) fn ensure(mac: &Macro) -> Result<Box<Expr>> {
    let (condition, message) = mac.parse_body_with(|input: ParseStream<'_>| {
        let condition = undivided(&input.parse::<Expr>()?);
        input.parse::<Option<Token![,]>>()?;
        Ok((condition, input.parse::<TokenStream>()?))
    })?;
    let place = place(mac);
    let failure = failure(mac, message);
    syn::parse2(quote_spanned! { place => if !#condition { #failure } }).map(Box::new)
}

/// `"…", b` as `return Err(anyhow!("…", b))`.
pub(super) fn bail(mac: &Macro) -> Result<Box<Expr>> {
    syn::parse2(failure(mac, mac.tokens.clone())).map(Box::new)
}

fn failure(mac: &Macro, message: TokenStream) -> TokenStream {
    let place = place(mac);
    let first = mac.path.segments.first().map(|name| name.ident.to_string()).unwrap_or_default();
    let error = match first.as_str() {
        "eyre" | "color_eyre" => quote_spanned! { place => ::eyre::eyre!(#message) },
        "miette" => quote_spanned! { place => ::miette::miette!(#message) },
        _ => quote_spanned! { place => ::anyhow::anyhow!(#message) },
    };
    quote_spanned! { place => return ::core::result::Result::Err(#error) }
}

/// An expression that keeps its precedence among other tokens.
fn undivided(expr: &Expr) -> TokenTree {
    let tokens = expr.to_token_stream();
    let place = tokens.clone().into_iter().next().map_or_else(Span::call_site, |tree| tree.span());
    let mut group = Group::new(Delimiter::None, tokens);
    group.set_span(place);
    TokenTree::Group(group)
}

/// `T, "select …", a`: the SQL, then the rest. The type is only that of the rows.
pub(super) fn query(mac: &Macro, typed: bool) -> Result<Vec<Expr>> {
    mac.parse_body_with(|input: ParseStream<'_>| {
        if typed {
            input.parse::<Type>()?;
            input.parse::<Token![,]>()?;
        }
        let sql: Expr = input.parse()?;
        let Some((text, place)) = joined(&sql) else {
            return Err(input.error("expected a string literal"));
        };
        let lit = Lit::Str(LitStr::new(&text, place));
        let sql = Expr::Lit(ExprLit { attrs: Vec::new(), lit });
        input.parse::<Option<Token![,]>>()?;
        Ok([sql].into_iter().chain(list(input)?).collect())
    })
}

/// `"a" + "b"` is one query too.
fn joined(sql: &Expr) -> Option<(String, Span)> {
    match sql {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => Some((text.value(), text.span())),
        Expr::Group(group) => joined(&group.expr),
        Expr::Binary(sum) if matches!(sum.op, BinOp::Add(_)) => {
            let (left, place) = joined(&sum.left)?;
            let (right, _) = joined(&sum.right)?;
            Some((left + &right, place))
        }
        _ => None,
    }
}

/// `{ "a": b, c => [d] }`: the values, in order. Literals are left out: tables of them are long,
/// and nothing runs in them.
pub(super) fn entries(mac: &Macro) -> Result<Vec<Expr>> {
    mac.parse_body_with(|input: ParseStream<'_>| {
        let mut found = Vec::new();
        values(input, &mut found)?;
        Ok(found)
    })
}

fn values(input: ParseStream<'_>, found: &mut Vec<Expr>) -> Result<()> {
    while !input.is_empty() {
        if input.peek(Token![,]) {
            input.parse::<Token![,]>()?;
        } else if input.peek(Token![=>]) {
            input.parse::<Token![=>]>()?;
        } else if input.peek(Token![:]) && !input.peek(Token![::]) {
            input.parse::<Token![:]>()?;
        } else if !nested_values(input, found) {
            let value: Expr = input.parse()?;
            let null = matches!(&value, Expr::Path(path) if path.path.is_ident("null"));
            if !null && !matches!(value, Expr::Lit(_)) {
                found.push(value);
            }
        }
    }
    Ok(())
}

/// An object or array; what only looks like one, such as a block, is an expression.
fn nested_values(input: ParseStream<'_>, found: &mut Vec<Expr>) -> bool {
    if !(input.peek(Brace) || input.peek(Bracket)) {
        return false;
    }
    let ahead = input.fork();
    let Ok((_, _, content)) = ahead.parse_any_delimiter() else { return false };
    let mut inner = Vec::new();
    if values(&content, &mut inner).is_err() {
        return false;
    }
    input.advance_to(&ahead);
    found.append(&mut inner);
    true
}

//! Macros that format: `format!`, `panic!`, `assert!`, and the events and spans of loggers.

use proc_macro2::Ident;
use syn::Expr;
use syn::ExprLit;
use syn::ExprPath;
use syn::Lit;
use syn::LitStr;
use syn::Macro;
use syn::Result;
use syn::Token;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::parse::discouraged::AnyDelimiter;
use syn::parse::discouraged::Speculative;
use syn::token::Brace;

/// `"…", a, b = c`, behind `before` arguments that are not formatted.
pub(super) fn arguments(mac: &Macro, before: usize) -> Result<Vec<Expr>> {
    mac.parse_body_with(|input: ParseStream<'_>| list(input, before))
}

/// The rest of a stream as [`arguments`].
pub(super) fn list(input: ParseStream<'_>, before: usize) -> Result<Vec<Expr>> {
    let mut args = Vec::new();
    let mut named = Vec::new();
    while !input.is_empty() {
        if input.peek(Ident::peek_any) && peek_assign(input) {
            named.push(input.call(Ident::parse_any)?);
            input.parse::<Token![=]>()?;
        }
        args.push(input.parse()?);
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    if let Some(literal) = args.get(before).and_then(literal) {
        let captured = captures(literal).into_iter();
        args.extend(captured.filter(|name| !named.contains(name)).map(variable));
    }
    Ok(args)
}

/// `target: "x", parent: p, a.b = %c, ?d, { e = f }, "…", g`, and the separators `;` and `=>` of
/// other loggers.
pub(super) fn event(mac: &Macro) -> Result<Vec<Expr>> {
    mac.parse_body_with(|input: ParseStream<'_>| {
        let mut args = Vec::new();
        fields(input, &mut args)?;
        Ok(args)
    })
}

fn fields(input: ParseStream<'_>, args: &mut Vec<Expr>) -> Result<()> {
    while !input.is_empty() {
        if input.peek(Token![,]) {
            input.parse::<Token![,]>()?;
        } else if input.peek(Token![;]) {
            input.parse::<Token![;]>()?;
        } else if input.peek(Brace) && braced_fields(input, args) {
            continue;
        } else {
            field(input, args)?;
            if !(input.is_empty() || input.peek(Token![,]) || input.peek(Token![;])) {
                return Err(input.error("expected `,`"));
            }
        }
    }
    Ok(())
}

/// `{ a = b, c }`; anything else in braces is a block.
fn braced_fields(input: ParseStream<'_>, args: &mut Vec<Expr>) -> bool {
    let ahead = input.fork();
    let mut inner = Vec::new();
    let Ok((_, _, content)) = ahead.parse_any_delimiter() else { return false };
    let followed_by_operator = ahead.peek(Token![=]) || ahead.peek(Token![.]);
    if followed_by_operator || comma_fields(&content, &mut inner).is_err() {
        return false;
    }
    input.advance_to(&ahead);
    args.append(&mut inner);
    true
}

fn comma_fields(input: ParseStream<'_>, args: &mut Vec<Expr>) -> Result<()> {
    while !input.is_empty() {
        field(input, args)?;
        if !input.is_empty() {
            input.parse::<Token![,]>()?;
        }
    }
    Ok(())
}

fn field(input: ParseStream<'_>, args: &mut Vec<Expr>) -> Result<()> {
    if skip_sigil(input)? {
        args.push(input.parse()?);
        return Ok(());
    }
    if skip_key(input)? {
        skip_sigil(input)?;
        args.push(input.parse()?);
        return Ok(());
    }
    let value: Expr = input.parse()?;
    if input.peek(Token![:]) {
        // `key:?` of the crate log: the variable itself, with how to print it.
        input.parse::<Token![:]>()?;
        if !skip_sigil(input)? {
            input.call(Ident::parse_any)?;
        }
    }
    let captured = literal(&value).map(captures).unwrap_or_default();
    args.push(value);
    args.extend(captured.into_iter().map(variable));
    Ok(())
}

/// `?` or `%` before a value: printed with `Debug` or `Display`.
fn skip_sigil(input: ParseStream<'_>) -> Result<bool> {
    if input.peek(Token![?]) {
        input.parse::<Token![?]>()?;
    } else if input.peek(Token![%]) {
        input.parse::<Token![%]>()?;
    } else {
        return Ok(false);
    }
    Ok(true)
}

/// `a.b =`, `"a" =`, `"a" =>`, `{ A } =`, `target:`, `a:? =`. Advances only where there is a key.
fn skip_key(input: ParseStream<'_>) -> Result<bool> {
    let ahead = input.fork();
    if ahead.peek(Ident::peek_any) {
        ahead.call(Ident::parse_any)?;
        while ahead.peek(Token![.]) && ahead.peek2(Ident::peek_any) {
            ahead.parse::<Token![.]>()?;
            ahead.call(Ident::parse_any)?;
        }
    } else if ahead.peek(Lit) {
        ahead.parse::<Lit>()?;
    } else if ahead.peek(Brace) {
        ahead.parse::<proc_macro2::TokenTree>()?;
    }
    if !skip_separator(&ahead)? {
        return Ok(false);
    }
    input.advance_to(&ahead);
    Ok(true)
}

/// What stands between a key and its value.
fn skip_separator(input: ParseStream<'_>) -> Result<bool> {
    if input.peek(Token![=>]) {
        input.parse::<Token![=>]>()?;
        return Ok(true);
    }
    if input.peek(Token![=]) && !input.peek(Token![==]) {
        input.parse::<Token![=]>()?;
        return Ok(true);
    }
    if !input.peek(Token![:]) || input.peek(Token![::]) {
        return Ok(false);
    }
    input.parse::<Token![:]>()?;
    let printed = skip_sigil(input)? || input.peek(Ident::peek_any) && peek_assign(input);
    if !printed {
        return Ok(true);
    }
    if input.peek(Ident::peek_any) {
        input.call(Ident::parse_any)?;
    }
    let assigned = input.peek(Token![=]);
    if assigned {
        input.parse::<Token![=]>()?;
    }
    Ok(assigned)
}

/// Is the second token a `=` alone?
fn peek_assign(input: ParseStream<'_>) -> bool {
    input.peek2(Token![=]) && !input.peek2(Token![==]) && !input.peek2(Token![=>])
}

fn literal(expr: &Expr) -> Option<&LitStr> {
    match expr {
        Expr::Lit(ExprLit { lit: Lit::Str(literal), .. }) => Some(literal),
        Expr::Group(group) => literal(&group.expr),
        _ => None,
    }
}

/// The variables that a format names: `a` and `width` of `"{a:>width$}"`, at the literal's place.
fn captures(literal: &LitStr) -> Vec<Ident> {
    let text = literal.value();
    let mut found: Vec<Ident> = Vec::new();
    let mut rest = text.as_str();
    while let Some(open) = rest.find('{') {
        rest = &rest[open + 1..];
        if let Some(escaped) = rest.strip_prefix('{') {
            rest = escaped;
            continue;
        }
        let Some(close) = rest.find('}') else { break };
        let (name, layout) = rest[..close].split_once(':').unwrap_or((&rest[..close], ""));
        let counts = layout.split_inclusive('$').filter_map(|part| part.strip_suffix('$'));
        for name in [name.trim()].into_iter().chain(counts.map(last_name)) {
            if is_name(name) && found.iter().all(|other| other != name) {
                found.push(Ident::new(name, literal.span()));
            }
        }
        rest = &rest[close + 1..];
    }
    found
}

/// `width` of `>width`, `prec` of `5.prec`.
fn last_name(text: &str) -> &str {
    let part = |character: char| !(character.is_ascii_alphanumeric() || character == '_');
    text.rsplit(part).next().unwrap_or("")
}

/// Only ASCII: `Ident::new` panics on what is no identifier.
fn is_name(text: &str) -> bool {
    let mut bytes = text.bytes();
    bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && text != "_"
}

fn variable(name: Ident) -> Expr {
    Expr::Path(ExprPath { attrs: Vec::new(), qself: None, path: name.into() })
}

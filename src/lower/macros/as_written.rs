//! Macros that we do not know: what of their tokens can be read.

use std::cell::Cell;

use proc_macro2::Delimiter;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use syn::Block;
use syn::Expr;
use syn::Item;
use syn::Macro;
use syn::Result;
use syn::Token;
use syn::buffer::Cursor;
use syn::parse::Parse;
use syn::parse::ParseStream;
use syn::parse::Parser;
use syn::parse::discouraged::AnyDelimiter;
use syn::punctuated::Punctuated;

use crate::lower::macros::Code;
use crate::lower::macros::Reading;

/// A call with more tokens than this is a table of data or generated: it is not read.
pub(super) const MOST_TOKENS: usize = 20_000;

/// How many tokens all failing attempts of one recovery may look at together.
const MOST_WORK: usize = 200_000;

/// Reads a call among expressions: as a list of expressions, else as statements, else whatever
/// calls and awaits can be found between its other tokens. The reason is handed on.
pub(super) fn read(mac: &Macro, reason: Option<String>) -> Reading {
    if let Some(reason) = too_large(mac) {
        return Reading::Opaque(Some(reason));
    }
    if let Ok(exprs) = mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated)
        && !exprs.is_empty()
    {
        let exprs = exprs.into_iter().map(without_key).collect();
        return Reading::AsWritten(Code::Exprs(exprs), reason);
    }
    if let Ok(stmts) = mac.parse_body_with(Block::parse_within)
        && !stmts.is_empty()
    {
        return Reading::AsWritten(Code::Stmts(stmts), reason);
    }
    let found = recover(mac.tokens.clone());
    if found.is_empty() {
        return Reading::Opaque(reason);
    }
    Reading::AsWritten(Code::Exprs(found), reason)
}

/// Reads a call among items: as items, or not at all. The reason is handed on.
pub(super) fn read_items(mac: &Macro, reason: Option<String>) -> Reading {
    if let Some(reason) = too_large(mac) {
        return Reading::Opaque(Some(reason));
    }
    match items(mac) {
        Ok(items) if !items.is_empty() => Reading::AsWritten(Code::Items(items), reason),
        _ => Reading::Opaque(reason),
    }
}

/// The tokens of a call as items.
pub(super) fn items(mac: &Macro) -> Result<Vec<Item>> {
    mac.parse_body_with(parse_all)
}

/// One after the other, to the end.
pub(super) fn parse_all<T: Parse>(input: ParseStream<'_>) -> Result<Vec<T>> {
    let mut items = Vec::new();
    while !input.is_empty() {
        items.push(input.parse()?);
    }
    Ok(items)
}

/// How many tokens there are, brackets and what is in them included; counts no further than `most`.
pub(super) fn size(tokens: TokenStream, most: usize) -> usize {
    let mut count = 0;
    for token in tokens {
        count += tree_size(token, most - count);
        if count >= most {
            return most;
        }
    }
    count
}

fn tree_size(token: TokenTree, most: usize) -> usize {
    match token {
        TokenTree::Group(group) if most > 0 => 1 + size(group.stream(), most - 1),
        _ => 1,
    }
}

fn too_large(mac: &Macro) -> Option<String> {
    let large = size(mac.tokens.clone(), MOST_TOKENS + 1) > MOST_TOKENS;
    large.then(|| format!("a macro call with more than {MOST_TOKENS} tokens is not read"))
}

/// `key = value` in a list of arguments names the value; it assigns nothing.
fn without_key(expr: Expr) -> Expr {
    match expr {
        Expr::Assign(assign) if matches!(*assign.left, Expr::Path(_)) => *assign.right,
        other => other,
    }
}

/// Every longest run of tokens that is an expression with a call or an `.await` in it.
fn recover(tokens: TokenStream) -> Vec<Expr> {
    let mut found = Vec::new();
    let work = Cell::new(MOST_WORK);
    let parser = |input: ParseStream<'_>| search(input, &work, &mut found);
    match parser.parse2(tokens) {
        Ok(()) => found,
        Err(_) => Vec::new(),
    }
}

fn search(input: ParseStream<'_>, work: &Cell<usize>, found: &mut Vec<Expr>) -> Result<()> {
    let mut after_dot = false;
    while !input.is_empty() {
        if !after_dot && can_begin(input) && attempt(input, work, found)? {
            continue;
        }
        if let Some((_, delimiter, ..)) = input.cursor().any_group() {
            let (_, _, content) = input.parse_any_delimiter()?;
            search(&content, work, found)?;
            after_dot = delimiter == Delimiter::None && after_dot;
        } else {
            let token: TokenTree = input.parse()?;
            after_dot = matches!(token, TokenTree::Punct(punct) if punct.as_char() == '.');
        }
    }
    Ok(())
}

fn can_begin(input: ParseStream<'_>) -> bool {
    match input.cursor().punct() {
        Some((punct, _)) => "&*!-|<:'".contains(punct.as_char()),
        None => true,
    }
}

/// Steps over an expression, and keeps it where it does something.
fn attempt(input: ParseStream<'_>, work: &Cell<usize>, found: &mut Vec<Expr>) -> Result<bool> {
    if work.get() == 0 {
        return Ok(false);
    }
    let ahead = input.fork();
    let parsed = ahead.parse::<Expr>().is_ok();
    let (tokens, cost) = between(input.cursor(), ahead.cursor(), work.get());
    work.set(work.get() - cost);
    if !parsed || tokens.is_empty() {
        return Ok(false);
    }
    if does_something(&tokens) {
        // A fork does not tell of tokens that were left over inside of brackets.
        match syn::parse2::<Expr>(tokens.iter().cloned().collect()) {
            Ok(expr) => found.push(expr),
            Err(_) => return Ok(false),
        }
    }
    for _ in tokens {
        input.parse::<TokenTree>()?;
    }
    Ok(true)
}

/// The tokens that an attempt went over, and how many it may have looked at: also those of the
/// brackets that it failed in.
fn between(from: Cursor<'_>, to: Cursor<'_>, most: usize) -> (Vec<TokenTree>, usize) {
    let mut tokens = Vec::new();
    let mut cost = 0;
    let mut at = from;
    while let Some((token, rest)) = at.token_tree() {
        cost += tree_size(token.clone(), most.saturating_sub(cost));
        if at >= to || cost >= most {
            break;
        }
        tokens.push(token);
        at = rest;
    }
    (tokens, cost.min(most))
}

/// Is there a call, a macro call or an `.await` among the tokens?
fn does_something(tokens: &[TokenTree]) -> bool {
    tokens.iter().enumerate().any(|(index, token)| match token {
        TokenTree::Ident(name) => name == "await",
        TokenTree::Group(group) => {
            let before = index.checked_sub(1).map(|before| &tokens[before]);
            let call = group.delimiter() == Delimiter::Parenthesis && before.is_some_and(is_callee);
            call || does_something(&group.stream().into_iter().collect::<Vec<_>>())
        }
        _ => false,
    })
}

fn is_callee(token: &TokenTree) -> bool {
    match token {
        TokenTree::Ident(_) => true,
        TokenTree::Punct(punct) => matches!(punct.as_char(), '>' | '!'),
        TokenTree::Group(group) => group.delimiter() != Delimiter::Brace,
        TokenTree::Literal(_) => false,
    }
}

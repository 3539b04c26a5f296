//! The kinds of fragments, and how much of a call each takes.

use proc_macro2::Delimiter;
use proc_macro2::Group;
use proc_macro2::Ident;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use syn::Expr;
use syn::Item;
use syn::Lifetime;
use syn::Lit;
use syn::Meta;
use syn::Pat;
use syn::Result;
use syn::Token;
use syn::Type;
use syn::TypePath;
use syn::Visibility;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::token::Brace;

use crate::lower::macros::rules::token;

/// `expr` of `$name:expr`.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Fragment {
    /// `ident`.
    Ident,
    /// `path`.
    Path,
    /// `ty`.
    Ty,
    /// `expr`, `expr_2021`.
    Expr,
    /// `stmt`.
    Stmt,
    /// `block`.
    Block,
    /// `pat`.
    Pat,
    /// `pat_param`.
    PatParam,
    /// `item`.
    Item,
    /// `meta`.
    Meta,
    /// `tt`.
    Tt,
    /// `vis`.
    Vis,
    /// `lifetime`.
    Lifetime,
    /// `literal`.
    Literal,
}

impl Fragment {
    /// The kind of this name.
    pub(super) fn named(name: &str) -> Option<Fragment> {
        Some(match name {
            "ident" => Fragment::Ident,
            "path" => Fragment::Path,
            "ty" => Fragment::Ty,
            "expr" | "expr_2021" => Fragment::Expr,
            "stmt" => Fragment::Stmt,
            "block" => Fragment::Block,
            "pat" => Fragment::Pat,
            "pat_param" => Fragment::PatParam,
            "item" => Fragment::Item,
            "meta" => Fragment::Meta,
            "tt" => Fragment::Tt,
            "vis" => Fragment::Vis,
            "lifetime" => Fragment::Lifetime,
            "literal" => Fragment::Literal,
            _ => return None,
        })
    }

    /// Takes the fragment from the front of the input, as it is written for its variable.
    pub(super) fn take(self, input: ParseStream<'_>) -> Result<TokenStream> {
        let from = input.cursor();
        self.skip(input)?;
        let to = input.cursor();
        let mut trees = Vec::new();
        let mut at = from;
        while at < to
            && let Some((tree, rest)) = at.token_tree()
        {
            trees.push(tree);
            at = rest;
        }
        Ok(self.enclose(trees))
    }

    fn skip(self, input: ParseStream<'_>) -> Result<()> {
        match self {
            Fragment::Ident => ident(input),
            Fragment::Path => input.parse::<TypePath>().map(drop),
            Fragment::Ty => input.parse::<Type>().map(drop),
            Fragment::Expr => input.parse::<Expr>().map(drop),
            Fragment::Stmt => stmt(input),
            Fragment::Block => block(input),
            Fragment::Pat => input.call(Pat::parse_multi_with_leading_vert).map(drop),
            Fragment::PatParam => input.call(Pat::parse_single).map(drop),
            Fragment::Item => input.parse::<Item>().map(drop),
            Fragment::Meta => input.parse::<Meta>().map(drop),
            Fragment::Tt => tt(input),
            Fragment::Vis => input.parse::<Visibility>().map(drop),
            Fragment::Lifetime => input.parse::<Lifetime>().map(drop),
            Fragment::Literal => input.parse::<Lit>().map(drop),
        }
    }

    /// Invisible brackets keep the precedence of what was one expression or type; to another macro
    /// they are one token.
    fn enclose(self, trees: Vec<TokenTree>) -> TokenStream {
        let whole = matches!(self, Fragment::Expr | Fragment::Ty | Fragment::Path);
        let enclosed = whole && trees.len() > 1;
        let place = trees.first().map(TokenTree::span);
        let tokens = trees.into_iter().collect();
        let (true, Some(place)) = (enclosed, place) else { return tokens };
        let mut group = Group::new(Delimiter::None, tokens);
        group.set_span(place);
        TokenTree::Group(group).into()
    }
}

/// A keyword is an identifier too, `_` is none, and a fragment of another macro is neither.
fn ident(input: ParseStream<'_>) -> Result<()> {
    let enclosed = input.cursor().any_group().is_some();
    let ident: Ident = input.call(Ident::parse_any)?;
    match enclosed || ident == "_" {
        true => Err(input.error("expected an identifier")),
        false => Ok(()),
    }
}

/// A statement without its semicolon, or a semicolon alone: that is a statement too.
fn stmt(input: ParseStream<'_>) -> Result<()> {
    if input.peek(Token![;]) {
        return input.parse::<Token![;]>().map(drop);
    }
    if input.peek(Token![let]) {
        return local(input);
    }
    let ahead = input.fork();
    match ahead.call(Expr::parse_with_earlier_boundary_rule) {
        Ok(_) => input.call(Expr::parse_with_earlier_boundary_rule).map(drop),
        Err(_) => input.parse::<Item>().map(drop),
    }
}

fn local(input: ParseStream<'_>) -> Result<()> {
    input.parse::<Token![let]>()?;
    input.call(Pat::parse_multi_with_leading_vert)?;
    if input.parse::<Option<Token![:]>>()?.is_some() {
        input.parse::<Type>()?;
    }
    if input.parse::<Option<Token![=]>>()?.is_some() {
        input.parse::<Expr>()?;
        if input.parse::<Option<Token![else]>>()?.is_some() {
            block(input)?;
        }
    }
    Ok(())
}

fn block(input: ParseStream<'_>) -> Result<()> {
    match input.peek(Brace) {
        true => input.parse::<TokenTree>().map(drop),
        false => Err(input.error("expected a block")),
    }
}

fn tt(input: ParseStream<'_>) -> Result<()> {
    input.step(|cursor| match token::after(*cursor) {
        Some(rest) => Ok(((), rest)),
        None => Err(cursor.error("expected a token")),
    })
}

//! The rules of a `macro_rules!`, read.

use proc_macro2::Delimiter;
use proc_macro2::Group;
use proc_macro2::Ident;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;

use crate::lower::macros::rules::fragment::Fragment;
use crate::lower::macros::rules::token;

/// All rules, in order.
#[derive(Debug)]
pub(in crate::lower::macros) struct Rules {
    pub(super) rules: Vec<Rule>,
}

/// `(matcher) => { template }`.
#[derive(Debug)]
pub(super) struct Rule {
    pub(super) matcher: Vec<Matcher>,
    pub(super) template: Vec<Template>,
}

/// What a call must look like.
#[derive(Debug)]
pub(super) enum Matcher {
    /// One token: its text.
    Token(String),
    /// Brackets.
    Group(Delimiter, Vec<Matcher>),
    /// `$name:fragment`.
    Fragment(String, Fragment),
    /// `$(…) separator count`.
    Repeat { parts: Vec<Matcher>, separator: Option<String>, count: Count },
}

/// What is written for it.
#[derive(Debug)]
pub(super) enum Template {
    /// One tree that is no bracket.
    Token(TokenTree),
    /// Brackets.
    Group(Delimiter, Vec<Template>),
    /// `$name`.
    Variable(Ident),
    /// `$crate`.
    Crate,
    /// `$(…) separator count`.
    Repeat { parts: Vec<Template>, separator: Vec<TokenTree> },
    /// `${concat(…)}`: one name of several parts. Not stable, but std is written with it.
    Concat(Vec<Template>),
}

/// How often a repetition may match.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Count {
    /// `?`.
    AtMostOnce,
    /// `*`.
    Any,
    /// `+`.
    AtLeastOnce,
}

impl Rules {
    /// Reads what stands between the outermost brackets of a definition; none where it is broken
    /// or uses what is not stable yet.
    pub(in crate::lower::macros) fn parse(body: &str) -> Option<Rules> {
        let trees = trees(body.parse().ok()?);
        let mut rules = Vec::new();
        let mut rest = &trees[..];
        while let [
            TokenTree::Group(matcher),
            arrow,
            arrowhead,
            TokenTree::Group(template),
            tail @ ..,
        ] = rest
        {
            if !(is_punct(arrow, '=') && is_punct(arrowhead, '>')) {
                return None;
            }
            rules.push(Rule {
                matcher: matchers(&trees_of(matcher))?,
                template: templates(&trees_of(template))?,
            });
            rest = match tail {
                [semicolon, tail @ ..] if is_punct(semicolon, ';') => tail,
                tail => tail,
            };
        }
        rest.is_empty().then_some(Rules { rules })
    }
}

fn matchers(trees: &[TokenTree]) -> Option<Vec<Matcher>> {
    let mut parts = Vec::new();
    let mut rest = trees;
    while let [first, tail @ ..] = rest {
        let part = match (first, tail) {
            (dollar, [TokenTree::Group(group), tail @ ..]) if is_repeat(dollar, group) => {
                let (separator, count, tail) = repetition(tail)?;
                let separator = (!separator.is_empty()).then(|| token::join(separator));
                let parts = matchers(&trees_of(group))?;
                (Matcher::Repeat { parts, separator, count }, tail)
            }
            (dollar, [TokenTree::Ident(name), colon, TokenTree::Ident(kind), tail @ ..])
                if is_punct(dollar, '$') && is_punct(colon, ':') =>
            {
                let fragment = match Fragment::named(&kind.to_string())? {
                    // Before the edition of 2021 `pat` was this, and a `|` could follow.
                    Fragment::Pat if tail.first().is_some_and(|next| is_punct(next, '|')) => {
                        Fragment::PatParam
                    }
                    fragment => fragment,
                };
                (Matcher::Fragment(name.to_string(), fragment), tail)
            }
            (TokenTree::Group(group), tail) => {
                (Matcher::Group(group.delimiter(), matchers(&trees_of(group))?), tail)
            }
            _ => {
                let (token, tail) = rest.split_at(token::width(rest));
                (Matcher::Token(token::join(token)), tail)
            }
        };
        parts.push(part.0);
        rest = part.1;
    }
    Some(parts)
}

fn templates(trees: &[TokenTree]) -> Option<Vec<Template>> {
    let mut parts = Vec::new();
    let mut rest = trees;
    while let [first, tail @ ..] = rest {
        let part = match (first, tail) {
            (dollar, [TokenTree::Group(group), tail @ ..]) if is_repeat(dollar, group) => {
                let (separator, _, tail) = repetition(tail)?;
                let parts = templates(&trees_of(group))?;
                (Template::Repeat { parts, separator: separator.to_vec() }, tail)
            }
            (dollar, [TokenTree::Ident(name), tail @ ..]) if is_punct(dollar, '$') => {
                let part = match name == "crate" {
                    true => Template::Crate,
                    false => Template::Variable(name.clone()),
                };
                (part, tail)
            }
            (dollar, [TokenTree::Group(group), tail @ ..])
                if is_punct(dollar, '$') && concatenated(group).is_some() =>
            {
                (Template::Concat(templates(&concatenated(group)?)?), tail)
            }
            // `$$` and `${count(…)}` are not stable.
            (dollar, _) if is_punct(dollar, '$') => return None,
            (TokenTree::Group(group), tail) => {
                (Template::Group(group.delimiter(), templates(&trees_of(group))?), tail)
            }
            (token, tail) => (Template::Token(token.clone()), tail),
        };
        parts.push(part.0);
        rest = part.1;
    }
    Some(parts)
}

/// What follows `$(…)`: the separator, the count, and the rest.
fn repetition(trees: &[TokenTree]) -> Option<(&[TokenTree], Count, &[TokenTree])> {
    if let [first, tail @ ..] = trees
        && let Some(count) = count(first)
    {
        return Some((&[], count, tail));
    }
    let (separator, tail) = trees.split_at(token::width(trees));
    let [sign, tail @ ..] = tail else { return None };
    Some((separator, count(sign)?, tail))
}

fn count(tree: &TokenTree) -> Option<Count> {
    match tree {
        TokenTree::Punct(punct) => match punct.as_char() {
            '?' => Some(Count::AtMostOnce),
            '*' => Some(Count::Any),
            '+' => Some(Count::AtLeastOnce),
            _ => None,
        },
        _ => None,
    }
}

/// The parts of `{concat(…)}`.
fn concatenated(group: &Group) -> Option<Vec<TokenTree>> {
    match &trees_of(group)[..] {
        [TokenTree::Ident(name), TokenTree::Group(parts)]
            if name == "concat" && group.delimiter() == Delimiter::Brace =>
        {
            Some(trees_of(parts))
        }
        _ => None,
    }
}

fn is_repeat(dollar: &TokenTree, group: &Group) -> bool {
    is_punct(dollar, '$') && group.delimiter() == Delimiter::Parenthesis
}

fn is_punct(tree: &TokenTree, character: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == character)
}

fn trees(tokens: TokenStream) -> Vec<TokenTree> {
    tokens.into_iter().collect()
}

fn trees_of(group: &Group) -> Vec<TokenTree> {
    trees(group.stream())
}

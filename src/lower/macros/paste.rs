//! `paste!`: names glued together of others, `[<get_ $name:snake>]`.

use proc_macro2::Delimiter;
use proc_macro2::Group;
use proc_macro2::Ident;
use proc_macro2::Span;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;

/// The tokens with every `[<…>]` as the name that it makes; none where one of them makes no name.
pub(super) fn glue(tokens: TokenStream) -> Option<TokenStream> {
    tokens.into_iter().map(glue_tree).collect()
}

fn glue_tree(tree: TokenTree) -> Option<TokenTree> {
    let TokenTree::Group(group) = tree else { return Some(tree) };
    let inner: Vec<TokenTree> = group.stream().into_iter().collect();
    if let [open, parts @ .., close] = &inner[..]
        && group.delimiter() == Delimiter::Bracket
        && is_punct(open, '<')
        && is_punct(close, '>')
    {
        return name(parts).map(TokenTree::Ident);
    }
    let mut glued = Group::new(group.delimiter(), glue(group.stream())?);
    glued.set_span(group.span());
    Some(TokenTree::Group(glued))
}

fn name(parts: &[TokenTree]) -> Option<Ident> {
    let mut place = None;
    let mut words = Vec::new();
    read_words(parts, &mut words, &mut place)?;
    let text = words.concat();
    let mut bytes = text.bytes();
    let begins = |byte: u8| byte.is_ascii_alphabetic() || byte == b'_';
    let valid = bytes.next().is_some_and(begins)
        && bytes.all(|byte| begins(byte) || byte.is_ascii_digit())
        && text != "_";
    valid.then(|| Ident::new(&text, place.unwrap_or_else(Span::call_site)))
}

/// The words of a name; a modifier behind one changes it.
fn read_words(
    parts: &[TokenTree],
    words: &mut Vec<String>,
    place: &mut Option<Span>,
) -> Option<()> {
    let mut rest = parts;
    while let [part, tail @ ..] = rest {
        rest = tail;
        match part {
            TokenTree::Ident(ident) => {
                let text = ident.to_string();
                words.push(text.strip_prefix("r#").unwrap_or(&text).to_owned());
                place.get_or_insert(ident.span());
            }
            TokenTree::Literal(literal) => words.push(text_of(literal)?),
            TokenTree::Group(group) if group.delimiter() == Delimiter::None => {
                let inner: Vec<TokenTree> = group.stream().into_iter().collect();
                read_words(&inner, words, place)?;
            }
            colon if is_punct(colon, ':') => {
                let [TokenTree::Ident(modifier), tail @ ..] = tail else { return None };
                let word = words.pop()?;
                words.push(modified(&word, &modifier.to_string())?);
                rest = tail;
            }
            quote if is_punct(quote, '\'') => {}
            _ => return None,
        }
    }
    Some(())
}

/// A string or a number; what is no part of a name in it is found out later.
fn text_of(literal: &proc_macro2::Literal) -> Option<String> {
    match syn::Lit::new(literal.clone()) {
        syn::Lit::Str(text) => Some(text.value().replace('-', "_")),
        syn::Lit::Int(_) => Some(literal.to_string()),
        syn::Lit::Char(character) => Some(character.value().to_string()),
        _ => None,
    }
}

fn modified(word: &str, modifier: &str) -> Option<String> {
    match modifier {
        "lower" => Some(word.to_lowercase()),
        "upper" => Some(word.to_uppercase()),
        "snake" => Some(snake(word)),
        "camel" => Some(camel(word)),
        _ => None,
    }
}

fn snake(word: &str) -> String {
    let mut text = String::new();
    let mut before = '_';
    for character in word.chars() {
        if character.is_uppercase() && before != '_' {
            text.push('_');
        }
        text.extend(character.to_lowercase());
        before = character;
    }
    text
}

fn camel(word: &str) -> String {
    let mut text = String::new();
    let mut before = '_';
    for character in word.chars() {
        match (character, before) {
            ('_', _) => {}
            (_, '_') => text.extend(character.to_uppercase()),
            (_, before) if before.is_uppercase() => text.extend(character.to_lowercase()),
            _ => text.push(character),
        }
        before = character;
    }
    text
}

fn is_punct(tree: &TokenTree, character: char) -> bool {
    matches!(tree, TokenTree::Punct(punct) if punct.as_char() == character)
}

//! Tokens as `macro_rules!` sees them: `=>` and `'a` are one, where proc_macro2 has two.

use proc_macro2::Spacing;
use proc_macro2::TokenTree;
use syn::buffer::Cursor;

const OPERATORS: &[&str] = &[
    "<<=", ">>=", "...", "..=", "::", "->", "=>", "==", "!=", "<=", ">=", "&&", "||", "+=", "-=",
    "*=", "/=", "%=", "^=", "&=", "|=", "<<", ">>", "..",
];

/// How many trees at the front are one token; 0 at the end.
pub(super) fn width(trees: &[TokenTree]) -> usize {
    match trees {
        [] => 0,
        [TokenTree::Punct(quote), TokenTree::Ident(_), ..] if quote.as_char() == '\'' => 2,
        [TokenTree::Punct(_), ..] => operator(trees).map_or(1, str::len),
        _ => 1,
    }
}

/// The same at a cursor, and what follows. A fragment of another macro is one token.
pub(super) fn after(cursor: Cursor<'_>) -> Option<Cursor<'_>> {
    let (trees, rests) = front(cursor);
    width(&trees).checked_sub(1).map(|last| rests[last])
}

/// The text of the token at a cursor, where it is no bracket, and what follows.
pub(super) fn text(cursor: Cursor<'_>) -> Option<(String, Cursor<'_>)> {
    let (trees, rests) = front(cursor);
    let width = width(&trees);
    if matches!(trees.first(), Some(TokenTree::Group(_))) {
        return None;
    }
    let last = width.checked_sub(1)?;
    Some((join(&trees[..width]), rests[last]))
}

/// The text of some trees without spaces.
pub(super) fn join(trees: &[TokenTree]) -> String {
    trees.iter().map(ToString::to_string).collect()
}

fn operator(trees: &[TokenTree]) -> Option<&'static str> {
    OPERATORS.iter().copied().find(|operator| {
        let last = operator.len() - 1;
        operator.chars().enumerate().all(|(index, character)| match trees.get(index) {
            Some(TokenTree::Punct(punct)) => {
                let joined = index == last || punct.spacing() == Spacing::Joint;
                punct.as_char() == character && joined
            }
            _ => false,
        })
    })
}

/// The next three trees, and what follows each.
fn front(cursor: Cursor<'_>) -> (Vec<TokenTree>, Vec<Cursor<'_>>) {
    let mut trees = Vec::new();
    let mut rests = Vec::new();
    let mut at = cursor;
    while trees.len() < 3
        && let Some((tree, rest)) = at.token_tree()
    {
        // Only punctuation grows together, and a quote with the name behind it.
        let ends = !matches!(tree, TokenTree::Punct(_));
        trees.push(tree);
        rests.push(rest);
        at = rest;
        if ends {
            break;
        }
    }
    (trees, rests)
}

//! `pin_project!`: an item as it stands, and where a macro made it, without a comma here and there.

use proc_macro2::Punct;
use proc_macro2::Spacing;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;
use syn::Item;
use syn::Macro;
use syn::Result;
use syn::parse::Parser;

use crate::lower::macros::as_written;

/// The items in the call.
pub(super) fn items(mac: &Macro) -> Result<Vec<Item>> {
    as_written::parse_all.parse2(with_commas(mac.tokens.clone()))
}

/// `struct A<'a, T>` of `struct A<'a T>`: the macro takes both, and other macros hand on the latter.
fn with_commas(tokens: TokenStream) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is_punct = |tree: Option<&TokenTree>, letters: [char; 2]| matches!(tree, Some(TokenTree::Punct(punct)) if letters.contains(&punct.as_char()));
    let is_word = |tree: Option<&TokenTree>| matches!(tree, Some(TokenTree::Ident(_)));
    let mut complete = Vec::with_capacity(tokens.len());
    for (at, tree) in tokens.iter().enumerate() {
        let before = |back: usize| at.checked_sub(back).and_then(|at| tokens.get(at));
        // `<` or `,`, then `'`, `a`, and a word.
        let begins = is_punct(before(3), ['<', ',']) && is_punct(before(2), ['\'', '\'']);
        if begins && is_word(before(1)) && is_word(Some(tree)) {
            let mut comma = Punct::new(',', Spacing::Alone);
            comma.set_span(tree.span());
            complete.push(TokenTree::Punct(comma));
        }
        complete.push(tree.clone());
    }
    complete.into_iter().collect()
}

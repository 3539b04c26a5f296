//! `use` trees, flattened.

use proc_macro2::Ident;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;

use crate::ir::Anchor;
use crate::ir::Binding;
use crate::ir::Import;
use crate::ir::ItemId;
use crate::ir::ItemKind;
use crate::ir::Path;
use crate::ir::Segment;
use crate::lower::lowerer::Lowerer;
use crate::source::Span;

/// What stands before a part of a `use` tree.
#[derive(Clone)]
struct Prefix {
    anchor: Anchor,
    segments: Vec<Segment>,
    /// Its tokens behind the last `{`: the places of `b` and `c` in `a::{b, c}` must not overlap.
    span: Option<Span>,
}

/// The imports of `use {::a, b};`, one an item: the parser does not read a group of which a part
/// begins with `::`. Empty for anything else.
pub(super) fn split_group(tokens: TokenStream) -> Vec<syn::ItemUse> {
    let mut before: Vec<TokenTree> = tokens.into_iter().collect();
    let semicolon = before.pop();
    let (Some(semicolon), Some(TokenTree::Group(group))) = (semicolon, before.pop()) else {
        return Vec::new();
    };
    let is_comma = |token: &TokenTree| matches!(token, TokenTree::Punct(it) if it.as_char() == ',');
    let inside: Vec<TokenTree> = group.stream().into_iter().collect();
    let parts = inside.split(is_comma).filter(|part| !part.is_empty());
    let imports = parts.map(|part| {
        let tokens = before.iter().chain(part).chain([&semicolon]).cloned();
        syn::parse2(tokens.collect())
    });
    imports.collect::<syn::Result<_>>().unwrap_or_default()
}

impl Lowerer<'_> {
    /// `use a::{b, c as d};`
    pub(super) fn use_item(&mut self, item: &syn::ItemUse) -> ItemId {
        let keyword = self.token(item.use_token.span, 3);
        let head = self.nameless(&item.attrs, &item.vis, keyword);
        let (anchor, span) = match item.leading_colon {
            None => (Anchor::Plain, None),
            Some(colons) => (Anchor::Global, Some(self.token(colons.spans[0], 2))),
        };
        let mut imports = Vec::new();
        self.use_tree(Prefix { anchor, segments: Vec::new(), span }, &item.tree, &mut imports);
        let end = self.token(item.semi_token.spans[0], 1);
        self.alloc_item(head, ItemKind::Use(imports.into()), end)
    }

    fn use_tree(&mut self, mut prefix: Prefix, tree: &syn::UseTree, into: &mut Vec<Import>) {
        match tree {
            syn::UseTree::Path(tree) => {
                self.step(&mut prefix, &tree.ident);
                self.use_tree(prefix, &tree.tree, into);
            }
            syn::UseTree::Group(group) => {
                for tree in &group.items {
                    self.use_tree(Prefix { span: None, ..prefix.clone() }, tree, into);
                }
            }
            syn::UseTree::Name(tree) => {
                self.step(&mut prefix, &tree.ident);
                if let Some(last) = prefix.segments.last() {
                    let binding = Binding::Name(last.name);
                    into.push(Import { path: prefix.path(), binding });
                }
            }
            syn::UseTree::Rename(tree) => {
                self.step(&mut prefix, &tree.ident);
                let binding = match tree.rename == "_" {
                    true => Binding::Underscore,
                    false => Binding::Name(self.name(&tree.rename)),
                };
                into.push(Import { path: prefix.path(), binding });
            }
            syn::UseTree::Glob(tree) => {
                let star = self.token(tree.star_token.spans[0], 1);
                prefix.span = Some(prefix.span.map_or(star, |span| span.to(star)));
                into.push(Import { path: prefix.path(), binding: Binding::Glob });
            }
        }
    }

    /// Goes on by one name; `crate`, `super` and a first `self` move the anchor, a final `self` is
    /// not part of the path.
    fn step(&mut self, prefix: &mut Prefix, ident: &Ident) {
        let (name, span) = self.ident(ident);
        prefix.span = Some(prefix.span.map_or(span, |before| before.to(span)));
        if prefix.segments.is_empty()
            && let Some(anchor) = self.moved(&prefix.anchor, name)
        {
            prefix.anchor = anchor;
        } else if ident != "self" {
            prefix.segments.push(Segment { name, args: None });
        }
    }
}

impl Prefix {
    fn path(self) -> Path {
        let span = self.span.unwrap_or_default();
        Path { anchor: self.anchor, segments: self.segments.into(), span }
    }
}

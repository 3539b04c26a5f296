//! Attributes: `cfg` and `derive` are read, those of the compiler dropped, all others kept.

use quote::ToTokens;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;

use crate::ir::Attr;
use crate::ir::Origin;
use crate::ir::Path;
use crate::lower::lowerer::Lowerer;
use crate::source::CfgExpr;
use crate::source::Span;

/// What the attributes of one item say.
#[derive(Default)]
pub(super) struct Attributes {
    /// `#[cfg(…)]`, several joined by `all`.
    pub(super) cfg: Option<Box<CfgExpr>>,
    /// Those that may matter.
    pub(super) attrs: Vec<Attr>,
    /// `#[derive(A, B)]`.
    pub(super) derives: Vec<Path>,
    /// `#[macro_use]`.
    pub(super) macro_use: bool,
}

/// Attributes of the compiler and its tools that change nothing for us. The most
/// frequent comes first.
const OF_THE_COMPILER: [&str; 47] = [
    "doc",
    "allow",
    "automatically_derived",
    "bench",
    "clippy",
    "cold",
    "coverage",
    "debugger_visualizer",
    "default",
    "deny",
    "deprecated",
    "diagnostic",
    "expect",
    "export_name",
    "feature",
    "forbid",
    "global_allocator",
    "ignore",
    "inline",
    "link",
    "link_name",
    "link_ordinal",
    "link_section",
    "macro_export",
    "must_use",
    "naked",
    "no_builtins",
    "no_implicit_prelude",
    "no_link",
    "no_main",
    "no_mangle",
    "no_std",
    "non_exhaustive",
    "panic_handler",
    "path",
    "proc_macro",
    "proc_macro_attribute",
    "proc_macro_derive",
    "recursion_limit",
    "repr",
    "rustfmt",
    "target_feature",
    "track_caller",
    "type_length_limit",
    "unsafe",
    "used",
    "warn",
];

impl Lowerer<'_> {
    /// Reads the attributes of an item.
    pub(super) fn attributes(&mut self, attrs: &[syn::Attribute]) -> Attributes {
        let mut found = Attributes::default();
        for attr in attrs {
            self.attribute(&attr.meta, None, &mut found);
        }
        found
    }

    /// Reads only `#[cfg(…)]`.
    pub(super) fn cfg(&mut self, attrs: &[syn::Attribute]) -> Option<Box<CfgExpr>> {
        let mut found = Attributes::default();
        for attr in attrs.iter().filter(|attr| is_word(attr.path(), "cfg")) {
            self.attribute(&attr.meta, None, &mut found);
        }
        found.cfg
    }

    fn attribute(&mut self, meta: &syn::Meta, on: Option<&CfgExpr>, found: &mut Attributes) {
        let Some(first) = meta.path().segments.first() else { return };
        let single = meta.path().segments.len() == 1;
        match meta {
            syn::Meta::List(list) if single && first.ident == "cfg" => {
                let cfg = CfgExpr::parse(&self.text_between(list));
                found.and(match on {
                    None => cfg,
                    Some(on) => CfgExpr::Any(Box::new([CfgExpr::Not(Box::new(on.clone())), cfg])),
                });
            }
            syn::Meta::List(list) if single && first.ident == "cfg_attr" => {
                self.conditional(list, on, found);
            }
            syn::Meta::List(list) if single && first.ident == "derive" => {
                let paths = Punctuated::<syn::Path, syn::Token![,]>::parse_terminated;
                let paths = list.parse_args_with(paths).unwrap_or_default();
                found.derives.extend(paths.iter().map(|path| self.plain_path(path)));
            }
            syn::Meta::Path(_) if single && first.ident == "macro_use" => found.macro_use = true,
            _ if OF_THE_COMPILER.iter().any(|name| first.ident == name) => {}
            meta => {
                let attr = self.kept(meta, on);
                found.attrs.push(attr);
            }
        }
    }

    /// `#[cfg_attr(predicate, a, b)]`.
    fn conditional(&mut self, list: &syn::MetaList, on: Option<&CfgExpr>, found: &mut Attributes) {
        let Ok((predicate, metas)) = list.parse_args_with(conditional_parts) else { return };
        let mut predicate = CfgExpr::parse(&predicate);
        if let Some(on) = on {
            predicate = CfgExpr::All(Box::new([on.clone(), predicate]));
        }
        for meta in &metas {
            self.attribute(meta, Some(&predicate), found);
        }
    }

    fn kept(&mut self, meta: &syn::Meta, on: Option<&CfgExpr>) -> Attr {
        let path = self.plain_path(meta.path());
        let (args, span) = match meta {
            syn::Meta::Path(_) => (None, path.span),
            syn::Meta::List(list) => {
                let span = path.span.to(self.closing(*list.delimiter.span()));
                (Some(self.text_between(list).into()), span)
            }
            syn::Meta::NameValue(pair) => {
                let text = pair.value.to_token_stream().to_string();
                (Some(text.into()), path.span)
            }
        };
        Attr { path, args, cfg: on.cloned().map(Box::new), span }
    }

    /// What is written between the brackets of an attribute.
    fn text_between(&self, list: &syn::MetaList) -> String {
        match self.origin {
            // The tokens may come from several places.
            Origin::Expanded => list.tokens.to_string(),
            Origin::Source | Origin::AsWritten => {
                let span = self.brackets(*list.delimiter.span());
                // What `cfg_if!` means has attributes that are written nowhere.
                if !self.text_of(span).starts_with(['(', '[', '{']) {
                    return list.tokens.to_string();
                }
                let inner = Span::new(span.start + 1, span.end.saturating_sub(1));
                self.text_of(inner).to_owned()
            }
        }
    }
}

impl Attributes {
    fn and(&mut self, cfg: CfgExpr) {
        self.cfg = Some(match self.cfg.take() {
            None => Box::new(cfg),
            Some(before) => both(&before, Some(Box::new(cfg))),
        });
    }
}

/// One predicate and perhaps another, joined by `all`.
pub(super) fn both(first: &CfgExpr, second: Option<Box<CfgExpr>>) -> Box<CfgExpr> {
    let first = first.clone();
    Box::new(match (first, second.map(|second| *second)) {
        (first, None) => first,
        (CfgExpr::All(all), Some(second)) => {
            CfgExpr::All(all.into_iter().chain([second]).collect())
        }
        (first, Some(second)) => CfgExpr::All(Box::new([first, second])),
    })
}

type Metas = Punctuated<syn::Meta, syn::Token![,]>;

fn conditional_parts(input: ParseStream<'_>) -> syn::Result<(String, Metas)> {
    let mut predicate = proc_macro2::TokenStream::new();
    while !input.is_empty() && !input.peek(syn::Token![,]) {
        predicate.extend([input.parse::<proc_macro2::TokenTree>()?]);
    }
    input.parse::<Option<syn::Token![,]>>()?;
    Ok((predicate.to_string(), Metas::parse_terminated(input)?))
}

fn is_word(path: &syn::Path, word: &str) -> bool {
    path.segments.len() == 1 && path.segments[0].ident == word
}

//! Writes a template, with what the variables stand for.

use proc_macro2::Delimiter;
use proc_macro2::Group;
use proc_macro2::Ident;
use proc_macro2::Punct;
use proc_macro2::Spacing;
use proc_macro2::Span;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;

use crate::lower::macros::as_written::size;
use crate::lower::macros::rules::definition::Template;
use crate::lower::macros::rules::matching::Bindings;
use crate::lower::macros::rules::matching::Bound;

/// The variables of a place in the template: those of a repetition stand for one value each.
type Values<'b> = Vec<(&'b str, &'b Bound)>;

/// What was asked for, and how much of it is written.
struct Writer<'b> {
    place: Span,
    krate: &'b Ident,
    written: usize,
    most: usize,
}

/// The tokens, and how many were written. There are none where there would be more than `most`, or
/// where the variables of the template do not fit those of the matcher.
pub(super) fn write(
    template: &[Template],
    bindings: &Bindings<'_>,
    place: Span,
    krate: &Ident,
    most: usize,
) -> (Option<TokenStream>, usize) {
    let mut writer = Writer { place, krate, written: 0, most };
    let values = bindings.iter().map(|(name, bound)| (*name, bound)).collect();
    let mut tokens = Vec::new();
    let written = writer.all(template, &values, &mut tokens);
    (written.map(|()| tokens.into_iter().collect()), writer.written)
}

impl Writer<'_> {
    fn all(
        &mut self,
        parts: &[Template],
        values: &Values<'_>,
        into: &mut Vec<TokenTree>,
    ) -> Option<()> {
        for (index, part) in parts.iter().enumerate() {
            self.one(part, parts.get(index + 1), values, into)?;
        }
        Some(())
    }

    fn one(
        &mut self,
        part: &Template,
        next: Option<&Template>,
        values: &Values<'_>,
        into: &mut Vec<TokenTree>,
    ) -> Option<()> {
        match part {
            Template::Token(token) => {
                self.spend(1)?;
                into.push(self.placed(token.clone()));
            }
            Template::Group(delimiter, parts) => {
                self.spend(1)?;
                let mut inside = Vec::with_capacity(parts.len());
                self.all(parts, values, &mut inside)?;
                let group = Group::new(*delimiter, inside.into_iter().collect());
                into.push(self.placed(TokenTree::Group(group)));
            }
            Template::Crate => into.push(TokenTree::Ident(self.krate.clone())),
            Template::Variable(name) => {
                let value = self.variable(name, values)?;
                into.extend(match next {
                    Some(Template::Token(token)) if is_colon2(token) => qualified(value),
                    _ => value,
                });
            }
            Template::Repeat { parts, separator } => self.repeat(parts, separator, values, into)?,
            Template::Concat(parts) => {
                self.spend(1)?;
                let mut written = Vec::new();
                self.all(parts, values, &mut written)?;
                let texts = written.iter().map(ToString::to_string).filter(|text| text != ",");
                let name: String = texts.collect();
                let name = syn::parse_str::<Ident>(name.trim_matches('"')).ok()?;
                into.push(self.placed(TokenTree::Ident(name)));
            }
        }
        Some(())
    }

    fn variable(&mut self, name: &Ident, values: &Values<'_>) -> Option<TokenStream> {
        match values.iter().find(|(other, _)| name == other) {
            Some((_, Bound::One(tokens))) => {
                self.spend(size(tokens.clone(), self.most + 1))?;
                Some(tokens.clone())
            }
            Some((_, Bound::Many(_))) => None,
            // A macro that defines macros: the variable is one of theirs.
            None => {
                let dollar = TokenTree::Punct(Punct::new('$', Spacing::Alone));
                let name = TokenTree::Ident(name.clone());
                Some([self.placed(dollar), self.placed(name)].into_iter().collect())
            }
        }
    }

    fn repeat(
        &mut self,
        parts: &[Template],
        separator: &[TokenTree],
        values: &Values<'_>,
        into: &mut Vec<TokenTree>,
    ) -> Option<()> {
        let mut used = Vec::new();
        variables(parts, &mut used);
        let is_used = |name: &str| used.iter().any(|other| *other == name);
        let values: Values<'_> = values.iter().filter(|(name, _)| is_used(name)).copied().collect();
        let count = values.iter().filter_map(|(_, bound)| repetitions(bound)).max()?;
        for index in 0..count {
            if index > 0 {
                self.spend(separator.len())?;
                into.extend(separator.iter().map(|token| self.placed(token.clone())));
            }
            let inner = values.iter().map(|(name, bound)| Some((*name, at(bound, index)?)));
            let inner = inner.collect::<Option<Values<'_>>>()?;
            self.spend(1)?;
            self.all(parts, &inner, into)?;
        }
        Some(())
    }

    fn spend(&mut self, count: usize) -> Option<()> {
        self.written += count;
        (self.written <= self.most).then_some(())
    }

    fn placed(&self, mut token: TokenTree) -> TokenTree {
        token.set_span(self.place);
        token
    }
}

fn repetitions(bound: &Bound) -> Option<usize> {
    match bound {
        Bound::One(_) => None,
        Bound::Many(all) => Some(all.len()),
    }
}

/// A variable that is not repeated is the same in each repetition.
fn at(bound: &Bound, index: usize) -> Option<&Bound> {
    match bound {
        Bound::One(_) => Some(bound),
        Bound::Many(all) => all.get(index),
    }
}

fn is_colon2(token: &TokenTree) -> bool {
    let TokenTree::Punct(punct) = token else { return false };
    punct.as_char() == ':' && punct.spacing() == Spacing::Joint
}

/// A type before `::` in angle brackets: without them `Vec<u8>::new()` would be a comparison.
fn qualified(value: TokenStream) -> TokenStream {
    let mut trees = value.clone().into_iter();
    let (Some(TokenTree::Group(group)), None) = (trees.next(), trees.next()) else { return value };
    if group.delimiter() != Delimiter::None {
        return value;
    }
    let bracket = |character| {
        let mut punct = Punct::new(character, Spacing::Alone);
        punct.set_span(group.span());
        TokenStream::from(TokenTree::Punct(punct))
    };
    [bracket('<'), group.stream(), bracket('>')].into_iter().collect()
}

fn variables<'t>(parts: &'t [Template], used: &mut Vec<&'t Ident>) {
    for part in parts {
        match part {
            Template::Variable(name) => used.push(name),
            Template::Group(_, parts)
            | Template::Repeat { parts, .. }
            | Template::Concat(parts) => {
                variables(parts, used);
            }
            Template::Token(_) | Template::Crate => {}
        }
    }
}

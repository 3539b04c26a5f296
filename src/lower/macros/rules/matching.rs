//! Does a call look like a matcher, and what do its variables stand for?

use proc_macro2::TokenStream;
use syn::Result;
use syn::parse::ParseStream;
use syn::parse::Parser;
use syn::parse::discouraged::AnyDelimiter;
use syn::parse::discouraged::Speculative;

use crate::lower::macros::rules::definition::Count;
use crate::lower::macros::rules::definition::Matcher;
use crate::lower::macros::rules::definition::Rule;
use crate::lower::macros::rules::token;

/// What the variables of a matcher stand for, in the order of the matcher.
pub(super) type Bindings<'r> = Vec<(&'r str, Bound)>;

/// What one variable stands for.
#[derive(Debug)]
pub(super) enum Bound {
    /// One fragment.
    One(TokenStream),
    /// One value a repetition.
    Many(Vec<Bound>),
}

/// The first rule that matches the whole call, and what its variables stand for.
pub(super) fn first<'r>(
    rules: &'r [Rule],
    tokens: &TokenStream,
) -> Option<(&'r Rule, Bindings<'r>)> {
    let parser = |input: ParseStream<'_>| {
        let mut found = rules.iter().filter_map(|rule| {
            let ahead = input.fork();
            let bindings = sequence(&rule.matcher, &ahead).ok()?;
            ahead.is_empty().then_some((rule, bindings, ahead))
        });
        let Some((rule, bindings, ahead)) = found.next() else {
            return Err(input.error("no rule matches"));
        };
        input.advance_to(&ahead);
        Ok((rule, bindings))
    };
    parser.parse2(tokens.clone()).ok()
}

fn sequence<'r>(parts: &'r [Matcher], input: ParseStream<'_>) -> Result<Bindings<'r>> {
    let mut bindings = Bindings::new();
    for part in parts {
        match part {
            Matcher::Token(text) => token(text, input)?,
            Matcher::Fragment(name, fragment) => {
                bindings.push((name, Bound::One(fragment.take(input)?)));
            }
            Matcher::Group(delimiter, parts) => {
                let (found, _, content) = input.parse_any_delimiter()?;
                if found != *delimiter {
                    return Err(input.error("expected another bracket"));
                }
                bindings.extend(sequence(parts, &content)?);
                if !content.is_empty() {
                    return Err(content.error("expected a closing bracket"));
                }
            }
            Matcher::Repeat { parts, separator, count } => {
                bindings.extend(repeat(parts, separator.as_deref(), *count, input)?);
            }
        }
    }
    Ok(bindings)
}

/// As many repetitions as there are. What does not match is left to what follows, the separator
/// before it too: the language forbids matchers in which both could go on.
fn repeat<'r>(
    parts: &'r [Matcher],
    separator: Option<&str>,
    count: Count,
    input: ParseStream<'_>,
) -> Result<Bindings<'r>> {
    let mut all = Vec::new();
    declare(parts, &mut all);
    let mut found = 0;
    while !input.is_empty() && (count != Count::AtMostOnce || found == 0) {
        let ahead = input.fork();
        let separated = match separator {
            Some(separator) if found > 0 => token(separator, &ahead).is_ok(),
            _ => true,
        };
        let begin = ahead.cursor();
        let Some(bindings) = separated.then(|| sequence(parts, &ahead).ok()).flatten() else {
            break;
        };
        if ahead.cursor() == begin {
            break;
        }
        input.advance_to(&ahead);
        found += 1;
        for ((_, bound), (_, many)) in bindings.into_iter().zip(&mut all) {
            if let Bound::Many(many) = many {
                many.push(bound);
            }
        }
    }
    match found == 0 && count == Count::AtLeastOnce {
        true => Err(input.error("expected a repetition")),
        false => Ok(all),
    }
}

/// The variables of a repetition, in the order in which [`sequence`] binds them.
fn declare<'r>(parts: &'r [Matcher], all: &mut Bindings<'r>) {
    for part in parts {
        match part {
            Matcher::Token(_) => {}
            Matcher::Fragment(name, _) => all.push((name, Bound::Many(Vec::new()))),
            Matcher::Group(_, parts) | Matcher::Repeat { parts, .. } => declare(parts, all),
        }
    }
}

fn token(text: &str, input: ParseStream<'_>) -> Result<()> {
    input.step(|cursor| match token::text(*cursor) {
        Some((found, rest)) if found == text => Ok(((), rest)),
        _ => Err(cursor.error("expected another token")),
    })
}

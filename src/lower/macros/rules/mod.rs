//! `macro_rules!`: a call becomes the tokens that the first matching rule writes.
//!
//! Hygiene is not kept: a local of the template and one of the caller with the same name are one.

mod definition;
mod fragment;
mod matching;
mod token;
mod transcribe;

pub(super) use definition::Rules;

use crate::lower::macros::CRATE_MARKER;
use crate::lower::macros::Call;
use crate::lower::macros::as_written::MOST_TOKENS;
use crate::lower::macros::as_written::size;
use crate::lower::macros::place;
use crate::lower::macros::scope::Definition;
use crate::lower::macros::scope::Scope;
use proc_macro2::Ident;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;

/// How deeply expansions may lie in each other.
const MOST_DEPTH: u32 = 32;

/// How many tokens may be read and written for one call in the text, expansions in it included.
const MOST_WORK: usize = 100_000;

/// How many tokens may be read and written for one file.
const MOST_WORK_OF_A_FILE: usize = 4_000_000;

/// How deeply brackets may be nested in expansions that lie in each other, summed up: the parser
/// and whatever walks over the syntax go one step down the stack for each.
const MOST_NESTING: usize = 400;

/// Why there is no expansion.
#[derive(PartialEq, Eq, Debug)]
pub(super) enum Refusal {
    /// No rule matches.
    NoMatch,
    /// A limit is exceeded.
    Limit(String),
}

/// What was spent on the expansions of a file.
#[derive(Debug, Default)]
pub(super) struct Spent {
    /// Tokens of the current call in the text.
    call: usize,
    /// Tokens of all earlier ones.
    before: usize,
    /// The nesting of the expansions that the current call lies in, the outermost first.
    nesting: Vec<usize>,
}

/// Expands a call of `definition`. Tokens of the template have the place of the call, those of the
/// arguments keep their own.
pub(super) fn expand(
    call: Call<'_>,
    scope: &Scope<'_>,
    definition: Definition<'_>,
) -> Result<TokenStream, Refusal> {
    let name = definition.name;
    if call.depth >= MOST_DEPTH {
        return Err(Refusal::Limit(format!("`{name}!` expands into itself too often")));
    }
    let size = size(call.mac.tokens.clone(), MOST_TOKENS + 1);
    if size > MOST_TOKENS {
        return Err(Refusal::Limit(format!("`{name}!` is called with too many tokens")));
    }
    let rules = scope.rules(definition).ok_or(Refusal::NoMatch)?;
    let place = place(call.mac);
    let krate = match scope.is_foreign(definition) {
        true => Ident::new(&format!("{CRATE_MARKER}{}", definition.krate), place),
        false => Ident::new("crate", place),
    };
    let (rule, bindings) =
        matching::first(&rules.rules, &call.mac.tokens).ok_or(Refusal::NoMatch)?;
    let spent = &mut *scope.spent.borrow_mut();
    let most = spent.begin(call.depth, size);
    let (tokens, count) = transcribe::write(&rule.template, &bindings, place, &krate, most);
    spent.call += count;
    if count > most {
        return Err(Refusal::Limit(format!("`{name}!` expands to too much code")));
    }
    let tokens = tokens.ok_or(Refusal::NoMatch)?;
    spent.nest(call.depth, nesting(&tokens));
    match spent.nesting.iter().sum::<usize>() > MOST_NESTING {
        true => Err(Refusal::Limit(format!("`{name}!` expands to code that is nested too deeply"))),
        false => Ok(tokens),
    }
}

impl Spent {
    /// How many tokens the call may write.
    fn begin(&mut self, depth: u32, size: usize) -> usize {
        if depth == 0 {
            self.before += self.call;
            self.call = 0;
        }
        self.nesting.truncate(depth as usize);
        self.call += size;
        let left = MOST_WORK.saturating_sub(self.call);
        left.min(MOST_WORK_OF_A_FILE.saturating_sub(self.before + self.call))
    }

    fn nest(&mut self, depth: u32, nesting: usize) {
        self.nesting.resize(depth as usize, 0);
        self.nesting.push(nesting);
    }
}

/// How deeply brackets are nested; walks without recursion, for that is what it guards against.
fn nesting(tokens: &TokenStream) -> usize {
    let mut deepest = 0;
    let mut open = vec![tokens.clone().into_iter()];
    while let Some(tokens) = open.last_mut() {
        match tokens.next() {
            Some(TokenTree::Group(group)) => open.push(group.stream().into_iter()),
            Some(_) => {}
            None => {
                deepest = deepest.max(open.len() - 1);
                open.pop();
            }
        }
    }
    deepest
}

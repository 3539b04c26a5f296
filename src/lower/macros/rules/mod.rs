//! `macro_rules!`: a call becomes the tokens that the first matching rule writes.
//!
//! Hygiene is not kept: a local of the template and one of the caller with the same name are one.

mod definition;
mod fragment;
mod matching;
mod token;
mod transcribe;

pub(super) use definition::Rules;

use proc_macro2::Ident;
use proc_macro2::Span;
use proc_macro2::TokenStream;
use proc_macro2::TokenTree;

use crate::lower::macros::CRATE_MARKER;
use crate::lower::macros::Call;
use crate::lower::macros::as_written::MOST_TOKENS;
use crate::lower::macros::as_written::size;
use crate::lower::macros::place;
use crate::lower::macros::scope::Definition;
use crate::lower::macros::scope::Scope;

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
    /// The expansions that the current call lies in, the outermost first.
    around: Vec<Around>,
}

/// An expansion that others lie in.
#[derive(Clone, Copy, Debug)]
struct Around {
    /// The depth of its call.
    depth: u32,
    /// The text of the definition.
    body: *const u8,
    /// How deeply brackets are nested in it.
    nesting: usize,
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
    let krate = dollar_crate(scope, definition, place);
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
    let body = definition.body.as_ptr();
    spent.around.push(Around { depth: call.depth, body, nesting: nesting(&tokens) });
    match spent.around.iter().map(|around| around.nesting).sum::<usize>() > MOST_NESTING {
        true => Err(Refusal::Limit(format!("`{name}!` expands to code that is nested too deeply"))),
        false => Ok(tokens),
    }
}

/// What `$crate` becomes.
fn dollar_crate(scope: &Scope<'_>, definition: Definition<'_>, place: Span) -> Ident {
    match scope.is_foreign(definition) {
        true => Ident::new(&format!("{CRATE_MARKER}{}", definition.krate), place),
        false => Ident::new("crate", place),
    }
}

impl Spent {
    /// Whether a call at this depth lies in an expansion of `definition`.
    pub(super) fn is_inside(&self, depth: u32, definition: Definition<'_>) -> bool {
        let mut around = self.around.iter().filter(|around| around.depth < depth);
        around.any(|around| around.body == definition.body.as_ptr())
    }

    /// How many tokens the call may write.
    fn begin(&mut self, depth: u32, size: usize) -> usize {
        if depth == 0 {
            self.before += self.call;
            self.call = 0;
        }
        self.around.retain(|around| around.depth < depth);
        self.call += size;
        let left = MOST_WORK.saturating_sub(self.call);
        left.min(MOST_WORK_OF_A_FILE.saturating_sub(self.before + self.call))
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

//! What calls answer, as far as that decides how a loop goes on.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Deserialize;
use toml::Spanned;

use crate::library::rows::Paths;
use crate::library::rows::PathsForm;

/// A row of the table `[[answer]]`.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct AnswerEntry {
    #[schemars(with = "PathsForm")]
    pub(super) path: Spanned<Paths>,
    closed: Option<Answer>,
    ended: Option<Answer>,
    exhausted: Option<Answer>,
    lagged: Option<Answer>,
    failed: Option<Answer>,
    not_yet: Option<Answer>,
    pause: Option<Pause>,
    after: Option<usize>,
    every: Option<usize>,
    calm: Option<String>,
    gives: Option<Answer>,
    arg: Option<usize>,
    #[serde(default)]
    maps: BTreeMap<String, Answer>,
    #[serde(default)]
    runs: BTreeMap<String, usize>,
}

/// What a call answers, or what its future does when it is awaited.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct AnswerRow {
    /// When the other side of its channel is gone: at once, each time.
    pub closed: Option<Answer>,
    /// When its stream has come to an end: at once, each time.
    pub ended: Option<Answer>,
    /// When its stream has no item left, if it is one that runs out: at once, each time.
    pub exhausted: Option<Answer>,
    /// When it was too slow for its channel and has missed something; the next answer is a good one.
    pub lagged: Option<Answer>,
    /// When the system refuses: it may do so at once the next time.
    pub failed: Option<Answer>,
    /// As long as nobody else has done what it asks for: at once.
    pub not_yet: Option<Answer>,
    /// How it makes the loop pause.
    pub pause: Option<Pause>,
    /// Which argument says how long its future waits, where that counts from the call on.
    pub after: Option<usize>,
    /// Which argument says how often the clock ticks that it makes, which catches up on what nobody has
    /// waited for.
    pub every: Option<usize>,
    /// The call by which that clock is told not to catch up, without what it is called on.
    pub calm: Option<String>,
    /// What it gives, by what it is given.
    pub gives: Option<Answer>,
    /// Which argument it is given, counted from 0 behind `self`; absent where that is its receiver.
    pub arg: Option<usize>,
    /// What it gives, by the variant that it is given.
    pub maps: BTreeMap<String, Answer>,
    /// Which of the functions that it is given it calls, by what it is called on: a variant, or `true`. Where
    /// there is such a number, it calls none for what is not named.
    pub runs: BTreeMap<String, usize>,
}

impl AnswerEntry {
    /// The paths of the row, and what it says of each.
    pub(super) fn split(self) -> (Spanned<Paths>, AnswerRow) {
        let Self { path, closed, ended, exhausted, lagged, failed, not_yet, .. } = self;
        let Self { pause, after, every, calm, gives, arg, maps, runs, .. } = self;
        let own = AnswerRow { closed, ended, exhausted, lagged, failed, ..AnswerRow::default() };
        (path, AnswerRow { not_yet, pause, after, every, calm, gives, arg, maps, runs, ..own })
    }
}

/// How a call makes a loop pause.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Pause {
    /// Not at all, as the other tasks of the thread see it: `std::hint::spin_loop`.
    Spins,
    /// Awaited, it lets other tasks have a turn, and comes back at once: `tokio::task::yield_now`.
    Yields,
    /// Awaited, it waits for a time to pass.
    Sleeps,
}

/// A value, as far as it is told: `Err(Closed)`, `Ok(0)`, `true`.
#[derive(Clone, PartialEq, Eq, Debug, Deserialize, JsonSchema)]
#[serde(try_from = "String")]
pub enum Answer {
    /// `?`: any value.
    Any,
    /// `_`: what is given, or what is in the variant that is.
    Given,
    /// `!`: the call does not come back.
    Never,
    /// `shared`: it depends on what other tasks have done.
    Shared,
    /// `true`, `false`.
    Bool(bool),
    /// `0`.
    Number(u64),
    /// `None`, `Ok(0)`: a variant, with what is in it where that is told.
    Variant(Box<str>, Option<Box<Answer>>),
}

impl TryFrom<String> for Answer {
    type Error = String;

    fn try_from(text: String) -> Result<Self, String> {
        Answer::read(&text).ok_or_else(|| format!("`{text}` is no value such as `Err(Closed)`"))
    }
}

impl Answer {
    fn read(text: &str) -> Option<Self> {
        Some(match text {
            "?" => Answer::Any,
            "_" => Answer::Given,
            "!" => Answer::Never,
            "shared" => Answer::Shared,
            "true" => Answer::Bool(true),
            "false" => Answer::Bool(false),
            _ if text.starts_with(|first: char| first.is_ascii_digit()) => {
                Answer::Number(text.parse().ok()?)
            }
            _ => {
                let (name, inner) = match text.strip_suffix(')') {
                    Some(open) => {
                        let (name, inner) = open.split_once('(')?;
                        (name, Some(Box::new(Answer::read(inner)?)))
                    }
                    None => (text, None),
                };
                let is_name = |letter: char| letter.is_alphanumeric() || letter == '_';
                let is_variant = name.starts_with(char::is_uppercase) && name.chars().all(is_name);
                is_variant.then(|| Answer::Variant(name.into(), inner))?
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_is_read_to_its_end() {
        let zero = Answer::Variant("Ok".into(), Some(Box::new(Answer::Number(0))));
        assert_eq!(Answer::read("Ok(0)"), Some(zero.clone()));
        assert_eq!(
            Answer::read("Some(Ok(0))"),
            Some(Answer::Variant("Some".into(), Some(Box::new(zero))))
        );
        assert_eq!(Answer::read("None"), Some(Answer::Variant("None".into(), None)));
    }

    #[test]
    fn what_is_no_value_is_refused() {
        for text in ["", "Err(", "Err)", "Ok(0))", "err(Closed)", "Err Closed", "0x"] {
            assert_eq!(Answer::read(text), None, "{text}");
        }
    }
}

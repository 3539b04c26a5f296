//! What calls do to the state that they are called on.

use schemars::JsonSchema;
use serde::Deserialize;

/// What a call does to the state that it is called on; of a function without receiver, to what its first
/// argument refers to.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Does {
    /// It gives what is there, or tells something of it: `AtomicU64::load`, `HashMap::get`.
    Reads,
    /// It puts a value there, whatever was there: `AtomicU64::store`, `HashMap::insert`.
    Writes,
    /// It puts a value there and gives what was there: `AtomicBool::swap`, `std::mem::replace`.
    Exchanges,
    /// It puts a value there where another one is expected, and tells whether that was so:
    /// `AtomicBool::compare_exchange`.
    Claims,
    /// It moves out what is there: `Option::take`, `Vec::pop`.
    Takes,
    /// It adds a value to what is there: `Vec::push`.
    Adds,
    /// It removes what is there under a key: `HashMap::remove`.
    Removes,
    /// It gives what it is called on, or a copy of that, as it is or out of a wrapper: `Option::unwrap`,
    /// `Clone::clone`.
    Gives,
}

/// What is known of a call that touches state.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Touch {
    /// What it does.
    pub does: Does,
    /// Which argument tells the part that it touches, counted from 0 behind the state; absent where it
    /// touches all of it.
    pub key: Option<usize>,
    /// Which argument is the value that it puts there, counted the same.
    pub value: Option<usize>,
}

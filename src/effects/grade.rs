//! How sure an effect is, and how hot the code that has it.

/// Whether the chain holds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Certainty {
    /// Each hop is one resolved body.
    Certain,
    /// A hop went through a `dyn` or generic call, a macro read as written, or unknown code.
    Possible,
}

/// How concurrently code runs on an executor.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Heat {
    /// A chain leads here from a spawned task, a request handler, a `poll`, an arm of `select!`.
    Hot,
    /// Neither was shown.
    Open,
    /// Every chain ends in a `main` that has not yet begun anything else.
    Cold,
}

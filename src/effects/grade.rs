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
    /// It runs a few times in the run of a program: every chain that leads here begins in a `main`
    /// and passes no request handler, no `poll` and no loop that may turn for as long as the program
    /// runs. Start-up, the end, or a command that does one thing and exits.
    Seldom,
    /// Every chain ends in a `main` that has not yet begun anything else.
    Cold,
}

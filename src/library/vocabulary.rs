//! The closed lists: what a row of `rules/*.toml` can say. A new word is a change of the model.

use schemars::JsonSchema;
use serde::Deserialize;

/// What a blocking call waits for. One rule each.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Blocks {
    /// Time: `std::thread::sleep`.
    Sleep,
    /// A database client.
    Database,
    /// The network.
    Network,
    /// Another thread: channels, joins, condition variables.
    Wait,
    /// A child process.
    Process,
    /// The file system.
    Files,
    /// A terminal or pipe.
    Stdio,
}

impl Blocks {
    /// All of them.
    pub const ALL: [Blocks; 7] = [
        Blocks::Sleep,
        Blocks::Database,
        Blocks::Network,
        Blocks::Wait,
        Blocks::Process,
        Blocks::Files,
        Blocks::Stdio,
    ];

    /// The word that rows use.
    pub fn word(self) -> &'static str {
        match self {
            Blocks::Sleep => "sleep",
            Blocks::Database => "database",
            Blocks::Network => "network",
            Blocks::Wait => "wait",
            Blocks::Process => "process",
            Blocks::Files => "files",
            Blocks::Stdio => "stdio",
        }
    }
}

/// How much a blocking call does, heaviest first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Weight {
    /// Unbounded, or long by design.
    Long,
    /// Until the disk has stored what was written.
    Stored,
    /// A whole tree of files.
    Tree,
    /// The content of a file.
    Content,
    /// The end of what was told to end, as a rule: a thread, where another function started it.
    Ending,
    /// What is small as a rule: a text, a line, a listing of one folder.
    Small,
    /// What a directory says of a file.
    Meta,
    /// One short system call.
    Short,
}

/// How much a call computes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cpu {
    /// Ten milliseconds and more, by design or for the sizes that are usual: a password hash, a
    /// decoded image.
    Heavy,
    /// It depends on the input: a rendered template, a parsed document.
    Moderate,
}

impl Cpu {
    /// All of them.
    pub const ALL: [Cpu; 2] = [Cpu::Heavy, Cpu::Moderate];

    /// The word that rows use.
    pub fn word(self) -> &'static str {
        match self {
            Cpu::Heavy => "heavy",
            Cpu::Moderate => "moderate",
        }
    }
}

/// What a call asks of the runtime whose thread it is on.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Enters {
    /// It waits for a future and panics on a thread of a runtime: tokio's `Runtime::block_on`.
    Panics,
    /// It waits for a future, whoever has to finish it: `futures::executor::block_on`.
    Parks,
    /// The blocking twin of an async operation, which panics: tokio's `blocking_lock`.
    BlockingOp,
    /// It hands the other tasks of the thread to another one, and panics where there is none:
    /// tokio's `block_in_place`.
    InPlace,
}

impl Enters {
    /// All of them.
    pub const ALL: [Enters; 4] =
        [Enters::Panics, Enters::Parks, Enters::BlockingOp, Enters::InPlace];

    /// The word that rows use.
    pub fn word(self) -> &'static str {
        match self {
            Enters::Panics => "panics",
            Enters::Parks => "parks",
            Enters::BlockingOp => "blocking-op",
            Enters::InPlace => "in-place",
        }
    }
}

/// What a call does with its arguments, or is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CallRole {
    /// Runs its closure on a thread that may block.
    Offload,
    /// Runs its future as a task of its own.
    Spawn,
    /// Runs its closure at once, on the caller's thread.
    Inline,
    /// Runs its closure when the future or stream is polled that it makes.
    Deferred,
    /// Runs its closure at most once in the life of the program.
    Once,
    /// Waits on this thread for a future.
    BlockOn,
    /// Makes this thread a runtime's until its result is dropped.
    Enter,
    /// Takes a request handler.
    Route,
    /// Serves requests until the end.
    Serve,
    /// Polls several futures until the first is ready.
    Select,
    /// Polls several futures until the last is ready.
    Join,
    /// Drops its future after a time.
    Timeout,
    /// A trait's function that an executor calls: `Future::poll`.
    Polled,
    /// Makes a value of its arguments; nothing runs.
    Constructor,
    /// Reads or writes through its receiver or one of its arguments: waits as the row of that type
    /// says.
    Io,
    /// Writes to what it is called on; what is written may lie in a buffer until it is flushed.
    Writes,
    /// Gives another handle to the very value that it is called on or given: `Arc::clone`.
    Alias,
    /// Gives an equal value: of a pool that is another handle to the very same. `Clone::clone`.
    Copies,
    /// Gives its argument up: `std::mem::drop`.
    Drop,
    /// Puts another value in place of one, and gives that: `std::mem::replace`.
    Exchanges,
    /// Leaves nothing in its receiver, and gives what was in it or drops that: `Option::take`.
    Empties,
    /// Waits until the process is told to end: `tokio::signal::ctrl_c`.
    Signal,
    /// A trait's function that runs when a value goes away: `Drop::drop`.
    Dropped,
    /// Makes a socket whose operations block until it is told otherwise: `TcpListener::bind` of std.
    Socket,
    /// Tells a socket whether its operations block.
    Unblocks,
    /// Takes a socket over that must not block: tokio's `from_std`.
    Adopts,
    /// Panics unless the value is there, and gives it: `Option::unwrap`.
    Unwraps,
    /// Asks what address a name has; of what it is called on, only a text can be a name.
    LooksUp,
    /// Asks a person at the terminal, and waits for the answer.
    Prompts,
    /// Has a task polled again: `Waker::wake_by_ref`.
    Wakes,
    /// Tells whether the thread is a runtime's, and does not panic where it is none:
    /// `Handle::try_current`.
    Probe,
}

/// When a call asks for the tokio runtime of its thread, and panics where there is none.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize, JsonSchema)]
pub enum Needs {
    /// When it is called: `tokio::spawn`.
    #[serde(rename = "tokio")]
    AtOnce,
    /// When the future that it makes is polled: `tokio::fs::read`.
    #[serde(rename = "tokio-when-polled")]
    WhenPolled,
}

/// On what threads a call runs its closure or future.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Within {
    /// On threads of a tokio runtime.
    Tokio,
    /// On threads of nobody, or of a pool that knows no runtime.
    NoRuntime,
    /// On threads of a tokio runtime, if a feature of the crate asks for it.
    PerhapsTokio,
}

/// What the argument of a function counts, where the function makes a duration of it; or a constant
/// that is one.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    /// Seconds.
    Seconds,
    /// Thousandths.
    Milliseconds,
    /// Millionths.
    Microseconds,
    /// Billionths.
    Nanoseconds,
    /// Nothing: a constant that is no time at all.
    None,
}

impl Unit {
    /// How many nanoseconds one is.
    pub fn nanoseconds(self) -> u128 {
        match self {
            Unit::Seconds => 1_000_000_000,
            Unit::Milliseconds => 1_000_000,
            Unit::Microseconds => 1_000,
            Unit::Nanoseconds => 1,
            Unit::None => 0,
        }
    }
}

/// What a call takes of the value that it is called on, until what it returns is dropped.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Locks {
    /// All of it, alone: `Mutex::lock`, `RwLock::write`.
    Exclusive,
    /// All of it, together with others that only read: `RwLock::read`.
    Shared,
    /// The same, and who comes too late is not made to wait: `RefCell::borrow`.
    Borrowed,
    /// All of it, and the same thread may take it again: `ReentrantLock::lock`.
    Reentrant,
    /// A part of it that its arguments choose, alone: `DashMap::get_mut`.
    ExclusivePart,
    /// Such a part, together with others that only read: `DashMap::get`.
    SharedPart,
    /// One of a limited number of places: `Semaphore::acquire`, `Pool::get`.
    Slot,
}

/// How many threads a runtime gives to tasks.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Flavor {
    /// The one that it was started on.
    CurrentThread,
    /// Several, which take over from each other.
    MultiThread,
}

impl Flavor {
    /// The flavor that the arguments of an attribute ask for: `flavor = "current_thread"`.
    pub fn asked_for(args: &str) -> Option<Flavor> {
        let (_, behind) = args.split_once("flavor")?;
        match behind.trim_start().strip_prefix('=')?.trim_start().split('"').nth(1)? {
            "current_thread" | "local" => Some(Flavor::CurrentThread),
            "multi_thread" => Some(Flavor::MultiThread),
            _ => None,
        }
    }
}

/// What an attribute turns a function into.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AttributeRole {
    /// A plain function that builds a runtime and blocks on the body: `#[tokio::main]`.
    Main,
    /// The same as a test: `#[tokio::test]`.
    Test,
    /// A request handler: `#[actix_web::get("/")]`.
    Handler,
    /// Its async methods become plain ones that return a boxed future: `#[async_trait]`.
    BoxedAsync,
    /// The function stays what it is: `#[serial_test::serial]`.
    Transparent,
    /// The same, and a span is entered while it runs: `#[tracing::instrument]`.
    Span,
}

impl AttributeRole {
    /// It makes a plain function of an async one, which blocks on the body.
    pub fn blocks_on_body(self) -> bool {
        matches!(self, Self::Main | Self::Test)
    }
}

//! What types are for.

use schemars::JsonSchema;
use serde::Deserialize;

/// What a type is for.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize, JsonSchema)]
pub enum TypeRole {
    /// Blocks threads while it lives.
    #[serde(rename = "guard:blocking")]
    BlockingGuard,
    /// Keeps tasks waiting while it lives.
    #[serde(rename = "guard:async")]
    AsyncGuard,
    /// What it sets is kept by the thread: a context, an entered runtime.
    #[serde(rename = "guard:thread")]
    ThreadGuard,
    /// The same of a span: what is told on the thread counts as told in the span.
    #[serde(rename = "guard:span")]
    SpanGuard,
    /// One of a limited number of places, given back when it is dropped: a semaphore's permit.
    #[serde(rename = "permit")]
    Permit,
    /// A connection that is given back to its pool when it is dropped.
    #[serde(rename = "connection")]
    Connection,
    /// Lends connections: each statement that is sent through it may take another one.
    #[serde(rename = "pool")]
    Pool,
    /// An open transaction: rolled back when it is dropped.
    #[serde(rename = "transaction")]
    Transaction,
    /// A task's handle, or a group of tasks: dropping it stops them.
    #[serde(rename = "task:cancels")]
    CancellingTask,
    /// A task's handle: dropping it lets the task run on alone.
    #[serde(rename = "task:detaches")]
    DetachingTask,
    /// The handle of a thread: dropping it lets the thread run on alone.
    #[serde(rename = "thread")]
    Thread,
    /// Keeps track of the tasks that it starts, and leaves them running when it is dropped.
    #[serde(rename = "task:tracks")]
    TaskTracker,
    /// Does nothing until it is awaited or polled: a future, or what makes one when awaited.
    #[serde(rename = "future")]
    Future,
    /// What its first type argument is, with something around it: a future, if that is one.
    #[serde(rename = "around")]
    Around,
    /// A future that others complete: the work goes on without it. `oneshot::Receiver`.
    #[serde(rename = "answer")]
    Answer,
    /// What was written to it may be lost unless it is flushed before it is dropped.
    #[serde(rename = "writer")]
    Writer,
    /// The side of a channel that keeps it open.
    #[serde(rename = "sender")]
    Sender,
    /// A runtime: dropping it stops its tasks.
    #[serde(rename = "runtime")]
    Runtime,
    /// A trait without a function of its own that is called by path.
    #[serde(rename = "marker")]
    Marker,
    /// The trait of streams.
    #[serde(rename = "stream")]
    Stream,
    /// Reads or writes through its first type argument: `BufReader<File>`, `Lines<B>`.
    #[serde(rename = "through")]
    Through,
    /// Owns a text: `String`.
    #[serde(rename = "text")]
    Text,
    /// One of several handles to one value: `Arc`.
    #[serde(rename = "handle")]
    Handle,
    /// The key of a value that each thread has for itself: `std::thread::LocalKey`.
    #[serde(rename = "thread-local")]
    ThreadLocal,
    /// What a future is polled with: `std::task::Context`.
    #[serde(rename = "context")]
    Context,
    /// The key of a value that a task has for itself: `tokio::task::LocalKey`.
    #[serde(rename = "task-local")]
    TaskLocal,
}

impl TypeRole {
    /// It matters how long a value of the type lives.
    pub fn is_followed(self) -> bool {
        match self {
            TypeRole::BlockingGuard
            | TypeRole::AsyncGuard
            | TypeRole::ThreadGuard
            | TypeRole::SpanGuard
            | TypeRole::Permit
            | TypeRole::Connection
            | TypeRole::Transaction
            | TypeRole::Writer => true,
            TypeRole::CancellingTask
            | TypeRole::DetachingTask
            | TypeRole::TaskTracker
            | TypeRole::Thread
            | TypeRole::Future
            | TypeRole::Around
            | TypeRole::Answer
            | TypeRole::Sender
            | TypeRole::Runtime
            | TypeRole::Marker
            | TypeRole::Stream
            | TypeRole::Pool
            | TypeRole::Through
            | TypeRole::Text
            | TypeRole::Handle
            | TypeRole::ThreadLocal
            | TypeRole::Context
            | TypeRole::TaskLocal => false,
        }
    }
}

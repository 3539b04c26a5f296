//! How values belong to the thread that made them.

use schemars::JsonSchema;
use serde::Deserialize;

/// How a value belongs to the thread that made it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Bound {
    /// It works on that thread only: a statement of a connection, a widget, the guard of a lock.
    Thread,
    /// It may go elsewhere, and panics there when it is used or dropped: `SendWrapper`.
    Checked,
    /// All handles to what it leads to have to be on one thread: `Rc`.
    Together,
    /// An address; whether another thread may use what lies there is not known: `NonNull`.
    Address,
}

//! Print: what is decided is told, in the form that was asked for. Nothing is decided here.

mod groups;
mod human;
mod guards;
mod inspect;
mod json;
mod jsonl;
mod notes;
mod page;
mod rows;
mod short;
mod snippet;
mod spot;
mod summary;
mod told;
#[cfg(test)]
mod sample;

pub use guards::GuardRow;
pub use guards::guard_rows;
pub use guards::guards;
pub use guards::guards_json;
pub use human::blocks;
pub use human::error;
pub use human::narrated;
pub use inspect::InspectRow;
pub use inspect::inspect;
pub use inspect::inspect_json;
pub use json::Rendered;
pub use json::failure;
pub use json::json;
pub use jsonl::jsonl;
pub use notes::notes;
pub use page::catalogue;
pub use page::catalogue_json;
pub use page::page;
pub use rows::files;
pub use rows::rows;
pub use rows::seen;
pub use short::lines;
pub use summary::Seen;
pub use summary::summary;
pub use told::Told;

use crate::config::Level;

/// What the reader's terminal can show.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Look {
    /// Colours.
    pub color: bool,
    /// Characters beyond ASCII.
    pub unicode: bool,
    /// Columns.
    pub width: usize,
    /// Links behind texts.
    pub links: bool,
}

/// The word that editors and people know for a level.
fn severity(level: Level) -> &'static str {
    match level {
        Level::Deny => "error",
        Level::Warn | Level::Allow => "warning",
    }
}

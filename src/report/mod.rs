//! Print: what is decided is told, in the form that was asked for. Nothing is decided here.

mod book;
mod checkstyle;
mod github;
mod gitlab;
mod groups;
mod human;
mod guards;
mod inspect;
mod json;
mod jsonl;
mod junit;
mod link;
mod notes;
mod page;
mod rdjson;
mod rows;
mod sarif;
mod schema;
mod settings;
mod short;
mod silenced;
mod snippet;
mod spot;
mod statistics;
mod summary;
mod told;
mod xml;
#[cfg(test)]
mod sample;

pub use book::page_json;
pub use book::page_markdown;
pub use book::pages_json;
pub use checkstyle::checkstyle;
pub use github::github;
pub use github::github_page;
pub use gitlab::gitlab;
pub use guards::GuardRow;
pub use guards::guard_rows;
pub use guards::guards;
pub use guards::guards_json;
pub use human::blocks;
pub use human::error;
pub use human::narrated;
pub use human::position;
pub use inspect::InspectRow;
pub use inspect::inspect;
pub use inspect::inspect_json;
pub use json::Rendered;
pub use json::failure;
pub use json::json;
pub use jsonl::jsonl;
pub use junit::junit;
pub use notes::notes;
pub use page::catalogue;
pub use page::catalogue_json;
pub use page::page;
pub use rdjson::rdjson;
pub use rows::files;
pub use rows::judged_files;
pub use rows::rows;
pub use rows::seen;
pub use sarif::sarif;
pub use schema::schema;
pub use settings::settings;
pub use settings::settings_of;
pub use short::lines;
pub use silenced::inserted;
pub use silenced::silenced;
pub use statistics::statistics;
pub use statistics::statistics_json;
pub use summary::Seen;
pub use summary::findings;
pub use summary::fixable;
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

//! Where the user's rows about libraries stand. What they say is read by `library`.

use std::sync::Arc;

use crate::error::Text;

/// The tables that hold rows.
pub(super) const ROW_KEYS: [&str; 9] =
    ["call", "answer", "touch", "type", "effect", "signature", "attribute", "alias", "glob"];

/// A text with rows. What else stands in it is not rows.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OwnRows {
    /// The text, with the name by which errors call it.
    pub text: Arc<Text>,
    /// Which table of it holds the rows.
    pub table: Table,
}

impl OwnRows {
    /// A text that is all configuration.
    pub fn whole(name: &str, text: &str) -> Self {
        let text = Text { name: name.to_owned(), text: text.to_owned() };
        Self { text: Arc::new(text), table: Table::Whole }
    }
}

/// The table of a text that is configuration.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Table {
    /// All of it: `asyncheck.toml`.
    Whole,
    /// `[package.metadata.asyncheck]` of a manifest.
    Package,
    /// `[workspace.metadata.asyncheck]` of a manifest.
    Workspace,
}

impl Table {
    /// The keys that lead to it.
    pub fn path(self) -> &'static [&'static str] {
        match self {
            Table::Whole => &[],
            Table::Package => &["package", "metadata", "asyncheck"],
            Table::Workspace => &["workspace", "metadata", "asyncheck"],
        }
    }
}

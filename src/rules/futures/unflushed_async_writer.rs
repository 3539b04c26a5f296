//! An async writer is dropped before what was written to it is flushed.
//!
//! ## Why
//! Dropping cannot wait. A `tokio::fs::File` hands each write to another thread and says so at once;
//! whether the last one has reached the file, or has failed, is known after `flush`. A `BufWriter`
//! keeps the last bytes to itself, and drops them. Whoever opens the file next finds its end missing,
//! now and then.
//!
//! ## Bad
//! ```rust
//! use tokio::fs::File;
//! use tokio::io::AsyncWriteExt;
//!
//! async fn save(path: &str, text: &[u8]) -> std::io::Result<()> {
//!     let mut file = File::create(path).await?; //~ unflushed-async-writer
//!     file.write_all(text).await?;
//!     Ok(())
//! }
//! ```
//!
//! ## Good
//! ```rust
//! use tokio::fs::File;
//! use tokio::io::AsyncWriteExt;
//!
//! async fn save(path: &str, text: &[u8]) -> std::io::Result<()> {
//!     let mut file = File::create(path).await?;
//!     file.write_all(text).await?;
//!     file.flush().await?;
//!     Ok(())
//! }
//! ```
//!
//! ## Limits
//! A writer that is returned, stored, handed to a function or known under another name is silent, and
//! so are the ways on which the function fails.

use crate::finding::Finding;
use crate::model::Function;
use crate::model::TypeRole;
use crate::rules::Check;
use crate::rules::Level;
use crate::rules::Levels;
use crate::rules::Pass;
use crate::rules::Rule;

/// The rule.
pub const RULE: Rule = Rule {
    id: "unflushed-async-writer",
    group: "futures",
    levels: Levels::new(Level::Warn).not_in_tests(),
    since: "0.1.0",
    source: include_str!("unflushed_async_writer.rs"),
    check: Check::Function(check),
};

fn check(pass: &mut Pass, function: Function<'_>) {
    let writers = function.guards().filter(|guard| guard.role() == TypeRole::Writer);
    for writer in writers.filter(|writer| writer.is_unflushed()) {
        let name = writer.type_path();
        let message = format!("a `{name}` is written to and dropped without a flush");
        let why = "what was written last may be lost, and nobody is told";
        let finding = Finding::new(writer.place(), why, message)
            .of(function.path(), name)
            .certain(function.is_test())
            .fix(writer.flushed())
            .help(
                "`flush().await` it (or `shutdown`) after the last write, and look at the result",
            );
        pass.report(finding);
    }
}

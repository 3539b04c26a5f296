//! Writes `rules/std.sigs`: the signatures of the standard library, from its own source.
//!
//! ```text
//! cargo run --release --example std_sigs -- [SOURCE-FOLDER]
//! ```
#![expect(clippy::print_stderr, reason = "what was read and written is told there")]

#[path = "sigs/pages.rs"]
mod pages;
#[path = "sigs/mod.rs"]
mod sigs;

use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let given = std::env::args_os().nth(1);
    let scratch = tempfile::tempdir()?;
    let folders = pages::std_folders(given.as_deref().map(Path::new), scratch.path())?;
    let version = pages::said_by_rustc(&["--version"])?;
    let number = version.split(' ').nth(1).unwrap_or("0.0.0").to_owned();
    let sources = pages::std_sources(&folders, &number);
    let bundle = sigs::bundle::read(&sources, scratch.path())?;
    let comments = [
        format!("Signatures of the standard library of Rust {number}."),
        "Made by `cargo run --release --example std_sigs`: not to be edited.".to_owned(),
    ];
    let text = sigs::table::table(&bundle, &comments);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/std.sigs");
    std::fs::write(&path, &text)?;
    eprintln!("{}: {} lines, {} bytes", path.display(), text.lines().count(), text.len());
    Ok(())
}

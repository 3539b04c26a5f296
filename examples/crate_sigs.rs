//! Writes `rules/sigs/NAME.sigs`: the signatures of a crate, from its unpacked package.
//!
//! ```text
//! cargo run --release --example crate_sigs -- NAME=FOLDER[+FOLDER…] …
//! ```
//!
//! The first folder is the crate's own; the others are packages whose items it shows as its own.
#![expect(clippy::print_stderr, reason = "what was read and written is told there")]

#[path = "sigs/package.rs"]
mod package;
#[path = "sigs/mod.rs"]
mod sigs;

use std::error::Error;
use std::io;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/sigs");
    std::fs::create_dir_all(&root)?;
    for argument in std::env::args().skip(1) {
        let (name, folders) = argument.split_once('=').ok_or("expected NAME=FOLDER")?;
        let text = table(folders)?;
        let path = root.join(name).with_extension("sigs");
        std::fs::write(&path, &text)?;
        eprintln!("{}: {} lines, {} bytes", path.display(), text.lines().count(), text.len());
    }
    Ok(())
}

fn table(folders: &str) -> Result<String, Box<dyn Error>> {
    let folders = folders.split('+').map(|folder| package::package(Path::new(folder)));
    let sources = folders.collect::<io::Result<Vec<_>>>()?;
    let scratch = tempfile::tempdir()?;
    let bundle = sigs::bundle::read(&sources, scratch.path())?;
    let made_of: Vec<String> =
        sources.iter().map(|source| format!("{} {}", source.name, source.version)).collect();
    let comments = [
        format!("Signatures of {}.", made_of.join(", ")),
        "Made by `cargo run --release --example crate_sigs`: not to be edited.".to_owned(),
    ];
    Ok(sigs::table::table(&bundle, &comments))
}

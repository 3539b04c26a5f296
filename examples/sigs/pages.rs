//! The source of std as text, from wherever this machine has it.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use std::process::Command;

use walkdir::WalkDir;

use crate::sigs::bundle::Source;

/// The crates that std shows as its own.
const CRATES: [&str; 3] = ["std", "core", "alloc"];

/// What the standard library writes of traits that constants can use, and what every other crate
/// would write: no parser of the stable language reads it.
const UNSTABLE_SYNTAX: [(&str, &str); 8] = [
    ("derive_const(", "derive("),
    ("const impl", "impl"),
    ("[const] ", ""),
    ("impl const ", "impl "),
    ("=> const ", "=>  const "),
    ("> const ", "> "),
    ("const trait ", "trait "),
    ("const unsafe trait ", "unsafe trait "),
];

/// What an HTML page writes for characters of its own.
const ENTITIES: [(&str, &str); 6] = [
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#39;", "'"),
    ("&#x27;", "'"),
    ("&amp;", "&"),
];

/// The folder of each crate of [`CRATES`], whose `lib.rs` lies in it: from the given folder or the
/// `rust-src` component, else from the source pages of `rust-docs`. All is copied to `scratch`.
pub fn std_folders(given: Option<&Path>, scratch: &Path) -> io::Result<Vec<PathBuf>> {
    let sysroot = PathBuf::from(said_by_rustc(&["--print", "sysroot"])?);
    let rust_src = sysroot.join("lib/rustlib/src/rust/library");
    let library = given.unwrap_or(&rust_src);
    let pages = sysroot.join("share/doc/rust/html/src");
    let mut folders = Vec::new();
    for krate in CRATES {
        let folder = scratch.join("std").join(krate);
        let source = library.join(krate).join("src");
        copy(if source.is_dir() { source } else { pages.join(krate) }.as_path(), &folder)?;
        folders.push(folder);
    }
    Ok(folders)
}

/// The sources of std, core and alloc, given the folder of each.
pub fn std_sources(folders: &[PathBuf], version: &str) -> Vec<Source> {
    let all = CRATES;
    let dependencies: BTreeMap<String, String> =
        all.iter().map(|name| ((*name).to_owned(), (*name).to_owned())).collect();
    let source = |(name, folder): (&&str, &PathBuf)| Source {
        name: (*name).to_owned(),
        version: version.to_owned(),
        edition: 2024,
        root: folder.join("lib.rs"),
        features: BTreeSet::new(),
        dependencies: dependencies.clone(),
    };
    all.iter().zip(folders).map(source).collect()
}

/// What the compiler answers, without the line's end.
pub fn said_by_rustc(args: &[&str]) -> io::Result<String> {
    let output = Command::new("rustc").args(args).output()?;
    Ok(String::from_utf8_lossy(&output.stdout).trim_end().to_owned())
}

/// Copies the source files under a folder, or the files that its source pages show.
fn copy(from: &Path, folder: &Path) -> io::Result<()> {
    for entry in WalkDir::new(from) {
        let entry = entry?;
        let Ok(relative) = entry.path().strip_prefix(from) else { continue };
        let Some(name) = relative.to_str().filter(|name| name.contains(".rs")) else { continue };
        let text = fs::read_to_string(entry.path())?;
        let (name, text) = match name.strip_suffix(".html") {
            Some(shown) => (shown, source_of(&text)),
            None => (name, text),
        };
        let target = folder.join(name);
        fs::create_dir_all(target.parent().expect("it lies in the folder"))?;
        fs::write(target, as_stable(&replace(text, &UNSTABLE_SYNTAX)))?;
    }
    Ok(())
}

/// Macros as the stable language writes them: `macro a { (b) => { c }, }` and `${concat(a, b)}` are
/// only for std.
fn as_stable(text: &str) -> String {
    let mut stable = String::with_capacity(text.len());
    let mut in_macro = false;
    for line in text.lines() {
        let begins = line.split_once("macro ").filter(|(before, name)| {
            matches!(*before, "" | "pub " | "pub(crate) ")
                && name.ends_with(" {")
                && !name.contains('(')
        });
        match begins {
            Some((_, name)) => stable += &format!("macro_rules! {name}"),
            None if in_macro && line.starts_with("    ") && line.ends_with("},") => {
                let deeper = line.starts_with("     ") && !line.contains("=>");
                let rule = line.trim_end_matches(',');
                stable += &if deeper { line.to_owned() } else { format!("{rule};") };
            }
            None => stable += line,
        }
        stable.push('\n');
        in_macro = begins.is_some() || in_macro && line != "}";
    }
    without_expressions(&stable)
}

/// What depends on a repetition stands in bodies alone: any name and number will do there.
fn without_expressions(text: &str) -> String {
    let mut without = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("${") {
        let Some((expression, after)) = behind.split_once('}') else { break };
        without += before;
        without += match expression.split('(').next().unwrap_or("").trim() {
            "concat" => "concatenated",
            "index" | "count" | "len" => "0",
            _ => "",
        };
        rest = after;
    }
    without + rest
}

fn replace(text: String, pairs: &[(&str, &str)]) -> String {
    pairs.iter().fold(text, |text, (old, new)| text.replace(old, new))
}

/// The text of a source page: what stands in its code, without tags and line numbers.
fn source_of(page: &str) -> String {
    let code = page.split_once("<pre class=\"rust\"><code>").map_or("", |(_, code)| code);
    let code = code.split_once("</code></pre>").map_or(code, |(code, _)| code);
    let mut text = String::with_capacity(code.len());
    let mut rest = code;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, behind) = tag.split_once('>').unwrap_or((tag, ""));
        rest = behind;
        if tag.ends_with("data-nosnippet") {
            // A line's number.
            rest = behind.split_once("</a>").map_or("", |(_, behind)| behind);
        }
    }
    text.push_str(rest);
    replace(text, &ENTITIES)
}

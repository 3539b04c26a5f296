//! In which files of a crate impl blocks stand, and for what: found in the texts, before anything is
//! parsed. An impl of a type may stand in any module of its crate.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

use memchr::memmem;
use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;
use walkdir::WalkDir;

use crate::source::disk::Disk;
use crate::source::disk::Reading;
use crate::source::on_workers;

/// A crate with more files is not looked through.
const MOST_FILES: usize = 4_000;

/// No head of an impl block is longer.
const LONGEST_HEAD: usize = 2_000;

/// The files of a crate that hold impl blocks.
#[derive(Debug, Default)]
pub(super) struct Impls {
    /// In the order of their paths, without the root.
    pub files: Vec<ImplFile>,
    by_name: BTreeMap<String, Vec<usize>>,
    /// Files that a `#[path]` may name: their place in the module tree is not told by their own.
    moved: BTreeSet<String>,
    /// Not all files were looked through.
    pub partial: bool,
}

/// One file.
#[derive(Debug)]
pub(super) struct ImplFile {
    /// Where it lies.
    pub path: PathBuf,
    /// The module that it holds if no `#[path]` says otherwise.
    pub module: Vec<String>,
    /// The names of types and traits in the heads of its impl blocks.
    pub names: BTreeSet<String>,
}

impl Impls {
    /// Looks through the files in the folder of a crate's root and below.
    pub fn find(root: &Path, disk: &Disk) -> Self {
        let Some(folder) = root.parent() else { return Self::default() };
        let walk = WalkDir::new(folder).sort_by_file_name().into_iter().flatten();
        let rust = walk.filter(|entry| entry.path().extension().is_some_and(|end| end == "rs"));
        let mut paths: Vec<PathBuf> = rust.map(|entry| entry.path().to_owned()).collect();
        let partial = paths.len() > MOST_FILES;
        paths.truncate(MOST_FILES);
        let texts: Vec<(PathBuf, String)> = on_workers(|| {
            let read = paths.into_par_iter().filter_map(|path| match disk.read(&path) {
                Reading::Text(text) => Some((path, text)),
                Reading::Missing | Reading::Refused(_) => None,
            });
            read.collect()
        });
        let mut found = Self { partial, ..Self::default() };
        for (path, text) in texts {
            found.moved.extend(files_named_by_attributes(&text));
            let names = names_in_heads(&text);
            if path == root || names.is_empty() {
                continue;
            }
            let Some(module) = module_of(&path, folder) else { continue };
            for name in &names {
                found.by_name.entry(name.clone()).or_default().push(found.files.len());
            }
            found.files.push(ImplFile { path, module, names });
        }
        found
    }

    /// The files with an impl block that names a type or trait.
    pub fn naming(&self, name: &str) -> impl Iterator<Item = &ImplFile> {
        self.by_name.get(name).into_iter().flatten().map(|&at| &self.files[at])
    }

    /// Whether a `#[path]` may put the file elsewhere.
    pub fn is_moved(&self, file: &ImplFile) -> bool {
        let name = file.path.file_name().and_then(|name| name.to_str());
        name.is_some_and(|name| self.moved.contains(name))
    }
}

/// `a/b.rs` and `a/b/mod.rs` hold `a::b`.
fn module_of(path: &Path, folder: &Path) -> Option<Vec<String>> {
    let inside = path.strip_prefix(folder).ok()?.with_extension("");
    let names = inside.iter().map(|name| name.to_str().map(str::to_owned));
    let mut names: Vec<String> = names.collect::<Option<_>>()?;
    names.pop_if(|last| last == "mod");
    Some(names)
}

/// The names of the files in `#[path = "…"]`, also in `cfg_attr`.
fn files_named_by_attributes(text: &str) -> impl Iterator<Item = String> {
    let found = memmem::find_iter(text.as_bytes(), "path = \"");
    found.filter_map(|at| {
        let path = text[at..].split('"').nth(1)?;
        Some(path.rsplit('/').next()?.to_owned())
    })
}

/// The names of types and traits in the heads of impl blocks.
fn names_in_heads(text: &str) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for at in memmem::find_iter(text.as_bytes(), "impl") {
        let rest = &text[at + "impl".len()..];
        if rest.starts_with(|next: char| next == '<' || next.is_whitespace()) && is_item(text, at) {
            names.extend(names_in_head(rest));
        }
    }
    names
}

/// Whether an item can begin at a byte offset: not in `-> impl A`, not in a comment.
fn is_item(text: &str, at: usize) -> bool {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    let before = text[line..at].trim_end();
    let ends = ["unsafe", "default", "{", "}", "]", ";"];
    let is_comment = before.trim_start().starts_with("//");
    !is_comment && (before.is_empty() || ends.iter().any(|end| before.ends_with(end)))
}

/// The names behind the generics of an impl block, up to the `where` or the `{`.
fn names_in_head(rest: &str) -> impl Iterator<Item = String> {
    let end = rest.bytes().take(LONGEST_HEAD).position(|byte| matches!(byte, b'{' | b';'));
    let head = end.and_then(|end| rest.get(..end)).unwrap_or("");
    let head = behind_generics(head.trim_start());
    let words = head.split(|next: char| !(next.is_alphanumeric() || next == '_'));
    let words = words.take_while(|word| *word != "where");
    words.filter(|word| word.starts_with(char::is_uppercase)).map(str::to_owned)
}

fn behind_generics(head: &str) -> &str {
    if !head.starts_with('<') {
        return head;
    }
    let mut depth = 0;
    let mut last = ' ';
    for (at, next) in head.char_indices() {
        match next {
            '<' => depth += 1,
            '>' if last != '-' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return &head[at + 1..];
        }
        last = next;
    }
    ""
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::files_named_by_attributes;
    use super::module_of;
    use super::names_in_heads;

    #[test]
    fn heads_of_impl_blocks() {
        for (text, names) in [
            ("impl A { fn f() -> impl B { c } }", "A"),
            ("unsafe impl<T: C<D>, F: Fn() -> E> a::G<H> for &'b mut I<T> where J: K {", "G H I T"),
            ("    impl A for B {}\n/// impl C {\n// impl D {\n", "A B"),
            ("cfg! { impl A {} }\n#[b] impl C\nfor D\n{", "A C D"),
            ("fn f(a: impl A) {} let implicit = 1; \"impl\"", ""),
            ("impl", ""),
            ("impl<", ""),
        ] {
            let found: Vec<String> = names_in_heads(text).into_iter().collect();
            assert_eq!(found.join(" "), names, "{text}");
        }
    }

    #[test]
    fn places_of_modules() {
        for (path, module) in [("a/b.rs", "a::b"), ("a/mod.rs", "a"), ("c.rs", "c")] {
            let found = module_of(&Path::new("src").join(path), Path::new("src"));
            assert_eq!(found.map(|names| names.join("::")).as_deref(), Some(module));
        }
        let text = "#[path = \"x/y.rs\"] mod a; #[cfg_attr(b, path = \"z.rs\")] mod c;";
        assert_eq!(files_named_by_attributes(text).collect::<Vec<_>>(), ["y.rs", "z.rs"]);
    }
}

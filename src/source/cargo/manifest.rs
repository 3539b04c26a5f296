//! One manifest, as it is written.

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::Path;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use serde::de::IgnoredAny;

use crate::error::Error;
use crate::error::Text;
use crate::source::LineTable;
use crate::source::Note;
use crate::source::NoteKind;
use crate::source::Span;
use crate::source::disk::Disk;
use crate::source::disk::Reading;
use crate::source::paths::shown;

/// A manifest before anything is inherited.
#[derive(Debug)]
pub(in crate::source) struct Manifest {
    /// `…/Cargo.toml`.
    pub path: PathBuf,
    /// Its folder.
    pub folder: PathBuf,
    /// All of it.
    pub text: String,
    /// What it says.
    pub says: cargo_toml::Manifest<IgnoredAny>,
}

/// Why a manifest cannot be used.
#[derive(Clone, Debug)]
pub(in crate::source) struct Problem {
    /// The manifest.
    pub path: PathBuf,
    /// What is wrong, in one line.
    pub message: String,
    /// What the reader can do.
    pub help: Option<String>,
    /// Its text; empty if there is none.
    text: String,
    /// Where in the text.
    place: Option<Range<usize>>,
}

/// Manifests, each read once.
#[derive(Debug)]
pub(in crate::source) struct Manifests<'d> {
    disk: &'d Disk,
    read: BTreeMap<PathBuf, Result<Rc<Manifest>, Problem>>,
}

impl<'d> Manifests<'d> {
    /// None is read yet.
    pub fn new(disk: &'d Disk) -> Self {
        Self { disk, read: BTreeMap::new() }
    }

    /// The disk that they lie on.
    pub fn disk(&self) -> &'d Disk {
        self.disk
    }

    /// The manifest at a path.
    pub fn get(&mut self, path: &Path) -> Result<Rc<Manifest>, Problem> {
        if let Some(known) = self.read.get(path) {
            return known.clone();
        }
        let read = read(path, self.disk).map(Rc::new);
        self.read.insert(path.to_owned(), read.clone());
        read
    }
}

fn read(path: &Path, disk: &Disk) -> Result<Manifest, Problem> {
    let text = match disk.read(path) {
        Reading::Text(text) => text,
        Reading::Missing => return Err(Problem::new(path, "no such file".to_owned())),
        Reading::Refused(reason) => return Err(Problem::new(path, reason)),
    };
    let says = cargo_toml::Manifest::from_slice_with_metadata(text.as_bytes())
        .map_err(|error| Problem::of(error, path, &text))?;
    if says.package.is_none() && says.workspace.is_none() {
        let message = "neither a `[package]` nor a `[workspace]`".to_owned();
        return Err(Problem { text, ..Problem::new(path, message) });
    }
    let folder = path.parent().unwrap_or(Path::new("")).to_owned();
    Ok(Manifest { path: path.to_owned(), folder, text, says })
}

impl Manifest {
    /// What cannot be used in it.
    pub fn problem(&self, message: String) -> Problem {
        Problem { text: self.text.clone(), ..Problem::new(&self.path, message) }
    }
}

impl Problem {
    /// Of a manifest that has no text.
    pub fn new(path: &Path, message: String) -> Self {
        Self { path: path.to_owned(), message, help: None, text: String::new(), place: None }
    }

    fn of(error: cargo_toml::Error, path: &Path, text: &str) -> Self {
        let (message, place) = match &error {
            cargo_toml::Error::Parse(error) => (error.message().to_owned(), error.span()),
            other => (other.to_string(), None),
        };
        let message = message.lines().collect::<Vec<_>>().join(", ");
        Self { text: text.to_owned(), place, ..Self::new(path, message) }
    }

    /// An error: nothing at all can be judged.
    pub fn into_error(self, root: &Path) -> Error {
        let name = shown(root, &self.path);
        let place = self.place.unwrap_or(0..0);
        Error::Manifest {
            message: format!("cannot use the manifest `{name}`: {}", self.message),
            text: Arc::new(Text { name, text: self.text }),
            span: place.into(),
            help: self.help,
        }
    }

    /// A note: the others are judged.
    pub fn into_note(self, root: &Path) -> Note {
        let mut place = shown(root, &self.path);
        if let Some(range) = &self.place {
            let at = LineTable::new(&self.text).line_column(&self.text, range.start as u32);
            place = format!("{place}:{}:{}", at.line, at.column);
        }
        let span = self.place.unwrap_or(0..0);
        Note {
            kind: NoteKind::Manifest,
            file: None,
            span: Span::new(span.start as u32, span.end as u32),
            path: Some(self.path),
            message: format!("not judged: cannot use the manifest `{place}`: {}", self.message),
            help: self.help.or_else(|| Some("correct it and run again".to_owned())),
        }
    }
}

//! Which configuration is nearest to a folder.

use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use toml::de::DeTable;
use toml::de::DeValue;

use crate::config::Names;
use crate::config::document::Document;
use crate::config::rows::Table;
use crate::error::Error;
use crate::error::Text;

/// The names of a file that is all configuration.
pub(super) const FILE_NAMES: [&str; 2] = ["asyncheck.toml", ".asyncheck.toml"];
const MANIFEST: &str = "Cargo.toml";

/// A text that is configuration, or has a table of it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) struct Location {
    /// The file.
    pub path: PathBuf,
    /// Which table.
    pub table: Table,
}

/// What lies in one folder.
#[derive(Clone, Debug, Default)]
struct Here {
    file: Option<PathBuf>,
    is_package: bool,
    of_package: bool,
    of_workspace: bool,
    /// The root of a repository: nothing above it is this project's.
    is_top: bool,
}

/// Looks into each folder once.
pub(super) struct Finder<'a> {
    /// Where the workspace lies: paths are shown from there.
    pub root: &'a Path,
    folders: BTreeMap<PathBuf, Here>,
}

impl<'a> Finder<'a> {
    /// Has looked nowhere yet.
    pub fn new(root: &'a Path) -> Self {
        Self { root, folders: BTreeMap::new() }
    }

    /// The nearest configuration for the code in a folder: in it, or above it up to the root of the
    /// repository. A package's own table holds for its files only.
    pub fn nearest(&mut self, folder: &Path) -> Result<Option<Location>, Error> {
        let mut in_package = false;
        for folder in folder.ancestors() {
            let here = self.here(folder)?;
            if let Some(path) = here.file {
                return Ok(Some(Location { path, table: Table::Whole }));
            }
            let is_own = here.is_package && !in_package;
            in_package |= here.is_package;
            let path = folder.join(MANIFEST);
            if is_own && here.of_package {
                return Ok(Some(Location { path, table: Table::Package }));
            }
            if here.of_workspace {
                return Ok(Some(Location { path, table: Table::Workspace }));
            }
            if here.is_top {
                break;
            }
        }
        Ok(None)
    }

    fn here(&mut self, folder: &Path) -> Result<Here, Error> {
        if let Some(here) = self.folders.get(folder) {
            return Ok(here.clone());
        }
        let here = self.look(folder)?;
        self.folders.insert(folder.to_owned(), here.clone());
        Ok(here)
    }

    fn look(&self, folder: &Path) -> Result<Here, Error> {
        let mut here = self.manifest(&folder.join(MANIFEST))?;
        here.is_top = folder.join(".git").exists();
        let mut found = Vec::new();
        for name in FILE_NAMES {
            let path = folder.join(name);
            if exists(&path)? {
                here.file.get_or_insert_with(|| path.clone());
                found.push(format!("`{}`", path.display()));
            }
        }
        let tables = [(here.of_workspace, Table::Workspace), (here.of_package, Table::Package)];
        let beside_a_file = here.file.is_some();
        for (_, table) in tables.iter().filter(|(there, _)| *there && beside_a_file) {
            let table = table.path().join(".");
            found.push(format!("`[{table}]` in `{}`", folder.join(MANIFEST).display()));
        }
        let mut found = found.into_iter();
        match (found.next(), found.next()) {
            (Some(first), Some(second)) => Err(Error::TwoConfigs { first, second }),
            _ => Ok(here),
        }
    }

    /// What a manifest says to us. One that cannot be read is told where the workspace is read.
    fn manifest(&self, path: &Path) -> Result<Here, Error> {
        let Ok(text) = std::fs::read_to_string(path) else { return Ok(Here::default()) };
        if !text.contains("asyncheck") {
            // Most manifests say nothing to us: they are not worth the parsing.
            let mut lines = text.lines().map(str::trim_start);
            let is_package =
                lines.any(|line| line.starts_with("[package") || line.starts_with("package."));
            return Ok(Here { is_package, ..Here::default() });
        }
        let text = Arc::new(Text { name: shown(path, self.root), text });
        let document = Document { text: &text, names: &Names::default() };
        let whole = document.table()?;
        no_lints(document, whole.get_ref())?;
        let has = |table: Table| inside(whole.get_ref(), table.path()).is_some();
        Ok(Here {
            is_package: whole.get_ref().contains_key("package"),
            of_package: has(Table::Package),
            of_workspace: has(Table::Workspace),
            ..Here::default()
        })
    }
}

/// Cargo hands the levels of `[lints]` to rustc, which stops at a tool that it does not know.
fn no_lints(document: Document<'_>, table: &DeTable<'_>) -> Result<(), Error> {
    let places: [(&[&str], &str); 2] =
        [(&["lints"], "package"), (&["workspace", "lints"], "workspace")];
    for (path, owner) in places {
        let Some(lints) = inside(table, path) else { continue };
        let Some((key, _)) = lints.iter().find(|(key, _)| key.get_ref() == "asyncheck") else {
            continue;
        };
        let message = format!("`[{}.asyncheck]` would break the build", path.join("."));
        let help = format!(
            "rustc knows no lints of ours: move these levels to `[rules]` in `asyncheck.toml`, or to \
             `[{owner}.metadata.asyncheck.rules]`"
        );
        return Err(document.bad(message, Some(&help), key.span()));
    }
    Ok(())
}

/// A table in tables.
fn inside<'v, 't>(table: &'v DeTable<'t>, path: &[&str]) -> Option<&'v DeTable<'t>> {
    path.iter().try_fold(table, |table, &key| match table.get(key)?.get_ref() {
        DeValue::Table(table) => Some(table),
        _ => None,
    })
}

/// A path as it is shown: from the workspace's root on, where it lies in there.
pub(super) fn shown(path: &Path, root: &Path) -> String {
    path.strip_prefix(root).unwrap_or(path).display().to_string()
}

fn exists(path: &Path) -> Result<bool, Error> {
    match std::fs::metadata(path) {
        Ok(_) => Ok(true),
        Err(reason) if matches!(reason.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) => {
            Ok(false)
        }
        Err(reason) => Err(Error::Read { path: path.to_owned(), reason }),
    }
}

//! A configuration with those that it builds on.

use std::collections::BTreeMap;
use std::path::Component;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crate::config::Names;
use crate::config::find::Location;
use crate::config::find::shown;
use crate::config::layer;
use crate::config::layer::Layer;
use crate::config::layer::Source;
use crate::config::rows::Table;
use crate::error::Error;
use crate::error::Text;

/// Layers, the outermost base first.
pub(super) type Chain = Vec<Arc<Layer>>;

/// Reads each configuration once.
pub(super) struct Chains<'a> {
    root: &'a Path,
    names: &'a Names,
    read: BTreeMap<Location, (Arc<Text>, Arc<Layer>)>,
}

impl<'a> Chains<'a> {
    /// Has read nothing yet.
    pub fn new(root: &'a Path, names: &'a Names) -> Self {
        Self { root, names, read: BTreeMap::new() }
    }

    /// A configuration and what it extends, to the end.
    pub fn of(&mut self, location: &Location) -> Result<Chain, Error> {
        let (mut text, mut layer) = self.layer(location)?;
        let mut chain = vec![layer.clone()];
        let mut seen = vec![location.clone()];
        while let Some(extend) = &layer.extend {
            let path = normal(extend.get_ref());
            let next = Location { path, table: Table::Whole };
            let wrong = |message: String, help: &str| Error::BadConfig {
                message,
                help: Some(help.to_owned()),
                text: text.clone(),
                span: extend.span().into(),
            };
            if seen.contains(&next) {
                let message = format!("`{}` extends itself", shown(&next.path, self.root));
                return Err(wrong(message, "one of the files has to stand on its own"));
            }
            (text, layer) = self.layer(&next).map_err(|error| match error {
                Error::Read { path, reason } => {
                    let message = format!("cannot read `{}`: {reason}", path.display());
                    wrong(message, "the path counts from the folder of the file that names it")
                }
                other => other,
            })?;
            chain.push(layer.clone());
            seen.push(next);
        }
        chain.reverse();
        Ok(chain)
    }

    /// Every file that was read, sorted.
    pub fn files(&self) -> impl Iterator<Item = &Path> {
        self.read.keys().map(|location| location.path.as_path())
    }

    /// Every layer that was read, sorted by its file.
    pub fn layers(&self) -> impl Iterator<Item = &Arc<Layer>> {
        self.read.values().map(|(_, layer)| layer)
    }

    fn layer(&mut self, location: &Location) -> Result<(Arc<Text>, Arc<Layer>), Error> {
        if let Some(read) = self.read.get(location) {
            return Ok(read.clone());
        }
        let path = &location.path;
        let text = std::fs::read_to_string(path)
            .map_err(|reason| Error::Read { path: path.clone(), reason })?;
        let text = Arc::new(Text { name: shown(path, self.root), text });
        let folder = path.parent().unwrap_or(self.root);
        let source = Source { text: &text, table: location.table, folder };
        let layer = Arc::new(layer::read(&source, self.names)?);
        self.read.insert(location.clone(), (text.clone(), layer.clone()));
        Ok((text, layer))
    }
}

/// A path without `.` and `..`, as written, so that one file has one path: links are not followed.
pub fn normal(path: &Path) -> PathBuf {
    path.components().fold(PathBuf::new(), |mut clean, component| {
        match component {
            Component::CurDir => {}
            Component::ParentDir => {
                clean.pop();
            }
            other => clean.push(other),
        }
        clean
    })
}

//! Files that are written whole or not at all.

use std::ffi::OsString;
use std::fs;
use std::fs::File;
use std::fs::OpenOptions;
use std::io;
use std::io::Write;
use std::path::Path;
use std::path::PathBuf;

use crate::error::Error;

/// Writes a file. It is there as a whole afterwards, or as it was before: a full disk or a kill
/// leaves no half of it. Devices and pipes are written to as they are.
pub(super) fn write_whole<T: AsRef<str>>(path: &Path, pieces: &[T]) -> Result<(), Error> {
    let failed = |reason| Error::WriteFile { path: path.to_owned(), reason };
    // A link stays one: what it leads to is replaced.
    let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    match fs::metadata(&target) {
        Ok(there) if there.is_dir() => Err(failed(io::ErrorKind::IsADirectory.into())),
        Ok(there) if !there.is_file() => {
            let file = OpenOptions::new().write(true).open(&target).map_err(failed)?;
            fill(file, pieces).map_err(failed)
        }
        _ => replace(&target, pieces).map_err(failed),
    }
}

/// Adds to a file that others write to as well.
pub(super) fn append(path: &Path, text: &str) -> Result<(), Error> {
    let file = OpenOptions::new().append(true).create(true).open(path);
    file.and_then(|file| fill(file, &[text]))
        .map_err(|reason| Error::WriteFile { path: path.to_owned(), reason })
}

/// Writes another file beside it, which then takes its place.
fn replace<T: AsRef<str>>(target: &Path, pieces: &[T]) -> io::Result<()> {
    let beside = beside(target);
    let file = OpenOptions::new().write(true).create_new(true).open(&beside)?;
    let written = fill(file, pieces).and_then(|()| {
        if let Ok(there) = fs::metadata(target) {
            fs::set_permissions(&beside, there.permissions())?;
        }
        fs::rename(&beside, target)
    });
    if written.is_err() {
        // The reason why it failed says more than the reason why it cannot be removed.
        let _ = fs::remove_file(&beside);
    }
    written
}

fn fill<T: AsRef<str>>(file: File, pieces: &[T]) -> io::Result<()> {
    let mut writer = io::BufWriter::new(file);
    pieces.iter().try_for_each(|piece| writer.write_all(piece.as_ref().as_bytes()))?;
    let file = writer.into_inner().map_err(io::IntoInnerError::into_error)?;
    match file.sync_all() {
        // Devices and pipes have nothing to store.
        Err(reason) if reason.kind() == io::ErrorKind::InvalidInput => Ok(()),
        other => other,
    }
}

/// A name in the same folder that no other run has: only there a file can take the place of another.
fn beside(target: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(target.file_name().unwrap_or_default());
    name.push(format!(".{}.tmp", std::process::id()));
    target.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).expect("it can be read").flatten();
        let mut names: Vec<String> =
            entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
        names.sort();
        names
    }

    #[test]
    fn a_file_is_made_and_replaced() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let path = folder.path().join("a.txt");
        write_whole(&path, &["one", "two"]).expect("it can be written");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "onetwo");
        write_whole(&path, &["three"]).expect("it can be replaced");
        assert_eq!(fs::read_to_string(&path).expect("it is there"), "three");
        assert_eq!(names(folder.path()), ["a.txt"]);
    }

    #[test]
    fn what_cannot_be_written_leaves_nothing() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        fs::create_dir(folder.path().join("taken")).expect("it can be made");
        let error = write_whole(&folder.path().join("taken"), &["x"]).expect_err("it is a folder");
        assert!(error.to_string().contains("taken"), "{error}");
        assert!(write_whole(&folder.path().join("none/a.txt"), &["x"]).is_err());
        assert_eq!(names(folder.path()), ["taken"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_link_stays_a_link() {
        let folder = tempfile::tempdir().expect("a folder can be made");
        let (file, link) = (folder.path().join("file"), folder.path().join("link"));
        fs::write(&file, "old").expect("it can be written");
        std::os::unix::fs::symlink(&file, &link).expect("a link can be made");
        write_whole(&link, &["new"]).expect("it can be written");
        assert_eq!(fs::read_to_string(&file).expect("it is there"), "new");
        assert!(fs::symlink_metadata(&link).expect("it is there").is_symlink());
    }
}

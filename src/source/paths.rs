//! Paths, by their letters alone: links are never followed, so that what is printed is what the user
//! and cargo wrote.

use std::path::Path;
use std::path::PathBuf;

use crate::config::normal;

/// `path` seen from `folder`, without `.` and `..`.
pub(super) fn join(folder: &Path, path: impl AsRef<Path>) -> PathBuf {
    normal(&folder.join(path))
}

/// The path seen from the working directory of this process.
pub(super) fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).map_or_else(|_| path.to_owned(), |path| normal(&path))
}

/// The path as it is printed: relative to `root` when under it, else as it is; `/` on every system.
pub(super) fn shown(root: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(root).ok().filter(|rest| !rest.as_os_str().is_empty());
    let text = inside.unwrap_or(path).to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        text.into_owned()
    } else {
        text.replace(std::path::MAIN_SEPARATOR, "/")
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::join;
    use super::shown;

    #[test]
    fn joined_paths_have_no_dots() {
        let folder = Path::new("/a/b");
        for (path, joined) in [
            ("c", "/a/b/c"),
            ("./c/./d", "/a/b/c/d"),
            ("../c", "/a/c"),
            ("../../../c", "/c"),
            ("/c", "/c"),
            ("", "/a/b"),
        ] {
            let joined_path = join(folder, path);
            assert_eq!(joined_path, Path::new(joined), "{path}");
        }
    }

    #[test]
    fn names_are_relative_to_the_root() {
        let root = Path::new("/a/b");
        for (path, name) in [
            ("/a/b/src/lib.rs", "src/lib.rs"),
            ("/a/bc/src/lib.rs", "/a/bc/src/lib.rs"),
            ("/x.rs", "/x.rs"),
            ("/a/b", "/a/b"),
        ] {
            assert_eq!(shown(root, Path::new(path)), name);
        }
    }
}

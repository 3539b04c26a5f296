//! Paths as URIs.

use std::path::Path;

/// `file:///ws/`.
pub(super) fn of_folder(path: &Path) -> String {
    let uri = of_file(path);
    if uri.ends_with('/') { uri } else { uri + "/" }
}

/// `file:///ws/src/lib.rs`.
pub(super) fn of_file(path: &Path) -> String {
    let path = path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/");
    // A drive of Windows is no root of its own: `file:///C:/ws`.
    let slash = if path.starts_with('/') { "" } else { "/" };
    format!("file://{slash}{}", relative(&path))
}

/// A path with `/`, each byte that a URI cannot hold as `%20`.
pub(super) fn relative(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    for byte in path.bytes() {
        match byte {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => uri.push(char::from(byte)),
            b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            other => uri += &format!("%{other:02X}"),
        }
    }
    uri
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_uri_cannot_hold_is_escaped() {
        assert_eq!(relative("src/a b/\u{e4}#[x].rs"), "src/a%20b/%C3%A4%23%5Bx%5D.rs");
        assert_eq!(of_folder(Path::new("/w s")), "file:///w%20s/");
        assert_eq!(of_folder(Path::new("/")), "file:///");
    }
}

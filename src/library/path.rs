//! The parts of public paths. To search a path for `::` in the common way takes longer than all of the
//! path is long, and the rooms behind this one do it a million times.

/// `std` and `fs::read` of `std::fs::read`; nothing of a single name.
pub fn split_first(path: &str) -> Option<(&str, &str)> {
    let at = memchr::memchr(b':', path.as_bytes())?;
    Some((&path[..at], path.get(at + 2..)?))
}

/// `std::fs` and `read` of `std::fs::read`; nothing of a single name.
pub fn split_last(path: &str) -> Option<(&str, &str)> {
    let at = memchr::memrchr(b':', path.as_bytes())?;
    Some((&path[..at.checked_sub(1)?], &path[at + 1..]))
}

/// `read` of `std::fs::read`.
pub fn last_name(path: &str) -> &str {
    split_last(path).map_or(path, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::last_name;
    use super::split_first;
    use super::split_last;

    #[test]
    fn a_path_is_split_at_its_ends() {
        assert_eq!(split_first("std::fs::read"), Some(("std", "fs::read")));
        assert_eq!(split_last("std::fs::read"), Some(("std::fs", "read")));
        assert_eq!(last_name("std::fs::read"), "read");
    }

    #[test]
    fn a_single_name_is_no_path() {
        assert_eq!((split_first("std"), split_last("std"), last_name("std")), (None, None, "std"));
        assert_eq!((split_first(""), split_last(":")), (None, None));
    }
}

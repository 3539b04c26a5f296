//! Items that have several public paths.

use std::borrow::Cow;

use rustc_hash::FxHashMap;

/// How often a path is rewritten before it counts as canonical. Our own aliases need 3 at most; the
/// bound holds whatever a user writes.
pub(super) const MAX_REWRITES: usize = 8;

/// The public paths of items that are not their canonical one, to a path nearer to it:
/// `tokio::spawn` to `tokio::task::spawn`. Also of modules and whole crates, as prefixes.
#[derive(Clone, Debug, Default)]
pub(super) struct Aliases {
    targets: FxHashMap<String, String>,
}

impl Aliases {
    /// The canonical path of a public path: the path itself, or what it re-exports.
    pub(super) fn canonical<'p>(&self, path: &'p str) -> Cow<'p, str> {
        let mut path = Cow::Borrowed(path);
        for _ in 0..MAX_REWRITES {
            let Some(rewritten) = self.rewrite(&path) else { break };
            path = Cow::Owned(rewritten);
        }
        path
    }

    /// Adds one path, and says what it was an alias of before.
    pub(super) fn insert(&mut self, path: String, target: String) -> Option<String> {
        self.targets.insert(path, target)
    }

    /// Takes over the other's aliases; of one path, the other's holds.
    pub(super) fn extend(&mut self, other: Aliases) {
        self.targets.extend(other.targets);
    }

    /// Whether rewriting this path would go on for ever.
    pub(super) fn is_endless(&self, path: &str) -> bool {
        self.rewrite(&self.canonical(path)).is_some()
    }

    /// Every path on either side, in no order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &String> {
        self.targets.iter().flat_map(|(path, target)| [path, target])
    }

    /// The path with the alias of its longest known prefix put in; none if no prefix has one.
    fn rewrite(&self, path: &str) -> Option<String> {
        prefixes(path).find_map(|prefix| {
            let target = self.targets.get(prefix)?;
            Some(format!("{target}{}", &path[prefix.len()..]))
        })
    }
}

/// A path and its modules, longest first: `a::b::c`, `a::b`, `a`.
fn prefixes(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |longer| Some(&longer[..longer.rfind("::")?]))
}

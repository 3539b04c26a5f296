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
    /// What a path is an alias of. Every path that an alias begins with is here too, most of them
    /// aliases of nothing: a search ends where no alias begins so.
    targets: FxHashMap<String, Option<String>>,
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
        for prefix in prefixes(&path) {
            if !self.targets.contains_key(prefix) {
                self.targets.insert(prefix.to_owned(), None);
            }
        }
        self.targets.insert(path, Some(target)).flatten()
    }

    /// Takes over the other's aliases; of one path, the other's holds.
    pub(super) fn extend(&mut self, other: Aliases) {
        #[expect(clippy::iter_over_hash_type, reason = "from one table into another")]
        for (path, target) in other.targets {
            let known = self.targets.entry(path).or_default();
            *known = target.or_else(|| known.take());
        }
    }

    /// Whether rewriting this path would go on for ever.
    pub(super) fn is_endless(&self, path: &str) -> bool {
        self.rewrite(&self.canonical(path)).is_some()
    }

    /// Every path on either side, in no order.
    pub(super) fn paths(&self) -> impl Iterator<Item = &String> {
        self.targets.iter().filter_map(|(path, target)| Some([path, target.as_ref()?])).flatten()
    }

    /// The path with the alias of its longest known prefix put in; none if no prefix has one.
    pub(super) fn rewrite(&self, path: &str) -> Option<String> {
        let known = prefixes(path).map_while(|prefix| Some((prefix, self.targets.get(prefix)?)));
        let (prefix, target) =
            known.filter_map(|(prefix, to)| Some((prefix, to.as_ref()?))).last()?;
        Some([target, &path[prefix.len()..]].concat())
    }
}

/// The modules of a path and the path itself: `a`, `a::b`, `a::b::c`.
fn prefixes(path: &str) -> impl Iterator<Item = &str> {
    let ends = memchr::memchr_iter(b':', path.as_bytes()).step_by(2);
    ends.chain([path.len()]).map(|end| &path[..end])
}

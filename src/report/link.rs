//! Where the page of a rule can be read.

/// Where this code lies; empty as long as it lies nowhere.
pub(super) const REPOSITORY: &str = env!("CARGO_PKG_REPOSITORY");

/// The page of a rule on the web; none where nobody can read it yet.
pub(super) fn page(rule: &str) -> Option<String> {
    of(REPOSITORY, rule)
}

/// The page as it was in this version: a link in an old report shows what the rule was then.
fn of(repository: &str, rule: &str) -> Option<String> {
    let repository = repository.trim_end_matches('/').trim_end_matches(".git");
    let version = env!("CARGO_PKG_VERSION");
    (!repository.is_empty()).then(|| format!("{repository}/blob/v{version}/docs/rules/{rule}.md"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_lies_in_the_repository_of_this_version() {
        let version = env!("CARGO_PKG_VERSION");
        for repository in ["https://a.b/c/d", "https://a.b/c/d.git", "https://a.b/c/d/"] {
            assert_eq!(
                of(repository, "blocking-fs"),
                Some(format!("https://a.b/c/d/blob/v{version}/docs/rules/blocking-fs.md"))
            );
        }
        assert_eq!(of("", "blocking-fs"), None);
    }
}

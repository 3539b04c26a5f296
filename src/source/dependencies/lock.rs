//! `Cargo.lock`: which version of a package a build uses, and where it comes from.

use std::collections::BTreeMap;

use semver::Version;
use semver::VersionReq;

/// All packages of a lock file, by name.
#[derive(Debug, Default)]
pub(super) struct Lock {
    packages: BTreeMap<String, Vec<Locked>>,
}

/// One package. Every version of the format has these keys.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Locked {
    name: String,
    /// Its version.
    pub version: Version,
    /// `registry+…` or `git+…`; none for what lies on a path.
    pub source: Option<String>,
    /// `name`, `name version` or `name version (source)`.
    dependencies: Vec<String>,
}

impl Lock {
    /// Reads a lock file. What is broken in it is as if it were not there: cargo tells its user.
    ///
    /// Cargo writes these files, so each key stands on a line of its own, and no text has a quote in
    /// it: that is read for a tenth of what it costs to read any TOML.
    pub fn parse(text: &str) -> Self {
        let mut lock = Self::default();
        let packages = text.split("[metadata]").next().unwrap_or("").split("[[package]]").skip(1);
        for package in packages.filter_map(Locked::parse) {
            lock.packages.entry(package.name.clone()).or_default().push(package);
        }
        lock
    }

    /// The package that `user`, a name and a version, depends on by a name and a requirement.
    pub fn dependency(
        &self,
        user: (&str, &str),
        name: &str,
        requirement: &VersionReq,
    ) -> Option<&Locked> {
        let candidates = self.packages.get(name)?;
        if let [only] = &candidates[..] {
            return Some(only);
        }
        let fits = |locked: &&Locked| {
            self.lists(user, locked) || (!self.knows(user) && requirement.matches(&locked.version))
        };
        let fitting = candidates.iter().filter(fits);
        // A package may use two versions by two names: then the requirement tells them apart.
        fitting.max_by_key(|locked| (requirement.matches(&locked.version), &locked.version))
    }

    fn knows(&self, (name, version): (&str, &str)) -> bool {
        let packages = self.packages.get(name).into_iter().flatten();
        packages.into_iter().any(|locked| locked.version.to_string() == version)
    }

    /// Whether the dependencies of `user` name a package with this version.
    fn lists(&self, (name, version): (&str, &str), wanted: &Locked) -> bool {
        let users = self.packages.get(name).into_iter().flatten();
        let mut users = users.filter(|locked| locked.version.to_string() == version);
        let written = format!("{} {}", wanted.name, wanted.version);
        users.any(|user| {
            user.dependencies.iter().any(|dependency| {
                let rest = dependency.strip_prefix(&written);
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
            })
        })
    }
}

impl Locked {
    /// Reads what stands between one `[[package]]` and the next.
    fn parse(text: &str) -> Option<Self> {
        let (mut name, mut version, mut source) = (None, None, None);
        let mut dependencies = Vec::new();
        let mut in_list = false;
        for line in text.lines() {
            let (key, values) = match line.split_once('=') {
                Some((key, values)) if !in_list => (key.trim(), values),
                _ => ("dependencies", line),
            };
            let mut quoted = values.split('"').skip(1).step_by(2);
            match key {
                "name" => name = quoted.next(),
                "version" => version = Version::parse(quoted.next()?).ok(),
                "source" => source = quoted.next(),
                "dependencies" => {
                    in_list = (in_list || values.contains('[')) && !values.contains(']');
                    dependencies.extend(quoted.map(str::to_owned));
                }
                _ => {}
            }
        }
        Some(Self {
            name: name?.to_owned(),
            version: version?,
            source: source.map(str::to_owned),
            dependencies,
        })
    }
}

#[cfg(test)]
mod tests {
    use semver::VersionReq;

    use super::Lock;

    const NEW: &str = r#"
        version = 4
        [[package]]
        name = "a"
        version = "1.0.0"
        dependencies = ["once", "twice 1.2.0"]
        [[package]]
        name = "once"
        version = "0.3.1"
        source = "registry+https://github.com/rust-lang/crates.io-index"
        checksum = "00"
        dependencies = [
         "other 1.0.0 (git+https://x?rev=1)",
         "twice 2.0.0",
        ]
        [[package]]
        name = "twice"
        version = "1.2.0"
        [[package]]
        name = "twice"
        version = "2.0.0""#;

    const OLD: &str = r#"
        [root]
        name = "a"
        version = "1.0.0"
        [[package]]
        name = "a"
        version = "1.0.0"
        dependencies = ["twice 1.2.0 (registry+https://x)"]
        [[package]]
        name = "twice"
        version = "1.2.0"
        [[package]]
        name = "twice"
        version = "1.2.0-rc.1"
        [metadata]
        "checksum twice 1.2.0 (registry+https://x)" = "00""#;

    #[test]
    fn versions() {
        for (lock, user, name, requirement, version) in [
            (NEW, ("a", "1.0.0"), "once", "*", Some("0.3.1")),
            (NEW, ("a", "1.0.0"), "twice", "*", Some("1.2.0")),
            (NEW, ("once", "0.3.1"), "twice", "*", Some("2.0.0")),
            (NEW, ("elsewhere", "1.0.0"), "twice", "^1", Some("1.2.0")),
            (NEW, ("elsewhere", "1.0.0"), "twice", "^3", None),
            (NEW, ("a", "1.0.0"), "never", "*", None),
            (OLD, ("a", "1.0.0"), "twice", "^1", Some("1.2.0")),
            ("not a lock", ("a", "1.0.0"), "twice", "*", None),
            ("", ("a", "1.0.0"), "twice", "*", None),
        ] {
            let requirement = VersionReq::parse(requirement).expect("a requirement");
            let lock = Lock::parse(lock);
            let found = lock.dependency(user, name, &requirement);
            assert_eq!(found.map(|locked| locked.version.to_string()).as_deref(), version);
        }
    }
}

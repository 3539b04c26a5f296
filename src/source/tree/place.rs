//! Where rustc looks for the file of a module.

use std::path::Path;
use std::path::PathBuf;

use crate::source::CfgSet;
use crate::source::ModDecl;
use crate::source::paths::join;

/// Where the modules that a file declares are looked for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::source) struct Home {
    /// The folder of the file.
    pub folder: PathBuf,
    /// `a` for `a.rs`, whose modules lie in `a/`; none for a root, a `mod.rs`, and whatever was named
    /// by `#[path]` or `include!`.
    pub under: Option<String>,
}

/// A file that may hold a module.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::source) struct Candidate {
    /// Where it would lie.
    pub path: PathBuf,
    /// As [`Home::under`].
    pub under: Option<String>,
}

impl Home {
    /// Of a file that was found as a candidate.
    pub fn of(candidate: &Candidate) -> Self {
        let folder = candidate.path.parent().unwrap_or(Path::new("")).to_owned();
        Self { folder, under: candidate.under.clone() }
    }

    /// The files that may hold a declared module, the first that exists being the one.
    pub fn candidates(&self, module: &ModDecl, cfg: &CfgSet) -> Vec<Candidate> {
        let home = self.inside(&module.parents);
        let mut candidates = Vec::new();
        for (condition, path) in &module.paths {
            let holds = condition.as_ref().map_or(Some(true), |condition| cfg.answers(condition));
            if holds != Some(false) {
                candidates.push(Candidate { path: join(&home.folder, path), under: None });
            }
            if holds == Some(true) {
                return candidates;
            }
        }
        let folder = home.under.map_or(home.folder.clone(), |name| home.folder.join(name));
        let name = &module.name;
        candidates
            .push(Candidate { path: folder.join(format!("{name}.rs")), under: Some(name.clone()) });
        candidates.push(Candidate { path: folder.join(name).join("mod.rs"), under: None });
        candidates
    }

    /// The home of what is declared inside inline modules.
    fn inside(&self, parents: &[(String, Option<String>)]) -> Home {
        let mut home = self.clone();
        for (name, path) in parents {
            if let Some(path) = path {
                // The `#[path]` of an inline module names a folder, seen from that of the file.
                home = Home { folder: join(&home.folder, path), under: None };
            } else {
                if let Some(under) = home.under.take() {
                    home.folder.push(under);
                }
                home.folder.push(name);
            }
        }
        home
    }
}

#[cfg(test)]
mod tests {
    use super::Candidate;
    use super::Home;
    use crate::source::CfgSet;
    use crate::source::scan::scan;

    /// The candidates for the only declaration in a text that lies at a path.
    fn candidates(path: &str, under: Option<&str>, text: &str) -> Vec<String> {
        let under = under.map(str::to_owned);
        let home = Home::of(&Candidate { path: path.into(), under });
        let cfg = CfgSet {
            names: ["unix".to_owned()].into(),
            unknown: ["maybe".to_owned()].into(),
            ..CfgSet::default()
        };
        let found = home.candidates(&scan(text).modules[0], &cfg);
        found.iter().map(|candidate| candidate.path.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn where_modules_lie() {
        let root = ("/s/lib.rs", None);
        let file = ("/s/x.rs", Some("x"));
        for ((path, under), text, found) in [
            (root, "mod a;", &["/s/a.rs", "/s/a/mod.rs"][..]),
            (file, "mod a;", &["/s/x/a.rs", "/s/x/a/mod.rs"]),
            (root, "mod r#async;", &["/s/async.rs", "/s/async/mod.rs"]),
            (root, "mod b { mod a; }", &["/s/b/a.rs", "/s/b/a/mod.rs"]),
            (file, "mod b { mod a; }", &["/s/x/b/a.rs", "/s/x/b/a/mod.rs"]),
            (root, "#[path = \"p/q.rs\"] mod a;", &["/s/p/q.rs"]),
            (file, "#[path = \"../q.rs\"] mod a;", &["/q.rs"]),
            (file, "mod b { #[path = \"q.rs\"] mod a; }", &["/s/x/b/q.rs"]),
            (root, "#[path = \"d\"] mod b { mod a; }", &["/s/d/a.rs", "/s/d/a/mod.rs"]),
            (file, "#[path = \"d\"] mod b { mod a; }", &["/s/d/a.rs", "/s/d/a/mod.rs"]),
            (
                root,
                "#[cfg_attr(windows, path = \"w.rs\")] #[cfg_attr(unix, path = \"u.rs\")] mod a;",
                &["/s/u.rs"],
            ),
            (
                root,
                "#[cfg_attr(maybe, path = \"m.rs\")] mod a;",
                &["/s/m.rs", "/s/a.rs", "/s/a/mod.rs"],
            ),
        ] {
            assert_eq!(candidates(path, under, text), found, "{path}: {text}");
        }
    }
}

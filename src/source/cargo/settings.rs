//! `.cargo/config.toml`: what it says about the platform and `cfg`.

use std::path::Path;
use std::path::PathBuf;

use toml::Table;
use toml::Value;

use crate::source::CfgExpr;
use crate::source::CfgSet;
use crate::source::cfg::target_cfg;
use crate::source::disk::Disk;
use crate::source::disk::Reading;

/// The settings that hold in a folder, the nearest first.
#[derive(Clone, Debug, Default)]
pub(in crate::source) struct Settings {
    files: Vec<(PathBuf, Table)>,
}

impl Settings {
    /// Reads `.cargo/config.toml` of a folder and of those above it, and that of cargo's home. One
    /// that cannot be read is cargo's business: it says so to its user.
    pub fn read(folder: &Path, disk: &Disk) -> Self {
        let above = folder.ancestors().map(|folder| folder.join(".cargo"));
        let mut files: Vec<(PathBuf, Table)> = Vec::new();
        for folder in above.chain(cargo_home()) {
            let read = ["config.toml", "config"].iter().find_map(|name| {
                let path = folder.join(name);
                match disk.read(&path) {
                    Reading::Text(text) => Some((path, toml::from_str(&text).ok()?)),
                    Reading::Missing | Reading::Refused(_) => None,
                }
            });
            files.extend(read.filter(|(path, _)| files.iter().all(|(other, _)| other != path)));
        }
        Self { files }
    }

    /// `build.target`: the platform to build for, if only one is named.
    pub fn target(&self) -> Option<String> {
        match self.get(&["build", "target"])? {
            Value::String(triple) => Some(triple.clone()),
            Value::Array(triples) => Some(triples.first()?.as_str()?.to_owned()),
            _ => None,
        }
    }

    /// What `--cfg` in `rustflags` sets for a platform.
    pub fn set_cfg(&self, triple: &str, cfg: &mut CfgSet) {
        let platform = target_cfg(triple);
        let mut flags = Vec::new();
        for (_, table) in &self.files {
            let targets = table.get("target").and_then(Value::as_table);
            for (name, target) in targets.into_iter().flatten() {
                if is_platform(name, &platform) {
                    flags.extend(words(target.get("rustflags")));
                }
            }
        }
        if flags.is_empty() {
            let builds = self.files.iter().filter_map(|(_, table)| table.get("build"));
            flags = builds.flat_map(|build| words(build.get("rustflags"))).collect();
        }
        let mut flags = flags.iter();
        while let Some(flag) = flags.next() {
            let set = if flag == "--cfg" {
                flags.next().map(String::as_str)
            } else {
                flag.strip_prefix("--cfg=")
            };
            match set.map(CfgExpr::parse) {
                Some(CfgExpr::Name(name)) => {
                    cfg.names.insert(name.into());
                }
                Some(CfgExpr::Value(name, value)) => {
                    cfg.values.insert((name.into(), value.into()));
                }
                _ => {}
            }
        }
    }

    /// The tables under a key, the nearest first, each with the folder that its paths are seen from.
    pub fn tables(&self, key: &str) -> impl Iterator<Item = (&Path, &Table)> {
        self.files.iter().filter_map(move |(path, table)| {
            Some((path.parent()?.parent()?, table.get(key)?.as_table()?))
        })
    }

    /// The value under a path of keys, the nearest file first.
    pub fn get(&self, keys: &[&str]) -> Option<&Value> {
        let (first, rest) = keys.split_first()?;
        self.files.iter().find_map(|(_, table)| {
            rest.iter().try_fold(table.get(*first)?, |value, key| value.get(key))
        })
    }
}

/// `CARGO_HOME`, or `~/.cargo`.
pub(in crate::source) fn cargo_home() -> Option<PathBuf> {
    match std::env::var_os("CARGO_HOME").filter(|home| !home.is_empty()) {
        Some(home) => Some(PathBuf::from(home)),
        None => Some(std::env::home_dir()?.join(".cargo")),
    }
}

/// Whether a key of `[target]`, a triple or `cfg(…)`, is the platform that `platform` answers for.
pub(in crate::source) fn is_platform(name: &str, platform: &CfgSet) -> bool {
    match name.strip_prefix("cfg(").and_then(|rest| rest.strip_suffix(')')) {
        Some(predicate) => platform.answers(&CfgExpr::parse(predicate)) != Some(false),
        None => target_cfg(name).values.is_subset(&platform.values),
    }
}

/// A list of flags, or one text of them.
fn words(flags: Option<&Value>) -> Vec<String> {
    match flags {
        Some(Value::String(text)) => text.split_whitespace().map(str::to_owned).collect(),
        Some(Value::Array(list)) => {
            list.iter().filter_map(|flag| Some(flag.as_str()?.to_owned())).collect()
        }
        _ => Vec::new(),
    }
}

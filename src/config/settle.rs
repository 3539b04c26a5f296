//! From what is written to what holds for each file.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use crate::config::CodeFile;
use crate::config::Config;
use crate::config::Flags;
use crate::config::Given;
use crate::config::Ground;
use crate::config::Level;
use crate::config::LevelSettings;
use crate::config::Names;
use crate::config::Setting;
use crate::config::Subject;
use crate::config::chain::Chain;
use crate::config::chain::Chains;
use crate::config::find::Finder;
use crate::config::find::Location;
use crate::config::given;
use crate::config::layer;
use crate::config::layer::Layer;
use crate::config::layer::Source;
use crate::config::levels::Origin;
use crate::config::levels::Placed;
use crate::config::rows::Table;
use crate::error::Error;

/// Reads whatever concerns a workspace, and lays it over one another.
pub(super) fn settle(ground: &Ground, flags: &Flags, names: &Names) -> Result<Config, Error> {
    let mut chains = Chains::new(&ground.root, names);
    let inline = inline(ground, flags, names)?;
    let found = Found::read(ground, flags, &mut chains)?;
    let mut settled =
        Settled { flags, found: &found, inline: &inline, sets: Vec::new(), known: BTreeMap::new() };
    // The first set is that of the root.
    settled.set(&ground.root, None);
    let of_file = ground.files.iter().map(|file| {
        let folder = file.path.parent().unwrap_or(&ground.root);
        settled.set(folder, Some(file))
    });
    let of_file = of_file.collect();
    let layers = chains.layers().chain(&inline);
    let root = || found.of(&ground.root).1.iter().chain(&inline);
    let is_of_root = |layer: &Arc<Layer>| root().any(|own| Arc::ptr_eq(own, layer));
    let others = chains.layers().filter(|layer| !is_of_root(layer));
    if let Some(baseline) = others.filter_map(|layer| layer.baseline.as_ref()).next() {
        return Err(baseline.misplaced());
    }
    Ok(Config {
        files: chains.files().map(PathBuf::from).collect(),
        rows: layers.filter_map(|layer| layer.rows.clone()).collect(),
        baseline: root().rev().find_map(|layer| layer.baseline.as_ref()).map(|it| it.path.clone()),
        overrides: root().flat_map(|layer| layer.overrides.iter().cloned()).collect(),
        sets: settled.sets,
        of_file,
        ignore_suppressions: flags.ignore_suppressions,
    })
}

/// `--config KEY=VALUE`.
fn inline(ground: &Ground, flags: &Flags, names: &Names) -> Result<Vec<Arc<Layer>>, Error> {
    let settings = flags.given.iter().filter_map(|given| match given {
        Given::Setting(text) => Some(given::text(text)),
        Given::File(_) => None,
    });
    settings
        .map(|text| {
            let source = Source { text: &text, table: Table::Whole, folder: &ground.root };
            let layer = layer::read(&source, names)?;
            match layer.extend {
                None => Ok(Arc::new(layer)),
                Some(_) => Err(usage("`extend` stands in files only", "give the file itself")),
            }
        })
        .collect()
}

/// The configurations that were found, and of which folders they are.
struct Found {
    chains: Vec<Chain>,
    /// Indices of the above; the root and each folder with code is there.
    of_folder: BTreeMap<PathBuf, usize>,
}

impl Found {
    fn read(ground: &Ground, flags: &Flags, chains: &mut Chains<'_>) -> Result<Self, Error> {
        let given = given(flags)?;
        let parents = ground.files.iter().filter_map(|file| file.path.parent());
        let packages = ground.packages.iter().map(PathBuf::as_path);
        let folders: BTreeSet<&Path> = parents.chain(packages).chain([&*ground.root]).collect();
        let mut finder = Finder::new(&ground.root);
        let mut found = Self { chains: Vec::new(), of_folder: BTreeMap::new() };
        let mut of_location: BTreeMap<Option<Location>, usize> = BTreeMap::new();
        for folder in folders {
            let location = match &given {
                Some(location) => Some(location.clone()),
                None if flags.isolated => None,
                None => finder.nearest(folder)?,
            };
            let index = match of_location.get(&location) {
                Some(&index) => index,
                None => {
                    let read = location.as_ref().map(|location| chains.of(location)).transpose()?;
                    found.chains.push(read.unwrap_or_default());
                    of_location.insert(location, found.chains.len() - 1);
                    found.chains.len() - 1
                }
            };
            found.of_folder.insert(folder.to_owned(), index);
        }
        Ok(found)
    }

    /// What holds in a folder, with its index.
    fn of(&self, folder: &Path) -> (usize, &Chain) {
        let index = *self.of_folder.get(folder).expect("every folder with code was looked at");
        (index, &self.chains[index])
    }
}

/// `--config FILE`.
fn given(flags: &Flags) -> Result<Option<Location>, Error> {
    let mut files = flags.given.iter().filter_map(|given| match given {
        Given::File(path) => Some(Location { path: path.clone(), table: Table::Whole }),
        Given::Setting(_) => None,
    });
    let file = files.next();
    if files.next().is_some() {
        let help = "give one of them, and let it `extend` the other";
        return Err(usage("`--config` names two files", help));
    }
    if file.is_some() && flags.isolated {
        let help = "`--isolated` reads no file; `--config KEY=VALUE` goes with it";
        return Err(usage("`--isolated` and `--config FILE` do not go together", help));
    }
    Ok(file)
}

fn usage(message: &str, help: &str) -> Error {
    Error::Usage { message: message.to_owned(), help: Some(help.to_owned()) }
}

/// The sets of settings, each made once.
struct Settled<'a> {
    flags: &'a Flags,
    found: &'a Found,
    inline: &'a [Arc<Layer>],
    sets: Vec<LevelSettings>,
    /// By the layers and the overrides that make it.
    known: BTreeMap<Key, usize>,
}

/// The index of a chain, and which of its overrides and of those of the command line hold.
type Key = (usize, Vec<bool>, Vec<bool>);

impl Settled<'_> {
    /// The set of a file in a folder, or, without its overrides, of the folder.
    fn set(&mut self, folder: &Path, file: Option<&CodeFile>) -> usize {
        let (index, chain) = self.found.of(folder);
        let holding = |layers: &[Arc<Layer>]| {
            let overrides = layers.iter().flat_map(|layer| &layer.overrides);
            let concerned = overrides.map(|found| file.is_some_and(|file| found.concerns(file)));
            concerned.collect::<Vec<bool>>()
        };
        let key = (index, holding(chain), holding(self.inline));
        if let Some(&known) = self.known.get(&key) {
            return known;
        }
        let mut settings = rules(chain);
        settings.extend(overridden(chain, &key.1));
        settings.extend(rules(self.inline));
        settings.extend(overridden(self.inline, &key.2));
        settings.extend(of_flags(self.flags));
        self.sets.push(LevelSettings::new(settings, self.flags.only.clone()));
        self.known.insert(key, self.sets.len() - 1);
        self.sets.len() - 1
    }
}

fn rules(layers: &[Arc<Layer>]) -> Vec<Placed> {
    layers.iter().flat_map(|layer| layer.rules.iter().cloned()).collect()
}

/// The settings of the overrides that hold.
fn overridden(layers: &[Arc<Layer>], holds: &[bool]) -> Vec<Placed> {
    let overrides = layers.iter().flat_map(|layer| &layer.overrides).zip(holds);
    let holding = overrides.filter(|(_, holds)| **holds);
    holding.flat_map(|(found, _)| found.rules.iter().cloned()).collect()
}

fn of_flags(flags: &Flags) -> Vec<Placed> {
    let levels = flags.levels.iter().map(|&(level, subject)| Placed {
        setting: Setting::plain(subject, level),
        origin: Origin::new(&format!("--{}", level.name())),
    });
    let warnings = flags.deny_warnings.then(|| Placed {
        setting: Setting::plain(Subject::Warnings, Level::Deny),
        origin: Origin::new("--deny-warnings"),
    });
    levels.chain(warnings).collect()
}

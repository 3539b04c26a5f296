//! From what is written to what holds for each file.

use std::collections::BTreeMap;
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
use crate::config::layer::Override;
use crate::config::layer::Source;
use crate::config::levels::Origin;
use crate::config::levels::Placed;
use crate::config::rows::Table;
use crate::error::Error;

/// Reads whatever concerns a workspace, and lays it over one another.
pub(super) fn settle(ground: &Ground, flags: &Flags, names: &Names) -> Result<Config, Error> {
    let mut chains = Chains::new(&ground.root, names);
    let inline = inline(ground, flags, names)?;
    let of_folder = chains_of_folders(ground, flags, &mut chains)?;
    let mut settled = Settled { flags, inline: &inline, sets: Vec::new(), known: BTreeMap::new() };
    // The first set is that of the root.
    settled.set(&of_folder[&ground.root], None);
    let of_file = ground.files.iter().map(|file| {
        let folder = file.path.parent().unwrap_or(&ground.root);
        settled.set(&of_folder[folder], Some(file))
    });
    let of_file = of_file.collect();
    let layers = chains.layers().chain(&inline);
    let root = of_folder[&ground.root].iter().chain(&inline);
    Ok(Config {
        files: chains.files().map(PathBuf::from).collect(),
        rows: layers.filter_map(|layer| layer.rows.clone()).collect(),
        overrides: root.flat_map(|layer| layer.overrides.iter().cloned()).collect(),
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

/// What holds in the root and in each folder with code.
fn chains_of_folders(
    ground: &Ground,
    flags: &Flags,
    chains: &mut Chains<'_>,
) -> Result<BTreeMap<PathBuf, Arc<Chain>>, Error> {
    let given = given(flags)?;
    let parents = ground.files.iter().filter_map(|file| file.path.parent());
    let packages = ground.packages.iter().map(PathBuf::as_path);
    let folders = parents.chain(packages).chain([ground.root.as_path()]);
    let mut finder = Finder::new(&ground.root);
    let mut of_location: BTreeMap<Option<Location>, Arc<Chain>> = BTreeMap::new();
    let mut of_folder = BTreeMap::new();
    for folder in folders {
        if of_folder.contains_key(folder) {
            continue;
        }
        let location = match &given {
            Some(location) => Some(location.clone()),
            None if flags.isolated => None,
            None => finder.nearest(folder)?,
        };
        let chain = match of_location.get(&location) {
            Some(chain) => chain.clone(),
            None => {
                let read = location.as_ref().map(|location| chains.of(location)).transpose()?;
                let chain = Arc::new(read.unwrap_or_default());
                of_location.insert(location, chain.clone());
                chain
            }
        };
        of_folder.insert(folder.to_owned(), chain);
    }
    Ok(of_folder)
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
    inline: &'a [Arc<Layer>],
    sets: Vec<LevelSettings>,
    /// By the layers and the overrides that make it.
    known: BTreeMap<Key, usize>,
}

/// The address of a chain, which outlives the search, and which of its overrides hold.
type Key = (usize, Vec<bool>);

impl Settled<'_> {
    /// The set of a file, or, without its overrides, of a folder.
    fn set(&mut self, chain: &Arc<Chain>, file: Option<&CodeFile>) -> usize {
        let overrides = chain.iter().chain(self.inline).flat_map(|layer| &layer.overrides);
        let concerned = |found: &Override| file.is_some_and(|file| found.concerns(file));
        let holds: Vec<bool> = overrides.map(concerned).collect();
        let key = (Arc::as_ptr(chain) as usize, holds);
        if let Some(&known) = self.known.get(&key) {
            return known;
        }
        let mut settings = rules(chain);
        settings.extend(overridden(chain, &key.1));
        settings.extend(rules(self.inline));
        let inline =
            key.1.len() - self.inline.iter().map(|layer| layer.overrides.len()).sum::<usize>();
        settings.extend(overridden(self.inline, &key.1[inline..]));
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

//! Several crates that make one public interface, read as one workspace.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;

use asyncheck::library::Library;
use asyncheck::lower;
use asyncheck::resolve;
use asyncheck::resolve::Names;
use asyncheck::source;
use asyncheck::source::CfgSet;
use asyncheck::source::CrateId;
use asyncheck::source::Selection;
use asyncheck::source::Targets;
use asyncheck::source::Workspace;

/// One crate as it is to be read.
#[derive(Clone, Debug)]
pub struct Source {
    /// As code names it.
    pub name: String,
    /// `1.2.3`.
    pub version: String,
    pub edition: u16,
    /// The root file.
    pub root: PathBuf,
    pub features: BTreeSet<String>,
    /// The name of each dependency in code, to the crate's real one.
    pub dependencies: BTreeMap<String, String>,
}

/// The crates, with what their names mean.
#[derive(Debug)]
pub struct Bundle {
    pub workspace: Workspace,
    pub names: Names,
    pub library: Library,
    /// The crate whose paths count, and then the others.
    pub crates: Vec<CrateId>,
}

/// Reads the crates; the first is the one whose paths count.
pub fn read(sources: &[Source], scratch: &Path) -> Result<Bundle, Box<dyn std::error::Error>> {
    for source in sources {
        let folder = scratch.join("workspace").join(&source.name);
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("Cargo.toml"), manifest(source, sources))?;
    }
    let root = scratch.join("workspace");
    fs::write(root.join("Cargo.toml"), "[workspace]\nmembers = [\"*\"]\nresolver = \"2\"\n")?;
    let selection = Selection {
        directory: root,
        workspace: true,
        targets: Targets { lib: true, ..Targets::default() },
        all_features: true,
        ..Selection::default()
    };
    let mut workspace = source::load(&selection)?;
    for krate in &mut workspace.crates {
        add_atomics(&mut krate.cfg);
    }
    // Only what can be seen from outside is wanted: bodies are not.
    for file in &mut workspace.files.all {
        file.dependency = true;
    }
    let library = asyncheck::library::load(&[])?;
    let files = lower::files(&workspace);
    let names = resolve::names(&workspace, &files.all, &library);
    let id = |source: &Source| {
        let at = workspace.crates.iter().position(|found| found.name == source.name);
        at.map(|at| CrateId(at as u32)).ok_or_else(|| format!("`{}` was not read", source.name))
    };
    let crates = sources.iter().map(id).collect::<Result<Vec<_>, _>>()?;
    for note in files.all.iter().flat_map(|file| &file.notes) {
        let name = note.file.map(|id| workspace.files.get(id).name.as_str());
        eprintln!("{}: {}", name.unwrap_or_default(), note.message);
    }
    Ok(Bundle { workspace, names, library, crates })
}

/// What std asks for its atomic types has no stable name: it is so where the stable one is.
fn add_atomics(cfg: &mut CfgSet) {
    let known = cfg.values.iter().filter(|(name, _)| name == "target_has_atomic");
    let same: Vec<String> = known.map(|(_, width)| width.clone()).collect();
    for name in ["target_has_atomic_load_store", "target_has_atomic_equal_alignment"] {
        cfg.names.insert(name.to_owned());
        cfg.values.extend(same.iter().map(|width| (name.to_owned(), width.clone())));
    }
    cfg.names.insert("target_has_atomic".to_owned());
}

fn manifest(source: &Source, all: &[Source]) -> String {
    let Source { name, version, edition, root, features, dependencies } = source;
    let root = root.display();
    let mut text = format!(
        "[package]\nname = \"{name}\"\nversion = \"{version}\"\nedition = \"{edition}\"\n\
         [lib]\nname = \"{name}\"\npath = \"{root}\"\n[features]\n"
    );
    for feature in features {
        text += &format!("\"{feature}\" = []\n");
    }
    text += "[dependencies]\n";
    for (named, real) in dependencies.iter().filter(|(_, real)| *real != name) {
        text += &match all.iter().any(|other| other.name == *real) {
            true => format!("{named} = {{ path = \"../{real}\", package = \"{real}\" }}\n"),
            false => format!("{named} = {{ version = \"*\", package = \"{real}\" }}\n"),
        };
    }
    text
}

//! `config`: what holds, and a file to begin with.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::io::Write;
use std::path::Path;

use crate::cli::Outcome;
use crate::cli::args::ConfigTask;
use crate::cli::args::InitArgs;
use crate::cli::args::ShowArgs;
use crate::cli::folders;
use crate::cli::output::Output;
use crate::cli::paths;
use crate::config;
use crate::config::CodeFile;
use crate::config::Flags;
use crate::config::Ground;
use crate::error::Error;
use crate::library;
use crate::report;
use crate::rules;
use crate::source;
use crate::source::Selection;
use crate::source::Targets;

/// What `config init` writes.
const BEGINNING: &str = include_str!("beginning.toml");
/// The file that it writes.
const FILE_NAME: &str = "asyncheck.toml";

/// Does what is asked for.
pub(super) fn run(task: &ConfigTask, output: &Output) -> Result<Outcome, Error> {
    match task {
        ConfigTask::Show(arguments) => show(arguments, output)?,
        ConfigTask::Init(arguments) => init(arguments, output)?,
        ConfigTask::Schema => output.print(&report::schema())?,
    }
    Ok(Outcome::Clean)
}

fn show(arguments: &ShowArgs, output: &Output) -> Result<(), Error> {
    let directory = folders::directory()?;
    let operands: Vec<_> = arguments.path.iter().cloned().collect();
    paths::exist(&operands, &directory)?;
    let names = rules::names();
    let flags =
        Flags { levels: arguments.levels.named(&names)?, ..arguments.config.flags(&directory) };
    let mut selection = everything(arguments.manifest_path.as_deref(), &directory);
    selection.paths = operands;
    let mut ground = source::load(&selection)?.ground();
    let asked =
        arguments.path.as_ref().map(|path| (path, place(&mut ground, &directory.join(path))));
    let config = config::load(&ground, &flags, &names)?;
    // What is wrong with a row is as wrong as a wrong level.
    library::load(&config.rows)?;
    output.print(&match asked {
        Some((path, file)) => report::settings_of(&config, file, &path.display().to_string()),
        None => report::settings(&config),
    })
}

/// The index of a file; a folder, or a file that was not read, is added as if code lay there.
fn place(ground: &mut Ground, path: &Path) -> usize {
    let path = config::normal(path);
    let path = if path.is_dir() { path.join("mod.rs") } else { path };
    let known = ground.files.iter().position(|file| file.path == path);
    known.unwrap_or_else(|| {
        ground.files.push(CodeFile { path, targets: Vec::new() });
        ground.files.len() - 1
    })
}

fn everything(manifest: Option<&Path>, directory: &Path) -> Selection {
    Selection {
        manifest: manifest.map(Path::to_owned),
        directory: directory.to_owned(),
        workspace: true,
        targets: Targets { all: true, ..Targets::default() },
        ..Selection::default()
    }
}

fn init(arguments: &InitArgs, output: &Output) -> Result<(), Error> {
    let directory = folders::directory()?;
    let ground =
        source::load(&everything(arguments.manifest_path.as_deref(), &directory))?.ground();
    // One that is there already, under either name or in the manifest, is found before a second is made.
    let config = config::load(&ground, &Flags::default(), &rules::names())?;
    let of_root = config.files.iter().find(|file| file.parent() == Some(&ground.root));
    let path = ground.root.join(FILE_NAME);
    if let Some(file) = of_root {
        return Err(there_is(file));
    }
    let mut options = OpenOptions::new();
    let mut file =
        options.write(true).create_new(true).open(&path).map_err(|reason| match reason.kind() {
            ErrorKind::AlreadyExists => there_is(&path),
            _ => Error::Write { reason },
        })?;
    file.write_all(BEGINNING.as_bytes()).map_err(|reason| Error::Write { reason })?;
    output.note(&format!("wrote `{}`", path.display()));
    Ok(())
}

fn there_is(file: &Path) -> Error {
    Error::Usage {
        message: format!("there is a configuration already: `{}`", file.display()),
        help: Some("`cargo asyncheck config show` prints what it comes to".to_owned()),
    }
}

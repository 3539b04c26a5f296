//! `inspect`: what is known of each call, and what is not.

use std::ffi::OsStr;
use std::path::Path;
use std::path::PathBuf;

use crate::cli::Outcome;
use crate::cli::args::InspectArgs;
use crate::cli::check::directory;
use crate::cli::output::Output;
use crate::config;
use crate::config::Flags;
use crate::engine;
use crate::error::Error;
use crate::library;
use crate::report;
use crate::rules;
use crate::source;
use crate::source::FileId;
use crate::source::Workspace;

/// Prints the calls of a line, a file or the workspace.
pub(super) fn run(arguments: &InspectArgs, output: &Output) -> Result<Outcome, Error> {
    let directory = directory()?;
    let asked = arguments.place.as_deref().map(|place| Asked::read(place, &directory));
    let operands: Vec<PathBuf> = asked.iter().map(|asked| asked.file.clone()).collect();
    crate::cli::paths::exist(&operands, &directory)?;
    let selection = arguments.selection.selection(directory.clone(), &operands);
    let mut workspace = source::load(&selection)?;
    let flags = Flags {
        file: arguments.config.as_ref().map(|file| directory.join(file)),
        ..Flags::default()
    };
    let config = config::load(&workspace.root, &flags, &rules::names())?;
    let library = library::load(&config.rows)?;
    let files = engine::read(&mut workspace);
    if arguments.files {
        output.print_all(&report::files(&workspace))?;
        return Ok(Outcome::Clean);
    }
    let model = engine::understand(&workspace, &files, &library);
    let wanted = |file: FileId, offset: u32| {
        asked.as_ref().is_none_or(|asked| asked.wants(&workspace, file, offset))
    };
    let rows = report::rows(&model, &wanted);
    let lines = match output.is_json() {
        true => report::inspect_json(&rows),
        false => report::inspect(&rows),
    };
    output.print_all(&lines)?;
    Ok(Outcome::Clean)
}

/// `FILE[:LINE[:COLUMN]]`.
struct Asked {
    /// Under the working directory as given.
    file: PathBuf,
    line: Option<u32>,
}

impl Asked {
    fn read(place: &OsStr, directory: &Path) -> Self {
        let whole = Self { file: directory.join(place), line: None };
        let Some(text) = place.to_str() else { return whole };
        let parts: Vec<&str> = text.rsplitn(3, ':').collect();
        let number = |part: Option<&&str>| part.and_then(|part| part.parse::<u32>().ok());
        let (file, line) = match (number(parts.first()), number(parts.get(1))) {
            // `file:3:7`: the column says nothing that the line does not.
            (Some(_), Some(line)) if parts.len() == 3 => (parts[2], line),
            (Some(line), _) if parts.len() > 1 => (&text[..text.len() - parts[0].len() - 1], line),
            _ => return whole,
        };
        Self { file: directory.join(file), line: Some(line) }
    }

    fn wants(&self, workspace: &Workspace, file: FileId, offset: u32) -> bool {
        let found = workspace.files.get(file);
        let is_file = workspace.root.join(&found.path) == self.file || found.path == self.file;
        is_file && self.line.is_none_or(|line| found.lines.line(offset) == line)
    }
}

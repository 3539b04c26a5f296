//! `inspect`: what is known of each call, and what is not.

use std::ffi::OsStr;
use std::path::PathBuf;

use crate::cli::Outcome;
use crate::cli::args::InspectArgs;
use crate::cli::folders;
use crate::cli::output::Output;
use crate::cli::paths;
use crate::config;
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
    let directory = folders::directory()?;
    let asked = arguments.place.as_deref().map(Asked::read);
    let operands: Vec<PathBuf> = asked.iter().map(|asked| asked.file.clone()).collect();
    paths::exist(&operands, &directory)?;
    let selection = arguments.selection.selection(directory.clone(), &operands);
    let mut workspace = source::load(&selection)?;
    let flags = arguments.config.flags(&directory);
    let config = config::load(&workspace.ground(), &flags, &rules::names())?;
    let library = library::load(&config.rows)?;
    let files = engine::read(&mut workspace, &library);
    if arguments.files {
        output.print_all(&report::files(&workspace))?;
        return Ok(Outcome::Clean);
    }
    let model = engine::understand(&workspace, &files, &library);
    let shown = paths::shown(&operands, &directory, &workspace);
    for path in shown.outside.iter().filter(|_| !output.wanted.quiet) {
        output.note(&format!("note: `{}` belongs to no package that is read", path.display()));
    }
    let wanted = |file: FileId, offset: u32| {
        let in_line = asked.as_ref().is_none_or(|asked| asked.wants(&workspace, file, offset));
        shown.contains(file) && in_line
    };
    let lines = match (arguments.guards, output.is_for_programs()) {
        (true, true) => report::guards_json(&report::guard_rows(&model, &wanted)),
        (true, false) => report::guards(&report::guard_rows(&model, &wanted)),
        (false, true) => report::inspect_json(&report::rows(&model, &wanted)),
        (false, false) => report::inspect(&report::rows(&model, &wanted)),
    };
    output.print_all(&lines)?;
    Ok(Outcome::Clean)
}

/// `FILE[:LINE[:COLUMN]]`.
struct Asked {
    /// As given.
    file: PathBuf,
    line: Option<u32>,
}

impl Asked {
    fn read(place: &OsStr) -> Self {
        let whole = Self { file: place.into(), line: None };
        let Some(text) = place.to_str() else { return whole };
        let parts: Vec<&str> = text.rsplitn(3, ':').collect();
        let number = |part: Option<&&str>| part.and_then(|part| part.parse::<u32>().ok());
        let (file, line) = match (number(parts.first()), number(parts.get(1))) {
            // `file:3:7`: the column says nothing that the line does not.
            (Some(_), Some(line)) if parts.len() == 3 => (parts[2], line),
            (Some(line), _) if parts.len() > 1 => (&text[..text.len() - parts[0].len() - 1], line),
            _ => return whole,
        };
        Self { file: file.into(), line: Some(line) }
    }

    fn wants(&self, workspace: &Workspace, file: FileId, offset: u32) -> bool {
        let lines = &workspace.files.get(file).lines;
        self.line.is_none_or(|line| lines.line(offset) == line)
    }
}

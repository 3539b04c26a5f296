//! `check`: judge a workspace and tell the verdict.

use std::path::Path;

use crate::cli::Outcome;
use crate::cli::args::CheckArgs;
use crate::cli::folders;
use crate::cli::output::Output;
use crate::cli::paths;
use crate::cli::spinner::Spinner;
use crate::config;
use crate::config::Flags;
use crate::config::Level;
use crate::config::Names;
use crate::engine;
use crate::error::Error;
use crate::finding::Finding;
use crate::library;
use crate::library::Library;
use crate::report;
use crate::report::Seen;
use crate::report::Told;
use crate::rules;
use crate::rules::Rule;
use crate::source;
use crate::source::Note;
use crate::source::NoteKind;
use crate::source::Workspace;
use crate::triage;
use crate::triage::Verdict;

/// Judges what the arguments select.
pub(super) fn run(arguments: &CheckArgs, output: &Output) -> Result<Outcome, Error> {
    let directory = folders::directory()?;
    paths::exist(&arguments.paths, &directory)?;
    let names = rules::names();
    let flags = flags(arguments, &directory, &names)?;
    let spinner = Spinner::start("reading the workspace");
    let mut selection = arguments.selection.selection(directory.clone(), &arguments.paths);
    selection.workspace |= arguments.all;
    let workspace = source::load(&selection)?;
    let config = config::load(&workspace.ground(), &flags, &names)?;
    let library = library::load(&config.rows)?;
    let (findings, judged) = judge(workspace, &library);
    let mut verdict = triage::decide(findings, &judged.notes, &judged.workspace, &config);
    drop(spinner);

    let shown = paths::shown(&arguments.paths, &directory, &judged.workspace);
    verdict.findings.retain(|reported| shown.contains(reported.finding.place.file));
    verdict.silenced.retain(|reported| shown.contains(reported.finding.place.file));
    let base = folders::base(&judged.workspace.root);
    let told = judged.told(&verdict, &base);
    output.print_all(&output.format().render(&told, output.look, output.wanted.verbose))?;
    if !output.wanted.quiet && !output.is_json() {
        for path in &shown.outside {
            let path = path.display();
            output.note(&format!("note: `{path}` belongs to no package that is judged: skipped"));
        }
        for line in report::notes(&judged.notes, &judged.workspace, output.wanted.verbose) {
            output.note(&line);
        }
        if output.wanted.verbose {
            let silenced = report::silenced(&verdict, &judged.workspace);
            silenced.iter().for_each(|line| output.note(line));
        }
        output.note(&report::summary(&verdict, &judged.seen));
    }
    Ok(outcome(&verdict, &judged.notes))
}

/// A mistyped rule is told before anything is read.
fn flags(arguments: &CheckArgs, directory: &Path, names: &Names) -> Result<Flags, Error> {
    let only = arguments.only.iter().map(|name| names.flag("only", name));
    Ok(Flags {
        only: only.collect::<Result<_, Error>>()?,
        levels: arguments.levels.named(names)?,
        deny_warnings: arguments.deny_warnings,
        ignore_suppressions: arguments.ignore_suppressions,
        ..arguments.config.flags(directory)
    })
}

/// What the rooms between `source` and `triage` have found out, findings apart.
struct Judged {
    workspace: Workspace,
    notes: Vec<Note>,
    seen: Seen,
}

impl Judged {
    fn told<'a>(&'a self, verdict: &'a Verdict, base: &'a Path) -> Told<'a> {
        let Judged { workspace, notes, seen } = self;
        Told { verdict, notes, workspace, seen: *seen, base }
    }
}

fn judge(mut workspace: Workspace, library: &Library) -> (Vec<(&'static Rule, Finding)>, Judged) {
    let files = engine::read(&mut workspace, library);
    let model = engine::understand(&workspace, &files, library);
    let (findings, failures) = engine::judge(&model);
    let mut notes = workspace.notes.clone();
    notes.extend(files.iter().flat_map(|file| file.notes.iter().cloned()));
    notes.extend(failures);
    let seen = report::seen(&model, &notes);
    // The process ends soon: to free millions of small pieces first would be time for nothing.
    std::mem::forget(model);
    std::mem::forget(files);
    (findings, Judged { workspace, notes, seen })
}

fn outcome(verdict: &Verdict, notes: &[Note]) -> Outcome {
    let broken = notes.iter().any(|note| note.kind == NoteKind::Manifest);
    if verdict.internal || broken {
        return Outcome::Failed;
    }
    if verdict.count(Level::Deny) > 0 { Outcome::Denied } else { Outcome::Clean }
}

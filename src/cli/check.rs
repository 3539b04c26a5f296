//! `check`: judge a workspace and tell the verdict.

use std::path::Path;

use crate::cli::Outcome;
use crate::cli::args::CheckArgs;
use crate::cli::baseline;
use crate::cli::baseline::Kept;
use crate::cli::findings::FindingsArgs;
use crate::cli::findings::ReportArgs;
use crate::cli::fix;
use crate::cli::folders;
use crate::cli::history::History;
use crate::cli::judge::Judged;
use crate::cli::judge::judge;
use crate::cli::output::Output;
use crate::cli::paths;
use crate::cli::paths::Shown;
use crate::cli::spinner::Spinner;
use crate::cli::suppress;
use crate::cli::tell::tell;
use crate::cli::watch::Watch;
use crate::cli::with::Beside;
use crate::config;
use crate::config::Flags;
use crate::config::Level;
use crate::config::Names;
use crate::error::Error;
use crate::report;
use crate::rules;
use crate::source;
use crate::source::Selection;
use crate::source::Workspace;

/// Judges what the arguments select.
pub(super) fn run(arguments: &CheckArgs, output: &Output) -> Result<Outcome, Error> {
    let directory = folders::directory()?;
    let operands = arguments.standard_input.operands(&arguments.paths)?;
    if arguments.standard_input.stdin_filename.is_none() {
        paths::exist(&operands, &directory)?;
    }
    let names = rules::names();
    let flags = flags(arguments, &directory, &names)?;
    let mut for_cargo = arguments.selection.for_cargo();
    for_cargo.extend(arguments.all.then(|| "--workspace".into()));
    let mut beside = Beside::start(&arguments.with, &for_cargo, output)?;
    let mut selection = arguments.selection.selection(directory, &operands);
    selection.workspace |= arguments.all;
    let own = check(arguments, selection, &flags, &names, &mut beside, output);
    // Whatever has become of our own part, the messages of cargo come first, and whole.
    let succeeded = beside.wait();
    match own? {
        Outcome::Clean if !succeeded? => Ok(Outcome::Denied),
        outcome => Ok(outcome),
    }
}

/// Our own part.
fn check(
    arguments: &CheckArgs,
    mut selection: Selection,
    flags: &Flags,
    names: &Names,
    beside: &mut Beside,
    output: &Output,
) -> Result<Outcome, Error> {
    // Cargo tells of its progress on the same terminal.
    let spinner = (!beside.is_running()).then(|| Spinner::start("reading the workspace"));
    let mut watch = Watch::new(arguments.report.timings);
    let history = History::open(&arguments.findings, arguments.selection.manifest())?;
    arguments.standard_input.read(&mut selection)?;
    selection.snapshot = history.now.clone();
    let workspace = source::load(&selection)?;
    watch.lap("manifests and texts");
    if arguments.report.show_files || arguments.report.show_settings {
        drop(spinner);
        return show(&workspace, &arguments.report, flags, names, output);
    }
    let round = Round { arguments, history: &history, selection: &selection, output };
    let mut found = round.find(workspace, flags, names, &mut watch)?;
    drop(spinner);
    if found.kept == Kept::Written {
        return Ok(Outcome::Clean);
    }
    let wanted = &arguments.findings.fix;
    if wanted.diff {
        return fix::show(&found.judged, wanted, output);
    }
    if wanted.fix || wanted.unsafe_fixes {
        found = fix::run(found, wanted, output, || {
            round.find(source::load(&selection)?, flags, names, &mut watch)
        })?;
    }
    let Found { mut judged, kept, shown } = found;
    if arguments.findings.suppress.suppress {
        suppress::run(&mut judged, arguments.findings.suppress.reason.as_deref(), output)?;
    }
    let cargo_succeeded = beside.wait()?;
    tell(&judged, cargo_succeeded, &arguments.report, &selection.directory, output)?;
    for path in &shown.outside {
        let path = path.display();
        output.say(&format!("note: `{path}` belongs to no package that is judged: skipped"));
    }
    for line in report::notes(&judged.notes, &judged.workspace, output.wanted.verbose) {
        output.say(&line);
    }
    if output.wanted.verbose {
        let silenced = report::silenced(&judged.verdict, &judged.workspace);
        silenced.iter().for_each(|line| output.say(line));
    }
    watch.lap("output");
    watch.lines().iter().for_each(|line| output.note(line));
    report::fixable(&judged.verdict).iter().for_each(|line| output.say(line));
    output.say(&report::summary(&judged.verdict, &judged.seen));
    Ok(outcome(&judged, kept, &arguments.findings))
}

/// What is found by one run over the workspace.
pub(super) struct Found {
    /// What the user is told.
    pub judged: Judged,
    /// What has come of the baseline.
    pub kept: Kept,
    /// The files that are told of.
    pub shown: Shown,
}

/// What stays the same from one run to the next, where fixes make several.
struct Round<'a> {
    arguments: &'a CheckArgs,
    history: &'a History,
    selection: &'a Selection,
    output: &'a Output,
}

impl Round<'_> {
    /// Judges a workspace, and leaves out what is known of old and what nobody asks for.
    fn find(
        &self,
        workspace: Workspace,
        flags: &Flags,
        names: &Names,
        watch: &mut Watch,
    ) -> Result<Found, Error> {
        let Round { arguments, history, selection, output } = *self;
        let directory = &selection.directory;
        let mut judged = judge(workspace, flags, names, watch)?;
        // Before the other tree takes out what it had too: that would look as if it were mended.
        let kept = baseline::apply(&mut judged, &arguments.findings.baseline, directory, output)?;
        history.compare(&mut judged, selection, flags, names, watch)?;
        let shown = paths::shown(&selection.paths, directory, &judged.workspace);
        judged.verdict.findings.retain(|reported| shown.contains(reported.finding.place.file));
        judged.verdict.silenced.retain(|reported| shown.contains(reported.finding.place.file));
        judged.verdict.listed.retain(|reported| shown.contains(reported.finding.place.file));
        Ok(Found { judged, kept, shown })
    }
}

/// What would be judged, and by which levels.
fn show(
    workspace: &Workspace,
    wanted: &ReportArgs,
    flags: &Flags,
    names: &Names,
    output: &Output,
) -> Result<Outcome, Error> {
    if wanted.show_files {
        output.print_all(&report::judged_files(workspace))?;
    }
    if wanted.show_settings {
        let config = config::load(&workspace.ground(), flags, names)?;
        output.print(&report::settings(&config))?;
    }
    Ok(Outcome::Clean)
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

fn outcome(judged: &Judged, kept: Kept, wanted: &FindingsArgs) -> Outcome {
    let verdict = &judged.verdict;
    let is_stale = wanted.baseline.deny_stale_baseline && kept != Kept::Compared(0);
    let too_many = wanted.max_warnings.is_some_and(|most| verdict.count(Level::Warn) > most);
    match verdict.count(Level::Deny) > 0 || too_many || is_stale {
        _ if judged.has_failed() => Outcome::Failed,
        true if !wanted.exit_zero => Outcome::Denied,
        _ => Outcome::Clean,
    }
}

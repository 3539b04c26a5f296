//! From a selection to what the rules say of it.

use std::path::Path;

use crate::cli::watch::Watch;
use crate::config;
use crate::config::Config;
use crate::config::Flags;
use crate::config::Names;
use crate::engine;
use crate::error::Error;
use crate::library;
use crate::library::Library;
use crate::report;
use crate::report::Seen;
use crate::report::Told;
use crate::rules::Said;
use crate::source::Note;
use crate::source::NoteKind;
use crate::source::Workspace;
use crate::triage;
use crate::triage::Verdict;

/// What the rooms between `source` and `report` have found out.
pub(super) struct Judged {
    /// The texts.
    pub workspace: Workspace,
    /// What was not understood.
    pub notes: Vec<Note>,
    /// How much was seen.
    pub seen: Seen,
    /// What the user is told.
    pub verdict: Verdict,
    /// What the user asked for.
    pub config: Config,
}

/// Judges a workspace by a configuration of its own or of another time.
pub(super) fn judge(
    workspace: Workspace,
    flags: &Flags,
    names: &Names,
    watch: &mut Watch,
) -> Result<Judged, Error> {
    let config = config::load(&workspace.ground(), flags, names)?;
    let library = library::load(&config.rows)?;
    watch.lap("configuration");
    Ok(by_rules(workspace, config, &library, watch))
}

fn by_rules(
    mut workspace: Workspace,
    config: Config,
    library: &Library,
    watch: &mut Watch,
) -> Judged {
    let files = engine::read(&mut workspace, library);
    watch.lap("parsing, dependencies included");
    let model = engine::understand(&workspace, &files, library);
    watch.lap("names, types, flow and effects");
    let Said { findings, failures, times } = engine::judge(&model, watch.clock());
    watch.rules(times);
    watch.lap("rules");
    let mut notes = workspace.notes.clone();
    notes.extend(files.iter().flat_map(|file| file.notes.iter().cloned()));
    notes.extend(failures);
    let seen = report::seen(&model, &notes);
    // The process ends soon: to free millions of small pieces first would be time for nothing.
    std::mem::forget(model);
    std::mem::forget(files);
    let verdict = triage::decide(findings, &notes, &workspace, &config);
    watch.lap("comments, levels and fingerprints");
    Judged { workspace, notes, seen, verdict, config }
}

impl Judged {
    /// As formats get it.
    pub fn told<'a>(&'a self, base: &'a Path) -> Told<'a> {
        let Judged { workspace, notes, seen, verdict, .. } = self;
        let seen = *seen;
        let (cargo_succeeded, with_suppressed) = (true, false);
        Told { verdict, notes, workspace, seen, base, cargo_succeeded, with_suppressed }
    }

    /// A part of the workspace or of asyncheck has failed.
    pub fn has_failed(&self) -> bool {
        self.verdict.internal || self.notes.iter().any(|note| note.kind == NoteKind::Manifest)
    }
}

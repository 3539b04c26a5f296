//! Which findings reach the user.
//!
//! Comes in: what the rules say, the notes of the run, the texts with their comments, and what the
//! user asked for. Goes out: a [`Verdict`], sorted by file, offset and rule. Nothing is judged here
//! but comments.

mod levels;
mod notes;

pub use levels::effective;
pub use notes::told_by;

use crate::config::Config;
use crate::config::Level;
use crate::finding::Finding;
use crate::rules::Rule;
use crate::source::Note;
use crate::source::Workspace;

/// What the user is told.
#[derive(Debug, Default)]
pub struct Verdict {
    /// At warn or deny, sorted by file name, offset, rule.
    pub findings: Vec<Reported>,
    /// How many findings comments have silenced.
    pub suppressed: usize,
    /// A part of asyncheck failed: exit code 2.
    pub internal: bool,
}

/// A finding that reaches the user.
#[derive(Clone, Debug)]
pub struct Reported {
    /// Who says it.
    pub rule: &'static Rule,
    /// Warn or deny.
    pub level: Level,
    /// What it says.
    pub finding: Finding,
}

impl Verdict {
    /// How many findings have this level.
    pub fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|reported| reported.level == level).count()
    }
}

/// Decides about every finding. `notes` are those of all rooms, the workspace's own included.
pub fn decide(
    findings: Vec<(&'static Rule, Finding)>,
    notes: &[Note],
    workspace: &Workspace,
    config: &Config,
) -> Verdict {
    let mut all = findings;
    all.extend(notes::findings(notes, workspace));
    let mut findings: Vec<Reported> = all
        .into_iter()
        .map(|(rule, finding)| {
            let level = effective(rule, &config.levels).of(finding.grade);
            Reported { rule, level, finding }
        })
        .filter(|reported| reported.level != Level::Allow)
        .collect();
    sort(&mut findings, workspace);
    Verdict { findings, suppressed: 0, internal: notes::internal(notes) }
}

/// Brings findings into the order of the output. What one place says twice, because its file belongs
/// to several crates, is said once, at its highest level.
fn sort(findings: &mut Vec<Reported>, workspace: &Workspace) {
    let name = |reported: &Reported| &workspace.files.get(reported.finding.place.file).name;
    findings.sort_by(|one, other| {
        let key = |reported: &Reported| (reported.finding.place.span, reported.rule.id);
        let same = || one.finding.message.cmp(&other.finding.message);
        name(one)
            .cmp(name(other))
            .then_with(|| key(one).cmp(&key(other)))
            .then_with(same)
            .then_with(|| other.level.cmp(&one.level))
    });
    findings.dedup_by(|later, first| {
        let key = |reported: &Reported| (reported.finding.place, reported.rule.id);
        key(later) == key(first) && later.finding.message == first.finding.message
    });
}

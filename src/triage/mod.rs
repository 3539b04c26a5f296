//! Which findings reach the user.
//!
//! Comes in: what the rules say, the notes of the run, the texts with their comments, and what the
//! user asked for. Goes out: a [`Verdict`], sorted by file, offset and rule. Nothing is judged here
//! but comments.

mod extent;
mod fingerprint;
mod grammar;
mod levels;
mod nodes;
mod notes;
mod seen;
mod shape;
mod suppress;

pub use extent::CommentPlaces;
pub use fingerprint::Fingerprint;
pub use levels::effective;
pub use notes::told_by;

use crate::config::Config;
use crate::config::Level;
use crate::finding::Finding;
use crate::rules::Rule;
use crate::source::Note;
use crate::source::Workspace;
use crate::triage::fingerprint::Fingerprints;
use crate::triage::suppress::Said;

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
    /// The same as long as the problem is the same.
    pub fingerprint: Fingerprint,
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
    let (mut suppressions, wrong) = suppress::read(workspace);
    let mut all = findings;
    all.extend(notes::findings(notes, workspace));
    all.extend(wrong);
    let silenced = match config.ignore_suppressions {
        true => Vec::new(),
        false => suppressions.apply(&mut all, &notes::blind(notes), workspace),
    };
    // What is silenced or allowed is counted too: what is said of one call does not depend on what is
    // said of another.
    let prints = Fingerprints::new(all.iter().chain(&silenced), workspace);
    let mut findings = with_levels(all, config, &prints);
    sort(&mut findings, workspace);
    Verdict {
        findings,
        suppressed: with_levels(silenced, config, &prints).len(),
        internal: notes::internal(notes),
    }
}

/// What is not allowed anyway.
fn with_levels(said: Vec<Said>, config: &Config, prints: &Fingerprints) -> Vec<Reported> {
    said.into_iter()
        .map(|(rule, finding)| {
            let level =
                effective(rule, config.levels(finding.place.file.index())).of(finding.grade);
            let fingerprint = prints.of(rule, &finding);
            Reported { rule, level, finding, fingerprint }
        })
        .filter(|reported| reported.level != Level::Allow)
        .collect()
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

#[cfg(test)]
mod tests;

//! Which findings reach the user.
//!
//! Comes in: what the rules say, the notes of the run, the texts with their comments, and what the
//! user asked for. Goes out: a [`Verdict`], sorted by file, offset and rule. Nothing is judged here
//! but comments.

mod extent;
mod fingerprint;
mod grammar;
mod insert;
mod known;
mod levels;
mod nodes;
mod notes;
mod removal;
mod seen;
mod shape;
mod suppress;

pub use extent::CommentPlaces;
pub use fingerprint::Fingerprint;
pub use insert::Comments;
pub use insert::comments;
pub use known::Known;
pub use known::only_new;
pub use levels::effective;
pub use notes::told_by;
pub use suppress::By;

use std::collections::BTreeSet;

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
    /// These findings, in the same order.
    pub silenced: Vec<Reported>,
    /// How many findings were there before, and are not told.
    pub known: usize,
    /// Those of them that a baseline lists, in the same order.
    pub listed: Vec<Reported>,
    /// A part of asyncheck failed: exit code 2.
    pub internal: bool,
}

/// A finding that reaches the user, or would if no comment had silenced it.
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
    /// What has silenced it; none of what is told.
    pub silenced: Option<By>,
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
    // said of another. But only where a rule tells something of a function are its findings counted.
    let said = || all.iter().chain(silenced.iter().map(|(said, _)| said));
    let is_told = |(rule, finding): &&Said| level(rule, finding, config) != Level::Allow;
    let told: BTreeSet<(&str, &str)> = said().filter(is_told).map(where_told).collect();
    let counted = said().filter(|said| told.contains(&where_told(said)));
    let prints = Fingerprints::new(counted, workspace);
    let told = all.into_iter().map(|said| (said, None));
    let silenced = silenced.into_iter().map(|(said, by)| (said, Some(by)));
    let findings = in_order(with_levels(told, config, &prints), workspace);
    let silenced = in_order(with_levels(silenced, config, &prints), workspace);
    let suppressed = silenced.len();
    let internal = notes::internal(notes);
    Verdict { findings, suppressed, silenced, internal, ..Verdict::default() }
}

/// What is not allowed anyway.
fn with_levels(
    said: impl Iterator<Item = (Said, Option<By>)>,
    config: &Config,
    prints: &Fingerprints,
) -> Vec<Reported> {
    said.filter_map(|((rule, finding), silenced)| {
        let level = level(rule, &finding, config);
        if level == Level::Allow {
            return None;
        }
        let fingerprint = prints.of(rule, &finding);
        Some(Reported { rule, level, finding, fingerprint, silenced })
    })
    .collect()
}

/// A rule and the function that it speaks of.
fn where_told((rule, finding): &Said) -> (&str, &str) {
    (rule.id, &finding.function)
}

/// How loud a finding is told.
fn level(rule: &Rule, finding: &Finding, config: &Config) -> Level {
    effective(rule, config.levels(finding.place.file.index())).of(finding.grade)
}

/// Brings findings into the order of the output. What one place says twice, because its file belongs
/// to several crates, is said once, at its highest level.
fn in_order(mut findings: Vec<Reported>, workspace: &Workspace) -> Vec<Reported> {
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
    findings
}

#[cfg(test)]
mod tests;

//! Which findings comments have silenced, and where those stand.

use crate::report::human::position;
use crate::source::Workspace;
use crate::triage::Verdict;

/// A line for each finding that was silenced.
pub fn silenced(verdict: &Verdict, workspace: &Workspace) -> Vec<String> {
    let lines = verdict.silenced.iter().filter_map(|reported| {
        let by = reported.silenced?;
        let at = position(reported.finding.place, &workspace.files);
        let comment = position(by.comment, &workspace.files);
        let step = by.step.map(|step| format!(", at step {step} of its chain")).unwrap_or_default();
        Some(format!("note: {at}: `{}` is silenced by {comment}{step}", reported.rule.id))
    });
    lines.collect()
}

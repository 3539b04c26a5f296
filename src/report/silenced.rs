//! Which findings comments have silenced, and where those stand.

use crate::report::human::position;
use crate::report::summary::counted;
use crate::report::summary::findings;
use crate::source::Workspace;
use crate::triage::Comments;
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

/// What was inserted, and how many findings are left.
pub fn inserted(comments: &Comments, left: usize) -> String {
    let silenced = findings(comments.silenced.len());
    let count = counted(comments.count, "comment", "comments");
    let files = counted(comments.texts.len(), "file", "files");
    let rest = match left {
        0 => String::new(),
        _ => format!("; no comment can silence {}", findings(left)),
    };
    format!("{silenced} silenced by {count} in {files}{rest}")
}

//! The report on code quality that GitLab reads.

use serde::Serialize;

use crate::config::Level;
use crate::report::told::Told;
use crate::source::LineColumn;
use crate::triage::Reported;

#[derive(Serialize)]
struct Issue {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    positions: Positions,
}

#[derive(Serialize)]
struct Positions {
    begin: Position,
    end: Position,
}

#[derive(Serialize)]
struct Position {
    line: u32,
    column: u32,
}

/// One array.
pub fn gitlab(told: &Told<'_>) -> Vec<String> {
    let findings = told.verdict.findings.iter();
    let issues: Vec<Issue> = findings.map(|reported| issue(reported, told)).collect();
    vec![serde_json::to_string(&issues).expect("plain structs are always JSON") + "\n"]
}

fn issue(reported: &Reported, told: &Told<'_>) -> Issue {
    let Reported { rule, level, finding, fingerprint, .. } = reported;
    let (start, end) = told.range(finding.place);
    let position = |at: LineColumn| Position { line: at.line, column: at.column };
    Issue {
        description: format!("{}: {}", rule.id, finding.message),
        check_name: rule.id,
        fingerprint: fingerprint.to_string(),
        severity: match level {
            Level::Deny => "major",
            Level::Warn | Level::Allow => "minor",
        },
        location: Location {
            path: told.path(finding.place.file),
            positions: Positions { begin: position(start), end: position(end) },
        },
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::*;
    use crate::report::sample;

    #[test]
    fn an_issue_has_what_gitlab_asks_for() {
        let shown = sample::shown(vec![sample::finding(0), sample::finding(1)], Vec::new());
        let issues: Vec<Value> =
            serde_json::from_str(&gitlab(&shown.told()).concat()).expect("it is JSON");
        let wanted = serde_json::json!({
            "description": "blocking-fs: blocking call reached from async fn `handler`",
            "check_name": "blocking-fs",
            "fingerprint": "5a000000000000000000000000000001",
            "severity": "major",
            "location": {
                "path": "src/api.rs",
                "positions": {
                    "begin": {"line": 5, "column": 17}, "end": {"line": 5, "column": 28}
                }
            }
        });
        assert_eq!(issues[0], wanted);
        let prints: BTreeSet<String> =
            issues.iter().map(|issue| issue["fingerprint"].to_string()).collect();
        assert_eq!(prints.len(), 2);
    }

    #[test]
    fn without_findings_the_array_is_empty() {
        assert_eq!(gitlab(&sample::shown(Vec::new(), Vec::new()).told()), ["[]\n"]);
    }
}

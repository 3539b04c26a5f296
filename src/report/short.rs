//! One line a finding: `src/a.rs:3:5: warning[blocking-fs]: message`.

use crate::report::human::position;
use crate::report::severity;
use crate::source::Files;
use crate::triage::Verdict;

/// The findings, each with its line end.
pub fn lines(verdict: &Verdict, files: &Files) -> Vec<String> {
    let line = |reported: &crate::triage::Reported| {
        let place = position(reported.finding.place, files);
        let severity = severity(reported.level);
        let message = &reported.finding.message;
        format!("{place}: {severity}[{}]: {message}\n", reported.rule.id)
    };
    verdict.findings.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn a_finding_is_one_line() {
        let verdict = Verdict { findings: vec![sample::finding(0)], ..Default::default() };
        assert_eq!(
            lines(&verdict, &sample::workspace().files).concat(),
            "src/api.rs:5:17: error[blocking-fs]: blocking call reached from async fn `handler`\n"
        );
    }
}

//! One line a finding: `src/a.rs:3:5: warning[blocking-fs]: message`.

use crate::report::human::position;
use crate::report::severity;
use crate::source::Files;
use crate::triage::Reported;
use crate::triage::Verdict;

/// The findings, each with its line end.
pub fn lines(verdict: &Verdict, files: &Files) -> Vec<String> {
    verdict.findings.iter().map(|reported| line(reported, files)).collect()
}

/// One finding, with its line end.
pub(super) fn line(reported: &Reported, files: &Files) -> String {
    let Reported { rule, level, finding, .. } = reported;
    let place = position(finding.place, files);
    format!("{place}: {}[{}]: {}\n", severity(*level), rule.id, finding.message)
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

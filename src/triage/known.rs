//! Only what is new: what a baseline or another version of the program had already is not told.

use std::collections::BTreeMap;

use crate::config::Baseline;
use crate::triage::Verdict;

/// Findings that were there before: how many of each rule and fingerprint.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Known {
    counts: BTreeMap<(String, String), usize>,
}

impl Known {
    /// What a baseline lists.
    pub fn of_baseline(baseline: &Baseline) -> Self {
        let mut known = Self::default();
        for rules in baseline.findings.values() {
            for (rule, prints) in rules {
                for (print, count) in prints {
                    let key = (rule.clone(), print.clone());
                    *known.counts.entry(key).or_default() += count;
                }
            }
        }
        known
    }

    /// What was told of another version.
    pub fn of_verdict(verdict: &Verdict) -> Self {
        let mut known = Self::default();
        for reported in &verdict.findings {
            let key = (reported.rule.id.to_owned(), reported.fingerprint.to_string());
            *known.counts.entry(key).or_default() += 1;
        }
        known
    }

    /// Takes one; false where there is none left.
    pub fn take(&mut self, rule: &str, fingerprint: &str) -> bool {
        let key = (rule.to_owned(), fingerprint.to_owned());
        match self.counts.get_mut(&key).filter(|count| **count > 0) {
            Some(count) => {
                *count -= 1;
                true
            }
            None => false,
        }
    }
}

/// Takes what is known out of a verdict, and gives it back. Of equal findings the first are known.
pub fn only_new(verdict: &mut Verdict, mut known: Known) -> Verdict {
    let (old, new) = std::mem::take(&mut verdict.findings)
        .into_iter()
        .partition(|reported| known.take(reported.rule.id, &reported.fingerprint.to_string()));
    verdict.findings = new;
    let old = Verdict { findings: old, ..Verdict::default() };
    verdict.known += old.findings.len();
    old
}

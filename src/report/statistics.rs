//! How often each rule was met.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::config::Level;
use crate::triage::Verdict;

/// One rule.
#[derive(Serialize)]
struct Row {
    rule: &'static str,
    group: &'static str,
    denied: usize,
    warned: usize,
}

/// A line a rule for people, the commonest first.
pub fn statistics(verdict: &Verdict) -> Vec<String> {
    let line = |row: Row| {
        let Row { rule, denied, warned, .. } = row;
        format!("{:>6}  {rule} ({denied} denied, {warned} warned)\n", denied + warned)
    };
    rows(verdict).into_iter().map(line).collect()
}

/// One JSON object a line.
pub fn statistics_json(verdict: &Verdict) -> Vec<String> {
    let line = |row| serde_json::to_string(&row).expect("plain structs are always JSON") + "\n";
    rows(verdict).into_iter().map(line).collect()
}

fn rows(verdict: &Verdict) -> Vec<Row> {
    let mut rows: BTreeMap<&str, Row> = BTreeMap::new();
    for reported in &verdict.findings {
        let (rule, group) = (reported.rule.id, reported.rule.group);
        let row = rows.entry(rule).or_insert(Row { rule, group, denied: 0, warned: 0 });
        match reported.level {
            Level::Deny => row.denied += 1,
            Level::Warn | Level::Allow => row.warned += 1,
        }
    }
    let mut rows: Vec<Row> = rows.into_values().collect();
    rows.sort_by_key(|row| (std::cmp::Reverse(row.denied + row.warned), row.rule));
    rows
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    #[test]
    fn findings_are_counted_by_rule_and_level() {
        let mut warning = sample::finding(1);
        warning.level = Level::Warn;
        let findings = vec![sample::finding(0), warning, sample::finding(1)];
        let verdict = Verdict { findings, ..Default::default() };
        assert_eq!(statistics(&verdict), ["     3  blocking-fs (2 denied, 1 warned)\n"]);
        assert_eq!(
            statistics_json(&verdict),
            ["{\"rule\":\"blocking-fs\",\"group\":\"blocking\",\"denied\":2,\"warned\":1}\n"]
        );
    }
}

//! Annotations of GitHub Actions, and the table on the page of a job.

use std::collections::BTreeMap;

use crate::config::Level;
use crate::report::told::Told;
use crate::report::told::text;
use crate::triage::Reported;

/// How many findings the table on a job's page lists: GitHub refuses pages of more than 1 MiB.
const ROWS: usize = 200;

/// One line a finding. Those at deny level come first, for GitHub shows ten errors and ten warnings
/// of a step.
pub fn github(told: &Told<'_>) -> Vec<String> {
    let mut findings: Vec<&Reported> = told.verdict.findings.iter().collect();
    findings.sort_by_key(|reported| std::cmp::Reverse(reported.level));
    findings.into_iter().map(|reported| annotation(reported, told)).collect()
}

fn annotation(reported: &Reported, told: &Told<'_>) -> String {
    let (start, end) = told.range(reported.finding.place);
    let command = match reported.level {
        Level::Deny => "error",
        Level::Warn | Level::Allow => "warning",
    };
    let title = property(&format!("asyncheck ({})", reported.rule.id));
    let file = property(&told.path(reported.finding.place.file));
    // Columns are only understood within one line.
    let columns = match start.line == end.line {
        true => format!(",col={},endColumn={}", start.column, end.column),
        false => String::new(),
    };
    let lines = format!("line={},endLine={}", start.line, end.line);
    format!("::{command} title={title},file={file},{lines}{columns}::{}\n", data(&text(reported)))
}

fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}

/// A table for the page of a job: how often each rule was met, and where.
pub fn github_page(told: &Told<'_>, summary: &str) -> String {
    let findings = &told.verdict.findings;
    let mut page = format!("### asyncheck\n\n{summary}\n");
    if findings.is_empty() {
        return page;
    }
    let mut rules: BTreeMap<&str, usize> = BTreeMap::new();
    findings.iter().for_each(|reported| *rules.entry(reported.rule.id).or_default() += 1);
    page += "\n| rule | findings |\n| --- | --- |\n";
    page.extend(rules.iter().map(|(rule, count)| format!("| `{rule}` | {count} |\n")));
    page += "\n| level | rule | place | finding |\n| --- | --- | --- | --- |\n";
    page.extend(findings.iter().take(ROWS).map(|reported| row(reported, told)));
    if findings.len() > ROWS {
        page += &format!("\nand {} more\n", findings.len() - ROWS);
    }
    page
}

fn row(reported: &Reported, told: &Told<'_>) -> String {
    let (start, _) = told.range(reported.finding.place);
    let path = told.path(reported.finding.place.file);
    let message = reported.finding.message.replace('|', "\\|").replace('\n', " ");
    let (level, rule) = (reported.level.name(), reported.rule.id);
    format!("| {level} | `{rule}` | `{path}:{}` | {message} |\n", start.line)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;
    use crate::source::Span;

    fn lines(findings: Vec<Reported>) -> Vec<String> {
        github(&sample::shown(findings, Vec::new()).told())
    }

    #[test]
    fn a_finding_is_one_line() {
        let mut finding = sample::finding(0);
        finding.finding.trace.clear();
        finding.finding.message = "100% of a::b, or so".to_owned();
        assert_eq!(
            lines(vec![finding]),
            ["::error title=asyncheck (blocking-fs),file=src/api.rs,line=5,endLine=5,col=17,\
              endColumn=28::100%25 of a::b, or so%0Amay block here, 2 calls down%0Ahelp: move it \
              to `offload`\n"]
        );
        assert_eq!(property("a,b: c%\n"), "a%2Cb%3A c%25%0A");
    }

    #[test]
    fn columns_are_left_out_of_what_spans_lines() {
        let mut finding = sample::finding(0);
        finding.finding.place.span = Span::new(0, 30);
        let line = lines(vec![finding]).concat();
        assert!(line.contains(",line=1,endLine=3::"), "{line}");
    }

    #[test]
    fn errors_come_first() {
        let mut warning = sample::finding(0);
        warning.level = Level::Warn;
        let lines = lines(vec![warning, sample::finding(1)]);
        assert!(lines[0].starts_with("::error ") && lines[1].starts_with("::warning "));
    }

    #[test]
    fn the_page_counts_and_lists() {
        let findings = (0..300).map(|nth| sample::finding(nth % 2)).collect();
        let shown = sample::shown(findings, Vec::new());
        let page = github_page(&shown.told(), "300 findings");
        assert!(page.contains("| `blocking-fs` | 300 |\n"), "{page}");
        assert_eq!(page.matches("| deny | `blocking-fs` |").count(), ROWS);
        assert!(page.ends_with("and 100 more\n"));
        let clean = sample::shown(Vec::new(), Vec::new());
        assert_eq!(github_page(&clean.told(), "0 findings"), "### asyncheck\n\n0 findings\n");
    }
}

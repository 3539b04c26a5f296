//! What was expected beside what was found.

use std::collections::BTreeSet;

use asyncheck::config::Level;

use crate::support::marks::Expectations;
use crate::support::marks::Fact;
use crate::support::marks::Line;
use crate::support::marks::Truth;
use crate::support::marks::Verdict;

/// What the tool said of a line.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Found {
    /// The line of the primary place.
    pub at: Line,
    /// The rule's id.
    pub rule: String,
    /// The level that the defaults give.
    pub level: Level,
    /// The message.
    pub message: String,
}

/// Every difference as one line of text, sorted by place; none: the fixture holds.
pub fn differences(expected: &Expectations, found: &[Found], facts: &[Fact]) -> Vec<String> {
    let mut complaints = Vec::new();
    let mut left: Vec<&Found> = found.iter().collect();
    for verdict in &expected.verdicts {
        let answer = left.iter().position(|found| answers(found, verdict));
        // What answers a mark is spent: two findings on a line need two marks.
        let answer = answer.map(|at| left.remove(at));
        if let Some(complaint) = complaint(verdict, answer) {
            complaints.push((verdict.at.clone(), complaint));
        }
    }
    for found in left {
        let level = level_name(found.level);
        let complaint = format!("`{level} {}` was not expected: {}", found.rule, found.message);
        complaints.push((found.at.clone(), complaint));
    }
    for fact in expected.facts.iter().filter(|fact| !facts.contains(fact)) {
        complaints.push((fact.at.clone(), unknown_fact(fact, facts)));
    }
    complaints.sort();
    complaints
        .into_iter()
        .map(|(at, complaint)| format!("{}:{}: {complaint}", at.file, at.number))
        .collect()
}

/// The ids that the marks name and that nobody knows: a misspelt missed alarm would hold for ever.
pub fn unknown_rules(expected: &Expectations, known: &BTreeSet<&str>) -> Vec<String> {
    let unknown = expected.verdicts.iter().filter(|verdict| !known.contains(&*verdict.rule));
    unknown
        .map(|Verdict { at, rule, .. }| {
            format!("{}:{}: there is no rule `{rule}`", at.file, at.number)
        })
        .collect()
}

fn answers(found: &Found, verdict: &Verdict) -> bool {
    found.at == verdict.at && found.rule == verdict.rule && found.message.contains(&verdict.message)
}

fn complaint(verdict: &Verdict, answer: Option<&Found>) -> Option<String> {
    let rule = &verdict.rule;
    match (verdict.truth, answer) {
        (Truth::MissedAlarm, None) => None,
        (Truth::MissedAlarm, Some(_)) => {
            Some(format!("`{rule}` is no longer missed: write it as a verdict"))
        }
        (Truth::FalseAlarm, None) => {
            Some(format!("`{rule}` is no longer a false alarm: remove the mark"))
        }
        (Truth::Right, None) => Some(format!("`{rule}` did not fire{}", said(verdict))),
        (Truth::Right | Truth::FalseAlarm, Some(found)) => {
            let level = verdict.level.filter(|&level| level != found.level)?;
            let (found, level) = (level_name(found.level), level_name(level));
            Some(format!("`{rule}` is `{found}` by default, not `{level}`"))
        }
    }
}

fn said(verdict: &Verdict) -> String {
    if verdict.message.is_empty() {
        return String::new();
    }
    format!(" with a message that says `{}`", verdict.message)
}

fn unknown_fact(fact: &Fact, facts: &[Fact]) -> String {
    let known: Vec<String> = facts
        .iter()
        .filter(|known| known.at == fact.at && known.kind == fact.kind)
        .map(|known| format!("`{}`", known.text))
        .collect();
    let known = if known.is_empty() { "nothing".to_owned() } else { known.join(", ") };
    format!("{}: expected `{}`, known is {known}", fact.kind, fact.text)
}

fn level_name(level: Level) -> &'static str {
    match level {
        Level::Allow => "allow",
        Level::Warn => "warn",
        Level::Deny => "deny",
    }
}

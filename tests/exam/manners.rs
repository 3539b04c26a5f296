//! How a finding speaks: lower case, no final period, code in backticks.

use asyncheck::finding::Finding;

/// What is wrong with the words of a finding, if anything is.
pub fn offences(finding: &Finding) -> Vec<String> {
    let labels = finding.labels.iter().map(|label| ("label", &label.text));
    let steps = finding
        .trace
        .iter()
        .flat_map(|step| [("step", &step.message), ("label of a step", &step.label)]);
    let own = [("message", &finding.message), ("label", &finding.label)];
    let help = finding.help.iter().map(|help| ("help", help));
    own.into_iter()
        .chain(labels)
        .chain(steps)
        .chain(help)
        .filter_map(|(what, text)| offence(text).map(|offence| format!("{what} {offence}: {text}")))
        .collect()
}

fn offence(text: &str) -> Option<&'static str> {
    if text.trim().is_empty() {
        return Some("is empty");
    }
    if text.starts_with(|first: char| first.is_uppercase()) {
        return Some("starts with a capital");
    }
    if text.ends_with('.') || text.ends_with('!') {
        return Some("ends like a sentence");
    }
    if text.matches('`').count() % 2 == 1 {
        return Some("opens a backtick that it does not close");
    }
    let outside: String = text.split('`').step_by(2).collect();
    // A path or a call can only be code.
    if outside.contains("::") || outside.contains("()") {
        return Some("has code outside of backticks");
    }
    None
}

//! One line that says how much was seen: silence is only worth something next to that.

use crate::config::Level;
use crate::finding::Safety;
use crate::triage::Verdict;

/// How much a run has seen.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Seen {
    /// Files of judged crates.
    pub files: usize,
    /// Judged crates.
    pub crates: usize,
    /// Calls in async code.
    pub calls: usize,
    /// Those of [`Seen::calls`] whose callee is known.
    pub resolved: usize,
    /// Files of judged crates of which a part or all could not be parsed.
    pub unparsed: usize,
    /// Dependencies whose source was read.
    pub dependencies_read: usize,
    /// Dependencies that are named and whose signatures are known without their source.
    pub dependencies_known: usize,
    /// Dependencies that are named and of which nothing is there.
    pub dependencies_absent: usize,
}

/// The line, without its end.
pub fn summary(verdict: &Verdict, seen: &Seen) -> String {
    let mut line = findings(verdict.findings.len());
    let levels: Vec<String> = [(Level::Deny, "denied"), (Level::Warn, "warned")]
        .into_iter()
        .map(|(level, word)| (verdict.count(level), word))
        .chain([(verdict.suppressed, "suppressed"), (verdict.known, "known before")])
        .filter(|(count, _)| *count > 0)
        .map(|(count, word)| format!("{} {word}", thousands(count)))
        .collect();
    if !levels.is_empty() {
        line += &format!(" ({})", levels.join(", "));
    }
    line += "; ";
    line += &counted(seen.files, "file", "files");
    line += " in ";
    line += &counted(seen.crates, "crate", "crates");
    // Rounded down: only all calls are 100 %.
    if let Some(permille) = (seen.resolved * 1000).checked_div(seen.calls) {
        let calls = counted(seen.calls, "call", "calls");
        let percent = format!("{}.{}%", permille / 10, permille % 10);
        line += &format!(", {percent} of {calls} in async code resolved");
    }
    line += &format!(", {} not parsed", counted(seen.unparsed, "file", "files"));
    let dependencies = counted(seen.dependencies_read, "dependency", "dependencies");
    line +=
        &format!(", {dependencies} read, {} known by tables", thousands(seen.dependencies_known));
    line += &format!(", {} absent", thousands(seen.dependencies_absent));
    line
}

/// How many findings `--fix` would mend; none where it would mend nothing.
pub fn fixable(verdict: &Verdict) -> Option<String> {
    let fixes = || verdict.findings.iter().filter_map(|reported| reported.finding.fix.as_ref());
    let count = |safety| fixes().filter(|fix| fix.safety == safety).count();
    match (count(Safety::Safe), count(Safety::Unsafe)) {
        (0, 0) => None,
        (0, more) => Some(format!("{} fixable with `--unsafe-fixes`", thousands(more))),
        (safe, 0) => Some(format!("{} fixable with `--fix`", thousands(safe))),
        (safe, more) => Some(format!(
            "{} fixable with `--fix`, {} more with `--unsafe-fixes`",
            thousands(safe),
            thousands(more)
        )),
    }
}

/// `1 finding`, `1,234 findings`.
pub fn findings(count: usize) -> String {
    counted(count, "finding", "findings")
}

/// A number and its noun.
pub(super) fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(count), if count == 1 { one } else { many })
}

/// `1,234`.
fn thousands(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::finding::Fix;
    use crate::report::sample;

    #[test]
    fn what_can_be_fixed_is_counted_by_its_safety() {
        let fixed = |safeties: &[Safety]| {
            let findings = safeties.iter().map(|&safety| {
                let mut reported = sample::finding(0);
                let title = String::new();
                reported.finding.fix = Some(Fix { title, safety, edits: Vec::new() });
                reported
            });
            fixable(&Verdict { findings: findings.collect(), ..Verdict::default() })
        };
        let (safe, more) = (Safety::Safe, Safety::Unsafe);
        assert_eq!(fixed(&[]), None);
        assert_eq!(fixed(&[safe]).as_deref(), Some("1 fixable with `--fix`"));
        assert_eq!(fixed(&[more]).as_deref(), Some("1 fixable with `--unsafe-fixes`"));
        let both = Some("2 fixable with `--fix`, 1 more with `--unsafe-fixes`");
        assert_eq!(fixed(&[safe, more, safe]).as_deref(), both);
    }

    #[test]
    fn the_line_says_how_much_was_seen() {
        let verdict = Verdict {
            findings: vec![sample::finding(0), sample::finding(1)],
            suppressed: 1,
            known: 4,
            ..Verdict::default()
        };
        let seen = Seen {
            files: 1234,
            crates: 1,
            calls: 2000,
            resolved: 1999,
            unparsed: 1,
            dependencies_read: 12,
            dependencies_known: 7,
            dependencies_absent: 3,
        };
        assert_eq!(
            summary(&verdict, &seen),
            "2 findings (2 denied, 1 suppressed, 4 known before); 1,234 files in 1 crate, 99.9% of 2,000 calls in \
             async code resolved, 1 file not parsed, 12 dependencies read, 7 known by \
             tables, 3 absent"
        );
    }

    #[test]
    fn nothing_found_is_said_too() {
        assert_eq!(
            summary(&Verdict::default(), &Seen { files: 2, crates: 1, ..Default::default() }),
            "0 findings; 2 files in 1 crate, 0 files not parsed, 0 dependencies read, 0 known \
             by tables, 0 absent"
        );
    }
}

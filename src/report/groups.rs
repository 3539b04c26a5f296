//! Findings that people read together: the callers of one root, and the sites of one function.

use std::collections::BTreeMap;

use crate::config::Level;
use crate::report::human::position;
use crate::source::FileId;
use crate::source::Files;
use crate::source::Place;
use crate::triage::Reported;

/// From how many sites on a function's own calls are told together: two are read as fast as a list.
const SITES: usize = 3;

/// How many of the others are listed, unless all are asked for.
const SHOWN: usize = 5;

/// Findings that are told as one block.
pub(super) struct Group<'a> {
    /// Told in full.
    pub first: &'a Reported,
    /// Told by their places.
    others: Vec<&'a Reported>,
    same: Same<'a>,
}

/// What the findings of a group have in common, beside rule and level.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Same<'a> {
    /// Their chains end at this place.
    Root(Place),
    /// The calls themselves stand in this function.
    Function(FileId, &'a str),
}

type Key<'a> = (&'a str, Level, Same<'a>);

/// The groups, in the order of their first findings.
pub(super) fn groups(findings: &[Reported]) -> Vec<Group<'_>> {
    let mut sizes: BTreeMap<Key<'_>, usize> = BTreeMap::new();
    findings.iter().for_each(|reported| *sizes.entry(key(reported)).or_default() += 1);
    let mut groups: Vec<Group<'_>> = Vec::new();
    let mut known: BTreeMap<Key<'_>, usize> = BTreeMap::new();
    for reported in findings {
        let key = key(reported);
        let is_group = match key.2 {
            Same::Root(_) => true,
            // What stands in no function is about the file itself.
            Same::Function(_, function) => !function.is_empty() && sizes[&key] >= SITES,
        };
        match known.get(&key) {
            Some(&at) if is_group => groups[at].others.push(reported),
            _ => {
                known.insert(key, groups.len());
                groups.push(Group { first: reported, others: Vec::new(), same: key.2 });
            }
        }
    }
    groups
}

fn key(reported: &Reported) -> Key<'_> {
    let finding = &reported.finding;
    let same = match finding.trace.last() {
        Some(step) => Same::Root(step.place),
        None => Same::Function(finding.place.file, &finding.function),
    };
    (reported.rule.id, reported.level, same)
}

impl Group<'_> {
    /// The places of the others, a line each. `all`: the list is not cut.
    pub(super) fn list(&self, files: &Files, all: bool) -> String {
        let count = self.others.len();
        if count == 0 {
            return String::new();
        }
        let plural = if count == 1 { "" } else { "s" };
        let mut text = match self.same {
            Same::Root(_) => format!("  + {count} more caller{plural}\n"),
            Same::Function(_, function) => format!("  + {count} more in `{function}`\n"),
        };
        let shown = if all || count == SHOWN + 1 { count } else { SHOWN.min(count) };
        self.others[..shown].iter().for_each(|other| text += &self.line(other, files));
        if shown < count {
            text += &format!("      and {} more: `-v` lists all\n", count - shown);
        }
        text
    }

    fn line(&self, other: &Reported, files: &Files) -> String {
        let finding = &other.finding;
        let place = position(finding.place, files);
        match (self.same, &*finding.function) {
            (Same::Function(..), _) => format!("      {place} `{}`\n", finding.root),
            (Same::Root(_), "") => format!("      {place}\n"),
            (Same::Root(_), function) => format!("      {place} in `{function}`\n"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;
    use crate::source::Workspace;

    fn lists(findings: &[Reported], all: bool) -> Vec<String> {
        let workspace: Workspace = sample::workspace();
        groups(findings).iter().map(|group| group.list(&workspace.files, all)).collect()
    }

    /// A call that is itself the root.
    fn direct(nth: usize, function: &str) -> Reported {
        let mut reported = sample::finding(nth % 2);
        reported.finding.trace.clear();
        reported.finding.function = function.to_owned();
        reported
    }

    #[test]
    fn callers_of_one_root_are_told_together() {
        let findings: Vec<Reported> = (0..2).map(sample::finding).collect();
        let expected = "  + 1 more caller\n      src/api.rs:9:5 in `crate::api::handler`\n";
        assert_eq!(lists(&findings, false), [expected]);
    }

    #[test]
    fn chains_that_end_elsewhere_are_told_apart() {
        let mut other = sample::finding(1);
        other.finding.trace.pop();
        assert_eq!(lists(&[sample::finding(0), other], false), ["", ""]);
        let mut quieter = sample::finding(1);
        quieter.level = Level::Warn;
        assert_eq!(lists(&[sample::finding(0), quieter], false), ["", ""]);
    }

    #[test]
    fn three_sites_of_a_function_are_told_together() {
        let two = [direct(0, "a::f"), direct(1, "a::f"), direct(0, "a::g")];
        assert_eq!(lists(&two, false), ["", "", ""]);
        let three = [direct(0, "a::f"), direct(1, "a::f"), direct(0, "a::g"), direct(1, "a::f")];
        let line = "      src/api.rs:9:5 `disk::read`\n";
        let expected = format!("  + 2 more in `a::f`\n{line}{line}");
        assert_eq!(lists(&three, false), [&*expected, ""]);
    }

    #[test]
    fn what_stands_in_no_function_is_told_alone() {
        let findings: Vec<Reported> = (0..4).map(|nth| direct(nth, "")).collect();
        assert_eq!(lists(&findings, false).concat(), "");
    }

    #[test]
    fn a_long_list_is_cut_unless_all_is_asked_for() {
        let findings: Vec<Reported> = (0..40).map(|nth| sample::finding(nth % 2)).collect();
        let cut = lists(&findings, false).concat();
        assert!(cut.starts_with("  + 39 more callers\n"));
        assert!(cut.ends_with("      and 34 more: `-v` lists all\n"));
        let all = lists(&findings, true).concat();
        assert_eq!(all.matches(" in `crate::api::handler`").count(), 39);
        // One line more is no longer than the line that says so.
        assert!(!lists(&findings[..7], false).concat().contains("-v"));
    }
}

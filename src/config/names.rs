//! The names that a user can write for rules and groups, and what was meant by a wrong one.

use std::sync::Arc;

use crate::config::Subject;
use crate::error::Error;
use crate::error::Text;
use crate::error::nearest;

/// A rule's id and group.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct RuleName {
    /// `blocking-fs`.
    pub id: &'static str,
    /// `blocking`.
    pub group: &'static str,
}

/// The names of all rules.
#[derive(Clone, Debug, Default)]
pub struct Names {
    rules: Vec<RuleName>,
}

impl Names {
    /// The names of these rules, in the order of the catalogue.
    pub fn new(rules: Vec<RuleName>) -> Self {
        Self { rules }
    }

    /// What a name stands for.
    pub fn subject(&self, name: &str) -> Option<Subject> {
        match name {
            "all" => return Some(Subject::All),
            "warnings" => return Some(Subject::Warnings),
            _ => {}
        }
        let group = || self.rules.iter().find(|rule| rule.group == name);
        let rule = self.rules.iter().find(|rule| rule.id == name);
        rule.map(|rule| Subject::Rule(rule.id))
            .or_else(|| group().map(|rule| Subject::Group(rule.group)))
    }

    /// A sentence that leads from a wrong name to the right one.
    pub fn advice(&self, name: &str) -> String {
        let written = name.to_lowercase().replace('_', "-");
        let groups = self.rules.iter().map(|rule| rule.group);
        let ids = self.rules.iter().map(|rule| rule.id);
        let known = ids.chain(groups).chain(["all", "warnings"]);
        match nearest(&written, known).or_else(|| self.only_with(&written)) {
            Some(near) => format!("did you mean `{near}`?"),
            None => "`cargo asyncheck rules` lists all rules and groups".to_owned(),
        }
    }

    /// The rule's id of which this is a part, where there is one only.
    fn only_with(&self, part: &str) -> Option<&'static str> {
        let mut ids = self.rules.iter().map(|rule| rule.id).filter(|id| id.contains(part));
        ids.next().filter(|_| part.len() > 3 && ids.next().is_none())
    }

    /// What the name behind a flag stands for: `deny`, `only`.
    pub fn flag(&self, flag: &str, name: &str) -> Result<Subject, Error> {
        self.subject(name).ok_or_else(|| {
            let flag = format!("--{flag} ");
            Error::UnknownRule {
                id: name.to_owned(),
                help: self.advice(name),
                span: (flag.len(), name.len()).into(),
                text: Arc::new(Text { name: "command line".to_owned(), text: flag + name }),
            }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names() -> Names {
        Names::new(vec![
            RuleName { id: "blocking-fs", group: "blocking" },
            RuleName { id: "blocking-sleep", group: "blocking" },
            RuleName { id: "sync-guard-across-await", group: "guards" },
        ])
    }

    #[test]
    fn names_have_a_subject() {
        assert_eq!(names().subject("blocking-fs"), Some(Subject::Rule("blocking-fs")));
        assert_eq!(names().subject("guards"), Some(Subject::Group("guards")));
        assert_eq!(names().subject("all"), Some(Subject::All));
        assert_eq!(names().subject("warnings"), Some(Subject::Warnings));
        assert_eq!(names().subject("blocking-f"), None);
    }

    #[test]
    fn wrong_names_lead_to_right_ones() {
        assert_eq!(names().advice("blocking-sf"), "did you mean `blocking-fs`?");
        assert_eq!(names().advice("blocking_sleep"), "did you mean `blocking-sleep`?");
        assert_eq!(names().advice("sync-guard"), "did you mean `sync-guard-across-await`?");
        assert_eq!(names().advice("unheard"), "`cargo asyncheck rules` lists all rules and groups");
    }

    #[test]
    fn a_wrong_flag_points_at_the_name() {
        let error = names().flag("deny", "blokcing").expect_err("no such group");
        let Error::UnknownRule { text, span, .. } = error else { panic!("{error}") };
        assert_eq!(&text.text[span.offset()..][..span.len()], "blokcing");
    }
}

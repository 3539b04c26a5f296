//! The pages of rules for other programs: as Markdown, and as JSON.

use serde::Serialize;

use crate::report::page::Row;
use crate::report::page::unmarked;
use crate::rules::Page;
use crate::rules::Part;
use crate::rules::Rule;
use crate::rules::Section;

/// A page as Markdown.
pub fn page_markdown(rule: &Rule) -> String {
    let page = Page::parse(rule.source);
    let (id, group, since) = (rule.id, rule.group, rule.since);
    let level = rule.levels.base.name();
    let mut text = format!("# {id}\n\n*{group} · {level} · since {since}*\n\n{}.\n", page.title);
    for section in &page.sections {
        text += &format!("\n## {}\n\n{}", section.title, markdown(section));
    }
    text
}

fn markdown(section: &Section) -> String {
    let parts: Vec<String> = section.parts.iter().map(part).collect();
    parts.join("\n")
}

fn part(part: &Part) -> String {
    match part {
        Part::Text(lines) => lines.join("\n") + "\n",
        Part::Code { language, lines } => {
            let lines: Vec<&str> = unmarked(lines).collect();
            format!("```{language}\n{}\n```\n", lines.join("\n"))
        }
    }
}

/// A page for programs.
#[derive(Serialize)]
struct PageRow {
    #[serde(flatten)]
    rule: Row,
    sections: Vec<SectionRow>,
}

/// One section of a page.
#[derive(Serialize)]
struct SectionRow {
    title: String,
    markdown: String,
}

impl PageRow {
    fn new(rule: &Rule) -> Self {
        let page = Page::parse(rule.source);
        let sections = page.sections.iter().map(|section| SectionRow {
            title: section.title.clone(),
            markdown: markdown(section),
        });
        let sections = sections.collect();
        Self { rule: Row::new(rule, page.title), sections }
    }
}

/// A page as an object.
pub fn page_json(rule: &Rule) -> String {
    json(&PageRow::new(rule))
}

/// Several pages as an array.
pub fn pages_json<'r>(rules: impl Iterator<Item = &'r Rule>) -> String {
    json(&rules.map(PageRow::new).collect::<Vec<_>>())
}

fn json<T: Serialize>(value: &T) -> String {
    serde_json::to_string_pretty(value).expect("plain strings are always JSON") + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules;
    use crate::rules::suppression::unused_suppression;

    #[test]
    fn a_page_is_markdown() {
        let text = page_markdown(&unused_suppression::RULE);
        let head = "# unused-suppression\n\n*suppression · warn · since 0.1.0*\n\nA comment allows";
        assert!(text.starts_with(head), "{text}");
        assert!(text.contains("\n## Bad\n\n```rust\n// asyncheck: allow(blocking-fs"), "{text}");
        assert!(!text.contains("//~"), "{text}");
    }

    #[test]
    fn every_page_closes_its_code() {
        let mut all = 0;
        for rule in rules::catalogue() {
            let text = page_markdown(rule);
            let fences = text.lines().filter(|line| line.starts_with("```")).count();
            assert_eq!(fences % 2, 0, "{}", rule.id);
            all += fences;
        }
        assert!(all > rules::catalogue().count(), "most pages have code: {all}");
    }

    #[test]
    fn pages_are_json() {
        let one: serde_json::Value =
            serde_json::from_str(&page_json(&unused_suppression::RULE)).expect("it is JSON");
        assert_eq!(
            (&one["id"], &one["levels"]["cold"]),
            (&"unused-suppression".into(), &"warn".into())
        );
        assert_eq!(one["sections"][1]["title"], "Bad");
        let all: Vec<serde_json::Value> =
            serde_json::from_str(&pages_json(rules::catalogue())).expect("it is JSON");
        assert_eq!(all.len(), rules::catalogue().count());
    }
}

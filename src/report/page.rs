//! The page of a rule, and the list of all rules.

use anstyle::AnsiColor;
use anstyle::Style;
use serde::Serialize;

use crate::report::Look;
use crate::rules;
use crate::rules::Levels;
use crate::rules::Page;
use crate::rules::Part;
use crate::rules::Rule;

const HEADING: Style = Style::new().bold();
const NAME: Style = Style::new().bold().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Cyan)));
const CODE: Style = Style::new().fg_color(Some(anstyle::Color::Ansi(AnsiColor::Green)));
const QUIET: Style = Style::new().dimmed();

/// The page that a rule's own file carries.
pub fn page(rule: &Rule, look: &Look) -> String {
    let page = Page::parse(rule.source);
    let level = rule.levels.base.name();
    let dot = if look.unicode { '·' } else { '-' };
    let facts = format!("{} {dot} {level} {dot} since {}", rule.group, rule.since);
    let mut text = format!(
        "{}\n{}\n\n{}\n",
        painted(rule.id, NAME, look),
        painted(&facts, QUIET, look),
        inline(&page.title, look)
    );
    for section in &page.sections {
        text += &format!("\n{}\n", painted(&section.title, HEADING, look));
        for (at, part) in section.parts.iter().enumerate() {
            if at > 0 {
                text.push('\n');
            }
            match part {
                Part::Text(lines) => lines.iter().for_each(|line| {
                    text += &format!("{}\n", inline(line, look));
                }),
                Part::Code { lines, .. } => code(lines, look, &mut text),
            }
        }
    }
    text
}

fn code(lines: &[String], look: &Look, text: &mut String) {
    for line in unmarked(lines) {
        let (code, comment) = line.find("// ").map_or((line, ""), |at| line.split_at(at));
        let line = format!("    {}{}", painted(code, CODE, look), painted(comment, QUIET, look));
        *text += line.trim_end();
        text.push('\n');
    }
}

/// The verdict marks of fixtures are for tests, not for readers.
pub(super) fn unmarked(lines: &[String]) -> impl Iterator<Item = &str> {
    lines.iter().filter_map(|line| match line.split_once("//~") {
        Some((shown, _)) => Some(shown.trim_end()).filter(|shown| !shown.is_empty()),
        None => Some(line.as_str()),
    })
}

/// Code in backticks in its own colour; without colours the backticks stay.
fn inline(line: &str, look: &Look) -> String {
    if !look.color {
        return line.to_owned();
    }
    let pieces = line.split('`').enumerate();
    pieces
        .map(|(at, piece)| if at % 2 == 1 { painted(piece, CODE, look) } else { piece.to_owned() })
        .collect()
}

fn painted(text: &str, style: Style, look: &Look) -> String {
    if look.color && !text.is_empty() { format!("{style}{text}{style:#}") } else { text.to_owned() }
}

/// A table of all rules.
pub fn catalogue(look: &Look) -> String {
    let rules: Vec<&Rule> = rules::catalogue().collect();
    let width = |of: fn(&Rule) -> &str| rules.iter().map(|rule| of(rule).len()).max().unwrap_or(0);
    let (ids, groups) = (width(|rule| rule.id), width(|rule| rule.group));
    rules
        .iter()
        .map(|rule| {
            // Padded before it is painted: the colours have no width.
            let id = painted(&format!("{:ids$}", rule.id), NAME, look);
            let level = rule.levels.base.name();
            let title = inline(&Page::parse(rule.source).title, look);
            format!("{id}  {:groups$}  {level:5}  {title}\n", rule.group)
        })
        .collect()
}

/// One rule for programs.
#[derive(Serialize)]
pub(super) struct Row {
    id: &'static str,
    group: &'static str,
    level: &'static str,
    levels: LevelsRow,
    since: &'static str,
    summary: String,
}

impl Row {
    /// A rule, and the first sentence of its page.
    pub(super) fn new(rule: &Rule, summary: String) -> Self {
        Self {
            id: rule.id,
            group: rule.group,
            level: rule.levels.base.name(),
            levels: LevelsRow::new(&rule.levels),
            since: rule.since,
            summary,
        }
    }
}

/// The level of each grade.
#[derive(Serialize)]
struct LevelsRow {
    open: &'static str,
    light_hot: &'static str,
    light: &'static str,
    seldom: &'static str,
    cold: &'static str,
    test: &'static str,
    possible: &'static str,
}

impl LevelsRow {
    fn new(levels: &Levels) -> Self {
        Self {
            open: levels.open.name(),
            light_hot: levels.light_hot.name(),
            light: levels.light.name(),
            seldom: levels.seldom.name(),
            cold: levels.cold.name(),
            test: levels.test.name(),
            possible: levels.possible.name(),
        }
    }
}

/// All rules as an array of objects.
pub fn catalogue_json() -> String {
    let row = |rule: &Rule| Row::new(rule, Page::parse(rule.source).title);
    let rows: Vec<Row> = rules::catalogue().map(row).collect();
    let text = serde_json::to_string_pretty(&rows).expect("plain strings are always JSON");
    text + "\n"
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::suppression::unused_suppression;

    fn look(color: bool) -> Look {
        Look { color, unicode: true, width: 100, links: false }
    }

    #[test]
    fn a_page_is_readable_without_colours() {
        let text = page(&unused_suppression::RULE, &look(false));
        assert!(
            text.starts_with("unused-suppression\nsuppression · warn · since 0.1.0\n\nA comment")
        );
        assert!(text.contains("\nBad\n    // asyncheck: allow(blocking-fs, reason = \"small\")\n"));
        assert!(!text.contains("//~") && !text.contains('\u{1b}') && !text.contains("```"));
    }

    #[test]
    fn colours_do_not_change_the_words() {
        let text = page(&unused_suppression::RULE, &look(true));
        assert!(text.contains("\u{1b}[1m"));
        assert!(!text.contains('`'), "backticks give way to colour:\n{text}");
    }

    #[test]
    fn the_table_has_one_line_a_rule() {
        let table = catalogue(&look(false));
        assert_eq!(table.lines().count(), rules::catalogue().count());
        let line = table.lines().find(|line| line.starts_with("unused-suppression "));
        assert!(line.is_some_and(|line| line.contains("  suppression   warn   A comment allows")));
    }

    #[test]
    fn the_json_form_names_every_rule() {
        let rows: Vec<serde_json::Value> =
            serde_json::from_str(&catalogue_json()).expect("it is JSON");
        assert_eq!(rows.len(), rules::catalogue().count());
        assert!(
            rows.iter().all(|row| row["summary"].as_str().is_some_and(|text| !text.is_empty()))
        );
    }
}

//! A rule as SARIF describes it.

use crate::config::Level;
use crate::report::Look;
use crate::report::link;
use crate::report::page::page;
use crate::report::sarif::document::Configuration;
use crate::report::sarif::document::Descriptor;
use crate::report::sarif::document::Help;
use crate::report::sarif::document::Message;
use crate::report::sarif::document::Properties;
use crate::report::sarif::word;
use crate::rules::Page;
use crate::rules::Part;
use crate::rules::Rule;

/// Longer descriptions are refused.
const MOST: usize = 1024;

const PLAIN: Look = Look { color: false, unicode: true, width: 100, links: false };

/// What is known of a rule, whatever was found.
pub(super) fn descriptor(rule: &'static Rule) -> Descriptor {
    let parsed = Page::parse(rule.source);
    let level = rule.levels.base;
    Descriptor {
        id: rule.id,
        name: name(rule.id),
        short_description: Message { text: cut(parsed.title.clone() + ".") },
        full_description: Message { text: cut(why(&parsed)) },
        help: Help { text: page(rule, &PLAIN), markdown: markdown(&parsed) },
        help_uri: link::page(rule.id),
        default_configuration: Configuration {
            enabled: level != Level::Allow,
            level: word(level.max(Level::Warn)),
        },
        properties: Properties {
            tags: vec!["async", "rust", rule.group],
            precision: "high",
            severity: word(level.max(Level::Warn)),
        },
    }
}

/// `BlockingFs`.
fn name(id: &str) -> String {
    let words = id.split('-').map(|word| {
        let (first, rest) = word.split_at(word.len().min(1));
        first.to_uppercase() + rest
    });
    words.collect()
}

/// The sentences of the first section; the title where it has none.
fn why(page: &Page) -> String {
    let parts = page.section("Why").into_iter().flat_map(|section| &section.parts);
    let sentences: Vec<String> = parts
        .filter_map(|part| match part {
            Part::Text(lines) => Some(lines.join(" ")),
            Part::Code { .. } => None,
        })
        .collect();
    if sentences.is_empty() { page.title.clone() + "." } else { sentences.join(" ") }
}

/// At most so long that it is taken, cut between two words.
fn cut(text: String) -> String {
    if text.chars().count() <= MOST {
        return text;
    }
    let short: String = text.chars().take(MOST - 1).collect();
    let end = short.rfind(' ').unwrap_or(short.len());
    format!("{}…", &short[..end])
}

fn markdown(page: &Page) -> String {
    let mut text = format!("{}.\n", page.title);
    for section in &page.sections {
        text += &format!("\n## {}\n", section.title);
        for part in &section.parts {
            text += "\n";
            match part {
                Part::Text(lines) => text += &format!("{}\n", lines.join("\n")),
                Part::Code { language, lines } => {
                    text += &format!("```{language}\n{}\n```\n", lines.join("\n"));
                }
            }
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_in_pascal_case() {
        assert_eq!(name("sync-guard-across-await"), "SyncGuardAcrossAwait");
    }

    #[test]
    fn a_long_text_is_cut_between_words() {
        let cut = cut("word ".repeat(400));
        assert!(cut.chars().count() <= MOST && cut.ends_with("word…"), "{cut}");
    }
}

//! Findings for people: message, code, and the chain of calls that proves it.

use std::fmt;

use miette::Diagnostic;
use miette::GraphicalReportHandler;
use miette::GraphicalTheme;
use miette::LabeledSpan;
use miette::NarratableReportHandler;
use miette::Severity;
use miette::SourceCode;
use miette::ThemeCharacters;
use miette::ThemeStyles;
use rayon::prelude::IntoParallelRefIterator;
use rayon::prelude::ParallelIterator;

use crate::config::Level;
use crate::finding::Finding;
use crate::finding::Step;
use crate::report::Look;
use crate::report::groups::Group;
use crate::report::groups::groups;
use crate::report::link;
use crate::report::snippet::Snippet;
use crate::rules;
use crate::rules::Rule;
use crate::source::Files;
use crate::source::Place;
use crate::triage::Reported;
use crate::triage::Verdict;

/// The findings as blocks of text, in order; those with the same root, or many in one function, are
/// told together. `all`: no list is cut.
pub fn blocks(verdict: &Verdict, files: &Files, look: &Look, all: bool) -> Vec<String> {
    let handler = handler(look);
    let groups = groups(&verdict.findings);
    groups.par_iter().map(|group| block(group, files, &handler, all) + "\n").collect()
}

/// The same in sentences, for those who hear what is printed.
pub fn narrated(verdict: &Verdict, files: &Files, all: bool) -> Vec<String> {
    let handler = NarratableReportHandler::new().with_context_lines(0);
    let groups = groups(&verdict.findings);
    let block = |group: &Group<'_>| {
        let mut text = String::new();
        handler
            .render_report(&mut text, &Shown::new(group.first, files))
            .expect("a string takes all that is written");
        text + &group.list(files, all) + "\n"
    };
    groups.par_iter().map(block).collect()
}

/// One finding alone.
pub fn one(reported: &Reported, files: &Files, look: &Look) -> String {
    render(reported, files, &handler(look))
}

/// An error of the run.
pub fn error(error: &dyn Diagnostic, look: &Look) -> String {
    let mut text = String::new();
    handler(look).render_report(&mut text, error).expect("a string takes all that is written");
    text
}

fn block(group: &Group<'_>, files: &Files, handler: &GraphicalReportHandler, all: bool) -> String {
    render(group.first, files, handler) + &group.list(files, all)
}

/// `src/a.rs:3:5`.
pub fn position(place: Place, files: &Files) -> String {
    let file = files.get(place.file);
    let at = file.lines.line_column(&file.text, place.span.start);
    format!("{}:{}:{}", file.name, at.line, at.column)
}

fn render(reported: &Reported, files: &Files, handler: &GraphicalReportHandler) -> String {
    let mut text = String::new();
    handler
        .render_report(&mut text, &Shown::new(reported, files))
        .expect("a string takes all that is written");
    text
}

fn handler(look: &Look) -> GraphicalReportHandler {
    let theme = GraphicalTheme {
        characters: match look.unicode {
            true => ThemeCharacters::unicode(),
            false => ThemeCharacters::ascii(),
        },
        styles: match look.color {
            true => ThemeStyles::ansi(),
            false => ThemeStyles::none(),
        },
    };
    GraphicalReportHandler::new_themed(theme)
        .without_syntax_highlighting()
        .with_width(look.width)
        .with_links(look.links)
        .with_context_lines(1)
        .with_show_related_as_nested(true)
}

/// A finding, or a step of its trace, as miette wants to see it.
#[derive(Debug)]
struct Shown<'a> {
    code: Option<String>,
    severity: Severity,
    message: String,
    help: Option<String>,
    /// Behind the code, where a terminal can show it.
    page: Option<String>,
    snippet: Snippet<'a>,
    labels: Vec<LabeledSpan>,
    related: Vec<Shown<'a>>,
}

impl<'a> Shown<'a> {
    fn new(reported: &'a Reported, files: &'a Files) -> Self {
        let Reported { rule, level, finding, .. } = reported;
        let snippet = Snippet { file: files.get(finding.place.file) };
        let (here, elsewhere): (Vec<_>, Vec<_>) =
            finding.labels.iter().partition(|label| label.place.file == finding.place.file);
        let mut labels = vec![LabeledSpan::new_primary_with_span(
            Some(finding.label.clone()),
            snippet.marked(finding.place.span),
        )];
        labels.extend(here.into_iter().map(|label| {
            LabeledSpan::new_with_span(Some(label.text.clone()), snippet.marked(label.place.span))
        }));
        let elsewhere =
            elsewhere.into_iter().map(|label| Shown::aside(label.place, &label.text, "", files));
        let trace = finding.trace.iter().enumerate().map(|(at, step)| Shown::step(at, step, files));
        Shown {
            code: Some(format!("asyncheck::{}", rule.id)),
            severity: match level {
                Level::Deny => Severity::Error,
                Level::Warn | Level::Allow => Severity::Warning,
            },
            message: finding.message.clone(),
            help: Some(help(rule, finding, files)).filter(|help| !help.is_empty()),
            page: link::page(rule.id),
            snippet,
            labels,
            related: elsewhere.chain(trace).collect(),
        }
    }

    fn step(at: usize, step: &Step, files: &'a Files) -> Self {
        Shown::aside(step.place, &format!("{}: {}", at + 1, step.message), &step.label, files)
    }

    fn aside(place: Place, message: &str, label: &str, files: &'a Files) -> Self {
        let snippet = Snippet { file: files.get(place.file) };
        let label = Some(label).filter(|label| !label.is_empty()).map(str::to_owned);
        Shown {
            code: None,
            severity: Severity::Advice,
            message: message.to_owned(),
            help: None,
            page: None,
            snippet,
            labels: vec![LabeledSpan::new_primary_with_span(label, snippet.marked(place.span))],
            related: Vec::new(),
        }
    }
}

/// What to do, and how to say that it is meant so.
fn help(rule: &Rule, finding: &Finding, files: &Files) -> String {
    let mut lines: Vec<String> = finding.help.iter().cloned().collect();
    if !rules::is_own(rule) {
        let comment = format!("`// asyncheck: allow({}, reason = \"...\")`", rule.id);
        let is_own = |step: &Step| !files.get(step.place.file).dependency;
        let others = match finding.trace.last() {
            None => "",
            Some(root) if is_own(root) => " here, or at the last step for every caller",
            // A comment in a dependency would be gone with its next version.
            Some(_) => " here, or at the last step of yours for every caller",
        };
        lines.push(format!("if it is meant so: {comment}{others}"));
    }
    lines.join("\n")
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.code.as_ref().map(|code| Box::new(code) as Box<dyn fmt::Display>)
    }

    fn severity(&self) -> Option<Severity> {
        Some(self.severity)
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display>)
    }

    fn url<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.page.as_ref().map(|page| Box::new(page) as Box<dyn fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&self.snippet)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        Some(Box::new(self.related.iter().map(|shown| shown as &dyn Diagnostic)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::sample;

    fn look() -> Look {
        Look { color: false, unicode: true, width: 100, links: false }
    }

    fn told(count: usize, all: bool) -> Vec<String> {
        let workspace = sample::workspace();
        let findings = (0..count).map(|nth| sample::finding(nth % 2)).collect();
        let verdict = Verdict { findings, ..Default::default() };
        blocks(&verdict, &workspace.files, &look(), all)
    }

    #[test]
    fn a_finding_shows_its_place_and_its_trace() {
        let text = told(1, false).concat();
        for part in [
            "asyncheck::blocking-fs\n",
            "blocking call reached from async fn `handler`",
            "[src/api.rs:5:17]",
            "may block here, 2 calls down",
            "☞ 1: `load` calls `read_all`",
            "[src/store.rs:2:17]",
            "☞ 2: `read_all` reads a file",
            "help: move it to `offload`",
            "// asyncheck: allow(blocking-fs, reason = \"...\")",
        ] {
            assert!(text.contains(part), "{part:?} is not in\n{text}");
        }
        assert!(!text.contains('\u{1b}'), "colour in\n{text}");
    }

    #[test]
    fn findings_with_one_root_are_told_together() {
        let blocks = told(2, false);
        assert_eq!(blocks.len(), 1);
        assert!(blocks[0].contains("  + 1 more caller\n      src/api.rs:9:5 in `crate::api::"));
        let all = told(40, true).concat();
        assert_eq!(all.matches(" in `crate::api::handler`").count(), 39);
    }

    #[test]
    fn without_unicode_and_with_colour() {
        let workspace = sample::workspace();
        let look = Look { unicode: false, color: true, ..look() };
        let text = one(&sample::finding(1), &workspace.files, &look);
        assert!(text.contains("\u{1b}[31m"));
        let plain = text.replace("gr\u{f6}\u{df}e", "");
        assert!(!plain.contains('╭') && plain.contains(",-["), "{text}");
    }
}

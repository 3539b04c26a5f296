//! The formats of findings.

use clap::ValueEnum;

use crate::report;
use crate::report::Look;
use crate::report::Rendered;
use crate::report::Told;

/// How to print findings.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default, ValueEnum)]
pub(super) enum Format {
    /// With code and the chain of calls, for people
    #[default]
    Human,
    /// One line a finding: path:line:column: level[rule]: message
    Short,
    /// As `human`, in sentences: for screen readers
    Narrated,
    /// One JSON object a line, as `cargo check` prints them, for editors
    Json,
    /// The same, with colors in the rendered text
    #[value(hide = true)]
    JsonDiagnosticRenderedAnsi,
    /// The same, with one line as the rendered text
    #[value(hide = true)]
    JsonDiagnosticShort,
    /// One JSON object a line, in a stable form of its own
    Jsonl,
    /// SARIF 2.1.0: one document, for code scanning
    Sarif,
    /// Annotations of GitHub Actions
    Github,
    /// The code quality report of GitLab
    Gitlab,
    /// The XML of JUnit
    Junit,
    /// The diagnostics of reviewdog
    Rdjson,
    /// The XML of Checkstyle
    Checkstyle,
}

impl Format {
    /// Whether it is cargo's stream of messages: editors read it from both streams.
    pub fn is_json(self) -> bool {
        matches!(
            self,
            Format::Json | Format::JsonDiagnosticRenderedAnsi | Format::JsonDiagnosticShort
        )
    }

    /// A run in this format, in pieces. `all`: no list is cut.
    pub fn render(self, told: &Told<'_>, look: Look, all: bool) -> Vec<String> {
        let files = &told.workspace.files;
        let plain = Look { color: false, ..look };
        match self {
            Format::Human => report::blocks(told.verdict, files, &look, all),
            Format::Short => report::lines(told.verdict, files),
            Format::Narrated => report::narrated(told.verdict, files, all),
            Format::Json => report::json(told, Rendered::Full(plain)),
            Format::JsonDiagnosticRenderedAnsi => {
                report::json(told, Rendered::Full(Look { color: true, ..look }))
            }
            Format::JsonDiagnosticShort => report::json(told, Rendered::Short),
            Format::Jsonl => report::jsonl(told),
            Format::Sarif => report::sarif(told),
            Format::Github => report::github(told),
            Format::Gitlab => report::gitlab(told),
            Format::Junit => report::junit(told),
            Format::Rdjson => report::rdjson(told),
            Format::Checkstyle => report::checkstyle(told),
        }
    }
}

//! The two streams. A reader that has closed its pipe is no failure.

use std::io::ErrorKind;
use std::io::Write;
use std::path::Path;

use crate::cli::args::OutputArgs;
use crate::cli::format::Format;
use crate::cli::terminal;
use crate::error::Error;
use crate::report;
use crate::report::Look;

/// Where and how to print.
#[derive(Clone, Copy, Debug)]
pub(super) struct Output {
    /// What was asked for.
    pub wanted: OutputArgs,
    /// What standard output can show.
    pub look: Look,
    /// What standard error can show.
    pub error_look: Look,
}

impl Output {
    /// Asks the terminal once.
    pub fn new(wanted: OutputArgs) -> Self {
        let (look, error_look) = terminal::looks(wanted.color);
        Self { wanted, look, error_look }
    }

    /// Writes to standard output.
    pub fn print(&self, text: &str) -> Result<(), Error> {
        self.print_all(&[text])
    }

    /// Writes to standard output, one piece after the other.
    pub fn print_all<T: AsRef<str>>(&self, texts: &[T]) -> Result<(), Error> {
        let mut stdout = std::io::BufWriter::new(std::io::stdout().lock());
        let written = texts
            .iter()
            .try_for_each(|text| stdout.write_all(text.as_ref().as_bytes()))
            .and_then(|()| stdout.flush());
        match written {
            Err(reason) if reason.kind() != ErrorKind::BrokenPipe => Err(Error::Write { reason }),
            _ => Ok(()),
        }
    }

    /// Writes a line about the run to standard error. Nobody is left to tell when that fails.
    pub fn note(&self, line: &str) {
        let _ = writeln!(std::io::stderr(), "{line}");
    }

    /// Writes such a line unless findings only are wanted. Editors read both streams.
    pub fn say(&self, line: &str) {
        if !self.wanted.quiet && !self.is_json() {
            self.note(line);
        }
    }

    /// Tells why the run failed; programs find it at the manifest, unless it has a better place.
    pub fn fail(&self, error: &Error, manifest: &Path) {
        if self.is_json() {
            let look = Look { color: false, ..self.look };
            // Standard error gets the same message: nobody else is left to tell.
            let _ = self.print_all(&report::failure(error, manifest, &look));
        }
        self.note(report::error(error, &self.error_look).trim_end());
    }

    /// Whether a program reads what is printed.
    pub fn is_json(&self) -> bool {
        self.wanted.message_format.is_json()
    }

    /// Whether rows are JSON: the formats of findings have no other for them.
    pub fn is_for_programs(&self) -> bool {
        self.is_json() || self.format() == Format::Jsonl
    }

    /// The format of findings.
    pub fn format(&self) -> Format {
        self.wanted.message_format
    }
}

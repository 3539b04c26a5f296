//! Every way a run can fail. A finding is not an error.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use miette::Diagnostic;
use miette::MietteError;
use miette::MietteSpanContents;
use miette::SourceCode;
use miette::SourceSpan;
use miette::SpanContents;
use thiserror::Error;

/// Why a run could not be carried out. Exit code 2.
#[derive(Debug, Error, Diagnostic)]
pub enum Error {
    /// A file that must be read cannot be read.
    #[error("cannot read `{}`: {reason}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },

    /// Neither a manifest nor a file to judge.
    #[error("no `Cargo.toml` in `{}` or above it", directory.display())]
    #[diagnostic(help("run inside a package, or name `.rs` files"))]
    NoManifest {
        /// Where it was looked for.
        directory: PathBuf,
    },

    /// A manifest without which nothing can be judged.
    #[error("{message}")]
    Manifest {
        /// What is wrong.
        message: String,
        /// The manifest.
        #[source_code]
        text: Arc<Text>,
        /// The place in it.
        #[label("here")]
        span: SourceSpan,
        /// What the reader can do.
        #[help]
        help: Option<String>,
    },

    /// What was asked for holds no code that can be read.
    #[error("nothing to judge: {reason}")]
    NothingToJudge {
        /// Why.
        reason: String,
        /// What the reader can do.
        #[help]
        help: Option<String>,
    },

    /// `-p` names a package that the workspace does not have.
    #[error("no package `{spec}` in the workspace")]
    UnknownPackage {
        /// As given.
        spec: String,
        /// The nearest name, or all of them.
        #[help]
        help: String,
    },

    /// `--bin` or `--test` names a target that no selected package has.
    #[error("no {kind} `{name}` in the selected packages")]
    UnknownTarget {
        /// `binary` or `test`.
        kind: &'static str,
        /// As given.
        name: String,
        /// The nearest name, or all of them.
        #[help]
        help: String,
    },

    /// `-F` names a feature that no selected package has.
    #[error("no feature `{feature}` in the selected packages")]
    UnknownFeature {
        /// As given.
        feature: String,
        /// The nearest name, or all of them.
        #[help]
        help: String,
    },

    /// A row about a library says something that we do not know, or says it twice.
    #[error("{message}")]
    Row {
        /// What is wrong.
        message: String,
        /// The table's file.
        #[source_code]
        file: Arc<Text>,
        /// The key, value or row.
        #[label("here")]
        span: SourceSpan,
        /// What to write instead.
        #[help]
        help: Option<String>,
    },

    /// The output cannot be written. A closed pipe is not an error.
    #[error("cannot write the output: {reason}")]
    Write {
        /// What the system said.
        reason: std::io::Error,
    },

    /// Another revision of the workspace cannot be read.
    #[error("{message}")]
    Git {
        /// What is wrong.
        message: String,
        /// What the reader can do, or what git said.
        #[help]
        help: Option<String>,
    },

    /// Cargo, which is to run beside us, cannot be started.
    #[error("cannot start `{program}`: {reason}")]
    #[diagnostic(help("install cargo, or name it in the environment variable `CARGO`"))]
    Start {
        /// As it was called.
        program: String,
        /// What the system said.
        reason: std::io::Error,
    },

    /// A file that was asked for cannot be written; what was there before still is.
    #[error("cannot write `{}`: {reason}", path.display())]
    WriteFile {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: std::io::Error,
    },

    /// With a fix the code could not be read any more. It is as it was.
    #[error("`{name}` cannot be parsed with the fixes: it was left as it was")]
    #[diagnostic(help(
        "this is a fault of asyncheck: apply the other fixes with `PATH`s, and report it"
    ))]
    Fix {
        /// The file.
        name: String,
    },

    /// A rule or group that does not exist, in the configuration or on the command line.
    #[error("unknown rule `{id}`")]
    UnknownRule {
        /// What was asked for.
        id: String,
        /// The nearest name, or where to find all of them.
        #[help]
        help: String,
        /// The configuration file, or the flag.
        #[source_code]
        text: Arc<Text>,
        /// The name in it.
        #[label("no rule or group has this name")]
        span: SourceSpan,
    },

    /// A key that the configuration does not have.
    #[error("unknown key `{key}`")]
    UnknownKey {
        /// The key.
        key: String,
        /// The nearest key, or all of them.
        #[help]
        help: String,
        /// The configuration file.
        #[source_code]
        text: Arc<Text>,
        /// The key in it.
        #[label("not a key that is known here")]
        span: SourceSpan,
    },

    /// A value of the configuration that means nothing, or text that is not TOML.
    #[error("{message}")]
    BadConfig {
        /// What is wrong.
        message: String,
        /// What would be right.
        #[help]
        help: Option<String>,
        /// The configuration file.
        #[source_code]
        text: Arc<Text>,
        /// The value in it.
        #[label("here")]
        span: SourceSpan,
    },

    /// Two configuration files lie side by side: neither is merged into the other.
    #[error("both {first} and {second} exist")]
    #[diagnostic(help("keep one of them"))]
    TwoConfigs {
        /// The one that would win, in backticks.
        first: String,
        /// The one that would be ignored, in backticks.
        second: String,
    },

    /// A path operand that does not exist.
    #[error("no such file or directory: `{}`", path.display())]
    NoSuchPath {
        /// As given.
        path: PathBuf,
        /// A subcommand that may have been meant.
        #[help]
        help: Option<String>,
    },

    /// Arguments that do not go together.
    #[error("{message}")]
    Usage {
        /// What is wrong.
        message: String,
        /// What would be right.
        #[help]
        help: Option<String>,
    },
}

/// A text with a name: what an error points into. Its columns count characters. Errors share it, so
/// that a result stays small.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Text {
    /// How the text is called in the message: a path, or `command line`.
    pub name: String,
    /// All of it.
    pub text: String,
}

impl SourceCode for Text {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let contents = self.text.read_span(span, lines_before, lines_after)?;
        let start = contents.span().offset();
        // The stock implementation counts bytes.
        let before = self.text.get(start - contents.column()..start).unwrap_or("");
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            contents.data(),
            *contents.span(),
            contents.line(),
            before.chars().count(),
            contents.line_count(),
        )))
    }
}

/// The candidate that `word` was most likely meant to be; none where nothing is close.
///
/// Close is: at most a third of the letters, and at least one, are missing, added, wrong or swapped.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (strsim::osa_distance(word, candidate), candidate))
        .filter(|&(distance, _)| distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

/// What to say of a name that is not there: the nearest, or all that are.
pub fn choice<'a>(name: &str, candidates: impl Iterator<Item = &'a str> + Clone) -> String {
    match nearest(name, candidates.clone()) {
        Some(nearest) => format!("did you mean `{nearest}`?"),
        None => {
            let all: BTreeSet<&str> = candidates.collect();
            let shown: Vec<String> = all.iter().take(12).map(|name| format!("`{name}`")).collect();
            match all.len().saturating_sub(shown.len()) {
                _ if all.is_empty() => "there are none".to_owned(),
                0 => format!("there are {}", shown.join(", ")),
                more => format!("there are {} and {more} more", shown.join(", ")),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use miette::SourceCode;

    use super::Text;
    use super::nearest;

    #[test]
    fn the_nearest_word_is_found_and_a_far_one_is_not_offered() {
        let words = ["blocks", "weight", "role", "path"];
        assert_eq!(nearest("blokcs", words), Some("blocks"));
        assert_eq!(nearest("wieght", words), Some("weight"));
        assert_eq!(nearest("rol", words), Some("role"));
        assert_eq!(nearest("pathh", words), Some("path"));
        assert_eq!(nearest("returns", words), None);
        assert_eq!(nearest("", words), None);
    }

    #[test]
    fn columns_count_characters() {
        let text = "[rules]\n\"\u{e4}\u{f6}\" = 1\n".to_owned();
        let text = Text { name: "asyncheck.toml".to_owned(), text };
        let one = text.text.find('1').expect("the value is there");
        let contents = text.read_span(&(one, 1).into(), 0, 0).expect("it lies in the text");
        assert_eq!((contents.line(), contents.column()), (1, 7));
    }
}

//! Every way a run can fail. A finding is not an error.

use std::path::PathBuf;
use std::sync::Arc;

use miette::Diagnostic;
use miette::NamedSource;
use miette::SourceSpan;
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
    /// A row about a library says something that we do not know, or says it twice.
    #[error("{message}")]
    Row {
        /// What is wrong.
        message: String,
        /// The table's file: shared, so that a result of this type stays small.
        #[source_code]
        file: Arc<NamedSource<String>>,
        /// The key, value or row.
        #[label("here")]
        span: SourceSpan,
        /// What to write instead.
        #[help]
        help: Option<String>,
    },
}

/// The candidate that `word` was most likely meant to be; none where nothing is close.
///
/// Close is: at most a third of the letters, and at least one, are missing, added, wrong or swapped.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let allowed = (word.chars().count() / 3).max(1);
    candidates
        .into_iter()
        .map(|candidate| (distance(word, candidate), candidate))
        .filter(|&(distance, _)| distance <= allowed)
        .min()
        .map(|(_, candidate)| candidate)
}

/// How many letters must be removed, added, changed or swapped with their neighbor to turn one word
/// into the other (optimal string alignment).
fn distance(from: &str, to: &str) -> usize {
    let from: Vec<char> = from.chars().collect();
    let to: Vec<char> = to.chars().collect();
    let mut before_last = vec![0; to.len() + 1];
    let mut last: Vec<usize> = (0..=to.len()).collect();
    for i in 0..from.len() {
        let mut row = vec![i + 1];
        for j in 0..to.len() {
            let replaced = last[j] + usize::from(from[i] != to[j]);
            let mut cost = replaced.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && from[i] == to[j - 1] && from[i - 1] == to[j] {
                cost = cost.min(before_last[j - 1] + 1);
            }
            row.push(cost);
        }
        before_last = last;
        last = row;
    }
    last[to.len()]
}

#[cfg(test)]
mod tests {
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
}

//! Edits that mend findings, put into texts.
//!
//! Comes in: findings with their edits, and the texts. Goes out: new texts. Edits that overlap wait for
//! the next round: what one has changed the other knows nothing of.

use std::collections::BTreeMap;

use crate::finding::Edit;
use crate::finding::Fix;
use crate::finding::Safety;
use crate::source::FileId;
use crate::source::Files;
use crate::triage::Reported;

/// New texts.
#[derive(Debug, Default)]
pub struct Fixed {
    /// The files that change, each with its new text, in the order of the files.
    pub texts: Vec<(FileId, String)>,
    /// How many findings are mended.
    pub count: usize,
}

/// Applies the fixes of findings that are at most so unsafe; of those that overlap the first.
pub fn apply(found: &[Reported], most: Safety, files: &Files) -> Fixed {
    let mut of_file: BTreeMap<FileId, Vec<&Fix>> = BTreeMap::new();
    let fixes = found.iter().filter_map(|reported| reported.finding.fix.as_ref());
    for fix in fixes.filter(|fix| fix.safety <= most && !fix.edits.is_empty()) {
        of_file.entry(fix.edits[0].place.file).or_default().push(fix);
    }
    let mut fixed = Fixed::default();
    for (file, mut fixes) in of_file {
        fixes.sort_by_key(|fix| span(fix));
        let mut edits: Vec<&Edit> = Vec::new();
        let mut free_from = 0;
        for fix in fixes {
            let (start, end) = span(fix);
            if start >= free_from {
                fixed.count += 1;
                free_from = end.max(start + 1);
                edits.extend(&fix.edits);
            }
        }
        let text = edited(&files.get(file).text, &edits);
        fixed.texts.push((file, text));
    }
    fixed
}

/// From the first edit's start to the last one's end.
fn span(fix: &Fix) -> (u32, u32) {
    let spans = || fix.edits.iter().map(|edit| edit.place.span);
    let start = spans().map(|span| span.start).min().unwrap_or_default();
    (start, spans().map(|span| span.end).max().unwrap_or_default())
}

/// The text with edits that do not overlap, in their order.
fn edited(text: &str, edits: &[&Edit]) -> String {
    let mut new = String::with_capacity(text.len());
    let mut at = 0;
    for edit in edits {
        let (start, end) = (edit.place.span.start as usize, edit.place.span.end as usize);
        new.push_str(&text[at..start]);
        new.push_str(&edit.text);
        at = end;
    }
    new.push_str(&text[at..]);
    new
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Level;
    use crate::finding::Finding;
    use crate::rules;
    use crate::source::Place;
    use crate::source::SourceFile;
    use crate::source::Span;
    use crate::triage::Fingerprint;

    fn files(text: &str) -> Files {
        Files { all: vec![SourceFile::new("a.rs".into(), "a.rs".to_owned(), text.to_owned())] }
    }

    /// A finding whose fix consists of these edits.
    fn found(safety: Safety, edits: &[(u32, u32, &str)]) -> Reported {
        let place = |start, end| Place { file: FileId(0), span: Span::new(start, end) };
        let edits = edits
            .iter()
            .map(|&(start, end, text)| Edit { place: place(start, end), text: text.to_owned() });
        let fix = Fix { title: String::new(), safety, edits: edits.collect() };
        let finding = Finding::new(place(0, 1), "", "").fix(Some(fix));
        let rule = rules::find("blocking-sleep").expect("it is a rule");
        let (level, fingerprint) = (Level::Warn, Fingerprint::default());
        Reported { rule, level, finding, fingerprint, silenced: None }
    }

    fn text(fixed: &Fixed) -> &str {
        &fixed.texts[0].1
    }

    #[test]
    fn edits_of_several_fixes_are_put_in_their_places() {
        let found = [
            found(Safety::Safe, &[(6, 7, "six"), (8, 8, ".await")]),
            found(Safety::Safe, &[(0, 1, "zero")]),
        ];
        let fixed = apply(&found, Safety::Safe, &files("0 2 4 6 8"));
        assert_eq!((text(&fixed), fixed.count), ("zero 2 4 six .await8", 2));
    }

    #[test]
    fn of_those_that_overlap_the_first_is_taken() {
        let found = [
            found(Safety::Safe, &[(0, 1, "a"), (4, 5, "b")]),
            found(Safety::Safe, &[(2, 3, "c")]),
            found(Safety::Safe, &[(5, 5, "d")]),
        ];
        let fixed = apply(&found, Safety::Safe, &files("0 2 4 6"));
        assert_eq!((text(&fixed), fixed.count), ("a 2 bd 6", 2));
    }

    #[test]
    fn two_insertions_at_one_place_are_two_rounds() {
        let found =
            [found(Safety::Safe, &[(1, 1, ".await")]), found(Safety::Safe, &[(1, 1, ".await")])];
        let fixed = apply(&found, Safety::Safe, &files("x;"));
        assert_eq!((text(&fixed), fixed.count), ("x.await;", 1));
    }

    #[test]
    fn unsafe_ones_are_for_who_asks() {
        let found = [found(Safety::Unsafe, &[(0, 1, "a")])];
        assert!(apply(&found, Safety::Safe, &files("0")).texts.is_empty());
        assert_eq!(text(&apply(&found, Safety::Unsafe, &files("0"))), "a");
    }
}

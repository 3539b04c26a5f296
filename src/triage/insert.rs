//! Where comments go that silence findings, and which findings none can silence.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::rules;
use crate::source::FileId;
use crate::source::SourceFile;
use crate::source::Span;
use crate::source::Workspace;
use crate::source::tokens;
use crate::triage::Reported;
use crate::triage::extent::CommentPlaces;
use crate::triage::extent::extent;
use crate::triage::grammar;
use crate::triage::nodes::Nodes;

/// Comments for the findings of a workspace.
#[derive(Debug, Default)]
pub struct Comments {
    /// The new text of each file that gets some.
    pub texts: Vec<(FileId, String)>,
    /// How many comments these are.
    pub count: usize,
    /// The findings that they silence, as indices.
    pub silenced: BTreeSet<usize>,
}

/// Writes a comment for each finding, and keeps those that cover what they are meant for: an index
/// that is not among the silenced ones has none.
pub fn comments(found: &[Reported], reason: Option<&str>, workspace: &Workspace) -> Comments {
    let mut of_file: BTreeMap<FileId, Vec<usize>> = BTreeMap::new();
    for (at, reported) in found.iter().enumerate() {
        // What is wrong with a comment, or with the code as text, is mended.
        if !rules::is_own(reported.rule) {
            of_file.entry(reported.finding.place.file).or_default().push(at);
        }
    }
    let mut comments = Comments::default();
    for (file, wanted) in of_file {
        let text = workspace.files.get(file);
        let mut draft = Draft::new(text, found, &wanted, reason);
        let covered = draft.covered(found, &wanted);
        if covered.len() < wanted.len() {
            // A comment that covers nothing would be a finding of its own.
            let kept: Vec<usize> = covered.iter().copied().collect();
            draft = Draft::new(text, found, &kept, reason);
        }
        let silenced = draft.covered(found, &wanted);
        if draft.is_same_code() && !silenced.is_empty() {
            comments.count += draft.inserted.len();
            comments.silenced.extend(silenced);
            comments.texts.push((file, draft.text));
        }
    }
    comments
}

/// A text with comments in it.
struct Draft<'w> {
    file: &'w SourceFile,
    text: String,
    /// Where in the old text something was inserted, and how long it is.
    inserted: Vec<(u32, u32)>,
}

impl<'w> Draft<'w> {
    fn new(
        file: &'w SourceFile,
        found: &[Reported],
        wanted: &[usize],
        reason: Option<&str>,
    ) -> Self {
        let places = CommentPlaces::new(&file.text, &file.lines);
        let mut rules: BTreeMap<u32, BTreeSet<&str>> = BTreeMap::new();
        for &at in wanted {
            let place = places.of(found[at].finding.place.span.start);
            rules.entry(place).or_default().insert(found[at].rule.id);
        }
        let mut draft = Self { file, text: String::new(), inserted: Vec::new() };
        let mut from = 0;
        for (at, names) in rules {
            let request = request(&names, reason);
            let comment = places.comment(at, &request);
            draft.text += &file.text[from..at as usize];
            draft.text += &comment;
            draft.inserted.push((at, comment.len() as u32));
            from = at as usize;
        }
        draft.text += &file.text[from..];
        draft
    }

    /// Comments are no tokens: all tokens are as they were.
    fn is_same_code(&self) -> bool {
        fn words(text: &str) -> Vec<&str> {
            let span = |span: Span| &text[span.start as usize..span.end as usize];
            tokens(text).iter().map(|token| span(token.span)).collect()
        }
        words(&self.text) == words(&self.file.text)
    }

    /// The findings that comments of the draft silence.
    fn covered(&self, found: &[Reported], wanted: &[usize]) -> BTreeSet<usize> {
        let file =
            SourceFile::new(self.file.path.clone(), self.file.name.clone(), self.text.clone());
        let nodes = Nodes::new(&file.text);
        let mut extents = Vec::new();
        for comment in &file.scan.comments {
            let Ok(request) = grammar::parse(comment) else { continue };
            let Some(extent) = extent(comment, &nodes, &file.lines) else { continue };
            extents.push((extent, request.names));
        }
        let is_covered = |&at: &usize| {
            let place = self.moved(found[at].finding.place.span);
            extents.iter().any(|(extent, names)| {
                extent.covers(place) && names.iter().any(|(name, _)| name == found[at].rule.id)
            })
        };
        wanted.iter().copied().filter(is_covered).collect()
    }

    /// Where a place of the old text lies in the new one.
    fn moved(&self, place: Span) -> Span {
        let shift = |offset: u32, with_own: bool| {
            let before =
                self.inserted.iter().filter(|(at, _)| *at < offset || with_own && *at == offset);
            offset + before.map(|(_, length)| length).sum::<u32>()
        };
        Span::new(shift(place.start, true), shift(place.end, false))
    }
}

/// `asyncheck: allow(a, b, reason = "…")`.
fn request(names: &BTreeSet<&str>, reason: Option<&str>) -> String {
    let mut parts: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    if let Some(reason) = reason {
        let line = reason.split_whitespace().collect::<Vec<_>>().join(" ");
        let quoted = line.replace('\\', "\\\\").replace('"', "\\\"");
        parts.push(format!("reason = \"{quoted}\""));
    }
    format!("asyncheck: allow({})", parts.join(", "))
}

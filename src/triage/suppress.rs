//! `// asyncheck: allow(…)`: which findings comments silence, and which comments silence none.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::config::Names;
use crate::config::Subject;
use crate::finding::Finding;
use crate::finding::Fix;
use crate::rules;
use crate::rules::Rule;
use crate::rules::suppression::malformed_suppression;
use crate::rules::suppression::suppression_without_reason;
use crate::rules::suppression::unfulfilled_expectation;
use crate::rules::suppression::unknown_rule_in_suppression;
use crate::rules::suppression::unused_suppression;
use crate::source::Comment;
use crate::source::FileId;
use crate::source::Place;
use crate::source::SourceFile;
use crate::source::Span;
use crate::source::Workspace;
use crate::triage::extent::Extent;
use crate::triage::extent::extent;
use crate::triage::grammar;
use crate::triage::grammar::Malformed;
use crate::triage::grammar::Request;
use crate::triage::nodes::Nodes;
use crate::triage::notes::about;
use crate::triage::removal;
use crate::triage::seen::Sight;

/// A finding and who says it.
pub(super) type Said = (&'static Rule, Finding);

/// What silences a finding.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct By {
    /// The rule's or group's name in the comment or attribute.
    pub comment: Place,
    /// The step of the trace at which it stands, counted from 1; none where it stands at the place
    /// that is blamed.
    pub step: Option<usize>,
}

impl By {
    /// The reason that the comment or attribute gives.
    pub fn reason(self, workspace: &Workspace) -> Option<String> {
        let comments = &workspace.files.get(self.comment.file).scan.comments;
        let comment = comments.iter().find(|it| it.span.covers(self.comment.span))?;
        grammar::parse(comment).ok()?.reason
    }
}

/// All comments of a workspace.
#[derive(Debug)]
pub(super) struct Suppressions {
    grants: BTreeMap<FileId, Vec<Grant>>,
}

/// One name in one comment.
#[derive(Debug)]
struct Grant {
    subject: Subject,
    name: String,
    /// The name in the comment.
    span: Span,
    /// The index of the comment in its file, and how many names it has.
    comment: usize,
    names: usize,
    /// `comment` or `attribute`.
    carrier: &'static str,
    /// What is covered; nothing where no code follows.
    extent: Option<Extent>,
    expect: bool,
    /// The code is there in this run.
    seen: bool,
    used: bool,
}

/// Reads all comments. What is wrong with one of them is a finding.
pub(super) fn read(workspace: &Workspace) -> (Suppressions, Vec<Said>) {
    let names = rules::names();
    let sight = Sight::new(workspace);
    let mut suppressions = Suppressions { grants: BTreeMap::new() };
    let mut said = Vec::new();
    for (at, file) in workspace.files.all.iter().enumerate() {
        if file.dependency || file.scan.comments.is_empty() {
            continue;
        }
        let id = FileId(at as u32);
        let mut reader = Reader { id, file, names: &names, sight: &sight, said: Vec::new() };
        let grants = reader.grants();
        if sight.judges(id) {
            said.append(&mut reader.said);
        }
        suppressions.grants.insert(id, grants);
    }
    (suppressions, said)
}

impl Suppressions {
    /// Takes away what comments silence, and adds what is to say about comments that silence nothing.
    /// Gives back what was taken, each with who has silenced it. Findings of every level are put to the comments: one is not idle
    /// because the configuration allows the same thing. `blind` are the files that were not read as a
    /// whole.
    pub fn apply(
        &mut self,
        said: &mut Vec<Said>,
        blind: &BTreeSet<FileId>,
        workspace: &Workspace,
    ) -> Vec<(Said, By)> {
        let mut silenced = Vec::new();
        let mut kept = Vec::new();
        for (rule, finding) in said.drain(..) {
            match self.silence(rule, &finding) {
                Some(by) => silenced.push(((rule, finding), by)),
                None => kept.push((rule, finding)),
            }
        }
        let idle = self.idle(&kept, blind, workspace);
        *said = kept;
        said.extend(
            idle.into_iter().filter(|(rule, finding)| self.silence(rule, finding).is_none()),
        );
        silenced
    }

    /// The comment that silences a finding: at its place, or at any step of its trace. All such
    /// comments count as used; the first one is told.
    fn silence(&mut self, rule: &Rule, finding: &Finding) -> Option<By> {
        let steps = (1..).zip(&finding.trace).map(|(step, found)| (Some(step), found.place));
        let places = std::iter::once((None, finding.place)).chain(steps);
        let mut silenced = None;
        for (step, place) in places {
            let grants = self.grants.get_mut(&place.file).into_iter().flatten();
            for grant in grants.filter(|grant| grant.silences(rule, place.span)) {
                grant.used = true;
                let comment = Place { file: place.file, span: grant.span };
                silenced.get_or_insert(By { comment, step });
            }
        }
        silenced
    }

    fn idle(&self, kept: &[Said], blind: &BTreeSet<FileId>, workspace: &Workspace) -> Vec<Said> {
        let mut idle = Vec::new();
        for (&id, grants) in self.grants.iter().filter(|(id, _)| !blind.contains(id)) {
            let file = workspace.files.get(id);
            let grants: Vec<&Grant> = grants.iter().filter(|grant| grant.is_idle()).collect();
            for (at, grant) in grants.iter().enumerate() {
                let (rule, mut finding) = grant.told(id, file, kept);
                // What may have been meant for another line is moved, not removed.
                if grant.nearest(id, file, kept).is_none() {
                    finding.fix = grant.removed(id, file, &grants[..at], &grants);
                }
                idle.push((rule, finding));
            }
        }
        idle
    }
}

impl Grant {
    fn concerns(&self, rule: &Rule) -> bool {
        match self.subject {
            Subject::All => true,
            Subject::Warnings => false,
            Subject::Group(group) => rule.group == group,
            Subject::Rule(id) => rule.id == id,
        }
    }

    fn silences(&self, rule: &Rule, place: Span) -> bool {
        self.concerns(rule) && self.extent.is_some_and(|extent| extent.covers(place))
    }

    /// What is said about comments comes after all comments have been weighed: a comment about such
    /// findings is never idle.
    fn is_idle(&self) -> bool {
        let group = unused_suppression::RULE.group;
        let about_comments = match self.subject {
            Subject::Rule(id) => rules::find(id).is_some_and(|rule| rule.group == group),
            Subject::Group(name) => name == group,
            Subject::All | Subject::Warnings => false,
        };
        self.seen && !self.used && !about_comments
    }

    /// The edit that takes it away. Where all names of a comment are idle, the first one takes the whole
    /// comment with it.
    fn removed(
        &self,
        id: FileId,
        file: &SourceFile,
        before: &[&Grant],
        idle: &[&Grant],
    ) -> Option<Fix> {
        let beside = |grant: &&&Grant| grant.comment == self.comment;
        let comment = file.scan.comments.get(self.comment)?;
        if idle.iter().filter(beside).count() < self.names {
            return removal::name(id, file, &self.name, self.span);
        }
        let is_first = before.iter().filter(beside).count() == 0;
        is_first.then(|| removal::whole(id, file, comment, self.carrier)).flatten()
    }

    fn told(&self, id: FileId, file: &SourceFile, kept: &[Said]) -> Said {
        let name = &self.name;
        let (rule, message): (&'static Rule, String) = match self.expect {
            true => {
                (&unfulfilled_expectation::RULE, format!("`{name}` is expected, and not found"))
            }
            false => (&unused_suppression::RULE, format!("`allow({name})` silences nothing")),
        };
        let mut finding = about(Place { file: id, span: self.span }, message);
        finding.label = self.covered(file);
        let near =
            self.nearest(id, file, kept).map(|line| format!(", which is found on line {line}"));
        finding.help = Some(match near {
            Some(near) => format!("move the {} to the code that it is about{near}", self.carrier),
            None => "remove it".to_owned(),
        });
        (rule, finding)
    }

    fn covered(&self, file: &SourceFile) -> String {
        let Some(extent) = self.extent else { return "no code follows it".to_owned() };
        if extent == Extent::all() {
            return "nowhere in this file".to_owned();
        }
        let first = file.lines.line(extent.span.start);
        let last = file.lines.line(extent.span.end.saturating_sub(1));
        match first == last {
            true => format!("not found on line {first}, which the {} covers", self.carrier),
            false => {
                format!("not found on lines {first} to {last}, which the {} covers", self.carrier)
            }
        }
    }

    /// The line of the finding in this file that the comment may have been meant for.
    fn nearest(&self, id: FileId, file: &SourceFile, kept: &[Said]) -> Option<u32> {
        let of_file = kept.iter().filter(|(_, finding)| finding.place.file == id);
        of_file
            .filter(|(rule, _)| self.concerns(rule))
            .map(|(_, finding)| finding.place.span.start)
            .min_by_key(|start| start.abs_diff(self.span.start))
            .map(|start| file.lines.line(start))
    }
}

/// How it is called.
fn carrier(comment: &Comment) -> &'static str {
    if comment.kind.is_attribute() { "attribute" } else { "comment" }
}

/// Reads the comments of one file.
struct Reader<'w> {
    id: FileId,
    file: &'w SourceFile,
    names: &'w Names,
    sight: &'w Sight,
    said: Vec<Said>,
}

impl Reader<'_> {
    fn grants(&mut self) -> Vec<Grant> {
        let nodes = Nodes::new(&self.file.text);
        let mut grants = Vec::new();
        for (at, comment) in self.file.scan.comments.iter().enumerate() {
            match grammar::parse(comment) {
                Ok(request) => {
                    self.without_reason(comment, &request);
                    self.grant(at, request, &nodes, &mut grants);
                }
                Err(malformed) => self.malformed(comment, malformed),
            }
        }
        grants
    }

    fn grant(&mut self, at: usize, request: Request, nodes: &Nodes<'_>, grants: &mut Vec<Grant>) {
        let comment = &self.file.scan.comments[at];
        let extent = match request.whole_file {
            true => Some(Extent::all()),
            false => extent(comment, nodes, &self.file.lines),
        };
        let code = extent.map_or(comment.span.start, |extent| extent.span.start);
        let seen = self.sight.sees(self.id, nodes, code);
        let Request { names, expect, by_clippy, .. } = request;
        let (carrier, count) = (carrier(comment), names.len());
        let grant = |subject, name, span| {
            let (comment, names, used) = (at, count, false);
            Grant { subject, name, span, comment, names, carrier, extent, expect, seen, used }
        };
        for (rule, span) in by_clippy {
            let grant = grant(Subject::Rule(rule), rule.to_owned(), span);
            // Whether clippy finds something there is clippy's to say: never idle.
            grants.push(Grant { expect: false, seen: false, ..grant });
        }
        for (name, span) in names {
            // Rust and rustfmt refuse `-` in an attribute.
            let rule = name.replace('_', "-");
            match self.names.subject(&rule).filter(|subject| *subject != Subject::Warnings) {
                Some(subject) => grants.push(grant(subject, name, span)),
                None => self.unknown(&name, span),
            }
        }
    }

    fn unknown(&mut self, name: &str, span: Span) {
        let message = format!("unknown rule `{name}`");
        let advice = self.names.advice(name);
        self.say(&unknown_rule_in_suppression::RULE, span, message, |finding| {
            finding.label = "no rule or group has this name".to_owned();
            finding.help = Some(advice);
        });
    }

    fn malformed(&mut self, comment: &Comment, malformed: Malformed) {
        let message = format!("this {} to asyncheck cannot be understood", carrier(comment));
        self.say(&malformed_suppression::RULE, malformed.span, message, |finding| {
            finding.label = malformed.label;
            finding.help = Some(malformed.help);
        });
    }

    fn without_reason(&mut self, comment: &Comment, request: &Request) {
        let says_why = request.reason.as_ref().is_some_and(|reason| !reason.trim().is_empty());
        if says_why || request.names.is_empty() {
            return;
        }
        let message = format!("this {} does not say why", carrier(comment));
        self.say(&suppression_without_reason::RULE, comment.span, message, |finding| {
            finding.label = "no reason".to_owned();
            finding.help = Some("add `reason = \"…\"` behind the last rule".to_owned());
        });
    }

    fn say(
        &mut self,
        rule: &'static Rule,
        span: Span,
        message: String,
        write: impl FnOnce(&mut Finding),
    ) {
        let mut finding = about(Place { file: self.id, span }, message);
        write(&mut finding);
        self.said.push((rule, finding));
    }
}

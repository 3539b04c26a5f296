//! The whole tool over one fixture.

use std::path::Path;

use asyncheck::config;
use asyncheck::config::Config;
use asyncheck::config::Flags;
use asyncheck::config::Level;
use asyncheck::config::Origin;
use asyncheck::config::Placed;
use asyncheck::config::Setting;
use asyncheck::config::Subject;
use asyncheck::engine;
use asyncheck::library::Library;
use asyncheck::model::Model;
use asyncheck::report;
use asyncheck::report::Look;
use asyncheck::rules;
use asyncheck::rules::Said;
use asyncheck::source;
use asyncheck::source::Note;
use asyncheck::source::Place;
use asyncheck::source::Selection;
use asyncheck::source::Targets;
use asyncheck::source::Workspace;
use asyncheck::triage;
use asyncheck::triage::Verdict;

use crate::exam::manners;
use crate::support::compare::Found;
use crate::support::marks::Fact;
use crate::support::marks::Line;

/// What the tool says of a fixture.
#[derive(Debug)]
pub struct Judged {
    /// Every finding, with everything switched on.
    pub found: Vec<Found>,
    /// What is known of each call.
    pub facts: Vec<Fact>,
    /// What a person would read.
    pub printed: String,
    /// Findings that do not speak as findings should.
    pub bad_manners: Vec<String>,
    /// A part of the tool failed.
    pub internal: bool,
}

/// Judges the package in a folder: `-W all`, all targets, and without some rules.
pub fn judge(folder: &Path, library: &Library, without: &[&'static str]) -> Result<Judged, String> {
    let targets = Targets { all: true, ..Targets::default() };
    let directory = folder.to_owned();
    let selection = Selection { directory, workspace: true, targets, ..Selection::default() };
    let mut workspace = source::load(&selection).map_err(|error| error.to_string())?;
    let config = everything(&workspace, without)?;
    let files = engine::read(&mut workspace, library);
    let model = engine::understand(&workspace, &files, library);
    let Said { findings, failures, .. } = engine::judge(&model, None);
    let facts = facts(&model);
    let mut notes: Vec<Note> = workspace.notes.clone();
    notes.extend(files.iter().flat_map(|file| file.notes.iter().cloned()));
    notes.extend(failures);
    let verdict = triage::decide(findings, &notes, &workspace, &config);
    Ok(Judged {
        found: found(&verdict, &workspace),
        facts,
        bad_manners: bad_manners(&verdict),
        printed: printed(&verdict, &workspace),
        internal: verdict.internal,
    })
}

fn everything(workspace: &Workspace, without: &[&'static str]) -> Result<Config, String> {
    let flags = Flags { levels: vec![(Level::Warn, Subject::All)], ..Flags::default() };
    let config = config::load(&workspace.ground(), &flags, &rules::names());
    let mut config = config.map_err(|error| error.to_string())?;
    for &rule in without {
        let off = Setting::plain(Subject::Rule(rule), Level::Allow);
        let off = Setting { test: Some(Level::Allow), possible: Some(Level::Allow), ..off };
        config.push(&Placed { setting: off, origin: Origin::new("fixture") });
    }
    Ok(config)
}

fn found(verdict: &Verdict, workspace: &Workspace) -> Vec<Found> {
    let found = verdict.findings.iter().map(|reported| Found {
        at: line(workspace, reported.finding.place),
        rule: reported.rule.id.to_owned(),
        level: reported.rule.levels.of(reported.finding.grade),
        message: reported.finding.message.clone(),
    });
    found.collect()
}

fn bad_manners(verdict: &Verdict) -> Vec<String> {
    let said = verdict.findings.iter().flat_map(|reported| {
        let offences = manners::offences(&reported.finding);
        offences.into_iter().map(|offence| format!("{}: {offence}", reported.rule.id))
    });
    said.collect()
}

fn line(workspace: &Workspace, place: Place) -> Line {
    let file = workspace.files.get(place.file);
    Line { file: file.name.clone(), number: file.lines.line(place.span.start) }
}

/// As in a terminal of 100 columns without colours.
fn printed(verdict: &Verdict, workspace: &Workspace) -> String {
    let look = Look { color: false, unicode: true, width: 100, links: false };
    let blocks = report::blocks(verdict, &workspace.files, &look, false);
    blocks.into_iter().map(|block| block + "\n").collect()
}

/// `name: std::fs::read`, `type: &Path` of a method's receiver, `runs: executor, hot`, and each
/// `effect: …` or `effects: none`, in the words of `inspect`.
fn facts(model: &Model<'_>) -> Vec<Fact> {
    let mut facts = Vec::new();
    for row in report::rows(model, &|_, _| true) {
        let at = Line { file: row.file, number: row.line };
        let mut add = |kind: &str, text: String| {
            facts.push(Fact { at: at.clone(), kind: kind.to_owned(), text });
        };
        if row.effects.is_empty() {
            add("effects", "none".to_owned());
        }
        row.effects.into_iter().for_each(|effect| add("effect", effect));
        add("name", row.callee.unwrap_or_else(|| "?".to_owned()));
        add("type", row.receiver.unwrap_or_else(|| "?".to_owned()));
        add("runs", row.place);
    }
    facts
}

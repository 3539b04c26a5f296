//! Findings to print in tests.

use std::path::Path;
use std::path::PathBuf;

use crate::config::Level;
use crate::finding::Edit;
use crate::finding::Finding;
use crate::finding::Fix;
use crate::finding::Grade;
use crate::finding::Label;
use crate::finding::Safety;
use crate::finding::Step;
use crate::library::Weight;
use crate::report::Seen;
use crate::report::Told;
use crate::rules::Levels;
use crate::rules::Rule;
use crate::source::Crate;
use crate::source::CrateId;
use crate::source::FileId;
use crate::source::LineTable;
use crate::source::Mount;
use crate::source::Note;
use crate::source::NoteKind;
use crate::source::Package;
use crate::source::Place;
use crate::source::SourceFile;
use crate::source::Span;
use crate::source::TargetKind;
use crate::source::Workspace;
use crate::triage::Fingerprint;
use crate::triage::Reported;
use crate::triage::Verdict;

/// A rule that no catalogue has.
pub(super) static RULE: Rule = Rule {
    id: "blocking-fs",
    group: "blocking",
    levels: Levels::new(Level::Deny),
    since: "0.1.0",
    source: "//! Blocking file access in async code.\n",
    check: crate::rules::Check::Triage,
};

/// The handlers.
pub(super) const API: &str = "use crate::store;\n\npub async fn handler(id: u64) -> u64 {\n    \
    let guard = STATE.lock().unwrap();\n    let gr\u{f6}\u{df}e = store::load(id);\n    gr\u{f6}\u{df}e\n}\n\
    pub async fn other() -> u64 {\n    store::load(1)\n}\n";
/// What they call.
pub(super) const STORE: &str = "pub fn load(id: u64) -> u64 {\n    let bytes = read_all(\"db/\", id);\n    \
    bytes.len() as u64\n}\nfn read_all(p: &str, id: u64) -> Vec<u8> {\n    \
    disk::read(format!(\"{p}{id}\")).unwrap()\n}\n";

/// A text that is nowhere on disk.
pub(super) fn file(name: &str, text: &str) -> SourceFile {
    SourceFile {
        path: PathBuf::from("/ws").join(name),
        name: name.to_owned(),
        text: text.to_owned(),
        lines: LineTable::new(text),
        scan: Default::default(),
        dependency: false,
        unread_bodies: Box::default(),
    }
}

/// A workspace of one library with two files.
pub(super) fn workspace() -> Workspace {
    let mut workspace = Workspace { root: PathBuf::from("/ws"), ..Default::default() };
    workspace.files.all = vec![file("src/api.rs", API), file("src/store.rs", STORE)];
    workspace.packages.push(Package {
        id: "path+file:///ws#demo@0.1.0".to_owned(),
        name: "demo".to_owned(),
        version: "0.1.0".to_owned(),
        manifest: PathBuf::from("/ws/Cargo.toml"),
        published: true,
        member: true,
        dependencies: Vec::new(),
    });
    let mount = |file| Mount { file: FileId(file), children: Vec::new(), includes: Vec::new() };
    workspace.crates.push(Crate {
        package: Some(0),
        name: "demo".to_owned(),
        kind: TargetKind::Lib,
        crate_types: vec!["lib".to_owned()],
        target: "demo".to_owned(),
        edition: 2024,
        cfg: Default::default(),
        externs: vec![("demo".to_owned(), Some(CrateId(0)))],
        mounts: vec![mount(0), mount(1)],
        for_tests: false,
        judged: true,
        dependency: false,
    });
    workspace
}

/// The place of the nth (from 0) occurrence of some code in one of the two files.
pub(super) fn place(file: u32, code: &str, nth: usize) -> Place {
    let text = if file == 0 { API } else { STORE };
    let (at, _) = text.match_indices(code).nth(nth).expect("the code stands in the sample");
    Place { file: FileId(file), span: Span::new(at as u32, (at + code.len()) as u32) }
}

/// A finding at the nth call of `store::load`, with a trace through both files.
pub(super) fn finding(nth: usize) -> Reported {
    let step = |place, message: &str, label: &str| Step {
        place,
        message: message.to_owned(),
        label: label.to_owned(),
    };
    let finding = Finding {
        place: place(0, "store::load", nth),
        label: "may block here, 2 calls down".to_owned(),
        message: "blocking call reached from async fn `handler`".to_owned(),
        labels: vec![Label {
            place: place(0, "pub async fn", nth),
            text: "async context starts here".to_owned(),
        }],
        trace: vec![
            step(place(1, "read_all", 0), "`load` calls `read_all`", "called here"),
            step(place(1, "disk::read", 0), "`read_all` reads a file", "blocks"),
        ],
        help: Some("move it to `offload`".to_owned()),
        fix: None,
        grade: Grade { weight: Weight::Content, ..Grade::CERTAIN },
        function: "crate::api::handler".to_owned(),
        inside: Vec::new(),
        root: "disk::read".to_owned(),
    };
    let fingerprint = Fingerprint([0x5a, nth as u8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1]);
    Reported { rule: &RULE, level: Level::Deny, finding, fingerprint, silenced: None }
}

/// A finding with a fix: another function is called.
pub(super) fn mendable() -> Reported {
    let mut reported = finding(0);
    let edits = vec![Edit { place: reported.finding.place, text: "store::load_later".to_owned() }];
    let title = "await the twin".to_owned();
    reported.finding.fix = Some(Fix { title, safety: Safety::Safe, edits });
    reported
}

/// A run with these findings and notes.
pub(super) struct Shown {
    pub(super) verdict: Verdict,
    notes: Vec<Note>,
    pub(super) workspace: Workspace,
}

/// A run with these findings and notes over the sample.
pub(super) fn shown(findings: Vec<Reported>, notes: Vec<Note>) -> Shown {
    let verdict = Verdict { findings, ..Default::default() };
    Shown { verdict, notes, workspace: workspace() }
}

impl Shown {
    /// As formats get it.
    pub fn told(&self) -> Told<'_> {
        Told {
            verdict: &self.verdict,
            notes: &self.notes,
            workspace: &self.workspace,
            seen: Seen { files: 2, crates: 1, ..Seen::default() },
            base: Path::new("/ws"),
            cargo_succeeded: true,
            with_suppressed: false,
        }
    }
}

/// A note about a manifest of the sample.
pub(super) fn note(kind: NoteKind) -> Note {
    Note {
        kind,
        file: None,
        span: Span::default(),
        path: Some("/ws/a/Cargo.toml".into()),
        message: "no package name".to_owned(),
        help: None,
    }
}

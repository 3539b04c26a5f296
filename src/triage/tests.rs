use std::path::PathBuf;

use crate::config;
use crate::config::Config;
use crate::config::Flags;
use crate::config::Ground;
use crate::config::Level;
use crate::config::Names;
use crate::config::Origin;
use crate::config::Placed;
use crate::config::Setting;
use crate::config::Subject;
use crate::finding::Step;
use crate::rules::OWN;
use crate::rules::Rule;
use crate::rules::meta::unparsed_file;
use crate::source::Comment;
use crate::source::CommentKind;
use crate::source::Crate;
use crate::source::FileId;
use crate::source::LineTable;
use crate::source::Mount;
use crate::source::Note;
use crate::source::NoteKind;
use crate::source::Place;
use crate::source::SourceFile;
use crate::source::Span;
use crate::source::TargetKind;
use crate::source::Workspace;
use crate::triage::Verdict;
use crate::triage::decide;
use crate::triage::notes::about;
use crate::triage::suppress::Said;

/// A rule that the catalogue has, and that no comment of the tests brings about.
const RULE: &Rule = &unparsed_file::RULE;

/// A library whose files these are.
fn workspace(texts: &[&str]) -> Workspace {
    let mut workspace = Workspace::default();
    for (at, text) in texts.iter().enumerate() {
        let mut file = SourceFile {
            path: PathBuf::from(format!("/ws/{at}.rs")),
            name: format!("{at}.rs"),
            text: (*text).to_owned(),
            lines: LineTable::new(text),
            scan: Default::default(),
            dependency: false,
            unread_bodies: Box::default(),
        };
        file.scan.comments = comments(text);
        workspace.files.all.push(file);
    }
    workspace.crates.push(Crate {
        package: None,
        name: "demo".to_owned(),
        kind: TargetKind::Lib,
        crate_types: vec!["lib".to_owned()],
        target: "demo".to_owned(),
        edition: 2024,
        cfg: Default::default(),
        externs: Vec::new(),
        mounts: (0..texts.len())
            .map(|at| Mount {
                file: FileId(at as u32),
                children: if at == 0 {
                    (1..texts.len()).map(|to| (0, to)).collect()
                } else {
                    Vec::new()
                },
                includes: Vec::new(),
            })
            .collect(),
        for_tests: false,
        judged: true,
        dependency: false,
    });
    workspace
}

/// The line comments to asyncheck.
fn comments(text: &str) -> Vec<Comment> {
    text.match_indices("asyncheck:")
        .map(|(at, word)| {
            let start = text[..at].rfind("//").expect("a comment begins with two slashes");
            let line = text[..start].rfind('\n').map_or(0, |end| end + 1);
            let end = text[at..].find('\n').map_or(text.len(), |end| at + end);
            let rest = &text[at + word.len()..end];
            let blanks = rest.len() - rest.trim_start().len();
            Comment {
                kind: match text[start..].starts_with("//!") {
                    true => CommentKind::InnerDoc,
                    false => CommentKind::Plain,
                },
                span: Span::new(start as u32, end as u32),
                text: rest.trim().into(),
                text_start: (at + word.len() + blanks) as u32,
                trailing: !text[line..start].trim().is_empty(),
                leading: text[..start].lines().all(|line| line.starts_with("//")),
                shared: false,
            }
        })
        .collect()
}

/// The place of some code.
fn place(workspace: &Workspace, file: u32, code: &str) -> Place {
    let file = FileId(file);
    let at = workspace.files.get(file).text.find(code).expect("the code is there") as u32;
    Place { file, span: Span::new(at, at + code.len() as u32) }
}

fn said_by_test(setting: Setting) -> Placed {
    Placed { setting, origin: Origin::new("test") }
}

fn said(place: Place) -> Said {
    (RULE, about(place, "bad".to_owned()))
}

/// What is told about one text with a finding at the code `bad()`, as `line rule`.
fn told(text: &str) -> Vec<String> {
    let workspace = workspace(&[text]);
    let findings = match text.contains("bad()") {
        true => vec![said(place(&workspace, 0, "bad()"))],
        false => Vec::new(),
    };
    lines(&decide(findings, &[], &workspace, &Config::default()), &workspace)
}

fn lines(verdict: &Verdict, workspace: &Workspace) -> Vec<String> {
    let line = |place: Place| workspace.files.get(place.file).lines.line(place.span.start);
    let told = verdict.findings.iter();
    told.map(|told| format!("{} {}", line(told.finding.place), told.rule.id)).collect()
}

#[test]
fn a_comment_silences_what_it_covers() {
    let nothing: [&str; 0] = [];
    assert_eq!(told("fn f() { bad() }"), ["1 unparsed-file"]);
    assert_eq!(told("// asyncheck: allow(unparsed-file)\nfn f() { bad() }"), nothing);
    assert_eq!(told("// asyncheck: allow(meta)\nfn f() { bad() }"), nothing);
    assert_eq!(told("fn f() {\n bad(); // asyncheck: allow(all)\n}"), nothing);
    assert_eq!(
        told("// asyncheck: allow-file(unparsed-file)\nfn g() {}\nfn f() { bad() }"),
        nothing
    );
    assert_eq!(told("//! asyncheck: allow(unparsed-file)\nfn g() {}\nfn f() { bad() }"), nothing);
    assert_eq!(told("// asyncheck: expect(unparsed-file)\nfn f() { bad() }"), nothing);
}

#[test]
fn a_comment_that_silences_nothing_is_told() {
    assert_eq!(
        told("// asyncheck: allow(unparsed-file)\nfn g() {}\nfn f() { bad() }"),
        ["1 unused-suppression", "3 unparsed-file"]
    );
    assert_eq!(told("// asyncheck: expect(meta)\nfn f() {}"), ["1 unfulfilled-expectation"]);
    assert_eq!(told("fn f() {}\n// asyncheck: allow(meta)\n"), ["2 unused-suppression"]);
    // One name of two is idle.
    assert_eq!(
        told("// asyncheck: allow(unparsed-file, internal-error)\nfn f() { bad() }"),
        ["1 unused-suppression"]
    );
}

#[test]
fn a_comment_with_a_mistake_is_told_and_silences_nothing() {
    assert_eq!(
        told("// asyncheck: alow(unparsed-file)\nfn f() { bad() }"),
        ["1 malformed-suppression", "2 unparsed-file"]
    );
    assert_eq!(
        told("// asyncheck: allow(unparsed-fil)\nfn f() { bad() }"),
        ["1 unknown-rule-in-suppression", "2 unparsed-file"]
    );
    assert_eq!(told("// asyncheck: allow(warnings)\n"), ["1 unknown-rule-in-suppression"]);
}

#[test]
fn what_is_said_about_comments_can_be_silenced_too() {
    let text = "// asyncheck: allow-file(unused-suppression)\n// asyncheck: allow(meta)\nfn f() {}";
    assert_eq!(told(text), [""; 0]);
}

#[test]
fn an_idle_comment_says_why() {
    let workspace = workspace(&["// asyncheck: allow(meta)\nfn g() {\n}\nfn f() { bad() }"]);
    let findings = vec![said(place(&workspace, 0, "bad()"))];
    let verdict = decide(findings, &[], &workspace, &Config::default());
    let idle = &verdict.findings[0].finding;
    assert_eq!(idle.message, "`allow(meta)` silences nothing");
    assert_eq!(idle.label, "not found on lines 2 to 3, which the comment covers");
    let help = "move the comment to the code that it is about, which is found on line 4";
    assert_eq!(idle.help.as_deref(), Some(help));
}

#[test]
fn a_comment_at_a_step_silences_every_caller() {
    let workspace = workspace(&[
        "fn a() { leaf() }\nfn b() { leaf() }",
        "// asyncheck: allow(meta)\nfn leaf() { root() }",
    ]);
    let step = Step {
        place: place(&workspace, 1, "root()"),
        message: String::new(),
        label: String::new(),
    };
    let callers = ["leaf() }\nfn", "leaf() }"].map(|code| {
        let (rule, mut finding) = said(place(&workspace, 0, code));
        finding.trace.push(step.clone());
        (rule, finding)
    });
    let verdict = decide(callers.to_vec(), &[], &workspace, &Config::default());
    assert!(verdict.findings.is_empty());
    assert_eq!(verdict.suppressed, 2);
}

#[test]
fn comments_can_be_ignored() {
    let text = "// asyncheck: allow(unparsed-file)\nfn f() { bad() }\n// asyncheck: allow(meta)\n";
    let workspace = workspace(&[text]);
    let flags = Flags { isolated: true, ignore_suppressions: true, ..Flags::default() };
    let ground = Ground::folder(&workspace.root);
    let config = config::load(&ground, &flags, &Names::default()).expect("nothing is read");
    let findings = vec![said(place(&workspace, 0, "bad()"))];
    let verdict = decide(findings, &[], &workspace, &config);
    assert_eq!(lines(&verdict, &workspace), ["2 unparsed-file"]);
    assert_eq!(verdict.suppressed, 0);
}

#[test]
fn comments_in_code_that_was_not_judged_are_not_idle() {
    let mut workspace = workspace(&["fn f() {}\n// asyncheck: allow(meta)\nfn g() {}"]);
    let note = Note {
        kind: NoteKind::Syntax,
        file: Some(FileId(0)),
        span: Span::new(0, 2),
        path: None,
        message: "not Rust".to_owned(),
        help: None,
    };
    let verdict = decide(Vec::new(), &[note], &workspace, &Config::default());
    assert_eq!(lines(&verdict, &workspace), ["1 unparsed-file"]);
    workspace.crates[0].judged = false;
    let verdict = decide(Vec::new(), &[], &workspace, &Config::default());
    assert!(verdict.findings.is_empty());
}

#[test]
fn a_reason_can_be_asked_for() {
    let text = "// asyncheck: allow(meta, reason = \" \")\nfn f() { bad() }\n\
        // asyncheck: allow(meta, reason = \"why\")\nfn g() {}";
    let workspace = workspace(&[text]);
    let mut config = Config::default();
    let subject = Subject::Rule("suppression-without-reason");
    config.push(&said_by_test(Setting::plain(subject, Level::Deny)));
    let findings = vec![said(place(&workspace, 0, "bad()")), said(place(&workspace, 0, "fn g"))];
    let verdict = decide(findings, &[], &workspace, &config);
    assert_eq!(lines(&verdict, &workspace), ["1 suppression-without-reason"]);
    assert_eq!(verdict.count(Level::Deny), 1);
}

#[test]
fn findings_are_sorted_and_told_once() {
    let workspace = workspace(&["fn a() { x() }", "fn b() { y() }"]);
    let at = |file, code| said(place(&workspace, file, code));
    let findings = vec![at(1, "y()"), at(0, "x()"), at(0, "fn a"), at(0, "x()")];
    let verdict = decide(findings, &[], &workspace, &Config::default());
    let starts: Vec<(u32, u32)> = verdict
        .findings
        .iter()
        .map(|told| (told.finding.place.file.0, told.finding.place.span.start))
        .collect();
    assert_eq!(starts, [(0, 0), (0, 9), (1, 9)]);
}

#[test]
fn a_failure_of_ours_is_a_failed_run() {
    let workspace = workspace(&["fn f() {}"]);
    let note = Note {
        kind: NoteKind::Internal,
        file: Some(FileId(0)),
        span: Span::new(3, 4),
        path: None,
        message: "types failed here".to_owned(),
        help: None,
    };
    let mut config = Config::default();
    let verdict = decide(Vec::new(), std::slice::from_ref(&note), &workspace, &config);
    assert_eq!(lines(&verdict, &workspace), ["1 internal-error"]);
    config.push(&said_by_test(Setting::plain(Subject::All, Level::Allow)));
    let verdict = decide(Vec::new(), &[note], &workspace, &config);
    assert!(verdict.findings.is_empty() && verdict.internal);
}

#[test]
fn every_rule_of_ours_has_the_folder_as_its_group() {
    for rule in OWN {
        let file = format!("src/rules/{}/{}.rs", rule.group, rule.id.replace('-', "_"));
        let root = env!("CARGO_MANIFEST_DIR");
        let text = std::fs::read_to_string(format!("{root}/{file}")).expect("the file is there");
        assert_eq!(text, rule.source, "{file}");
    }
}

#[test]
fn what_is_idle_can_be_removed_unless_it_may_be_meant_for_another_line() {
    let fixes = |text: &str| {
        let workspace = workspace(&[text]);
        let findings = vec![said(place(&workspace, 0, "bad()"))];
        let verdict = decide(findings, &[], &workspace, &Config::default());
        let idle = verdict.findings.into_iter().filter(|told| told.rule.id == "unused-suppression");
        idle.map(|told| told.finding.fix.map(|fix| fix.title)).collect::<Vec<_>>()
    };
    let all =
        "// asyncheck: allow(meta, guards)\nfn f() {}\n// asyncheck: allow(meta)\nfn g() { bad() }";
    assert_eq!(fixes(all), [Some("remove the comment".to_owned()), None], "one takes both");
    let one = "// asyncheck: allow(meta, guards)\nfn g() { bad() }";
    assert_eq!(fixes(one), [Some("remove `guards`".to_owned())]);
    let near = "// asyncheck: allow(meta)\nfn f() {}\nfn g() { bad() }";
    assert_eq!(fixes(near), [None]);
}

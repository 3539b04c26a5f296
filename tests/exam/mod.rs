//! What is examined: the fixtures on disk, and the code blocks of the rules' own pages.

mod cut;
mod judge;
mod manners;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use asyncheck::config::Level;
use asyncheck::library::Library;
use asyncheck::rules;
use asyncheck::rules::Check;
use asyncheck::rules::Page;
use libtest_mimic::Failed;
use libtest_mimic::Trial;
use walkdir::WalkDir;

use crate::support::compare;
use crate::support::fixture::Fixture;
use crate::support::marks::Truth;
use crate::support::package;
use crate::support::snapshot;

/// All that is examined.
pub struct Exam {
    /// What we know of libraries.
    library: Library,
    /// `fixtures/rules`, `fixtures/facts` and the pages, each with what is asked of it; or why it
    /// cannot be read.
    papers: Vec<Result<Paper, (String, String)>>,
}

/// One fixture and what is asked of it.
struct Paper {
    fixture: Fixture,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// The fixture of a rule: its verdicts, and the text that is printed.
    Rule,
    /// The fixture of an earlier room: its facts, and no verdicts.
    Facts,
    /// A block under `## Bad`: something is found.
    BadPage,
    /// A block under `## Good`: nothing is found.
    GoodPage,
}

impl Exam {
    /// Reads every fixture and every page.
    pub fn collect(library: Library) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
        let mut papers = on_disk(&root, "rules", Kind::Rule);
        papers.extend(on_disk(&root, "facts", Kind::Facts));
        papers.extend(pages());
        Self { library, papers }
    }

    /// How many false and missed alarms are written down, as a sentence.
    pub fn known_mistakes(&self) -> String {
        let count = |truth: Truth| {
            let papers = self.papers.iter().flatten();
            let verdicts = papers.flat_map(|paper| &paper.fixture.expectations.verdicts);
            verdicts.filter(|verdict| verdict.truth == truth).count()
        };
        let (wrong, missed) = (count(Truth::FalseAlarm), count(Truth::MissedAlarm));
        format!("{wrong} false alarms and {missed} missed alarms are written down")
    }
}

/// The named tests.
pub fn trials(exam: &Arc<Exam>) -> Vec<Trial> {
    let mut trials = Vec::new();
    for (at, paper) in exam.papers.iter().enumerate() {
        match paper {
            Ok(paper) => {
                let exam = Arc::clone(exam);
                let name = paper.fixture.name.clone();
                trials.push(Trial::test(name, move || exam.hold(at)));
            }
            Err((name, problem)) => {
                let problem = problem.clone();
                trials.push(Trial::test(name, move || Err(Failed::from(problem))));
            }
        }
    }
    trials.extend(cut::trials(exam));
    trials
}

impl Exam {
    /// The test of one paper.
    fn hold(&self, at: usize) -> Result<(), Failed> {
        let paper = self.papers[at].as_ref().expect("a broken one has a test of its own");
        let expected = &paper.fixture.expectations;
        let folder = package::write(&paper.fixture, &self.library)?;
        let judged = judge::judge(folder.path(), &self.library, &silent_beside(&paper.fixture))?;
        let mut complaints = compare::unknown_rules(expected, &known_rules());
        match paper.kind {
            Kind::Facts => {
                complaints.extend(compare::differences(expected, &[], &judged.facts));
            }
            Kind::Rule | Kind::BadPage | Kind::GoodPage => {
                complaints.extend(compare::differences(expected, &judged.found, &judged.facts));
            }
        }
        let says_something = !expected.verdicts.is_empty();
        match paper.kind {
            Kind::BadPage if !says_something => complaints.push("nothing is bad here".to_owned()),
            Kind::GoodPage | Kind::Facts if says_something => {
                complaints.push("no verdict belongs here".to_owned());
            }
            _ => {}
        }
        complaints.extend(judged.bad_manners);
        if paper.kind == Kind::Rule && complaints.is_empty() {
            let name = &paper.fixture.name;
            let id = name.strip_prefix("rules/").unwrap_or(name);
            complaints.extend(snapshot::differs(id, &judged.printed));
        }
        if complaints.is_empty() { Ok(()) } else { Err(Failed::from(complaints.join("\n"))) }
    }
}

/// The rules that are off by default, and that a fixture neither examines nor names: they speak of
/// what most code does.
fn silent_beside(fixture: &Fixture) -> Vec<&'static str> {
    let examined = fixture.name.split('/').nth(1);
    let named = |id: &str| fixture.expectations.verdicts.iter().any(|verdict| verdict.rule == id);
    let off = rules::catalogue().filter(|rule| rule.levels.base == Level::Allow);
    off.map(|rule| rule.id).filter(|&id| Some(id) != examined && !named(id)).collect()
}

fn known_rules() -> BTreeSet<&'static str> {
    rules::catalogue().map(|rule| rule.id).collect()
}

fn on_disk(root: &Path, folder: &str, kind: Kind) -> Vec<Result<Paper, (String, String)>> {
    let entries = WalkDir::new(root.join(folder)).sort_by_file_name().into_iter();
    let files: Vec<PathBuf> = entries
        .map(|entry| entry.expect("the fixtures can be read").into_path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "rs"))
        .collect();
    files
        .iter()
        .map(|path| {
            let name = path.strip_prefix(root).expect("it lies in the folder").with_extension("");
            let name = name.to_str().expect("its name is UTF-8").replace('\\', "/");
            let text = fs::read_to_string(path).expect("a fixture is UTF-8");
            paper(&name, &text, kind)
        })
        .collect()
}

fn pages() -> Vec<Result<Paper, (String, String)>> {
    let mut papers = Vec::new();
    for rule in rules::catalogue() {
        // The others speak of comments and of what cannot be parsed: `triage` says them.
        if !matches!(rule.check, Check::Function(_)) {
            continue;
        }
        let page = Page::parse(rule.source);
        for (title, kind) in [("Bad", Kind::BadPage), ("Good", Kind::GoodPage)] {
            let section = page.section(title).into_iter();
            let blocks = section.flat_map(|section| section.code("rust"));
            for (number, block) in (1..).zip(blocks) {
                let name = format!("pages/{}/{}-{number}", rule.id, title.to_lowercase());
                papers.push(paper(&name, &block, kind));
            }
        }
    }
    papers
}

fn paper(name: &str, text: &str, kind: Kind) -> Result<Paper, (String, String)> {
    match Fixture::parse(name, text) {
        Ok(fixture) => Ok(Paper { fixture, kind }),
        Err(problem) => Err((name.to_owned(), problem)),
    }
}

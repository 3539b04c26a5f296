//! What makes a finding the same finding in another version of the program: `docs/FINGERPRINTS.md`.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::fmt;

use siphasher::sip128::SipHasher24;

use crate::finding::Enclosure;
use crate::finding::Finding;
use crate::rules::Rule;
use crate::source::FileId;
use crate::source::Place;
use crate::source::Workspace;
use crate::triage::nodes::Nodes;
use crate::triage::shape;
use crate::triage::suppress::Said;

/// The version of everything below: another rule for it is another name.
const VERSION: &str = "asyncheck/v1";

/// 128 bits that stay as they are while lines move, files are renamed and messages are reworded.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub struct Fingerprint(pub [u8; 16]);

impl fmt::Display for Fingerprint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

/// What findings are told apart by, save for which of several equal ones it is.
type Identity = Vec<String>;

/// The fingerprints of all findings of a run.
#[derive(Debug)]
pub(super) struct Fingerprints {
    found: BTreeMap<(Place, &'static str, String), Fingerprint>,
}

impl Fingerprints {
    /// Looks at everything that was said. Equal findings are counted in the order of the output.
    pub fn new<'a>(said: impl Iterator<Item = &'a Said>, workspace: &'a Workspace) -> Self {
        let mut packages: BTreeMap<FileId, &str> = BTreeMap::new();
        let mut texts: BTreeMap<FileId, Nodes<'a>> = BTreeMap::new();
        let mut equal: BTreeMap<Identity, BTreeSet<Order<'a>>> = BTreeMap::new();
        for (rule, finding) in said {
            let file = workspace.files.get(finding.place.file);
            let nodes = texts.entry(finding.place.file).or_insert_with(|| Nodes::new(&file.text));
            let package = packages
                .entry(finding.place.file)
                .or_insert_with(|| workspace.package_of(finding.place.file));
            let order = (&*file.name, finding.place, rule.id, &*finding.message);
            equal.entry(identity(rule, finding, package, nodes)).or_default().insert(order);
        }
        let numbered = equal.iter().flat_map(|(identity, orders)| {
            let numbers = orders.iter().enumerate();
            numbers.map(move |(number, &(_, place, rule, message))| {
                ((place, rule, message.to_owned()), digest(identity, number))
            })
        });
        Self { found: numbered.collect() }
    }

    /// That of one of the findings.
    pub fn of(&self, rule: &'static Rule, finding: &Finding) -> Fingerprint {
        self.found[&(finding.place, rule.id, finding.message.clone())]
    }
}

/// File, place, rule, message: what a file says in two crates is one finding.
type Order<'a> = (&'a str, Place, &'static str, &'a str);

fn identity(rule: &Rule, finding: &Finding, package: &str, nodes: &Nodes<'_>) -> Identity {
    let inside = finding.inside.iter().map(|enclosure| match enclosure {
        Enclosure::Closure => "closure",
        Enclosure::Future => "future",
    });
    vec![
        VERSION.to_owned(),
        rule.id.to_owned(),
        package.to_owned(),
        finding.function.clone(),
        inside.collect::<Vec<_>>().join("/"),
        shape::of_text(&finding.root),
        written(finding, nodes),
    ]
}

/// What stands at the place: code, or the words of a comment.
fn written(finding: &Finding, nodes: &Nodes<'_>) -> String {
    let span = finding.place.span;
    let code = shape::of_span(nodes, span);
    match code.is_empty() {
        true => nodes.text(span).split_whitespace().collect::<Vec<_>>().join(" "),
        false => code,
    }
}

/// SipHash-2-4 with 128 bits and the key zero, over each part with its length in front.
fn digest(identity: &Identity, number: usize) -> Fingerprint {
    let number = number.to_string();
    let mut bytes = Vec::new();
    for part in identity.iter().chain([&number]) {
        bytes.extend((part.len() as u64).to_le_bytes());
        bytes.extend(part.as_bytes());
    }
    Fingerprint(SipHasher24::new().hash(&bytes).as_bytes())
}

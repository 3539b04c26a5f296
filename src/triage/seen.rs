//! Whether a run sees a stretch of code at all: a comment in code that is switched off has nothing to
//! silence, and is no mistake.

use std::collections::BTreeMap;

use crate::source::CfgExpr;
use crate::source::CfgSet;
use crate::source::Crate;
use crate::source::FileId;
use crate::source::ModDecl;
use crate::source::Workspace;
use crate::triage::nodes::Nodes;
use crate::triage::nodes::Range;

/// In which builds of judged crates each file stands.
#[derive(Debug)]
pub(super) struct Sight {
    builds: Vec<CfgSet>,
    files: BTreeMap<FileId, Vec<usize>>,
}

impl Sight {
    /// Follows the modules of every judged crate.
    pub fn new(workspace: &Workspace) -> Self {
        let mut sight = Self { builds: Vec::new(), files: BTreeMap::new() };
        for krate in workspace.crates.iter().filter(|krate| krate.judged) {
            for build in krate.cfg.builds() {
                for file in mounted(krate, &build, workspace) {
                    sight.files.entry(file).or_default().push(sight.builds.len());
                }
                sight.builds.push(build);
            }
        }
        sight
    }

    /// Whether a file belongs to a judged crate.
    pub fn judges(&self, file: FileId) -> bool {
        self.files.contains_key(&file)
    }

    /// Whether the code at an offset is switched on in one of them.
    pub fn sees(&self, file: FileId, nodes: &Nodes<'_>, offset: u32) -> bool {
        let conditions = conditions(nodes, offset);
        let mut builds = self.files.get(&file).into_iter().flatten();
        builds.any(|&build| holds(&conditions, &self.builds[build]))
    }
}

/// The files of a crate that a build of it switches on.
fn mounted(krate: &Crate, build: &CfgSet, workspace: &Workspace) -> Vec<FileId> {
    let mut on = vec![false; krate.mounts.len()];
    // The first mount is the root; a tree is walked down from it.
    let mut open = vec![0];
    while let Some(at) = open.pop() {
        let Some(mount) = krate.mounts.get(at).filter(|_| !on[at]) else { continue };
        on[at] = true;
        let modules = &workspace.files.get(mount.file).scan.modules;
        let children = mount.children.iter().filter(|(offset, _)| {
            let declared = modules.iter().find(|module| module.offset == *offset);
            declared.is_none_or(|module: &ModDecl| holds(&module.cfg, build))
        });
        open.extend(children.chain(&mount.includes).map(|&(_, child)| child));
    }
    krate.mounts.iter().zip(on).filter(|(_, on)| *on).map(|(mount, _)| mount.file).collect()
}

fn holds(conditions: &[CfgExpr], cfg: &CfgSet) -> bool {
    conditions.iter().all(|condition| cfg.answers(condition) == Some(true))
}

/// What must hold for the code at an offset to be there: the attributes of the nodes around it, and
/// those that the file or a module begins with.
fn conditions(nodes: &Nodes<'_>, offset: u32) -> Vec<CfgExpr> {
    let around = nodes.around(offset);
    let mut found = inner_conditions(nodes, 0..nodes.tokens.len());
    for node in &around {
        found.extend(outer_conditions(nodes, node));
        found.extend(inner_conditions(nodes, nodes.last_block(node)));
        // `cfg_if! { … }`, `cfg_rt! { … }`: what is inside depends on what we do not read.
        if nodes.word(node.start).starts_with("cfg_") {
            found.push(CfgExpr::Unknown);
        }
    }
    found
}

/// `#[cfg(…)]` and `#[test]` in front of a node.
fn outer_conditions(nodes: &Nodes<'_>, node: &Range) -> Vec<CfgExpr> {
    let mut found = Vec::new();
    let mut at = node.start;
    while at < nodes.behind_attributes(node.start) {
        let end = nodes.tokens[at + 1].partner;
        found.extend(condition(nodes, at + 2..end));
        at = end + 1;
    }
    found
}

/// `#![cfg(…)]` at the begin of a group.
fn inner_conditions(nodes: &Nodes<'_>, group: Range) -> Vec<CfgExpr> {
    let is_inner =
        |node: &Range| nodes.word(node.start) == "#" && nodes.word(node.start + 1) == "!";
    let inner = nodes.split(group).take_while(is_inner);
    inner.filter_map(|node| condition(nodes, node.start + 3..node.end - 1)).collect()
}

/// What an attribute asks for; the range is what stands between its brackets.
fn condition(nodes: &Nodes<'_>, attribute: Range) -> Option<CfgExpr> {
    if nodes.word(attribute.start) == "cfg" && attribute.len() > 3 {
        return Some(CfgExpr::parse(nodes.written(attribute.start + 2..attribute.end - 1)));
    }
    // `#[test]`, `#[tokio::test(…)]`: the harness drops the function where there is no harness.
    let arguments = attribute.clone().find(|&at| nodes.word(at) == "(");
    let last = arguments.unwrap_or(attribute.end).checked_sub(1)?;
    (nodes.word(last) == "test").then(|| CfgExpr::Name("test".into()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(text: &str) -> Vec<String> {
        let nodes = Nodes::new(text);
        let offset = text.find("HERE").expect("the place is marked") as u32;
        // The predicates themselves are read elsewhere: their number is what counts here.
        conditions(&nodes, offset).into_iter().map(|found| format!("{found:?}")).collect()
    }

    #[test]
    fn tests_need_a_harness() {
        assert_eq!(names("#[test] fn f() { HERE }"), ["Name(\"test\")"]);
        assert_eq!(
            names("mod m { #[a::test(b = 1)] async fn f() { g(HERE); } }"),
            ["Name(\"test\")"]
        );
        assert_eq!(names("#[inline] fn f() { HERE }"), [""; 0]);
        assert_eq!(names("#[test] fn f() {} fn g() { HERE }"), [""; 0]);
    }

    #[test]
    fn macros_that_switch_code_are_not_seen_through() {
        assert_eq!(names("cfg_if! { if a { fn f() { HERE } } }"), ["Unknown"]);
    }
}

//! Which bodies of dependencies are read: those of functions that the workspace may call and that may
//! come to something which a row speaks of. Told by names alone, so too many, and few too little; what
//! a body really calls is for the rooms behind to say.

use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::library::Deeds;
use crate::library::Library;
use crate::lower::driver;
use crate::lower::functions::CallText;
use crate::lower::functions::FunctionText;
use crate::lower::functions::functions;
use crate::source::Crate;
use crate::source::CrateId;
use crate::source::FileId;
use crate::source::Span;
use crate::source::Workspace;

/// A function of a dependency.
struct Candidate<'t> {
    krate: CrateId,
    file: FileId,
    text: FunctionText<'t>,
}

impl Candidate<'_> {
    /// A call of this text may mean it. What stands in front of its name may be a module.
    fn may_be(&self, call: &CallText<'_>) -> bool {
        let head = self.text.head;
        let fits = |owner| owner == "Self" || head.is_empty() || head.contains(owner);
        self.text.name == call.name && call.owner.is_none_or(fits)
    }
}

/// The text of one file of a dependency.
struct Words<'t> {
    krate: CrateId,
    candidates: Vec<Candidate<'t>>,
    /// The names in front of deeds that stand in it.
    owners: FxHashSet<&'t str>,
}

/// Notes in the files of dependencies which bodies need not be read. `words` are those of the workspace.
pub(super) fn choose(workspace: &mut Workspace, words: &FxHashSet<String>, library: &Library) {
    if !workspace.crates.iter().any(|krate| krate.dependency) {
        return;
    }
    let idle: Vec<(FileId, Span)> = idle(workspace, words, &library.deeds())
        .into_iter()
        .map(|it| (it.file, Span::new(it.text.inside.start as u32, it.text.inside.end as u32)))
        .collect();
    for of_file in idle.chunk_by(|(one, _), (other, _)| one == other) {
        let file = &mut workspace.files.all[of_file[0].0.index()];
        file.unread_bodies = of_file.iter().map(|&(_, inside)| inside).collect();
    }
}

/// The functions that the workspace does not come to, and those that come to nothing, by file and place.
fn idle<'t>(
    workspace: &'t Workspace,
    words: &FxHashSet<String>,
    deeds: &Deeds<'_>,
) -> Vec<Candidate<'t>> {
    let texts = texts(workspace, deeds);
    let named = named(workspace, &texts, deeds);
    let all: Vec<Candidate<'_>> = texts.into_iter().flat_map(|text| text.candidates).collect();
    let graph = Graph::new(workspace, &all);
    let does = |it: &Candidate<'_>| {
        it.text.calls.iter().any(|call| {
            let of = deeds.get(call.name).into_iter().flatten();
            let mut of = of.filter(|deed| named[&it.krate].contains(*deed));
            of.any(|(_, owner)| call.owner.is_none_or(|it| it == *owner))
        })
    };
    let leads = graph.closed(does, |at| graph.callers(at));
    let reached = graph.closed(|it| words.contains(it.text.name), |at| graph.callees(at));
    let matter = leads.into_iter().zip(reached).map(|(leads, reached)| leads && reached);
    let matter: Vec<bool> = matter.collect();
    all.into_iter().zip(matter).filter(|(_, matters)| !matters).map(|(it, _)| it).collect()
}

/// For each crate the crates and owners of deeds that it may name.
fn named<'l>(
    workspace: &Workspace,
    texts: &[Words<'_>],
    deeds: &Deeds<'l>,
) -> FxHashMap<CrateId, FxHashSet<(&'l str, &'l str)>> {
    let mut found: FxHashMap<CrateId, FxHashSet<(&str, &str)>> = FxHashMap::default();
    for text in texts {
        let all = deeds.values().flatten().copied();
        let here = all.filter(|&(krate, owner)| {
            text.owners.contains(owner) && may_use(workspace, text.krate, krate)
        });
        found.entry(text.krate).or_default().extend(here);
    }
    found
}

/// A crate may call functions of the crate that rows know by this name, perhaps the facade of another.
fn may_use(workspace: &Workspace, krate: CrateId, name: &str) -> bool {
    let Crate { externs, name: own, .. } = &workspace.crates[krate.index()];
    let mut externs = externs.iter().map(|(name, _)| name).chain([own]);
    name == "std"
        || externs.any(|it| {
            it.strip_prefix(name).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric))
        })
}

fn texts<'t>(workspace: &'t Workspace, deeds: &Deeds<'_>) -> Vec<Words<'t>> {
    let owners = deeds.values().flatten().map(|&(_, owner)| owner).collect();
    let mut files: Vec<(FileId, CrateId)> = Vec::new();
    for (krate, of) in (0..).map(CrateId).zip(&workspace.crates).filter(|(_, of)| of.dependency) {
        files.extend(of.mounts.iter().map(|mount| (mount.file, krate)));
    }
    files.sort_unstable();
    files.dedup_by_key(|(file, _)| *file);
    let words = |(file, krate): (FileId, CrateId)| words(workspace, &owners, file, krate);
    driver::each(files, words)
}

fn words<'t>(
    workspace: &'t Workspace,
    known: &FxHashSet<&str>,
    file: FileId,
    krate: CrateId,
) -> Words<'t> {
    let mut owners = FxHashSet::default();
    let see = |word| {
        if known.contains(word) {
            owners.insert(word);
        }
    };
    let texts = functions(&workspace.files.get(file).text, see).into_iter();
    let candidates = texts.map(|text| Candidate { krate, file, text }).collect();
    Words { krate, candidates, owners }
}

/// Who may call whom.
struct Graph<'c, 't> {
    all: &'c [Candidate<'t>],
    /// The functions of a name.
    named: FxHashMap<&'t str, Vec<usize>>,
    /// The functions that call one of a name.
    calling: FxHashMap<&'t str, Vec<usize>>,
    /// For each dependency the crates that it builds on, and itself.
    below: FxHashMap<CrateId, FxHashSet<CrateId>>,
}

impl<'c, 't> Graph<'c, 't> {
    fn new(workspace: &Workspace, all: &'c [Candidate<'t>]) -> Self {
        let (named, calling) = Default::default();
        let crates: FxHashSet<CrateId> = all.iter().map(|it| it.krate).collect();
        let below = crates.into_iter().map(|krate| (krate, workspace.built_on(krate))).collect();
        let mut graph = Self { all, named, calling, below };
        for (at, candidate) in all.iter().enumerate() {
            graph.named.entry(candidate.text.name).or_default().push(at);
            for call in &candidate.text.calls {
                graph.calling.entry(call.name).or_default().push(at);
            }
        }
        graph
    }

    fn callers(&self, at: usize) -> Vec<usize> {
        let callee = &self.all[at];
        let calls = |it: usize| self.all[it].text.calls.iter().any(|call| callee.may_be(call));
        let callers = self.calling.get(callee.text.name).into_iter().flatten().copied();
        callers.filter(|&it| self.builds_on(it, at) && calls(it)).collect()
    }

    fn callees(&self, at: usize) -> Vec<usize> {
        let mut found = Vec::new();
        for call in &self.all[at].text.calls {
            let named = self.named.get(call.name).into_iter().flatten().copied();
            found.extend(named.filter(|&it| self.builds_on(at, it) && self.all[it].may_be(call)));
        }
        found
    }

    fn builds_on(&self, one: usize, other: usize) -> bool {
        self.below[&self.all[one].krate].contains(&self.all[other].krate)
    }

    /// The functions that have something, and those that are next to one of them, and so on.
    fn closed(
        &self,
        has: impl Fn(&Candidate<'_>) -> bool,
        next: impl Fn(usize) -> Vec<usize>,
    ) -> Vec<bool> {
        let mut found: Vec<bool> = self.all.iter().map(has).collect();
        let mut open: Vec<usize> = (0..found.len()).filter(|&at| found[at]).collect();
        while let Some(at) = open.pop() {
            for other in next(at) {
                if !std::mem::replace(&mut found[other], true) {
                    open.push(other);
                }
            }
        }
        found
    }
}

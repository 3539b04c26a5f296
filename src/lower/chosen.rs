//! Which bodies of dependencies are read: those of functions that the workspace may call and that may
//! come to something which a row speaks of. Told by names alone, so too many, and few too little; what
//! a body really calls is for the rooms behind to say.

use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelIterator;
use rustc_hash::FxHashMap;
use rustc_hash::FxHashSet;

use crate::lower::functions::CallText;
use crate::lower::functions::FunctionText;
use crate::lower::functions::functions;
use crate::source::Crate;
use crate::source::CrateId;
use crate::source::FileId;
use crate::source::Span;
use crate::source::Workspace;
use crate::source::on_workers;

/// What rows speak of: for the last name of each function the crate and the name in front of it, `std`
/// and `File` for `std::fs::File::open`. Code that names neither does not call it.
pub type Deeds<'l> = FxHashMap<&'l str, FxHashSet<(&'l str, &'l str)>>;

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
pub(super) fn choose(workspace: &mut Workspace, words: &FxHashSet<String>, deeds: &Deeds<'_>) {
    let mut unread: FxHashMap<FileId, Vec<Span>> = FxHashMap::default();
    for it in idle(workspace, words, deeds) {
        let inside = Span::new(it.text.inside.start as u32, it.text.inside.end as u32);
        unread.entry(it.file).or_default().push(inside);
    }
    for (file, bodies) in unread {
        workspace.files.all[file.index()].unread_bodies = bodies.into();
    }
}

/// The functions that the workspace does not come to, and those that come to nothing.
fn idle<'t>(
    workspace: &'t Workspace,
    words: &FxHashSet<String>,
    deeds: &Deeds<'_>,
) -> Vec<Candidate<'t>> {
    let texts = texts(workspace, deeds);
    let mut named_in: FxHashMap<CrateId, FxHashSet<(&str, &str)>> = FxHashMap::default();
    for text in &texts {
        let all = deeds.values().flatten().copied();
        let named = all.filter(|&(krate, owner)| {
            text.owners.contains(owner) && may_use(workspace, text.krate, krate)
        });
        named_in.entry(text.krate).or_default().extend(named);
    }
    let all: Vec<Candidate<'_>> = texts.into_iter().flat_map(|text| text.candidates).collect();
    let (mut named, mut calling): (ByName<'_>, ByName<'_>) = Default::default();
    for (at, candidate) in all.iter().enumerate() {
        named.entry(candidate.text.name).or_default().push(at);
        for call in &candidate.text.calls {
            calling.entry(call.name).or_default().push(at);
        }
    }
    let below = below(workspace);
    let builds_on = |one: usize, other: usize| below[&all[one].krate].contains(&all[other].krate);
    let callers = |at: usize| {
        let callers = calling.get(all[at].text.name).into_iter().flatten().copied();
        let calls = |it: usize| all[it].text.calls.iter().any(|call| all[at].may_be(call));
        callers.filter(|&it| builds_on(it, at) && calls(it)).collect()
    };
    let callees = |at: usize| {
        let of_call = |call: &CallText<'_>| {
            let named = named.get(call.name).into_iter().flatten().copied();
            let callees = named.filter(|&it| builds_on(at, it) && all[it].may_be(call));
            callees.collect::<Vec<usize>>()
        };
        all[at].text.calls.iter().flat_map(of_call).collect()
    };
    let is_deed = |it: &Candidate<'_>| {
        it.text.calls.iter().any(|call| {
            let of = deeds.get(call.name).into_iter().flatten();
            let mut named = of.filter(|deed| named_in[&it.krate].contains(*deed));
            named.any(|(_, owner)| call.owner.is_none_or(|it| it == *owner))
        })
    };
    let leads = closed(&all, is_deed, callers);
    let reached = closed(&all, |it| words.contains(it.text.name), callees);
    let matter = leads.into_iter().zip(reached).map(|(leads, reached)| leads && reached);
    all.into_iter().zip(matter).filter(|(_, matters)| !matters).map(|(it, _)| it).collect()
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

/// Indices of functions, by a name.
type ByName<'t> = FxHashMap<&'t str, Vec<usize>>;

fn texts<'t>(workspace: &'t Workspace, deeds: &Deeds<'_>) -> Vec<Words<'t>> {
    let owners = deeds.values().flatten().map(|&(_, owner)| owner).collect();
    let mut files: Vec<(FileId, CrateId)> = Vec::new();
    for (krate, of) in (0..).map(CrateId).zip(&workspace.crates).filter(|(_, of)| of.dependency) {
        files.extend(of.mounts.iter().map(|mount| (mount.file, krate)));
    }
    files.sort_unstable();
    files.dedup_by_key(|(file, _)| *file);
    let words = |(file, krate): (FileId, CrateId)| words(workspace, &owners, file, krate);
    on_workers(|| files.into_par_iter().map(words).collect())
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

/// For each dependency the crates that it builds on, and itself.
fn below(workspace: &Workspace) -> FxHashMap<CrateId, FxHashSet<CrateId>> {
    let crates = (0..).map(CrateId).zip(&workspace.crates).filter(|(_, krate)| krate.dependency);
    let all = crates.map(|(id, _)| {
        let mut found = FxHashSet::default();
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            if found.insert(id) {
                let externs = &workspace.crates[id.index()].externs;
                open.extend(externs.iter().filter_map(|(_, id)| *id));
            }
        }
        (id, found)
    });
    all.collect()
}

/// The functions that have something, and those that are next to one of them, and so on.
fn closed(
    all: &[Candidate<'_>],
    has: impl Fn(&Candidate<'_>) -> bool,
    next: impl Fn(usize) -> Vec<usize>,
) -> Vec<bool> {
    let mut found: Vec<bool> = all.iter().map(has).collect();
    let mut open: Vec<usize> = (0..all.len()).filter(|&at| found[at]).collect();
    while let Some(at) = open.pop() {
        for other in next(at) {
            if !std::mem::replace(&mut found[other], true) {
                open.push(other);
            }
        }
    }
    found
}

//! How rules tell of a call that holds up its thread, with the chain of calls that proves it.

use std::collections::BTreeSet;

use crate::finding::Finding;
use crate::model::Call;
use crate::model::Deed;
use crate::model::Function;
use crate::model::Place;
use crate::model::RuntimeRow;
use crate::rules::Pass;

/// The advice where the crate depends on no runtime that is known.
const NO_RUNTIME: &str = "the crate names no runtime: use the async counterpart of the one that \
     runs it, or its pool for blocking work";

/// The same, where there is no async counterpart.
const NO_POOL: &str = "the crate names no runtime: run it in the pool for blocking work of the one \
     that runs this, or on a thread of its own";

/// From how many calls on it pays to move them to a pool together.
const SEVERAL: usize = 3;

/// The words of one rule.
pub(super) struct Words {
    /// Of a call that is itself the root: `` `std::fs::read` blocks the executor thread ``.
    pub verb: &'static str,
    /// What stands under the call: why it is bad.
    pub why: &'static str,
    /// What to do.
    pub advice: Advice,
}

/// What to do about a call.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Advice {
    /// Await its async twin, where there is one, or run it on the pool for blocking work.
    Twin,
    /// The same. The async twins of these run on that pool too, each as a trip of its own: several in
    /// one function, which are called so, are better moved there together.
    TwinOrTogether(&'static str),
    /// Of the call itself this, where it has no twin.
    Direct(&'static str),
    /// Run it on the pool for blocking work: nothing else takes it off the thread.
    Pool,
}

/// Reports what calls of an executor's code do, each with its chain.
pub(super) fn report<'m>(
    pass: &mut Pass,
    function: Function<'m>,
    words: &Words,
    does: impl Fn(Call<'m>) -> Option<Deed<'m>>,
) {
    if !function.does_something() {
        return;
    }
    let calls = function.calls().filter_map(|call| Some((call, does(call)?)));
    let calls = calls.filter(|(call, _)| call.runs() == Place::Executor);
    let mut places = BTreeSet::new();
    // Calls that nobody wrote, such as that of a loop, share the place of one that somebody did.
    let found: Vec<_> = calls.filter(|(call, _)| places.insert(call.place())).collect();
    let direct = found.iter().filter(|(_, deed)| deed.depth() == 0).count();
    if found.is_empty() {
        return;
    }
    let runtimes = function.runtimes();
    for (call, deed) in found {
        let name = call.name();
        let (subject, run) = phrases(call, &name);
        let mut help = help(&deed, &run, words.advice, &runtimes);
        if let Advice::TwinOrTogether(calls) = words.advice
            && deed.depth() == 0
            && direct >= SEVERAL
        {
            help += &format!(
                "; better still, do the {direct} {calls} of this function together, on \
                 the pool for blocking work"
            );
        }
        let finding = Finding::new(call.place(), words.why, message(&deed, &subject, words))
            .of(function.path(), deed.root())
            .grade(deed.grade())
            .trace(deed.trace())
            .fix(deed.fix())
            .help(help);
        pass.report(finding);
    }
}

/// What holds up the thread, and what to do elsewhere: the call, or dropping the variable that runs it.
fn phrases(call: Call<'_>, name: &str) -> (String, String) {
    match call.ended() {
        Some(variable) => (
            format!("`{name}`, where `{variable}` goes out of scope,"),
            format!("drop `{variable}`"),
        ),
        None => (format!("`{name}`"), format!("run `{name}`")),
    }
}

fn message(deed: &Deed<'_>, subject: &str, words: &Words) -> String {
    let (verb, root) = (words.verb, deed.root());
    match deed.depth() {
        0 => format!("{subject} {verb}"),
        1 => format!("{subject} {verb}: it calls `{root}`"),
        depth => format!("{subject} {verb}: {depth} calls down it reaches `{root}`"),
    }
}

/// What to do on the runtime that the crate names; where it names several, what to do on each. `run` says
/// what may be moved to a pool: `` run `load` ``.
fn help(deed: &Deed<'_>, run: &str, advice: Advice, runtimes: &[&RuntimeRow]) -> String {
    let twins = runtimes.iter().filter_map(|&runtime| deed.instead(runtime));
    let twin = one_of(twins).map(|twin| format!("use {twin} instead, and `.await` it"));
    let offload = one_of(runtimes.iter().map(|runtime| &*runtime.offload));
    let offload = offload.map(|offload| format!("{run} in {offload}"));
    match (advice, deed.depth()) {
        (Advice::Pool, _) => offload.unwrap_or_else(|| NO_POOL.to_owned()),
        (Advice::Direct(help), 0) => twin.unwrap_or_else(|| help.to_owned()),
        (_, 0) => twin.or(offload).unwrap_or_else(|| NO_RUNTIME.to_owned()),
        _ => match offload {
            Some(offload) => format!("{offload}, or make the chain to the root async"),
            None => NO_RUNTIME.to_owned(),
        },
    }
}

/// `` `a` ``; of several `` `a`, `b` or `c` (the one of the runtime that runs this) ``.
fn one_of<'a>(paths: impl Iterator<Item = &'a str>) -> Option<String> {
    let mut known: Vec<String> = Vec::new();
    for path in paths.map(|path| format!("`{path}`")) {
        // Runtimes may share a path.
        if !known.contains(&path) {
            known.push(path);
        }
    }
    let last = known.pop()?;
    match known.is_empty() {
        true => Some(last),
        false => {
            Some(format!("{} or {last} (the one of the runtime that runs this)", known.join(", ")))
        }
    }
}

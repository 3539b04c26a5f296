//! Every rule over every function, in parallel, in a fixed order.

use std::collections::BTreeMap;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;

use crate::finding::Enclosure;
use crate::finding::Finding;
use crate::model::Function;
use crate::model::Model;
use crate::rules::ALL;
use crate::rules::Check;
use crate::rules::Pass;
use crate::rules::Rule;
use crate::source::Note;
use crate::source::Place;

/// What the rules have to say.
#[derive(Debug, Default)]
pub struct Said {
    /// In the order of functions and rules.
    pub findings: Vec<(&'static Rule, Finding)>,
    /// Where a rule has failed.
    pub failures: Vec<Note>,
    /// How long each rule has taken in all threads together, in nanoseconds; empty without a clock.
    pub times: BTreeMap<&'static str, u64>,
}

/// Tells the nanoseconds since some moment.
pub type Clock = fn() -> u64;

/// Asks every rule. With a clock, it is told how long each has taken.
pub fn check(model: &Model<'_>, clock: Option<Clock>) -> Said {
    let functions: Vec<Function<'_>> = model.functions().collect();
    let of = |&function: &Function<'_>| of(function, clock);
    let outcomes: Vec<Outcome> = functions.par_iter().flat_map_iter(of).collect();
    let mut said = Said::default();
    for outcome in outcomes.into_iter().chain(over_all(model, clock)) {
        let rule = outcome.rule;
        match outcome.said {
            Ok(all) => said.findings.extend(all.into_iter().map(|finding| (rule, finding))),
            Err(note) => said.failures.push(*note),
        }
        if clock.is_some() {
            *said.times.entry(rule.id).or_default() += outcome.time;
        }
    }
    said
}

/// What came of one rule.
struct Outcome {
    rule: &'static Rule,
    said: Result<Vec<Finding>, Box<Note>>,
    /// In nanoseconds; 0 without a clock.
    time: u64,
}

/// The rules that look at the whole program.
fn over_all(model: &Model<'_>, clock: Option<Clock>) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for &rule in ALL {
        let Check::Program(check) = rule.check else { continue };
        let inside = |place| model.enclosing(place);
        let failed = || {
            let first = model.functions().next().expect("a rule failed on something");
            failed(rule, first)
        };
        let run = || ask(|pass| check(pass, model), inside, failed);
        outcomes.push(timed(rule, run, clock));
    }
    outcomes
}

/// All rules over one function. A panic of one of them is told, and the others go on.
fn of(function: Function<'_>, clock: Option<Clock>) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for &rule in ALL {
        let Check::Function(check) = rule.check else { continue };
        let inside = |place| function.enclosing(place);
        let failed = || failed(rule, function);
        let outcome = timed(rule, || ask(|pass| check(pass, function), inside, failed), clock);
        let is_silent = outcome.said.as_ref().is_ok_and(Vec::is_empty);
        if !is_silent || clock.is_some() {
            outcomes.push(outcome);
        }
    }
    outcomes
}

/// What a rule says, each finding with what stands around it.
fn ask(
    check: impl FnOnce(&mut Pass),
    inside: impl Fn(Place) -> Vec<Enclosure>,
    failed: impl FnOnce() -> Note,
) -> Result<Vec<Finding>, Box<Note>> {
    let run = || {
        let mut pass = Pass::default();
        check(&mut pass);
        let mut findings = pass.into_findings();
        for finding in &mut findings {
            finding.inside = inside(finding.place);
        }
        findings
    };
    catch_unwind(AssertUnwindSafe(run)).map_err(|_| Box::new(failed()))
}

fn timed(
    rule: &'static Rule,
    run: impl FnOnce() -> Result<Vec<Finding>, Box<Note>>,
    clock: Option<Clock>,
) -> Outcome {
    let started = clock.map(|now| now());
    let said = run();
    let time = started.zip(clock).map_or(0, |(started, now)| now().saturating_sub(started));
    Outcome { rule, said, time }
}

fn failed(rule: &Rule, function: Function<'_>) -> Note {
    function.failure(&format!("the rule `{}` failed", rule.id))
}

//! Every rule over every function, in parallel, in a fixed order.

use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;

use rayon::iter::IntoParallelRefIterator;
use rayon::iter::ParallelIterator;

use crate::finding::Finding;
use crate::model::Function;
use crate::model::Model;
use crate::rules::ALL;
use crate::rules::Check;
use crate::rules::Pass;
use crate::rules::Rule;
use crate::source::Note;

/// What the rules say, in the order of functions and rules, and where one of them failed.
pub fn check(model: &Model<'_>) -> (Vec<(&'static Rule, Finding)>, Vec<Note>) {
    let functions: Vec<Function<'_>> = model.functions().collect();
    let said: Vec<_> = functions.par_iter().flat_map_iter(|&function| of(function)).collect();
    let mut findings = Vec::new();
    let mut notes = Vec::new();
    for (rule, outcome) in said.into_iter().chain(over_all(model)) {
        match outcome {
            Ok(all) => findings.extend(all.into_iter().map(|finding| (rule, finding))),
            Err(note) => notes.push(*note),
        }
    }
    (findings, notes)
}

type Outcome = (&'static Rule, Result<Vec<Finding>, Box<Note>>);

/// The rules that look at the whole program.
fn over_all(model: &Model<'_>) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for &rule in ALL {
        let Check::Program(check) = rule.check else { continue };
        let run = || {
            let mut pass = Pass::default();
            check(&mut pass, model);
            pass.into_findings()
        };
        match catch_unwind(AssertUnwindSafe(run)) {
            Ok(mut findings) => {
                for finding in &mut findings {
                    finding.inside = model.enclosing(finding.place);
                }
                outcomes.push((rule, Ok(findings)));
            }
            Err(_) => {
                let first = model.functions().next().expect("a rule failed on something");
                outcomes.push((rule, Err(Box::new(failed(rule, first)))));
            }
        }
    }
    outcomes
}

/// All rules over one function. A panic of one of them is told, and the others go on.
fn of(function: Function<'_>) -> Vec<Outcome> {
    let mut outcomes = Vec::new();
    for &rule in ALL {
        let Check::Function(check) = rule.check else { continue };
        let run = || {
            let mut pass = Pass::default();
            check(&mut pass, function);
            pass.into_findings()
        };
        match catch_unwind(AssertUnwindSafe(run)) {
            Ok(findings) if findings.is_empty() => {}
            Ok(mut findings) => {
                for finding in &mut findings {
                    finding.inside = function.enclosing(finding.place);
                }
                outcomes.push((rule, Ok(findings)));
            }
            Err(_) => outcomes.push((rule, Err(Box::new(failed(rule, function))))),
        }
    }
    outcomes
}

fn failed(rule: &Rule, function: Function<'_>) -> Note {
    function.failure(&format!("the rule `{}` failed", rule.id))
}

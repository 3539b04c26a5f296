//! `explain` and `rules`.

use crate::cli::Outcome;
use crate::cli::args::ExplainArgs;
use crate::cli::args::RulesArgs;
use crate::cli::output::Output;
use crate::error::Error;
use crate::report;
use crate::rules;

/// Prints the page of a rule.
pub(super) fn explain(arguments: &ExplainArgs, output: &Output) -> Result<Outcome, Error> {
    // Editors print the code as `asyncheck::blocking-fs`; people copy it.
    let id = arguments.rule.trim_start_matches("asyncheck::");
    let rule = rules::find(id).ok_or_else(|| Error::Usage {
        message: format!("unknown rule `{id}`"),
        help: Some(rules::names().advice(id)),
    })?;
    output.print(&report::page(rule, &output.look))?;
    Ok(Outcome::Clean)
}

/// Prints all rules.
pub(super) fn rules(arguments: &RulesArgs, output: &Output) -> Result<Outcome, Error> {
    match arguments.json {
        true => output.print(&report::catalogue_json())?,
        false => output.print(&report::catalogue(&output.look))?,
    }
    Ok(Outcome::Clean)
}

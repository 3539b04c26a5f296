//! `explain` and `rules`.

use crate::cli::Outcome;
use crate::cli::args::ExplainArgs;
use crate::cli::args::PageFormat;
use crate::cli::args::RulesArgs;
use crate::cli::output::Output;
use crate::error::Error;
use crate::report;
use crate::rules;
use crate::rules::Rule;

/// Prints the page of a rule, or all pages.
pub(super) fn explain(arguments: &ExplainArgs, output: &Output) -> Result<Outcome, Error> {
    let text = match (&arguments.rule, arguments.format) {
        (Some(name), PageFormat::Text) => report::page(rule(name)?, &output.look),
        (Some(name), PageFormat::Md) => report::page_markdown(rule(name)?),
        (Some(name), PageFormat::Json) => report::page_json(rule(name)?),
        (None, PageFormat::Text) => all(|rule| report::page(rule, &output.look)),
        (None, PageFormat::Md) => all(report::page_markdown),
        (None, PageFormat::Json) => report::pages_json(rules::catalogue()),
    };
    output.print(&text)?;
    Ok(Outcome::Clean)
}

/// The rule of this name.
fn rule(name: &str) -> Result<&'static Rule, Error> {
    // Editors print the code as `asyncheck::blocking-fs`; people copy it. Attributes have no `-`.
    let id = name.trim_start_matches("asyncheck::").replace('_', "-");
    rules::find(&id).ok_or_else(|| {
        let of_group = rules::catalogue().filter(|rule| rule.group == id).map(|rule| rule.id);
        let of_group: Vec<&str> = of_group.collect();
        match of_group.is_empty() {
            true => Error::Usage {
                message: format!("unknown rule `{id}`"),
                help: Some(rules::names().advice(&id)),
            },
            false => Error::Usage {
                message: format!("`{id}` is a group, not a rule"),
                help: Some(format!("its rules: `{}`", of_group.join("`, `"))),
            },
        }
    })
}

/// All pages, one below the other.
fn all(page: impl Fn(&Rule) -> String) -> String {
    let pages: Vec<String> = rules::catalogue().map(page).collect();
    pages.join("\n\n")
}

/// Prints all rules.
pub(super) fn rules(arguments: &RulesArgs, output: &Output) -> Result<Outcome, Error> {
    match arguments.json {
        true => output.print(&report::catalogue_json())?,
        false => output.print(&report::catalogue(&output.look))?,
    }
    Ok(Outcome::Clean)
}

//! `--suppress`: comments for whatever is found.

use crate::cli::file::write_whole;
use crate::cli::judge::Judged;
use crate::cli::output::Output;
use crate::config::Config;
use crate::config::Level;
use crate::error::Error;
use crate::finding::Grade;
use crate::report;
use crate::rules::suppression::suppression_without_reason;
use crate::triage;
use crate::triage::Reported;

/// Writes a comment above the statement of each finding. What is left in the verdict are the findings
/// that no comment can silence.
pub(super) fn run(judged: &mut Judged, reason: Option<&str>, output: &Output) -> Result<(), Error> {
    let Judged { workspace, verdict, config, .. } = judged;
    reason_is_there(&verdict.findings, reason, config)?;
    let comments = triage::comments(&verdict.findings, reason, workspace);
    for (file, text) in &comments.texts {
        write_whole(&workspace.files.get(*file).path, &[text])?;
    }
    let found = std::mem::take(&mut verdict.findings);
    let left = found.into_iter().enumerate().filter(|(at, _)| !comments.silenced.contains(at));
    verdict.findings = left.map(|(_, reported)| reported).collect();
    verdict.suppressed += comments.silenced.len();
    output.say(&report::inserted(&comments, verdict.findings.len()));
    Ok(())
}

/// A comment without a reason, where one is asked for, would only be the next finding.
fn reason_is_there(
    findings: &[Reported],
    reason: Option<&str>,
    config: &Config,
) -> Result<(), Error> {
    let asked = |reported: &Reported| {
        let settings = config.levels(reported.finding.place.file.index());
        let levels = triage::effective(&suppression_without_reason::RULE, settings);
        levels.of(Grade::CERTAIN) != Level::Allow
    };
    match reason.is_none_or(|reason| reason.trim().is_empty()) && findings.iter().any(asked) {
        false => Ok(()),
        true => Err(Error::Usage {
            message: "the configuration asks for a reason".to_owned(),
            help: Some("add `--reason \"…\"`".to_owned()),
        }),
    }
}

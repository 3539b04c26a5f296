//! Where a verdict is told: on standard output, in files, and to the service that runs us.

use std::path::Path;
use std::path::PathBuf;

use crate::cli::file;
use crate::cli::findings::ReportArgs;
use crate::cli::folders;
use crate::cli::format::Format;
use crate::cli::judge::Judged;
use crate::cli::output::Output;
use crate::error::Error;
use crate::report;
use crate::report::Look;
use crate::report::Told;
use crate::triage::Verdict;

/// Tells everything that was asked for. `cargo_succeeded`: so have the checks beside ours.
pub(super) fn tell(
    judged: &Judged,
    cargo_succeeded: bool,
    wanted: &ReportArgs,
    directory: &Path,
    output: &Output,
) -> Result<(), Error> {
    let base = folders::base(&judged.workspace.root);
    let with_suppressed = wanted.report_suppressed;
    let told = Told { cargo_succeeded, with_suppressed, ..judged.told(&base) };
    if wanted.statistics {
        output.print_all(&counted(&judged.verdict, output.format())?)?;
    } else {
        print(&told, wanted.max_diagnostics, output)?;
    }
    for file in &wanted.reports {
        let plain = Look { color: false, ..output.look };
        file::write_whole(&directory.join(&file.path), &file.format.render(&told, plain, true))?;
    }
    on_github(&told, wanted, output)
}

/// The findings, or as many of them as are wanted.
fn print(told: &Told<'_>, most: Option<usize>, output: &Output) -> Result<(), Error> {
    let all = told.verdict.findings.len();
    let verbose = output.wanted.verbose;
    let Some(most) = most.filter(|most| *most < all) else {
        return output.print_all(&output.format().render(told, output.look, verbose));
    };
    let findings = told.verdict.findings[..most].to_vec();
    let Verdict { suppressed, internal, .. } = *told.verdict;
    let first = Verdict { findings, suppressed, internal, ..Verdict::default() };
    let told = Told { verdict: &first, ..*told };
    output.print_all(&output.format().render(&told, output.look, verbose))?;
    output.say(&format!("note: {most} of {all} findings are shown: `--max-diagnostics`"));
    Ok(())
}

fn counted(verdict: &Verdict, format: Format) -> Result<Vec<String>, Error> {
    match format {
        Format::Human | Format::Short | Format::Narrated => Ok(report::statistics(verdict)),
        Format::Jsonl => Ok(report::statistics_json(verdict)),
        _ => Err(Error::Usage {
            message: "`--statistics` has no such format".to_owned(),
            help: Some("use `human` or `jsonl`".to_owned()),
        }),
    }
}

/// In a job of GitHub Actions people get annotations behind the text, and the job a page.
fn on_github(told: &Told<'_>, wanted: &ReportArgs, output: &Output) -> Result<(), Error> {
    let is_set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let format = output.format();
    let runs_there = is_set("GITHUB_ACTIONS").is_some_and(|value| value == "true");
    let is_asked = format == Format::Github;
    let is_apart = wanted.reports.iter().any(|file| file.format == Format::Github);
    let is_text = runs_there && format == Format::Human && !wanted.statistics;
    if is_text && !is_apart {
        output.print_all(&report::github(told))?;
    }
    let page = is_set("GITHUB_STEP_SUMMARY").filter(|_| is_asked || is_text);
    let Some(page) = page.map(PathBuf::from) else { return Ok(()) };
    let summary = report::summary(told.verdict, &told.seen);
    file::append(&page, &report::github_page(told, &summary))
}

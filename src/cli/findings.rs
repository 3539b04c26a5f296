//! The flags that say which findings count, and what else is told of them.

use std::path::PathBuf;
use std::str::FromStr;

use clap::Args;
use clap::ValueEnum;

use crate::cli::format::Format;

/// What leaves no findings that fixes could mend, or is another answer to them.
const NOT_WITH_FIXES: [&str; 4] = ["suppress", "staged", "write_baseline", "prune_baseline"];

/// What becomes of findings.
#[derive(Debug, Args)]
#[command(next_help_heading = "Findings")]
pub(super) struct FindingsArgs {
    /// Fail if there are more than N findings at warn
    #[arg(long, value_name = "N")]
    pub max_warnings: Option<usize>,
    /// End with 0 whatever is found; a run that failed still ends with 2
    #[arg(long)]
    pub exit_zero: bool,
    /// Tell only what was not there where the branch left REV: both trees are judged
    #[arg(long, value_name = "REV", conflicts_with = "write_baseline")]
    pub since: Option<String>,
    /// Judge what is staged, and tell only what the last commit had not
    #[arg(long, conflicts_with_all = ["since", "write_baseline", "suppress"])]
    pub staged: bool,
    #[command(flatten)]
    pub baseline: BaselineArgs,
    #[command(flatten)]
    pub suppress: SuppressArgs,
    #[command(flatten)]
    pub fix: FixArgs,
}

/// Edits that mend what is found.
#[derive(Debug, Args)]
pub(super) struct FixArgs {
    /// Apply the fixes that change nothing but what is wrong, and tell what is left
    #[arg(long, help_heading = "Fixes", conflicts_with_all = NOT_WITH_FIXES)]
    pub fix: bool,
    /// Apply also those that may change more, or need another change to compile
    #[arg(long, help_heading = "Fixes", conflicts_with_all = NOT_WITH_FIXES)]
    pub unsafe_fixes: bool,
    /// Print what the fixes would change, and change nothing; fail if that is anything
    #[arg(long, help_heading = "Fixes", conflicts_with_all = NOT_WITH_FIXES)]
    pub diff: bool,
    /// Fix also files that differ from what is committed
    #[arg(long, help_heading = "Fixes")]
    pub allow_dirty: bool,
    /// Fix also files whose changes are staged
    #[arg(long, help_heading = "Fixes")]
    pub allow_staged: bool,
    /// Fix also files that no version control keeps
    #[arg(long, help_heading = "Fixes")]
    pub allow_no_vcs: bool,
}

/// Comments for what is found.
#[derive(Debug, Args)]
pub(super) struct SuppressArgs {
    /// Allow each finding by a comment above it, and tell what is left
    #[arg(long, help_heading = "Findings", conflicts_with_all = ["write_baseline", "ignore_suppressions"])]
    pub suppress: bool,
    /// The reason that these comments give
    #[arg(long, value_name = "TEXT", help_heading = "Findings", requires = "suppress")]
    pub reason: Option<String>,
}

/// The findings of another day.
#[derive(Debug, Args)]
pub(super) struct BaselineArgs {
    /// Tell only what this file does not list
    #[arg(long, value_name = "FILE", help_heading = "Findings")]
    pub baseline: Option<PathBuf>,
    /// List all findings in the baseline: the one that is named, else `asyncheck-baseline.json`
    #[arg(long, help_heading = "Findings", conflicts_with_all = ["paths", "prune_baseline"])]
    pub write_baseline: bool,
    /// Remove from the baseline what is found no more
    #[arg(long, help_heading = "Findings")]
    pub prune_baseline: bool,
    /// Fail if the baseline lists what is found no more
    #[arg(long, help_heading = "Findings")]
    pub deny_stale_baseline: bool,
    /// Heed no baseline, though the configuration names one
    #[arg(
        long,
        help_heading = "Findings",
        conflicts_with_all = ["baseline", "write_baseline", "prune_baseline", "deny_stale_baseline"]
    )]
    pub no_baseline: bool,
}

/// What is told beside the main output, and how much of it.
#[derive(Debug, Args)]
#[command(next_help_heading = "Output")]
pub(super) struct ReportArgs {
    /// Write findings to a file as well, in any format (repeatable)
    #[arg(long = "report", value_name = "FORMAT=FILE")]
    pub reports: Vec<ReportFile>,
    /// Tell in SARIF of what comments and the baseline silence too, marked as suppressed
    #[arg(long)]
    pub report_suppressed: bool,
    /// Print N findings at most; all count
    #[arg(long, value_name = "N", conflicts_with = "statistics")]
    pub max_diagnostics: Option<usize>,
    /// Print how often each rule was met, instead of the findings
    #[arg(long)]
    pub statistics: bool,
    /// Print the files that are judged, and judge nothing
    #[arg(long, conflicts_with_all = ["statistics", "reports"])]
    pub show_files: bool,
    /// Print the levels that hold, and judge nothing: `config show` knows more
    #[arg(long, conflicts_with_all = ["statistics", "reports"])]
    pub show_settings: bool,
    /// Print where the time went: the parts of the run, and each rule
    #[arg(long)]
    pub timings: bool,
}

/// `FORMAT=FILE`.
#[derive(Clone, Debug)]
pub(super) struct ReportFile {
    /// In what form.
    pub format: Format,
    /// Where to.
    pub path: PathBuf,
}

impl FromStr for ReportFile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (format, path) = text
            .split_once('=')
            .filter(|(_, path)| !path.is_empty())
            .ok_or("it is written FORMAT=FILE, as in `sarif=asyncheck.sarif`".to_owned())?;
        let format = Format::from_str(format, false).map_err(|_| {
            let names = Format::value_variants().iter().filter_map(Format::to_possible_value);
            let shown: Vec<String> = names
                .filter(|name| !name.is_hide_set())
                .map(|name| name.get_name().to_owned())
                .collect();
            format!("no format `{format}`; there are {}", shown.join(", "))
        })?;
        Ok(Self { format, path: path.into() })
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_report_names_a_format_and_a_file() {
        let report: ReportFile = "sarif=out/a=b.sarif".parse().expect("it is well formed");
        assert_eq!((report.format, &*report.path), (Format::Sarif, Path::new("out/a=b.sarif")));
        for (text, part) in [
            ("sarif", "FORMAT=FILE"),
            ("sarif=", "FORMAT=FILE"),
            ("sarrif=a", "no format `sarrif`; there are human, short"),
        ] {
            let error = text.parse::<ReportFile>().expect_err("it is malformed");
            assert!(error.contains(part), "{error}");
        }
    }
}

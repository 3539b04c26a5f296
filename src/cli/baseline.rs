//! `--baseline`, and what is written to it.

use std::collections::BTreeSet;
use std::path::Path;
use std::path::PathBuf;

use crate::cli::file;
use crate::cli::findings::BaselineArgs;
use crate::cli::judge::Judged;
use crate::cli::output::Output;
use crate::config::Baseline;
use crate::error::Error;
use crate::report;
use crate::source::Note;
use crate::source::NoteKind;
use crate::source::Place;
use crate::triage;
use crate::triage::Known;
use crate::triage::Verdict;

/// Where it lies unless it is said.
const NAME: &str = "asyncheck-baseline.json";

/// What has come of the baseline.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Kept {
    /// It was written: nothing is left to tell.
    Written,
    /// It was read, or there is none; so many of its entries are found no more.
    Compared(usize),
}

/// Takes the findings of the baseline out of the verdict, or writes all of them to it.
pub(super) fn apply(
    judged: &mut Judged,
    wanted: &BaselineArgs,
    directory: &Path,
    output: &Output,
) -> Result<Kept, Error> {
    let named = match &wanted.baseline {
        Some(path) => Some(directory.join(path)),
        None => judged.config.baseline.clone().filter(|_| !wanted.no_baseline),
    };
    if wanted.deny_stale_baseline && named.is_none() {
        return Err(Error::Usage {
            message: "no baseline is named that could be stale".to_owned(),
            help: Some("add `--baseline FILE`, or `baseline` to `asyncheck.toml`".to_owned()),
        });
    }
    if named.is_none() && !wanted.write_baseline && !wanted.prune_baseline {
        return Ok(Kept::Compared(0));
    }
    let path = named.unwrap_or_else(|| judged.workspace.root.join(NAME));
    if wanted.write_baseline {
        let before = if path.exists() { Baseline::read(&path)? } else { Baseline::default() };
        write(judged, &before, &path, output)?;
        return Ok(Kept::Written);
    }
    let baseline = Baseline::read(&path)?;
    let old = triage::only_new(&mut judged.verdict, Known::of_baseline(&baseline));
    let now = with(&old, judged, &elsewhere(&baseline, judged));
    judged.verdict.listed = old.findings;
    let fixed = baseline.len().saturating_sub(now.len());
    if wanted.prune_baseline && now != baseline {
        file::write_whole(&path, &[now.text()])?;
        output.say(&format!("note: {} removed from {}", report::findings(fixed), path.display()));
        return Ok(Kept::Compared(0));
    }
    if fixed > 0 {
        let prune = "`--prune-baseline` removes what is fixed";
        output.say(&format!(
            "note: {} of the baseline found no more: {prune}",
            report::findings(fixed)
        ));
    }
    Ok(Kept::Compared(fixed))
}

fn write(
    judged: &mut Judged,
    before: &Baseline,
    path: &Path,
    output: &Output,
) -> Result<(), Error> {
    if let Some(note) = judged.notes.iter().find(|note| is_gap(note, judged)) {
        return Err(Error::Usage {
            message: format!("the baseline is not written: {}", gap(note, judged)),
            help: Some("what is not read now would be new once it is".to_owned()),
        });
    }
    let verdict = std::mem::take(&mut judged.verdict);
    let baseline = with(&verdict, judged, &elsewhere(before, judged));
    file::write_whole(path, &[baseline.text()])?;
    output.say(&format!("note: {} in {}", report::findings(baseline.len()), path.display()));
    Ok(())
}

/// Code of the workspace that should have been read.
fn is_gap(note: &Note, judged: &Judged) -> bool {
    let of_dependency = note.file.is_some_and(|file| judged.workspace.files.get(file).dependency);
    let is_gap = match note.kind {
        NoteKind::Manifest
        | NoteKind::Unreadable
        | NoteKind::Syntax
        | NoteKind::TooDeep
        | NoteKind::Internal => true,
        NoteKind::MissingModule | NoteKind::Generated | NoteKind::Macro | NoteKind::Dependency => {
            false
        }
    };
    is_gap && !of_dependency
}

fn gap(note: &Note, judged: &Judged) -> String {
    let at = note
        .file
        .map(|file| report::position(Place { file, span: note.span }, &judged.workspace.files));
    let path = note.path.as_ref().map(|path| path.display().to_string());
    match at.or(path) {
        Some(place) => format!("{place}: {}", note.message),
        None => note.message.clone(),
    }
}

/// The entries about files that are there and were not judged this time.
fn elsewhere(baseline: &Baseline, judged: &Judged) -> Baseline {
    let workspace = &judged.workspace;
    let crates = workspace.crates.iter().filter(|krate| krate.judged);
    let files = crates.flat_map(|krate| krate.mounts.iter().map(|mount| mount.file));
    let names: BTreeSet<String> =
        files.map(|file| shown(&workspace.root, &workspace.files.get(file).path)).collect();
    let mut kept = baseline.clone();
    kept.findings.retain(|name, _| !names.contains(name) && workspace.root.join(name).exists());
    kept
}

/// A baseline with these findings too.
fn with(verdict: &Verdict, judged: &Judged, others: &Baseline) -> Baseline {
    let mut baseline = others.clone();
    for reported in &verdict.findings {
        let file = judged.workspace.files.get(reported.finding.place.file);
        let name = shown(&judged.workspace.root, &file.path);
        baseline.add(&name, reported.rule.id, &reported.fingerprint.to_string());
    }
    baseline
}

/// A path seen from the root of the workspace, `..` included; `/` on every system.
fn shown(root: &Path, path: &Path) -> String {
    let common = root.components().zip(path.components()).take_while(|(one, two)| one == two);
    let common = common.count();
    let up = root.components().skip(common).map(|_| "..".into());
    let down = path.components().skip(common).map(|part| PathBuf::from(part.as_os_str()));
    let relative: PathBuf = up.chain(down).collect();
    relative.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_never_absolute() {
        let root = Path::new("/a/ws");
        assert_eq!(shown(root, Path::new("/a/ws/src/lib.rs")), "src/lib.rs");
        assert_eq!(shown(root, Path::new("/a/other/src/lib.rs")), "../other/src/lib.rs");
    }
}

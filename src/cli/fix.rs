//! `--fix`, `--unsafe-fixes` and `--diff`.

use std::path::Path;

use similar::TextDiff;

use crate::cli::Outcome;
use crate::cli::check::Found;
use crate::cli::file::write_whole;
use crate::cli::findings::FixArgs;
use crate::cli::judge::Judged;
use crate::cli::output::Output;
use crate::error::Error;
use crate::finding::Safety;
use crate::fix;
use crate::fix::Fixed;
use crate::report;
use crate::source::Changed;
use crate::source::FileId;
use crate::source::NoteKind;
use crate::source::Repository;

/// So often is what was fixed judged and fixed again: of fixes that overlap one is applied at a time.
const MOST_ROUNDS: usize = 10;

/// Prints what fixes would change.
pub(super) fn show(judged: &Judged, wanted: &FixArgs, output: &Output) -> Result<Outcome, Error> {
    let fixed = fix::apply(&judged.verdict.findings, safety(wanted), &judged.workspace.files);
    for (file, text) in &fixed.texts {
        let file = judged.workspace.files.get(*file);
        let diff = TextDiff::from_lines(&*file.text, text);
        let (old, new) = (format!("a/{}", file.name), format!("b/{}", file.name));
        output.print(&diff.unified_diff().header(&old, &new).to_string())?;
    }
    output.say(&format!("{} would be fixed", report::findings(fixed.count)));
    Ok(if fixed.texts.is_empty() { Outcome::Clean } else { Outcome::Denied })
}

/// Applies fixes and judges again, until none is left.
pub(super) fn run(
    mut found: Found,
    wanted: &FixArgs,
    output: &Output,
    mut again: impl FnMut() -> Result<Found, Error>,
) -> Result<Found, Error> {
    let mut count = 0;
    // Asked before the first edit: afterwards every fixed file differs.
    let mut kept = None;
    for _ in 0..MOST_ROUNDS {
        let Judged { workspace, verdict, .. } = &found.judged;
        let fixed = fix::apply(&verdict.findings, safety(wanted), &workspace.files);
        if fixed.texts.is_empty() {
            break;
        }
        let changed = match &kept {
            Some(changed) => changed,
            None => kept.insert(uncommitted(&found.judged, wanted)?),
        };
        may_change(&found.judged, &fixed, changed, wanted)?;
        write(&found.judged, &fixed)?;
        let next = again()?;
        if let Some(name) = broken(&found.judged, &next.judged, &fixed) {
            restore(&found.judged, &fixed)?;
            return Err(Error::Fix { name });
        }
        count += fixed.count;
        found = next;
    }
    output.say(&format!("{} fixed", report::findings(count)));
    Ok(found)
}

fn safety(wanted: &FixArgs) -> Safety {
    if wanted.unsafe_fixes { Safety::Unsafe } else { Safety::Safe }
}

fn write(judged: &Judged, fixed: &Fixed) -> Result<(), Error> {
    let path = |file: FileId| &judged.workspace.files.get(file).path;
    fixed.texts.iter().try_for_each(|(file, text)| write_whole(path(*file), &[text]))
}

fn restore(judged: &Judged, fixed: &Fixed) -> Result<(), Error> {
    fixed.texts.iter().try_for_each(|(file, _)| {
        let file = judged.workspace.files.get(*file);
        write_whole(&file.path, &[&*file.text])
    })
}

/// A file that could be read before, and cannot be any more.
fn broken(before: &Judged, after: &Judged, fixed: &Fixed) -> Option<String> {
    let is_unread = |judged: &Judged, path: &Path| {
        let files = &judged.workspace.files;
        let notes = judged.notes.iter().filter(|note| note.kind == NoteKind::Syntax);
        let mut files = notes.filter_map(|note| note.file).map(|file| files.get(file));
        files.any(|file| file.path == path)
    };
    let changed = fixed.texts.iter().map(|(file, _)| before.workspace.files.get(*file));
    let mut broken =
        changed.filter(|file| is_unread(after, &file.path) && !is_unread(before, &file.path));
    broken.next().map(|file| file.name.clone())
}

/// The files that version control does not keep as they are; none where the user does not care.
fn uncommitted(judged: &Judged, wanted: &FixArgs) -> Result<Changed, Error> {
    match Repository::around(&judged.workspace.root) {
        Ok(_) if wanted.allow_dirty => Ok(Changed::default()),
        Ok(repository) => repository.changed(),
        Err(_) if wanted.allow_no_vcs => Ok(Changed::default()),
        Err(_) => Err(Error::Usage {
            message: "no git repository keeps these files: fixes could not be taken back"
                .to_owned(),
            help: Some("add `--allow-no-vcs` to fix them all the same".to_owned()),
        }),
    }
}

/// What is fixed can be looked at and taken back: files that version control does not keep as they are
/// stay as they are, unless the user says otherwise.
fn may_change(
    judged: &Judged,
    fixed: &Fixed,
    changed: &Changed,
    wanted: &FixArgs,
) -> Result<(), Error> {
    for (file, _) in &fixed.texts {
        let file = judged.workspace.files.get(*file);
        if changed.dirty.contains(&file.path) {
            return Err(refused(&file.name, "changes that are not committed", "--allow-dirty"));
        }
        if changed.staged.contains(&file.path) && !wanted.allow_staged {
            return Err(refused(&file.name, "changes that are staged", "--allow-staged"));
        }
    }
    Ok(())
}

fn refused(name: &str, what: &str, flag: &str) -> Error {
    Error::Usage {
        message: format!("`{name}` has {what}: it is not fixed"),
        help: Some(format!("commit them, or add `{flag}`")),
    }
}

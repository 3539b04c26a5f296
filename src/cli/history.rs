//! `--since` and `--staged`: what another state of the repository had already is not told.

use std::path::Path;
use std::sync::Arc;

use crate::cli::findings::FindingsArgs;
use crate::cli::judge::Judged;
use crate::cli::judge::judge;
use crate::cli::paths;
use crate::cli::watch::Watch;
use crate::config::Flags;
use crate::config::Names;
use crate::error::Error;
use crate::source;
use crate::source::Repository;
use crate::source::Selection;
use crate::source::Snapshot;
use crate::source::Targets;
use crate::triage;
use crate::triage::Known;

/// The states that are compared.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    /// The one that is told of; none for what is on disk.
    pub now: Option<Arc<Snapshot>>,
    /// The one whose findings are known; none where nothing is compared.
    before: Option<Arc<Snapshot>>,
}

impl History {
    /// Asks git for what the arguments name. A revision that is not there is told before anything is
    /// judged.
    pub fn open(wanted: &FindingsArgs, manifest: Option<&Path>) -> Result<Self, Error> {
        let repository = || {
            let manifest = paths::manifest(manifest);
            Repository::around(manifest.parent().unwrap_or(Path::new("/")))
        };
        Ok(match (&wanted.since, wanted.staged) {
            (Some(revision), _) => {
                Self { now: None, before: Some(Arc::new(repository()?.since(revision)?)) }
            }
            (None, true) => {
                let repository = repository()?;
                let (now, before) = (repository.index()?, repository.head()?);
                Self { now: Some(Arc::new(now)), before: Some(Arc::new(before)) }
            }
            (None, false) => Self::default(),
        })
    }

    /// Takes the findings that were there before out of the verdict. The old state is judged by the
    /// configuration of today: a rule that is switched on tells nothing old.
    pub fn compare(
        &self,
        judged: &mut Judged,
        selection: &Selection,
        flags: &Flags,
        names: &Names,
        watch: &mut Watch,
    ) -> Result<(), Error> {
        let Some(before) = &self.before else { return Ok(()) };
        let named = selection.manifest.as_ref();
        if named.is_some_and(|manifest| !before.holds(&selection.directory.join(manifest))) {
            return Ok(());
        }
        let selection = Selection { snapshot: Some(before.clone()), ..selection.clone() };
        let Some(workspace) = load(&selection)? else { return Ok(()) };
        let old = judge(workspace, flags, names, &mut Watch::default())?;
        triage::only_new(&mut judged.verdict, Known::of_verdict(&old.verdict));
        watch.lap("the old tree");
        Ok(())
    }
}

/// The old state; none where there was nothing to judge. What is asked for by name may not have been
/// there: then everything is looked at, for a finding is known by its package anyway.
fn load(selection: &Selection) -> Result<Option<source::Workspace>, Error> {
    let found = match source::load(selection) {
        Err(
            Error::UnknownPackage { .. }
            | Error::UnknownTarget { .. }
            | Error::UnknownFeature { .. },
        ) => source::load(&Selection {
            packages: Vec::new(),
            workspace: true,
            exclude: Vec::new(),
            targets: Targets { all: true, ..Targets::default() },
            features: Vec::new(),
            ..selection.clone()
        }),
        other => other,
    };
    match found {
        Ok(workspace) => Ok(Some(workspace)),
        Err(Error::NoManifest { .. } | Error::NothingToJudge { .. }) => Ok(None),
        Err(error) => Err(error),
    }
}

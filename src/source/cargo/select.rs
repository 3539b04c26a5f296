//! What the command line asks for: packages, targets, features.

use globset::GlobMatcher;

use crate::error::Error;
use crate::error::choice;
use crate::source::Selection;
use crate::source::TargetKind;
use crate::source::Targets;
use crate::source::cargo::features::Activation;
use crate::source::cargo::features::all_features;
use crate::source::cargo::features::has_feature;
use crate::source::cargo::glob::is_pattern;
use crate::source::cargo::glob::matcher;
use crate::source::cargo::package::PackageManifest;
use crate::source::cargo::package::package_id;
use crate::source::cargo::targets::Target;

/// Which packages are asked for. `default` says of each whether it is if nothing is said.
pub(in crate::source) fn packages(
    packages: &[&PackageManifest],
    default: &[bool],
    selection: &Selection,
) -> Result<Vec<bool>, Error> {
    let mut chosen = default.to_vec();
    if selection.workspace {
        chosen.fill(true);
    } else if !selection.packages.is_empty() {
        chosen.fill(false);
    }
    for spec in &selection.packages {
        let fits = named(packages, spec)?;
        if !fits.contains(&true) {
            let names = packages.iter().map(|package| package.name.as_str());
            return Err(Error::UnknownPackage { spec: spec.clone(), help: choice(spec, names) });
        }
        chosen.iter_mut().zip(fits).for_each(|(chosen, fits)| *chosen |= fits);
    }
    for spec in &selection.exclude {
        let fits = named(packages, spec)?;
        chosen.iter_mut().zip(fits).for_each(|(chosen, fits)| *chosen &= !fits);
    }
    Ok(chosen)
}

/// The packages that a spec names: `a`, `a*`, `a@1.0.0`, `path+file:///w/a#1.0.0`.
fn named(packages: &[&PackageManifest], spec: &str) -> Result<Vec<bool>, Error> {
    let pattern = if is_pattern(spec) { Some(pattern(spec)?) } else { None };
    let fits = |package: &&PackageManifest| {
        let id = package_id(&package.folder, &package.name, &package.version);
        let with_version = spec.split_once('@').or_else(|| spec.split_once(':'));
        package.name == spec
            || pattern.as_ref().is_some_and(|pattern| pattern.is_match(&package.name))
            || with_version == Some((&package.name, &package.version))
            || (spec.contains("file://")
                && id.trim_start_matches("path+").starts_with(spec.trim_start_matches("path+")))
    };
    Ok(packages.iter().map(fits).collect())
}

fn pattern(text: &str) -> Result<GlobMatcher, Error> {
    matcher(text).map_err(|reason| Error::Usage {
        message: format!("`{text}` is not a pattern: {reason}"),
        help: Some("`*` stands for any letters, `?` for one, `[ab]` for `a` or `b`".to_owned()),
    })
}

/// Which targets are asked for, of selected packages.
pub(in crate::source) struct TargetFilter<'s> {
    asked: &'s Targets,
    bins: Vec<GlobMatcher>,
    tests: Vec<GlobMatcher>,
}

impl<'s> TargetFilter<'s> {
    /// Reads the names; `targets` are those of the selected packages.
    pub fn new(asked: &'s Targets, targets: &[&Target]) -> Result<Self, Error> {
        let matchers = |names: &[String], kind: TargetKind, word: &'static str| {
            let of_kind = targets.iter().filter(move |target| target.kind == kind);
            let known = of_kind.map(|target| target.name.as_str());
            let read = |name: &String| {
                let matcher = pattern(name)?;
                if known.clone().any(|known| matcher.is_match(known)) {
                    return Ok(matcher);
                }
                let help = choice(name, known.clone());
                Err(Error::UnknownTarget { kind: word, name: name.clone(), help })
            };
            names.iter().map(read).collect::<Result<Vec<_>, Error>>()
        };
        Ok(Self {
            asked,
            bins: matchers(&asked.bin, TargetKind::Bin, "binary")?,
            tests: matchers(&asked.test, TargetKind::Test, "test")?,
        })
    }

    /// Whether a target is judged.
    pub fn takes(&self, target: &Target) -> bool {
        let asked = self.asked;
        // `--tests`, `--examples`, `--benches` add to the library and the binaries; the others
        // choose among these.
        let chosen = asked.lib || asked.bins || !asked.bin.is_empty() || !asked.test.is_empty();
        let named = |patterns: &[GlobMatcher]| patterns.iter().any(|p| p.is_match(&target.name));
        asked.all
            || match target.kind {
                TargetKind::Lib => asked.lib || !chosen,
                TargetKind::Bin => asked.bins || !chosen || named(&self.bins),
                TargetKind::Test => asked.tests || named(&self.tests),
                TargetKind::Example => asked.examples,
                TargetKind::Bench => asked.benches,
                TargetKind::Lone => true,
            }
    }

    /// Whether a target is asked for by its own name: then it is judged whatever features it needs.
    pub fn names(&self, target: &Target) -> bool {
        let patterns = match target.kind {
            TargetKind::Bin => &self.bins,
            TargetKind::Test => &self.tests,
            _ => return false,
        };
        patterns.iter().any(|pattern| pattern.is_match(&target.name))
    }
}

/// Whether development dependencies are used.
pub(in crate::source) fn uses_development(asked: &Targets) -> bool {
    asked.all || asked.tests || asked.examples || asked.benches || !asked.test.is_empty()
}

/// Switches on the features that are asked for, in the selected packages.
pub(in crate::source) fn features(
    activation: &mut Activation<'_>,
    packages: &[&PackageManifest],
    chosen: &[bool],
    selection: &Selection,
) -> Result<(), Error> {
    let chosen: Vec<usize> = (0..packages.len()).filter(|&index| chosen[index]).collect();
    for &index in &chosen {
        activation.build(index);
        if selection.all_features {
            all_features(packages[index]).iter().for_each(|name| activation.enable(index, name));
        }
        if !selection.no_default_features {
            activation.enable(index, "default");
        }
    }
    let asked = selection.features.iter().flat_map(|list| list.split([',', ' ', '\t']));
    for feature in asked.filter(|feature| !feature.is_empty()) {
        let owner = feature.split_once('/').and_then(|(name, of_package)| {
            let owner = chosen.iter().copied().find(|&index| packages[index].name == name)?;
            Some((owner, of_package))
        });
        let mut taken = false;
        for (index, name) in match owner {
            Some(owner) => vec![owner],
            None => chosen.iter().map(|&index| (index, feature)).collect(),
        } {
            if knows(packages[index], name) {
                activation.enable(index, name);
                taken = true;
            }
        }
        if !taken {
            let all: Vec<_> =
                chosen.iter().flat_map(|&index| all_features(packages[index])).collect();
            let help = choice(feature, all.iter().map(String::as_str));
            return Err(Error::UnknownFeature { feature: feature.to_owned(), help });
        }
    }
    Ok(())
}

/// Whether a package can have `a`, or `a/b`, switched on.
fn knows(package: &PackageManifest, feature: &str) -> bool {
    match feature.split_once('/') {
        None => has_feature(package, feature),
        Some((key, _)) => {
            let key = key.trim_end_matches('?');
            package.dependencies.iter().any(|need| need.key == key)
        }
    }
}

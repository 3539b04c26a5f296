//! Which features of which members are on.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::source::cargo::package::PackageManifest;
use crate::source::cargo::package::Purpose;
use crate::source::cargo::package::Requirement;

/// What is on in one package.
#[derive(Clone, Debug, Default)]
pub(in crate::source) struct Active {
    /// It is part of the build.
    pub built: bool,
    /// The features that are on.
    pub features: BTreeSet<String>,
    /// The optional dependencies that are on, by key.
    pub dependencies: BTreeSet<String>,
    /// What features ask of dependencies, by key: `a/b` gives `b` to `a`.
    pub asked: BTreeMap<String, BTreeSet<String>>,
}

impl Active {
    /// Whether a feature is on: `a`, or `a/b` of a dependency.
    pub fn has(&self, feature: &str) -> bool {
        match feature.split_once('/') {
            None => self.features.contains(feature),
            Some((key, name)) => self.asked.get(key).is_some_and(|asked| asked.contains(name)),
        }
    }
}

/// Finds what is on in all packages.
pub(in crate::source) struct Activation<'p> {
    packages: &'p [&'p PackageManifest],
    /// Whether a requirement is used at all: its platform, and its purpose in this package.
    used: &'p dyn Fn(usize, &Requirement) -> bool,
    active: Vec<Active>,
    /// What is still to be switched on.
    todo: Vec<(usize, String)>,
}

impl<'p> Activation<'p> {
    /// Nothing is on yet.
    pub fn new(
        packages: &'p [&'p PackageManifest],
        used: &'p dyn Fn(usize, &Requirement) -> bool,
    ) -> Self {
        Self { packages, used, active: vec![Active::default(); packages.len()], todo: Vec::new() }
    }

    /// Adds a package to the build.
    pub fn build(&mut self, package: usize) {
        if std::mem::replace(&mut self.active[package].built, true) {
            return;
        }
        let packages = self.packages;
        let always = packages[package].dependencies.iter().filter(|need| !need.optional);
        for need in always.filter(|need| (self.used)(package, need)) {
            self.request(package, need);
        }
    }

    /// Switches a feature on: `a`, `dep:a`, `a/b`, `a?/b`.
    pub fn enable(&mut self, package: usize, feature: &str) {
        self.todo.push((package, feature.to_owned()));
    }

    /// All that is on.
    pub fn finish(mut self) -> Vec<Active> {
        while let Some((package, feature)) = self.todo.pop() {
            self.switch_on(package, &feature);
        }
        self.active
    }

    fn switch_on(&mut self, package: usize, feature: &str) {
        if let Some(key) = feature.strip_prefix("dep:") {
            self.dependency(package, key);
        } else if let Some((key, of_dependency)) = feature.split_once('/') {
            let weak = key.strip_suffix('?');
            let key = weak.unwrap_or(key);
            if weak.is_none() {
                self.dependency(package, key);
                if is_implied(self.packages[package], key) {
                    self.enable(package, key);
                }
            }
            let asked = self.active[package].asked.entry(key.to_owned()).or_default();
            if asked.insert(of_dependency.to_owned()) {
                self.pass_on(package, key);
            }
        } else if self.active[package].features.insert(feature.to_owned()) {
            let packages = self.packages;
            match packages[package].features.get(feature) {
                Some(others) => others.iter().for_each(|other| self.enable(package, other)),
                None => self.dependency(package, feature),
            }
        }
    }

    /// Switches an optional dependency on.
    fn dependency(&mut self, package: usize, key: &str) {
        let packages = self.packages;
        let mut needs = packages[package].dependencies.iter().filter(|need| need.key == key);
        if needs.clone().any(|need| need.optional)
            && self.active[package].dependencies.insert(key.to_owned())
        {
            needs.by_ref().filter(|need| need.optional && (self.used)(package, need)).for_each(
                |need| {
                    self.request(package, need);
                },
            );
            self.pass_on(package, key);
        }
    }

    /// Builds what is needed, with the features that the requirement names.
    fn request(&mut self, package: usize, need: &Requirement) {
        let Some(other) = self.member(need) else { return };
        if other == package {
            return;
        }
        self.build(other);
        if need.default_features {
            self.enable(other, "default");
        }
        for feature in &need.features {
            self.enable(other, feature);
        }
    }

    /// Hands what was asked of a dependency to it, if it is on.
    fn pass_on(&mut self, package: usize, key: &str) {
        let packages = self.packages;
        for need in packages[package].dependencies.iter().filter(|need| need.key == key) {
            let on = !need.optional || self.active[package].dependencies.contains(key);
            if let Some(other) = self.member(need)
                && on
                && (self.used)(package, need)
            {
                let asked = self.active[package].asked.get(key).cloned().unwrap_or_default();
                asked.iter().for_each(|feature| self.enable(other, feature));
            }
        }
    }

    /// The member that a path dependency leads to.
    fn member(&self, need: &Requirement) -> Option<usize> {
        let folder = need.path.as_ref()?;
        self.packages.iter().position(|package| package.folder == *folder)
    }
}

/// Whether a package has a feature: declared, or implied by an optional dependency.
pub(in crate::source) fn has_feature(package: &PackageManifest, feature: &str) -> bool {
    package.features.contains_key(feature) || is_implied(package, feature)
}

/// An optional dependency that no feature names as `dep:` is a feature too.
fn is_implied(package: &PackageManifest, key: &str) -> bool {
    let optional = package.dependencies.iter().any(|need| need.key == key && need.optional);
    let named = |value: &String| value.strip_prefix("dep:") == Some(key);
    optional && !package.features.values().flatten().any(named)
}

/// All features of a package, and all its optional dependencies that count as features.
pub(in crate::source) fn all_features(package: &PackageManifest) -> BTreeSet<String> {
    let keys = package.dependencies.iter().map(|need| &need.key);
    let implied = keys.filter(|key| is_implied(package, key)).cloned();
    package.features.keys().cloned().chain(implied).collect()
}

/// The purposes of dependencies that a build uses. Build scripts are never judged.
pub(in crate::source) fn serves(purpose: Purpose, development: bool) -> bool {
    match purpose {
        Purpose::Normal => true,
        Purpose::Development => development,
        Purpose::Build => false,
    }
}

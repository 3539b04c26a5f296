//! The targets of a package: those that its manifest names and those that lie where cargo looks.

use std::path::PathBuf;

use serde::Deserialize;

use crate::source::TargetKind;
use crate::source::cargo::manifest::Manifest;
use crate::source::cargo::manifest::Problem;
use crate::source::cargo::package::PackageManifest;
use crate::source::disk::Disk;
use crate::source::paths::join;

/// One target.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(in crate::source) struct Target {
    /// What it is.
    pub kind: TargetKind,
    /// As cargo prints it: of a library with `_` for `-`.
    pub name: String,
    /// Its root file.
    pub path: PathBuf,
    /// The year.
    pub edition: u16,
    /// `lib`, `bin`, `proc-macro`, …
    pub crate_types: Vec<String>,
    /// Without these features it is left out.
    pub required_features: Vec<String>,
}

/// Finds all targets but the build script, and what is wrong with those that are left out.
pub(in crate::source) fn targets(
    manifest: &Manifest,
    package: &PackageManifest,
    disk: &Disk,
) -> (Vec<Target>, Vec<Problem>) {
    let says = &manifest.says;
    let auto = Auto::of(manifest, package.edition);
    let mut found = Found { manifest, package, disk, targets: Vec::new(), problems: Vec::new() };
    found.library(auto.lib);
    let mut bins = found.lying(TargetKind::Bin);
    if disk.is_file(&package.folder.join("src/main.rs")) {
        bins.insert(0, (package.name.clone(), package.folder.join("src/main.rs")));
    }
    found.several(TargetKind::Bin, &says.bin, bins, auto.bins);
    let examples = found.lying(TargetKind::Example);
    found.several(TargetKind::Example, &says.example, examples, auto.examples);
    let tests = found.lying(TargetKind::Test);
    found.several(TargetKind::Test, &says.test, tests, auto.tests);
    let benches = found.lying(TargetKind::Bench);
    found.several(TargetKind::Bench, &says.bench, benches, auto.benches);
    if found.targets.is_empty() && found.problems.is_empty() {
        let mut problem = manifest.problem("the package has no targets".to_owned());
        problem.help = Some("add `src/lib.rs` or `src/main.rs`".to_owned());
        found.problems.push(problem);
    }
    (found.targets, found.problems)
}

/// Finds the library of a package.
pub(in crate::source) fn library(
    manifest: &Manifest,
    package: &PackageManifest,
    disk: &Disk,
) -> Option<Target> {
    let mut found = Found { manifest, package, disk, targets: Vec::new(), problems: Vec::new() };
    found.library(manifest.says.package.as_ref().is_none_or(|package| package.autolib));
    found.targets.pop()
}

/// The build script of a package.
pub(in crate::source) fn build_script(manifest: &Manifest, disk: &Disk) -> Option<PathBuf> {
    use cargo_toml::OptionalFile;
    let build = manifest.says.package.as_ref()?.build.as_ref();
    let path = match build {
        Some(OptionalFile::Flag(false)) => return None,
        Some(OptionalFile::Path(path)) => join(&manifest.folder, path),
        Some(OptionalFile::Flag(true)) | None => manifest.folder.join("build.rs"),
    };
    disk.is_file(&path).then_some(path)
}

/// Whether targets that the manifest does not name are looked for.
struct Auto {
    lib: bool,
    bins: bool,
    examples: bool,
    tests: bool,
    benches: bool,
}

impl Auto {
    fn of(manifest: &Manifest, edition: u16) -> Self {
        #[derive(Default, Deserialize)]
        struct Written {
            #[serde(default)]
            package: Switches,
        }
        #[derive(Default, Deserialize)]
        struct Switches {
            autobins: Option<bool>,
            autoexamples: Option<bool>,
            autotests: Option<bool>,
            autobenches: Option<bool>,
        }
        let says = &manifest.says;
        let Some(package) = &says.package else {
            return Self { lib: true, bins: true, examples: true, tests: true, benches: true };
        };
        // In edition 2015 a list of targets is the whole list, unless a switch says otherwise; only
        // then it matters whether the switch was written.
        let written = match edition {
            2015 => toml::from_str::<Written>(&manifest.text).unwrap_or_default().package,
            _ => Switches::default(),
        };
        let switch = |on: bool, written: Option<bool>, listed: bool| {
            on && (edition != 2015 || written == Some(true) || !listed)
        };
        Self {
            lib: package.autolib,
            bins: switch(package.autobins, written.autobins, !says.bin.is_empty()),
            examples: switch(package.autoexamples, written.autoexamples, !says.example.is_empty()),
            tests: switch(package.autotests, written.autotests, !says.test.is_empty()),
            benches: switch(package.autobenches, written.autobenches, !says.bench.is_empty()),
        }
    }
}

/// What was found so far.
struct Found<'m> {
    manifest: &'m Manifest,
    package: &'m PackageManifest,
    disk: &'m Disk,
    targets: Vec<Target>,
    problems: Vec<Problem>,
}

impl Found<'_> {
    fn library(&mut self, auto: bool) {
        let written = self.manifest.says.lib.as_ref();
        let usual = self.package.folder.join("src/lib.rs");
        let named = written.and_then(|product| product.path.as_ref());
        let path = match named {
            Some(path) => join(&self.package.folder, path),
            None => usual,
        };
        if written.is_none() && !(auto && self.disk.is_file(&path)) {
            return;
        }
        let product = written.cloned().unwrap_or_default();
        let name = match &product.name {
            Some(name) => name.clone(),
            None => self.package.name.replace('-', "_"),
        };
        let crate_types = match () {
            () if product.proc_macro => vec!["proc-macro".to_owned()],
            () if product.crate_type.is_empty() => vec!["lib".to_owned()],
            () => product.crate_type.clone(),
        };
        self.add(TargetKind::Lib, &product, name, path, crate_types);
    }

    /// The targets of one kind: `written` in the manifest, and `lying` where cargo looks.
    fn several(
        &mut self,
        kind: TargetKind,
        written: &[cargo_toml::Product],
        lying: Vec<(String, PathBuf)>,
        auto: bool,
    ) {
        let mut taken = Vec::new();
        for product in written {
            let Some(name) = product.name.clone() else {
                self.problems.push(self.manifest.problem(format!("a {} has no name", word(kind))));
                continue;
            };
            let lies = lying.iter().find(|(lies, _)| *lies == name).map(|(_, path)| path.clone());
            let path = match &product.path {
                Some(path) => join(&self.package.folder, path),
                // That nothing lies there is told if the target is asked for.
                None => lies.or_else(|| self.old_place(kind)).unwrap_or_else(|| {
                    self.package.folder.join(folder(kind)).join(format!("{name}.rs"))
                }),
            };
            taken.push((name.clone(), path.clone()));
            let crate_types = match kind {
                TargetKind::Example if !product.crate_type.is_empty() => product.crate_type.clone(),
                _ => vec!["bin".to_owned()],
            };
            self.add(kind, product, name, path, crate_types);
        }
        for (name, path) in lying.into_iter().filter(|_| auto) {
            if !taken.iter().any(|(other, at)| *other == name || *at == path) {
                let product = cargo_toml::Product::default();
                self.add(kind, &product, name, path, vec!["bin".to_owned()]);
            }
        }
    }

    /// Where the only binary of a package of edition 2015 may lie.
    fn old_place(&self, kind: TargetKind) -> Option<PathBuf> {
        let path = self.package.folder.join("src/main.rs");
        let old = kind == TargetKind::Bin && self.package.edition == 2015;
        (old && self.disk.is_file(&path)).then_some(path)
    }

    fn add(
        &mut self,
        kind: TargetKind,
        product: &cargo_toml::Product,
        name: String,
        path: PathBuf,
        crate_types: Vec<String>,
    ) {
        let edition = product.edition.map_or(self.package.edition, |edition| edition as u16);
        let required_features = product.required_features.clone();
        self.targets.push(Target { kind, name, path, edition, crate_types, required_features });
    }

    /// `NAME.rs` and `NAME/main.rs` where targets of a kind lie.
    fn lying(&self, kind: TargetKind) -> Vec<(String, PathBuf)> {
        let folder = self.package.folder.join(folder(kind));
        let names = self.disk.names_in(&folder).into_iter().filter(|name| !name.starts_with('.'));
        let lying = names.filter_map(|name| {
            let path = folder.join(&name);
            let main = path.join("main.rs");
            match name.strip_suffix(".rs") {
                Some(stem) if self.disk.is_file(&path) => Some((stem.to_owned(), path)),
                _ if self.disk.is_file(&main) => Some((name, main)),
                _ => None,
            }
        });
        lying.collect()
    }
}

/// Where cargo looks for targets of a kind.
fn folder(kind: TargetKind) -> &'static str {
    match kind {
        TargetKind::Bin => "src/bin",
        TargetKind::Test => "tests",
        TargetKind::Example => "examples",
        TargetKind::Bench => "benches",
        TargetKind::Lib | TargetKind::Lone => "src",
    }
}

fn word(kind: TargetKind) -> &'static str {
    match kind {
        TargetKind::Lib => "library",
        TargetKind::Bin => "binary",
        TargetKind::Test => "test",
        TargetKind::Example => "example",
        TargetKind::Bench => "bench",
        TargetKind::Lone => "file",
    }
}

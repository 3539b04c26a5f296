//! Which configuration holds where.

use std::path::Path;

use miette::Diagnostic;
use tempfile::TempDir;

use super::folder;
use super::names;
use crate::config::CodeFile;
use crate::config::Config;
use crate::config::Flags;
use crate::config::Given;
use crate::config::Ground;
use crate::config::Level;
use crate::config::Subject;
use crate::config::TargetGroup;
use crate::config::load;
use crate::error::Error;

const PACKAGE: &str = "[package]\nname = \"a\"\n";
/// A level for `relock` that tells who has spoken.
const ALLOW: &str = "[rules]\nrelock = \"allow\"\n";
const WARN: &str = "[rules]\nrelock = \"warn\"\n";
const DENY: &str = "[rules]\nrelock = \"deny\"\n";

fn code(folder: &TempDir, path: &str, targets: &[TargetGroup]) -> CodeFile {
    CodeFile { path: folder.path().join(path), targets: targets.to_vec() }
}

fn ground(folder: &TempDir, paths: &[&str]) -> Ground {
    let files = paths.iter().map(|path| code(folder, path, &[])).collect();
    Ground { files, ..Ground::folder(folder.path()) }
}

fn loaded(ground: &Ground, flags: &Flags) -> Config {
    load(ground, flags, &names()).expect("all is good")
}

/// The last level that is set for `relock`.
fn level(config: &Config, file: usize) -> Option<Level> {
    let relock = config.levels(file).iter().filter(|setting| setting.concerns("relock", "guards"));
    relock.filter_map(|setting| setting.level).last()
}

/// The same in every file, with files alone.
fn levels(files: &[(&str, &str)], paths: &[&str]) -> Vec<Option<Level>> {
    let folder = folder(files);
    let config = loaded(&ground(&folder, paths), &Flags::default());
    (0..paths.len()).map(|file| level(&config, file)).collect()
}

fn error(files: &[(&str, &str)], paths: &[&str]) -> Error {
    let folder = folder(files);
    load(&ground(&folder, paths), &Flags::default(), &names()).expect_err("it is wrong")
}

#[test]
fn the_nearest_file_holds_alone() {
    let files = [
        ("asyncheck.toml", "[rules]\nall = \"deny\"\nrelock = \"deny\"\n"),
        ("a/.asyncheck.toml", "[rules]\nrelock = \"warn\"\n"),
        ("a/src/Cargo.toml", "[dependencies]\n"),
    ];
    let folder = folder(&files);
    let config = loaded(&ground(&folder, &["a/src/lib.rs", "b/src/lib.rs"]), &Flags::default());
    assert_eq!(level(&config, 0), Some(Level::Warn));
    assert_eq!(config.levels(0).iter().count(), 1, "nothing is merged");
    assert_eq!(level(&config, 1), Some(Level::Deny));
    assert_eq!(config.files.len(), 2);
}

#[test]
fn a_repository_ends_the_search() {
    let files = [("asyncheck.toml", DENY), ("inner/.git/HEAD", ""), ("inner/src/lib.rs", "")];
    let folder = folder(&files);
    let mut ground = ground(&folder, &["inner/src/lib.rs", "other/lib.rs"]);
    ground.root = folder.path().join("inner");
    let config = loaded(&ground, &Flags::default());
    assert_eq!((level(&config, 0), level(&config, 1)), (None, Some(Level::Deny)));
}

#[test]
fn manifests_can_hold_it() {
    let workspace = "[workspace]\n[workspace.metadata.asyncheck.rules]\nrelock = \"warn\"\n";
    let package = PACKAGE.to_owned() + "[package.metadata.asyncheck]\nrules.relock = \"deny\"\n";
    let files = [
        ("Cargo.toml", workspace),
        ("a/Cargo.toml", &package),
        ("b/Cargo.toml", PACKAGE),
        ("a/inner/Cargo.toml", PACKAGE),
    ];
    let paths = ["a/src/lib.rs", "b/src/lib.rs", "a/inner/lib.rs"];
    let expected = [Some(Level::Deny), Some(Level::Warn), Some(Level::Warn)];
    assert_eq!(levels(&files, &paths), expected, "a package's table is for that package");
}

#[test]
fn a_package_in_the_root_is_nearer_than_its_workspace() {
    let both = PACKAGE.to_owned()
        + "metadata.asyncheck.rules.relock = \"deny\"\n[workspace]\n\
           metadata.asyncheck.rules.relock = \"warn\"\n";
    let files = [("Cargo.toml", both.as_str()), ("a/Cargo.toml", PACKAGE)];
    let paths = ["src/lib.rs", "a/src/lib.rs"];
    assert_eq!(levels(&files, &paths), [Some(Level::Deny), Some(Level::Warn)]);
}

#[test]
fn two_in_one_folder_are_one_too_many() {
    let two = error(&[("asyncheck.toml", ""), (".asyncheck.toml", "")], &[]).to_string();
    assert!(two.contains("/asyncheck.toml`") && two.contains("/.asyncheck.toml`"), "{two}");
    let manifest = "[workspace.metadata.asyncheck]\n";
    let two = error(&[("asyncheck.toml", ""), ("Cargo.toml", manifest)], &[]).to_string();
    assert!(two.contains("`[workspace.metadata.asyncheck]` in "), "{two}");
}

#[test]
fn lints_in_a_manifest_are_redirected() {
    for (table, remedy) in [
        ("lints", "[package.metadata.asyncheck.rules]"),
        ("workspace.lints", "[workspace.metadata.asyncheck.rules]"),
    ] {
        let text = format!("[{table}.asyncheck]\nblocking-fs = \"deny\"\n");
        let error = error(&[("Cargo.toml", &text)], &["src/lib.rs"]);
        assert!(error.to_string().starts_with(&format!("`[{table}.asyncheck]`")), "{error}");
        let help = error.help().expect("there is a remedy").to_string();
        assert!(help.contains(remedy), "{help}");
        let label = error.labels().and_then(|mut labels| labels.next()).expect("it has a place");
        assert_eq!(&text[label.offset()..label.offset() + label.len()], "asyncheck");
    }
}

#[test]
fn what_is_extended_comes_first() {
    let files = [
        ("base.toml", "[rules]\nrelock = \"deny\"\nblocking = \"deny\"\n[[call]]\npath = \"a\"\n"),
        ("a/asyncheck.toml", "extend = \"../base.toml\"\n[rules]\nrelock = \"warn\"\n"),
    ];
    let folder = folder(&files);
    let config = loaded(&ground(&folder, &["a/lib.rs"]), &Flags::default());
    let settings: Vec<(Subject, Option<Level>)> =
        config.levels(0).iter().map(|setting| (setting.subject, setting.level)).collect();
    let expected = [
        (Subject::Group("blocking"), Some(Level::Deny)),
        (Subject::Rule("relock"), Some(Level::Deny)),
        (Subject::Rule("relock"), Some(Level::Warn)),
    ];
    assert_eq!(settings, expected);
    assert_eq!(config.rows.len(), 1, "rows of the base hold too");
}

#[test]
fn a_circle_is_an_error_at_its_place() {
    let files = [
        ("asyncheck.toml", "extend = \"a/x.toml\"\n"),
        ("a/x.toml", "extend = \"../asyncheck.toml\"\n"),
    ];
    let error = error(&files, &["lib.rs"]);
    assert_eq!(error.to_string(), "`asyncheck.toml` extends itself");
    let label = error.labels().and_then(|mut labels| labels.next()).expect("it has a place");
    assert_eq!(&files[1].1[label.offset()..label.offset() + label.len()], "\"../asyncheck.toml\"");
}

#[test]
fn a_base_that_is_not_there_is_told_where_it_is_named() {
    let text = "extend = \"../none.toml\"\n";
    let error = error(&[("a/asyncheck.toml", text)], &["a/lib.rs"]);
    assert!(error.to_string().starts_with("cannot read `"), "{error}");
    let label = error.labels().and_then(|mut labels| labels.next()).expect("it has a place");
    assert_eq!(&text[label.offset()..label.offset() + label.len()], "\"../none.toml\"");
}

#[test]
fn overrides_speak_of_files() {
    let text = "[rules]\nrelock = \"deny\"\n[[overrides]]\nfiles = [\"gen/**\", \"./src/x.rs\"]\n\
        rules = { relock = \"allow\" }\n";
    let paths = ["gen/deep/a.rs", "src/x.rs", "src/y.rs", "src/gen/z.rs"];
    let expected = [Some(Level::Allow), Some(Level::Allow), Some(Level::Deny), Some(Level::Deny)];
    assert_eq!(levels(&[("asyncheck.toml", text)], &paths), expected);
}

#[test]
fn the_later_override_wins_and_names_tests_too() {
    let text = "[[overrides]]\nfiles = [\"**\"]\nrules = { relock = \"deny\" }\n\
        [[overrides]]\nfiles = [\"a.rs\"]\nrules = { relock = { level = \"warn\" } }\n";
    let folder = folder(&[("asyncheck.toml", text)]);
    let config = loaded(&ground(&folder, &["a.rs"]), &Flags::default());
    let last = config.levels(0).iter().last().expect("there are two");
    assert_eq!((last.level, last.test), (Some(Level::Warn), Some(Level::Warn)));
    assert_eq!(config.root_levels().iter().count(), 0, "no file is the root");
}

#[test]
fn overrides_speak_of_targets() {
    let text =
        "[[overrides]]\ntargets = [\"tests\", \"benches\"]\nrules = { relock = \"allow\" }\n";
    let folder = folder(&[("asyncheck.toml", text)]);
    let files = vec![
        code(&folder, "tests/a.rs", &[TargetGroup::Tests]),
        code(&folder, "tests/common.rs", &[TargetGroup::Tests, TargetGroup::Benches]),
        code(&folder, "examples/a.rs", &[TargetGroup::Examples]),
        code(&folder, "common.rs", &[TargetGroup::Tests, TargetGroup::Examples]),
        code(&folder, "src/lib.rs", &[]),
    ];
    let ground = Ground { files, ..Ground::folder(folder.path()) };
    let config = loaded(&ground, &Flags::default());
    let levels: Vec<Option<Level>> = (0..5).map(|file| level(&config, file)).collect();
    assert_eq!(levels, [Some(Level::Allow), Some(Level::Allow), None, None, None]);
}

#[test]
fn a_wrong_override_is_told_at_its_place() {
    let of = |text: &str| error(&[("asyncheck.toml", text)], &[]);
    let error = of("[[overrides]]\nrules = { relock = \"warn\" }\n");
    assert_eq!(error.to_string(), "this names no files");
    let error = of("[[overrides]]\ntargets = [\"test\"]\n");
    assert_eq!(error.help().expect("it is near").to_string(), "did you mean \"tests\"?");
    let error = of("[[overrides]]\nfiles = [\"a[\"]\n");
    assert!(matches!(error, Error::BadConfig { span, .. } if span.offset() == 23), "{error:?}");
    let error = of("[[overrides]]\nfile = [\"a\"]\n");
    assert_eq!(error.help().expect("it is near").to_string(), "did you mean `files`?");
    let error = of("[[overrides]]\nfiles = [\"a\"]\nrules = { relok = \"warn\" }\n");
    assert_eq!(error.help().expect("it is near").to_string(), "did you mean `relock`?");
}

#[test]
fn a_given_file_is_read_instead() {
    let folder =
        folder(&[(".asyncheck.toml", DENY), ("a/asyncheck.toml", WARN), ("other.toml", ALLOW)]);
    let ground = ground(&folder, &["a/lib.rs"]);
    let given = |name: &str| Flags {
        given: vec![Given::File(folder.path().join(name))],
        ..Flags::default()
    };
    assert_eq!(level(&loaded(&ground, &Flags::default()), 0), Some(Level::Warn));
    let config = loaded(&ground, &given("other.toml"));
    assert_eq!((level(&config, 0), level(&config, 9)), (Some(Level::Allow), Some(Level::Allow)));
    let error = load(&ground, &given("absent.toml"), &names()).expect_err("it is not there");
    assert!(
        matches!(error, Error::Read { ref path, .. } if path.ends_with(Path::new("absent.toml")))
    );
}

#[test]
fn a_given_setting_comes_after_files_and_before_flags() {
    let text = "[[overrides]]\nfiles = [\"lib.rs\"]\nrules = { relock = \"allow\" }\n";
    let folder = folder(&[("asyncheck.toml", text)]);
    let ground = ground(&folder, &["lib.rs"]);
    let given = vec![Given::Setting("rules.relock=warn".to_owned())];
    let flags = Flags { given, ..Flags::default() };
    assert_eq!(level(&loaded(&ground, &flags), 0), Some(Level::Warn));
    let levels = vec![(Level::Deny, Subject::Group("guards"))];
    assert_eq!(level(&loaded(&ground, &Flags { levels, ..flags }), 0), Some(Level::Deny));
    let wrong =
        Flags { given: vec![Given::Setting("rules.relok=warn".to_owned())], ..Flags::default() };
    let error = load(&ground, &wrong, &names()).expect_err("no such rule");
    assert_eq!(error.help().expect("it is near").to_string(), "did you mean `relock`?");
}

#[test]
fn isolated_reads_no_file() {
    let folder = folder(&[("asyncheck.toml", DENY)]);
    let ground = ground(&folder, &["lib.rs"]);
    let setting = Given::Setting("rules.relock='warn'".to_owned());
    let alone = Flags { isolated: true, ..Flags::default() };
    assert_eq!(level(&loaded(&ground, &alone), 0), None);
    let with = Flags { given: vec![setting], isolated: true, ..Flags::default() };
    assert_eq!(level(&loaded(&ground, &with), 0), Some(Level::Warn));
    let file = Given::File(folder.path().join("asyncheck.toml"));
    let both = Flags { given: vec![file.clone()], isolated: true, ..Flags::default() };
    assert!(matches!(load(&ground, &both, &names()), Err(Error::Usage { .. })));
    let two = Flags { given: vec![file.clone(), file], ..Flags::default() };
    assert!(matches!(load(&ground, &two, &names()), Err(Error::Usage { .. })));
}

#[test]
fn rows_of_every_package_hold_for_all() {
    let files = [("a/asyncheck.toml", "[[call]]\npath = \"a::b\"\n"), ("b/lib.rs", "")];
    let folder = folder(&files);
    let mut ground = ground(&folder, &["b/lib.rs"]);
    ground.packages.push(folder.path().join("a"));
    let config = loaded(&ground, &Flags::default());
    let names: Vec<&str> = config.rows.iter().map(|rows| rows.text.name.as_str()).collect();
    assert_eq!(names, ["a/asyncheck.toml"]);
}

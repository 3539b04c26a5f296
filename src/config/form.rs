//! How a configuration is written, as a JSON schema: for editors. What is read, and what is said about
//! mistakes, is the business of `layer`; tests hold the two together.

#![expect(dead_code, reason = "only the schema of these is asked for")]

use std::collections::BTreeMap;

use schemars::JsonSchema;

use crate::config::Level;

/// The configuration of asyncheck: `asyncheck.toml`, or `[workspace.metadata.asyncheck]` in a manifest.
#[derive(JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub struct FileForm {
    /// A file whose settings come first; its path counts from the folder of this one.
    extend: Option<String>,
    /// A file that lists the findings which are known; its path counts from the folder of this one. Only the
    /// configuration of the workspace's root names it.
    baseline: Option<String>,
    /// A comment that silences a finding has to say why.
    require_reason: Option<bool>,
    /// Levels by rule, by group, and for `all`.
    rules: Option<RulesForm>,
    /// Levels for some files only; the later ones win.
    overrides: Option<Vec<OverrideForm>>,
}

/// Levels by rule, by group, and for `all`. A rule wins over its group.
#[derive(JsonSchema)]
#[schemars(rename = "Rules")]
struct RulesForm(BTreeMap<String, LevelForm>);

/// Levels for some files only: `files` or `targets` say for which.
#[derive(JsonSchema)]
#[schemars(rename = "Override")]
#[serde(deny_unknown_fields)]
struct OverrideForm {
    /// Patterns of paths, from the folder of this file on.
    files: Option<Vec<String>>,
    /// What the files are built for.
    targets: Option<Vec<TargetForm>>,
    /// Levels as under `[rules]`; a plain one speaks of test code as well.
    rules: Option<RulesForm>,
}

/// What files are built for.
#[derive(JsonSchema)]
#[schemars(rename = "Target")]
#[serde(rename_all = "lowercase")]
enum TargetForm {
    /// Integration tests.
    Tests,
    /// Examples.
    Examples,
    /// Benchmarks.
    Benches,
}

/// A level, or one for each grade.
#[derive(JsonSchema)]
#[schemars(rename = "LevelOrGrades")]
#[serde(untagged)]
enum LevelForm {
    Plain(Level),
    Grades(GradesForm),
}

/// Levels by grade.
#[derive(JsonSchema)]
#[schemars(rename = "Grades")]
#[serde(deny_unknown_fields)]
struct GradesForm {
    /// For all certain findings outside tests.
    level: Option<Level>,
    /// For code of which was not shown that other tasks wait for it.
    open: Option<Level>,
    /// For what runs a few times in the run of a program.
    seldom: Option<Level>,
    /// For code beside which no other task waits.
    cold: Option<Level>,
    /// For what was not shown for certain.
    possible: Option<Level>,
    /// For test code.
    test: Option<Level>,
}

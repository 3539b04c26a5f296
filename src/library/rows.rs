//! The rows as they stand in a file.

use std::collections::BTreeMap;
use std::fmt;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::Deserializer;
use serde::de::SeqAccess;
use serde::de::Visitor;
use toml::Spanned;

use crate::library::AttributeRole;
use crate::library::Blocks;
use crate::library::Bound;
use crate::library::CallRole;
use crate::library::Cpu;
use crate::library::Does;
use crate::library::Enters;
use crate::library::Flavor;
use crate::library::Locks;
use crate::library::Needs;
use crate::library::RuntimeRow;
use crate::library::TypeRole;
use crate::library::Unit;
use crate::library::Weight;
use crate::library::Within;
use crate::library::answer::AnswerEntry;
use crate::library::effect::EffectEntry;

/// The tables of one file. Keys beside these are not ours to judge: `asyncheck.toml` has others.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Rows {
    /// Functions, methods and macros: what they do.
    pub(super) call: Vec<CallEntry>,
    /// What calls answer, as far as that decides how a loop goes on.
    pub(super) answer: Vec<AnswerEntry>,
    /// Types: what they are for.
    pub(super) r#type: Vec<TypeEntry>,
    /// Statements, transactions and messages.
    pub(super) effect: Vec<EffectEntry>,
    /// What calls do to the state that they are called on.
    pub(super) touch: Vec<TouchEntry>,
    /// The types that functions return.
    pub(super) signature: Vec<SignatureEntry>,
    /// Attribute macros on functions.
    pub(super) attribute: Vec<AttributeEntry>,
    /// Further paths of items, modules and crates.
    pub(super) alias: Vec<AliasEntry>,
    /// What glob imports bring.
    pub(super) glob: Vec<GlobEntry>,
    #[schemars(skip)]
    pub(super) prelude: PreludeEntry,
    #[schemars(skip)]
    pub(super) runtime: Vec<RuntimeRow>,
}

/// A manifest, as far as it can hold rows: `[workspace.metadata.asyncheck]`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Manifest {
    pub(super) package: Metadata,
    pub(super) workspace: Metadata,
}

/// `[package]` or `[workspace]`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Metadata {
    metadata: OfTools,
}

/// What manifests say to tools.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct OfTools {
    asyncheck: Rows,
}

impl Metadata {
    /// What it says to us.
    pub(super) fn rows(self) -> Rows {
        self.metadata.asyncheck
    }
}

/// The paths of one row: `path = "a::b"`, or `path = ["a::b", "a::c"]` where the rest of the row
/// holds for each.
#[derive(Debug)]
pub(super) struct Paths(pub(super) Vec<String>);

/// A function, method (`Type::method`) or macro.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct CallEntry {
    /// One public path of it, or several: `my_db::Client::query`.
    #[schemars(with = "PathsForm")]
    pub(super) path: Spanned<Paths>,
    /// What it waits for, with the thread.
    pub(super) blocks: Option<Blocks>,
    /// How much work that is.
    pub(super) weight: Option<Weight>,
    /// How much it computes.
    pub(super) cpu: Option<Cpu>,
    /// What it asks of the runtime whose thread it is on.
    pub(super) enters: Option<Enters>,
    /// The flavor of the runtime that it is about to build.
    pub(super) flavor: Option<Flavor>,
    /// What to call instead, by runtime: `{ tokio = "tokio::fs::read" }`.
    #[serde(default)]
    pub(super) instead: BTreeMap<String, String>,
    /// What it does with its arguments.
    pub(super) role: Option<CallRole>,
    /// Which argument is the closure, future or executor, counted from 0 behind `self`.
    pub(super) arg: Option<usize>,
    /// What its argument counts, where it makes a duration of it.
    pub(super) unit: Option<Unit>,
    /// The function that keeps it from waiting, where it is called on the same value before.
    pub(super) unless: Option<String>,
    /// What it takes of its receiver until its result is dropped.
    pub(super) locks: Option<Locks>,
    /// What the future that it gives waits for.
    pub(super) waits: Option<Blocks>,
    /// The future that it gives begins anew each time: once dropped, nothing is left of its turn.
    #[serde(default)]
    pub(super) restarts: bool,
    /// What it gives, or hands to its closure, never blocks: the runtime watches it.
    #[serde(default)]
    pub(super) watched: bool,
    /// When it needs the tokio runtime of its thread.
    pub(super) needs: Option<Needs>,
    /// On what threads it runs its closure or future.
    pub(super) within: Option<Within>,
}

/// A type, and what it is for.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TypeEntry {
    /// One public path of it, or several.
    #[schemars(with = "PathsForm")]
    pub(super) path: Spanned<Paths>,
    /// What it is for.
    pub(super) role: Option<TypeRole>,
    /// It owns values of its type arguments.
    #[serde(default)]
    pub(super) holds: bool,
    /// What reading from it or writing to it waits for.
    pub(super) blocks: Option<Blocks>,
    /// How much work that is.
    pub(super) weight: Option<Weight>,
    pub(super) bound: Option<Bound>,
    #[serde(default)]
    pub(super) unshared: bool,
}

/// A function or method that touches state.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct TouchEntry {
    /// One public path of it, or several.
    #[schemars(with = "PathsForm")]
    pub(super) path: Spanned<Paths>,
    /// What it does to the state.
    pub(super) does: Does,
    /// Which argument tells the part that it touches, counted behind the state.
    pub(super) key: Option<usize>,
    /// Which argument is the value that it puts there.
    pub(super) value: Option<usize>,
}

/// A function, and the type it returns.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct SignatureEntry {
    /// One public path of it, or several.
    #[schemars(with = "PathsForm")]
    pub(super) path: Spanned<Paths>,
    /// The type that it returns.
    pub(super) returns: String,
}

/// An attribute macro, and what it makes of a function.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AttributeEntry {
    /// One public path of it, or several.
    #[schemars(with = "PathsForm")]
    pub(super) path: Spanned<Paths>,
    /// What it makes of a function.
    pub(super) role: AttributeRole,
    /// The flavor of the runtime that it builds.
    pub(super) flavor: Option<Flavor>,
}

/// Another public path of an item, a module or a crate.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct AliasEntry {
    /// The other path, or several.
    #[schemars(with = "PathsForm")]
    pub(super) path: Spanned<Paths>,
    /// What they stand for.
    pub(super) of: String,
}

/// A module, and the names that `use module::*` brings.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub(super) struct GlobEntry {
    /// The module.
    #[schemars(with = "PathsForm")]
    pub(super) path: Spanned<Paths>,
    /// What `use module::*` brings.
    pub(super) names: Vec<String>,
}

/// What is in scope without an import, by path.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PreludeEntry {
    pub(super) names: Vec<String>,
}

/// A path, or a list of paths.
#[derive(JsonSchema)]
#[serde(untagged)]
#[expect(dead_code, reason = "only its schema is asked for")]
pub(super) enum PathsForm {
    One(String),
    Several(Vec<String>),
}

impl<'de> Deserialize<'de> for Paths {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // Not an untagged enum: its errors do not say what was wrong.
        deserializer.deserialize_any(PathsVisitor)
    }
}

struct PathsVisitor;

impl<'de> Visitor<'de> for PathsVisitor {
    type Value = Paths;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a path or a list of paths")
    }

    fn visit_str<E>(self, path: &str) -> Result<Paths, E> {
        Ok(Paths(vec![path.to_owned()]))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Paths, A::Error> {
        let mut paths = Vec::new();
        while let Some(path) = list.next_element()? {
            paths.push(path);
        }
        Ok(Paths(paths))
    }
}

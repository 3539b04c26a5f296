//! The rows as they stand in a file.

use std::collections::BTreeMap;
use std::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::de::SeqAccess;
use serde::de::Visitor;
use toml::Spanned;

use crate::library::AttributeRole;
use crate::library::Blocks;
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
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Rows {
    pub(super) call: Vec<CallEntry>,
    pub(super) answer: Vec<AnswerEntry>,
    pub(super) r#type: Vec<TypeEntry>,
    pub(super) effect: Vec<EffectEntry>,
    pub(super) touch: Vec<TouchEntry>,
    pub(super) signature: Vec<SignatureEntry>,
    pub(super) attribute: Vec<AttributeEntry>,
    pub(super) alias: Vec<AliasEntry>,
    pub(super) glob: Vec<GlobEntry>,
    pub(super) prelude: PreludeEntry,
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
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CallEntry {
    pub(super) path: Spanned<Paths>,
    pub(super) blocks: Option<Blocks>,
    pub(super) weight: Option<Weight>,
    pub(super) cpu: Option<Cpu>,
    pub(super) enters: Option<Enters>,
    pub(super) flavor: Option<Flavor>,
    #[serde(default)]
    pub(super) instead: BTreeMap<String, String>,
    pub(super) role: Option<CallRole>,
    pub(super) arg: Option<usize>,
    pub(super) unit: Option<Unit>,
    pub(super) unless: Option<String>,
    pub(super) locks: Option<Locks>,
    pub(super) waits: Option<Blocks>,
    #[serde(default)]
    pub(super) restarts: bool,
    pub(super) needs: Option<Needs>,
    pub(super) within: Option<Within>,
}

/// A type, and what it is for.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TypeEntry {
    pub(super) path: Spanned<Paths>,
    pub(super) role: Option<TypeRole>,
    #[serde(default)]
    pub(super) holds: bool,
    pub(super) blocks: Option<Blocks>,
    pub(super) weight: Option<Weight>,
}

/// A function or method that touches state.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TouchEntry {
    pub(super) path: Spanned<Paths>,
    pub(super) does: Does,
    pub(super) key: Option<usize>,
    pub(super) value: Option<usize>,
}

/// A function, and the type it returns.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SignatureEntry {
    pub(super) path: Spanned<Paths>,
    pub(super) returns: String,
}

/// An attribute macro, and what it makes of a function.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AttributeEntry {
    pub(super) path: Spanned<Paths>,
    pub(super) role: AttributeRole,
    pub(super) flavor: Option<Flavor>,
}

/// Another public path of an item, a module or a crate.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AliasEntry {
    pub(super) path: Spanned<Paths>,
    pub(super) of: String,
}

/// A module, and the names that `use module::*` brings.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct GlobEntry {
    pub(super) path: Spanned<Paths>,
    pub(super) names: Vec<String>,
}

/// What is in scope without an import, by path.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PreludeEntry {
    pub(super) names: Vec<String>,
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

//! One configuration as it is written, before it is laid over others.

use std::ops::Range;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use globset::GlobBuilder;
use globset::GlobMatcher;
use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::config::CodeFile;
use crate::config::Level;
use crate::config::Names;
use crate::config::Origin;
use crate::config::Setting;
use crate::config::Subject;
use crate::config::TargetGroup;
use crate::config::chain::normal;
use crate::config::document::Document;
use crate::config::document::Key;
use crate::config::document::Value;
use crate::config::levels::Placed;
use crate::config::rows::OwnRows;
use crate::config::rows::ROW_KEYS;
use crate::config::rows::Table;
use crate::error::Error;
use crate::error::Text;
use crate::error::nearest;

const KEYS: [&str; 5] = ["extend", "baseline", "require-reason", "rules", "overrides"];
const SETTING_KEYS: [&str; 6] = ["level", "open", "seldom", "cold", "possible", "test"];
const OVERRIDE_KEYS: [&str; 3] = ["files", "targets", "rules"];
/// What `require-reason = true` denies.
const REASON_RULE: &str = "suppression-without-reason";

/// What one text says.
#[derive(Debug, Default)]
pub(super) struct Layer {
    /// The configuration that it builds on, with the place where it says so.
    pub extend: Option<Spanned<PathBuf>>,
    /// The file that lists what is known.
    pub baseline: Option<NamedBaseline>,
    /// `[rules]`, those that name less first.
    pub rules: Vec<Placed>,
    /// `[[overrides]]`, in the order written.
    pub overrides: Vec<Override>,
    /// The text, where it has rows about libraries.
    pub rows: Option<OwnRows>,
}

/// `baseline = "PATH"`.
#[derive(Clone, Debug)]
pub(super) struct NamedBaseline {
    /// The file.
    pub path: PathBuf,
    text: Arc<Text>,
    span: Range<usize>,
}

impl NamedBaseline {
    /// It stands where it holds for a part of the workspace only.
    pub fn misplaced(&self) -> Error {
        Error::BadConfig {
            message: "a run has one baseline: the root of the workspace names it".to_owned(),
            help: Some("write it into the configuration of the root".to_owned()),
            text: self.text.clone(),
            span: self.span.clone().into(),
        }
    }
}

/// Levels for some files only.
#[derive(Clone, Debug)]
pub struct Override {
    /// Where it stands.
    pub origin: Origin,
    folder: PathBuf,
    files: Vec<GlobMatcher>,
    /// What its files are built for, where it says so.
    pub targets: Vec<TargetGroup>,
    /// The levels, those that name less first.
    pub rules: Vec<Placed>,
}

impl Override {
    /// The patterns of its files, as written.
    pub fn files(&self) -> impl Iterator<Item = &str> {
        self.files.iter().map(|glob| glob.glob().glob())
    }

    /// Whether it speaks of a file: by its path or by what it is built for.
    pub(super) fn concerns(&self, file: &CodeFile) -> bool {
        let path = file.path.strip_prefix(&self.folder).ok();
        let by_path = path.is_some_and(|path| self.files.iter().any(|glob| glob.is_match(path)));
        let is_named = |target: &TargetGroup| self.targets.contains(target);
        by_path || !file.targets.is_empty() && file.targets.iter().all(is_named)
    }
}

/// A text of configuration.
pub(super) struct Source<'a> {
    /// The text.
    pub text: &'a Arc<Text>,
    /// Which table of it.
    pub table: Table,
    /// The folder from which its paths count.
    pub folder: &'a Path,
}

/// Reads a text. A manifest that says nothing to us is an empty layer.
pub(super) fn read(source: &Source<'_>, names: &Names) -> Result<Layer, Error> {
    let document = Document { text: source.text, names };
    let whole = document.table()?;
    let mut table = whole.get_ref();
    let empty = DeTable::new();
    for &key in source.table.path() {
        table = match table.get(key) {
            Some(value) => document.inner(key, value, "write `rules.RULE = \"warn\"` under it")?,
            None => &empty,
        };
    }
    Reader { document, source }.layer(table)
}

struct Reader<'a> {
    document: Document<'a>,
    source: &'a Source<'a>,
}

impl Reader<'_> {
    fn layer(&self, table: &DeTable<'_>) -> Result<Layer, Error> {
        let mut layer = Layer::default();
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "extend" => {
                    let path = self.document.string("extend", value)?;
                    let path = self.source.folder.join(path);
                    layer.extend = Some(Spanned::new(value.span(), path));
                }
                "baseline" => {
                    let path = self.document.string("baseline", value)?;
                    let path = normal(&self.source.folder.join(path));
                    let (text, span) = (self.source.text.clone(), value.span());
                    layer.baseline = Some(NamedBaseline { path, text, span });
                }
                "require-reason" => self.require_reason(key, value, &mut layer)?,
                "rules" => layer.rules.extend(self.rules(value)?),
                "overrides" => layer.overrides = self.overrides(value)?,
                name if ROW_KEYS.contains(&name) => layer.rows = Some(self.rows()),
                _ => return Err(self.document.unknown_key(key, &all_keys())),
            }
        }
        // `all`, then `warnings`, groups, rules: whoever names less is heard first.
        layer.rules.sort_by_key(|placed| placed.setting.subject);
        Ok(layer)
    }

    fn require_reason(
        &self,
        key: &Key<'_>,
        value: &Value<'_>,
        layer: &mut Layer,
    ) -> Result<(), Error> {
        let required = self.document.boolean("require-reason", value)?;
        if let Some(subject) = self.document.names.subject(REASON_RULE).filter(|_| required) {
            let setting = Setting::plain(subject, Level::Deny);
            // Before what `[rules]` says of the same rule: the sort keeps the order of equals.
            layer.rules.insert(0, Placed { setting, origin: self.document.origin(&key.span()) });
        }
        Ok(())
    }

    fn rows(&self) -> OwnRows {
        OwnRows { text: self.source.text.clone(), table: self.source.table }
    }

    fn rules(&self, value: &Value<'_>) -> Result<Vec<Placed>, Error> {
        let form = "write `[rules]`, and under it `rule-or-group = \"warn\"`";
        let mut rules = Vec::new();
        for (key, value) in self.document.inner("rules", value, form)? {
            let subject = self.document.subject(key)?;
            let setting = self.setting(subject, key.get_ref(), value)?;
            rules.push(Placed { setting, origin: self.document.origin(&key.span()) });
        }
        rules.sort_by_key(|placed| placed.setting.subject);
        Ok(rules)
    }

    fn setting(&self, subject: Subject, name: &str, value: &Value<'_>) -> Result<Setting, Error> {
        let table = match value.get_ref() {
            DeValue::Table(table) if subject != Subject::Warnings => table,
            _ => return Ok(Setting::plain(subject, self.document.level(name, value)?)),
        };
        let mut setting = Setting::of(subject);
        for (key, value) in table {
            let level = match key.get_ref().as_ref() {
                "level" => &mut setting.level,
                "open" => &mut setting.open,
                "seldom" => &mut setting.seldom,
                "cold" => &mut setting.cold,
                "possible" => &mut setting.possible,
                "test" => &mut setting.test,
                _ => return Err(self.document.unknown_key(key, &SETTING_KEYS)),
            };
            *level = Some(self.document.level(key.get_ref(), value)?);
        }
        Ok(setting)
    }

    fn overrides(&self, value: &Value<'_>) -> Result<Vec<Override>, Error> {
        let form = "write `[[overrides]]`, and under it `files = [\"…\"]` and `rules = { … }`";
        let items = self.document.list("overrides", value, form)?;
        items.iter().map(|item| self.one_override(item, form)).collect()
    }

    fn one_override(&self, item: &Value<'_>, form: &str) -> Result<Override, Error> {
        let table = self.document.inner("overrides", item, form)?;
        let folder = self.source.folder.to_owned();
        let (files, targets, rules) = (Vec::new(), Vec::new(), Vec::new());
        let origin = self.document.origin(&item.span());
        let mut found = Override { origin, folder, files, targets, rules };
        for (key, value) in table {
            match key.get_ref().as_ref() {
                "files" => found.files = self.globs(value)?,
                "targets" => found.targets = self.targets(value)?,
                "rules" => found.rules = self.rules(value)?,
                _ => return Err(self.document.unknown_key(key, &OVERRIDE_KEYS)),
            }
        }
        if found.files.is_empty() && found.targets.is_empty() {
            let help = "give it `files = [\"…\"]`, or `targets = [\"tests\"]`";
            return Err(self.document.bad("this names no files", Some(help), item.span()));
        }
        found.rules.iter_mut().for_each(|placed| in_tests_too(&mut placed.setting));
        Ok(found)
    }

    fn globs(&self, value: &Value<'_>) -> Result<Vec<GlobMatcher>, Error> {
        let form = "write `files = [\"src/generated/**\"]`";
        let items = self.document.list("files", value, form)?.iter();
        items
            .map(|item| {
                let pattern = self.document.string("files", item)?;
                let mut glob = GlobBuilder::new(pattern.trim_start_matches("./"));
                let glob = glob.literal_separator(true).build();
                glob.map(|glob| glob.compile_matcher())
                    .map_err(|error| self.document.bad(error.kind().to_string(), None, item.span()))
            })
            .collect()
    }

    fn targets(&self, value: &Value<'_>) -> Result<Vec<TargetGroup>, Error> {
        let form = "write `targets = [\"tests\", \"examples\", \"benches\"]`";
        let items = self.document.list("targets", value, form)?.iter();
        items
            .map(|item| {
                let name = self.document.string("targets", item)?;
                TargetGroup::parse(name).ok_or_else(|| {
                    let near = nearest(name, TargetGroup::NAMES);
                    let near = near.map(|near| format!("did you mean \"{near}\"?"));
                    let help = near.as_deref().unwrap_or(form);
                    let message = format!("unknown targets \"{name}\"");
                    self.document.bad(message, Some(help), item.span())
                })
            })
            .collect()
    }
}

/// Who names the files means all that stands in them: a level for tests alone would be left as it
/// is, and an override for a folder of tests would do nothing.
fn in_tests_too(setting: &mut Setting) {
    if matches!(setting.subject, Subject::Group(_) | Subject::Rule(_)) {
        setting.test = setting.test.or(setting.level);
    }
}

fn all_keys() -> Vec<&'static str> {
    KEYS.iter().chain(&ROW_KEYS).copied().collect()
}

//! `asyncheck.toml`.

use std::io::ErrorKind;
use std::ops::Range;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::config::Config;
use crate::config::Level;
use crate::config::Names;
use crate::config::Setting;
use crate::config::Subject;
use crate::error::Error;
use crate::error::Text;
use crate::error::nearest;

/// What stands at the top of the file; all but the first are rows that `library` reads.
const KEYS: [&str; 10] = [
    "rules",
    "call",
    "answer",
    "touch",
    "type",
    "effect",
    "signature",
    "attribute",
    "alias",
    "glob",
];
const SETTING_KEYS: [&str; 5] = ["level", "seldom", "cold", "possible", "test"];
const FILE_NAMES: [&str; 2] = ["asyncheck.toml", ".asyncheck.toml"];
const LEVELS: &str = "a level is \"allow\", \"warn\" or \"deny\"";

/// Reads the given file, or the one in the root, or none.
pub(super) fn load(root: &Path, given: Option<&Path>, names: &Names) -> Result<Config, Error> {
    let path = match given {
        Some(path) => Some(path.to_path_buf()),
        None => find(root)?,
    };
    let Some(path) = path else { return Ok(Config::default()) };
    let text = std::fs::read_to_string(&path)
        .map_err(|reason| Error::Read { path: path.clone(), reason })?;
    let name = path.strip_prefix(root).unwrap_or(&path).display().to_string();
    let mut config = File { names, text: Arc::new(Text { name, text }) }.read()?;
    config.file = Some(path);
    Ok(config)
}

fn find(root: &Path) -> Result<Option<PathBuf>, Error> {
    let mut found = Vec::new();
    for name in FILE_NAMES {
        let path = root.join(name);
        match std::fs::metadata(&path) {
            Ok(_) => found.push(path),
            Err(reason) if reason.kind() == ErrorKind::NotFound => {}
            Err(reason) => return Err(Error::Read { path, reason }),
        }
    }
    let mut found = found.into_iter();
    match (found.next(), found.next()) {
        (Some(first), Some(second)) => Err(Error::TwoConfigs { first, second }),
        (first, _) => Ok(first),
    }
}

/// A configuration file while it is read.
struct File<'a> {
    names: &'a Names,
    text: Arc<Text>,
}

type Key<'t> = Spanned<std::borrow::Cow<'t, str>>;

impl File<'_> {
    fn read(&self) -> Result<Config, Error> {
        let table = DeTable::parse(&self.text.text).map_err(|error| {
            self.bad(error.message().to_owned(), None, error.span().unwrap_or(0..0))
        })?;
        let mut config = Config::default();
        for (key, value) in table.get_ref() {
            match key.get_ref().as_ref() {
                "rules" => self.rules(value, &mut config)?,
                name if KEYS.contains(&name) => {}
                _ => return Err(self.unknown_key(key, &KEYS)),
            }
        }
        if KEYS[1..].iter().any(|key| table.get_ref().contains_key(*key)) {
            config.rows.push((self.text.name.clone(), self.text.text.clone()));
        }
        Ok(config)
    }

    fn rules(&self, value: &Spanned<DeValue<'_>>, config: &mut Config) -> Result<(), Error> {
        let DeValue::Table(table) = value.get_ref() else {
            let help = "write `[rules]`, and under it `rule-or-group = \"warn\"`";
            return Err(self.bad("`rules` must be a table", Some(help), value.span()));
        };
        let mut settings = Vec::new();
        for (key, value) in table {
            let subject = self.subject(key)?;
            settings.push(self.setting(subject, key.get_ref(), value)?);
        }
        // `all`, then `warnings`, groups, rules: whoever names less wins.
        settings.sort_by_key(|setting| setting.subject);
        settings.into_iter().for_each(|setting| config.levels.push(setting));
        Ok(())
    }

    fn subject(&self, key: &Key<'_>) -> Result<Subject, Error> {
        let name = key.get_ref();
        self.names.subject(name).ok_or_else(|| Error::UnknownRule {
            id: name.to_string(),
            help: self.names.advice(name),
            text: self.text.clone(),
            span: key.span().into(),
        })
    }

    fn setting(
        &self,
        subject: Subject,
        name: &str,
        value: &Spanned<DeValue<'_>>,
    ) -> Result<Setting, Error> {
        let table = match value.get_ref() {
            DeValue::Table(table) if subject != Subject::Warnings => table,
            _ => return Ok(Setting::plain(subject, self.level(name, value)?)),
        };
        let mut setting = Setting::of(subject);
        for (key, value) in table {
            let level = match key.get_ref().as_ref() {
                "level" => &mut setting.level,
                "seldom" => &mut setting.seldom,
                "cold" => &mut setting.cold,
                "possible" => &mut setting.possible,
                "test" => &mut setting.test,
                _ => return Err(self.unknown_key(key, &SETTING_KEYS)),
            };
            *level = Some(self.level(key.get_ref(), value)?);
        }
        Ok(setting)
    }

    fn level(&self, name: &str, value: &Spanned<DeValue<'_>>) -> Result<Level, Error> {
        let DeValue::String(text) = value.get_ref() else {
            return Err(self.bad(format!("`{name}` must be a level"), Some(LEVELS), value.span()));
        };
        Level::parse(text).ok_or_else(|| {
            let help = match nearest(text, ["allow", "warn", "deny"]) {
                Some(level) => format!("did you mean \"{level}\"?"),
                None => LEVELS.to_owned(),
            };
            self.bad(format!("unknown level \"{text}\""), Some(&help), value.span())
        })
    }

    fn unknown_key(&self, key: &Key<'_>, known: &[&str]) -> Error {
        let help = match nearest(key.get_ref(), known.iter().copied()) {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("known here: `{}`", known.join("`, `")),
        };
        Error::UnknownKey {
            key: key.get_ref().to_string(),
            help,
            text: self.text.clone(),
            span: key.span().into(),
        }
    }

    fn bad(&self, message: impl Into<String>, help: Option<&str>, span: Range<usize>) -> Error {
        Error::BadConfig {
            message: message.into(),
            help: help.map(str::to_owned),
            text: self.text.clone(),
            span: span.into(),
        }
    }
}

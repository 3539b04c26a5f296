//! A text of TOML while it is read: what is wrong with it becomes an error with its place.

use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

use toml::Spanned;
use toml::de::DeTable;
use toml::de::DeValue;

use crate::config::Level;
use crate::config::Names;
use crate::config::Subject;
use crate::config::levels::Origin;
use crate::error::Error;
use crate::error::Text;
use crate::error::nearest;

const LEVELS: &str = "a level is \"allow\", \"warn\" or \"deny\"";

/// A key, and a value.
pub(super) type Key<'t> = Spanned<Cow<'t, str>>;
pub(super) type Value<'t> = Spanned<DeValue<'t>>;

/// A text and what its names can stand for.
#[derive(Clone, Copy)]
pub(super) struct Document<'a> {
    /// The text.
    pub text: &'a Arc<Text>,
    /// The rules and groups.
    pub names: &'a Names,
}

impl<'a> Document<'a> {
    /// The table that the text is.
    pub fn table(self) -> Result<Spanned<DeTable<'a>>, Error> {
        DeTable::parse(&self.text.text).map_err(|error| {
            self.bad(error.message().to_owned(), None, error.span().unwrap_or(0..0))
        })
    }

    /// A value that must be a table; `form` says how one is written.
    pub fn inner<'v, 't>(
        self,
        name: &str,
        value: &'v Value<'t>,
        form: &str,
    ) -> Result<&'v DeTable<'t>, Error> {
        match value.get_ref() {
            DeValue::Table(table) => Ok(table),
            _ => Err(self.bad(format!("`{name}` must be a table"), Some(form), value.span())),
        }
    }

    /// A value that must be a string.
    pub fn string<'v>(self, name: &str, value: &'v Value<'_>) -> Result<&'v str, Error> {
        match value.get_ref() {
            DeValue::String(text) => Ok(text),
            _ => Err(self.bad(format!("`{name}` must be a string"), None, value.span())),
        }
    }

    /// A value that must be `true` or `false`.
    pub fn boolean(self, name: &str, value: &Value<'_>) -> Result<bool, Error> {
        match value.get_ref() {
            DeValue::Boolean(value) => Ok(*value),
            _ => {
                let help = Some("write `true` or `false`, without quotes");
                Err(self.bad(format!("`{name}` must be true or false"), help, value.span()))
            }
        }
    }

    /// A value that must be a list.
    pub fn list<'v, 't>(
        self,
        name: &str,
        value: &'v Value<'t>,
        form: &str,
    ) -> Result<&'v [Value<'t>], Error> {
        match value.get_ref() {
            DeValue::Array(items) => Ok(items),
            _ => Err(self.bad(format!("`{name}` must be a list"), Some(form), value.span())),
        }
    }

    /// A value that must be a level.
    pub fn level(self, name: &str, value: &Value<'_>) -> Result<Level, Error> {
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

    /// The rule or group that a key names.
    pub fn subject(self, key: &Key<'_>) -> Result<Subject, Error> {
        let name = key.get_ref();
        self.names.subject(name).ok_or_else(|| Error::UnknownRule {
            id: name.to_string(),
            help: self.names.advice(name),
            text: self.text.clone(),
            span: key.span().into(),
        })
    }

    /// Where something stands, for people.
    pub fn origin(self, span: &Range<usize>) -> Origin {
        if self.text.name.starts_with("--") {
            return Origin::new(&self.text.name);
        }
        let before = self.text.text.get(..span.start).unwrap_or("");
        let line = before.bytes().filter(|&byte| byte == b'\n').count() + 1;
        Origin::new(&format!("{}:{line}", self.text.name))
    }

    /// A key that is not known.
    pub fn unknown_key(self, key: &Key<'_>, known: &[&str]) -> Error {
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

    /// Anything else that is wrong.
    pub fn bad(self, message: impl Into<String>, help: Option<&str>, span: Range<usize>) -> Error {
        Error::BadConfig {
            message: message.into(),
            help: help.map(str::to_owned),
            text: self.text.clone(),
            span: span.into(),
        }
    }
}

//! `--config FILE|KEY=VALUE`.

use std::ffi::OsStr;
use std::path::Path;
use std::path::PathBuf;
use std::sync::Arc;

use toml::de::DeTable;

use crate::error::Text;

/// One `--config`.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Given {
    /// A file: it is read instead of those that would be found.
    File(PathBuf),
    /// A setting that comes after those of all files: `rules.blocking-fs = "deny"`.
    Setting(String),
}

impl Given {
    /// What is written is a file where there is one; else a setting where there is a `=`.
    pub fn read(written: &OsStr, directory: &Path) -> Self {
        let path = directory.join(written);
        match written.to_str() {
            Some(text) if text.contains('=') && !path.exists() => Given::Setting(text.to_owned()),
            _ => Given::File(path),
        }
    }
}

/// A setting as a text of TOML. A shell takes quotes away: a value that is no TOML is a string.
pub(super) fn text(written: &str) -> Arc<Text> {
    let name = "--config".to_owned();
    if DeTable::parse(written).is_err()
        && let Some((key, value)) = written.split_once('=')
    {
        let quoted = format!("{key}={:?}", value.trim());
        if DeTable::parse(&quoted).is_ok() {
            return Arc::new(Text { name, text: quoted });
        }
    }
    Arc::new(Text { name, text: written.to_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn settings_need_no_quotes() {
        assert_eq!(text("rules.a=warn").text, "rules.a=\"warn\"");
        assert_eq!(text("rules.a = 'warn'").text, "rules.a = 'warn'");
        assert_eq!(text("require-reason=true").text, "require-reason=true");
        assert_eq!(text("rules.=x").text, "rules.=x");
    }

    #[test]
    fn what_has_no_sign_is_a_file() {
        let folder = Path::new("/nowhere");
        assert_eq!(
            Given::read(OsStr::new("a.toml"), folder),
            Given::File("/nowhere/a.toml".into())
        );
        assert_eq!(Given::read(OsStr::new("a=b"), folder), Given::Setting("a=b".to_owned()));
    }
}

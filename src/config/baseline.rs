//! The baseline: findings that were there when it was written, and that are not told.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use serde::Deserialize;
use serde::Serialize;

use crate::error::Error;
use crate::error::Text;

/// The form of the file.
const VERSION: u32 = 1;

/// What the file says. Lines and absolute paths do not stand in it, so that it only changes when
/// findings do.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Baseline {
    version: u32,
    /// How many findings of each file, rule and fingerprint there were. The path is for readers: a
    /// finding is known by its rule and fingerprint, wherever it stands now.
    pub findings: BTreeMap<String, BTreeMap<String, BTreeMap<String, usize>>>,
}

impl Default for Baseline {
    fn default() -> Self {
        Self { version: VERSION, findings: BTreeMap::new() }
    }
}

impl Baseline {
    /// Reads the file.
    pub fn read(path: &Path) -> Result<Self, Error> {
        match std::fs::read_to_string(path) {
            Ok(text) => Self::parse(&path.display().to_string(), text),
            Err(reason) if reason.kind() == std::io::ErrorKind::NotFound => Err(Error::Usage {
                message: format!("there is no baseline `{}`", path.display()),
                help: Some("`--write-baseline` makes one".to_owned()),
            }),
            Err(reason) => Err(Error::Read { path: path.to_owned(), reason }),
        }
    }

    fn parse(name: &str, text: String) -> Result<Self, Error> {
        let bad = |message: String, help: &str, offset: usize, text: String| Error::BadConfig {
            message,
            help: Some(help.to_owned()),
            text: Arc::new(Text { name: name.to_owned(), text }),
            span: (offset, 1).into(),
        };
        match serde_json::from_str::<Self>(&text) {
            Ok(baseline) if baseline.version == VERSION => Ok(baseline),
            Ok(baseline) => {
                let message = format!("this baseline has version {}", baseline.version);
                let at = text.find("version").unwrap_or(0);
                Err(bad(message, "write it anew, or use the asyncheck that wrote it", at, text))
            }
            Err(error) => {
                let lines = text.split_inclusive('\n').take(error.line().saturating_sub(1));
                let at = lines.map(str::len).sum::<usize>() + error.column().saturating_sub(1);
                let at = at.min(text.len().saturating_sub(1));
                let help = "after a merge by hand, write it anew: `--write-baseline`";
                Err(bad(format!("this is no baseline: {error}"), help, at, text))
            }
        }
    }

    /// Adds one finding.
    pub fn add(&mut self, path: &str, rule: &str, fingerprint: &str) {
        let rules = self.findings.entry(path.to_owned()).or_default();
        let prints = rules.entry(rule.to_owned()).or_default();
        *prints.entry(fingerprint.to_owned()).or_default() += 1;
    }

    /// How many findings there are.
    pub fn len(&self) -> usize {
        self.findings.values().flat_map(BTreeMap::values).flat_map(BTreeMap::values).sum()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The file: sorted, one entry a line, so that two branches can be merged.
    pub fn text(&self) -> String {
        serde_json::to_string_pretty(self).expect("plain maps are always JSON") + "\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sample() -> Baseline {
        let mut baseline = Baseline::default();
        baseline.add("src/b.rs", "blocking-fs", "02");
        baseline.add("src/a.rs", "blocking-fs", "01");
        baseline.add("src/b.rs", "blocking-fs", "02");
        baseline
    }

    #[test]
    fn it_is_sorted_and_has_one_entry_a_line() {
        let text = "{\n  \"version\": 1,\n  \"findings\": {\n    \"src/a.rs\": {\n      \
            \"blocking-fs\": {\n        \"01\": 1\n      }\n    },\n    \"src/b.rs\": {\n      \
            \"blocking-fs\": {\n        \"02\": 2\n      }\n    }\n  }\n}\n";
        assert_eq!(sample().text(), text);
        assert_eq!((sample().len(), Baseline::default().is_empty()), (3, true));
    }

    #[test]
    fn what_is_written_can_be_read() {
        let read = Baseline::parse("b.json", sample().text()).expect("it is one");
        assert_eq!(read, sample());
    }

    #[test]
    fn what_is_none_is_told_with_its_place() {
        for (text, part, offset) in [
            ("{\n<<<<<<< ours\n", "this is no baseline", 2),
            ("", "this is no baseline", 0),
            ("{\"version\": 2, \"findings\": {}}", "has version 2", 2),
            ("{\"version\": 1, \"findings\": {}, \"x\": 1}", "unknown field `x`", 33),
        ] {
            let error = Baseline::parse("b.json", text.to_owned()).expect_err("it is none");
            let Error::BadConfig { message, span, .. } = error else { panic!("{error}") };
            assert!(message.contains(part), "{message}");
            assert_eq!(span.offset(), offset, "{text}");
        }
    }
}

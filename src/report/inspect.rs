//! What is known of each call.

use std::fmt::Write;

use serde::Serialize;

use crate::model::Context;

/// What is known of one call.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct InspectRow {
    /// As printed, relative to the workspace's root.
    pub file: String,
    /// Counted from 1.
    pub line: u32,
    /// Counted from 1, in characters: the method's name, or the first token of the path.
    pub column: u32,
    /// Fully qualified without generics; absent when unknown.
    pub callee: Option<String>,
    /// What the callee may be, where it is one of several.
    pub candidates: Vec<String>,
    /// Where the call stands.
    pub context: Context,
    /// Of an unresolved call, the first thing that was unknown.
    pub unknown: Option<String>,
    /// The type of the receiver.
    pub receiver: Option<String>,
    /// Where the call runs, and how hot: `executor, hot`.
    pub place: String,
    /// What it does, each with its witness.
    pub effects: Vec<String>,
}

/// The part of a row that programs read.
#[derive(Serialize)]
struct JsonRow<'a> {
    file: &'a str,
    line: u32,
    col: u32,
    callee: Option<&'a str>,
    context: &'static str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    candidates: &'a [String],
    #[serde(skip_serializing_if = "Option::is_none")]
    unknown: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    receiver: Option<&'a str>,
    #[serde(skip_serializing_if = "str::is_empty")]
    place: &'a str,
    #[serde(skip_serializing_if = "<[String]>::is_empty")]
    effects: &'a [String],
}

/// The rows as one JSON object a line.
pub fn inspect_json(rows: &[InspectRow]) -> Vec<String> {
    rows.iter()
        .map(|row| {
            let row = JsonRow {
                file: &row.file,
                line: row.line,
                col: row.column,
                callee: row.callee.as_deref(),
                context: word(row.context),
                candidates: &row.candidates,
                unknown: row.unknown.as_deref(),
                receiver: row.receiver.as_deref(),
                place: &row.place,
                effects: &row.effects,
            };
            serde_json::to_string(&row).expect("plain strings are always JSON") + "\n"
        })
        .collect()
}

/// The rows for people, one line each.
pub fn inspect(rows: &[InspectRow]) -> Vec<String> {
    rows.iter().map(line).collect()
}

fn line(row: &InspectRow) -> String {
    let mut line = format!("{}:{}:{}: ", row.file, row.line, row.column);
    match (&row.callee, &row.unknown) {
        (Some(callee), _) => line += callee,
        (None, Some(unknown)) => line += &format!("unknown: {unknown}"),
        (None, None) => line += "unknown",
    }
    let context = word(row.context);
    if !row.candidates.is_empty() {
        line += &format!(" (one of {})", row.candidates.join(", "));
    }
    if let Some(receiver) = &row.receiver {
        line += &format!(" on {receiver}");
    }
    line += &format!("; {context}");
    for part in std::iter::once(&row.place).chain(&row.effects).filter(|part| !part.is_empty()) {
        write!(line, "; {part}").expect("a string takes all that is written");
    }
    line + "\n"
}

/// The word for a context, in both forms.
fn word(context: Context) -> &'static str {
    match context {
        Context::Async => "async",
        Context::Inline => "inline",
        Context::Offloaded => "offloaded",
        Context::Sync => "sync",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn row() -> InspectRow {
        InspectRow {
            file: "src/a.rs".to_owned(),
            line: 12,
            column: 9,
            callee: Some("store::load".to_owned()),
            context: Context::Async,
            place: "executor, hot".to_owned(),
            effects: vec!["blocks: files, via `read_all`".to_owned()],
            ..Default::default()
        }
    }

    #[test]
    fn programs_read_the_agreed_keys() {
        let plain = InspectRow { place: String::new(), effects: Vec::new(), ..row() };
        assert_eq!(
            inspect_json(&[plain]).concat(),
            "{\"file\":\"src/a.rs\",\"line\":12,\"col\":9,\"callee\":\"store::load\",\
             \"context\":\"async\"}\n"
        );
        let unknown = InspectRow { callee: None, ..InspectRow::default() };
        assert!(inspect_json(&[unknown]).concat().contains("\"callee\":null,\"context\":\"sync\""));
    }

    #[test]
    fn people_read_one_line_a_call() {
        assert_eq!(
            inspect(&[row()]).concat(),
            "src/a.rs:12:9: store::load; async; executor, hot; blocks: files, via `read_all`\n"
        );
        let unknown = InspectRow {
            callee: None,
            unknown: Some("type of `db`".to_owned()),
            receiver: Some("?".to_owned()),
            candidates: vec!["A::get".to_owned(), "B::get".to_owned()],
            ..row()
        };
        assert!(inspect(&[unknown]).concat().starts_with(
            "src/a.rs:12:9: unknown: type of `db` (one of A::get, B::get) on ?; async;"
        ));
    }
}

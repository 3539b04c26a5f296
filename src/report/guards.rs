//! What is held where the task may yield.

use std::collections::BTreeSet;

use serde::Serialize;

use crate::model::Model;
use crate::model::TypeRole;
use crate::source::FileId;

/// A guard that may be alive where the task may yield.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Debug, Serialize)]
pub struct GuardRow {
    /// As printed, relative to the workspace's root.
    pub file: String,
    /// The variable that holds the guard, or the expression that makes it. Counted from 1.
    pub decl_line: u32,
    /// Counted from 1, in characters.
    pub decl_col: u32,
    /// The variable; none of a temporary.
    pub name: Option<String>,
    /// The path of the guard's type.
    #[serde(rename = "type")]
    pub ty: String,
    /// Where the task may yield: the keyword `await`, or the macro's name. Counted from 1.
    pub await_line: u32,
    /// Counted from 1, in characters.
    pub await_col: u32,
}

/// A row for each guard and each place where the task may yield while it is alive, in judged crates,
/// as far as `wanted` lets the guard's place through; sorted.
pub fn guard_rows(model: &Model<'_>, wanted: &dyn Fn(FileId, u32) -> bool) -> Vec<GuardRow> {
    let files = &model.workspace.files;
    let mut rows = BTreeSet::new();
    let guards = model.functions().flat_map(|function| function.guards());
    // A writer keeps nobody out.
    for guard in guards.filter(|guard| guard.role() != TypeRole::Writer) {
        for held in guard.held() {
            let holder = held.holder;
            if !wanted(holder.file, holder.span.start) {
                continue;
            }
            let file = files.get(holder.file);
            let text = holder.span.start as usize..holder.span.end as usize;
            let declared = file.lines.line_column(&file.text, holder.span.start);
            let suspended = file.lines.line_column(&file.text, held.at.span.start);
            rows.insert(GuardRow {
                file: file.name.clone(),
                decl_line: declared.line,
                decl_col: declared.column,
                name: file.text.get(text).filter(|_| held.is_named).map(str::to_owned),
                ty: guard.type_path().to_owned(),
                await_line: suspended.line,
                await_col: suspended.column,
            });
        }
    }
    rows.into_iter().collect()
}

/// The rows as one JSON object a line.
pub fn guards_json(rows: &[GuardRow]) -> Vec<String> {
    let line = |row| serde_json::to_string(row).expect("plain strings are always JSON") + "\n";
    rows.iter().map(line).collect()
}

/// The rows for people, one line each.
pub fn guards(rows: &[GuardRow]) -> Vec<String> {
    let line = |row: &GuardRow| {
        let GuardRow { file, decl_line, decl_col, ty, await_line, await_col, .. } = row;
        let name = row.name.as_ref().map_or("a temporary".to_owned(), |name| format!("`{name}`"));
        format!(
            "{file}:{decl_line}:{decl_col}: {name}: {ty}; may be held at {await_line}:{await_col}\n"
        )
    };
    rows.iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_forms_name_the_guard_and_the_await() {
        let row = GuardRow {
            file: "src/a.rs".to_owned(),
            decl_line: 13,
            decl_col: 9,
            name: Some("g".to_owned()),
            ty: "std::sync::MutexGuard".to_owned(),
            await_line: 14,
            await_col: 15,
        };
        let temporary = GuardRow { name: None, ..row.clone() };
        assert_eq!(
            guards(&[row.clone(), temporary]).concat(),
            "src/a.rs:13:9: `g`: std::sync::MutexGuard; may be held at 14:15\n\
             src/a.rs:13:9: a temporary: std::sync::MutexGuard; may be held at 14:15\n"
        );
        assert_eq!(
            guards_json(&[row]).concat(),
            "{\"file\":\"src/a.rs\",\"decl_line\":13,\"decl_col\":9,\"name\":\"g\",\
             \"type\":\"std::sync::MutexGuard\",\"await_line\":14,\"await_col\":15}\n"
        );
    }
}

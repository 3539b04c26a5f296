//! What a model knows of each call, as rows; and how much it has seen.

use std::collections::BTreeMap;
use std::collections::BTreeSet;

use crate::model::Blocks;
use crate::model::Call;
use crate::model::Context;
use crate::model::Cpu;
use crate::model::Deed;
use crate::model::Enters;
use crate::model::Heat;
use crate::model::Model;
use crate::model::Place;
use crate::report::InspectRow;
use crate::report::Seen;
use crate::source::FileId;
use crate::source::Files;
use crate::source::Note;
use crate::source::NoteKind;

/// A row for each call of the judged crates that `wanted` lets through, by file and offset, sorted
/// by file name and place. Where a file belongs to several crates, the call is told once.
pub fn rows(model: &Model<'_>, wanted: &dyn Fn(FileId, u32) -> bool) -> Vec<InspectRow> {
    let files = &model.workspace.files;
    let mut found: BTreeMap<(String, u32), InspectRow> = BTreeMap::new();
    for call in model.functions().flat_map(|function| function.calls()) {
        let place = call.callee_place();
        if call.is_constructor() || !wanted(place.file, place.span.start) {
            continue;
        }
        let file = files.get(place.file);
        let key = (file.name.clone(), place.span.start);
        match found.get_mut(&key) {
            // What a call leads to by itself is told with it: `into` converts.
            Some(known) if !call.is_written() => {
                let new = effects(call).into_iter().filter(|it| !known.effects.contains(it));
                let new: Vec<String> = new.collect();
                known.effects.extend(new);
            }
            Some(known) if known.callee.is_some() => {}
            _ => {
                let row = row(files, call);
                if call.is_written() || !row.effects.is_empty() {
                    found.insert(key, row);
                }
            }
        }
    }
    found.into_values().collect()
}

fn row(files: &Files, call: Call<'_>) -> InspectRow {
    let place = call.callee_place();
    let file = files.get(place.file);
    let at = file.lines.line_column(&file.text, place.span.start);
    InspectRow {
        file: file.name.clone(),
        line: at.line,
        column: at.column,
        callee: call.callee_path(),
        candidates: Vec::new(),
        context: call.context(),
        unknown: call.unknown().map(|unknown| unknown.reason().to_owned()),
        receiver: call.receiver_type(),
        place: runs(call),
        effects: effects(call),
    }
}

fn runs(call: Call<'_>) -> String {
    let heat = match call.heat() {
        Heat::Hot => "hot",
        Heat::Open => "open",
        Heat::Seldom => "seldom",
        Heat::Cold => "cold",
    };
    match call.runs() {
        Place::Executor => format!("executor, {heat}"),
        Place::Offloaded => "offloaded".to_owned(),
        Place::Once => "once".to_owned(),
        Place::Caller => "caller".to_owned(),
        Place::Unknown => "unknown".to_owned(),
    }
}

fn effects(call: Call<'_>) -> Vec<String> {
    let blocks = Blocks::ALL.into_iter().map(|blocks| {
        let word = format!("blocks: {}", blocks.word());
        (word, call.blocks(blocks))
    });
    let cpu = Cpu::ALL.into_iter().map(|cpu| (format!("cpu: {}", cpu.word()), call.computes(cpu)));
    let enters = Enters::ALL.into_iter().map(|enters| {
        let word = format!("enters: {}", enters.word());
        (word, call.enters(enters))
    });
    let all = blocks.chain(cpu).chain(enters);
    all.filter_map(|(word, found)| Some(effect(&word, &found?))).collect()
}

/// An effect with its witness.
fn effect(word: &str, found: &Deed<'_>) -> String {
    let mut text = format!("{word}, via {}", found.root());
    let chain: Vec<String> = found.trace().iter().map(|step| step.message.clone()).collect();
    if !chain.is_empty() {
        text += &format!(" ({})", chain.join(", "));
    }
    text
}

/// How much a run has seen.
pub fn seen(model: &Model<'_>, notes: &[Note]) -> Seen {
    let workspace = model.workspace;
    let judged = || workspace.crates.iter().filter(|krate| krate.judged);
    let files: BTreeSet<FileId> =
        judged().flat_map(|krate| krate.mounts.iter().map(|mount| mount.file)).collect();
    let unparsed: BTreeSet<FileId> = notes
        .iter()
        .filter(|note| matches!(note.kind, NoteKind::Syntax | NoteKind::TooDeep))
        .filter_map(|note| note.file)
        .collect();
    let (calls, resolved) = calls_in_async_code(model);
    Seen {
        files: files.len(),
        crates: judged().count(),
        calls,
        resolved,
        unparsed: unparsed.intersection(&files).count(),
        dependencies_read: workspace.crates.iter().filter(|krate| krate.dependency).count(),
        dependencies_known: workspace.unread.known.len(),
        dependencies_absent: workspace.unread.absent.len(),
    }
}

fn calls_in_async_code(model: &Model<'_>) -> (usize, usize) {
    let mut seen: BTreeMap<(FileId, u32), bool> = BTreeMap::new();
    for call in model.functions().flat_map(|function| function.calls()) {
        if call.is_written() && call.context() == Context::Async && !call.is_constructor() {
            let place = call.callee_place();
            *seen.entry((place.file, place.span.start)).or_default() |= call.unknown().is_none();
        }
    }
    (seen.len(), seen.values().filter(|&&known| known).count())
}

/// Every file that was read, one a line, with the crates that it belongs to.
pub fn files(workspace: &crate::source::Workspace) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for (at, file) in workspace.files.all.iter().enumerate() {
        let id = FileId(at as u32);
        let crates: Vec<&str> = workspace
            .crates
            .iter()
            .filter(|krate| krate.mounts.iter().any(|mount| mount.file == id))
            .map(|krate| krate.target.as_str())
            .collect();
        lines.push(format!("{}: {}\n", file.name, crates.join(", ")));
    }
    lines.sort();
    lines
}

/// The files of judged crates, one a line.
pub fn judged_files(workspace: &crate::source::Workspace) -> Vec<String> {
    let judged = workspace.crates.iter().filter(|krate| krate.judged);
    let files: BTreeSet<FileId> =
        judged.flat_map(|krate| krate.mounts.iter().map(|mount| mount.file)).collect();
    let mut lines: Vec<String> =
        files.into_iter().map(|file| format!("{}\n", workspace.files.get(file).name)).collect();
    lines.sort();
    lines
}

//! Which thread lowers which file: the only place of this room that knows of threads.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::panic::catch_unwind;
use std::sync::Arc;

use rayon::iter::IntoParallelIterator;
use rayon::iter::ParallelBridge;
use rayon::iter::ParallelIterator;

use crate::ir::File;
use crate::lower::file;
use crate::lower::scopes::Scopes;
use crate::source::FileId;
use crate::source::Note;
use crate::source::NoteKind;
use crate::source::Span;
use crate::source::Workspace;
use crate::source::on_workers;

/// Lowers the given files, the largest first, so that no worker is left alone with a large one at
/// the end. The answers are in the order of `files`.
pub(super) fn lower(workspace: &Workspace, files: Vec<FileId>) -> Vec<Arc<File>> {
    let mut queue: Vec<(usize, FileId)> = files.into_iter().enumerate().collect();
    queue.sort_by_key(|&(_, id)| std::cmp::Reverse(workspace.files.get(id).text.len()));
    let scopes = Scopes::new(workspace);
    // A bridge hands out one file at a time, in order; splitting the list in halves would not.
    let mut lowered: Vec<(usize, Arc<File>)> = on_workers(|| {
        let one = |(at, id)| (at, Arc::new(lower_one(workspace, &scopes, id)));
        queue.into_iter().par_bridge().map(one).collect()
    });
    lowered.sort_unstable_by_key(|&(at, _)| at);
    lowered.into_iter().map(|(_, file)| file).collect()
}

/// Does something with each file, side by side; the answers are in their order.
pub(super) fn each<T: Send, R: Send>(files: Vec<T>, one: impl Fn(T) -> R + Send + Sync) -> Vec<R> {
    on_workers(|| files.into_par_iter().map(one).collect())
}

fn lower_one(workspace: &Workspace, scopes: &Scopes<'_>, id: FileId) -> File {
    let outcome = catch_unwind(AssertUnwindSafe(|| file::lower(workspace, scopes, id)));
    // Every token of the file is gone by now; without this the table grows by the size of each text.
    proc_macro2::extra::invalidate_current_thread_spans();
    outcome.unwrap_or_else(|panic| File {
        notes: vec![Note {
            kind: NoteKind::Internal,
            file: Some(id),
            span: Span::default(),
            path: None,
            message: format!("reading this file failed: {}", text_of(&*panic)),
            help: Some("please report this, with the file if you can".to_owned()),
        }],
        unparsed: true,
        ..File::default()
    })
}

fn text_of(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("a panic")
}

//! One text becomes one file of ir.

use crate::ir::File;
use crate::lower::lowerer::Lowerer;
use crate::lower::outline;
use crate::lower::parse;
use crate::lower::scopes::Scopes;
use crate::source::FileId;
use crate::source::Note;
use crate::source::NoteKind;
use crate::source::SourceFile;
use crate::source::Span;
use crate::source::Workspace;

/// The deepest nesting of brackets that is parsed. A build without optimisation overflows even a
/// 64 MiB stack at 2,000 nested types.
const DEEPEST: u32 = 1_000;

/// Parses and lowers one file, and drops its syntax tree.
pub(super) fn lower(workspace: &Workspace, scopes: &Scopes<'_>, id: FileId) -> File {
    let source = workspace.files.get(id);
    let (depth, place) = source.scan.depth;
    if depth > DEEPEST {
        return too_deep(id, depth, place);
    }
    let parsed = parse::file(source, &scopes.cfg_sets(id));
    let mut lowerer = Lowerer::new(source, &parsed, scopes.of(id));
    if let Some(tree) = &parsed.tree {
        lowerer.tree(tree);
    }
    let mut file = lowerer.finish();
    file.notes.iter_mut().for_each(|note| note.file = Some(id));
    file.unparsed = parsed.tree.is_none();
    file.outline = outline::hash(&file, source);
    file.notes.extend(parsed.errors.into_iter().map(|error| Note {
        kind: NoteKind::Syntax,
        file: Some(id),
        span: error.span,
        path: None,
        message: error.message,
        help: Some(help(source, parsed.tree.is_some())),
    }));
    file
}

fn too_deep(id: FileId, depth: u32, place: u32) -> File {
    let note = Note {
        kind: NoteKind::TooDeep,
        file: Some(id),
        span: Span::new(place, place + 1),
        path: None,
        message: format!("nested {depth} levels deep, more than the {DEEPEST} that are read"),
        help: Some("split the expression or type, or leave the file out".to_owned()),
    };
    File { notes: vec![note], unparsed: true, ..File::default() }
}

fn help(source: &SourceFile, recovered: bool) -> String {
    let name = &source.name;
    match recovered {
        true => format!("the code around it is not judged; see `rustc` on `{name}`"),
        false => format!("nothing in `{name}` is judged until it parses"),
    }
}
